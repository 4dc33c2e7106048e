"""`carecommons homes terms`: an officer records a registration or approval of a home, or a change to it."""

import argparse
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from . import say
from .asker import add_token, asker
from .ready import django_ready

EPILOG = """Examples:
  carecommons homes terms HOME --number FA-20 --from 2026-12-01 --lasting --ages 0-17 --places 2
  carecommons homes terms HOME --number CP-7 --from 2026-12-03 --lasting --ages 0-17 --places 1 \\
    --panel-recommended-on 2026-11-20 --decided-on 2026-12-03
The id of a home stands in its address, /homes/ID/. What is recorded last counts; a change gives all of it anew."""
STOPS = ("restricted-from", "restricted-to", "suspended-from", "suspended-to", "cancelled-on", "inadequate-since")


def add(verbs: Any) -> None:
    """The verb, added to those of `carecommons homes`."""
    parser = verbs.add_parser(
        "terms", help="record a registration or approval, or a change to it", epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("home", type=UUID, metavar="HOME", help="the id of the home")
    parser.add_argument("--number", required=True, help="of the registration or approval")
    _day_of(parser, "from", "its first day", dest="from_day", required=True)
    lasts = parser.add_mutually_exclusive_group(required=True)
    lasts.add_argument("--lasting", action="store_true", help="it has no last day")
    lasts.add_argument("--to", dest="to_day", type=_day, default=None, metavar="YYYY-MM-DD", help="its last day")
    parser.add_argument("--ages", required=True, type=_ages, metavar="FROM-TO", help="in whole years, as 0-17")
    parser.add_argument("--sexes", default="any", choices=("any", "F", "M"))
    parser.add_argument("--places", required=True, type=int, metavar="NUMBER", help="for how many children")
    parser.add_argument(
        "--stay", action="append", default=[], metavar="CODE",
        help="short_term, long_term, emergency or short_break, once each; none: every kind but short breaks",
    )  # fmt: skip
    parser.add_argument("--conditions", default="", metavar="WORDS")
    parser.add_argument("--need", action="append", default=[], metavar="SP-...", help="in its statement; once each")
    _day_of(parser, "exempt-on", "its exemption from the usual number of foster children")
    parser.add_argument("--exempt-because", default="", metavar="WORDS", help="the reason on that certificate")
    for name in STOPS:
        _day_of(parser, name, "what stops it")
    _day_of(parser, "panel-recommended-on", "when the fostering panel recommended it: owed for relatives and friends")
    _day_of(parser, "decided-on", "when that was decided, after the panel: owed for relatives and friends")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    add_token(parser)
    parser.set_defaults(run=record)


def record(args: argparse.Namespace) -> int:
    """Record it under the asker's own permission."""
    django_ready()
    from carecommons.provision.actions import record_terms
    from carecommons.provision.homes import Terms

    youngest, oldest = args.ages
    terms = Terms(
        number=args.number, from_day=args.from_day, to_day=args.to_day, age_min=youngest, age_max=oldest,
        sexes=args.sexes, places=args.places, stays=tuple(args.stay), conditions=args.conditions,
        range_of_needs=tuple(args.need), exempt=bool(args.exempt_on or args.exempt_because), exempt_on=args.exempt_on,
        exempt_because=args.exempt_because, **{name: getattr(args, name) for name in map(_python, STOPS)},
    )  # fmt: skip
    record_terms(
        home_id=args.home, terms=terms, panel_recommended_on=args.panel_recommended_on, decided_on=args.decided_on,
        by=asker(args), at=datetime.now(UTC),
    )  # fmt: skip
    if args.json:
        say.document({"home": str(args.home), "number": terms.number})
    else:
        say.line(f"Recorded: {terms.number}. What stood before is kept.")
    return say.DONE


def _python(name: str) -> str:
    return name.replace("-", "_")


def _day_of(parser: argparse.ArgumentParser, name: str, words: str, **more: Any) -> None:
    parser.add_argument(f"--{name}", type=_day, default=None, metavar="YYYY-MM-DD", help=words, **more)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2026-12-04") from None


def _ages(text: str) -> tuple[int, int]:
    youngest, dash, oldest = text.partition("-")
    if not (dash and youngest.isdigit() and oldest.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} are no ages; write them as 0-17")
    return int(youngest), int(oldest)
