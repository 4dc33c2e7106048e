"""For the home of a placement: who lives there and who is to come, and the plan, to be read and followed."""

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from carecommons.common.errors import ReasonMissing
from carecommons.people.doors import Request, door
from carecommons.people.roles import ROLE_NAMES

from .. import actions, queries
from ..doors import chosen, look_at_stays, open_plan
from ..forms.starting import OurYesForm
from ..starting import HOME_AGREES, REPLY_WORDS


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


@door("decisions.answer_for_home")
@require_http_methods(["GET", "HEAD", "POST"])
@chosen
def our_yes(request: Request, placement_id: UUID) -> HttpResponse:
    """The home says whether the yes that was written down for it is right, or gives its own."""
    at = datetime.now(UTC)
    found, child = open_plan(
        request.person, placement_id, at=at, act="decisions.answer_for_home",
        purpose="to say whether the home said yes",
    )  # fmt: skip
    line = queries.plan_of(found).line(HOME_AGREES)
    form = OurYesForm(request.POST if request.method == "POST" else None, written=bool(line.words))
    if form.is_valid():
        try:
            actions.answer_for_home(placement_id=found.id, by=request.person, at=at, **form.answers)
        except ReasonMissing as refusal:
            form.add_error("words", str(refusal))
        else:
            messages.success(request, "Kept. The child’s team reads it in the plan.")
            return redirect("decisions:home_plan", found.id)
    context = {"placement": found, "child": child, "line": line, "form": form, "role_names": ROLE_NAMES,
               "own": line.said_by_role in queries.AT_HOME}  # fmt: skip
    return render(request, "decisions/placement/our_yes.html", context, status=422 if form.errors else 200)


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
        "role_names": ROLE_NAMES, "yes_item": HOME_AGREES,
        "own_yes": any(
            line.item.code == HOME_AGREES and line.said_by_role in queries.AT_HOME for line in plan.lines
        ),
    }  # fmt: skip
    return render(request, "decisions/placement/home_plan.html", context)
