"""The pages of one's own jobs: the list, one job with how far it is and what came of it, stop, start again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from carecommons.people.doors import Request, door

from .acts import SEE_JOBS, cancel, start_again
from .seen import Seen, job_seen, jobs_seen
from .states import State


@door(SEE_JOBS)
@require_safe
def listing(request: Request) -> HttpResponse:
    """One's own jobs, newest first."""
    return render(request, "site/jobs.html", {"jobs": jobs_seen(by=request.person)})


@door(SEE_JOBS)
@require_safe
def one(request: Request, job_id: UUID) -> HttpResponse:
    """One job. Its outcome in plain words once it has ended."""
    seen = job_seen(job_id, by=request.person)
    return render(request, "site/job.html", {"job": seen, "told": _told(seen)})


@door(SEE_JOBS)
@require_safe
def progress(request: Request, job_id: UUID) -> HttpResponse:
    """How far it is, for a page that asks again by itself; once it has ended, the word to fetch the whole page."""
    seen = job_seen(job_id, by=request.person)
    answer = render(request, "site/job_progress.html", {"job": seen})
    if seen.has_ended:
        answer["HX-Refresh"] = "true"
    return answer


@door(SEE_JOBS)
@require_POST
def cancel_now(request: Request, job_id: UUID) -> HttpResponse:
    """Stop it."""
    cancel(job_id=job_id, by=request.person, at=timezone.now())
    return redirect("job", job_id)


@door(SEE_JOBS)
@require_POST
def again_now(request: Request, job_id: UUID) -> HttpResponse:
    """Start it again with the same files."""
    start_again(job_id=job_id, by=request.person, at=timezone.now())
    messages.success(request, "It was started again with the same files.")
    return redirect("job", job_id)


def _told(seen: Seen) -> object | None:
    """The outcome where there is one to tell: done, or refused with its reasons."""
    return seen.of_kind.told(seen.outcome) if seen.state in (State.DONE, State.REFUSED) else None
