"""The page of a placement: where it stands, and what is owed next by day. Each part brings its own section."""

from datetime import UTC, date, datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from carecommons.children.doors import open_child
from carecommons.people.doors import Request, door
from carecommons.people.may import may, may_at_all
from carecommons.people.roles import ROLE_NAMES, Role

from .. import queries
from ..owing import in_order
from ..queries import PlacementRecord
from ..timers import Kind
from .held import agrees, held, own_between
from .placement_parts import OWN_PARTS, PARTS, shown

WRITE_IN = {
    Kind.VISIT: "The last visit", Kind.REVIEW: "The last review", Kind.HEALTH: "The last health assessment",
}  # fmt: skip
FORM_OF = {
    Kind.VISIT: "decisions:record_visit", Kind.REVIEW: "decisions:record_review",
    Kind.HEALTH: "decisions:record_health",
}  # fmt: skip
ACT_OF = {
    Kind.VISIT: "decisions.record_visit", Kind.REVIEW: "decisions.record_review",
    Kind.HEALTH: "decisions.record_health",
}  # fmt: skip


@door("decisions.see_placement")
@require_safe
def placement(request: Request, placement_id: UUID) -> HttpResponse:
    """Where a placement stands, as its reader may have it: the working page, or the young person's own."""
    at, person = datetime.now(UTC), request.person
    found = queries.placement(placement_id)
    child = open_child(
        person=person, child_id=found.child_id, act="decisions.see_placement",
        purpose="to read where a move stands", at=at,
    )  # fmt: skip
    on = timezone.localdate(at)
    own = person.role in (Role.CHILD, Role.ADVOCATE)
    parts = list(shown(OWN_PARTS if own else PARTS, request, found, at))
    on = timezone.localdate(at)
    context = {
        "held": None if own else held(person, child, found.hold, on), "agrees": own and agrees(child, found.hold, on),
        "between": own_between(child, on) if own and found.runs(on) else None,
        **({} if own else _from_before(request, found, on)),
        "taken_up": None if own else queries.taken_up(found.id), "role_names": ROLE_NAMES,
        "stopped": "" if own else queries.standing_now(found, on=on),
        "placement": found, "child": child, "is_child": person.role is Role.CHILD, "on": on,
        "parts": parts, "next": in_order(due for each in parts for due in each.part.get("due", ())),
    }  # fmt: skip
    return render(request, "decisions/placement_own.html" if own else "decisions/placement.html", context)


def _from_before(request: Request, found: PlacementRecord, on: date) -> dict[str, object]:
    """Of a stay that was taken up: what nobody has written in yet, and the stays that are still to be taken up."""
    person, missing = request.person, queries.not_written_in(found)
    if not missing and found.taken_up_on != on:
        return {}
    lets = may_at_all(person, "decisions.take_up_stay")
    left = queries.stays_to_take_up(person.authorities, on=on) if lets else ()
    address = {
        each: reverse(FORM_OF[each], args=[found.id]) for each in missing if may(person, ACT_OF[each], found.subject)
    }
    return {
        "not_written_in": [(WRITE_IN[each], address.get(each, "")) for each in missing],
        "left_to_take_up": len(left), "next_to_take_up": left[0].child_id if left else None,
    }  # fmt: skip
