"""What waits for one person today, one module a kind of thing: values for the page, the API and the command line.

Composed from what the rooms' queries say; nothing is decided here. A room that brings a new thing that can wait adds
its maker to LINES, SECTIONS or ASIDES: each maker asks for itself whose the thing is, and gives nothing to others.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from django.utils import timezone

from carecommons.people.roles import Person
from carecommons.provision import queries as provision

from . import (
    approvals,
    before,
    children,
    disagreements,
    emergencies,
    endings,
    health,
    homes,
    invitations,
    keeping,
    living,
    officers,
    placements,
    review_duties,
    reviews,
    school,
    searches,
    shortlisted,
    voices,
)  # fmt: skip
from .addresses import address
from .due import dated
from .titles import NOTHING, title_of
from .values import Aside, Day, Section, Waiting, first_of_all, in_order

__all__ = ["Aside", "Day", "Section", "Waiting", "all_waiting", "my_day"]

SHOWN_MAX = 8
ASKED_MAX = 5
LINES: tuple[Callable[[Person, datetime], Iterator[Waiting]], ...] = (
    reviews.lines, emergencies.lines, review_duties.lines, disagreements.lines, approvals.lines, placements.lines,
    living.lines, invitations.lines, searches.lines, children.lines, school.lines, health.lines, voices.lines,
    homes.lines, keeping.lines, endings.lines, before.lines, shortlisted.lines,
)  # fmt: skip
SECTIONS: tuple[Callable[[Person, datetime], Iterator[Section]], ...] = (
    voices.sections, reviews.sections, homes.sections,
)  # fmt: skip
ASIDES: tuple[Callable[[Person, datetime], Iterator[Aside]], ...] = (
    reviews.asides, keeping.asides, review_duties.asides, officers.asides,
)  # fmt: skip


def all_waiting(person: Person, *, at: datetime) -> list[Waiting]:
    """Everything that waits for this person now, in the order of the day. For doors that write the looks."""
    on = timezone.localdate(at)
    return in_order([dated(line, on) for make in LINES for line in make(person, at)])


def my_day(person: Person, *, at: datetime, at_most: int = SHOWN_MAX) -> Day:
    """What waits for this person now, by the day on which it is due. at_most: how many lines are named.

    The first line of each kind of thing is named before a second one of any: what is overdue by the dozen takes no
    other kind off the page. The whole list is a page of its own.
    """
    on = timezone.localdate(at)
    found = all_waiting(person, at=at)
    shown = first_of_all(found, at_most)
    spoken_for = asked = provision.vacancies_asked(person, at=at)
    if person.authorities:
        # An officer keeps a hundred homes: only those whose word has run out belong in the day.
        asked = tuple(each for each in asked if each.wanted)
    sections = tuple(section for make in SECTIONS for section in make(person, at))
    quiet = next((section.headline for section in sections if section.headline), "")
    return Day(
        title=_title(found, sum(each.wanted for each in asked), on) or keeping.headline(person, at) or quiet or NOTHING,
        first=shown[0] if shown else None,
        waiting=tuple(shown[1:]),
        more=len(found) - len(shown),
        more_address=address(person, "my_list") or "",
        sections=sections,
        asides=(
            *homes.vacancies(person, spoken_for),
            *(aside for make in ASIDES for aside in make(person, at)),
        ),
        nothing="All is done for now",
        asked=asked[:ASKED_MAX],
        asked_more=max(len(asked) - ASKED_MAX, 0),
        counted=len(found),
    )


def _title(found: list[Waiting], wanted: int, on: date) -> str:
    """What presses; without that, homes that are asked what is free; else what comes next. "" when nothing waits."""
    pressing = any(line.pressing for line in found)
    if wanted and not pressing:
        return "Say what is free: one home is asked" if wanted == 1 else f"Say what is free: {wanted:,} homes are asked"
    return title_of(found, on) if found else ""
