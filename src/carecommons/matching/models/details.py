"""Homes of the shortlist that are asked to accept terms, and may then read more of a child (class D2)."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from carecommons.common.keys import RoomKey
from carecommons.common.sealed_field import SealedJSON, SealedText

from ..detail import Asked
from .searches import Referral, Shortlist

__all__ = ["Detail"]


class Detail(models.Model):
    """One home of one search, asked to accept the terms under which it may read more of the child.

    code: what the home calls the child by, drawn for this row alone. told: what it may read, frozen when it was asked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=10, unique=True)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="details")
    shortlist = models.ForeignKey(Shortlist, on_delete=models.PROTECT, related_name="+")
    child = RoomKey("children.Child")
    home = RoomKey("provision.Home")
    provider = RoomKey("provision.Provider", null=True)
    home_kept_by = models.CharField(max_length=3)
    authority = models.CharField(max_length=3)
    terms_version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=Asked.ASKED)
    told = SealedJSON()
    asked_at = models.DateTimeField()
    asked_by_role = models.CharField(max_length=30)
    answered_at = models.DateTimeField(null=True)
    answered_by_role = models.CharField(max_length=30, blank=True)
    why_not = SealedText(blank=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_because = models.CharField(max_length=14, blank=True)

    data_classes: ClassVar[dict[str, str]] = {"*": "D3", "code": "D1", "told": "D2"}

    class Meta:
        ordering = ["-asked_at", "id"]
        indexes = [models.Index(fields=["home", "state"], name="detail_by_home")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[*Asked]), name="detail_state_is_known"),
            models.UniqueConstraint(
                fields=["referral", "home"], condition=Q(state__in=["asked", "accepted"]),
                name="a_home_is_asked_once_at_a_time",
            ),
        ]  # fmt: skip
