"""What the next home must know, as those who lived with a child, and the child, say it when a stay ends."""

import uuid
from typing import ClassVar

from django.db import models

from carecommons.common.sealed_field import SealedText

from .record import AppendOnly, Child

__all__ = ["CarriedAnswer", "CarriedNote"]


class CarriedNote(AppendOnly):
    """One note for the next home. It goes with the child only once the social worker has accepted it.

    placement: the stay that it comes from, as an opaque id; this room knows no homes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    authority = models.CharField(max_length=3)
    placement = models.UUIDField()
    words = SealedText()
    said_at = models.DateTimeField()
    said_by = models.UUIDField(null=True)
    said_by_role = models.CharField(max_length=24)

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["said_at", "id"]
        indexes = [models.Index(fields=["child", "said_at"], name="carried_note_latest")]


class CarriedAnswer(AppendOnly):
    """The social worker took a note into what the next home reads, or left it out, and why. The newest counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    note = models.ForeignKey(CarriedNote, on_delete=models.PROTECT, related_name="answers")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    authority = models.CharField(max_length=3)
    accepted = models.BooleanField()
    words = SealedText(blank=True)  # as the next home reads it, where it was put otherwise; else why it is left out
    answered_at = models.DateTimeField()
    answered_by = models.UUIDField(null=True)
    answered_by_role = models.CharField(max_length=24)

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["answered_at", "id"]
