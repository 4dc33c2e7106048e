"""What a record that began in an emergency still owes: the day of birth, where only a year or an age was known."""

import uuid
from typing import ClassVar

from django.db import models

from carecommons.common.sealed_field import SealedDate

from .record import Child

__all__ = ["MinimalRecord"]


class MinimalRecord(models.Model):
    """A record that was opened with almost nothing. born_from: the earliest day of birth that is possible.

    `Child.birth_date` holds the latest. completed_at: when somebody wrote down what was missing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.OneToOneField(Child, on_delete=models.PROTECT, related_name="minimal")
    authority = models.CharField(max_length=3)
    born_from = SealedDate()
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField(null=True)
    opened_by_role = models.CharField(max_length=24)
    completed_at = models.DateTimeField(null=True)
    completed_by = models.UUIDField(null=True)
    completed_by_role = models.CharField(max_length=24, blank=True)

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        indexes = [models.Index(fields=["authority", "completed_at"], name="minimal_record_waiting")]
