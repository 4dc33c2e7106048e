"""Emergency access: who opened which child's record for a short time, why, and what was judged of it."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from ..emergency import CATEGORIES, VERDICTS
from .accounts import ROLES, Account, Post


class Emergency(models.Model):
    """One emergency access. It begins, it ends, it is judged once; nothing else of it changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, choices=ROLES)
    child_id = models.UUIDField()
    authority = models.CharField(max_length=3)  # the child's council: whose reviewing officers judge it
    category = models.CharField(max_length=20, choices=list(CATEGORIES.items()))
    words = models.CharField(max_length=2000)
    at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=15, choices=list(VERDICTS.items()), blank=True)
    verdict_words = models.CharField(max_length=2000, blank=True)
    judged_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    judged_at = models.DateTimeField(null=True, blank=True)

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("at")), name="people_emergency_ends_after_it_began"),
            models.CheckConstraint(condition=~Q(words=""), name="people_emergency_has_a_reason"),
            models.CheckConstraint(condition=Q(category__in=list(CATEGORIES)), name="people_emergency_known_category"),
            models.CheckConstraint(
                condition=Q(judged_at__isnull=True, judged_by__isnull=True, verdict="")
                | (Q(judged_at__isnull=False, judged_by__isnull=False, verdict__in=list(VERDICTS))
                   & ~Q(judged_by=F("account"))),
                name="people_emergency_judged_whole_by_another",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["authority", "-at"], name="people_emergency_by_council"),
            models.Index(fields=["post", "ends_at"], name="people_emergency_in_force"),
        ]


class EmergencyTry(models.Model):
    """Someone asked for emergency access and none was given: by a reference that is nobody's, or too often."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, choices=ROLES)
    at = models.DateTimeField()

    data_classes: ClassVar[dict[str, str]] = {"*": "D2"}

    class Meta:
        indexes = [models.Index(fields=["account", "-at"], name="people_emergency_try_by_whom")]
