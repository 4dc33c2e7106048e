"""`carecommons statistics`: public statistics of children in care: check, store, list, and look ahead."""

import argparse
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carecommons.common.days import day_in_london
from carecommons.common.errors import Faulty
from carecommons.common.intake import OPERATOR, Limits, gather

from . import say
from .asker import add_token, asker

if TYPE_CHECKING:
    from carecommons.planning.public import Reading

YEARS = 3
EPILOG = """Examples:
  carecommons statistics check la_cla_number_and_rate.csv lait.csv --json
  carecommons statistics import lait.csv --token cc_...
  carecommons statistics forecast lait.csv --years 3 --area 382 --json
Signs in place of a number (c, k, x, z, -) are kept as signs: none of them becomes nought."""


def add(parser: argparse.ArgumentParser) -> None:
    """The verbs of `carecommons statistics`."""
    parser.epilog, parser.formatter_class = EPILOG, argparse.RawDescriptionHelpFormatter
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    look = verbs.add_parser(
        "check", help="read files and say what they hold, with the totals that prove it; stores nothing",
        epilog="Example: carecommons statistics check la_cla_number_and_rate.csv --json",
    )  # fmt: skip
    store = verbs.add_parser(
        "import", help="store files; the same file again changes nothing",
        epilog="Example: carecommons statistics import lait.csv --token cc_...",
    )  # fmt: skip
    ahead = verbs.add_parser(
        "forecast", help="children looked after in the years that come, from these files alone; stores nothing",
        epilog="Example: carecommons statistics forecast lait.csv --years 3 --area 382 --json",
    )  # fmt: skip
    held = verbs.add_parser(
        "list",
        help="what is stored, with its days, signs and licence",
        epilog="Example: carecommons statistics list --json",
    )
    for verb in (look, store, ahead):
        verb.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="CSV files as downloaded, packed or not")
        verb.add_argument(
            "--as-at", type=_day, metavar="YYYY-MM-DD", help="the day that the figures describe, where no file says it"
        )
    ahead.add_argument("--years", type=int, default=YEARS, metavar="N", help=f"years ahead, 1 to 10 (default {YEARS})")
    ahead.add_argument("--area", metavar="CODE", help="three-digit code, nation or region:NAME; all areas without it")
    ahead.add_argument("--from", type=int, dest="last", metavar="YEAR", help="start from 31 March of an earlier year")
    for verb in (look, store, ahead, held):
        verb.add_argument("--json", action="store_true", help="print one JSON document")
    add_token(store)
    look.set_defaults(run=check)
    store.set_defaults(run=import_files)
    ahead.set_defaults(run=forecast)
    held.set_defaults(run=list_held)


def check(args: argparse.Namespace) -> int:
    """Read each file by itself and answer; ends 3 when one of them could not be stored as it is."""
    from carecommons.planning.public import summary

    found: list[dict[str, Any]] = []
    for name, data in _files(args.paths, OPERATOR):
        try:
            found += [summary(each) for each in _read([(name, data)], args.as_at, OPERATOR)]
        except Faulty as refused:
            found.append(_nothing(name, refused))
    if args.json:
        say.document({"files": found, "accepted": all(each["accepted"] for each in found)})
    else:
        for each in found:
            _tell(each)
    return say.DONE if all(each["accepted"] for each in found) else say.REFUSED


def import_files(args: argparse.Namespace) -> int:
    """Store the files under the asker's own permission, all or none."""
    from .ready import django_ready

    django_ready()
    from carecommons.constitution.limits import upload_limits
    from carecommons.planning.actions import import_statistics
    from carecommons.planning.public import summary

    by = asker(args)
    limits = upload_limits(day_in_london(datetime.now(UTC)))
    readings = _read(_files(args.paths, limits), args.as_at, limits)
    done = import_statistics(readings=readings, by=by, at=datetime.now(UTC))
    if args.json:
        say.document({
            "files": [
                summary(reading) | {"unchanged": each.unchanged, "replaced": each.replaced, "changed": each.changed}
                for reading, each in zip(readings, done, strict=True)
            ]
        })  # fmt: skip
        return say.DONE
    for reading, each in zip(readings, done, strict=True):
        title = summary(reading)["title"]
        if each.unchanged:
            say.line(f"{title}, {each.release}: already here, the same file. Nothing was changed.")
        else:
            say.line(f"{title}, {each.release}: stored {each.figures:,} figures.")
            if each.replaced:
                say.line(f"  It replaced a file of the same release; {each.changed:,} figures differ.")
    return say.DONE


