"""What one child would mean for those who live in a home: said by those who keep the home, of a search by reference."""

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from carecommons.common.errors import Refused
from carecommons.people.doors import Request, door
from carecommons.people.may import check_may
from carecommons.people.roles import Subject
from carecommons.provision.doors import open_home

from .. import actions
from ..forms import NewcomerForm


@door("provision.keep_homes")
@require_http_methods(["GET", "HEAD", "POST"])
def newcomer(request: Request, home_id: UUID) -> HttpResponse:
    """Say of the child of one search whether living together is acceptable, and why."""
    at = datetime.now(UTC)
    found = open_home(home_id, by=request.person, at=at)
    subject = Subject(authority=found.kept_by, provider_id=found.provider_id, home_id=found.id)
    check_may(request.person, "provision.keep_homes", subject)
    # The shortlist leads here with the code by which the home knows the child.
    form = NewcomerForm(request.POST or None, initial={"search": request.GET.get("code", "")[:12]})
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_impact_of(home_id=home_id, by=request.person, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("search" if refusal.code == "search_not_going_on" else None, str(refusal))
        else:
            messages.success(request, "Recorded. The next list of this search reads it.")
            return redirect("provision:home", home_id)
    context = {"home": found, "form": form}
    return render(request, "matching/newcomer.html", context, status=422 if form.errors else 200)
