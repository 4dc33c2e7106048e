"""`carecommons referral emergency ...`: open an emergency, choose at night, and see what is owed by which day."""

import argparse
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from . import say
from .asker import asker
from .ready import django_ready

Verb = Callable[..., argparse.ArgumentParser]
SEE = "decisions.see_emergencies"


def add_emergency(verbs: Any, verb: Verb) -> None:
    """Give `referral` its emergency verbs."""
    opened = verb(
        verbs, "emergency", "a child cannot wait: open an emergency, and a full search beside it",
        'Example: carecommons referral emergency C-7K4QX --cause carers_life --cannot-wait "Her carer was taken to '
        'hospital." --child-said "Not far from school."', _open,
    )  # fmt: skip
    opened.add_argument("child", metavar="CHILD", nargs="?", help="the child's reference; without one, say --name")
    opened.add_argument("--name", metavar="NAME", help="no record yet: what the child is called")
    opened.add_argument("--age", type=int, metavar="YEARS", help="no record yet: how old")
    opened.add_argument("--born", type=int, metavar="YEAR", help="no record yet: the year of birth")
    opened.add_argument("--sex", default="U", choices=["F", "M", "U"], help="no record yet: U is not known")
    opened.add_argument("--authority", metavar="CODE", help="no record yet: the council that looks after the child")
    opened.add_argument("--cause", required=True, metavar="CODE", help="what lies behind it; not_known is an answer")
    opened.add_argument("--cannot-wait", required=True, metavar="WORDS", help="why it cannot wait")
    opened.add_argument("--known-hours", type=int, metavar="HOURS", help="for how long it has been known")
    opened.add_argument("--child-said", default="", metavar="WORDS", help="what the child says now")
    opened.add_argument("--not-asked", default="", metavar="WORDS", help="or why the child could not be asked")
    for name, what in (("danger", "danger"), ("health", "health"), ("hidden-from", "who must not learn where")):
        opened.add_argument(f"--{name}", metavar="WORDS", help=f"what is known of {what}; 'none' if asked and nothing")
    tonight = verb(
        verbs, "tonight", "choose a home for the night, with a sentence",
        'Example: carecommons referral tonight R-4G21Z H-7K2QD "Near her school, and free tonight."', _tonight,
    )  # fmt: skip
    tonight.add_argument("search", metavar="SEARCH", help="the emergency's own search, such as R-4G21Z")
    tonight.add_argument("home", metavar="HOME", help="the home's reference on the list")
    tonight.add_argument("why", metavar="WHY")
    tonight.add_argument("--outside-terms", default="", metavar="WHY", help="why a foster family outside its terms")
    owed = verb(
        verbs, "owed", "what an emergency owes, and by when", "Example: carecommons referral owed R-4G21Z --json", _owed
    )
    owed.add_argument("search", metavar="SEARCH")
    review = verb(
        verbs, "review", "say whether an emergency stay goes on",
        'Example: carecommons referral review R-4G21Z goes-on "She is well, and two homes have answered."', _review,
    )  # fmt: skip
    review.add_argument("search", metavar="SEARCH")
    review.add_argument("answer", choices=["goes-on", "ends"])
    review.add_argument("why", metavar="WHY")


def _open(args: argparse.Namespace) -> int:
    django_ready()
    from carecommons.children.doors import open_child, reach_child
    from carecommons.children.queries import find_child
    from carecommons.children.reference import draw_reference
    from carecommons.matching.actions import Newcomer, open_emergency, open_emergency_for_newcomer
    from carecommons.matching.queries import emergency_told

    by, now = asker(args), datetime.now(UTC)
    said = _said(args, now)
    if args.child:
        child = reach_child(person=by, child_id=find_child(args.child).id, act="matching.open_emergency")
        search_id = open_emergency(child_id=child.id, said=said, by=by, at=now)
    else:
        newcomer = Newcomer(
            reference=draw_reference(secrets.randbelow), known_as=args.name or "", sex=args.sex,
            authority=args.authority or next(iter(sorted(by.authorities)), ""), age=args.age, birth_year=args.born,
        )  # fmt: skip
        search_id = open_emergency_for_newcomer(newcomer=newcomer, said=said, by=by, at=now)
    told = emergency_told(search_id)
    open_child(person=by, child_id=told.child_id, act="matching.open_emergency", purpose="Opening an emergency", at=now)
    found = {"search": told.reference, "full_search": told.full_reference, "until": told.until.isoformat()}
    if args.json:
        say.document(found)
    else:
        say.line(f"Emergency {told.reference} is open until {told.until:%d %B %Y %H:%M} (UTC).")
        say.line(f"The full search {told.full_reference} runs beside it.")
        say.line(f"Next: carecommons shortlist make {told.reference}")
    return say.DONE


