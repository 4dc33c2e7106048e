"""Before a search: what was tried to prevent it; what lay behind such searches, counted."""

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from carecommons.children.doors import open_child
from carecommons.common.days import age_on
from carecommons.common.errors import Faulty
from carecommons.people.doors import Request, door

from .. import actions, counts, queries
from ..forms import PreventionForm
from ..prevention import rights_words
from .about import about


@door("matching.record_prevention")
@require_http_methods(["GET", "HEAD", "POST"])
def prevention(request: Request, search_id: UUID) -> HttpResponse:
    """Say what lay behind a search, and what was tried so that the child need not move."""
    now = datetime.now(UTC)
    found = queries.referral(search_id)
    child = open_child(
        person=request.person, child_id=found.child_id, act="matching.record_prevention",
        purpose="To say what was tried before a search", at=now,
    )  # fmt: skip
    last = queries.prevention_of(found.id)
    form = PreventionForm(
        request.POST if request.method == "POST" else None, initial={"root_cause": last.root_cause} if last else None
    )
    if form.is_valid():
        try:
            actions.record_prevention(
                referral_id=found.id, root_cause=form.cleaned_data["root_cause"], tried=form.tried(),
                nothing_because=form.cleaned_data["nothing_because"], by=request.person, at=now,
            )  # fmt: skip
        except Faulty as refusal:
            form.refuse(refusal.faults)
        else:
            messages.success(request, "What was tried is recorded. It stays with the search.")
            return redirect("matching:search", search_id)
    age = age_on(child.birth_date, timezone.localdate(now))
    context = {
        **about(found, child, now), "form": form, "last": last, "rights": rights_words(why=found.why, age=age),
    }  # fmt: skip
    return render(request, "matching/prevention.html", context, status=422 if form.errors else 200)


@door("matching.see_causes")
@require_safe
def causes(request: Request) -> HttpResponse:
    """What lay behind searches that nobody planned, and how children were heard: counted, small numbers withheld."""
    return render(request, "matching/causes.html", {"found": counts.causes_for(request.person, timezone.localdate())})
