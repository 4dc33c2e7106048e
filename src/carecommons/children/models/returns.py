"""The statutory return as it is kept: each table of each year, and the longitudinal record made from all of them.

The record is made anew from the stored tables at each import, so it can never drift from them; a child's id
stays. Who may see each field stands in `data_classes` (handbook section 6).
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from carecommons.common.sealed_field import SealedBytes, SealedDate, SealedText

from .record import AppendOnly

__all__ = ["ReturnImport", "ReturnTable", "ReturnedChild", "ReturnedEpisode"]

EPISODE = ("child_id", "start_day", "end_day")


class ReturnTable(models.Model):
    """One table of one collection year of one council: its rows, packed, as the newest import has them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.CharField(max_length=3)
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=24)
    file_name = models.CharField(max_length=400)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    packed = SealedBytes()
    imported_at = models.DateTimeField()
    imported_by = models.UUIDField(null=True)
    imported_by_role = models.CharField(max_length=24)

    data_classes: ClassVar[dict[str, str]] = {
        "id": "D1", "authority": "D1", "year": "D1", "name": "D1", "file_name": "D2", "sha256": "D1",
        "rows": "D2", "packed": "D4", "imported_at": "D2", "imported_by": "D2", "imported_by_role": "D2",
    }  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "year", "name"], name="one_return_table_a_year"),
        ]


class ReturnImport(AppendOnly):
    """One import that stored something, and the report of it: what came, what changed, what was mended or doubted.

    report: the document that the import answered with. changes: rows by table and year. named: the rows of the files
    that the report speaks of (kind, table, file, row, column), never a child. years_new: years held for the first
    time. after: the figures of the council once it was stored, exact, by year; they leave suppressed only.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.CharField(max_length=3)
    number = models.PositiveIntegerField()
    imported_at = models.DateTimeField()
    imported_by = models.UUIDField(null=True)
    imported_by_role = models.CharField(max_length=24)
    report = models.JSONField()
    changes = models.JSONField()
    named = models.JSONField()
    years_new = models.JSONField()
    after = models.JSONField()

    data_classes: ClassVar[dict[str, str]] = {"authority": "D1", "number": "D1", "*": "D2"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "number"], name="returns_imported_one_after_another"),
        ]


class ReturnedChild(models.Model):
    """A child as the returns of one council know them, all years joined."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.CharField(max_length=3)
    return_key = SealedText()
    return_key_index = models.CharField(max_length=64)  # finds the key above without opening it
    birth_date = SealedDate(null=True)
    sex = models.CharField(max_length=1)
    ethnicity = models.CharField(max_length=40)
    unaccompanied = models.BooleanField()
    unaccompanied_until = models.DateField(null=True)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()

    data_classes: ClassVar[dict[str, str]] = {
        "id": "D2", "authority": "D2", "sex": "D2", "first_year": "D2", "last_year": "D2", "*": "D3",
    }  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "return_key_index"], name="one_returned_child_a_key"),
            models.CheckConstraint(condition=Q(first_year__lte=F("last_year")), name="returned_child_years_in_order"),
        ]


class ReturnedEpisode(models.Model):
    """A mended episode. `period` and `placement` number the child's periods of care and times with one carer.

    start_day: the first day. end_day: the day on which it ceased; null while it runs. at_home: false for a
    temporary absence from a home to which the child returned; home_place then tells that home's kind.
    """

    child = models.ForeignKey(ReturnedChild, on_delete=models.CASCADE, related_name="episodes")
    start_day = models.DateField()
    end_day = models.DateField(null=True)
    began = models.CharField(max_length=40)
    legal_status = models.CharField(max_length=40)
    need = models.CharField(max_length=40)
    place = models.CharField(max_length=40)
    home_place = models.CharField(max_length=40)
    provider = models.CharField(max_length=40)
    ended = models.CharField(max_length=40)
    moved = models.CharField(max_length=40)
    # Bound to child and days: the database gives these rows their own keys, after they were sealed.
    home_postcode = SealedText(bound_to=EPISODE)
    place_postcode = SealedText(bound_to=EPISODE)
    urn = models.CharField(max_length=40)
    period = models.PositiveSmallIntegerField()
    placement = models.PositiveSmallIntegerField()
    at_home = models.BooleanField()
    place_authority = models.CharField(max_length=3)
    distance_miles = models.FloatField(null=True)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()

    data_classes: ClassVar[dict[str, str]] = {
        "id": "D2", "child": "D2", "first_year": "D2", "last_year": "D2", "period": "D2", "placement": "D2",
        "at_home": "D2", "home_postcode": "D4", "place_postcode": "D4", "*": "D3",
    }  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(end_day__isnull=True) | Q(end_day__gte=F("start_day")), name="episode_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["child", "start_day"], name="episodes_of_a_child")]
