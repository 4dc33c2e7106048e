"""Return files of invented children, and jobs that wait for them."""

from datetime import UTC, datetime
from typing import Any

from carecommons.children.models import ReturnedChild, ReturnTable
from carecommons.cli.jobs import _do_waiting
from carecommons.people.roles import Person
from carecommons.register.models import Entry
from carecommons.site.jobs.acts import start
from carecommons.site.jobs.folder import Folder
from carecommons.site.models import Job

EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"
GOOD = (
    f"{EPISODES}\n7,01/05/2025,S,C2,N1,U6,PR1,,,,,AB1 2CD,1000001\n8,01/06/2025,S,C2,N1,K2,PR4,,,,,AB1 2CD,\n".encode()
)
WRONG = f"{EPISODES}\n7,31/02/2025,S,C2,N1,U6,PR1,,,,,AB1 2CD,1000001\n".encode()


def now() -> datetime:
    return datetime.now(UTC)


def begun(
    by: Person,
    *,
    content: bytes = GOOD,
    kind: str = "store_return",
    at: datetime | None = None,
    name: str = "episodes.csv",
) -> Job:
    """A return of Kent that waits for a worker."""
    job_id = start(
        kind=kind, files=[(name, content)], authority="886", asked={"year": None, "confirmed_ours": False},
        by=by, at=at or now(),
    )  # fmt: skip
    return Job.objects.get(pk=job_id)


def work() -> None:
    """What the worker of `carecommons serve` does, until nothing waits."""
    _do_waiting()


def folder_of(job: Job) -> Folder:
    from django.conf import settings

    return Folder(settings.HOME, job.id)


def nothing_stored() -> bool:
    kept: list[Any] = [ReturnTable, ReturnedChild]
    return not any(model.objects.exists() for model in kept) and not Entry.objects.filter(
        kind="returns_imported"
    ).exists()  # fmt: skip
