"""`carecommons forecast --place`: the forecast from stored returns, made and kept, or shown; under one's own token."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carecommons.common.errors import Refused

from . import say
from .asker import add_token, asker
from .ready import django_ready

if TYPE_CHECKING:
    from carecommons.people.roles import Person
    from carecommons.planning.actions import ForecastMade
    from carecommons.planning.queries import ForecastSeen
    from carecommons.planning.scenario import Change

__all__ = ["add", "asks_for_stored"]

YEARS = 3
EPILOG = """Examples:
  carecommons forecast --authority 382
  carecommons forecast --authority 382 383 --year 2026 --years 5 --json
  carecommons forecast --place "region:North East" --show
  carecommons forecast --place council:382 --scenario fewer-starts.json --json
A forecast is made for every council of the region together, kept, and takes the place of the one before.
Small numbers are withheld as on the page. From files, with nothing stored: carecommons forecast --help"""


def asks_for_stored(words: Sequence[str]) -> bool:
    """Whether a command line is about stored returns and not about files."""
    return any(word.split("=")[0] in ("--place", "--authority") for word in words)


def add(parser: argparse.ArgumentParser) -> None:
    """The options of `carecommons forecast` on stored returns."""
    parser.epilog, parser.formatter_class = EPILOG, argparse.RawDescriptionHelpFormatter
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--place", metavar="PLACE", help="council:CODE, group:CODE, region:NAME or nation")
    where.add_argument("--authority", nargs="+", metavar="CODE", help="one or more councils by three-digit code")
    parser.add_argument("--year", type=int, metavar="YYYY", help="as at 31 March of that collection year (the newest)")
    parser.add_argument("--years", type=int, default=YEARS, metavar="N", help=f"years ahead, 1 to 10 (default {YEARS})")
    parser.add_argument(
        "--scenario", type=Path, metavar="FILE",
        help="make nothing: tell what the changes in this JSON file would change, beside the forecast without them",
    )  # fmt: skip
    parser.add_argument("--show", action="store_true", help="make nothing: tell the forecast that is in force")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    add_token(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make, unless only to be shown; then tell each place that was asked for."""
    django_ready(migrate=not (args.show or args.scenario))
    by, at = asker(args), datetime.now(UTC)
    if args.scenario:
        return _scenario(args, by, at)
    from carecommons.planning.queries import forecast_seen

    places = [args.place] if args.place else [f"council:{code}" for code in args.authority]
    acts = {} if args.show else _made(places, args, by, at)
    found = [forecast_seen(place=place, by=by, at=at) for place in places]
    if args.json:
        told: list[dict[str, Any]] = [
            {"headline": one.headline, **asdict(one)} | ({"made": acts[one.place.code].as_dict()} if acts else {})
            for one in found
        ]
        say.document(told[0] if args.place else told)
        return say.DONE
    for one in found:
        _tell(one)
    return say.DONE


def _made(places: list[str], args: argparse.Namespace, by: "Person", at: datetime) -> "dict[str, ForecastMade]":
    """What was made for each place: councils that are forecast together are made once."""
    from carecommons.planning.actions import make_forecast

    done: dict[str, ForecastMade] = {}
    for place in places:
        if place not in done:
            with say.progress("Forecasting"):
                made = make_forecast(place=place, year=args.year, years=args.years, by=by, at=at)
            done |= dict.fromkeys((*made.places, place), made)
    return done


def _scenario(args: argparse.Namespace, by: "Person", at: datetime) -> int:
    from carecommons.planning.foretold import KINDS
    from carecommons.planning.queries import scenario_beside

    place = args.place or f"council:{args.authority[0]}"
    changes = _changes(args.scenario)
    with say.progress("Forecasting with and without"):
        found = scenario_beside(place=place, year=args.year, years=args.years, changes=changes, by=by, at=at)
    if args.json:
        say.document(asdict(found))
        return say.DONE
    say.line(f"{found.place.name}, as at {found.as_at}, beside the forecast without these changes:")
    for words, source, label, chosen_by in found.changes:
        say.line(f"  {words} {label}{f', chosen by {chosen_by}' if chosen_by else ''}. Source: {source}")
    for row in found.rows:
        base, other = row.base, row.scenario
        say.line(
            f"  {row.day}  {KINDS[row.kind][:40]:<42} without {base.median.words:>9}   with {other.median.words:>9}"
            f"   80 in 100: {other.low[80].words} to {other.high[80].words}"
            f"{f'   full in {row.full_percent} of 100' if row.full_percent is not None else ''}"
        )
    return say.DONE


def _changes(file: Path) -> "tuple[Change, ...]":
    """The changes of a scenario from a file. Raises Refused("scenario_not_valid")."""
    from carecommons.planning.scenario import changes_from

    try:
        return changes_from(json.loads(file.read_text("utf-8")))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        raise Refused(
            "scenario_not_valid",
            f"{file} is no list of changes. Each has: what, from_day (2027-04-01), size, home, to, source, label, "
            "chosen_by. The manual has an example: the forecast of a council.",
        ) from None


def _tell(found: "ForecastSeen") -> None:
    say.line(f"{found.place.name}: {found.headline}.")
    if found.told is None or found.kept is None:
        return
    for kind in found.told.kinds:
        say.line()
        say.line(kind.name)
        for each in kind.ahead:
            say.line(
                f"  {each.day}  {each.median.words:>9}   80 in 100: {each.between(80):<18} "
                f"last value {kind.naive.words}   line {each.line.words}"
            )
    say.line()
    for tested in found.told.record:
        said = "The last value was nearer." if tested.naive_wins else "The forecast was nearer."
        ours, naive, line = (tested.error[name] for name in ("ours", "naive", "line"))
        ahead = say.number(tested.years, "year")
        say.line(f"Tested {ahead} ahead: error {ours} %, last value {naive} %, line {line} %. {said}")
    if not found.told.record:
        say.line("The returns reach back too little to test this forecast on an earlier day.")
    if not found.kept.same_returns:
        say.line("The returns have changed since it was made.")
