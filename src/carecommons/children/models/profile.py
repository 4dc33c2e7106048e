"""The versions of a child's needs profile, and the drafts that are not yet one."""

import uuid
from typing import ClassVar

from django.db import models

from carecommons.common.sealed_field import SealedJSON

from .record import AppendOnly, Child

__all__ = ["NeedsDraft", "NeedsProfile"]


class NeedsProfile(AppendOnly):
    """One version of the Open Needs Profile. The JSON is checked by the data dictionary before it comes here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="profiles")
    version = models.PositiveIntegerField()
    assessed_on = models.DateField()
    ratings = SealedJSON()
    strengths = SealedJSON()
    matters = SealedJSON()
    outcomes = SealedJSON()
    flags = SealedJSON()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    recorded_by_role = models.CharField(max_length=24)

    data_classes: ClassVar[dict[str, str]] = {"flags": "D3", "*": "D2"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "version"], name="profile_version_once"),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="profile_version_from_one"),
        ]


class NeedsDraft(models.Model):
    """A profile being written by one person: kept until it is confirmed, seen by its author only.

    `begun_from` is the version it started from (0 = none), so that a later version by someone else is noticed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")
    author = models.UUIDField()
    begun_from = models.PositiveIntegerField()
    parts = SealedJSON(default=dict)
    changed_at = models.DateTimeField()

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "author"], name="draft_once_per_author")]
