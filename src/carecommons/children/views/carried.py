"""What the next home must know: read by the social worker, who takes it into what goes on, or leaves it out."""

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from carecommons.common.errors import NotFound, ReasonMissing
from carecommons.people.doors import Request, door
from carecommons.people.roles import ROLE_NAMES

from .. import actions, queries
from ..doors import open_child
from ..forms import CarriedForm


@door("children.answer_carried")
@require_http_methods(["GET", "HEAD", "POST"])
def carried(request: Request, child_id: UUID) -> HttpResponse:
    """Every note for a child's next home, and the answer to one of them."""
    at = datetime.now(UTC)
    child = open_child(
        person=request.person, child_id=child_id, act="children.answer_carried",
        purpose="to read what the next home must know", at=at,
    )  # fmt: skip
    notes = queries.carried(child.id)
    form = CarriedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.answers
        if given["note_id"] not in {each.id for each in notes}:
            raise NotFound()
        try:
            actions.answer_carried(by=request.person, at=at, **given)
        except ReasonMissing as refusal:
            form.add_error("words", str(refusal))
        else:
            messages.success(request, "Kept.")
            return redirect("children:carried", child.id)
    lines = [(each, form if form.is_bound and str(each.id) == form["note"].value() else None) for each in notes]
    context = {"child": child, "lines": lines, "form": form, "role_names": ROLE_NAMES}
    return render(request, "children/carried.html", context, status=422 if form.errors else 200)
