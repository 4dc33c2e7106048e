"""Opening one's day at a door, for page, program and command line: each child named can read that it was read."""

from datetime import datetime

from carecommons.people.actions import record_look
from carecommons.people.roles import Person

from . import SHOWN_MAX, my_day
from .values import Day


def open_day(person: Person, *, at: datetime, at_most: int = SHOWN_MAX) -> Day:
    """The person's day, after one look has been written for each child that it names."""
    found = my_day(person, at=at, at_most=at_most)
    for child_id, act in found.children_named:
        record_look(person=person, child_id=child_id, act=act, purpose="Reading what waits today", at=at)
    return found
