"""What a home on the shortlist is asked and may read: its list, the terms, and the child's history under them."""

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from carecommons.common.errors import Faulty, ReasonMissing
from carecommons.constitution.terms import detail_terms
from carecommons.people.doors import Request, door

from .. import actions, queries
from ..forms import AcceptForm, DeclineTermsForm


@door("matching.see_detail")
@require_safe
def details(request: Request) -> HttpResponse:
    """The children for whom homes of this person are on a shortlist: by code, with nothing told."""
    return render(request, "matching/details.html", {"details": queries.details_for(request.person)})


@door("matching.see_detail")
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: Request, detail_id: UUID) -> HttpResponse:
    """The terms; and once they are accepted, what the home may read. Each reading of it is a look."""
    now = datetime.now(UTC)
    sent = request.POST.get("act", "") if request.method == "POST" else ""
    accept = AcceptForm(request.POST if sent == "accept" else None)
    decline = DeclineTermsForm(request.POST if sent == "decline" else None)
    if accept.is_bound and accept.is_valid():
        actions.accept_terms(detail_id=detail_id, by=request.person, at=now)
        messages.success(request, "Your promise is kept on record. You may read now.")
        return redirect("matching:detail", detail_id)
    if decline.is_bound and decline.is_valid():
        try:
            actions.decline_terms(detail_id=detail_id, words=decline.cleaned_data["words"], by=request.person, at=now)
        except (Faulty, ReasonMissing) as refusal:
            decline.add_error("words", str(refusal))
        else:
            messages.success(request, "The council knows that you do not accept, and why.")
            return redirect("matching:detail", detail_id)
    found = actions.read_detail(detail_id=detail_id, by=request.person, at=now)
    wrong = [form for form in (accept, decline) if form.is_bound and form.errors]
    context = {
        "found": found, "terms": detail_terms(found.terms_version), "accept": accept, "decline": decline,
        "wrong": wrong,
    }  # fmt: skip
    return render(request, "matching/detail.html", context, status=422 if wrong else 200)
