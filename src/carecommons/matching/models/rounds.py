"""Rounds of invitations: every home that could be right is asked, with one text and one clock.

What a provider may see (profile, invitation, questions, replies) stands apart from what names a child (the round).
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from carecommons.common.keys import RoomKey
from carecommons.common.sealed_field import SealedJSON, SealedText

from ..invitation.states import INVITATION_NEXT, ROUND_NEXT
from .searches import Referral, Shortlist

__all__ = ["AcceptedReply", "Invitation", "Question", "Reply", "Round", "SentProfile"]


class Round(models.Model):
    """One asking of every eligible home of one frozen list. Only the council and the child's own people see it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="rounds")
    shortlist = models.ForeignKey(Shortlist, on_delete=models.PROTECT, related_name="rounds")
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, default="open")
    clock = models.CharField(max_length=12)
    profile_version = models.PositiveIntegerField(null=True)
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField(null=True)
    opened_by_role = models.CharField(max_length=30)
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = SealedText(blank=True)
    entry = RoomKey("register.Entry")

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["-opened_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(ROUND_NEXT)), name="round_state_is_known"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opened_at")), name="round_lasts"),
            models.UniqueConstraint(fields=["referral"], condition=Q(state="open"), name="one_open_round_a_search"),
            models.UniqueConstraint(fields=["referral", "number"], name="rounds_of_a_search_are_numbered"),
        ]


class SentProfile(models.Model):
    """The one text that every invited home of a round reads (class D1), frozen when it was released by a person.

    text: the lines as they are shown, but for the recipient's own code. broadened: what was told less closely, so
    that enough children look alike. It holds no id of a child, and no word from which one could be found.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.CharField(max_length=3)
    text = SealedJSON()
    broadened = SealedJSON()
    released_at = models.DateTimeField()
    released_by = models.UUIDField(null=True)
    released_by_role = models.CharField(max_length=30)

    data_classes: ClassVar[dict[str, str]] = {"*": "D2", "text": "D1", "broadened": "D1"}


class Invitation(models.Model):
    """One home, asked. `code` is drawn at random for this home in this round: no two homes know a child by one code."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="invitations")
    profile = models.ForeignKey(SentProfile, on_delete=models.PROTECT, related_name="invitations")
    authority = models.CharField(max_length=3)
    home = RoomKey("provision.Home")
    provider = RoomKey("provision.Provider", null=True)
    code = models.CharField(max_length=10, unique=True)
    state = models.CharField(max_length=12, default="sent")
    sent_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    data_classes: ClassVar[dict[str, str]] = {"*": "D2", "code": "D1"}

    class Meta:
        ordering = ["closes_at", "code"]
        indexes = [
            models.Index(fields=["provider", "state"], name="invitations_of_a_provider"),
            models.Index(fields=["home", "state"], name="invitations_of_a_home"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(INVITATION_NEXT)), name="invitation_state_is_known"),
            models.UniqueConstraint(fields=["round", "home"], name="a_home_is_invited_once_a_round"),
        ]


class Question(models.Model):
    """What one invited home asked, and the answer, which every invited home of the round reads."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="questions")
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="questions")
    authority = models.CharField(max_length=3)
    words = SealedText()
    asked_at = models.DateTimeField()
    asked_by_role = models.CharField(max_length=30)
    # What could tell who the child is stays between the home that wrote it and the council; its answer goes to all.
    withheld = models.BooleanField(default=False)
    answer = SealedText(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_role = models.CharField(max_length=30, blank=True)

    data_classes: ClassVar[dict[str, str]] = {"*": "D1"}

    class Meta:
        ordering = ["asked_at", "id"]


class Reply(models.Model):
    """What a home answered. Every version is kept; the newest counts.

    answers: domain code -> met, support, unmet or unknown, for an offer. impact_there: what this child would mean for
    the children there; impact_child: what they would mean for this child. reason: why a home declined.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="replies")
    authority = models.CharField(max_length=3)
    version = models.PositiveSmallIntegerField()
    offers = models.BooleanField()
    answers = SealedJSON()
    impact_there = models.CharField(max_length=16, blank=True)
    impact_child = models.CharField(max_length=16, blank=True)
    impact_words = SealedText(blank=True)
    conditions = SealedText(blank=True)
    words = SealedText(blank=True)
    reason = models.CharField(max_length=24, blank=True)
    reason_words = SealedText(blank=True)
    said_at = models.DateTimeField()
    said_by = models.UUIDField(null=True)
    said_by_role = models.CharField(max_length=30)

    data_classes: ClassVar[dict[str, str]] = {"*": "D2"}

    class Meta:
        ordering = ["invitation_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["invitation", "version"], name="reply_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="reply_version_from_one"),
            models.CheckConstraint(
                condition=Q(offers=True, reason="") | (Q(offers=False) & ~Q(reason="")), name="a_no_has_its_reason"
            ),
        ]


class AcceptedReply(models.Model):
    """What a home says beyond what was accepted of it, accepted for one child by an officer of their council.

    parts: the parts of life that it was accepted for, in words. rests_on: what the officer saw or heard.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="acceptances")
    authority = models.CharField(max_length=3)
    parts = SealedJSON()
    rests_on = SealedText()
    accepted_at = models.DateTimeField()
    accepted_by = models.UUIDField(null=True)
    accepted_by_role = models.CharField(max_length=30)
    entry = RoomKey("register.Entry")

    data_classes: ClassVar[dict[str, str]] = {"*": "D2"}

    class Meta:
        ordering = ["accepted_at", "id"]
