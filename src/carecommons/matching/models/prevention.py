"""What lay behind a search that nobody planned, and what was tried before it."""

import uuid
from typing import ClassVar

from django.db import models

from carecommons.common.keys import RoomKey
from carecommons.common.sealed_field import SealedText

from .searches import Referral

__all__ = ["PreventionRecord", "PreventionTried"]


class PreventionRecord(models.Model):
    """The root cause of a search, and why nothing was tried where nothing was. Rows are added; the newest counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="prevention")
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    root_cause = models.CharField(max_length=24)
    nothing_because = SealedText(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    recorded_by_role = models.CharField(max_length=30)

    data_classes: ClassVar[dict[str, str]] = {"*": "D3", "root_cause": "D2"}

    class Meta:
        ordering = ["referral_id", "-recorded_at", "id"]
        indexes = [models.Index(fields=["authority", "recorded_at"], name="prevention_by_council")]


class PreventionTried(models.Model):
    """One thing that was tried so that the child need not move: what, by whom, when, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(PreventionRecord, on_delete=models.PROTECT, related_name="tried")
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    place = models.PositiveSmallIntegerField()
    what = SealedText()
    by_whom = SealedText()
    tried_on = models.DateField()
    came_of = SealedText()

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["record_id", "place"]
        constraints = [models.UniqueConstraint(fields=["record", "place"], name="one_attempt_a_place")]