def forecast(args: argparse.Namespace) -> int:
    """Read, forecast, tell; a kind that cannot be forecast is told with its reason."""
    from carecommons.planning.forecast.public import document, make
    from carecommons.planning.public.series import rows_of, series

    readings = _read(_files(args.paths, OPERATOR), args.as_at, OPERATOR)
    faults = [fault for reading in readings for fault in reading.faults]
    if faults:
        raise Faulty("statistics_faulty", f"{len(faults)} faults: these files cannot be used as they are.", faults)
    made = make(series(rows_of(reading.statistic for reading in readings)), years=args.years, last=args.last)
    told = document(made, args.area)
    if args.json:
        say.document(told)
        return say.DONE
    for row in told["forecast"]:
        say.line(
            f"{row['date']}  {row['area']:<12} {row['category']:<13} {row['median']:>9,.1f}   "
            f"80 %: {row['low80']:,.1f} to {row['high80']:,.1f}"
        )
    for sentence in told["says"]:
        say.line(sentence)
    return say.DONE


def list_held(args: argparse.Namespace) -> int:
    """What is stored: public, so it needs no token."""
    from .ready import django_ready

    django_ready()
    from carecommons.people.roles import ANYONE
    from carecommons.planning.queries import statistics

    found = statistics(by=ANYONE, at=datetime.now(UTC))
    if args.json:
        from dataclasses import asdict

        say.document({
            "held": [
                asdict(each) | {"as_at": each.as_at.isoformat(), "imported_at": each.imported_at.isoformat()}
                for each in found.held
            ],
            "licence": found.licence,
        })  # fmt: skip
        return say.DONE
    for each in found.held:
        signs = ", ".join(f"{number:,} {sign}" for sign, number in each.signs.items()) or "none"
        say.line(f"{each.title}, {each.release}: {each.figures:,} figures as at {each.as_at}; signs: {signs}")
    if not found.held:
        say.line("No public statistics are stored here yet.")
    return say.DONE


def _files(paths: list[Path], limits: Limits) -> list[tuple[str, bytes]]:
    found = [item for item in gather(paths, limits) if item.kind not in ("link", "special")]
    return [(item.name.rpartition("/")[2] if item.named else item.name, item.data) for item in found]


def _read(files: list[tuple[str, bytes]], as_at: date | None, limits: Limits) -> "tuple[Reading, ...]":
    from carecommons.planning.public import read_limited

    names = ", ".join(name for name, _ in files)
    with say.progress(f"Reading {names[:80]}"):
        return read_limited(files, as_at, limits)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2025-03-31") from None


def _nothing(name: str, refused: Faulty) -> dict[str, Any]:
    """The document of a file that is no table that is known."""
    return {
        "file": name, "source": None, "cells": 0, "symbols": {}, "notes": [], "totals": [],
        "faults": [fault.as_dict() for fault in refused.faults], "accepted": False,
        "error": {"code": refused.code, "message": str(refused)},
    }  # fmt: skip


def _tell(found: dict[str, Any]) -> None:
    """One file in words, for people."""
    if found["source"] is None:
        say.aside(f"Refused ({found['error']['code']}): {found['error']['message']}")
        return
    say.line(f"{found['file']}: {found['title']}, release {found['release']}, as at {found['as_at']}")
    say.line(
        f"  {found['rows']:,} rows, {found['values']:,} numbers, {found['councils']} councils, years "
        f"{found['first_year']} to {found['last_year']}"
    )
    for sign, number in found["symbols"].items():
        say.line(f"  {number:>7,}  {sign}  {found['symbol_words'][sign]}")
    for total in {each["words"]: each for each in found["totals"]}.values():
        say.line(
            f"  {total['words']} in {total['year']}: England {total['england']:,.0f}, "
            f"sum of councils {total['councils']:,.0f} ({total['councils_without_number']} without a number)"
        )
    for note in found["notes"]:
        say.line(f"  Note: {note['count']} x {note['words']}: {', '.join(note['examples'])}")
    for fault in found["faults"][:50]:
        say.aside(f"  {fault['file']} row {fault['row']} {fault['column']}: {fault['message']} [{fault['code']}]")
    if found["faults"]:
        say.aside(f"{len(found['faults'])} faults. The file cannot be imported as it is.")
    if not found["public"]:
        say.line("  A record that councils keep: it is counted here and never stored as public.")
