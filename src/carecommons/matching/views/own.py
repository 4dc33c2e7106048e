"""What a young person says of homes: of one, of all in their own order, and of a visit after they were there."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from carecommons.children.doors import begun, open_child, sent
from carecommons.common.errors import Faulty, NotFound, NotNow
from carecommons.constitution.queries import whole
from carecommons.people.doors import Request, door
from carecommons.people.roles import Role

from .. import actions, queries
from ..forms import OwnHomeForm, OwnOrderForm, OwnVisitForm, order_before


@door("matching.see_own_homes")
@require_http_methods(["GET", "HEAD", "POST"])
def own_home(request: Request, child_id: UUID, home_id: UUID) -> HttpResponse:
    """Read about one home of the list, and say what one thinks of it; the officer reads it before choosing."""
    at = datetime.now(UTC)
    child = open_child(
        person=request.person, child_id=child_id, act="matching.see_own_homes", purpose="Reading about homes",
        at=at,
    )  # fmt: skip
    found = queries.homes_for_child(child.id)
    home = found.home(home_id)
    if home is None:
        raise NotFound()
    name = f"home-{home_id}"
    form = OwnHomeForm(request.POST if request.method == "POST" else None, initial=begun(request, child_id, name, at))
    if request.method == "POST" and form.is_valid():
        try:
            actions.say_of_home(child_id=child_id, home_id=home_id, by=request.person, at=at, **form.cleaned_data)
        except Faulty as refusal:
            form.refuse(refusal.faults)
        except NotNow as refusal:
            form.add_error(None, _(str(refusal)))
        else:
            sent(request, child_id, name)
            messages.success(request, _("Thank you. The people who choose will read this first."))
            return redirect("mine", child_id)
    context: dict[str, Any] = {
        "child": child, "home": home, "form": form, "form_name": name, "open": found.open,
        "is_child": request.person.role is Role.CHILD,
    }  # fmt: skip
    return render(request, "matching/own_home.html", context, status=422 if form.errors else 200)


@door("matching.rank_homes")
@require_http_methods(["GET", "HEAD", "POST"])
def own_order(request: Request, child_id: UUID) -> HttpResponse:
    """Put the homes in one's own order, and say no to any; an adult may write it down for a child who shows it."""
    at = datetime.now(UTC)
    child = open_child(
        person=request.person, child_id=child_id, act="matching.rank_homes", purpose="Writing down an order of homes",
        at=at,
    )  # fmt: skip
    found = queries.homes_for_child(child.id)
    if not found.homes or found.search_id is None:
        raise NotNow("homes_not_open", _("There are no homes to put in order yet. When there are, they stand here."))
    first = queries.homes_for_child(child.id, at_most=whole("shortlist_cards_max", timezone.localdate(at)))
    name, said = f"order-{child_id}", queries.preference_of(found.search_id)
    own = request.person.role in (Role.CHILD, Role.ADVOCATE)
    typed = begun(request, child_id, name, at) if own else {}
    by_adult = {Role.CHILD: "", Role.ADVOCATE: "advocate"}.get(request.person.role, "staff")
    form = OwnOrderForm(
        found, request.POST if request.method == "POST" else None, initial={**order_before(said), **typed},
        shown_first={home.id for home in first.homes}, by_adult=by_adult,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            actions.rank_homes(
                child_id=child_id, given=form.given(), way=form.cleaned_data.get("way", ""), by=request.person, at=at
            )
        except Faulty as refusal:
            form.refuse(refusal.faults)
        except NotNow as refusal:
            form.add_error(None, _(str(refusal)))
        else:
            if own:
                sent(request, child_id, name)
            messages.success(request, _("Thank you. The people who choose will read this first."))
            return redirect("mine", child_id) if own else redirect("matching:shortlist", found.search_id)
    context: dict[str, Any] = {
        "child": child, "form": form, "form_name": name, "open": found.open, "own": own, "said": said,
        "is_child": request.person.role is Role.CHILD, "search_id": found.search_id,
    }  # fmt: skip
    return render(request, "matching/own_order.html", context, status=422 if form.errors else 200)


@door("matching.see_own_homes")
@require_http_methods(["GET", "HEAD", "POST"])
def own_visit(request: Request, child_id: UUID, visit_id: UUID) -> HttpResponse:
    """A visit, and what the young person thought of the home after they were there."""
    at = datetime.now(UTC)
    child = open_child(
        person=request.person, child_id=child_id, act="matching.see_own_homes", purpose="Reading about homes", at=at
    )
    visit = queries.visit(visit_id)
    if visit.child_id != child.id:
        raise NotFound()
    name = f"visit-{visit_id}"
    form = OwnVisitForm(request.POST if request.method == "POST" else None, initial=begun(request, child_id, name, at))
    if request.method == "POST" and form.is_valid():
        try:
            actions.think_of_visit(visit_id=visit_id, by=request.person, at=at, **form.cleaned_data)
        except Faulty as refusal:
            form.refuse(refusal.faults)
        except NotNow as refusal:
            form.add_error(None, _(str(refusal)))
        else:
            sent(request, child_id, name)
            messages.success(request, _("Thank you. The people who choose will read this first."))
            return redirect("mine", child_id)
    context: dict[str, Any] = {
        "child": child, "visit": visit, "form": form, "form_name": name, "is_child": request.person.role is Role.CHILD,
    }  # fmt: skip
    return render(request, "matching/own_visit.html", context, status=422 if form.errors else 200)
