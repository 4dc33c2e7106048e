"""A job as programs read it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from ninja import Schema

from carecommons.people.roles import Person

from .seen import job_seen

__all__ = ["JobOut", "accepted"]


class ProgressOut(Schema):
    """done of total: how far this part is; total 0 when that is not known."""

    words: str
    done: int
    total: int


class RefusalOut(Schema):
    """Why nothing was stored: the same code, words and faults as everywhere."""

    code: str
    message: str
    faults: list[dict[str, Any]]


class JobOut(Schema):
    """state: waiting, running, done, refused, failed or cancelled. progress: only while it runs."""

    id: UUID
    kind: str
    title: str
    authority: str
    files: list[str]
    state: str
    words: str
    asked_at: datetime
    began_at: datetime | None
    ended_at: datetime | None
    stopping: bool
    progress: ProgressOut | None
    may_cancel: bool
    may_start_again: bool
    report: dict[str, Any] | None
    stored: dict[str, Any] | None
    refusal: RefusalOut | None


def accepted(job_id: UUID, *, by: Person) -> HttpResponse:
    """202: the work waits or runs; `Location` says where to ask."""
    answer = JsonResponse(job_seen(job_id, by=by).as_dict(), status=202)
    answer["Location"] = f"/api/v1/jobs/{job_id}"
    answer["Cache-Control"] = "no-store"
    return answer
