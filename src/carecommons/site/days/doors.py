"""Opening one's day at a door, for page, program and command line: each child named can read that it was read."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from carecommons.people.actions import record_look
from carecommons.people.roles import Person

from . import SHOWN_MAX, all_waiting, my_day
from .values import Day, Waiting, children_of

READING = "Reading what waits today"


def open_day(person: Person, *, at: datetime, at_most: int = SHOWN_MAX) -> Day:
    """The person's day, after one look has been written for each child that it names."""
    found = my_day(person, at=at, at_most=at_most)
    _look(found.children_named, person, at)
    return found


def open_list(person: Person, *, at: datetime, first: int = 0, at_most: int | None = None) -> tuple[list[Waiting], int]:
    """A part of everything that waits, in its order, and how long the whole is; a look for each child in that part."""
    found = all_waiting(person, at=at)
    part = found[first:] if at_most is None else found[first : first + at_most]
    _look(children_of(part), person, at)
    return part, len(found)


def _look(children: Iterable[tuple[UUID, str]], person: Person, at: datetime) -> None:
    for child_id, act in children:
        record_look(person=person, child_id=child_id, act=act, purpose=READING, at=at)
