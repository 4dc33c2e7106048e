"""What was done after an emergency, and the reviews of the stay. Written once; nothing is overwritten."""

import uuid
from typing import ClassVar

from django.db import models

from carecommons.common.keys import RoomKey
from carecommons.common.sealed_field import SealedJSON, SealedText

from .choices import ROLE_LENGTH, Decision, OnlyAdded

__all__ = ["EmergencyReview", "TrailEntry"]


class TrailEntry(OnlyAdded):
    """Full reasons, or a confirmation, as they were written after an emergency. words: what was written, by name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="trail")
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    code = models.CharField(max_length=12)
    done_on = models.DateField()
    words = SealedJSON(default=dict)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    recorded_by_role = models.CharField(max_length=ROLE_LENGTH)
    entry = RoomKey("register.Entry")

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "code"], name="what_an_emergency_owes_is_done_once"),
            models.CheckConstraint(condition=models.Q(code__in=["reasons", "confirmed"]), name="trail_code_is_known"),
        ]


class EmergencyReview(OnlyAdded):
    """Somebody looked at an emergency stay, and said whether it goes on, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="emergency_reviews")
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    goes_on = models.BooleanField()
    words = SealedText()
    reviewed_at = models.DateTimeField()
    reviewed_by = models.UUIDField()
    reviewed_by_role = models.CharField(max_length=ROLE_LENGTH)
    entry = RoomKey("register.Entry")

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["reviewed_at", "id"]
