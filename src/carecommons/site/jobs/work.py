"""The work itself, in a worker: claimed once, done under its starter's permissions of now, stored with its end or not
at all."""

import logging
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from carecommons.common.again import again
from carecommons.common.errors import Refused
from carecommons.common.steps import Stopped
from carecommons.common.walls import seeing
from carecommons.people.doors import behind
from carecommons.people.may import check_may
from carecommons.people.queries import person_for
from carecommons.people.roles import Subject

from ..models import Job
from .folder import Folder
from .kinds import KINDS, Given, Keep, Outcome
from .states import State

__all__ = ["work_on"]

log = logging.getLogger("carecommons.jobs")
OUR_FAULT = {
    "code": "our_fault",
    "message": "This is our fault, not yours. Nothing was stored, and what happened has been written down for those "
    "who look after this service. Start it again; if it fails again, tell them.",
    "faults": [],
}
FILES_GONE = {
    "code": "job_files_gone",
    "message": "Nothing was stored: the files of this job are not there any more. Send them once more.",
    "faults": [],
}


class _TakenAway(Exception):
    """The job is no longer this worker's: nothing of what it did is kept."""


def work_on(job_id: UUID, started_by_id: UUID, *, clock: Callable[[], datetime]) -> None:
    """Do one job, unless another worker has it or it is not waiting any more."""
    folder = Folder(settings.HOME, job_id)
    with seeing(person=started_by_id), folder.held(wait=True) as mine:
        job = again(lambda: _claimed(job_id, clock()))
        if job is None:
            return
        if mine:
            _carry_out(job, folder, clock)
        else:
            _end(job, State.REFUSED, Outcome(refusal=FILES_GONE), clock())


def _claimed(job_id: UUID, at: datetime) -> Job | None:
    """The job, now running and this worker's; None where it does not wait. One statement: one worker wins."""
    waiting = Job.objects.filter(pk=job_id, state=State.WAITING)
    if not waiting.update(state=State.RUNNING, began_at=at, tries=F("tries") + 1):
        return None
    return Job.objects.get(pk=job_id)


def _carry_out(job: Job, folder: Folder, clock: Callable[[], datetime]) -> None:
    try:
        person = person_for(job.started_by_id, job.post_id)
        with behind(person):
            names = job.asked["files"]
            files = list(zip(names, folder.files(job.file_key, len(names)), strict=True))
            kind = KINDS[job.kind]
            found = kind.work(Given(files, job.authority, job.asked, person, clock()), folder.step)
            if isinstance(found, Outcome):
                _end(job, State.REFUSED if found.refusal else State.DONE, found, clock())
            else:
                again(lambda: _keep(job, folder, found, clock()))
    except Stopped:
        _end(job, State.CANCELLED, None, clock())
    except Refused as refusal:
        _end(job, State.REFUSED, Outcome.of(refusal), clock())
    except _TakenAway:
        return
    except Exception:
        log.exception("A job failed: %s", job.kind)
        _end(job, State.FAILED, Outcome(refusal=OUR_FAULT), clock())
        return  # its files stay for a while, so that it can be started again
    folder.remove()


@transaction.atomic
def _keep(job: Job, folder: Folder, keep: Keep, at: datetime) -> None:
    """Store, and write the job's end, in one transaction: it is done exactly when what it stored is stored.

    Reading may have taken minutes, so who stores it is asked anew, in the same transaction.
    """
    by = person_for(job.started_by_id, job.post_id)
    check_may(by, KINDS[job.kind].act, Subject(authority=job.authority or None))
    outcome = keep(by, folder.step)
    _write_end(job, State.DONE, outcome, at)


def _end(job: Job, state: State, outcome: Outcome | None, at: datetime) -> None:
    try:
        with seeing(person=job.started_by_id):
            again(lambda: _write_end(job, state, outcome, at))
    except _TakenAway:
        return


@transaction.atomic
def _write_end(job: Job, state: State, outcome: Outcome | None, at: datetime) -> None:
    mine = Job.objects.select_for_update().filter(pk=job.pk, state=State.RUNNING, tries=job.tries).first()
    if mine is None:
        raise _TakenAway
    mine.state, mine.ended_at, mine.outcome = state, at, outcome.as_dict() if outcome else None
    if state is not State.FAILED:
        mine.file_key = ""
    mine.save()
