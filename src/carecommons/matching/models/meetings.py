"""Matching meetings as they were written down, and what social workers answer to a home's word on living together."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from carecommons.common.keys import RoomKey
from carecommons.common.sealed_field import SealedJSON, SealedText

from ..impact import AGREES
from ..meeting import ABSENT
from .searches import Referral, Shortlist

__all__ = ["ImpactAnswer", "MatchingMeeting"]


class MatchingMeeting(models.Model):
    """One meeting, frozen with what it looked at. It is never changed: another meeting is another row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="meetings")
    shortlist = models.ForeignKey(Shortlist, on_delete=models.PROTECT, related_name="+")
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    criteria_version = models.PositiveIntegerField()
    held_on = models.DateField()
    took_part = models.JSONField()  # codes of roles, no name
    absent = models.CharField(max_length=14, blank=True)  # why neither child nor advocate was there
    absent_words = SealedText(blank=True)
    homes = SealedJSON()
    child_first = SealedText(blank=True)
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    made_by_role = models.CharField(max_length=30)
    entry = RoomKey("register.Entry")

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["authority", "made_at"], name="meeting_latest")]
        constraints = [
            models.CheckConstraint(condition=Q(absent__in=["", *ABSENT]), name="meeting_absence_is_known"),
        ]


class ImpactAnswer(models.Model):
    """What the child's social worker answers to a home's word on living together. The newest counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="impact_answers")
    home = RoomKey("provision.Home")
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    answer = models.CharField(max_length=8)
    words = SealedText()
    answered_at = models.DateTimeField()
    answered_by_role = models.CharField(max_length=30)

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["answered_at", "id"]
        constraints = [models.CheckConstraint(condition=Q(answer__in=list(AGREES)), name="impact_agreed_is_known")]
