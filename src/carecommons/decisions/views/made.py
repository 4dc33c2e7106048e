"""Choosing a home, answering a choice, and reading a decision: by those who made it, and by the child."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from carecommons.children.doors import open_child
from carecommons.children.needs import FLAGS
from carecommons.children.plain import in_own_voice, who_words
from carecommons.children.wishes import STAGES, Wish
from carecommons.common.days import age_band, age_on
from carecommons.common.errors import NotFound, NotNow, ReasonMissing, Refused
from carecommons.constitution.parameters import listed as listed_values
from carecommons.constitution.queries import criteria, whole
from carecommons.matching.queries import answer_until, referral, shortlist, why_not_asked
from carecommons.matching.showing import card_of, family_among
from carecommons.people.actions import record_look
from carecommons.people.doors import Request, door
from carecommons.people.may import may
from carecommons.people.roles import ROLE_NAMES, Person, Role

from .. import actions, queries
from ..approvals import FACTS, may_approve
from ..before_move import REVIEW_REFUSALS, First
from ..forms import ApproveForm, DecideForm, SendBackForm, typed_before
from ..formulation import words_of
from ..no_round import NO_ROUND
from ..state import STATE_WORDS, State
from .disagree import disagreements_for, ways
from .held import agrees, held, reviewer
from .notices import notices_shown

OWN_RENDERING = {
    Role.CHILD: "decisions/decision_child.html",
    Role.ADVOCATE: "decisions/decision_child.html",
    Role.PARENT: "decisions/decision_parent.html",
}


@door("decisions.see_decision")
def listed(request: Request) -> HttpResponse:
    """What waits for me, and what was decided within my reach."""
    person, now = request.person, datetime.now(UTC)
    waiting, made = queries.waiting_for(person), queries.made(person)
    if person.role is not Role.CHILD:
        for child_id in sorted({line.child_id for line in (*waiting, *made)}):
            record_look(
                person=person, child_id=child_id, act="decisions.see_decision", purpose="to read a list of decisions",
                at=now,
            )  # fmt: skip
    context = {
        "waiting": waiting,
        "made": made,
        "own": person.role in OWN_RENDERING,
        "state_words": STATE_WORDS,
    }
    return render(request, "decisions/list.html", context)


@door("decisions.propose")
def new(request: Request, search_id: UUID) -> HttpResponse:
    """Choose a home of the list, with every reason that the choice owes."""
    now = datetime.now(UTC)
    open_child(
        person=request.person, child_id=referral(search_id).child_id, act="decisions.propose",
        purpose="to choose a home", at=now,
    )  # fmt: skip
    if referral(search_id).emergency:
        return HttpResponseRedirect(reverse("decisions:emergency", args=[search_id]))
    found = queries.sheet(search_id, at=now)
    if found.active_id is not None:
        return HttpResponseRedirect(reverse("decisions:one", args=[found.active_id]))
    if request.method != "POST":
        form = DecideForm(found, initial=_typed_before(search_id))
        return _decide_page(request, form)
    form = DecideForm(found, request.POST)
    if form.is_valid() and form.home_id is None:
        form.add_error("home", "Choose one home, or keep searching.")
        form.say_what_lacks(queries.lacks_without_home(found, **form.words()))
    if not form.is_valid() or form.home_id is None:
        return _decide_page(request, form)
    try:
        decision_id = actions.propose(
            referral_id=search_id, home_id=form.home_id, by=request.person, at=now, **form.words()
        )
    except ReasonMissing as refusal:
        form.say_what_lacks(refusal.facts.get("lacks", ()))  # type: ignore[arg-type]
        return _decide_page(request, form)
    except NotNow as refusal:
        if refusal.code != "round_open":
            raise
        return _decide_page(request, form, refused=refusal)
    messages.success(request, "Sent for approval. Every word is kept.")
    return HttpResponseRedirect(reverse("decisions:one", args=[decision_id]))


@door("decisions.see_decision")
def one(request: Request, decision_id: UUID) -> HttpResponse:
    """A decision as its reader may have it: the document, the child's own letter, or a parent's."""
    return _decision_page(request, decision_id, datetime.now(UTC))


@door("decisions.approve")
@require_POST
def approve(request: Request, decision_id: UUID) -> HttpResponse:
    """Put a choice in force."""
    now = datetime.now(UTC)
    ticked = [code for code in request.POST.getlist("satisfied") if code in FACTS]
    form = _approve_form(decision_id, now, request.POST)
    read = form.is_valid()
    first = form.first if read else {}
    try:
        actions.approve(decision_id=decision_id, satisfied=ticked, by=request.person, at=now, **first)
    except Refused as refusal:
        if refusal.code in REVIEW_REFUSALS:
            form.blame_review(str(refusal))
        elif refusal.code == "area_not_told":
            # The page of the choice names the notice and who sends it; a page of its own would lead nowhere.
            form.add_error(None, str(refusal))
        elif not isinstance(refusal, ReasonMissing):
            raise
        else:
            if read:
                form.add_error("satisfied", str(refusal))
            _blame_review_too(form, decision_id, now)
        conflict = refusal.code == "area_not_told"
        return _decision_page(request, decision_id, now, approving=form, status=refusal.status if conflict else 422)
    messages.success(request, "Approved. The place is taken, and the decision is in the register.")
    return HttpResponseRedirect(reverse("decisions:one", args=[decision_id]))


@door("decisions.approve")
@require_POST
def send_back(request: Request, decision_id: UUID) -> HttpResponse:
    """Say no to a choice, and why."""
    now = datetime.now(UTC)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return _decision_page(request, decision_id, now, form)
    try:
        actions.send_back(decision_id=decision_id, words=form.cleaned_data["words"], by=request.person, at=now)
    except ReasonMissing as refusal:
        form.add_error("words", str(refusal))
        return _decision_page(request, decision_id, now, form)
    messages.success(request, "Sent back with your words. No place was taken.")
    return HttpResponseRedirect(reverse("decisions:one", args=[decision_id]))


@door("decisions.propose")
@require_POST
def withdraw(request: Request, decision_id: UUID) -> HttpResponse:
    """Take back a choice that nobody has answered."""
    found = queries.decision(decision_id)
    actions.withdraw(decision_id=decision_id, by=request.person, at=datetime.now(UTC))
    messages.success(request, "Withdrawn. Its words are there for the next choice.")
    return HttpResponseRedirect(reverse("decisions:new", args=[found.referral_id]))


@door("register.open_entry")
def opened(request: Request, number: int) -> HttpResponse:
    """The sealed parts of a decision's entry, for its parties, each checked against its seal."""
    now = datetime.now(UTC)
    found = queries.opened(number)
    open_child(
        person=request.person, child_id=found.decision.child_id, act="register.open_entry",
        purpose="to open the sealed parts of a register entry", at=now,
    )  # fmt: skip
    parts = found.parts_for(request.person.role)
    context = {"found": found, "parts": parts, "withheld": len(found.parts) - len(parts)}
    return render(request, "decisions/opened.html", context)


