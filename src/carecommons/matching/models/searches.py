"""Searches for a home: what was asked, what family answered, what was found, frozen as it was."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from carecommons.common.keys import RoomKey
from carecommons.common.sealed_field import SealedJSON, SealedText

from ..shortlist import GOING_ON, REFERRAL_STATES, RUNG_ANSWERS, RUNGS, TEST_ANSWERS

__all__ = ["LadderAnswer", "Referral", "Shortlist", "WishAnswer"]


class Referral(models.Model):
    """A search for a home for one child, under one version of the criteria, with its draw sealed beforehand."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=10, unique=True)
    child = RoomKey("children.Child")
    authority = models.CharField(max_length=3)
    wanted_by = models.DateField()
    why = models.CharField(max_length=24)
    why_words = SealedText(blank=True)
    stay = models.CharField(max_length=12)
    criteria_version = models.PositiveIntegerField()
    # Secret until a list is made: whoever knew it could place homes among equals.
    lottery_seed = models.BinaryField(max_length=32)
    lottery_commitment = models.CharField(max_length=64)
    state = models.CharField(max_length=12, default="open")
    # The short search of an emergency, beside which a full one runs (docs/adr/0028).
    emergency = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    made_by_role = models.CharField(max_length=30)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = SealedText(blank=True)
    entry = RoomKey("register.Entry")

    data_classes: ClassVar[dict[str, str]] = {"*": "D3", "reference": "D1", "lottery_seed": "D4"}

    class Meta:
        ordering = ["-made_at", "id"]
        indexes = [models.Index(fields=["authority", "state"])]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=REFERRAL_STATES), name="referral_state_is_known"),
            models.UniqueConstraint(
                fields=["child", "emergency"], condition=Q(state__in=GOING_ON), name="one_open_search_of_each_kind"
            ),
        ]


class LadderAnswer(models.Model):
    """What parents, then relatives and friends, answered. Every answer is kept; the newest of a rung counts."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="ladder")
    rung = models.CharField(max_length=20)
    answer = models.CharField(max_length=16)
    # Bound to what stands beside it: the database gives this row its own key, after it was sealed.
    reason = SealedText(bound_to=("referral_id", "rung", "answer", "answered_at"))
    answered_at = models.DateTimeField()
    answered_by_role = models.CharField(max_length=30)

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["referral_id", "answered_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(rung__in=list(RUNGS)), name="ladder_rung_is_known"),
            models.CheckConstraint(condition=Q(answer__in=list(RUNG_ANSWERS)), name="ladder_answer_is_known"),
        ]


class Shortlist(models.Model):
    """Every home that was looked at, as it was at one moment. It is never changed; a new list is a new row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="shortlists")
    criteria_version = models.PositiveIntegerField()
    profile_version = models.PositiveIntegerField(null=True)
    made_at = models.DateTimeField()
    made_by_role = models.CharField(max_length=30)
    # The seed that drew this list's equals, and its seal from before: open to whoever may read the list.
    lottery_seed = models.BinaryField(max_length=32)
    lottery_commitment = models.CharField(max_length=64)
    looked_at = models.PositiveIntegerField()
    counts = models.JSONField()
    levels = SealedJSON()
    flags = SealedJSON()
    shown = SealedJSON()
    passed_over = SealedJSON()
    entry = RoomKey("register.Entry")

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["-made_at", "id"]


class WishAnswer(models.Model):
    """Whether one home could do one thing that the child asked for, found out after the list was made."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="wish_answers")
    home = RoomKey("provision.Home")
    wish = models.UUIDField()
    answer = models.CharField(max_length=8)
    words = SealedText(bound_to=("referral_id", "home_id", "wish", "answer", "answered_at"))
    answered_at = models.DateTimeField()
    answered_by_role = models.CharField(max_length=30)

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        ordering = ["referral_id", "answered_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=TEST_ANSWERS), name="wish_answer_is_known"),
        ]
