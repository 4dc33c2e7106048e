"""`carecommons register`: check the whole register, prove one entry, keep a checkpoint, run the sequencer."""

import argparse
import signal
import threading
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

from carecommons.common.errors import Refused

from . import say
from .ready import django_ready

EVERY_MAX_SECONDS = 86_400.0
AFTER_REFUSAL_SECONDS = 30.0


def add(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Example: carecommons register verify --checkpoint kept-in-june.txt"
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)

    verify = _verb(
        verbs, "verify", "check every row, entry and seal; ends 3 and names the entry when anything was touched",
        "Example: carecommons register verify --json", _verify,
    )  # fmt: skip
    verify.add_argument(
        "--checkpoint",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="a checkpoint that you kept: shows whether history was put back or rewritten (may be repeated)",
    )
    prove = _verb(
        verbs, "prove", "the proof that an entry is in the register",
        "Example: carecommons register prove 12 --json > proof.json", _prove,
    )  # fmt: skip
    prove.add_argument("entry", type=_entry_number, metavar="ENTRY", help="the entry's number")
    _verb(
        verbs, "checkpoint", "print the newest signed checkpoint, to keep outside",
        "Example: carecommons register checkpoint > kept-in-june.txt", _checkpoint,
    )  # fmt: skip
    integrate = _verb(
        verbs, "integrate", "number and seal the entries that wait",
        "Example: carecommons register integrate", _integrate,
    )  # fmt: skip
    integrate.add_argument("--keep-on", action="store_true", help="go on for ever, as `carecommons serve` does")
    integrate.add_argument(
        "--every", type=_seconds, metavar="SECONDS",
        help="pause between seals (default: CARECOMMONS_SEAL_EVERY, else 1 second, in production 3600)",
    )  # fmt: skip


def _verb(verbs: Any, name: str, words: str, example: str, run: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=words, description=words, epilog=example)
    parser.add_argument("--json", action="store_true", help="print exactly one JSON document")
    parser.set_defaults(run=run)
    return parser


def _verify(args: argparse.Namespace) -> int:
    django_ready()
    from carecommons.register import outside
    from carecommons.register.queries.check import check

    notes = [outside.read_file(path) for path in args.checkpoint]
    with say.progress("Checking the register"):
        report = check(notes=notes)
    if args.json:
        say.document({**asdict(report), "faults": [asdict(fault) for fault in report.faults]})
        return say.DONE if report.ok else say.REFUSED
    say.line(report.words)
    for fault in report.faults[:20]:
        say.aside(f"  {fault.words}")
    if not report.ok:
        say.aside("Keep this database as it is, and compare it with the newest backup and the witnesses' checkpoints.")
    return say.DONE if report.ok else say.REFUSED


def _prove(args: argparse.Namespace) -> int:
    django_ready()
    from carecommons.register.queries import proof

    found = proof(args.entry)
    if args.json:
        say.document(found.as_document())
        return say.DONE
    for step, words in enumerate(found.words(), start=1):
        say.line(f"{step}. {words}")
    say.line(f"Fingerprint: {found.leaf_hash.hex()}")
    say.line("Checked just now: the steps lead to the signed seal.")
    say.line(f"Check it yourself: carecommons register prove {args.entry} --json > proof.json")
    return say.DONE


def _checkpoint(args: argparse.Namespace) -> int:
    django_ready()
    from carecommons.register.queries import checkpoint

    found = checkpoint()
    if args.json:
        say.document(asdict(found))
    else:
        print(found.text, end="")
    return say.DONE


def _integrate(args: argparse.Namespace) -> int:
    django_ready()
    if args.keep_on:
        from django.conf import settings

        every: float = args.every or settings.SEAL_EVERY or 1.0  # the settings refuse what is not seconds
        return _keep_on(every)
    done = _turns()
    if args.json:
        say.document({"numbered": done})
    else:
        say.line(f"{done:,} entries were numbered and sealed." if done else "No entry was waiting.")
    return say.DONE


def _turns() -> int:
    """Take turns until nothing waits."""
    from django.conf import settings

    from carecommons.register.actions import sequence

    total = 0
    while done := sequence(at=datetime.now(UTC), home=settings.HOME):
        total += done
    return total


def _keep_on(every: float) -> int:
    """The sequencer's life: a turn, a pause, until it is told to stop. A turn is never cut in two."""
    from django.db import DatabaseError, close_old_connections, connection

    stopped = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    said = ""
    stopped.wait(_until_next(every, datetime.now(UTC)))  # a restart is no reason to seal sooner
    while not stopped.is_set():
        pause = every
        try:
            _turns()
            said = ""
        except Refused as refusal:
            # A changed register is for people to look at; going on would sign over what was changed.
            pause, words = AFTER_REFUSAL_SECONDS, f"Refused ({refusal.code}): {refusal}"
            if words != said:
                say.aside(words)
            said = words
        except DatabaseError as error:
            pause = AFTER_REFUSAL_SECONDS / 6
            say.aside(f"The database did not answer ({type(error).__name__}); the sequencer tries again.")
            connection.close()
        close_old_connections()
        stopped.wait(pause)
    return say.DONE


def _until_next(every: float, now: datetime) -> float:
    """Seconds until the next seal is due. A database that does not answer yet is asked again by the first turn."""
    from django.db import DatabaseError

    from carecommons.register.queries import sealed_at

    try:
        last = sealed_at()
    except DatabaseError:
        return 0.0
    return 0.0 if last is None else min(max(every - (now - last).total_seconds(), 0.0), every)


def _entry_number(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"an entry is named by its number, such as 12, not by {text!r}") from None
    if not 0 < number < 2**53:
        raise argparse.ArgumentTypeError("an entry's number is 1 or more")
    return number


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds <= EVERY_MAX_SECONDS:
        raise argparse.ArgumentTypeError(f"choose a pause above 0 and up to {EVERY_MAX_SECONDS:.0f} seconds")
    return seconds
