"""Placements: a child, a home and the choice that put the one in the other, from the plan to the end."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from carecommons.common.keys import RoomKey

from ..placement import Placed
from .choices import Decision

__all__ = ["Placement"]

ENDED = [Placed.WITHDRAWN, Placed.ENDED]


class Placement(models.Model):
    """One placement. What is planned, done and said in it stands in rows of its own that point here.

    from_day: the first day as it is planned, then as it was. ended_on: the day of leaving, or of taking the plan back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="placement")
    child = RoomKey("children.Child")
    home = RoomKey("provision.Home")
    authority = models.CharField(max_length=3)
    state = models.CharField(max_length=10, default=Placed.PLANNED)
    from_day = models.DateField()
    ended_on = models.DateField(null=True)
    made_at = models.DateTimeField()

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["-made_at", "id"]
        indexes = [models.Index(fields=["authority", "state"], name="placement_by_council")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[*Placed]), name="placement_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_on__isnull=False)
                | ~Q(state__in=ENDED) & Q(ended_on__isnull=True),
                name="a_placement_that_is_over_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=Placed.ENDED) | Q(ended_on__gte=F("from_day")), name="placement_days_in_order"
            ),
        ]  # fmt: skip
