"""Who lives where, what is free, what a newcomer would mean, and what was agreed for years. No amounts of money."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from carecommons.provision.homes import IMPACT_ANSWERS

from .local import Home, Provider, _among

__all__ = ["Agreement", "GroupImpact", "Resident", "VacancyReport", "WithdrawnStay"]

IMPACTS = IMPACT_ANSWERS


class VacancyReport(models.Model):
    """Free places as a home said them at a moment. The newest counts, until it runs out."""

    home = models.ForeignKey(Home, on_delete=models.CASCADE, related_name="vacancies")
    free = models.PositiveSmallIntegerField()
    said_at = models.DateTimeField()
    said_by_role = models.CharField(max_length=30)
    next_free_on = models.DateField(null=True, blank=True)

    data_classes: ClassVar[dict[str, str]] = {"*": "D2"}

    class Meta:
        ordering = ["home_id", "said_at", "id"]
        indexes = [models.Index(fields=["home", "-said_at"])]


class Resident(models.Model):
    """Someone lives in a place of a home. Who it is only `decisions` and `matching` can tell: the id is opaque.

    A stay is [from_day, to_day): to_day is the day of leaving. It may lie ahead, and so may from_day. On PostgreSQL
    the database refuses two stays of one place that share a night (first migration, `hold`).
    end_reason: why the child left, by the statutory return's code; empty where a move to another home ended the stay.
    awaited: nobody has said yet that the child came. The place is theirs from from_day, and they do not live there:
    whatever the day, they live where they lived before, and the day of leaving there moves with the day of coming here.
    """

    home = models.ForeignKey(Home, on_delete=models.PROTECT, related_name="residents")
    place = models.PositiveSmallIntegerField()
    resident = models.UUIDField()
    from_day = models.DateField()
    to_day = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=3, blank=True)
    awaited = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    data_classes: ClassVar[dict[str, str]] = {"*": "D2", "resident": "D3", "end_reason": "D3"}

    class Meta:
        ordering = ["home_id", "place", "from_day"]
        indexes = [models.Index(fields=["resident"], condition=Q(awaited=True), name="resident_awaited")]
        constraints = [
            models.UniqueConstraint(
                fields=["home", "place"], condition=Q(to_day__isnull=True), name="a_place_is_given_once"
            ),
            models.UniqueConstraint(
                fields=["resident"], condition=Q(to_day__isnull=True), name="a_child_lives_in_one_place"
            ),
            models.CheckConstraint(condition=Q(place__gte=1), name="places_count_from_one"),
            models.CheckConstraint(
                condition=Q(to_day__isnull=True) | Q(to_day__gte=F("from_day")), name="residence_days_in_order"
            ),
        ]


class WithdrawnStay(models.Model):
    """A stay that was planned and taken back before it began, and why."""

    home = models.ForeignKey(Home, on_delete=models.PROTECT, related_name="+")
    resident = models.UUIDField()
    from_day = models.DateField()
    reason = models.TextField()
    withdrawn_at = models.DateTimeField()
    withdrawn_by_role = models.CharField(max_length=30)

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["withdrawn_at", "id"]


class GroupImpact(models.Model):
    """What is known of the effect of a newcomer on those who live there, and of them on the newcomer.

    `about` names the child (opaque) whom the judgement concerns; empty means any newcomer at present.
    answer: for everybody together, the worse of the two ways where both were said. there, words: what the newcomer
    would mean for those who live there; newcomer, newcomer_words: what they would mean for the newcomer. The two are
    empty in a note that was not parted.
    """

    home = models.ForeignKey(Home, on_delete=models.CASCADE, related_name="impacts")
    about = models.UUIDField(null=True, blank=True)
    answer = models.CharField(max_length=16, choices=list(IMPACTS.items()))
    words = models.TextField()
    there = models.CharField(max_length=16, blank=True)
    newcomer = models.CharField(max_length=16, blank=True)
    newcomer_words = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_role = models.CharField(max_length=30)

    data_classes: ClassVar[dict[str, str]] = {"*": "D2", "about": "D3", "words": "D3", "newcomer_words": "D3"}

    class Meta:
        ordering = ["home_id", "recorded_at", "id"]
        constraints = [
            _among("answer", IMPACTS, "impact_answer_is_known"),
            _among("there", ["", *IMPACTS], "impact_there_is_known"),
            _among("newcomer", ["", *IMPACTS], "impact_newcomer_is_known"),
            models.CheckConstraint(
                condition=Q(there="", newcomer="") | ~Q(there="") & ~Q(newcomer="") & ~Q(newcomer_words=""),
                name="an_impact_is_said_both_ways_or_whole",
            ),
        ]


class Agreement(models.Model):
    """A lasting agreement between a council and a provider: who, from when to when, how many places."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="agreements")
    authority = models.CharField(max_length=3)
    from_day = models.DateField()
    to_day = models.DateField()
    slots = models.PositiveSmallIntegerField()
    recorded_at = models.DateTimeField()

    data_classes: ClassVar[dict[str, str]] = {"*": "D2"}

    class Meta:
        ordering = ["authority", "from_day", "id"]
        constraints = [models.CheckConstraint(condition=Q(to_day__gte=F("from_day")), name="agreement_days_in_order")]
