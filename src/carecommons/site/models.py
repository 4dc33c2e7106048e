"""Long work that somebody started at a door, who, what, when and how it ended; and calendars and reminders.

How far it is stands in the job's folder and not here (jobs/folder.py): on SQLite there is one writer at a time, and
while work is stored that writer is the work itself.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from carecommons.common.sealed_field import SealedJSON, SealedText

from .jobs.states import State

__all__ = ["CalendarKey", "Job", "ReminderOff", "ReminderSent"]

STATES = [(each.value, each.value) for each in State]
ENDED = [each.value for each in State if each.has_ended]


class Job(models.Model):
    """One piece of long work. asked: what it was told, names of files too; file_key opens its files, and no other's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=30)
    state = models.CharField(max_length=12, choices=STATES)
    authority = models.CharField(max_length=3, blank=True)
    started_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("people.Post", on_delete=models.PROTECT, related_name="+")
    asked = SealedJSON()
    file_key = SealedText(blank=True)
    outcome = SealedJSON(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    data_classes: ClassVar[dict[str, str]] = {
        "id": "D1", "kind": "D1", "state": "D1", "authority": "D1", "started_by": "D2", "post": "D2", "asked": "D3",
        "file_key": "D4", "outcome": "D3", "tries": "D1", "asked_at": "D1", "began_at": "D1", "ended_at": "D1",
    }  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["started_by", "-asked_at"], name="site_job_by_starter")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[each.value for each in State]), name="site_job_known_state"),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False) | (~Q(state__in=ENDED) & Q(ended_at__isnull=True)),
                name="site_job_ends_with_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.RUNNING.value) | Q(began_at__isnull=False), name="site_job_runs_since_a_moment"
            ),
        ]


class CalendarKey(models.Model):
    """The address of one person's calendar in one post. Only the digest of its key is kept; it ends by itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("people.Post", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    data_classes: ClassVar[dict[str, str]] = {"*": "D2"}

    class Meta:
        ordering = ["-made_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("made_at")), name="site_calendar_expires_after_it_is_made"
            ),
        ]


class ReminderOff(models.Model):
    """Somebody who wants no reminders by e-mail."""

    account = models.OneToOneField("people.Account", primary_key=True, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    data_classes: ClassVar[dict[str, str]] = {"*": "D2"}


class ReminderSent(models.Model):
    """That a reminder went out on a day: one a day for each account, whichever worker sends it. It holds no words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    on_day = models.DateField()
    sent_at = models.DateTimeField()

    data_classes: ClassVar[dict[str, str]] = {"*": "D2"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "on_day"], name="site_one_reminder_a_day")]
