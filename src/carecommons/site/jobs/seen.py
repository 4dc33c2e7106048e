"""What the starter of a job sees: on the list, on its page, and as a program."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from carecommons.people.may import check_may_at_all, may
from carecommons.people.roles import Person

from ..models import Job
from .acts import SEE_JOBS, WORKER_DIED, own_job, subject
from .folder import Folder, Progress
from .kinds import KINDS, Kind, Outcome
from .states import WORDS, State

__all__ = ["Seen", "job_seen", "jobs_seen"]

SHOWN_MAX = 100


@dataclass(frozen=True, slots=True)
class Seen:
    """One job. progress: only while it runs. stopping: it was asked to stop and has not reached its next step yet."""

    id: UUID
    kind: str
    authority: str
    files: tuple[str, ...]
    state: State
    asked_at: datetime
    began_at: datetime | None
    ended_at: datetime | None
    progress: Progress | None
    stopping: bool
    may_cancel: bool
    may_start_again: bool
    outcome: Outcome

    @property
    def of_kind(self) -> Kind:
        return KINDS[self.kind]

    @property
    def title(self) -> str:
        return self.of_kind.title

    @property
    def words(self) -> str:
        if self.stopping:
            return "Stopping"
        faults = (self.outcome.report or {}).get("faults", ()) if self.state is State.DONE else ()
        return f"{WORDS[self.state]}: {len(faults):,} to mend" if faults else WORDS[self.state]

    @property
    def has_ended(self) -> bool:
        return self.state.has_ended

    def as_dict(self) -> dict[str, Any]:
        """The job as a program reads it."""
        progress = self.progress
        return {
            "id": self.id, "kind": self.kind, "title": self.title, "authority": self.authority,
            "files": list(self.files), "state": self.state.value, "words": self.words, "asked_at": self.asked_at,
            "began_at": self.began_at, "ended_at": self.ended_at, "stopping": self.stopping,
            "progress": {"words": progress.words, "done": progress.done, "total": progress.total} if progress else None,
            "may_cancel": self.may_cancel, "may_start_again": self.may_start_again, **self.outcome.as_dict(),
        }  # fmt: skip


def job_seen(job_id: UUID, *, by: Person) -> Seen:
    """One of one's own jobs. Raises NotFound."""
    return _seen(own_job(job_id, by))


def jobs_seen(*, by: Person) -> tuple[Seen, ...]:
    """One's own jobs, newest first: those whose work one still may do."""
    check_may_at_all(by, SEE_JOBS)
    rows = Job.objects.filter(started_by_id=by.id).order_by("-asked_at", "id")[:SHOWN_MAX]
    return tuple(_seen(job) for job in rows if may(by, KINDS[job.kind].act, subject(job)))


def _seen(job: Job) -> Seen:
    folder = Folder(settings.HOME, job.id)
    state = State(job.state)
    runs = state is State.RUNNING and folder.is_held()
    outcome = Outcome(**job.outcome) if job.outcome else Outcome()
    if state is State.RUNNING and not runs:
        job.refresh_from_db()  # it may have ended between the two questions
        state, outcome = State(job.state), Outcome(**job.outcome) if job.outcome else Outcome()
        if state is State.RUNNING:
            state, outcome = State.FAILED, Outcome(refusal=WORKER_DIED)
    asked = job.asked
    return Seen(
        id=job.id, kind=job.kind, authority=job.authority, files=tuple(asked["files"]), state=state,
        asked_at=job.asked_at, began_at=job.began_at, ended_at=job.ended_at,
        progress=folder.progress() if state is State.RUNNING else None,
        stopping=not state.has_ended and folder.is_stopping,
        may_cancel=not state.has_ended and not folder.is_stopping,
        may_start_again=state is State.FAILED and folder.path.is_dir(), outcome=outcome,
    )  # fmt: skip
