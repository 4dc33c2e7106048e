"""Brothers and sisters in care, and the approval of a secure home for a child under 13."""

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from carecommons.common.errors import Faulty, NotFound, Refused
from carecommons.people.actions import record_look
from carecommons.people.doors import Request, door

from .. import actions, queries
from ..doors import open_child
from ..forms.kin import SecureForm, SiblingForm
from .record import named


@door("children.write_connections")
@require_http_methods(["GET", "HEAD", "POST"])
def siblings(request: Request, child_id: UUID) -> HttpResponse:
    """The brothers and sisters in care, and one more of them."""
    at, by = datetime.now(UTC), request.person
    child = open_child(
        person=by, child_id=child_id, act="children.write_connections", purpose="Recording brothers and sisters", at=at
    )
    form = SiblingForm(request.POST or None)
    if form.is_valid():
        try:
            sibling = queries.find_child(form.cleaned_data["sibling"])
            actions.link_siblings(
                child_id=child.id, sibling_id=sibling.id, together=form.cleaned_data["together"] == "yes", by=by, at=at
            )
        except (NotFound, Faulty) as refusal:
            same = isinstance(refusal, Faulty)
            form.add_error("sibling", str(refusal) if same else "No child of your council has this reference.")
        else:
            messages.success(request, "Recorded on both children’s records.")
            return redirect("children:siblings", child.id)
    found = queries.siblings(child.id)
    known = queries.children_named(sibling for sibling, _ in found)
    for sibling_id in known:
        record_look(
            person=by, child_id=sibling_id, act="children.write_connections",
            purpose="Shown as a brother or sister of another child", at=at,
        )  # fmt: skip
    context = {
        **named(child, timezone.localdate(at)), "form": form,
        "siblings": [(known[sibling].reference, together) for sibling, together in found if sibling in known],
    }  # fmt: skip
    return render(request, "children/siblings.html", context, status=422 if form.errors else 200)


@door("children.record_secure_approval")
@require_http_methods(["GET", "HEAD", "POST"])
def secure(request: Request, child_id: UUID) -> HttpResponse:
    """The Secretary of State's approval of a secure home: what stands, and recording it."""
    at = datetime.now(UTC)
    child = open_child(
        person=request.person, child_id=child_id, act="children.record_secure_approval",
        purpose="Recording the approval of a secure home", at=at,
    )  # fmt: skip
    form = SecureForm(request.POST or None)
    if form.is_valid():
        try:
            actions.record_secure_approval(child_id=child.id, by=request.person, at=at, **form.cleaned_data)
        except Refused as refusal:
            if refusal.status != 422:
                raise
            form.add_error("approved_on" if refusal.code == "approved_in_future" else "reference", str(refusal))
        else:
            messages.success(request, "Recorded. The next list of homes reads it.")
            return redirect("children:secure", child.id)
    context = {**named(child, timezone.localdate(at)), "form": form, "approval": queries.secure_approval(child.id)}
    return render(request, "children/secure.html", context, status=422 if form.errors else 200)


@door("children.record_secure_approval")
@require_POST
def end_secure(request: Request, child_id: UUID) -> HttpResponse:
    """Say that the approval of a secure home no longer stands."""
    actions.end_secure_approval(child_id=child_id, by=request.person, at=datetime.now(UTC))
    messages.success(request, "Recorded: the approval no longer stands.")
    return redirect("children:secure", child_id)