def _said(args: argparse.Namespace, now: datetime) -> Any:
    from carecommons.matching.emergency import NONE, SAID, UNKNOWN, Known, Said

    def known(words: str | None) -> Known:
        if words is None:
            return Known(UNKNOWN)
        return Known(NONE) if words.strip().lower() == "none" else Known(SAID, words)

    hours = args.known_hours
    return Said(
        cause=args.cause, cannot_wait=args.cannot_wait, child_said=args.child_said, not_asked_because=args.not_asked,
        known_since=now - timedelta(hours=hours) if hours is not None else None, danger=known(args.danger),
        health=known(args.health), hidden_from=known(args.hidden_from),
    )  # fmt: skip


def _tonight(args: argparse.Namespace) -> int:
    django_ready()
    from carecommons.common.errors import NotAppropriate
    from carecommons.decisions.actions import propose_tonight
    from carecommons.decisions.queries import decision, sheet_tonight
    from carecommons.matching.queries import see_referral

    by, now = asker(args), datetime.now(UTC)
    search = see_referral(args.search, by=by)
    shown = sheet_tonight(search.id, at=now).shown.values()
    home = next((each for each in shown if each.reference == args.home.strip().upper()), None)
    if home is None:
        raise NotAppropriate(
            "home_not_on_list", "No home with this reference can be chosen from the list. Read it again."
        )
    decision_id = propose_tonight(
        search_id=search.id, home_id=home.home_id, why=args.why, exempt_because=args.outside_terms, by=by, at=now
    )
    found = decision(decision_id)
    if args.json:
        say.document({"decision": str(decision_id), "needs": found.approver_needed.value})
    else:
        say.line(f"Sent to the approver on call. {found.approver_words}")
    return say.DONE


def _owed(args: argparse.Namespace) -> int:
    return _show(args, asker_of(args), args.search)


def _review(args: argparse.Namespace) -> int:
    by = asker_of(args)
    from carecommons.decisions.actions import review_emergency
    from carecommons.matching.queries import see_referral

    search = see_referral(args.search, by=by)
    review_emergency(search_id=search.id, goes_on=args.answer == "goes-on", words=args.why, by=by, at=datetime.now(UTC))
    if args.json:  # the emergency is shown; the plain answer shows nobody
        return _show(args, by, args.search)
    say.line("Recorded.")
    return say.DONE


def asker_of(args: argparse.Namespace) -> Any:
    """Who asks, once Django stands."""
    django_ready()
    return asker(args)


def _show(args: argparse.Namespace, by: Any, reference: str) -> int:
    from django.utils import timezone

    from carecommons.children.doors import open_child
    from carecommons.decisions.api.emergencies import emergency_as_dict
    from carecommons.decisions.queries import emergency_record
    from carecommons.matching.queries import see_referral

    now = datetime.now(UTC)
    on = timezone.localdate(now)
    found = emergency_record(see_referral(reference, by=by).id, at=now)
    open_child(person=by, child_id=found.told.child_id, act=SEE, purpose="Reading an emergency", at=now)
    if args.json:
        say.document(emergency_as_dict(found, on))
        return say.DONE
    say.line(f"Emergency {found.told.reference}, child {found.child_reference}: {found.phase_words.lower()}.")
    if found.under_way:
        say.line(f"Runs until {timezone.localtime(found.until):%d %B %Y %H:%M}.")
    for item in found.trail:
        state = f"done {item.done_on}" if item.done else f"{'OVERDUE' if item.late(on) else 'to do'} by {item.due_on}"
        say.line(f"  {state}  {item.owed.words}")
    return say.DONE
