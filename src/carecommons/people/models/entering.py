"""Codes that a young person is given in person, wrong tries at them, and second factors that were lost."""

import uuid
from typing import ClassVar

from django.db import models

from .accounts import ROLES, Account


class SignInCode(models.Model):
    """A code with which a young person comes in once. Only its keyed digest is kept; rows are never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")  # who comes in with it
    child_id = models.UUIDField()
    selector = models.CharField(max_length=4)  # the first four signs: they find the row, and prove nothing
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    made_by_role = models.CharField(max_length=30, choices=ROLES)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # a newer code took its place

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("made_at")), name="people_code_ends_after_it_is_made"
            ),
        ]
        indexes = [
            models.Index(fields=["selector"], name="people_code_by_selector"),
            models.Index(fields=["child_id", "-made_at"], name="people_code_by_child"),
        ]


class CodeTry(models.Model):
    """A wrong code, from one network address (kept as a keyed digest): it slows down that address and no other."""

    place = models.CharField(max_length=64)
    at = models.DateTimeField()

    data_classes: ClassVar[dict[str, str]] = {"*": "D2"}

    class Meta:
        indexes = [models.Index(fields=["place", "-at"], name="people_code_try_by_place")]


class FactorReset(models.Model):
    """An operator took away the second factors of an account, because its owner had lost them, and said why."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    removed = models.PositiveSmallIntegerField()  # how many factors, recovery codes included
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()

    data_classes: ClassVar[dict[str, str]] = {"*": "D2"}

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="people_factor_reset_has_a_reason"),
        ]
