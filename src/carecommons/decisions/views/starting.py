"""The start of a placement on pages: its plan item by item, the visits before it, and that the child came."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from carecommons.children.doors import open_child
from carecommons.children.queries import ChildRecord
from carecommons.common.errors import Refused
from carecommons.people.doors import Request, door
from carecommons.people.may import may
from carecommons.people.roles import ROLE_NAMES, Role

from .. import actions, queries
from ..before_move import REVIEW_REFUSALS
from ..forms.starting import BeginForm, BringForm, ItemForm, VisitAnswerForm, VisitForm
from ..owing import Due
from ..own_start import AGREED, OWN_REPLIES, OWN_STEPS
from ..placement import Placed
from ..queries import PlacementRecord
from ..starting import BRING, REPLY_WORDS, Reply, Step
from .held import held, reviewer
from .notices import notices_shown


def plan_part(request: Request, found: PlacementRecord, at: datetime) -> dict[str, Any]:
    """The plan as a list of tasks, and whether the child may come."""
    plan, on = queries.plan_of(found), timezone.localdate(at)
    planned = found.state is Placed.PLANNED
    due = []
    if plan.lacks and plan.due_on is not None:
        due.append(Due(plan.due_on, f"{len(plan.lacks)} parts of the plan for living there", "plan"))
    if planned:
        due.append(Due(found.from_day, "Say that the child came", "plan"))
    before = queries.review_before(found.decision_id, at=at) if planned else None
    if before is not None and before.lacks:
        due.append(Due(found.from_day, "A review of the child’s case, before this move", "review-first"))
    if found.move_waits:  # the day of a move on hold does not hold, so that nothing is owed by it
        due = []
    if found.hold.search_id is not None:
        due.append(Due(on, "Find out what the parents, and the child, agree to now", "agreement"))
    return {
        "plan": plan, "late": plan.late(on) and not found.move_waits, "reply_words": REPLY_WORDS,
        "role_names": ROLE_NAMES, "planned": planned,
        "may_write": found.under_way and bool(may(request.person, "decisions.write_plan", found.subject)),
        "may_begin": planned and bool(may(request.person, "decisions.begin_placement", found.subject)),
        "before": before, "reviewer": reviewer(request.person, found.subject),
        "due": due if found.under_way else [],
    }  # fmt: skip


def visits_part(request: Request, found: PlacementRecord, at: datetime) -> dict[str, Any] | None:
    """The visits before the move; nothing once it is over and there were none."""
    visits = queries.visits_of(found.id)
    if not visits and found.state is not Placed.PLANNED:
        return None
    waiting = [each for each in visits if each.state is Step.PLANNED] if found.under_way else []
    return {
        "visits": visits, "planned": found.state is Placed.PLANNED,
        "may_write": found.under_way and bool(may(request.person, "decisions.write_plan", found.subject)),
        "due": [Due(each.on_day, each.words, "visits") for each in waiting],
    }  # fmt: skip


def notices_part(request: Request, found: PlacementRecord, at: datetime) -> dict[str, Any] | None:
    """Who is told where the child will live, by when; nothing of a stay to which no move led."""
    if found.decision_id is None:
        return None
    shown = notices_shown(request, found.decision_id, found.subject, at)
    due = [
        Due(each.due_on, f"Tell {each.kind.to[0].lower()}{each.kind.to[1:]}", "notices")
        for each in shown["notices"] if each.sent_on is None and not each.kind.by_home
    ]  # fmt: skip
    return {**shown, "due": due if found.under_way and not found.move_waits else []}


def own_part(request: Request, found: PlacementRecord, at: datetime) -> dict[str, Any]:
    """What happens next, for the young person: visits, what comes along, what was agreed."""
    plan = queries.plan_of(found)
    said = {line.item.code: line for line in plan.lines if line.reply is not None}
    agreed = [
        (title, said[code], OWN_REPLIES[said[code].reply or Reply.SAID])
        for code, title in AGREED.items()
        if code in said
    ]
    visits = [(each, OWN_STEPS[each.kind]) for each in queries.visits_of(found.id) if each.state is not Step.NOT_HELD]
    to_come, chosen = found.state is Placed.PLANNED, found.taken_up_on is None
    # Who came before the plan was whole, in an emergency, still says what is to be fetched for them.
    open_still = chosen and found.under_way and (to_come or not plan.begun_whole)
    return {
        "visits": visits, "agreed": agreed, "bring": said.get(BRING), "to_come": to_come, "open_still": open_still,
        "may_say": open_still and bool(may(request.person, "decisions.say_what_comes", found.subject)), "due": [],
    }  # fmt: skip


@door("decisions.write_plan")
@require_http_methods(["GET", "HEAD", "POST"])
def plan_item(request: Request, placement_id: UUID, item: str) -> HttpResponse:
    """One item of the plan: one question a page."""
    at = datetime.now(UTC)
    found, child = _opened(request, placement_id, "decisions.write_plan", "to write the plan for living somewhere", at)
    line = queries.plan_of(found).line(item)
    last = {"reply": line.reply, "words": line.words} if line.reply or line.words else {}
    form = ItemForm(line.item, request.POST if request.method == "POST" else None, initial=last)
    if form.is_valid():
        try:
            actions.answer_plan(
                placement_id=found.id, item=item, by=request.person, at=at, reply=form.given,
                words=form.cleaned_data["words"],
            )  # fmt: skip
        except Refused as refusal:
            _blame(form, refusal, plan_words_missing="words", plan_reply_unknown="reply")
        else:
            messages.success(request, "Kept. Earlier answers stay on record.")
            return redirect("decisions:placement", found.id)
    return _page(request, "plan_item", found, child, form, line=line)


@door("decisions.write_plan")
@require_http_methods(["GET", "HEAD", "POST"])
def new_visit(request: Request, placement_id: UUID) -> HttpResponse:
    """Plan a visit before the move."""
    at = datetime.now(UTC)
    found, child = _opened(request, placement_id, "decisions.write_plan", "to plan a visit before a move", at)
    form = VisitForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.plan_visit(placement_id=found.id, by=request.person, at=at, **form.cleaned_data)
        except Refused as refusal:
            _blame(form, refusal, visit_after_move="on_day", visit_who_missing="who")
        else:
            messages.success(request, "Planned. It stands on the child’s page.")
            return redirect("decisions:placement", found.id)
    return _page(request, "visit", found, child, form)


@door("decisions.write_plan")
@require_http_methods(["GET", "HEAD", "POST"])
def visit_held(request: Request, introduction_id: UUID) -> HttpResponse:
    """Whether a visit happened, and how it was."""
    at = datetime.now(UTC)
    visit, placement_id = queries.visit(introduction_id)
    found, child = _opened(request, placement_id, "decisions.write_plan", "to say how a visit was", at)
    form = VisitAnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.answer_visit(visit_id=visit.id, by=request.person, at=at, **form.answers)
        except Refused as refusal:
            _blame(form, refusal, visit_words_missing="how_it_was", visit_still_to_be="held")
        else:
            messages.success(request, "Kept.")
            return redirect("decisions:placement", found.id)
    return _page(request, "visit_held", found, child, form, visit=visit)


@door("decisions.begin_placement")
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: Request, placement_id: UUID) -> HttpResponse:
    """Say that the child has come to live there."""
    at = datetime.now(UTC)
    found, child = _opened(request, placement_id, "decisions.begin_placement", "to say that a child came", at)
    before = queries.review_before(found.decision_id, at=at)
    form = BeginForm(
        request.POST if request.method == "POST" else None, initial={"came_on": found.from_day}, before=before
    )
    if form.is_valid():
        try:
            whole = actions.begin_placement(placement_id=found.id, by=request.person, at=at, **form.answers)
        except Refused as refusal:
            if refusal.code in REVIEW_REFUSALS:
                form.blame_review(str(refusal))
                return _page(request, "begin", found, child, form, plan=queries.plan_of(found), before=before)
            _blame(form, refusal, came_in_future="came_on", came_before_place="came_on")
        else:
            late = "" if whole else " The plan is not whole: it follows within the days that the law gives."
            messages.success(request, f"Recorded: the child lives there.{late}")
            return redirect("decisions:placement", found.id)
    return _page(request, "begin", found, child, form, plan=queries.plan_of(found), before=before)


@door("decisions.say_what_comes")
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: Request, placement_id: UUID) -> HttpResponse:
    """The young person says what they want to bring and keep."""
    at = datetime.now(UTC)
    found, child = _opened(request, placement_id, "decisions.say_what_comes", "Writing for the child", at)
    said = queries.plan_of(found).line(BRING)
    form = BringForm(request.POST if request.method == "POST" else None, initial={"words": said.words})
    if form.is_valid():
        try:
            actions.say_what_comes(placement_id=found.id, by=request.person, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, _(str(refusal)))
        else:
            messages.success(request, _("Thank you. We kept your words."))
            return redirect("decisions:placement", found.id)
    return _page(request, "own_bring", found, child, form, is_child=request.person.role is Role.CHILD)


def _opened(
    request: Request, placement_id: UUID, act: str, purpose: str, at: datetime
) -> tuple[PlacementRecord, ChildRecord]:
    found = queries.placement(placement_id)
    return found, open_child(person=request.person, child_id=found.child_id, act=act, purpose=purpose, at=at)


def _blame(form: forms.Form, refusal: Refused, **fields: str) -> None:
    """Put the refusal at the field that it is about, or above the form."""
    form.add_error(fields.get(refusal.code), str(refusal))


def _page(
    request: Request, name: str, found: PlacementRecord, child: ChildRecord, form: forms.Form, **more: object
) -> HttpResponse:
    on = timezone.localdate(datetime.now(UTC))
    context = {
        "placement": found, "child": child, "form": form, "held": held(request.person, child, found.hold, on),
        "reviewer": reviewer(request.person, found.subject), **more,
    }  # fmt: skip
    return render(request, f"decisions/placement/{name}.html", context, status=422 if form.errors else 200)
