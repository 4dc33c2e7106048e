"""Notices, the meetings about them, ends with their reasons, and what a child and carers say afterwards."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from carecommons.common.keys import RoomKey
from carecommons.common.sealed_field import SealedJSON, SealedText

from ..ending import CLOSED, ChildThere, LedBy, Noticed, Party
from ..leaving import After
from .choices import ROLE_LENGTH, OnlyAdded
from .placements import Placement

__all__ = [
    "Belongings", "Debrief", "EighteenChoice", "EmergencyEndRead", "EndNotice", "NoticeNo", "PlacementEnd",
    "StabilisationMeeting",
]  # fmt: skip

REASON_LENGTH = 5


class EndNotice(models.Model):
    """Notice that a stay is to end. Its words are written once; only its state moves on, and that the child was told.

    ends_on: the last day as the notice has it. at_once: why it is sooner than the days that were agreed.
    told_words: what the child was told, in plain words, by a person who spoke with them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="notices")
    child = RoomKey("children.Child")
    home = RoomKey("provision.Home")
    authority = models.CharField(max_length=3)
    state = models.CharField(max_length=10, default=Noticed.GIVEN)
    party = models.CharField(max_length=10)
    reason = models.CharField(max_length=REASON_LENGTH)
    words = SealedText()
    tried = SealedText()
    at_once = SealedText(blank=True)
    given_on = models.DateField()
    ends_on = models.DateField()
    reviewed_on = models.DateField(null=True)
    emergency = SealedText(blank=True)
    closed_words = SealedText(blank=True)
    told_words = SealedText(blank=True)
    told_on = models.DateField(null=True)
    given_at = models.DateTimeField()
    given_by = models.UUIDField()
    given_by_role = models.CharField(max_length=ROLE_LENGTH)
    entry = RoomKey("register.Entry")

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["given_at", "id"]
        indexes = [models.Index(fields=["authority", "state"], name="notice_by_council")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[*Noticed]), name="notice_state_is_known"),
            models.CheckConstraint(condition=Q(party__in=[*Party]), name="notice_party_is_known"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("given_on")), name="notice_days_in_order"),
            models.UniqueConstraint(
                fields=["placement"], condition=~Q(state__in=[*CLOSED]), name="a_placement_has_one_open_notice"
            ),
        ]  # fmt: skip


class NoticeNo(OnlyAdded):
    """A child, or their advocate for them, said no to a notice, word for word."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(EndNotice, on_delete=models.PROTECT, related_name="noes")
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    words = SealedText()
    said_at = models.DateTimeField()
    said_by = models.UUIDField()
    said_by_role = models.CharField(max_length=ROLE_LENGTH)
    entry = RoomKey("register.Entry")

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["said_at", "id"]


class StabilisationMeeting(OnlyAdded):
    """A meeting that asks what would have to change so that a child can stay.

    there: codes of ending.ROLES_THERE. tasks: [what, who, day] each.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(EndNotice, on_delete=models.PROTECT, related_name="meetings")
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    held_on = models.DateField()
    there = models.JSONField(default=list)
    child_there = models.CharField(max_length=10)
    why_not = SealedText(blank=True)
    child_said = SealedText(blank=True)
    would_change = SealedText()
    tasks = SealedJSON(default=list)
    outcome = models.CharField(max_length=10)
    outcome_words = SealedText(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    recorded_by_role = models.CharField(max_length=ROLE_LENGTH)
    entry = RoomKey("register.Entry")

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(child_there__in=[*ChildThere]), name="child_there_is_known"),
            models.CheckConstraint(
                condition=Q(outcome__in=[Noticed.STAYS, Noticed.MET, Noticed.ENDS]), name="meeting_outcome_is_known"
            ),
        ]  # fmt: skip


class PlacementEnd(OnlyAdded):
    """An end as it was recorded. An end that is said again is another row: the newest of a placement counts.

    placement: none for a stay that was there before any choice. care_ends: REC; change: REASON_PLACE_CHANGE.
    care_ends "" : a move to another home ended it, and nobody has said why yet.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    placement = models.ForeignKey(Placement, null=True, on_delete=models.PROTECT, related_name="ends")
    notice = models.ForeignKey(EndNotice, null=True, on_delete=models.PROTECT, related_name="+")
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    to_day = models.DateField()
    care_ends = models.CharField(max_length=3, blank=True)
    change = models.CharField(max_length=REASON_LENGTH, blank=True)
    planned = models.BooleanField(null=True)
    led_by = models.CharField(max_length=10, blank=True)
    words = SealedText(blank=True)
    reviewed_on = models.DateField(null=True)
    emergency = SealedText(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    recorded_by_role = models.CharField(max_length=ROLE_LENGTH)
    entry = RoomKey("register.Entry")

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["recorded_at", "id"]
        indexes = [models.Index(fields=["authority", "to_day"], name="end_by_council")]
        constraints = [
            models.CheckConstraint(condition=Q(led_by__in=["", *LedBy]), name="end_led_by_is_known"),
            models.CheckConstraint(
                condition=Q(care_ends="", planned__isnull=True, led_by="")
                | ~Q(care_ends="") & Q(planned__isnull=False) & ~Q(led_by=""),
                name="an_end_with_a_reason_says_who_and_how",
            ),
        ]  # fmt: skip


class EmergencyEndRead(OnlyAdded):
    """The reviewing officer read of an end, or a notice, that came before any review, and what they think."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    end = models.ForeignKey(PlacementEnd, null=True, on_delete=models.PROTECT, related_name="reads")
    notice = models.ForeignKey(EndNotice, null=True, on_delete=models.PROTECT, related_name="reads")
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    words = SealedText()
    read_at = models.DateTimeField()
    read_by = models.UUIDField()
    entry = RoomKey("register.Entry")

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["read_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=False, notice__isnull=True) | Q(end__isnull=True, notice__isnull=False),
                name="one_thing_was_read",
            )
        ]


class Debrief(OnlyAdded):
    """How it was there, as the child says it; or that they did not want to say.

    with_whom: whom they chose to talk with, in their words. good, hard, next_home: sealed, theirs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="debriefs")
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    wanted = models.BooleanField()
    with_whom = SealedText(blank=True)
    good = SealedText(blank=True)
    hard = SealedText(blank=True)
    next_home = SealedText(blank=True)
    said_at = models.DateTimeField()
    said_by = models.UUIDField()
    said_by_role = models.CharField(max_length=ROLE_LENGTH)
    entry = RoomKey("register.Entry")

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["said_at", "id"]


class Belongings(OnlyAdded):
    """What went with the child. there: codes of ending.BELONGINGS that are so. The newest of a placement counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="belongings")
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    there = models.JSONField(default=list)
    missing = SealedText(blank=True)
    checked_at = models.DateTimeField()
    checked_by = models.UUIDField()
    checked_by_role = models.CharField(max_length=ROLE_LENGTH)
    entry = RoomKey("register.Entry")

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["checked_at", "id"]


class EighteenChoice(OnlyAdded):
    """Where somebody lives after 18, what they want, and why it is so. The newest of a placement counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="after_eighteen")
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    choice = models.CharField(max_length=15)
    wants = SealedText()
    words = SealedText()
    care_ends = models.CharField(max_length=3, blank=True)
    ended = models.BooleanField()
    said_at = models.DateTimeField()
    said_by = models.UUIDField()
    said_by_role = models.CharField(max_length=ROLE_LENGTH)
    entry = RoomKey("register.Entry")

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["said_at", "id"]
        constraints = [models.CheckConstraint(condition=Q(choice__in=[*After]), name="after_eighteen_is_known")]