def _decide_page(request: Request, form: DecideForm, *, refused: NotNow | None = None) -> HttpResponse:
    """The form, with what was typed. While homes may answer there is a note in its place, and nobody types in vain."""
    status = refused.status if refused else 422 if form.is_bound else 200
    may_record = bool(may(request.person, "children.write_wishes", form.found.subject))
    owed = {code for codes in form.found.formulations.values() for code in codes}
    before, now = queries.last_answered(form.found.referral_id), datetime.now(UTC)
    newest = _said_last(form.found, before)
    formulation = words_of([code for code in FLAGS if code in owed]) if owed else ""
    context = {
        "form": form, "found": form.found, "may_record": may_record, "formulation": formulation,
        "family": family_among(tuple(form.found.shown.values())),
        "answer_until": answer_until(form.found.referral_id, at=now),
        "sent_back": before if before and before.state is State.REFUSED else None, "role_names": ROLE_NAMES,
        "newest": newest, "heard_before": [each for each in form.found.heard_since if each not in newest],
        "earlier": [each for each in form.found.wishes if each not in newest], "stages": STAGES,
        "ahead": queries.review_ahead(form.found, at=now),
        "reviewer": reviewer(request.person, form.found.subject),
    }  # fmt: skip
    return render(request, "decisions/decide.html", context, status=status)


def _said_last(found: queries.Sheet, before: queries.DecisionRecord | None) -> list[Wish]:
    """What the child has said, at whatever stage, since the last choice of this search was sent; where there was none,
    since they were asked about these homes, or since the list was made."""
    heard = max((each.recorded_at for each in found.heard_since), default=found.made_at)
    since = before.proposed_at if before else heard
    return [each for each in found.wishes if each.recorded_at > since]


