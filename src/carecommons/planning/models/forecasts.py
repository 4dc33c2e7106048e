"""Forecasts as they are kept: of which place, made when, by whom, from which returns, with which method.

A forecast of a place is in force until another of the same place takes its place; what was once told stays.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

__all__ = ["StoredForecast"]


class StoredForecast(models.Model):
    """A forecast of one place. run: what was made together, and adds up. returns: the fingerprint of the returns that
    it was made from. document: exact; it leaves the room suppressed only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.UUIDField()
    place = models.CharField(max_length=60)
    as_at = models.DateField()
    years = models.PositiveSmallIntegerField()
    seed = models.PositiveIntegerField()
    method = models.CharField(max_length=40)
    criteria_version = models.PositiveIntegerField(null=True)
    returns = models.CharField(max_length=64)
    document = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    made_by_role = models.CharField(max_length=24)
    superseded_at = models.DateTimeField(null=True)

    data_classes: ClassVar[dict[str, str]] = {
        "id": "D1", "run": "D1", "place": "D1", "as_at": "D1", "years": "D1", "seed": "D1", "method": "D1",
        "criteria_version": "D1", "made_at": "D1", "superseded_at": "D1", "*": "D2",
    }  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["place", "-made_at"], name="forecasts_of_a_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["place"], condition=Q(superseded_at__isnull=True), name="one_forecast_in_force_a_place"
            ),
            models.UniqueConstraint(fields=["run", "place"], name="one_forecast_a_place_a_run"),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=models.F("made_at")),
                name="forecast_superseded_after_it_was_made",
            ),
            models.CheckConstraint(condition=Q(years__gte=1, years__lte=10), name="forecast_one_to_ten_years"),
        ]
