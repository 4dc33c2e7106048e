"""Starting a job, asking it to stop, starting it again; and what a worker tidies.

`tries` counts the workers that began a job. Whoever changes a running job names the try that they saw, so that a word
about a dead worker never reaches a living one.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from carecommons.common.again import again
from carecommons.common.errors import NotFound, NotNow
from carecommons.common.places import authority as council
from carecommons.common.walls import seeing_all
from carecommons.constitution.parameters import whole
from carecommons.people.may import check_may, check_may_at_all, may
from carecommons.people.queries import post_in_use
from carecommons.people.roles import Person, Subject

from ..models import Job
from ..tasks import run_job
from .folder import Folder
from .kinds import KINDS, Outcome
from .states import State

__all__ = ["SEE_JOBS", "cancel", "own_job", "start", "start_again", "subject", "tidy"]

SEE_JOBS = "site.see_jobs"
WORKER_DIED = {
    "code": "job_worker_died",
    "message": "The machine stopped while it worked on this. Nothing was half-stored. Start it again.",
    "faults": [],
}
UNDER_WAY = (State.WAITING, State.RUNNING)


def start(
    *, kind: str, files: Sequence[tuple[str, bytes]], authority: str, asked: dict[str, Any], by: Person, at: datetime
) -> UUID:
    """Put work in the queue with its files; the id of the job.

    authority: whose files they are; blank where they are no council's.
    The same files for the same work within `same_again_seconds`, while the first still waits or runs, are one act sent
    twice: the id of the first. (Once that has ended, the same again answers what is true then: nothing changes.)
    Raises NotAllowed, NotNow("jobs_too_many").
    """
    check_may_at_all(by, SEE_JOBS)
    check_may(by, KINDS[kind].act, Subject(authority=authority or None))
    on = timezone.localdate(at)
    if authority:
        council(authority, on)
    told = asked | {
        "files": [name for name, _ in files], "prints": [hashlib.sha256(content).hexdigest() for _, content in files]
    }  # fmt: skip
    since = at - timedelta(seconds=whole("same_again_seconds", on))
    under_way = Job.objects.filter(
        started_by_id=by.id, post_id=post_in_use(by), kind=kind, authority=authority, state__in=UNDER_WAY,
        asked_at__gte=since, asked_at__lte=at,
    )  # fmt: skip
    for first in under_way.order_by("asked_at"):
        if first.asked == told:
            return first.id
    _check_room(by, whole("jobs_at_once_max", on))
    assert by.id is not None, "nobody who is not signed in may see jobs"
    job = Job(
        kind=kind, state=State.WAITING, authority=authority, started_by_id=by.id, post_id=post_in_use(by),
        asked=told, asked_at=at,
    )  # fmt: skip
    folder = Folder(settings.HOME, job.id)
    try:
        job.file_key = folder.keep([content for _, content in files])
        with transaction.atomic():
            job.save(force_insert=True)
            _enqueue(job)
    except BaseException:
        folder.remove()
        raise
    return job.id


def cancel(*, job_id: UUID, by: Person, at: datetime) -> None:
    """Stop a job: at once where it waits, at its next step where it runs. Raises NotFound, NotNow("job_has_ended")."""
    job = own_job(job_id, by)
    folder = Folder(settings.HOME, job.id)
    if State(job.state).has_ended:
        raise NotNow("job_has_ended", "This job has ended already, so there is nothing to stop.")
    folder.stop()
    # A living worker finds the sign at its next step. On SQLite a write here could wait for what the worker stores.
    if job.state == State.RUNNING and folder.is_held():
        return
    if _move(job, State.CANCELLED, ended_at=at, file_key=""):
        folder.remove()


def start_again(*, job_id: UUID, by: Person, at: datetime) -> None:
    """Put a job that failed, or whose worker died, in the queue once more, with the same files.

    Raises NotFound, NotNow: job_not_to_start_again, job_is_running, job_files_gone.
    """
    job = own_job(job_id, by)
    folder = Folder(settings.HOME, job.id)
    if job.state not in (State.RUNNING, State.FAILED):
        raise NotNow(
            "job_not_to_start_again", "Only a job that failed can be started again. Send the files once more instead."
        )
    if job.state == State.RUNNING and folder.is_held():
        raise NotNow("job_is_running", "This job is running. Wait for its end, or stop it first.")
    if not folder.path.is_dir():
        raise NotNow("job_files_gone", "The files of this job are not kept any more. Send them once more.")
    if job.state == State.FAILED:
        _check_room(by, whole("jobs_at_once_max", timezone.localdate(at)))
    with transaction.atomic():
        if not _move(job, State.WAITING, began_at=None, ended_at=None, outcome=None):
            raise NotNow("job_is_running", "Somebody has started this job again already.")
        folder.begin_afresh()
        _enqueue(job)


def tidy(*, at: datetime) -> None:
    """What a worker does between jobs: tell of dead workers, queue what was forgotten, remove what is old."""
    on = timezone.localdate(at)
    oldest, files_from = (
        at - timedelta(days=whole("job_days_kept", on)), at - timedelta(hours=whole("job_files_hours_kept", on))
    )  # fmt: skip
    with seeing_all("jobs of every person whose worker died, and old ones: no files are opened"):
        for job in Job.objects.filter(state=State.RUNNING):
            if not Folder(settings.HOME, job.id).is_held():
                again(lambda job=job: _bury(job, at))  # type: ignore[misc]
        queued = _queued()
        for job in Job.objects.filter(state=State.WAITING):
            if str(job.id) not in queued:
                _enqueue(job)
        for job in Job.objects.filter(state=State.FAILED, ended_at__lt=files_from):
            Folder(settings.HOME, job.id).remove()
        Job.objects.filter(ended_at__lt=oldest).delete()
        DBTaskResult.objects.filter(finished_at__lt=oldest, task_path=run_job.module_path).delete()


def own_job(job_id: UUID, by: Person) -> Job:
    """A job of this person, whose kind of work they still may do. Raises NotFound."""
    check_may_at_all(by, SEE_JOBS)
    job = Job.objects.filter(pk=job_id, started_by_id=by.id).first()
    if job is None or not may(by, KINDS[job.kind].act, subject(job)):
        raise NotFound
    return job


def subject(job: Job) -> Subject:
    return Subject(authority=job.authority or None)


def _check_room(by: Person, at_once: int) -> None:
    if Job.objects.filter(started_by_id=by.id, state__in=UNDER_WAY).count() >= at_once:
        raise NotNow(
            "jobs_too_many",
            f"You have {at_once} jobs waiting or running already. Wait until one of them ends, or stop one.",
        )


def _move(job: Job, state: State, **facts: Any) -> bool:
    """Change the state, if the job is as it was seen: False where it went on meanwhile."""
    return bool(Job.objects.filter(pk=job.pk, state=job.state, tries=job.tries).update(state=state, **facts))


@transaction.atomic
def _bury(job: Job, at: datetime) -> None:
    row = Job.objects.select_for_update().filter(pk=job.pk, state=State.RUNNING, tries=job.tries).first()
    if row is not None:
        row.state, row.ended_at, row.outcome = State.FAILED, at, Outcome(refusal=WORKER_DIED).as_dict()
        row.save()


def _enqueue(job: Job) -> None:
    run_job.enqueue(str(job.id), str(job.started_by_id))


def _queued() -> set[str]:
    """The jobs that stand in the queue."""
    rows = DBTaskResult.objects.filter(task_path=run_job.module_path, status=TaskResultStatus.READY)
    return {str(row.args_kwargs["args"][0]) for row in rows}
