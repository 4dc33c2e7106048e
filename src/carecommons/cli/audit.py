"""`carecommons audit`: the audit of need and provision, suppressed, under a personal token."""

import argparse
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from . import say
from .asker import add_token, asker
from .ready import django_ready

if TYPE_CHECKING:
    from carecommons.planning.audit import Table
    from carecommons.planning.ledgers import Needs
    from carecommons.planning.queries import Audit
    from carecommons.planning.supply import Source

EPILOG = """Examples:
  carecommons audit --place council:382 --year 2026
  carecommons audit --place "region:North East" --json
  carecommons audit --place nation --json

A count that is withheld is null in the JSON, with words beside it: it is never nought."""


def add(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EPILOG
    parser.add_argument("--place", metavar="PLACE", help="council:CODE, group:CODE, region:NAME or nation")
    parser.add_argument("--year", type=int, metavar="YEAR", help="the collection year that ends on 31 March YEAR")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    add_token(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the audit of one place in one year."""
    django_ready()
    from carecommons.planning.queries import audit

    found = audit(place=args.place, year=args.year, by=asker(args), at=datetime.now(UTC))
    if args.json:
        say.document(asdict(found))
    else:
        _tell(found)
    return say.DONE


def _tell(found: "Audit") -> None:
    names = [place.name for place in found.places]
    say.line(f"{found.place.name}, at 31 March {found.year}: {found.headline}.")
    say.line(
        f"Returns of {found.councils_counted} of {found.councils_in_all} councils. Counts of 1 to {found.threshold} "
        "are withheld, and any that would give one away."
    )
    _tell_needs(found.needs, names)
    for one in (*found.need, found.starts_by_need, found.moves_by_reason, found.ends_by_reason):
        _tell_table(one, names)
    say.line()
    for measure in found.measures:
        say.line(f"{measure.name}: {' | '.join(measure.cells)}")
    _tell_source("Homes in the local register", found.local)
    if found.listed is not None:
        _tell_source(f"Homes in the public list as at {found.listed_as_at}", found.listed)


def _tell_needs(needs: "Needs", names: list[str]) -> None:
    _tell_table(needs.profiles, names)
    say.line()
    say.line(f"GENERAL NEEDS. {needs.general.headline}.")
    _tell_table(needs.general.strata, names)
    for part in needs.general.parts:
        _tell_table(part.table, names)
    say.line()
    say.line(f"SPECIALIST NEEDS, each by itself. {needs.special.headline}.  ({' | '.join(names)})")
    for one in needs.special.categories:
        counts = " | ".join(f"{cell.words:>9}" for cell in one.cells)
        say.line(f"  {one.name:<60} {counts}   homes with proof here: {one.homes}, free places: {one.free}")


def _tell_table(one: "Table", names: list[str]) -> None:
    say.line()
    say.line(f"{one.title}  ({' | '.join(names)})")
    for row in (*one.rows, one.total):
        say.line(f"  {row.words:<60} {' | '.join(f'{cell.words:>9}' for cell in row.cells)}")


def _tell_source(title: str, source: "Source") -> None:
    say.line()
    say.line(f"{title}:")
    for kind in source.kinds:
        places = "places not said" if kind.here.places is None else f"{kind.here.places:,} places"
        free = "" if kind.here.free is None else f", {kind.here.free:,} free now"
        say.line(f"  {kind.words}: {kind.here.homes:,} homes, {places}{free}")
