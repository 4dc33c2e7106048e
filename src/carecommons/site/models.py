"""Long work that somebody started at a door: who, what, when, how it ended, and what came of it.

How far it is stands in the job's folder and not here (jobs/folder.py): on SQLite there is one writer at a time, and
while work is stored that writer is the work itself.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from carecommons.common.sealed_field import SealedJSON, SealedText

from .jobs.states import State

__all__ = ["Job"]

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
