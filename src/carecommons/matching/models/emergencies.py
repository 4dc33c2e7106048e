"""What was said when an emergency was opened. Written once; what is known later is written where it belongs."""

import uuid
from typing import ClassVar

from django.db import models

from carecommons.common.keys import RoomKey
from carecommons.common.sealed_field import SealedJSON, SealedText

from .searches import Referral

__all__ = ["Emergency"]


class Emergency(models.Model):
    """One emergency of one child: its own short search, and the full search that runs beside it.

    danger, health, hidden_from: "said", "none" or "unknown" with its words. seen: part of life -> level seen tonight.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    search = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="emergency_said")
    full_search = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="+")
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    cause = models.CharField(max_length=24)
    known_since = models.DateTimeField(null=True)
    cannot_wait = SealedText()
    danger = models.CharField(max_length=8)
    danger_words = SealedText(blank=True)
    health = models.CharField(max_length=8)
    health_words = SealedText(blank=True)
    hidden_from = models.CharField(max_length=8)
    hidden_from_words = SealedText(blank=True)
    seen = SealedJSON(default=dict)
    asked = models.BooleanField()
    not_asked_because = SealedText(blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField(null=True)
    opened_by_role = models.CharField(max_length=30)
    entry = RoomKey("register.Entry")

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["-opened_at", "id"]
        indexes = [models.Index(fields=["authority", "opened_at"], name="emergency_by_council")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(**{f"{name}__in": ["said", "none", "unknown"]}), name=f"emergency_{name}_state"
            )
            for name in ("danger", "health", "hidden_from")
        ]
