"""Public statistics as they were published, release beside release: figures about areas, none about a person (D0)."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

__all__ = ["Figure", "StatisticRelease"]


class StatisticRelease(models.Model):
    """One table of one release. A corrected file of the same release replaces it; a newer release stands beside it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=40)
    release = models.PositiveSmallIntegerField()
    as_at = models.DateField()
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    figures_count = models.PositiveIntegerField()
    symbols_count = models.PositiveIntegerField()
    imported_at = models.DateTimeField()

    data_classes: ClassVar[dict[str, str]] = {"*": "D0"}

    class Meta:
        ordering = ["source", "-release"]
        constraints = [
            models.UniqueConstraint(fields=["source", "release"], name="a_release_of_a_source_stands_once"),
        ]


class Figure(models.Model):
    """One figure: a number, or the sign that stands in its place. A sign is never nought."""

    statistic = models.ForeignKey(StatisticRelease, on_delete=models.CASCADE, related_name="figures")
    area = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=80)
    parts = models.CharField(max_length=240, blank=True)
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    symbol = models.CharField(max_length=8, blank=True)

    data_classes: ClassVar[dict[str, str]] = {"*": "D0"}

    class Meta:
        ordering = ["area", "year", "measure", "parts"]
        constraints = [
            models.UniqueConstraint(
                fields=["statistic", "measure", "parts", "area", "year"], name="a_figure_stands_once_in_a_release"
            ),
            models.CheckConstraint(
                condition=(Q(value__isnull=False) & Q(symbol="")) | (Q(value__isnull=True) & ~Q(symbol="")),
                name="a_figure_is_a_number_or_a_sign",
            ),
        ]