def _decision_page(
    request: Request, decision_id: UUID, now: datetime, form: SendBackForm | None = None,
    approving: ApproveForm | None = None, status: int = 422,
) -> HttpResponse:  # fmt: skip
    found, person = queries.decision(decision_id), request.person
    child = open_child(
        person=person, child_id=found.child_id, act="decisions.see_decision", purpose="to read a decision", at=now
    )
    if person.role in OWN_RENDERING and found.state is not State.APPROVED:
        raise NotFound()
    waits = found.state is State.PROPOSED
    wrong = form is not None or approving is not None
    may_answer = (
        waits and may_approve(person.role, found.approver_needed) and found.proposed_by != person.id
        and bool(may(person, "decisions.approve", found.subject))
    )  # fmt: skip
    if approving is None:
        approving = _approve_form(decision_id, now) if may_answer else ApproveForm(())
    on = timezone.localdate(now)
    standing = found.state in (State.PROPOSED, State.APPROVED) and person.role not in OWN_RENDERING
    context = {
        "decision": found,
        "placement": queries.placement_of(found.id),
        "held": held(person, child, found.hold, on) if found.state is State.APPROVED else None,
        "agrees": agrees(child, found.hold, on),
        "notice_part": notices_shown(request, found.id, found.subject, now) if standing else None,
        "card": _card_of(found) if may_answer else None,
        "told_first": queries.unsent_before(found.id, at=now) if waits else (),
        "child": child,
        "age_band": age_band(age_on(child.birth_date, on), listed_values("age_bands", on)),
        "form": form or SendBackForm(),
        "approving": approving,
        "state_words": STATE_WORDS[found.state],
        "may_answer": may_answer,
        "before": queries.review_before(found.id, at=now) if standing else None,
        "reviewer": reviewer(person, found.subject),
        "stops": queries.stops_approval(found.id, at=now) if may_answer else "",
        "may_withdraw": waits and bool(may(person, "decisions.propose", found.subject)),
        "may_choose_again": found.state in (State.REFUSED, State.WITHDRAWN)
        and bool(may(person, "decisions.propose", found.subject)),
        "own": found.proposed_by == person.id,
        "wishes": queries.wishes_before(found),
        "heard": [(wish, in_own_voice(wish)) for wish in queries.wishes_before(found)],
        "answered_by_words": who_words(str(found.answered_by_role)),
        "since": queries.spoken_since(found.child_id, found.proposed_at) if waits else (),
        "advocate": person.role is Role.ADVOCATE,
        "full": queries.full_reasons(decision_id) if found.emergency else None,
        "role_names": ROLE_NAMES, "no_round_words": NO_ROUND,
        **disagreements_for(request, found),
        **ways(now),
        **_reviews_for(person, found, now),
        "first_visit_days": whole("first_visit_days", timezone.localdate(now)),
    }  # fmt: skip
    template = OWN_RENDERING.get(person.role, "decisions/decision.html")
    return render(request, template, context, status=status if wrong else 200)


def _blame_review_too(form: ApproveForm, decision_id: UUID, now: datetime) -> None:
    """Say of the review what lacks beside the ticks, so that an approver reads all that is owed at once."""
    said = form.first
    try:
        queries.review_before(decision_id, at=now).check(
            First(said["reviewed_on"], said["no_review"]), on=timezone.localdate(now)
        )
    except Refused as refusal:
        form.blame_review(str(refusal))


def _approve_form(decision_id: UUID, now: datetime, given: Any = None) -> ApproveForm:
    """What the approver is asked: each fact that a requirement owes, and which review came before a move."""
    owed = queries.approval_before(decision_id, at=now)
    before = queries.review_before(decision_id, at=now)
    return ApproveForm(owed.facts, given, why=owed.why_facts, before=before)


def _reviews_for(person: Person, found: queries.DecisionRecord, at: datetime) -> dict[str, Any]:
    """What a page of a decision shows of its reviews: if one may be asked for, one's own, those one may run."""
    runs = may(person, "decisions.run_review", found.subject)
    running = queries.running_reviews(person, found.id)
    left = queries.may_be_reviewed(found.id, on=timezone.localdate(at))
    return {
        "running": list(running.values()),
        "may_ask_more": any(about not in running for about in left),
        "may_ask_review": bool(may(person, "decisions.ask_review", found.subject)) and person.id != found.proposed_by,
        "reviews": queries.reviews_of_decision(found.id) if runs else (),
    }


def _card_of(found: queries.DecisionRecord) -> dict[str, Any] | None:
    """The chosen home as the frozen list shows it, for whoever answers the choice."""
    frozen = shortlist(found.referral_id)
    home = frozen.home(found.home_id)
    gate_words = {gate.number: gate.word for gate in criteria(frozen.criteria_version).gates}
    recorded, not_asked = queries.recorded_before(found), why_not_asked(found.referral_id)
    return card_of(home, gate_words, wishes=recorded, not_asked=not_asked) if home else None


def _typed_before(search_id: UUID) -> dict[str, Any]:
    before = queries.last_answered(search_id)
    if before is None:
        return {}
    return typed_before(
        {each.home_id: each.why for each in before.passed_over}, before.to_homes,
        form={
            "why_chosen": before.why_chosen, "wishes_effect": before.wishes_effect, "wishes_how": before.wishes_how,
            "prevailed": before.prevailed, "search_evidence": before.search_evidence,
            "own_order_answer": before.own_order_answer, "no_meeting": before.no_meeting,
            "no_round": before.no_round, "no_round_words": before.no_round_words,
            "spot_reason": before.spot_reason, "spot_remedy": before.spot_remedy,
        },
    )  # fmt: skip
