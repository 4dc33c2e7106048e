"""One's own jobs for programs. They are started where their files go: /returns/jobs and /homes/jobs."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from carecommons.common.wire import Page, Paged, Window, cut
from carecommons.people.doors import Request, door_api

from .acts import SEE_JOBS, cancel, start_again
from .answers import JobOut, accepted
from .seen import job_seen, jobs_seen

router = Router(tags=["jobs"])


@router.get("", response=Paged[JobOut], summary="The long work that you have started, newest first")
@door_api(SEE_JOBS)
def listing(request: Request, window: Query[Window]) -> Page[dict[str, Any]]:
    """Your own, of the last 30 days, 100 at most."""
    return cut([seen.as_dict() for seen in jobs_seen(by=request.person)], window)


@router.get("/{job_id}", response=JobOut, summary="How far one of your jobs is, and what came of it")
@door_api(SEE_JOBS)
def one(request: Request, job_id: UUID) -> dict[str, Any]:
    """Somebody else's job answers like one that does not exist."""
    return job_seen(job_id, by=request.person).as_dict()


@router.post("/{job_id}/cancel", response=JobOut, summary="Stop a job: nothing of it is kept")
@door_api(SEE_JOBS)
def cancel_job(request: Request, job_id: UUID) -> dict[str, Any]:
    """A running job stops at its next step; until then `stopping` is true. Ended: 409 job_has_ended."""
    cancel(job_id=job_id, by=request.person, at=timezone.now())
    return job_seen(job_id, by=request.person).as_dict()


@router.post("/{job_id}/again", response={202: JobOut}, summary="Start a failed job again with the same files")
@door_api(SEE_JOBS)
def again_job(request: Request, job_id: UUID) -> HttpResponse:
    """Only a job that failed, or whose worker died, while its files are kept."""
    start_again(job_id=job_id, by=request.person, at=timezone.now())
    return accepted(job_id, by=request.person)
