"""`carecommons shortlist`: look at every home for a child, and read what was found, home by home."""

import argparse
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from . import say
from .asker import add_token, asker
from .ready import django_ready

if TYPE_CHECKING:
    from carecommons.matching.shortlist import Shortlist
    from carecommons.people.roles import Person


def add(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Example: carecommons shortlist make R-4G21Z --json"
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    for name, words, run in (
        ("make", "look at every home for this search, and freeze what is found", _make),
        ("show", "every home that was looked at, in the published order, each with its reason", _show),
    ):
        verb: argparse.ArgumentParser = verbs.add_parser(
            name, help=words, description=words, epilog=f"Example: carecommons shortlist {name} R-4G21Z --json"
        )
        verb.add_argument("search", metavar="SEARCH", help="the search's reference, such as R-4G21Z")
        verb.add_argument("--json", action="store_true", help="print exactly one JSON document")
        add_token(verb)
        verb.set_defaults(run=run)


def _make(args: argparse.Namespace) -> int:
    django_ready()
    from carecommons.matching.actions import make_shortlist
    from carecommons.matching.queries import see_referral

    by = asker(args)
    found = see_referral(args.search, by=by)
    make_shortlist(referral_id=found.id, by=by, at=datetime.now(UTC))
    return _tell(args, by)


def _show(args: argparse.Namespace) -> int:
    django_ready()
    return _tell(args, asker(args))


def _tell(args: argparse.Namespace, by: "Person") -> int:
    from carecommons.children.doors import open_child
    from carecommons.matching.queries import see_shortlist

    found, listed = see_shortlist(args.search, by=by)
    open_child(
        person=by, child_id=found.child_id, act="matching.see_shortlist", purpose="Looking for a home",
        at=datetime.now(UTC),
    )  # fmt: skip
    if args.json:
        say.document(document_of(listed))
        return say.DONE
    say.line(f"{listed.looked_at} homes were looked at on {listed.made_at:%d %B %Y %H:%M} under criteria "
             f"version {listed.criteria_version}. There is no price here and no single score.")  # fmt: skip
    for home in listed.shown:
        say.line(f"  {home.place_words:40} {home.reference}  {home.name}{'. ' + home.reason if home.reason else ''}")
    for passed in listed.passed_over:
        say.line(f"  stopped at gate {passed.failed_gate:<24} {passed.reference}  {passed.name}. {passed.reason}")
    return say.DONE


def document_of(listed: "Shortlist") -> dict[str, Any]:
    """The list as one JSON document: everything that is needed to check it and to run its draw again."""
    return asdict(listed)
