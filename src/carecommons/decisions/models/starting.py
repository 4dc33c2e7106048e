"""The start of a placement: what was agreed, the visits before it, who was told of it, and that the child came."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from carecommons.common.keys import RoomKey
from carecommons.common.sealed_field import SealedText

from ..starting import Reply, Step
from .choices import ROLE_LENGTH, Decision, OnlyAdded
from .placements import Placement

__all__ = ["Introduction", "NoticeSent", "PlacementStart", "PlanAnswer"]

CODE_LENGTH = 24


class PlanAnswer(OnlyAdded):
    """One item of a placement plan as it was answered. The newest of each item counts; all are kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="plan")
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    item = models.CharField(max_length=CODE_LENGTH)
    reply = models.CharField(max_length=16)
    words = SealedText(blank=True)
    said_at = models.DateTimeField()
    said_by = models.UUIDField()
    said_by_role = models.CharField(max_length=ROLE_LENGTH)

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["said_at", "id"]
        constraints = [models.CheckConstraint(condition=Q(reply__in=[*Reply]), name="plan_reply_is_known")]


class Introduction(models.Model):
    """One visit or call before the move: planned, then held or not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="introductions")
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    kind = models.CharField(max_length=CODE_LENGTH)
    on_day = models.DateField()
    who = SealedText()
    state = models.CharField(max_length=16, default=Step.PLANNED)
    how_it_was = SealedText(blank=True)
    planned_at = models.DateTimeField()
    planned_by = models.UUIDField()
    planned_by_role = models.CharField(max_length=ROLE_LENGTH)
    answered_at = models.DateTimeField(null=True)

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["on_day", "planned_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[*Step]), name="visit_before_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=Step.PLANNED, answered_at__isnull=True)
                | ~Q(state=Step.PLANNED) & Q(answered_at__isnull=False),
                name="a_visit_that_is_answered_has_its_moment",
            ),
        ]  # fmt: skip


class PlacementStart(OnlyAdded):
    """That a child came to live somewhere, on which day, and whether the plan was whole by then.

    due_on: the day by which what lacked of the plan was owed; None where nothing lacked.
    """

    placement = models.OneToOneField(Placement, primary_key=True, on_delete=models.PROTECT, related_name="start")
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    came_on = models.DateField()
    emergency = models.BooleanField()
    plan_whole = models.BooleanField()
    due_on = models.DateField(null=True)
    said_at = models.DateTimeField()
    said_by = models.UUIDField()
    said_by_role = models.CharField(max_length=ROLE_LENGTH)

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["came_on", "placement"]
        constraints = [
            models.CheckConstraint(
                condition=Q(plan_whole=True, due_on__isnull=True)
                | Q(plan_whole=False, emergency=True, due_on__isnull=False),
                name="only_an_emergency_begins_without_its_plan",
            )
        ]


class NoticeSent(OnlyAdded):
    """A notice of where a child will live that somebody sent. It hangs on the choice: some come before its approval."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="notices")
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    kind = models.CharField(max_length=CODE_LENGTH)
    sent_on = models.DateField()
    sent_to = SealedText()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    recorded_by_role = models.CharField(max_length=ROLE_LENGTH)

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["sent_on", "recorded_at", "id"]
        constraints = [models.UniqueConstraint(fields=["decision", "kind"], name="a_notice_is_recorded_once")]
