"""What a child says of the homes of a list: their own order and their noes, and the visits before anybody chooses."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from carecommons.common.keys import RoomKey
from carecommons.common.sealed_field import SealedJSON, SealedText

from ..preference import WAYS
from ..visits import GOING_ON, THOUGHTS, Visit
from .searches import Referral, Shortlist

__all__ = ["HomeVisit", "OwnOrder"]


class OwnOrder(models.Model):
    """The child's order of the homes of one list, and their noes, as said at one moment. The newest counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="own_orders")
    shortlist = models.ForeignKey(Shortlist, on_delete=models.PROTECT, related_name="+")
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    placed = SealedJSON()  # [home id, name, place or null, no, why]
    way = models.CharField(max_length=10)
    wish = models.UUIDField()  # the same among the child's wishes, where its register entry stands
    said_at = models.DateTimeField()
    said_by_role = models.CharField(max_length=30)

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["-said_at", "-id"]
        indexes = [models.Index(fields=["referral", "-said_at"], name="own_order_newest")]
        constraints = [models.CheckConstraint(condition=Q(way__in=list(WAYS)), name="own_order_way_is_known")]


class HomeVisit(models.Model):
    """One visit of a child to a home of the list: asked for, arranged, there, and what the child thought of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="visits")
    child = RoomKey("children.Child")
    home = RoomKey("provision.Home")
    authority = models.CharField(max_length=3)
    state = models.CharField(max_length=14, default=Visit.ASKED)
    asked_at = models.DateTimeField()
    asked_by_role = models.CharField(max_length=30)
    on = models.DateField(null=True)
    with_whom = SealedText(blank=True)
    why_not = SealedText(blank=True)
    changed_at = models.DateTimeField()
    changed_by_role = models.CharField(max_length=30)
    thought = models.CharField(max_length=8, blank=True)
    thought_words = SealedText(blank=True)
    thought_at = models.DateTimeField(null=True)

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [models.Index(fields=["authority", "state"], name="home_visit_by_council")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[*Visit]), name="visit_state_is_known"),
            models.CheckConstraint(condition=Q(thought__in=["", *THOUGHTS]), name="visit_thought_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[Visit.ARRANGED, Visit.HAPPENED]) | Q(on__isnull=False),
                name="an_arranged_visit_has_its_day",
            ),
            models.UniqueConstraint(
                fields=["referral", "home"], condition=Q(state__in=[*GOING_ON]), name="one_visit_to_a_home_at_a_time"
            ),
        ]
