"""`carecommons jobs`: one's own long work, and the worker that does everybody's."""

import argparse
import os
import signal
import threading
from datetime import UTC, datetime, timedelta
from types import FrameType
from typing import TYPE_CHECKING, Any
from uuid import UUID

from carecommons.common.again import again

from . import say
from .asker import add_token, asker
from .ready import django_ready

if TYPE_CHECKING:
    from django_tasks_db.models import DBTaskResult

    from carecommons.site.jobs.seen import Seen

LOOK_EVERY_SECONDS = 1.0
TIDY_EVERY = timedelta(hours=1)
ID = "3f0c9a52-5b0e-4a7e-9a55-0d1f6f0f7c11"


def add(parser: argparse.ArgumentParser) -> None:
    """The verbs of `carecommons jobs`."""
    parser.epilog = (
        f"Examples:\n  carecommons jobs list --json\n  carecommons jobs show {ID}\n  carecommons jobs cancel {ID}\n"
        "  carecommons jobs work"
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    _verb(verbs, "list", "the long work that you have started, newest first", list_)
    for name, words, run in (
        ("show", "how far one of your jobs is, and what came of it", show),
        ("cancel", "stop one of your jobs: nothing of it is kept", cancel),
        ("again", "start a job that failed again, with the same files", again_),
    ):
        _verb(verbs, name, words, run).add_argument("job", type=UUID, metavar="JOB", help="its id, as `list` says it")
    work_ = verbs.add_parser(
        "work", help="do whatever waits, of everybody; then end",
        epilog="Example: carecommons jobs work --keep-on (needs no token)",
    )  # fmt: skip
    work_.add_argument("--keep-on", action="store_true", help="go on for ever, as `carecommons serve` does")
    work_.set_defaults(run=work, json=False)


def _verb(verbs: Any, name: str, words: str, run: Any) -> argparse.ArgumentParser:
    example = f"Example: carecommons jobs {name} {'' if name == 'list' else ID + ' '}--json"
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=words, description=words, epilog=example)
    parser.add_argument("--json", action="store_true", help="print exactly one JSON document")
    add_token(parser)
    parser.set_defaults(run=run)
    return parser


def list_(args: argparse.Namespace) -> int:
    """One's own jobs."""
    django_ready()
    by = asker(args)
    from carecommons.site.jobs.seen import jobs_seen

    found = jobs_seen(by=by)
    if args.json:
        say.document([seen.as_dict() for seen in found])
        return say.DONE
    for seen in found:
        say.line(f"{seen.id}  {seen.words:<21} {seen.title}, {seen.asked_at:%Y-%m-%d %H:%M} UTC")
    if not found:
        say.line("You have started no long work.")
    return say.DONE


def show(args: argparse.Namespace) -> int:
    """One job: ends 3 when it was refused."""
    django_ready()
    by = asker(args)
    from carecommons.site.jobs.seen import job_seen

    return _tell(args, job_seen(args.job, by=by))


def cancel(args: argparse.Namespace) -> int:
    """Stop one job."""
    django_ready()
    by = asker(args)
    from carecommons.site.jobs import acts
    from carecommons.site.jobs.seen import job_seen

    acts.cancel(job_id=args.job, by=by, at=datetime.now(UTC))
    return _tell(args, job_seen(args.job, by=by))


def again_(args: argparse.Namespace) -> int:
    """Start one job again."""
    django_ready()
    by = asker(args)
    from carecommons.site.jobs import acts
    from carecommons.site.jobs.seen import job_seen

    acts.start_again(job_id=args.job, by=by, at=datetime.now(UTC))
    return _tell(args, job_seen(args.job, by=by))


def work(args: argparse.Namespace) -> int:
    """The worker's life: do what waits, tidy, remind. Told to stop, it ends what it has begun; told twice, at once."""
    django_ready()
    from django.db import close_old_connections

    if not args.keep_on:
        _turn()
        return say.DONE
    stopped = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        if stopped.is_set():
            raise SystemExit(say.OUR_FAULT)  # the job is told of as one whose worker died
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    tidied: datetime | None = None
    while not stopped.is_set():
        close_old_connections()
        now = datetime.now(UTC)
        if tidied is None or now - tidied >= TIDY_EVERY:
            tidied = now
            _turn(stopped)
        else:
            _do_waiting(stopped)
        stopped.wait(LOOK_EVERY_SECONDS)
    return say.DONE


def _turn(stopped: threading.Event | None = None) -> None:
    from carecommons.site.jobs.acts import tidy
    from carecommons.site.notices.acts import send_reminders

    again(lambda: tidy(at=datetime.now(UTC)))
    again(lambda: send_reminders(at=datetime.now(UTC)))
    _do_waiting(stopped)


def _do_waiting(stopped: threading.Event | None = None) -> None:
    """Take jobs from the queue, one at a time, until none waits. Asking whether one waits locks nothing."""
    from django_tasks_db.management.commands.db_worker import Worker
    from django_tasks_db.models import DBTaskResult

    worker = Worker(
        queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=None,
        worker_id=f"jobs-{os.getpid()}", excluded_queue_names=[],
    )  # fmt: skip
    while DBTaskResult.objects.ready().exists() and not (stopped and stopped.is_set()):
        task = _taken(worker.worker_id)
        if task is not None:
            worker.run_task(task)


def _taken(worker_id: str) -> "DBTaskResult | None":
    """The next task, claimed for this worker; None where another was faster, or is writing for long."""
    from django.db import OperationalError
    from django_tasks_db.models import DBTaskResult
    from django_tasks_db.utils import exclusive_transaction, is_locked_database_exception

    def take() -> DBTaskResult | None:
        with exclusive_transaction():
            found = DBTaskResult.objects.ready().get_locked()
            if found is not None:
                found.claim(worker_id)
            return found

    try:
        return again(take)
    except OperationalError as error:
        if not is_locked_database_exception(error):
            raise
        return None


def _tell(args: argparse.Namespace, seen: "Seen") -> int:
    if args.json:
        say.document(seen.as_dict())
    else:
        say.line(f"{seen.title}: {seen.words}")
        if seen.progress:
            so_far = f", {seen.progress.done:,} of {seen.progress.total:,}" if seen.progress.total else ""
            say.line(f"  {seen.progress.words}{so_far}")
        if seen.outcome.refusal:
            say.line(f"  {seen.outcome.refusal['message']} [{seen.outcome.refusal['code']}]")
            for fault in seen.outcome.refusal["faults"][:50]:
                say.line(f"  {fault['file']} row {fault['row']} {fault['column']}: {fault['message']}")
        elif seen.state == "done":
            told = seen.of_kind.told(seen.outcome)
            for line in (told.title, *told.stored):
                say.line(f"  {line}")
    return say.REFUSED if seen.outcome.refusal else say.DONE
