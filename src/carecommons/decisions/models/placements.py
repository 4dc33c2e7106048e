"""Placements: a child, a home and the choice that put the one in the other, from the plan to the end.

A stay from before any choice here has none: an officer took it up, and said where it is written (taken_up.py).
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from carecommons.common.keys import RoomKey
from carecommons.common.sealed_field import SealedText

from ..placement import Placed
from .choices import ROLE_LENGTH, Decision

__all__ = ["Placement"]

ENDED = [Placed.WITHDRAWN, Placed.ENDED]


class Placement(models.Model):
    """One placement. What is planned, done and said in it stands in rows of its own that point here.

    from_day: the first day as it is planned, then as it was. ended_on: the day of leaving, or of taking the plan back.
    made_at: the moment of the choice, or that in which the stay was taken up. taken_up_*: by whom, and where it is
    written that the child lives there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="placement", null=True)
    child = RoomKey("children.Child")
    home = RoomKey("provision.Home")
    authority = models.CharField(max_length=3)
    state = models.CharField(max_length=10, default=Placed.PLANNED)
    from_day = models.DateField()
    ended_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    taken_up_by = models.UUIDField(null=True)
    taken_up_by_role = models.CharField(max_length=ROLE_LENGTH, blank=True)
    taken_up_words = SealedText(blank=True)

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
            models.CheckConstraint(
                condition=Q(decision__isnull=False, taken_up_by__isnull=True)
                | Q(decision__isnull=True, taken_up_by__isnull=False, state__in=[Placed.LIVING, Placed.ENDED]),
                name="a_placement_was_chosen_or_taken_up",
            ),
            models.UniqueConstraint(
                fields=["child"], condition=Q(decision__isnull=True, state=Placed.LIVING),
                name="a_child_is_taken_up_once",
            ),
        ]  # fmt: skip
