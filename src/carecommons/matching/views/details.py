"""What a home on the shortlist is asked and may read: its list, the terms, and the child's history under them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from carecommons.common.errors import Faulty, ReasonMissing
from carecommons.constitution.terms import detail_terms
from carecommons.people.doors import Request, door
from carecommons.people.may import may
from carecommons.provision.queries import impacts_about

from .. import actions, queries
from ..detail import Asked, DetailRecord
from ..forms import AcceptForm, DeclineTermsForm, NotRightForm


@door("matching.see_detail")
@require_safe
def details(request: Request) -> HttpResponse:
    """The children for whom homes of this person are on a shortlist: by code, with nothing told."""
    found = queries.details_for(request.person)
    context = {"open": [each for each in found if each.open], "over": [each for each in found if not each.open]}
    return render(request, "matching/details.html", context)


@door("matching.see_detail")
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: Request, detail_id: UUID) -> HttpResponse:
    """The terms; and once they are accepted, what the home may read. Each reading of it is a look."""
    now = datetime.now(UTC)
    sent = request.POST.get("act", "") if request.method == "POST" else ""
    accept = AcceptForm(request.POST if sent == "accept" else None)
    decline = DeclineTermsForm(request.POST if sent == "decline" else None)
    no = NotRightForm(request.POST if sent == "no" else None, prefix="no")
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
    if no.is_bound and no.is_valid():
        try:
            actions.say_not_right(detail_id=detail_id, words=no.cleaned_data["words"], by=request.person, at=now)
        except (Faulty, ReasonMissing) as refusal:
            no.add_error("words", str(refusal))
        else:
            messages.success(request, "The council knows that your home is not right for this child, and why.")
            return redirect("matching:detail", detail_id)
    found = actions.read_detail(detail_id=detail_id, by=request.person, at=now)
    wrong = [form for form in (accept, decline, no) if form.is_bound and form.errors]
    context = {
        "found": found, "terms": detail_terms(found.terms_version), "accept": accept, "decline": decline,
        "no": no, "wrong": wrong, **(_answers(request, found, now) if found.state is Asked.ACCEPTED else {}),
    }  # fmt: skip
    return render(request, "matching/detail.html", context, status=422 if wrong else 200)


def _answers(request: Request, found: DetailRecord, now: datetime) -> dict[str, Any]:
    """What a home that reads can answer: its offer, what living together would mean, and that it is not right."""
    invited = queries.invited_as(found, by=request.person)
    said = impacts_about(found.child_id, [found.home_id]).get(found.home_id)
    return {
        "chosen": queries.chosen_since_asked(found, on=timezone.localdate(now)),
        "invitation": invited[0] if invited else None, "offered": invited is not None and invited[1] == "offered",
        "may_say_together": bool(may(request.person, "provision.keep_homes", queries.detail_subject(found))),
        "said_together_at": said.recorded_at if said and said.recorded_at >= found.asked_at else None,
    }  # fmt: skip
