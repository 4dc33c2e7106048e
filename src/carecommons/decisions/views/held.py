"""What holds a planned move, as its pages show it: why, what ends it, and who of those who read it may do that."""

from datetime import date
from typing import Any

from carecommons.children.queries import ChildRecord
from carecommons.people.may import may, roles_for
from carecommons.people.roles import Person

from ..hold import Hold, agrees_themselves

END_SEARCH, TAKE_BACK = "matching.refer", "provision.take_place"


def held(person: Person, child: ChildRecord, hold: Hold, on: date) -> dict[str, Any] | None:
    """For the pages of those around a child; None where nothing holds the move."""
    if not hold:
        return None
    return {
        "hold": hold, "child_id": child.id, "of_age": agrees_themselves(child.birth_date, on),
        "may_end_search": bool(may(person, END_SEARCH, child.subject)), "enders": roles_for(END_SEARCH),
        "may_take_back": bool(may(person, TAKE_BACK, child.subject)), "takers": roles_for(TAKE_BACK),
    }  # fmt: skip


def agrees(child: ChildRecord, hold: Hold, on: date) -> bool:
    """Whether the young person is told that they may agree themselves: a parent took it back, and they are of age."""
    return hold.search_id is not None and agrees_themselves(child.birth_date, on)
