"""`carecommons living`: what is due for children in their homes, how it goes, and writing it down."""

import argparse
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from . import say
from .asker import add_token, asker
from .ready import django_ready

SEE = "decisions.see_living"
ID = "3f0c9a52-5b0e-4a7e-9a55-0d1f6f0f7c11"
EXAMPLES = {
    "due": "--json",
    "show": f"{ID} --json",
    "visit": f'{ID} --day 2026-11-20 --alone yes --said "The dog sleeps in my room."',
    "health": f"{ID} --day 2026-11-20",
    "time": f"{ID} --day 2026-11-20 --kind meeting --minutes 45",
    "counts": "--json",
}


def add(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Examples:\n" + "\n".join(f"  carecommons living {name} {rest}" for name, rest in EXAMPLES.items())
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    _verb(verbs, "due", "what is due, soonest first, each with its rule", _due)
    _of_a_placement(_verb(verbs, "show", "the life of a child in one home", _show))
    visit = _of_a_placement(_verb(verbs, "visit", "write down a visit", _visit))
    visit.add_argument("--day", type=_day, required=True, metavar="YYYY-MM-DD")
    visit.add_argument("--alone", required=True, choices=["yes", "refused", "not_right", "not_possible"])
    visit.add_argument("--said", required=True, metavar="WORDS", help="what the child said or showed")
    visit.add_argument("--why-not", default="", metavar="WORDS", help="why the child was not seen alone")
    visit.add_argument("--seen", default="", metavar="WORDS", help="what you saw, and what must be done")
    health = _of_a_placement(_verb(verbs, "health", "write down that the child's health was assessed", _health))
    health.add_argument("--day", type=_day, required=True, metavar="YYYY-MM-DD")
    time = _of_a_placement(_verb(verbs, "time", "write down time that this match took, in minutes", _time))
    time.add_argument("--day", type=_day, required=True, metavar="YYYY-MM-DD")
    time.add_argument("--kind", required=True, metavar="CODE", help="search, meeting, visit, introduction, ...")
    time.add_argument("--minutes", type=int, required=True, metavar="N")
    _verb(verbs, "counts", "what came of placements and what matching took, counted and suppressed", _counts)


def _verb(verbs: Any, name: str, words: str, run: Any) -> argparse.ArgumentParser:
    example = f"Example: carecommons living {name} {EXAMPLES[name]}"
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=words, description=words, epilog=example)
    parser.add_argument("--json", action="store_true", help="print exactly one JSON document")
    add_token(parser)
    parser.set_defaults(run=run)
    return parser


