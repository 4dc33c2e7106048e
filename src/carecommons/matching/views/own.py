"""One home as the young person reads it, and what they say of it: like, do not want, do not know, and a question."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from carecommons.children.doors import begun, open_child, sent
from carecommons.common.errors import Faulty, NotFound, NotNow
from carecommons.people.doors import Request, door
from carecommons.people.roles import Role

from .. import actions, queries
from ..forms import OwnHomeForm


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
