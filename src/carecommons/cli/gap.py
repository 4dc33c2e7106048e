"""`carecommons gap`: need beside usable places of one council, as two ledgers that are never added."""

import argparse
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from carecommons.common.errors import Refused

from . import say
from .asker import add_token, asker
from .forecast import SEED, YEARS, day_typed, lives_from
from .ready import django_ready

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carecommons.planning.gap_told import Gap
    from carecommons.planning.queries import SpecialistAnswer, SufficiencyAnswer
    from carecommons.planning.strata import Paths

GENERAL, SPECIALIST = "general", "specialist"
LEVELS = ("L1", "L2", "L3", "L4")
EPILOG = """Examples:
  carecommons gap --place council:382 --json
  carecommons gap --place council:382 --ledger specialist --with-level L2
  carecommons gap --place council:382 --returns returns/382 --as-at 2026-03-31 --years 5 --json
Without --returns today's need stands in place of a forecast, and the answer says so. With them a forecast is made from
the files, for this question alone; nothing is stored. Homes beyond the council count only with --with-level, which is
recorded in the answer. A figure that is withheld is null in the JSON, with words beside it: it is never nought."""


def add(parser: argparse.ArgumentParser) -> None:
    """The options of `carecommons gap`."""
    parser.epilog, parser.formatter_class = EPILOG, argparse.RawDescriptionHelpFormatter
    parser.add_argument("--place", metavar="PLACE", help="council:CODE; one's own council where none is given")
    parser.add_argument(
        "--with-level", choices=LEVELS, metavar="LEVEL",
        help="L1 to L4: how far you choose that children may travel; without it, not out of the council",
    )  # fmt: skip
    parser.add_argument(
        "--ledger", choices=(GENERAL, SPECIALIST), help="one ledger alone; without it, one after the other"
    )
    parser.add_argument(
        "--returns", type=Path, nargs="+", metavar="PATH",
        help="files of the council's statutory returns, to forecast from; needs --as-at",
    )  # fmt: skip
    parser.add_argument("--as-at", type=day_typed, metavar="DAY", help="the day of the forecast, as 2026-03-31")
    parser.add_argument("--years", type=int, default=YEARS, metavar="N", help=f"years ahead, 1 to 10 (default {YEARS})")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    add_token(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Both ledgers, or one: side by side in a document, and never one figure of both."""
    django_ready()
    from carecommons.planning.queries import specialist, sufficiency

    by, at, given = asker(args), datetime.now(UTC), _forecast(args)
    general = special = None
    if args.ledger != SPECIALIST:
        general = sufficiency(place=args.place, reach=args.with_level, by=by, at=at, given=given)
    if args.ledger != GENERAL:
        special = specialist(place=args.place, reach=args.with_level, by=by, at=at, given=given)
    if args.json:
        told = {GENERAL: general, SPECIALIST: special}
        say.document({name: {"headline": each.headline, **asdict(each)} for name, each in told.items() if each})
        return say.DONE
    if general is not None:
        _tell_general(general)
    if special is not None:
        _tell_special(special)
    return say.DONE


def _forecast(args: argparse.Namespace) -> "Paths | None":
    """Made here, in the command, and nowhere in the web's process."""
    if args.returns is None and args.as_at is None:
        return None
    if args.returns is None or args.as_at is None:
        raise Refused("forecast_needs_both", "A forecast needs --returns and --as-at together. Give both, or neither.")
    from carecommons.planning.forecast.engine import Settings
    from carecommons.planning.forecast.made import make
    from carecommons.planning.strata import Paths

    made = make(lives_from(args.returns, args.as_at), ("all",), args.as_at, args.years, Settings(seed=SEED))
    (area,) = made.found.areas
    return Paths(made.as_at, made.dates, area.paths, area.ages, forecast=True)


def _tell_general(found: "SufficiencyAnswer") -> None:
    say.line("WHAT CAN BE MET AS LOCAL AS POSSIBLE (children without a specialist need)")
    _tell_head(found)
    _tell_gaps(found.strata, found.reach)
    _tell_evidence(found)


def _tell_special(found: "SpecialistAnswer") -> None:
    say.line()
    say.line("WHAT MUST BE AS SPECIALIST AS NECESSARY (each need by itself; they have no total)")
    _tell_head(found)
    seen = [each for each in found.needs if each.nearest or each.last.need.median.value != 0]
    _tell_gaps(seen, found.reach)
    say.line("Signals of specialist need that is not met; never capability:")
    for signal in found.signals:
        say.line(f"  {signal.words}: {signal.figure.words if signal.figure else 'nothing here records it'}")
    _tell_evidence(found)


def _tell_head(found: "SufficiencyAnswer | SpecialistAnswer") -> None:
    say.line(f"{found.place.name}: {found.headline}.")
    for words in (found.when, found.proxy, found.travel):
        say.line(words)


def _tell_gaps(gaps: "Sequence[Gap]", reach: str) -> None:
    for one in gaps:
        say.line()
        say.line(f"{one.code} {one.words}. Nearest home that counts: {one.nearest or 'none at any level'}.")
        for date_ in one.dates:
            say.line(
                f"  {date_.on}  need {date_.need.words}; without a usable place up to {reach}: {date_.counted.words}"
            )
        for level, gap in zip(one.levels, one.last.by_level, strict=True):
            say.line(
                f"    {level.level} by itself: {level.homes} homes, {level.registered} places registered, "
                f"{level.not_said} not said, usable {level.usable.words}; without a place {gap.words}"
            )


def _tell_evidence(found: "SufficiencyAnswer | SpecialistAnswer") -> None:
    say.line()
    evidence = found.evidence
    say.line(f"From {found.from_day} to {found.to_day}:")
    nobody = next(iter(evidence.searches.parts.values()))
    compromises = next(iter(evidence.choices.parts.values()))
    say.line(f"  Searches for which no home offered itself: {nobody.words} of {evidence.searches.total.words}")
    say.line(f"  Choices that were a compromise: {compromises.words} of {evidence.choices.total.words}")
    say.line(f"  Invitations that were declined: {evidence.declines.total.words}")
