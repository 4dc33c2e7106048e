"""What a move waits for, as its pages show it: why, what ends it, and who of those who read it may do that."""

from datetime import date
from typing import Any

from carecommons.children.queries import ChildRecord
from carecommons.people.may import may, roles_for
from carecommons.people.roles import Person, Subject

from ..hold import Hold, agrees_themselves

END_SEARCH, TAKE_BACK, RECORD = "matching.refer", "provision.take_place", "decisions.record_review"


def held(person: Person, child: ChildRecord, hold: Hold, on: date) -> dict[str, Any] | None:
    """For the pages of those around a child; None where nothing holds the move."""
    if not hold:
        return None
    return {
        "hold": hold, "child_id": child.id, "of_age": agrees_themselves(child.birth_date, on),
        "may_end_search": bool(may(person, END_SEARCH, child.subject)), "enders": roles_for(END_SEARCH),
        "may_take_back": bool(may(person, TAKE_BACK, child.subject)), "takers": roles_for(TAKE_BACK),
    }  # fmt: skip


def reviewer(person: Person, subject: Subject) -> dict[str, Any]:
    """Who records the review that comes before a move, and whether this reader may."""
    return {"may_record": bool(may(person, RECORD, subject)), "recorders": roles_for(RECORD)}


def agrees(child: ChildRecord, hold: Hold, on: date) -> bool:
    """Whether the young person is told that they may agree themselves: a parent took it back, and they are of age."""
    return hold.search_id is not None and agrees_themselves(child.birth_date, on)
