"""`carecommons homes`: check or import the regulator's yearly public list of homes; what the law lets one take."""

import argparse
from datetime import UTC, date, datetime
from pathlib import Path

from carecommons.common.days import day_in_london
from carecommons.common.errors import Faulty
from carecommons.common.intake import gather
from carecommons.constitution.limits import upload_limits
from carecommons.provision.public_list import Reading, read_limited, summary
from carecommons.provision.public_list.words import KIND_NAMES

from . import homes_read, homes_terms, say
from .asker import add_token, asker


def add(parser: argparse.ArgumentParser) -> None:
    """The verbs of `carecommons homes`."""
    parser.epilog = "Example: carecommons homes check provider_at_march_2025.ods --json"
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    look = verbs.add_parser(
        "check",
        help="read a list and say what it holds; stores nothing",
        epilog="Example: carecommons homes check provider_at_march_2025.ods --json",
    )
    store = verbs.add_parser(
        "import",
        help="store a list; the same list again changes nothing",
        epilog="Example: carecommons homes import provider_at_march_2025.ods --token cc_...",
    )
    for verb in (look, store):
        verb.add_argument("file", type=Path, metavar="FILE", help="the list as downloaded: CSV, ODS or XLSX")
        verb.add_argument(
            "--as-at", type=_day, metavar="YYYY-MM-DD", help="the day of the list, where the file does not say it"
        )
        verb.add_argument("--json", action="store_true", help="print one JSON document")
    add_token(store)
    homes_read.add(verbs)
    homes_terms.add(verbs)
    look.set_defaults(run=check)
    store.set_defaults(run=import_list)


def check(args: argparse.Namespace) -> int:
    """Read the list and answer; ends 3 when it could not be stored as it is."""
    try:
        reading = _read(args)
    except Faulty as refused:
        if not args.json:
            raise
        say.document(_nothing(refused))
        say.aside(f"Refused ({refused.code}): {refused}")
        return say.REFUSED
    if args.json:
        say.document(summary(reading))
    else:
        _tell(reading)
    return say.REFUSED if reading.faults else say.DONE


def import_list(args: argparse.Namespace) -> int:
    """Store the list under the asker's own permission."""
    from .ready import django_ready

    django_ready()
    from carecommons.provision.actions import import_public_list

    by = asker(args)
    reading = _read(args)
    done = import_public_list(reading=reading, by=by, at=datetime.now(UTC))
    if args.json:
        say.document(
            summary(reading) | {"unchanged": done.unchanged, "replaced": done.replaced, **_changes(done.changes)}
        )
        return say.DONE
    if done.unchanged:
        say.line(f"The list as at {done.as_at} is already here, the same in every word. Nothing was changed.")
        return say.DONE
    say.line(f"Stored: {done.providers:,} providers as at {done.as_at}.")
    if done.replaced and done.changes is not None:
        say.line(
            f"It replaced a list of the same day: {len(done.changes.added)} providers came, "
            f"{len(done.changes.removed)} went, {len(done.changes.changed)} changed."
        )
    return say.DONE


def _read(args: argparse.Namespace) -> Reading:
    limits = upload_limits(day_in_london(datetime.now(UTC)))
    found = [item for item in gather([args.file], limits) if item.kind not in ("link", "special")]
    files = [(args.file.name if item.named else item.name, item.data) for item in found]
    with say.progress(f"Reading {args.file.name}"):
        return read_limited(files, args.as_at, limits)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2025-03-31") from None


def _nothing(refused: Faulty) -> dict[str, object]:
    """The document of a file that is no list at all: empty, with its faults and the reason."""
    empty: dict[str, object] = {name: {} for name in ("by_type", "places", "premises", "by_sector")}
    return {
        "as_at": None, "providers": 0, **empty, "outside_england": 0, "unmatched_authorities": [], "notes": [],
        "faults": [fault.as_dict() for fault in refused.faults], "accepted": False,
        "error": {"code": refused.code, "message": str(refused)},
    }  # fmt: skip


def _changes(changes: object) -> dict[str, object]:
    from carecommons.provision.public_list import Changes

    if not isinstance(changes, Changes):
        return {"changes": None}
    return {
        "changes": {
            "added": list(changes.added),
            "removed": list(changes.removed),
            "changed": [{"urn": change.urn, "fields": list(change.fields)} for change in changes.changed],
            "premises": changes.premises,
        }
    }


def _tell(reading: Reading) -> None:
    """The list in words, for people."""
    found = summary(reading)
    by_type, places = found["by_type"], found["places"]
    assert isinstance(by_type, dict)
    assert isinstance(places, dict)
    say.line(f"{reading.list.file}: {len(reading.list.listings):,} providers as at {reading.list.as_at}")
    for kind, number in by_type.items():
        with_places = f", {places[kind]:,} places" if kind in places else ""
        say.line(f"  {number:>6,}  {KIND_NAMES.get(kind, kind)}{with_places}")
    if found["outside_england"]:
        say.line(f"  {found['outside_england']} of them outside England")
    for note in reading.notes:
        say.line(f"  Note: {note.count} x {note.words}: {', '.join(note.examples)}")
    for fault in reading.faults[:50]:
        say.aside(f"  {fault.file} row {fault.row} {fault.column}: {fault.message} [{fault.code}]")
    if reading.faults:
        say.aside(f"{len(reading.faults)} faults. The list cannot be imported as it is.")
