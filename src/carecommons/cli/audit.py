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
    from carecommons.planning.queries import Audit

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

    found = audit(place=args.place, year=args.year, by=asker(args), on=datetime.now(UTC).date())
    if args.json:
        say.document(asdict(found))
    else:
        _tell(found)
    return say.DONE


def _tell(found: "Audit") -> None:
    say.line(f"{found.place.name}, at 31 March {found.year}: {found.headline}.")
    say.line(f"Returns of {found.councils_counted} of {found.councils_in_all} councils. Small counts are withheld.")
    for one in (*found.need, found.starts_by_need, found.moves_by_reason, found.ends_by_reason):
        _tell_table(one, [place.name for place in found.places])
    say.line()
    for measure in found.measures:
        say.line(f"{measure.name}: {', '.join(measure.cells)}")
    for kind in found.provided:
        places = f"{kind.places:,} places" if kind.places is not None else "places not published"
        say.line(f"{kind.words}: {kind.homes:,} homes, {places}")


def _tell_table(one: "Table", names: list[str]) -> None:
    say.line()
    say.line(f"{one.title}  ({' | '.join(names)})")
    for row in (*one.rows, one.total):
        say.line(f"  {row.words:<60} {' | '.join(f'{cell.words:>9}' for cell in row.cells)}")
