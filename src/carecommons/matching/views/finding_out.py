"""One home before anybody chooses: the child's visits, living together both ways, and what the home may read."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from carecommons.common.errors import NotFound, Refused
from carecommons.constitution.terms import detail_terms
from carecommons.people.doors import Request, door
from carecommons.people.may import may
from carecommons.provision.homes import IMPACT_ANSWERS

from .. import actions, queries
from ..detail import Asked, fingerprint
from ..forms import ArrangeForm, HappenedForm, ImpactAnswerForm, NotPossibleForm
from ..impact import AGREES
from ..visits import GOING_ON
from .about import about, opened

FORMS: dict[str, type[Form]] = {
    "arrange": ArrangeForm, "happened": HappenedForm, "not_possible": NotPossibleForm, "impact": ImpactAnswerForm,
}  # fmt: skip
DONE = {
    "arrange": "The visit is arranged. The child reads the day and who comes along.",
    "happened": "Written down. Ask the child what they thought of it: they can say it on their page.",
    "not_possible": "Written down. The child reads why.",
    "impact": "Your answer is recorded. The meeting reads it.",
    "ask": "The home is asked to accept the terms. It reads nothing before it has.",
    "take_off": "The home is off the shortlist, and reads no more.",
}


@door("matching.see_shortlist")
@require_http_methods(["GET", "HEAD", "POST"])
def before(request: Request, search_id: UUID, home_id: UUID) -> HttpResponse:
    """What is still to be found out with this home: visits, living together, and what it may read under terms."""
    now = datetime.now(UTC)
    found, listed, child = opened(request, search_id, now)
    shown = listed.home(home_id) if listed else None
    if listed is None or shown is None:
        raise NotFound()
    act = request.POST.get("act", "") if request.method == "POST" else ""
    forms: dict[str, Any] = {
        name: kind(request.POST if name == act else None, prefix=name) for name, kind in FORMS.items()
    }  # fmt: skip
    unread = ""
    if act and (act not in forms or forms[act].is_valid()):
        try:
            _do(act, request, search_id, home_id, forms[act].cleaned_data if act in forms else {}, now)
        except Refused as refusal:
            if refusal.code in ("detail_not_read", "detail_changed_since"):
                unread = str(refusal)
            elif act not in forms or refusal.status == 403:
                raise
            else:
                forms[act].add_error(None, str(refusal))
        else:
            messages.success(request, DONE[act])
            return redirect("matching:before", search_id, home_id)
    subject, person = queries.subject_of(found), request.person
    visits = [visit for visit in queries.visits_of(found.id) if visit.home_id == home_id]
    details = [each for each in queries.details_of(found.id) if each.home_id == home_id]
    told = queries.detail_facts(found, timezone.localdate(now)) if may(person, "matching.ask_terms", subject) else ()
    context = {
        **about(found, child, now), "home": shown, "visits": visits, "forms": forms, "details": details,
        "going_on": next((visit for visit in visits if visit.state in GOING_ON), None),
        "impact": queries.impact_of(found, [home_id])[home_id], "impact_words": IMPACT_ANSWERS, "agrees": AGREES,
        "asked": next((each for each in details if each.state in (Asked.ASKED, Asked.ACCEPTED)), None),
        "told": told, "fingerprint": fingerprint(told), "unread": unread,
        "may_visit": found.state in ("shortlisted", "proposed") and bool(may(person, "matching.keep_visits", subject)),
        "may_impact": found.state in ("shortlisted", "proposed")
        and bool(may(person, "matching.answer_impact", subject)),
        "invite_first": queries.nobody_invited(found, at=now),
        "may_terms": found.state == "shortlisted" and bool(may(person, "matching.ask_terms", subject)),
        "terms": detail_terms(details[0].terms_version) if details else None,
        "typed": [form for form in forms.values() if form.is_bound and form.errors],
    }  # fmt: skip
    return render(request, "matching/before.html", context, status=422 if context["typed"] or unread else 200)


def _do(act: str, request: Request, search_id: UUID, home_id: UUID, given: dict[str, Any], now: datetime) -> None:
    """The act that was sent. Raises NotFound for a word that is none, and for a visit or asking that is not there."""
    told: dict[str, Any] = {"by": request.person, "at": now}
    if act == "arrange":
        actions.arrange_visit(referral_id=search_id, home_id=home_id, **given, **told)
    elif act in ("happened", "not_possible"):
        going_on = [
            visit for visit in queries.visits_of(search_id) if visit.home_id == home_id and visit.state in GOING_ON
        ]
        if not going_on:
            raise NotFound()
        do = actions.visit_happened if act == "happened" else actions.visit_not_possible
        do(visit_id=going_on[0].id, **given, **told)
    elif act == "impact":
        actions.answer_impact(referral_id=search_id, home_id=home_id, **given, **told)
    elif act == "ask":
        read = request.POST.get("fingerprint", "")
        actions.ask_terms(referral_id=search_id, home_id=home_id, read=read, **told)
    elif act == "take_off":
        asked = [
            each for each in queries.details_of(search_id)
            if each.home_id == home_id and each.state in (Asked.ASKED, Asked.ACCEPTED)
        ]  # fmt: skip
        if not asked:
            raise NotFound()
        actions.take_off_shortlist(detail_id=asked[0].id, **told)
    else:
        raise NotFound()
