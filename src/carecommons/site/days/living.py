"""Visits, reviews and health assessments that are due for children in their homes, and placements to look at (B17).

Each thing asks the person whose act it is; what is overdue asks the team manager as well. Source: Care Planning
Regulations 2010 regs 7, 28, 33; handbook section 5, steps 1 and 11.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone

from carecommons.constitution.parameters import whole
from carecommons.decisions import queries as decisions
from carecommons.decisions.timers import Kind
from carecommons.people.may import may_at_all
from carecommons.people.roles import Person, Role

from .addresses import address
from .due import working_days
from .values import Waiting

SEE = "decisions.see_living"
# Whose act each thing is, and the form that it is written down on.
ACTS: dict[Kind, tuple[str, str]] = {
    Kind.VISIT: ("decisions.record_visit", "decisions:record_visit"),
    Kind.REVIEW: ("decisions.record_review", "decisions:record_review"),
    Kind.EMERGENCY_REVIEW: ("decisions.review_emergency", "decisions:emergency"),
    Kind.HEALTH: ("decisions.record_health", "decisions:record_health"),
}
NOUNS = {
    Kind.VISIT: ("visit to make", "visits to make"),
    Kind.REVIEW: ("review to hold", "reviews to hold"),
    Kind.HEALTH: ("health assessment to see to", "health assessments to see to"),
}
# The hours of an emergency stay are on the day with the emergency itself (emergencies.py), by the clock.
HERE = tuple(kind for kind in Kind if kind is not Kind.EMERGENCY_REVIEW)
LOOK = ("placement to look at", "placements to look at")


def lines(person: Person, at: datetime) -> Iterator[Waiting]:
    """What is due soon or overdue, and placements with early signs that nobody has answered."""
    on = timezone.localdate(at)
    if any(may_at_all(person, act) for act, _ in ACTS.values()):
        for line in decisions.due_for(person, on, kinds=HERE):
            yield from _due(person, line, on)
    for found in decisions.signs_open(person, on):
        where = address(person, "decisions:life", found.placement.id)
        if where is not None:
            yield Waiting(
                title=f"Child {found.child_reference}: look at this placement", noun=LOOK, address=where,
                why=" ".join(sign.why for sign in found.signs), go="Read how it goes",
                child_id=found.placement.child_id, act=SEE,
            )  # fmt: skip


def _due(person: Person, line: decisions.DueLine, on: date) -> Iterator[Waiting]:
    act, form = ACTS[line.due.kind]
    # A team manager may write visits down too, and is asked only when one is late.
    asked = bool(may_at_all(person, act)) and person.role is not Role.TEAM_MANAGER
    if not (asked and _near(line.due.on, on)) and not (person.role is Role.TEAM_MANAGER and line.due.late(on)):
        return
    where = address(person, form, line.placement_id) if asked else address(person, "decisions:life", line.placement_id)
    if where is None:
        return
    yield Waiting(
        title=f"Child {line.child_reference}: {line.due.words.lower()} due",
        why=f"{line.due.why} {line.home_name}.", noun=NOUNS[line.due.kind], address=where,
        go="Write it down" if asked else "Read how it goes", due_on=_day(line, on), child_id=line.child_id, act=SEE,
    )  # fmt: skip


def _day(line: decisions.DueLine, on: date) -> date:
    """The last working day that is in time, as long as it has not passed; then the day of the law itself."""
    best = line.due.do_by
    return best if best is not None and best >= on else line.due.on


def _near(day: date, on: date) -> bool:
    left = None if day <= on else working_days(on, day)
    return day <= on or (left is not None and left <= whole("day_soon_working_days", on))