def _of_a_placement(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("placement", type=UUID, metavar="PLACEMENT", help="its id, as `due` says it")
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no day; write it as 2026-12-04") from None


def _due(args: argparse.Namespace) -> int:
    django_ready()
    from django.utils import timezone

    from carecommons.decisions.queries import due_for
    from carecommons.people.actions import record_look
    from carecommons.people.may import check_may_at_all

    by, now = asker(args), datetime.now(UTC)
    check_may_at_all(by, SEE)
    found = due_for(by, timezone.localdate(now))
    for child_id in sorted({line.child_id for line in found}):
        record_look(person=by, child_id=child_id, act=SEE, purpose="to read what is due", at=now)
    if args.json:
        say.document([_line(line) for line in found])
        return say.DONE
    for line in found:
        say.line(f"{line.due.on}  {line.due.words} for {line.child_reference} {line.lives_at}. {line.due.why}")
        say.line(f"            {line.placement_id}")
    if not found:
        say.line("Nothing is due.")
    return say.DONE


def _line(line: Any) -> dict[str, Any]:
    due = line.due
    return {
        "placement_id": str(line.placement_id), "child_reference": line.child_reference, "home_name": line.home_name,
        "kind": due.kind, "since": due.since.isoformat(), "on": due.on.isoformat(),
        "do_by": due.do_by.isoformat() if due.do_by else None, "why": due.why, "rule": due.rule,
    }  # fmt: skip


def _show(args: argparse.Namespace) -> int:
    django_ready()
    from carecommons.decisions.api.living import LifeOut

    found = _opened(args)
    if args.json:
        say.document(LifeOut.from_orm(found).model_dump(mode="json"))
        return say.DONE
    for each in found.due:
        say.line(f"{each.on}  {each.words} due. {each.why}")
    for line in found.signs:
        if line.open:
            say.line(f"Look at this placement: {line.sign.why}")
    for own in found.own[:1]:
        say.line(f"How it goes: {own.feeling_words}. {own.words}")
    for sought in found.sought:
        newest = sought.adults[-1].answer_words if sought.adults else "no answer yet"
        child = sought.child[-1].answer_words if sought.child else "no answer yet"
        say.line(f"{sought.outcome}: the review says {newest.lower()}; the child says {child.lower()}")
    return say.DONE


def _opened(args: argparse.Namespace) -> Any:
    """The life, after the looks that the page writes."""
    from django.utils import timezone

    from carecommons.children.doors import open_child
    from carecommons.decisions.queries import life, placement
    from carecommons.people.actions import record_look

    by, now = asker(args), datetime.now(UTC)
    where = placement(args.placement)
    open_child(person=by, child_id=where.child_id, act=SEE, purpose="to read how it goes in the home", at=now)
    found = life(args.placement, on=timezone.localdate(now), by=by)
    for each in found.contact if args.json else ():  # in words, brothers and sisters are not said
        if each.child_id is not None:
            record_look(
                person=by, child_id=each.child_id, act=SEE, purpose="to read when they see each other", at=now
            )  # fmt: skip
    return found


def _visit(args: argparse.Namespace) -> int:
    django_ready()
    from carecommons.decisions.actions import record_visit

    by = asker(args)
    made = record_visit(
        placement_id=args.placement, day=args.day, alone=args.alone, said=args.said, why_not=args.why_not,
        seen=args.seen, by=by, at=datetime.now(UTC),
    )  # fmt: skip
    return _kept(args, made)


def _health(args: argparse.Namespace) -> int:
    django_ready()
    from carecommons.decisions.actions import record_health

    made = record_health(placement_id=args.placement, day=args.day, by=asker(args), at=datetime.now(UTC))
    return _kept(args, made)


def _time(args: argparse.Namespace) -> int:
    django_ready()
    from carecommons.decisions.actions import record_time

    made = record_time(
        placement_id=args.placement, day=args.day, kind=args.kind, minutes=args.minutes, by=asker(args),
        at=datetime.now(UTC),
    )  # fmt: skip
    return _kept(args, made)


def _counts(args: argparse.Namespace) -> int:
    django_ready()
    from django.utils import timezone

    from carecommons.decisions.api.living import LifeCountsOut
    from carecommons.decisions.counts import life_counts
    from carecommons.people.doors import behind
    from carecommons.people.may import check_may_at_all

    by = asker(args)
    check_may_at_all(by, "decisions.see_life_counts")
    with behind(by, "decisions.see_life_counts"):
        found = life_counts(on=timezone.localdate(datetime.now(UTC)))
    if args.json:
        say.document(LifeCountsOut.from_orm(found).model_dump(mode="json"))
        return say.DONE
    say.line(f"Whole quarters: {found.period.words}")
    for title, lines in (
        ("How it goes, as the children say", found.own), ("Whether they saw those who matter to them", found.contact),
        ("What was hoped for", found.outcomes), ("Right first time", found.first_time),
    ):  # fmt: skip
        say.line(title)
        for line in lines:
            parts = ", ".join(f"{label} {shown.words}" for label, shown in line.parts.items())
            say.line(f"  {line.name}: {line.total.words} ({parts})")
    for hours in found.hours:
        say.line(f"  {hours.name}: {'withheld' if hours.hours is None else hours.hours} hours of matching")
    for held in found.held:
        nights = "withheld" if held.nights is None else held.nights
        say.line(f"  {held.name}: {held.placements.words} places held before a move, nights: {nights}")
    return say.DONE


def _kept(args: argparse.Namespace, made: UUID) -> int:
    if args.json:
        say.document({"id": str(made)})
    else:
        say.line("Kept.")
    return say.DONE
