"""Reviews as of right: what was asked, who hears it, what was found, what is owed, and what everybody may read."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from carecommons.common.keys import RoomKey
from carecommons.common.sealed_field import SealedText

from ..review import About, AskedAs, Outcome, Redirect, Remedy
from ..review import Review as State
from .choices import Decision, Disagreement, OnlyAdded
from .placements import Placement

__all__ = ["Review", "ReviewDigest", "ReviewFinding", "ReviewSeat", "ReviewVote"]

ROLE_LENGTH = 32


class Review(models.Model):
    """One review. What was asked is written once; only its state, and what follows, move on.

    frozen: asking held the planned move; lifted_*: a manager let it go, with words. duty_by: the last day on which
    what the finding asks for is done in time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="reviews")
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="reviews", null=True)
    disagreement = models.OneToOneField(Disagreement, on_delete=models.PROTECT, related_name="review", null=True)
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    home = RoomKey("provision.Home", null=True)  # the home for which a provider or carer asks
    criteria_version = models.PositiveIntegerField()

    about = models.CharField(max_length=12)
    asked_as = models.CharField(max_length=12)
    asked_by = models.UUIDField()
    asked_by_role = models.CharField(max_length=ROLE_LENGTH)
    asked_at = models.DateTimeField()
    words = SealedText()
    wants = SealedText(blank=True)
    safety = models.BooleanField()
    urgent = models.BooleanField()
    acknowledge_by = models.DateField()
    finding_by = models.DateField()

    frozen = models.BooleanField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by_role = models.CharField(max_length=ROLE_LENGTH, blank=True)
    lifted_words = SealedText(blank=True)

    state = models.CharField(max_length=12, default=State.ASKED)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_words = SealedText(blank=True)
    heard_at = models.DateTimeField(null=True)
    heard_how = models.CharField(max_length=12, blank=True)
    heard_words = SealedText(blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_words = SealedText(blank=True)
    redirected_to = models.CharField(max_length=12, blank=True)
    outcome = models.CharField(max_length=12, blank=True)
    remedy = models.CharField(max_length=16, blank=True)
    duty_by = models.DateField(null=True)
    remedied_at = models.DateTimeField(null=True)
    remedied_words = SealedText(blank=True)
    entry = RoomKey("register.Entry")

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [
            models.Index(fields=["authority", "state"], name="review_by_council"),
            models.Index(fields=["asked_by"], name="review_by_asker"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "asked_by", "about"],
                condition=Q(state__in=[State.ASKED, State.ACKNOWLEDGED, State.HEARD]),
                name="one_open_review_of_one_thing_a_person",
            ),
            models.CheckConstraint(condition=Q(state__in=[*State]), name="review_state_is_known"),
            models.CheckConstraint(condition=Q(about__in=[*About]), name="review_is_about_something_known"),
            models.CheckConstraint(condition=Q(asked_as__in=[*AskedAs]), name="review_asker_is_known"),
            models.CheckConstraint(
                condition=Q(redirected_to__in=["", *Redirect])
                & (Q(state=State.REDIRECTED) | Q(redirected_to="")),
                name="review_goes_on_where_it_was_sent",
            ),
            models.CheckConstraint(
                condition=Q(state=State.FOUND, outcome__in=[*Outcome], remedy__in=[*Remedy])
                | ~Q(state=State.FOUND) & Q(outcome="", remedy=""),
                name="a_found_review_has_its_outcome",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | Q(frozen=True), name="only_a_held_move_is_let_go"
            ),
        ]  # fmt: skip


class ReviewSeat(models.Model):
    """One member of a panel, and whether they have an interest. Who leaves stays on record as having left."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="seats")
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    account = models.UUIDField()
    role = models.CharField(max_length=ROLE_LENGTH)
    authorities = models.JSONField(default=list)
    name = models.CharField(max_length=120)
    named_at = models.DateTimeField()
    interest = models.BooleanField(null=True)  # None: not said yet
    interest_words = SealedText(blank=True)
    declared_at = models.DateTimeField(null=True)
    left = models.BooleanField(default=False)

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["named_at", "id"]
        indexes = [models.Index(fields=["account"], name="review_seat_of_person")]
        constraints = [
            models.UniqueConstraint(fields=["review", "account"], name="a_person_sits_once_on_a_panel"),
            models.CheckConstraint(condition=~Q(interest=True) | Q(left=True), name="who_has_an_interest_leaves"),
        ]


class ReviewFinding(OnlyAdded):
    """What a member of the panel wrote as its finding. It stands when the panel has agreed to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="findings")
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    seat = models.ForeignKey(ReviewSeat, on_delete=models.PROTECT, related_name="findings")
    outcome = models.CharField(max_length=12)
    remedy = models.CharField(max_length=16)
    words_child = SealedText()
    words_parties = SealedText()
    duty_words = SealedText(blank=True)
    digest = SealedText()
    written_at = models.DateTimeField()

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["written_at", "id"]


class ReviewVote(OnlyAdded):
    """Whether one member agrees with a finding; dissent is kept with its reasons."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    finding = models.ForeignKey(ReviewFinding, on_delete=models.PROTECT, related_name="votes")
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    seat = models.ForeignKey(ReviewSeat, on_delete=models.PROTECT, related_name="votes")
    agrees = models.BooleanField()
    words = SealedText(blank=True)
    said_at = models.DateTimeField()

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["said_at", "id"]
        constraints = [models.UniqueConstraint(fields=["finding", "seat"], name="one_voice_a_seat_a_finding")]


class ReviewDigest(OnlyAdded):
    """What everybody may read of a finding: no child, no home, no council. Released by a person after a scan."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="published")
    month = models.CharField(max_length=7)
    asked_as = models.CharField(max_length=12)
    about = models.CharField(max_length=12)
    outcome = models.CharField(max_length=12)
    remedy = models.CharField(max_length=16)
    criteria_version = models.PositiveIntegerField()
    text = models.TextField()
    released_by = models.UUIDField()
    released_at = models.DateTimeField()
    entry = RoomKey("register.Entry")

    data_classes: ClassVar[dict[str, str]] = {"*": "D0", "review": "D3", "released_by": "D2"}

    class Meta:
        ordering = ["-month", "id"]
