"""The page of a placement: where it stands, and what is owed next by day. Each part brings its own section."""

from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from carecommons.children.doors import open_child
from carecommons.people.doors import Request, door
from carecommons.people.roles import ROLE_NAMES, Role

from .. import queries
from ..owing import in_order
from .held import agrees, held, own_between
from .placement_parts import OWN_PARTS, PARTS, shown


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
    own = person.role in (Role.CHILD, Role.ADVOCATE)
    parts = list(shown(OWN_PARTS if own else PARTS, request, found, at))
    on = timezone.localdate(at)
    context = {
        "held": None if own else held(person, child, found.hold, on), "agrees": own and agrees(child, found.hold, on),
        "between": own_between(child, on) if own and found.runs(on) else None,
        "taken_up": None if own else queries.taken_up(found.id), "role_names": ROLE_NAMES,
        "stopped": "" if own else queries.standing_now(found, on=on),
        "placement": found, "child": child, "is_child": person.role is Role.CHILD, "on": on,
        "parts": parts, "next": in_order(due for each in parts for due in each.part.get("due", ())),
    }  # fmt: skip
    return render(request, "decisions/placement_own.html" if own else "decisions/placement.html", context)
