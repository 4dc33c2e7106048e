"""`carecommons placement`: how a placement stands; answer its plan, record notices, say that the child came.

And take up a stay that began before any choice was made here.
"""

import argparse
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from carecommons.common.errors import NotFound, Refused

from . import say
from .asker import add_token, asker
from .ready import django_ready

if TYPE_CHECKING:
    from carecommons.people.roles import Person

EPILOG = """Examples:
  carecommons placement show ID
  carecommons placement answer ID --item school --reply said --words "The same school, by bus."
  carecommons placement notice DECISION --kind area_authority --sent-on 2026-11-20 --to "The duty desk"
  carecommons placement begin ID --came-on 2026-12-04
  carecommons placement to-take-up
  carecommons placement take-up CHILD --home H-7K2QD --since 2024-03-01 --words "The yearly return of 2026."
  carecommons placement take-up-known C-7K4QX C-9Z9QX --words "The yearly return of 2026."
  carecommons placement take-up-known --all --words "The yearly return of 2026."
An address /placements/ID/ holds the id; `show --json` holds that of its decision."""


def add(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    _verb(verbs, "show", "where a placement stands: its plan, its visits, its notices", show)
    answer = _verb(verbs, "answer", "answer one item of the plan", answer_item)
    answer.add_argument("--item", required=True, metavar="CODE", help="the item; a refusal lists them")
    answer.add_argument("--reply", required=True, metavar="CODE", help="said, does_not_apply, yes, no or ask")
    answer.add_argument("--words", default="", help="what was agreed, and with whom")
    notice = _verb(verbs, "notice", "record that a notice which a choice owes was sent", record)
    notice.add_argument("--kind", required=True, metavar="CODE", help="the notice; a refusal lists them")
    notice.add_argument("--sent-on", required=True, type=_day, metavar="DAY", help="the day, as 2026-11-20")
    notice.add_argument("--to", required=True, help="to whom, and how")
    begin = _verb(verbs, "begin", "say that the child came", came)
    begin.add_argument("--came-on", required=True, type=_day, metavar="DAY", help="the day, as 2026-11-20")
    begin.add_argument(
        "--reviewed-on", type=_day, metavar="DAY", help="the review before a move out of a placement, where still owed"
    )
    begin.add_argument(
        "--no-review", default="", metavar="WORDS", help="where there was none: who is in danger, why it could not wait"
    )
    _verb(verbs, "to-take-up", "the children who live in a home with no stay kept here", listed, of=None)
    take = _verb(verbs, "take-up", "take up a stay that began before any choice here", taken_up, of="child")
    take.add_argument("--home", required=True, metavar="REFERENCE", help="the home, by its reference or id")
    take.add_argument("--since", required=True, type=_day, metavar="DAY", help="its first day, as 2024-03-01")
    take.add_argument("--words", required=True, help="where it is written that the child lives there")
    known = _verb(
        verbs, "take-up-known", "take up several stays as the register of homes has them, all or none", known_taken_up,
        of=None,
    )  # fmt: skip
    known.add_argument("children", nargs="*", metavar="CHILD", help="the children, by reference or id")
    known.add_argument("--all", action="store_true", help="every stay that `to-take-up` lists")
    known.add_argument("--words", required=True, help="where they are written, one sentence for all")


def _verb(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, words: str, run: object,
    of: str | None = "placement",
) -> argparse.ArgumentParser:  # fmt: skip
    """of: what the command is about, "placement" or "child"; None where it is a list."""
    form = argparse.RawDescriptionHelpFormatter
    parser = verbs.add_parser(name, help=words, description=words, epilog=EPILOG, formatter_class=form)
    if of == "child":
        parser.add_argument("child", metavar="CHILD", help="the child, by reference or id")
    elif of:
        parser.add_argument("id", type=UUID, metavar="ID", help="the placement; for a notice the decision, by its id")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    add_token(parser)
    parser.set_defaults(run=run)
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("write the day as 2026-11-20") from None


def show(args: argparse.Namespace) -> int:
    """Print where a placement stands; the look is written down as on the page."""
    django_ready(migrate=True)
    return _show(args, asker(args))


def answer_item(args: argparse.Namespace) -> int:
    """Answer one item of the plan."""
    django_ready(migrate=True)
    from carecommons.decisions.actions import answer_plan

    person = asker(args)
    answer_plan(
        placement_id=args.id, item=args.item, reply=args.reply, words=args.words, by=person, at=datetime.now(UTC)
    )
    return _show(args, person)


def record(args: argparse.Namespace) -> int:
    """Record that a notice was sent."""
    django_ready(migrate=True)
    from carecommons.decisions.actions import record_notice

    person = asker(args)
    record_notice(
        decision_id=args.id, kind=args.kind, sent_on=args.sent_on, sent_to=args.to, by=person, at=datetime.now(UTC)
    )
    if args.json:
        say.document({"decision_id": str(args.id), "kind": args.kind, "sent_on": str(args.sent_on)})
    else:
        say.line(f"Recorded: sent on {args.sent_on}.")
    return say.DONE


def came(args: argparse.Namespace) -> int:
    """Say that the child came."""
    django_ready(migrate=True)
    from carecommons.decisions.actions import begin_placement

    person = asker(args)
    begin_placement(
        placement_id=args.id, came_on=args.came_on, reviewed_on=args.reviewed_on, no_review=args.no_review, by=person,
        at=datetime.now(UTC),
    )  # fmt: skip
    return _show(args, person)


def listed(args: argparse.Namespace) -> int:
    """Print the children who live in a home with no stay kept here, each with a look."""
    django_ready(migrate=True)
    from django.utils import timezone

    from carecommons.decisions.queries import stays_to_take_up
    from carecommons.people.actions import record_look
    from carecommons.people.may import check_may_at_all

    person, at, act = asker(args), datetime.now(UTC), "decisions.take_up_stay"
    check_may_at_all(person, act)
    found = stays_to_take_up(person.authorities, on=timezone.localdate(at))
    for each in found:
        record_look(
            person=person, child_id=each.child_id, act=act, purpose="Reading which stays are to be taken up", at=at
        )
    if args.json:
        say.document([
            {"child_id": str(each.child_id), "child_reference": each.child_reference, "home_id": str(each.home_id),
             "home_name": each.home_name, "since": str(each.since)}
            for each in found
        ])  # fmt: skip
        return say.DONE
    for each in found:
        say.line(f"{each.child_reference}, {each.known_as}, {each.age}: {each.lives_at}, since {each.since}")
    say.line(
        f"{len(found)} to take up: `carecommons placement take-up-known CHILD ... --words ...` where home and day are "
        "right; otherwise `take-up CHILD --home REFERENCE --since DAY --words ...`."
    )
    return say.DONE


def taken_up(args: argparse.Namespace) -> int:
    """Take up a stay that began before any choice was made here."""
    django_ready(migrate=True)
    from carecommons.children.queries import find_child
    from carecommons.decisions.actions import take_up_stay

    person = asker(args)
    args.id = take_up_stay(
        child_id=find_child(args.child).id, home_id=_home(args.home), since=args.since, words=args.words, by=person,
        at=datetime.now(UTC),
    )  # fmt: skip
    return _show(args, person)


def known_taken_up(args: argparse.Namespace) -> int:
    """Take up several stays at the homes and days that the register of homes has; all of them, or none."""
    django_ready(migrate=True)
    from django.utils import timezone

    from carecommons.children.doors import open_child
    from carecommons.children.queries import find_child
    from carecommons.decisions.actions import take_up_stays
    from carecommons.decisions.queries import stays_to_take_up
    from carecommons.decisions.taken_up import Stay
    from carecommons.people.may import check_may_at_all

    if args.all == bool(args.children):
        raise Refused("stays_named_or_all", "Name the children whose stays to take up, or say --all: one of both.")
    person, at, act = asker(args), datetime.now(UTC), "decisions.take_up_stay"
    check_may_at_all(person, act)
    listed = {each.child_id: each for each in stays_to_take_up(person.authorities, on=timezone.localdate(at))}
    asked = list(listed) if args.all else [find_child(each).id for each in args.children]
    for child in asked:
        open_child(person=person, child_id=child, act=act, purpose="to take up a stay that began before", at=at)
    missing = [named for named, child in zip(args.children, asked, strict=False) if child not in listed]
    if missing:
        raise Refused(
            "stay_not_on_the_list",
            f"No stay was taken up: `carecommons placement to-take-up` does not list {', '.join(missing)}.",
        )
    stays = [Stay(child, listed[child].home_id, listed[child].since) for child in dict.fromkeys(asked)]
    made = take_up_stays(stays=stays, words=args.words, by=person, at=at) if stays else ()
    if args.json:
        say.document({"placement_ids": [str(each) for each in made]})
        return say.DONE
    say.line(f"{len(made)} taken up. What is due for each: `carecommons placement show ID`, or on the day.")
    return say.DONE


def _home(known_as: str) -> UUID:
    from carecommons.provision.queries import home_id_of

    try:
        return UUID(known_as)
    except ValueError:
        found = home_id_of(known_as)
    if found is None:
        raise NotFound()
    return found


def _show(args: argparse.Namespace, person: "Person") -> int:
    from django.utils.timezone import localdate

    from carecommons.children.doors import open_child
    from carecommons.decisions.queries import between_of, notices_of, placement, plan_of, review_before, visits_of
    from carecommons.people.roles import Role

    if person.role in (Role.CHILD, Role.ADVOCATE):
        raise NotFound()  # what happens next stands on the young person's own page, in their words
    at, found = datetime.now(UTC), placement(args.id)
    open_child(
        person=person, child_id=found.child_id, act="decisions.see_placement", purpose="to read where a move stands",
        at=at,
    )  # fmt: skip
    plan, notices = plan_of(found), notices_of(found.decision_id, at=at)
    before = review_before(found.decision_id, at=at)
    gap = between_of(found.child_id, on=localdate(at))
    gap = gap if gap is not None and found.id in (gap.leaves, gap.moves) else None
    if args.json:
        say.document({
            "id": str(found.id), "decision_id": str(found.decision_id or ""), "state": found.state.value,
            "from_day": str(found.from_day), "move_waits": found.move_waits,
            "waits_because": list(found.hold.codes), "no_home_from": str(gap.last_day if gap else ""),
            "no_home_until": str((gap.first_day if gap else None) or ""), "plan_due_on": str(plan.due_on or ""),
            "taken_up_on": str(found.taken_up_on or ""),
            "plan_lacks": [item.code for item in plan.lacks],
            "review_owed": [law.value for law in before.owed] if before.lacks else [],
            "plan": {line.item.code: line.words for line in plan.lines if line.reply},
            "notices": {each.kind.code: str(each.sent_on or "") for each in notices},
        })  # fmt: skip
        return say.DONE
    say.line(f"{found.words}: {found.home_name}, " + ("and its day does not hold" if found.move_waits else
             f"from {found.from_day}"))  # fmt: skip
    if gap is not None:
        say.line(f"  No home is known from {gap.last_day} until {gap.first_day or 'the move, which waits'}.")
    if found.hold.search_id is not None:
        say.line(f"  A parent has withdrawn their agreement: search {found.hold.search_id} was opened for it.")
    if before.lacks:
        say.line(f"  A review comes first. {before.words} It is recorded for placement {before.placement_id}.")
    for line in plan.lines:
        say.line(f"  {line.item.title} ({line.item.code}): {line.words or line.reply or 'no answer yet'}")
    for visit in visits_of(found.id):
        say.line(f"  {visit.on_day} {visit.words}: {visit.state_words.lower()}")
    for each in notices:
        say.line(f"  {each.kind.to} ({each.kind.code}): " + (f"sent on {each.sent_on}" if each.sent_on else
                 f"due by {each.due_on}"))  # fmt: skip
    return say.DONE
