"""Placements: a home that may not have the child any more, plans and notices that are owed, and children who come."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone

from carecommons.decisions import queries as decisions
from carecommons.decisions.placement import Placed
from carecommons.decisions.queries import Owing
from carecommons.people.may import may_at_all
from carecommons.people.roles import Person, Role

from .addresses import address
from .due import day_words
from .values import Waiting

SEE = "decisions.see_placement"
STOPPED = ("child in a home that may not have them", "children in homes that may not have them")
PLAN = ("plan for living somewhere", "plans for living somewhere")
NOTICE = ("notice to send", "notices to send")
COMES = ("move to record", "moves to record")
TOLD_AT_ONCE = (Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.REVIEWING_OFFICER)


def lines(person: Person, at: datetime) -> Iterator[Waiting]:
    """What is owed at the start of each placement, by its day; before all, a home that may not have the child."""
    on = timezone.localdate(at)
    yield from _stopped(person, on)
    if not may_at_all(person, "decisions.write_plan"):
        return
    for each in decisions.owing_among(person.authorities, on=on):
        where = address(person, "decisions:placement", each.id)
        if where is not None:
            yield from _owed(person, each, where, on)


def _stopped(person: Person, on: date) -> Iterator[Waiting]:
    if person.role not in TOLD_AT_ONCE:
        return
    for each in decisions.unlawful_among(person.authorities, on=on):
        where = address(person, "decisions:placement", each.id)
        if where is not None:
            lives = "lives" if each.state is Placed.LIVING else "is to live"
            yield Waiting(
                title=f"Child {each.child_reference} {lives} in a home that may not have them",
                why=f"{each.home_name}: {each.because}. Review today where the child is safe, and look for a home.",
                address=where, noun=STOPPED, go="Open the placement", due_on=on, first=True, child_id=each.child_id,
                act=SEE,
            )  # fmt: skip


def _owed(person: Person, each: Owing, where: str, on: date) -> Iterator[Waiting]:
    comes = f"They {'come' if each.state is Placed.PLANNED else 'came'} to {each.home_name} on " + day_words(
        each.first_day, on
    )
    if each.lacks:
        yield Waiting(
            title=f"Child {each.child_reference}: the plan for living there is not whole",
            why=f"{each.lacks} part{'' if each.lacks == 1 else 's'} without an answer. {comes}.",
            address=f"{where}#plan", noun=PLAN, go="Open the plan", due_on=each.plan_due_on, child_id=each.child_id,
            act=SEE,
        )  # fmt: skip
    elif each.state is Placed.PLANNED and may_at_all(person, "decisions.begin_placement"):
        yield Waiting(
            title=f"Child {each.child_reference}: say when they have come", why=f"The plan is whole. {comes}.",
            address=where, noun=COMES, go="Open the placement", due_on=each.first_day, child_id=each.child_id,
            act=SEE,
        )  # fmt: skip
    if each.notices:
        first = each.notices[0]
        others = f" and {len(each.notices) - 1} more" if len(each.notices) > 1 else ""
        yield Waiting(
            title=f"Child {each.child_reference}: tell {first.kind.to[0].lower()}{first.kind.to[1:]}{others}",
            why=f"{comes}. The notice is made for you: send it, and record the day.",
            address=f"{where}#notices", noun=NOTICE, go="Open the notices", due_on=first.due_on, child_id=each.child_id,
            act=SEE,
        )  # fmt: skip
