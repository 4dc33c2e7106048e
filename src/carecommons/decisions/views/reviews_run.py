"""Running a review and hearing it: by those who did not decide, and by the members of its panel."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from carecommons.children.doors import open_child
from carecommons.common.errors import NotAllowed, Refused
from carecommons.constitution.queries import whole
from carecommons.people.actions import record_look
from carecommons.people.doors import Request, door
from carecommons.people.may import may
from carecommons.people.roles import ROLE_NAMES

from .. import actions, queries
from ..forms import (
    DigestForm,
    FindingForm,
    FreeSeatForm,
    HearForm,
    InterestForm,
    PanelForm,
    RedirectForm,
    ToAskerForm,
    VoiceForm,
    WordsForm,
)
from ..panel import check_outside
from ..queries import PanelPaper, ReviewRecord
from ..review import ASKED_AS_WORDS, Review

RUN, SIT = "decisions.run_review", "decisions.sit_on_panel"
LEAVE = "Now that you have read it, do you have an interest after all? Say what it is"


@door(RUN)
@require_safe
def docket(request: Request) -> HttpResponse:
    """The reviews of my councils that I did not cause, open ones first by the day on which they are owed."""
    person, at = request.person, datetime.now(UTC)
    found = queries.docket(person)
    for child_id in sorted({each.child_id for each in found}):
        record_look(person=person, child_id=child_id, act=RUN, purpose="to read a list of reviews", at=at)
    context = {
        "open": sorted((each for each in found if each.is_open), key=lambda each: each.finding_by),
        "owed": sorted((each for each in found if each.owes), key=lambda each: str(each.duty_by)),
        "closed": [each for each in found if not each.is_open and not each.owes],
        "asked_as": ASKED_AS_WORDS, "on": timezone.localdate(at),
    }  # fmt: skip
    return render(request, "decisions/docket.html", context)


@door(RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def run_review(request: Request, review_id: UUID) -> HttpResponse:
    """One review for whoever runs it: what is owed next, and one form for each thing that may be done now."""
    person, at = request.person, datetime.now(UTC)
    found = queries.review(review_id)
    open_child(person=person, child_id=found.child_id, act=RUN, purpose="to run a review", at=at)
    check_outside(person.id, found.deciders)
    if found.asked_by == person.id:
        raise NotAllowed("own_review", "You asked for this review, so somebody else runs it. You read what follows.")
    forms = _running(request, found, at)
    if done := _do(request, forms, at, review_id=review_id):
        messages.success(request, done)
        return redirect("decisions:run_review", review_id)
    wrong = any(form.errors for form, _, _ in forms.values())
    context = {
        "found": found, "forms": {name: form for name, (form, _, _) in forms.items()}, "role_names": ROLE_NAMES,
        "asked_as": ASKED_AS_WORDS, "seats": whole("review_panel_members", timezone.localdate(at)),
        "bound": [form for form, _, _ in forms.values() if form.is_bound],
    }  # fmt: skip
    return render(request, "decisions/run_review.html", context, status=422 if wrong else 200)


@door(SIT)
@require_safe
def panels(request: Request) -> HttpResponse:
    """The reviews on whose panel I sit."""
    person, at = request.person, datetime.now(UTC)
    found = queries.panels_of(person)
    for child_id in sorted({each.child_id for each in found if each.child_id is not None}):
        record_look(person=person, child_id=child_id, act=SIT, purpose="to read a list of reviews", at=at)
    return render(request, "decisions/panels.html", {"lines": found, "asked_as": ASKED_AS_WORDS})


@door(SIT)
@require_http_methods(["GET", "HEAD", "POST"])
def panel(request: Request, review_id: UUID) -> HttpResponse:
    """What a member of the panel reads, and the one thing that is theirs to do now."""
    person, at = request.person, datetime.now(UTC)
    paper = queries.panel_paper(review_id, person)
    if paper.call.child_id is not None:  # nothing of the child is shown before, and nothing after
        record_look(
            person=person, child_id=paper.call.child_id, act=SIT, purpose="to hear a review", at=at
        )  # fmt: skip
    forms = _sitting(request, paper)
    if done := _do(request, forms, at, review_id=review_id):
        messages.success(request, done)
        left = request.POST.get("interest") == "yes" or request.POST.get("act") == "leave"
        return redirect("decisions:panels") if left else redirect("decisions:panel", review_id)
    wrong = any(form.errors for form, _, _ in forms.values())
    context = {
        "call": paper.call, "found": paper.review, "decision": paper.decision, "role_names": ROLE_NAMES,
        "forms": {name: form for name, (form, _, _) in forms.items()}, "asked_as": ASKED_AS_WORDS,
        "bound": [form for form, _, _ in forms.values() if form.is_bound],
    }  # fmt: skip
    return render(request, "decisions/panel.html", context, status=422 if wrong else 200)


# ------------------------------------------------------------------ one form for each thing that may be done now
Doable = tuple[Form, Callable[..., Any], str]
# What is done with one text: name -> (whether now, label, hint, act, what is said when it is done).
WITH_WORDS: dict[str, tuple[Callable[[ReviewRecord], bool], str, str, Callable[..., Any], str]] = {
    "acknowledge": (
        lambda found: found.state is Review.ASKED,
        "Tell who asked that you have it, what happens now and by when", "They read this.",
        actions.acknowledge_review, "Acknowledged. Now name who hears it.",
    ),
    "remedied": (
        lambda found: found.owes, "What was done of what the panel asked?",
        "Who asked and the child read this. Where the home must be chosen again, take the planned move back or choose "
        "again first.",
        actions.remedy_done, "Written down.",
    ),
    "let_go": (
        lambda found: found.may_be_let_go, "Why is it not safe for the child to wait?",
        "The panel and the child read this.",
        actions.let_move_go, "Written down. The move may go on; the review goes on beside it.",
    ),
}  # fmt: skip


def _running(request: Request, found: ReviewRecord, at: datetime) -> dict[str, Doable]:
    """What whoever runs a review may do in its state: name -> its form, its act, and what is said when it is done."""

    def data(name: str) -> Any:
        return request.POST if request.method == "POST" and request.POST.get("act") == name else None

    forms: dict[str, Doable] = {
        name: ((WordsForm if name == "let_go" else ToAskerForm)(label, data(name), hint=hint), act, done)
        for name, (open_now, label, hint, act, done) in WITH_WORDS.items()
        if open_now(found)
    }
    if "let_go" in forms and not may(request.person, "decisions.let_move_go", found.subject):
        del forms["let_go"]
    free = queries.seats_to_free(found, on=timezone.localdate(at))
    if free:
        sitting = [(seat, free[seat.id]) for seat in found.sitting if seat.id in free]
        form: Form = FreeSeatForm(sitting, data("free_seat"))
        forms["free_seat"] = (form, actions.free_seat, "The seat is free. Name somebody else for it.")
    if found.seats_empty:
        sitters = queries.sitters_for(found.id, on=timezone.localdate(at))
        forms["panel"] = (PanelForm(sitters, data("panel")), actions.name_panel, "Named. Each member is asked first.")
    if found.is_open:
        forms["redirect"] = (RedirectForm(data("redirect")), actions.redirect_review, "Sent on. Who asked reads why.")
    if found.state is Review.FOUND and not found.published:
        draft = {"text": found.finding.digest} if found.finding else {}
        form = DigestForm(data("digest"), initial=draft)
        forms["digest"] = (form, actions.release_digest, "Published for everybody.")
    return forms


def _sitting(request: Request, paper: PanelPaper) -> dict[str, Doable]:
    """What is a member's to do now: at most one thing; and leaving, where they find that they have an interest."""

    def data(name: str) -> Any:
        return request.POST if request.method == "POST" and request.POST.get("act") == name else None

    makes: dict[str, Callable[[], Doable]] = {
        "interest": lambda: (InterestForm(data("interest")), _say_interest, "Written down."),
        "hear": lambda: (HearForm(data("hear")), actions.hear_review, "Written down. Now the panel finds."),
        "finding": lambda: (
            FindingForm(data("finding")), actions.write_finding, "Written. The others say whether they agree."
        ),
        "voice": lambda: (VoiceForm(data("voice")), _say_voice, "Written down."),
    }  # fmt: skip
    forms = {paper.call.owes: makes[paper.call.owes]()} if paper.call.owes else {}
    if paper.call.may_leave:
        form = WordsForm(LEAVE, data("leave"), hint="You leave the panel, and somebody else takes your seat.")
        forms["leave"] = (form, _leave, "Written down. You have left the panel.")
    return forms


def _do(request: Request, forms: dict[str, Doable], at: datetime, *, review_id: UUID) -> str:
    """Do what was sent; "" where nothing was sent, or it was refused and the form says why."""
    for form, act, done in forms.values():
        if not form.is_bound or not form.is_valid():
            continue
        given = dict(form.cleaned_data)
        if "posts" in given:
            given["posts"] = [UUID(each) for each in given["posts"]]
        try:
            act(review_id=review_id, by=request.person, at=at, **given)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return done
    return ""


def _say_interest(*, interest: str, **given: Any) -> None:
    actions.declare_interest(interest=interest == "yes", **given)


def _leave(**given: Any) -> None:
    actions.declare_interest(interest=True, **given)


def _say_voice(*, agrees: str, **given: Any) -> None:
    actions.agree_finding(agrees=agrees == "yes", **given)
