"""What each home that offered itself, and was not chosen, is told."""

import uuid
from typing import ClassVar

from django.db import models

from carecommons.common.keys import RoomKey
from carecommons.common.sealed_field import SealedText

from .choices import ROLE_LENGTH, Decision

__all__ = ["HomeLetter"]


class HomeLetter(models.Model):
    """One letter to one home. Its words hold nothing of who the child is: whoever runs the home reads them.

    code: what the home knows the child by.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="letters")
    home = RoomKey("provision.Home")
    provider = RoomKey("provision.Provider", null=True)
    home_kept_by = models.CharField(max_length=3)
    authority = models.CharField(max_length=3)
    code = models.CharField(max_length=10, blank=True)
    words = SealedText()
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by_role = models.CharField(max_length=ROLE_LENGTH, blank=True)

    data_classes: ClassVar[dict[str, str]] = {"*": "D2", "decision": "D3"}

    class Meta:
        ordering = ["-told_at", "id"]
        indexes = [models.Index(fields=["authority", "told_at"], name="letter_by_council")]
        constraints = [models.UniqueConstraint(fields=["decision", "home"], name="a_home_is_told_once")]
