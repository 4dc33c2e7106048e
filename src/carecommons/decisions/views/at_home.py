"""For the home of a placement: who lives there and who is to come, and the plan, to be read and followed."""

from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from carecommons.people.doors import Request, door
from carecommons.people.roles import ROLE_NAMES

from .. import queries
from ..doors import chosen, look_at_stays, open_plan
from ..starting import REPLY_WORDS


@door("decisions.see_own_stays")
@require_safe
@chosen
def own_stays(request: Request) -> HttpResponse:
    """For a carer or provider: who lives with them and who is to come, and what they can read and say of it."""
    at = datetime.now(UTC)
    stays, coming = queries.own_stays(request.person, at=at), queries.own_coming(request.person)
    look_at_stays(request.person, (*stays, *coming), at=at)
    notices = {each.placement_id: each for each in queries.notices_open(request.person, at=at)}
    names = queries.references_of(each.child_id for each in (*stays, *coming))
    on = timezone.localdate(at)
    context = {
        "lines": [(each, names[each.child_id], notices.get(each.id), each.runs(on)) for each in stays],
        "coming": [(each, names[each.child_id]) for each in coming],
    }
    return render(request, "decisions/ending/own_stays.html", context)


@door("decisions.read_plan_at_home")
@require_safe
@chosen
def home_plan(request: Request, placement_id: UUID) -> HttpResponse:
    """The plan for living there, as those read it who have to follow it."""
    at = datetime.now(UTC)
    found, child = open_plan(request.person, placement_id, at=at)
    plan = queries.plan_of(found)
    context = {
        "placement": found, "child": child, "plan": plan, "visits": queries.visits_of(found.id),
        "due": queries.due_there(found, at=at), "on": timezone.localdate(at), "reply_words": REPLY_WORDS,
        "role_names": ROLE_NAMES,
    }  # fmt: skip
    return render(request, "decisions/placement/home_plan.html", context)
