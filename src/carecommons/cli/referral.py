"""`carecommons referral`: ask for a home for a child, record what family answered, see searches."""

import argparse
import secrets
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from . import say
from .asker import add_token, asker
from .before import add_prevented
from .emergency import add_emergency
from .ready import django_ready


def add(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Example: carecommons referral make C-7K4QX --wanted-by 2026-12-04 --why planned_move"
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    make = _verb(
        verbs, "make", "ask for a home for a child; the draw between equal homes is sealed now",
        "Example: carecommons referral make C-7K4QX --wanted-by 2026-12-04 --why planned_move --json", _make,
    )  # fmt: skip
    make.add_argument("child", metavar="CHILD", help="the child's reference, such as C-7K4QX")
    make.add_argument("--wanted-by", type=_day, required=True, metavar="YYYY-MM-DD", help="the day by which")
    make.add_argument("--why", required=True, metavar="CODE", help="why: planned_move, notice, first_home, ...")
    make.add_argument("--stay", default="any", metavar="CODE", help="any, long_term, short_term, ...")
    make.add_argument("--know", default="", metavar="WORDS", help="what those who look should know: no names or dates")
    make.add_argument("--read", action="store_true", help="each word that only looks like a name or place was read")
    family = _verb(
        verbs, "family", "record what parents, then relatives and friends, answered",
        'Example: carecommons referral family R-4G21Z parents not_possible "The court found it unsafe."', _family,
    )  # fmt: skip
    family.add_argument("search", metavar="SEARCH", help="the search's reference, such as R-4G21Z")
    family.add_argument("rung", choices=["parents", "connected_person"])
    family.add_argument("answer", choices=["possible", "not_possible", "nobody"])
    family.add_argument("reason", metavar="REASON", help="who was asked, and why this is the answer")
    add_prevented(verbs)
    show = _verb(
        verbs, "show", "one search: what it still owes, and what was found",
        "Example: carecommons referral show R-4G21Z --json", _show,
    )  # fmt: skip
    show.add_argument("search", metavar="SEARCH")
    add_emergency(verbs, _verb)
    _verb(verbs, "list", "the searches within your reach, soonest first", "Example: carecommons referral list", _list)


def _verb(verbs: Any, name: str, words: str, example: str, run: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=words, description=words, epilog=example)
    parser.add_argument("--json", action="store_true", help="print exactly one JSON document")
    add_token(parser)
    parser.set_defaults(run=run)
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no day; write it as 2026-12-04") from None


def _make(args: argparse.Namespace) -> int:
    django_ready()
    from carecommons.children.doors import open_child, reach_child
    from carecommons.children.queries import find_child
    from carecommons.matching.actions import refer
    from carecommons.matching.lottery import SEED_BYTES
    from carecommons.matching.queries import referral

    by, now = asker(args), datetime.now(UTC)
    child = find_child(args.child)
    reach_child(person=by, child_id=child.id, act="matching.refer")
    search_id = refer(
        child_id=child.id, wanted_by=args.wanted_by, why=args.why, stay=args.stay, why_words=args.know,
        read=args.read, lottery_seed=secrets.token_bytes(SEED_BYTES), by=by, at=now,
    )  # fmt: skip
    open_child(person=by, child_id=child.id, act="matching.refer", purpose="Asking for a home", at=now)
    found = referral(search_id)
    if args.json:
        say.document(asdict(found))
    else:
        say.line(f"Search {found.reference} is open. The draw is sealed: {found.commitment}")
        say.line(f"Next: carecommons referral family {found.reference} parents ANSWER REASON")
    return say.DONE


def _family(args: argparse.Namespace) -> int:
    django_ready()
    from carecommons.children.doors import open_child
    from carecommons.matching.actions import answer_ladder
    from carecommons.matching.queries import referral, see_referral

    by, now = asker(args), datetime.now(UTC)
    found = see_referral(args.search, by=by)
    answer_ladder(referral_id=found.id, rung=args.rung, answer=args.answer, reason=args.reason, by=by, at=now)
    if args.json:  # the search is shown; the plain answer shows nobody
        open_child(person=by, child_id=found.child_id, act="matching.see_referral", purpose="Reading a search", at=now)
        say.document(asdict(referral(found.id)))
    else:
        say.line("Recorded.")
    return say.DONE


def _show(args: argparse.Namespace) -> int:
    django_ready()
    from django.utils import timezone

    from carecommons.children.doors import open_child
    from carecommons.matching.queries import line_of, see_referral, steps_of

    by, now = asker(args), datetime.now(UTC)
    found = see_referral(args.search, by=by)
    open_child(person=by, child_id=found.child_id, act="matching.see_referral", purpose="Reading a search", at=now)
    steps, line = steps_of(found, on=timezone.localdate(now)), line_of(found, now)
    if args.json:
        say.document(
            asdict(found)
            | {"steps": [asdict(step) for step in steps], "next": line.next, "answer_until": line.answer_until}
        )
        return say.DONE
    say.line(f"Search {found.reference}: {found.state}, wanted by {found.wanted_by}, criteria {found.criteria_version}")
    for step in steps:
        say.line(f"  {'done ' if step.done else 'to do'}  {step.words}")
    until = f", until {timezone.localtime(line.answer_until):%d %B %Y, %H:%M}" if line.answer_until else ""
    say.line(f"{line.next_words}{until}.")
    return say.DONE


def _list(args: argparse.Namespace) -> int:
    django_ready()
    from carecommons.matching.queries import referrals_seen_by, with_next
    from carecommons.people.actions import record_look

    by, now = asker(args), datetime.now(UTC)
    lines = with_next(referrals_seen_by(by), now)
    for child_id in {line.child_id for line in lines}:
        record_look(
            person=by, child_id=child_id, act="matching.see_referral", purpose="Reading a list of searches", at=now
        )
    if args.json:
        say.document({"searches": [asdict(line) for line in lines]})
        return say.DONE
    for line in lines:
        say.line(
            f"{line.reference}  {line.child_reference}  wanted by {line.wanted_by}  {line.state}: {line.next_words}"
        )
    if not lines:
        say.line("No search is within your reach.")
    return say.DONE
