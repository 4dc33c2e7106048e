"""`carecommons audit`: the audit of need and provision, suppressed, under a personal token."""

import argparse
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from . import say
from .asker import add_token, asker, has_token
from .ready import django_ready

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from carecommons.people.roles import Person
    from carecommons.planning.audit import Table
    from carecommons.planning.ledgers import Needs
    from carecommons.planning.officers import Told
    from carecommons.planning.over_years import Line
    from carecommons.planning.queries import Audit
    from carecommons.planning.supply import Source

EPILOG = """Examples:
  carecommons audit --place council:382 --year 2026
  carecommons audit --place "region:North East" --json
  carecommons audit --place nation --json
  carecommons audit --place council:382 --with council:383
  carecommons audit years --place council:382
  carecommons audit changes --place council:382 --json
  carecommons audit repairs --place nation
  carecommons audit officers --place council:382 --year 2026

What officers must answer for is public: it needs no token.
A count that is withheld is null in the JSON, with words beside it: it is never nought."""


def add(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EPILOG
    parser.add_argument(
        "what", nargs="?", choices=tuple(WHAT), default="need", metavar="WHAT",
        help="need (one year, the default), years (over all returns), changes (the newest import beside the one "
        "before), repairs (what was mended or doubted, and how to mend it at the source), officers (what officers must "
        "answer for, beside what homes do: public)",
    )  # fmt: skip
    parser.add_argument("--place", metavar="PLACE", help="council:CODE, group:CODE, region:NAME or nation")
    parser.add_argument("--with", dest="other", metavar="PLACE", help="another place to set beside it")
    parser.add_argument(
        "--year", type=int, metavar="YEAR", help="of need only: the collection year that ends on 31 March YEAR"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    add_token(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print what was asked of one place."""
    django_ready()
    return WHAT[args.what](args, _who(args), datetime.now(UTC))


def _who(args: argparse.Namespace) -> "Person":
    """Whose token this is; what is public is anybody's."""
    from carecommons.people.roles import ANYONE

    return ANYONE if args.what == "officers" and not has_token(args) else asker(args)


def _need(args: argparse.Namespace, by: "Person", at: datetime) -> int:
    from carecommons.planning.queries import audit

    found = audit(place=args.place, other=args.other, year=args.year, by=by, at=at)
    if args.json:
        say.document(asdict(found))
    else:
        _tell(found)
    return say.DONE


def _years(args: argparse.Namespace, by: "Person", at: datetime) -> int:
    from carecommons.planning.queries import trends

    found = trends(place=args.place, other=args.other, by=by, at=at)
    if args.json:
        say.document({"headline": found.headline, **asdict(found)})
        return say.DONE
    say.line(f"{found.headline}.")
    for words in found.gaps:
        say.line(words)
    for one in (*found.counts, *found.shares):
        _tell_lines(f"{one.title} ({one.unit})", one.lines)
    for part in found.parts:
        _tell_lines(f"{part.title}: {part.place} (children)", part.lines)
    return say.DONE


def _tell_lines(title: str, lines: "Sequence[Line]") -> None:
    say.line()
    say.line(title)
    for one in lines:
        say.line(f"  {one.place:<60} {' | '.join(f'{point.year} {point.words:>9}' for point in one.points)}")


def _changes(args: argparse.Namespace, by: "Person", at: datetime) -> int:
    from carecommons.planning.queries import changed

    found = changed(place=args.place, by=by, at=at)
    if args.json:
        say.document({**asdict(found), "first": found.first})
        return say.DONE
    say.line(f"{found.place.name}: {found.headline}.")
    if found.first:
        say.line("Nothing to compare yet: the returns of this council were imported once.")
    for figure in found.figures:
        told = f"moved. {figure.because}" if figure.moved else ""
        say.line(f"  {figure.year} {figure.name:<60} {figure.before:>9} -> {figure.now:>9}  {told}")
    for row in found.rows:
        say.line(
            f"  {row.year} {row.table}: added {row.added.words}, taken away {row.removed.words}, "
            f"corrected {row.changed.words}. {row.because}"
        )
    return say.DONE


def _repairs(args: argparse.Namespace, by: "Person", at: datetime) -> int:
    from carecommons.planning.queries import mended

    found = mended(place=args.place, other=args.other, by=by, at=at)
    if args.json:
        say.document({"headline": found.headline, **asdict(found)})
        return say.DONE
    say.line(f"{found.place.name}: {found.headline}.  ({' | '.join(found.heads)})")
    for words, seen in found.sorts.items():
        say.line()
        say.line(words.upper())
        for one in seen:
            say.line(f"  {' | '.join(cell.words for cell in one.cells)}  {one.means}")
            say.line(f"      {one.where}: {one.how}")
    if found.rows_of:
        say.line(f"Rows of your own council: carecommons returns report --authority {found.rows_of}")
    return say.DONE


def _officers(args: argparse.Namespace, by: "Person", at: datetime) -> int:
    from carecommons.planning.officers import CONVERSATION, NOT_COUNTED, SIDES
    from carecommons.planning.queries import officers

    found = officers(place=args.place, year=args.year, by=by, at=at)
    if args.json:
        told = {"period": found.period, "not_counted": NOT_COUNTED, "conversation": CONVERSATION, **asdict(found)}
        say.document(told)
        return say.DONE
    if not found.counted:
        say.line("Nothing to count yet: whole years are counted, from 1 April to 31 March.")
        return say.DONE
    say.line(f"{found.period}.  ({' | '.join(found.heads)})")
    for side, words in SIDES.items():
        say.line()
        say.line(words.upper())
        for told_of in found.of(side):
            _tell_measure(told_of)
    say.line()
    say.line("Offering less often than others, all councils together (providers)")
    for row in found.findings:
        say.line(f"  {row.words:<80} {row.cells[0].words}")
    for each in found.providers or ():
        say.line(
            f"  {each.provider}, {each.stratum}: offered {each.offered.words} of {each.invited.words}; {each.finding}"
        )
    say.line(NOT_COUNTED)
    say.aside(CONVERSATION)
    return say.DONE


def _tell_measure(told: "Told") -> None:
    say.line()
    say.line(f"{told.measure.title}. {told.measure.definition}")
    say.line(f"  Counted: {told.measure.part}. Out of: {told.measure.whole}.")
    for table in told.tables:
        say.line(f"  {table.title}")
        for row in (*table.rows, table.total):
            say.line(f"    {row.words:<76} {' | '.join(f'{cell.words:>9}' for cell in row.cells)}")
    for title, words in told.spreads:
        say.line(f"  {title}: {' | '.join(words)}")


WHAT: dict[str, "Callable[[argparse.Namespace, Person, datetime], int]"] = {
    "need": _need, "years": _years, "changes": _changes, "repairs": _repairs,
    "officers": _officers,
}  # fmt: skip


def _tell(found: "Audit") -> None:
    names = list(found.heads)
    say.line(f"{found.place.name}, at 31 March {found.year}: {found.headline}.")
    say.line(
        f"Returns of {found.councils_counted} of {found.councils_in_all} councils. Counts of 1 to {found.threshold} "
        "are withheld, and any that would give one away."
    )
    _tell_needs(found.needs, list(found.needs_heads))
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
