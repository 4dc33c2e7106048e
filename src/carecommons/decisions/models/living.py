"""What happens in a placement: visits, reviews, health assessments, outcomes, the child's own word, time with family.

Every row is added and read, never changed; what a child or an adult said is sealed. Each names council and child, so
that the wall inside the database holds for it as for the placement.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from carecommons.common.keys import RoomKey
from carecommons.common.sealed_field import SealedText

from ..living import ALONE, ANSWERS, FEELINGS, NOT_ASKED, REVIEW_KINDS, TIME_KINDS, TOOK_PART
from .choices import ROLE_LENGTH, OnlyAdded
from .placements import Placement

__all__ = [
    "CareReview", "ContactTime", "HealthAssessment", "MatchingTime", "OutcomeAnswer", "OwnRating", "SignAnswer",
    "Visit",
]  # fmt: skip

CODE_LENGTH = 20


class OfAPlacement(OnlyAdded):
    """Something that happened in one placement, who wrote it down and when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="+")
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    recorded_by_role = models.CharField(max_length=ROLE_LENGTH)

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        abstract = True


class Visit(OfAPlacement):
    """A visit to the child, whether they were seen alone, and what they said or showed (regs 28-30)."""

    day = models.DateField()
    alone = models.CharField(max_length=CODE_LENGTH)
    why_not = SealedText(blank=True)
    said = SealedText()
    seen = SealedText(blank=True)  # what the visitor saw, and what must be done
    entry = RoomKey("register.Entry")

    class Meta:
        ordering = ["day", "recorded_at", "id"]
        indexes = [models.Index(fields=["placement", "day"], name="visit_by_day")]
        constraints = [models.CheckConstraint(condition=Q(alone__in=[*ALONE]), name="visit_alone_is_known")]


class CareReview(OfAPlacement):
    """A review, how the child took part, and what was decided (regs 32-36).

    not_asked: why the child was not asked for it, where the law lets it close without; "" when they were.
    next_by: a day by which the reviewing officer wants the next one, where that is sooner than the law.
    until_18: the plan is that the child lives here until 18.
    """

    day = models.DateField()
    kind = models.CharField(max_length=CODE_LENGTH)
    took_part = models.CharField(max_length=3)
    not_asked = models.CharField(max_length=CODE_LENGTH, blank=True)
    not_asked_why = SealedText(blank=True)
    decided = SealedText()
    until_18 = models.BooleanField()
    next_by = models.DateField(null=True)
    entry = RoomKey("register.Entry")

    class Meta:
        ordering = ["day", "recorded_at", "id"]
        indexes = [models.Index(fields=["child", "day"], name="care_review_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[*REVIEW_KINDS]), name="care_review_kind_is_known"),
            models.CheckConstraint(condition=Q(took_part__in=[*TOOK_PART]), name="care_review_part_is_known"),
            models.CheckConstraint(condition=Q(not_asked__in=["", *NOT_ASKED]), name="care_review_not_asked_is_known"),
            models.UniqueConstraint(fields=["child", "kind", "day"], name="one_care_review_of_a_kind_a_day"),
        ]


class HealthAssessment(OfAPlacement):
    """That the child's health was assessed, and when: what was found is kept by those who treat them (reg 7)."""

    day = models.DateField()
    entry = RoomKey("register.Entry")

    class Meta:
        ordering = ["day", "recorded_at", "id"]
        constraints = [models.UniqueConstraint(fields=["child", "day"], name="one_health_assessment_a_day")]


class OutcomeAnswer(OfAPlacement):
    """How one sought outcome stands: said at a review by the adults, or at any time by the child (A4).

    number, version: its place among the outcomes of that version of the needs profile. cohort: the group of needs the
    child belonged to on that day, for counting; home: where they lived.
    """

    review = models.ForeignKey(CareReview, on_delete=models.PROTECT, null=True, related_name="answers")
    home = RoomKey("provision.Home")
    version = models.PositiveIntegerField()
    number = models.PositiveSmallIntegerField()
    outcome = SealedText()
    answer = models.CharField(max_length=CODE_LENGTH)
    words = SealedText(blank=True)
    by_child = models.BooleanField()
    cohort = models.CharField(max_length=8, blank=True)
    day = models.DateField()

    class Meta:
        ordering = ["day", "recorded_at", "number", "id"]
        indexes = [models.Index(fields=["placement", "by_child", "day"], name="outcome_answer_latest")]
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=[*ANSWERS]), name="outcome_answer_is_known"),
            models.CheckConstraint(
                condition=Q(by_child=True, review__isnull=True) | Q(by_child=False, review__isnull=False),
                name="adults_answer_at_a_review",
            ),
            models.UniqueConstraint(fields=["review", "number"], name="an_outcome_is_answered_once_a_review"),
        ]


class OwnRating(OfAPlacement):
    """How it goes, said by the child, in one of four words and as many of their own as they like."""

    feeling = models.CharField(max_length=CODE_LENGTH)
    words = SealedText(blank=True)

    class Meta:
        ordering = ["recorded_at", "id"]
        indexes = [models.Index(fields=["placement", "recorded_at"], name="own_rating_latest")]
        constraints = [models.CheckConstraint(condition=Q(feeling__in=[*FEELINGS]), name="own_rating_is_known")]


class ContactTime(OfAPlacement):
    """A time with somebody who matters that was planned for a day: whether it happened, and if not why not (A8).

    connection: who it was with, among those recorded for the child; sibling: a brother or sister in care.
    """

    connection = RoomKey("children.KnownConnection", null=True)
    sibling = RoomKey("children.Child", null=True)
    day = models.DateField()
    happened = models.BooleanField()
    why_not = SealedText(blank=True)

    class Meta:
        ordering = ["day", "recorded_at", "id"]
        indexes = [models.Index(fields=["placement", "day"], name="contact_time_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(connection__isnull=False, sibling__isnull=True)
                | Q(connection__isnull=True, sibling__isnull=False),
                name="contact_time_is_with_one",
            ),
        ]


class MatchingTime(OfAPlacement):
    """Time that finding the right home and moving into it took one person on one day (B15): minutes, never money."""

    day = models.DateField()
    kind = models.CharField(max_length=CODE_LENGTH)
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["day", "recorded_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[*TIME_KINDS]), name="matching_time_kind_is_known"),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=1440), name="matching_time_within_a_day"),
        ]


class SignAnswer(OfAPlacement):
    """What was done about an early sign, or why it was a false alarm (B17). key: of what, and since when."""

    key = models.CharField(max_length=80)
    false_alarm = models.BooleanField()
    words = SealedText()
    entry = RoomKey("register.Entry")

    class Meta:
        ordering = ["recorded_at", "id"]
        indexes = [models.Index(fields=["placement", "key"], name="sign_answer_by_key")]
