"""The day of birth of a child whose record began with a year or an age."""

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from carecommons.common.errors import Faulty
from carecommons.people.doors import Request, door

from .. import actions, queries
from ..doors import open_child
from ..forms import BirthForm
from .record import named


@door("children.add_child")
@require_http_methods(["GET", "HEAD", "POST"])
def complete(request: Request, child_id: UUID) -> HttpResponse:
    """Write down the day of birth, now that it is known."""
    at = datetime.now(UTC)
    child = open_child(
        person=request.person, child_id=child_id, act="children.add_child", purpose="To complete the record", at=at
    )
    if not queries.birth_not_known([child.id]):
        messages.info(request, "The day of birth of this child is on record.")
        return redirect("children:record", child.id)
    form = BirthForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.complete_record(child_id=child.id, by=request.person, at=at, **form.cleaned_data)
        except Faulty as refusal:
            form.add_error("birth_date", str(refusal))
        else:
            messages.success(request, "The day of birth is on record.")
            return redirect("children:record", child.id)
    context = {**named(child, timezone.localdate(at)), "form": form}
    return render(request, "children/complete.html", context, status=422 if form.errors else 200)
