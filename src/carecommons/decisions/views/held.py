"""What a move waits for, as its pages show it: why, what ends it, and who of those who read it may do that."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from carecommons.children.queries import ChildRecord
from carecommons.people.doors import Request
from carecommons.people.may import may, roles_for
from carecommons.people.roles import Person, Subject

from .. import queries
from ..hold import Hold, agrees_themselves
from ..owing import Due
from ..queries import PlacementRecord

END_SEARCH, TAKE_BACK, RECORD = "matching.refer", "provision.take_place", "decisions.record_review"
OPEN = "matching.open_emergency"


def held(person: Person, child: ChildRecord, hold: Hold, on: date) -> dict[str, Any] | None:
    """For the pages of those around a child; None where nothing holds the move."""
    if not hold:
        return None
    return {
        "hold": hold, "child_id": child.id, "of_age": agrees_themselves(child.birth_date, on),
        "may_end_search": bool(may(person, END_SEARCH, child.subject)), "enders": roles_for(END_SEARCH),
        "may_take_back": bool(may(person, TAKE_BACK, child.subject)), "takers": roles_for(TAKE_BACK),
    }  # fmt: skip


def between_part(request: Request, found: PlacementRecord, at: datetime) -> dict[str, Any] | None:
    """The days on which no home is known, on the page of the home that ends before them and of the one after them."""
    on, person = timezone.localdate(at), request.person
    gap = queries.between_of(found.child_id, on=on)
    if gap is None or found.id not in (gap.leaves, gap.moves):
        return None
    return {
        "gap": gap, "due": [Due(gap.last_day, "Find where the child lives until the move", "between")],
        "may_take_back": bool(may(person, TAKE_BACK, found.subject)), "takers": roles_for(TAKE_BACK),
        "may_open_emergency": bool(may(person, OPEN, found.subject)), "openers": roles_for(OPEN),
    }  # fmt: skip


def own_between(child: ChildRecord, on: date) -> queries.Between | None:
    """The same for the young person; not before they may read the notice from which it follows."""
    gap = queries.between_of(child.id, on=on)
    if gap is None or gap.notice_id is None or queries.end_notice(gap.notice_id).child_reads(on):
        return gap
    return None


def reviewer(person: Person, subject: Subject) -> dict[str, Any]:
    """Who records the review that comes before a move, and whether this reader may."""
    return {"may_record": bool(may(person, RECORD, subject)), "recorders": roles_for(RECORD)}


def agrees(child: ChildRecord, hold: Hold, on: date) -> bool:
    """Whether the young person is told that they may agree themselves: a parent took it back, and they are of age."""
    return hold.search_id is not None and agrees_themselves(child.birth_date, on)
