"""Choices of a home, with their reasons; and what was missing when a choice was a compromise."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from carecommons.common.keys import RoomKey
from carecommons.common.sealed_field import SealedJSON, SealedText

from ..choice import WishesEffect
from ..state import State

__all__ = ["Decision", "Disagreement", "DisagreementAnswer", "GapNote", "OnlyAdded"]

ROLE_LENGTH = 32


class Decision(models.Model):
    """One choice of one home for one search. Its words are written once; only its state moves on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = RoomKey("matching.Referral")
    shortlist = RoomKey("matching.Shortlist")
    child = RoomKey("children.Child")
    home = RoomKey("provision.Home")
    authority = models.CharField(max_length=3)
    criteria_version = models.PositiveIntegerField()
    from_day = models.DateField()

    why_chosen = SealedText()
    why_not = SealedJSON(default=dict)  # home id -> why it was passed over
    wishes_effect = models.CharField(max_length=20)
    wishes_how = SealedText()
    prevailed = SealedText(blank=True)
    search_evidence = SealedText(blank=True)
    # Why its home had not offered in a round of invitations that was over; empty where it had, and for family.
    no_round = models.CharField(max_length=16, blank=True)
    no_round_words = SealedText(blank=True)
    spot = models.BooleanField(default=False)  # no agreement stood with whoever runs the home (handbook C9)
    spot_reason = SealedText(blank=True, default="")
    spot_remedy = SealedText(blank=True, default="")
    compromise = models.BooleanField()
    missing = SealedJSON(default=list)  # [what was missing, code of the part of life or ""]
    level = models.PositiveSmallIntegerField()  # how far away the home is: 1 same council to 4 nation
    # What stood beside the choice: the child's own order as it was then, the answer to it, and the matching meeting.
    own_order = SealedJSON(null=True)  # [home id, name, place or null, no, why]
    own_order_answer = SealedText(blank=True, default="")
    meeting = RoomKey("matching.MatchingMeeting", null=True)
    no_meeting = SealedText(blank=True, default="")
    to_homes = SealedJSON(null=True)  # home id -> what a home that offered itself is told
    emergency = models.BooleanField(default=False)
    # A foster family outside its terms takes a child for a few days only (regulation 23): until when, and why.
    exempt_until = models.DateField(null=True)
    exempt_because = SealedText(blank=True)

    approver_needed = models.CharField(max_length=ROLE_LENGTH)
    approver_words = models.TextField()
    state = models.CharField(max_length=10, default=State.PROPOSED)
    proposed_by = models.UUIDField()
    proposed_by_role = models.CharField(max_length=ROLE_LENGTH)
    proposed_at = models.DateTimeField()
    answered_by = models.UUIDField(null=True)
    answered_by_role = models.CharField(max_length=ROLE_LENGTH, blank=True)
    answered_at = models.DateTimeField(null=True)
    answer_words = SealedText(blank=True)
    # In an emergency a clinical formulation may be owed after the choice: the day by which (B10).
    formulation_by = models.DateField(null=True)
    satisfied = models.JSONField(default=list)  # codes of what the approver was satisfied of
    # Of a move that ends a placement: the review that came first, as the approver named it, or why none could.
    reviewed_on = models.DateField(null=True)
    no_review = SealedText(blank=True, default="")
    proposal_entry = RoomKey("register.Entry")
    entry = RoomKey("register.Entry", null=True)

    data_classes: ClassVar[dict[str, str]] = {"*": "D3", "criteria_version": "D0", "state": "D2"}

    @property
    def decided_by(self) -> frozenset[uuid.UUID]:
        """The accounts of those who proposed it and who put it in force or sent it back."""
        return frozenset(each for each in (self.proposed_by, self.answered_by) if each is not None)

    class Meta:
        ordering = ["-proposed_at", "id"]
        indexes = [models.Index(fields=["authority", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(state__in=[State.PROPOSED, State.APPROVED]),
                name="a_search_has_one_choice_at_a_time",
            ),
            models.UniqueConstraint(fields=["proposal_entry"], name="a_proposal_has_an_entry_of_its_own"),
            models.UniqueConstraint(fields=["entry"], name="a_decision_has_an_entry_of_its_own"),
            models.CheckConstraint(condition=Q(state__in=[*State]), name="decision_state_is_known"),
            models.CheckConstraint(
                condition=Q(wishes_effect__in=[*WishesEffect]), name="wishes_effect_is_known"
            ),
            models.CheckConstraint(
                condition=Q(emergency=True) | ~Q(wishes_effect=WishesEffect.OWED) & Q(exempt_until__isnull=True),
                name="only_an_emergency_owes_or_is_exempt",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.APPROVED) | ~Q(answered_by=F("proposed_by")),
                name="nobody_approves_their_own_choice",
            ),
            models.CheckConstraint(
                condition=Q(state=State.PROPOSED, answered_by__isnull=True, answered_at__isnull=True)
                | ~Q(state=State.PROPOSED) & Q(answered_by__isnull=False, answered_at__isnull=False),
                name="an_answer_has_a_person_and_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=State.APPROVED, entry__isnull=False)
                | ~Q(state=State.APPROVED) & Q(entry__isnull=True),
                name="an_approved_choice_is_in_the_register",
            ),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=4), name="decision_level_is_one_to_four"),
        ]  # fmt: skip


class GapNote(models.Model):
    """One thing that was missing when a choice was a compromise, and how far away the child went for it.

    Holds no child and no home: it is what planning counts.
    """

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="gaps")
    authority = models.CharField(max_length=3)
    missing = models.CharField(max_length=200)
    domain = models.CharField(max_length=3, blank=True)
    level = models.PositiveSmallIntegerField()
    noted_on = models.DateField()

    data_classes: ClassVar[dict[str, str]] = {"*": "D2", "decision": "D3"}

    class Meta:
        ordering = ["noted_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=4), name="gap_level_is_one_to_four"),
            models.UniqueConstraint(fields=["decision", "missing"], name="a_gap_is_noted_once"),
        ]


class OnlyAdded(models.Model):
    """A row that may be added and read, never changed or taken away."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        assert self._state.adding, "What a child said, and what was answered, stands as it was: add another."
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise AssertionError("What a child said, and what was answered, is kept.")


class Disagreement(OnlyAdded):
    """A child, or their advocate for them, said no to a decision in force, and why (handbook C4)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="disagreements")
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    words = SealedText()
    wants = SealedText(blank=True)  # what should happen instead
    move_should_wait = models.BooleanField()
    wants_advocate = models.BooleanField()
    said_at = models.DateTimeField()
    said_by = models.UUIDField()
    said_by_role = models.CharField(max_length=ROLE_LENGTH)
    entry = RoomKey("register.Entry")

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["said_at", "id"]
        indexes = [models.Index(fields=["authority", "said_at"], name="disagreement_latest")]


class DisagreementAnswer(OnlyAdded):
    """What a child who did not agree was answered, in words that they can read. There may be several, in turn."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    disagreement = models.ForeignKey(Disagreement, on_delete=models.PROTECT, related_name="answers")
    words = SealedText()
    move_waits = models.BooleanField()
    answered_at = models.DateTimeField()
    answered_by = models.UUIDField()
    answered_by_role = models.CharField(max_length=ROLE_LENGTH)
    entry = RoomKey("register.Entry")

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["answered_at", "id"]
