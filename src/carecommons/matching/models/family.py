"""Relatives and friends who might care for a child: how each was assessed, and approvals for a time."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from carecommons.common.keys import RoomKey
from carecommons.common.sealed_field import SealedText
from carecommons.provision.full_approval import FULL_DAYS

from ..family import LONGER_FACTS, OUTCOMES, RELATIONS, Approved

STATES = [each.value for each in Approved]
NEVER_LONGER = Q(**{f"{name}__isnull": True for name in LONGER_FACTS})
LONGER = Q(**{f"{name}__isnull": False for name in LONGER_FACTS})
# An approval in full from before these days were asked has none.
NOT_FULL = Q(**{f"{name}__isnull": True for name in FULL_DAYS})
FULL = Q(
    **{f"{name}__isnull": False for name in FULL_DAYS},
    state=Approved.IN_FULL.value,
    decided_on__gte=F("panel_recommended_on"),
)

__all__ = ["TemporaryApproval", "ViabilityAssessment"]


class ViabilityAssessment(models.Model):
    """Whether one relative or friend could care for a child. A later one names the one it follows; both are kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    relation = models.CharField(max_length=20)
    who = SealedText(blank=True)
    outcome = models.CharField(max_length=12)
    words = SealedText()
    assessor = models.CharField(max_length=60)
    training = models.CharField(max_length=200)
    experience = models.CharField(max_length=200)
    assessed_on = models.DateField()
    follows = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="followed_by")
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    recorded_by_role = models.CharField(max_length=30)
    entry = RoomKey("register.Entry")

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["child_id", "recorded_at", "id"]
        indexes = [models.Index(fields=["child", "recorded_at"], name="viability_latest")]
        constraints = [
            models.CheckConstraint(condition=Q(relation__in=list(RELATIONS)), name="relation_is_known"),
            models.CheckConstraint(condition=Q(outcome__in=list(OUTCOMES)), name="viability_outcome_is_known"),
        ]


class TemporaryApproval(models.Model):
    """An approval of a relative or friend for a time (reg 24), made longer once at most (reg 25)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    home = RoomKey("provision.Home")
    assessment = models.ForeignKey(ViabilityAssessment, on_delete=models.PROTECT, related_name="approvals")
    number = models.CharField(max_length=40)
    state = models.CharField(max_length=10, default="approved")
    from_day = models.DateField()
    to_day = models.DateField()
    because = SealedText()
    extended_because = SealedText(blank=True)
    most_appropriate_on = models.DateField(null=True)
    panel_asked_on = models.DateField(null=True)
    reviewer_told_on = models.DateField(null=True)
    closed_because = SealedText(blank=True)
    closed_on = models.DateField(null=True)
    panel_recommended_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    made_by_role = models.CharField(max_length=30)
    entry = RoomKey("register.Entry")

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["child_id", "-made_at", "id"]
        indexes = [models.Index(fields=["authority", "state"], name="approval_by_council")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="approval_state_is_known"),
            models.CheckConstraint(condition=Q(to_day__gte=F("from_day")), name="approval_days_in_order"),
            models.CheckConstraint(condition=NEVER_LONGER | LONGER, name="what_made_it_longer_stands_together"),
            models.CheckConstraint(condition=NOT_FULL | FULL, name="what_made_it_full_stands_together"),
            # A home is approved for a time once: reg 24 is not begun again when it has run out.
            models.UniqueConstraint(fields=["child", "home"], name="approved_for_a_time_once"),
        ]
