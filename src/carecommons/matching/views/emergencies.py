"""One page for the officer on duty: it opens an emergency, and by itself the full search beside it."""

import secrets
from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from carecommons.children.doors import open_child, reach_child
from carecommons.children.queries import find_child
from carecommons.children.reference import draw_reference, read_reference
from carecommons.common.errors import Faulty, NotAllowed, NotFound, NotNow
from carecommons.people.doors import Request, door

from .. import actions
from ..forms import EmergencyForm
from .about import uuid_of

OPEN = "matching.open_emergency"
DRAWS = 5


@door(OPEN)
@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: Request) -> HttpResponse:
    """Say in two minutes what is known; ?child= fills in the reference of a child."""
    now = datetime.now(UTC)
    posted = request.POST if request.method == "POST" else None
    form = EmergencyForm(
        posted, mine=request.person.authorities, on=timezone.localdate(now), initial=_asked_for(request, now),
        recorded=uuid_of(request.GET.get("child")) is not None,
    )  # fmt: skip
    if form.is_valid():
        search_id = _open(request, form, now)
        if search_id is not None:
            messages.success(
                request, "The emergency is open, and a full search runs beside it. Look at every home next."
            )
            return redirect("decisions:emergency", search_id)
    return render(request, "matching/emergency.html", {"form": form}, status=422 if form.errors else 200)


def _asked_for(request: Request, now: datetime) -> dict[str, str]:
    child_id = uuid_of(request.GET.get("child"))
    if child_id is None or request.method == "POST":
        return {}
    child = open_child(person=request.person, child_id=child_id, act=OPEN, purpose="To open an emergency", at=now)
    return {"reference": child.reference}


def _open(request: Request, form: EmergencyForm, now: datetime) -> UUID | None:
    """The short search, or None with the reason at its field."""
    typed = form.cleaned_data
    facts = {"said": form.said(now), "avoid_area": typed.get("avoid_area", ""), "by": request.person, "at": now}
    try:
        if typed["reference"]:
            return actions.open_emergency(child_id=_child(request, typed["reference"]), **facts)
        return _open_new(typed, facts)
    except Faulty as refusal:
        for fault in refusal.faults:
            name = "age" if fault.column == "birth" else fault.column
            form.add_error(name if name in form.fields else None, fault.message)
    except NotNow as refusal:
        if refusal.code != "search_open_already":
            raise
        form.add_error("reference", "An emergency is open for this child already: go on with it, under Emergencies.")
    except (NotFound, NotAllowed):
        # Missing and out of reach answer alike: nobody learns whose record a reference opens.
        form.add_error("reference", "No child of your council has this reference. Check it, letter by letter.")
    return None


def _child(request: Request, typed: str) -> UUID:
    child = find_child(read_reference(typed) or typed)
    return reach_child(person=request.person, child_id=child.id, act=OPEN).id


def _open_new(typed: dict[str, object], facts: dict[str, object]) -> UUID:
    """Draw references until one is free: 33 million exist, so a second draw is already rare."""
    for remaining in reversed(range(DRAWS)):
        newcomer = actions.Newcomer(
            reference=draw_reference(secrets.randbelow), known_as=str(typed["known_as"]),
            sex=str(typed.get("sex") or "U"), authority=str(typed["authority"]), age=typed.get("age"),  # type: ignore[arg-type]
            birth_year=typed.get("birth_year"),  # type: ignore[arg-type]
        )  # fmt: skip
        try:
            return actions.open_emergency_for_newcomer(newcomer=newcomer, **facts)  # type: ignore[arg-type]
        except NotNow as refusal:
            if refusal.code != "reference_taken" or not remaining:
                raise
    raise AssertionError("the last draw answers or raises")
