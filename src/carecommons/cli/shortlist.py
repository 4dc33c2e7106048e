"""`carecommons shortlist`: look at every home for a child, and read what was found, home by home."""

import argparse
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from . import say
from .asker import add_token, asker
from .ready import django_ready

if TYPE_CHECKING:
    from carecommons.matching.childs import Reply
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
    before = verbs.add_parser(
        "before", help="what comes before a choice: the child's own order, visits, meetings, who may read more",
        description="What comes before a choice.", epilog="Example: carecommons shortlist before R-4G21Z --json",
    )  # fmt: skip
    before.add_argument("search", metavar="SEARCH", help="the search's reference, such as R-4G21Z")
    before.add_argument("--json", action="store_true", help="print exactly one JSON document")
    add_token(before)
    before.set_defaults(run=_before)
    _add_answering(verbs)


def _before(args: argparse.Namespace) -> int:
    django_ready()
    from carecommons.matching.queries import details_of, meetings_of, preference_of, visits_of

    by = asker(args)
    search_id, _ = _opened(args.search, by)
    said, visits, met = preference_of(search_id), visits_of(search_id), meetings_of(search_id)
    asked = [
        {"code": each.code, "home": each.home_name, "state": str(each.state), "terms": each.terms_version}
        for each in details_of(search_id)
    ]
    if args.json:
        say.document(
            {
                "order": asdict(said) if said else None, "visits": [asdict(each) for each in visits],
                "meetings": [asdict(each) for each in met], "shortlisted": asked,
            }
        )  # fmt: skip
        return say.DONE
    for placed in said.placed if said else ():
        say.line(f"  {placed.name}: {placed.told}")
    if said is None:
        say.line("The child has put the homes in no order.")
    for visit in visits:
        say.line(f"  visit to {visit.home_name}: {visit.words}{f', {visit.on}' if visit.on else ''}")
    for each in met:
        going = ", ".join(f"{home.place}. {home.name}" for home in each.going_on) or "no home goes on"
        say.line(f"  meeting of {each.held_on}: {going}")
    for home in asked:
        say.line(f"  {home['home']} knows the child as {home['code']}: {home['state']}")
    return say.DONE


def _add_answering(verbs: Any) -> None:
    """What the child asked homes, and what the homes answered (handbook A6)."""
    example = "Example: carecommons shortlist asked R-4G21Z --json"
    asked = verbs.add_parser(
        "asked", help="what the child asked the homes of the list, and to visit them, with the answers",
        description="What the child asked, and what was answered.", epilog=example,
    )  # fmt: skip
    asked.set_defaults(run=_asked)
    answer = verbs.add_parser(
        "answer", help="write down what a home answered to the child; they read it on their page",
        description="Write down what a home answered.",
        epilog="Example: carecommons shortlist answer R-4G21Z --wish ID --answer yes --words 'Saturday at ten.'",
    )  # fmt: skip
    answer.add_argument("--wish", type=UUID, required=True, metavar="ID", help="what was asked, by its id in `asked`")
    answer.add_argument("--answer", choices=["yes", "part", "no", "unknown"], required=True)
    answer.add_argument("--words", required=True, help="who answered, and what they said")
    answer.set_defaults(run=_answer)
    for verb in (asked, answer):
        verb.add_argument("search", metavar="SEARCH", help="the search's reference, such as R-4G21Z")
        verb.add_argument("--json", action="store_true", help="print exactly one JSON document")
        add_token(verb)


def _asked(args: argparse.Namespace) -> int:
    django_ready()
    by = asker(args)
    replies = _opened(args.search, by)[1]
    if args.json:
        say.document([asdict(reply) for reply in replies])
        return say.DONE
    for reply in replies:
        answer = f"{reply.answer}: {reply.words}" if reply.words else "not answered yet"
        say.line(f"{reply.wish_id}  {reply.home_name}: {reply.asked} ({answer})")
    if not replies:
        say.line("The child has asked no home of this list anything.")
    return say.DONE


def _answer(args: argparse.Namespace) -> int:
    django_ready()
    from carecommons.common.errors import NotFound
    from carecommons.matching.actions import answer_wish

    by = asker(args)
    search_id, replies = _opened(args.search, by)
    home_id = next((reply.home_id for reply in replies if reply.wish_id == args.wish), None)
    if home_id is None:
        raise NotFound()
    answer_wish(
        referral_id=search_id, home_id=home_id, wish_id=args.wish, answer=args.answer, words=args.words, by=by,
        at=datetime.now(UTC),
    )  # fmt: skip
    return _asked(args)


def _opened(search: str, by: "Person") -> "tuple[UUID, tuple[Reply, ...]]":
    """The search and what its child asked; the look is written down."""
    from carecommons.children.doors import open_child
    from carecommons.matching.queries import asked_of_homes, referral

    found = referral(search)
    open_child(
        person=by, child_id=found.child_id, act="matching.see_shortlist", purpose="Looking for a home",
        at=datetime.now(UTC),
    )  # fmt: skip
    return found.id, asked_of_homes(found.id)


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
    for told in listed.saying_more:
        say.line(f"  {told.reference}  {told.name} says more than was accepted of it: {', '.join(told.says_more)}.")
        say.line(f"    It does not count. To accept it: carecommons invitation accept SEARCH {told.reference} WORDS")
    for passed in listed.passed_over:
        say.line(f"  stopped at gate {passed.failed_gate:<24} {passed.reference}  {passed.name}. {passed.reason}")
    return say.DONE


def document_of(listed: "Shortlist") -> dict[str, Any]:
    """The list as one JSON document: everything that is needed to check it and to run its draw again.

    A home that is approved for another child by name stopped before the draw: that it exists is counted, no more.
    """
    document = asdict(listed)
    for passed in document["passed_over"]:
        passed["home_id"] = passed["home_id"] if passed["reference"] else None
    return document
