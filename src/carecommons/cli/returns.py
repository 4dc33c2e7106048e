"""`carecommons returns`: check or import the statutory return of looked-after children (SSDA903)."""

import argparse
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carecommons.children.returns.apart import check_within_limits, read_within_limits
from carecommons.children.returns.running import YEAR_MIN, year_running, years_not_come
from carecommons.common.errors import Faulty, Refused

from . import say
from .asker import add_token, asker

if TYPE_CHECKING:
    from carecommons.children.queries import ReturnReport

_SHOWN = 50


def add(parser: argparse.ArgumentParser) -> None:
    """The verbs of `carecommons returns`."""
    parser.epilog = (
        "Examples:\n"
        "  carecommons returns check returns/2026 --json\n"
        "  carecommons returns check returns/2022 returns/2023 returns/2024\n"
        "  carecommons returns import --authority 330 returns\n"
        "  carecommons returns report --authority 330 --csv rows.csv"
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    look = verbs.add_parser(
        "check",
        help="read a return and say what it holds, what was mended and what is wrong; stores nothing",
        epilog="Example: carecommons returns check returns/2026 --json",
    )
    store = verbs.add_parser(
        "import",
        help="store a council's return; the same files again change nothing",
        epilog="Example: carecommons returns import --authority 330 returns --token cc_...",
    )
    for verb in (look, store):
        verb.add_argument(
            "paths",
            type=Path,
            nargs="+",
            metavar="PATH",
            help="a folder, CSV files, a ZIP or an XML; one or many years",
        )
        verb.add_argument(
            "--year",
            type=_year,
            metavar="YYYY",
            help="the collection year, named by its 31 March, of files that do not tell theirs",
        )
        verb.add_argument("--json", action="store_true", help="print one JSON document")
    look.add_argument("--authority", metavar="DFE_CODE", help="taken for symmetry with import; checking needs none")
    store.add_argument("--authority", metavar="DFE_CODE", required=True, help="whose return it is, for example 330")
    store.add_argument(
        "--yes-it-is-ours",
        action="store_true",
        help="store it although it looks like another council's return: you have checked that it is not",
    )
    add_token(store)
    tell = verbs.add_parser(
        "report",
        help="what to mend at the source in the newest import of one's own council, row by row",
        epilog="Example: carecommons returns report --authority 330 --csv rows-to-mend.csv --token cc_...",
    )
    tell.add_argument("--authority", metavar="DFE_CODE", required=True, help="one's own council, for example 330")
    tell.add_argument("--csv", type=Path, metavar="FILE", help="write the rows to this file, which must not exist yet")
    tell.add_argument("--json", action="store_true", help="print one JSON document")
    add_token(tell)
    tell.set_defaults(run=report)
    look.set_defaults(run=check)
    store.set_defaults(run=import_)


def _year(typed: str) -> int:
    """A collection year that has begun."""
    newest = year_running(datetime.now(UTC).date())
    if not (typed.isascii() and typed.isdigit() and YEAR_MIN <= int(typed[:9]) <= newest and len(typed) == 4):
        raise argparse.ArgumentTypeError(f"'{typed[:20]}' is not a collection year from {YEAR_MIN} to {newest}")
    return int(typed)


def check(args: argparse.Namespace) -> int:
    """Read, mend and link; answer; keep nothing. Ends 3 when the return could not be stored as it is."""
    try:
        with say.progress("Reading the return"):
            report: dict[str, Any] = check_within_limits(args.paths, year=args.year)
    except Faulty as refused:
        return _refused(args, refused, _nothing(refused))
    early = years_not_come([(each["file"], each["year"]) for each in report["files"]], datetime.now(UTC).date())
    if early:
        report |= {"accepted": False, "faults": [*report["faults"], *(fault.as_dict() for fault in early)]}
    if args.json:
        say.document(report)
    else:
        _tell(report)
    return say.DONE if report["accepted"] else say.REFUSED


def import_(args: argparse.Namespace) -> int:
    """Store the return under the asker's own permission: all of it or nothing."""
    from .ready import django_ready

    django_ready(migrate=True)
    by = asker(args)
    from carecommons.children.actions import import_returns

    try:
        with say.progress("Reading the return"):
            reading = read_within_limits(args.paths, year=args.year)
        with say.progress("Storing the return"):
            done = import_returns(
                authority=args.authority, reading=reading, by=by, at=datetime.now(UTC),
                confirmed_ours=args.yes_it_is_ours,
            )  # fmt: skip
    except Faulty as refused:
        return _refused(args, refused, _nothing(refused))
    if args.json:
        say.document(done.as_dict())
        return say.DONE
    _tell(done.document)
    if done.unchanged:
        say.line("Nothing changed: these rows are stored already.")
        return say.DONE
    for change in done.changes:
        say.line(
            f"  {change['year']} {change['table']}: {change['added']:,} rows added, "
            f"{change['removed']:,} taken away, {change['changed']:,} changed"
        )
    say.line(f"Stored: {say.number(done.children, 'child', 'children')}, {say.number(done.episodes, 'episode')}.")
    return say.DONE


def report(args: argparse.Namespace) -> int:
    """What was mended or doubted in the newest import, exact, with the rows; no child is named."""
    from .ready import django_ready

    django_ready()
    by = asker(args)
    from carecommons.children.queries import return_report

    found = return_report(authority=args.authority, by=by)
    if args.csv:
        _write_rows(args.csv, found)
    if args.json:
        say.document(asdict(found))
        return say.DONE
    say.line(f"Import {found.number} of {found.on}: years {', '.join(map(str, found.years))}.")
    for line in found.lines:
        say.line(f"  {line.count:,} x {line.means}")
        say.line(f"      {line.where}: {line.how}")
        for row in line.first_rows:
            say.line(f"      {row.file}, row {row.row}{f', {row.column}' if row.column else ''}")
    return say.DONE


def _write_rows(path: Path, found: "ReturnReport") -> None:
    from django.conf import settings

    from carecommons.site.uploads.reports import rows_csv

    if path.exists():
        raise Refused("file_exists", f"{path} exists already and was not overwritten. Name another file.")
    # Under its final name only when whole.
    part = path.with_name(f".{path.name}.part")
    part.write_text(rows_csv(found, demo=settings.DEMO), encoding="utf-8", newline="")
    part.replace(path)
    say.aside(f"Wrote {path}.")


def _refused(args: argparse.Namespace, refused: Faulty, document: dict[str, object]) -> int:
    if not args.json:
        raise refused
    say.document(document)
    say.aside(f"Refused ({refused.code}): {refused}")
    return say.REFUSED


def _nothing(refused: Faulty) -> dict[str, object]:
    """The report of files that could not be taken in at all."""
    faults = [fault.as_dict() for fault in refused.faults] or [
        {"file": "", "row": 0, "column": "", "code": refused.code, "message": str(refused)}
    ]
    return {
        "accepted": False,
        "unchanged": False,
        "children": 0,
        "episodes": 0,
        "years": [],
        "tables": {},
        "files": [],
        "repairs": [],
        "faults": faults,
        "skipped": [],
        "error": {"code": refused.code, "message": str(refused)},
    }


def _tell(report: dict[str, Any]) -> None:
    """The report in plain words."""
    years = ", ".join(str(year) for year in report["years"]) or "not told"
    say.line(
        f"{say.number(report['children'], 'child', 'children')}, {say.number(report['episodes'], 'episode')}. "
        f"Collection years: {years}."
    )
    for table, rows in report["tables"].items():
        say.line(f"  {table}: {say.number(rows, 'row')}")
    for title, sort in (("Put right", "repair"), ("Kept, and worth a look", "doubt"), ("As it was written", "format")):
        notes = [note for note in report["repairs"] if note["sort"] == sort]
        if notes:
            say.line(f"{title}:")
        for note in notes:
            say.line(f"  {note['count']:,} x {note['words']}{_first_example(note)}")
    for skipped in report["skipped"]:
        say.line(f"Not read: {skipped['file']}: {skipped['message']}")
    if report["accepted"]:
        say.line("It can be imported.")
        return
    say.line(f"It cannot be imported: {say.number(len(report['faults']), 'fault')}.")
    for fault in report["faults"][:_SHOWN]:
        column = f" {fault['column']}" if fault["column"] else ""
        say.line(f"  {_place(fault)}{column}: {fault['message']} [{fault['code']}]")
    if len(report["faults"]) > _SHOWN:
        say.line(f"  and {len(report['faults']) - _SHOWN:,} more; --json lists them all.")


def _first_example(note: dict[str, Any]) -> str:
    if not note["examples"]:
        return ""
    first = note["examples"][0]
    return f" (first: {first['file']} row {first['row']})" if first["row"] else f" ({first['file']})"


def _place(fault: dict[str, Any]) -> str:
    """Where a fault is: the file and the row; what concerns a whole file or the whole set names no row."""
    file = fault["file"] or "these files"
    return f"{file} row {fault['row']}" if fault["row"] else file
