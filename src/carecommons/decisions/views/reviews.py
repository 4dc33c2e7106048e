"""Asking for a review: the child, the family, a practitioner, a home, each in their page; and what everybody reads."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carecommons.children.doors import begun, open_child, sent
from carecommons.common.errors import NotFound, Refused
from carecommons.constitution.queries import parameter
from carecommons.people.actions import record_look
from carecommons.people.doors import Request, door
from carecommons.people.may import may
from carecommons.people.roles import ROLE_NAMES, Role
from carecommons.provision.queries import homes_seen_by

from .. import actions, queries
from ..counts import days_kept, digests, last_period, outcomes_found
from ..forms import AskForHomeForm, AskOwnReviewForm, AskReviewForm, NotInvitedForm
from ..owing import Due
from ..review import OUTCOME_WORDS, About, AskedAs
from ..state import State
from .disagree import ways

OWN = (Role.CHILD, Role.ADVOCATE)
ASK = "decisions.ask_review"
OWN_REVIEWS = "decisions.see_own_reviews"


@door("site.read_public")
@require_safe
def reviews(request: Request) -> HttpResponse:
    """What reviews found, for everybody to learn from; small numbers are not shown, and no lines to count give them."""
    on = timezone.localdate()
    context = {
        "lines": digests(on), "ways": queries.ways_on(on), "period": last_period(on), "days": days_kept(on),
        "counts": [(OUTCOME_WORDS[each], shown) for each, shown in outcomes_found(on)],
    }  # fmt: skip
    return render(request, "decisions/reviews.html", context)


@door("site.read_public")
@require_safe
def rights(request: Request) -> HttpResponse:
    """The card of rights, to print: every way that is open, with its days."""
    on = timezone.localdate()
    context = {"ways": queries.ways_on(on), "on": on, "help_line": parameter("help_line_children", on).text}
    return render(request, "decisions/rights.html", context)


@door(ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_review(request: Request, decision_id: UUID) -> HttpResponse:
    """Ask for a review of a decision in force: the child and advocate in their form, others in theirs."""
    at, person = datetime.now(UTC), request.person
    found = queries.decision(decision_id)
    child = open_child(person=person, child_id=found.child_id, act=ASK, purpose="to ask for a review", at=at)
    if found.state is not State.APPROVED:
        raise NotFound()
    own, name = person.role in OWN, f"review-{decision_id}"
    running = queries.running_reviews(person, decision_id)
    left = [about for about in queries.may_be_reviewed(decision_id, on=timezone.localdate(at)) if about not in running]
    if running and not left and request.method != "POST":
        return redirect("decisions:review", next(iter(running.values())).id)
    data = request.POST if request.method == "POST" else None
    ending = queries.ending_until_of(decision_id)
    over = ending is not None and (found.review_until is None or found.review_until < timezone.localdate(at))
    first = {"about": About.ENDING} if over else {}  # the choice is out of time: what is left to ask about is its end
    form = (
        AskOwnReviewForm(data, initial={**first, **begun(request, child.id, name, at)}) if own
        else AskReviewForm(data, initial=first)
    )  # fmt: skip
    if running and left and not form.is_bound:
        form.only(left)
    if form.is_valid():
        try:
            made = actions.ask_review(decision_id=decision_id, by=person, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, _(str(refusal)))
        else:
            if own:
                sent(request, child.id, name)
            messages.success(request, _("We got it. Someone who did not choose will look again."))
            return redirect("decisions:review", made)
    context = {
        "child": child, "decision": found, "form": form, "form_name": name, "is_child": person.role is Role.CHILD,
        "ways": queries.ways_on(timezone.localdate(at)), "parent": person.role is Role.PARENT, "ending_until": ending,
        **ways(at),
        "running": tuple(running.values()), "may_ask": form.is_bound or bool(left) or not running,
    }  # fmt: skip
    template = "decisions/own_ask_review.html" if own else "decisions/ask_review.html"
    return render(request, template, context, status=422 if form.errors else 200)


@door("decisions.disagree")
@require_POST
def review_of_no(request: Request, disagreement_id: UUID) -> HttpResponse:
    """Make a review of a no that was not settled: one press, the words are carried over."""
    made = actions.ask_review_of_no(disagreement_id=disagreement_id, by=request.person, at=datetime.now(UTC))
    messages.success(request, _("We got it. Someone who did not choose will look again."))
    return redirect("decisions:review", made)


@door(OWN_REVIEWS)
@require_safe
def my_reviews(request: Request) -> HttpResponse:
    """The reviews that I asked for."""
    person, at = request.person, datetime.now(UTC)
    lines = queries.my_reviews(person)
    if person.role is not Role.CHILD:
        for child_id in sorted({each.child_id for each in lines if each.asked_as is not AskedAs.HOME}):
            record_look(
                person=person, child_id=child_id, act=OWN_REVIEWS, purpose="to read a list of reviews", at=at
            )  # fmt: skip
    template = "decisions/own_reviews.html" if person.role is Role.CHILD else "decisions/my_reviews.html"
    return render(request, template, {"lines": lines, "asks_for_home": person.role in HOME_ROLES})


@door(OWN_REVIEWS)
@require_safe
def review(request: Request, review_id: UUID) -> HttpResponse:
    """One review, as who asked for it reads it: what happens, by when, and what was found."""
    person, at = request.person, datetime.now(UTC)
    found = queries.review(review_id)
    if not queries.review_is_theirs(found, person):
        raise NotFound()
    if found.asked_as is not AskedAs.HOME:
        open_child(person=person, child_id=found.child_id, act=OWN_REVIEWS, purpose="to read a review", at=at)
    context = {
        "found": found, "role_names": ROLE_NAMES, "is_child": person.role is Role.CHILD,
        "ways": queries.ways_on(timezone.localdate(at)),
    }  # fmt: skip
    template = "decisions/own_review.html" if person.role in OWN else "decisions/review.html"
    return render(request, template, context)


@door(OWN_REVIEWS)
@require_POST
def withdraw_review(request: Request, review_id: UUID) -> HttpResponse:
    """Take a review back, without giving a reason."""
    actions.withdraw_review(review_id=review_id, by=request.person, at=datetime.now(UTC))
    messages.success(request, _("You took it back. You can ask again while there is time."))
    return redirect("decisions:review", review_id)


# ------------------------------------------------------------------ for a home
HOME_ROLES = (Role.PROVIDER_MANAGER, Role.PROVIDER_RESPONSIBLE, Role.FOSTER_CARER)


@door("decisions.ask_review_for_home")
@require_http_methods(["GET", "HEAD", "POST"])
def home_reviews(request: Request) -> HttpResponse:
    """The decisions in which my homes had a part, still in time for a review; and a form where a home was not asked."""
    at, person = datetime.now(UTC), request.person
    homes = [(str(each.id), each.name) for each in homes_seen_by(person, at=at)]
    form = NotInvitedForm(homes, request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = dict(form.cleaned_data)
        try:
            made = actions.ask_review_for_home(
                home_id=UUID(given.pop("home_id")), about=About.NOT_INVITED, by=person, at=at, **given
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("decisions:review", made)
    lines = queries.decisions_concerning(person, at=at)
    for child_id in sorted({each.child_id for each in lines}):
        record_look(
            person=person, child_id=child_id, act="decisions.ask_review_for_home",
            purpose="to read in which decisions their homes had a part", at=at,
        )  # fmt: skip
    context = {
        "lines": lines, "mine": queries.my_reviews(person), "form": form,
        "ways": queries.ways_on(timezone.localdate(at)),
    }  # fmt: skip
    return render(request, "decisions/home_reviews.html", context, status=422 if form.errors else 200)


@door("decisions.ask_review_for_home")
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_home(request: Request, decision_id: UUID, home_id: UUID) -> HttpResponse:
    """Ask for a review for a home that has a part in a choice."""
    at, person = datetime.now(UTC), request.person
    lines = queries.decisions_concerning(person, at=at)
    line = next((each for each in lines if (each.decision_id, each.home_id) == (decision_id, home_id)), None)
    if line is None:
        raise NotFound()
    form = AskForHomeForm(line.abouts, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = actions.ask_review_for_home(
                decision_id=decision_id, home_id=home_id, by=person, at=at, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Asked for. It is acknowledged in words, and you read here what follows.")
            return redirect("decisions:review", made)
    context = {"line": line, "form": form, "ways": queries.ways_on(timezone.localdate(at))}
    return render(request, "decisions/ask_for_home.html", context, status=422 if form.errors else 200)


# ------------------------------------------------------------------ on the page of a placement
def reviews_part(request: Request, found: queries.PlacementRecord, at: datetime) -> dict[str, Any] | None:
    """The reviews of a placement for those who may run them, and whether this reader may ask for one."""
    if found.decision_id is None:
        return None
    person, decided = request.person, queries.decision(found.decision_id)
    runs = bool(may(person, "decisions.run_review", found.subject))
    asks = bool(may(person, ASK, found.subject)) and person.id != decided.proposed_by
    lines = queries.reviews_of_decision(found.decision_id) if runs else ()
    if not (lines or asks):
        return None
    due = [Due(each.finding_by, "The panel of a review finds", "reviews") for each in lines if each.is_open]
    due += [
        Due(each.duty_by, "What a review found is put right", "reviews") for each in lines if each.owes if each.duty_by
    ]
    return {"lines": lines, "asks": asks, "due": due, "decision_id": found.decision_id}


def own_reviews_part(request: Request, found: queries.PlacementRecord, at: datetime) -> dict[str, Any] | None:
    """For the young person and their advocate: what they asked to be looked at again, and where to ask."""
    if found.decision_id is None:
        return None
    mine = [each for each in queries.my_reviews(request.person) if each.decision_id == found.decision_id]
    running = queries.running_reviews(request.person, found.decision_id)
    left = queries.may_be_reviewed(found.decision_id, on=timezone.localdate(at))
    asks = any(about not in running for about in left)
    return {"lines": mine, "decision_id": found.decision_id, "asks": asks}
