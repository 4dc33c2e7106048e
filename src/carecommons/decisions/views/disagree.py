"""A child does not agree: their form, and the page on which they are answered."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from carecommons.children.doors import begun, open_child, sent
from carecommons.common.errors import NotFound, ReasonMissing, Refused
from carecommons.constitution.queries import parameter, whole
from carecommons.people.doors import Request, door
from carecommons.people.may import check_may, may
from carecommons.people.roles import ROLE_NAMES, Role

from .. import actions, queries
from ..approvals import check_not_theirs
from ..forms import AnswerForm, DisagreeForm
from ..owing import Due
from ..placement import Placed
from ..queries import PlacementRecord
from ..state import State


@door("decisions.disagree")
@require_http_methods(["GET", "HEAD", "POST"])
def disagree(request: Request, decision_id: UUID) -> HttpResponse:
    """Say no to a decision in force: what happens next stands above the boxes."""
    at = datetime.now(UTC)
    found = queries.decision(decision_id)
    child = open_child(
        person=request.person, child_id=found.child_id, act="decisions.disagree", purpose="Writing for the child", at=at
    )
    if found.state is not State.APPROVED:
        raise NotFound()
    name = f"disagree-{decision_id}"
    form = DisagreeForm(request.POST if request.method == "POST" else None, initial=begun(request, child.id, name, at))
    if request.method == "POST" and form.is_valid():
        try:
            actions.disagree(decision_id=decision_id, by=request.person, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, _(str(refusal)))
        else:
            sent(request, child.id, name)
            messages.success(request, _("We kept your no. Someone must look again and answer you."))
            return redirect("decisions:one", decision_id)
    context = {
        "child": child, "decision": found, "form": form, "form_name": name, **ways(at),
        "is_child": request.person.role is Role.CHILD, "before_move": _move_to_come(decision_id, at),
    }  # fmt: skip
    return render(request, "decisions/disagree.html", context, status=422 if form.errors else 200)


@door("decisions.answer_disagreement")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request, disagreement_id: UUID) -> HttpResponse:
    """Read what the child said, and answer in words that the child reads."""
    at = datetime.now(UTC)
    found = queries.disagreement(disagreement_id)
    check_may(request.person, "decisions.answer_disagreement", found.subject)
    child = open_child(
        person=request.person, child_id=found.child_id, act="decisions.answer_disagreement",
        purpose="To answer a child who does not agree", at=at,
    )  # fmt: skip
    check_not_theirs(found.decided_by, request.person)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_disagreement(disagreement_id=disagreement_id, by=request.person, at=at, **form.cleaned_data)
        except ReasonMissing as refusal:
            form.add_error("words", str(refusal))
        else:
            messages.success(request, "Sent. The child and their advocate read it on the child’s own page.")
            return redirect("decisions:one", found.decision_id)
    waits = str(found.id) in queries.asks_to_wait(found.decision_id)
    context = {"child": child, "found": found, "form": form, "role_names": ROLE_NAMES, "waits": waits}
    return render(request, "decisions/answer.html", context, status=422 if form.errors else 200)


def _move_to_come(decision_id: UUID, at: datetime) -> date | None:
    """The day of the move that a choice planned; None once the child has moved, or on the day itself."""
    planned = queries.placement_of(decision_id)
    if planned is None or planned.state is not Placed.PLANNED or planned.from_day <= timezone.localdate(at):
        return None
    return planned.from_day


def ways(at: datetime) -> dict[str, object]:
    """Everything that stays open to a child who does not agree, with its days: dated parameters, never constants."""
    on = timezone.localdate(at)
    return {
        "answer_days": whole("review_finding_working_days", on),
        "urgent_days": whole("review_finding_urgent_working_days", on),
        "help_line": parameter("help_line_children", on).text, "ombudsman": parameter("ombudsman", on).text,
    }  # fmt: skip


def disagreements_for(request: Request, found: queries.DecisionRecord) -> dict[str, object]:
    """What a page of a decision shows of disagreements to this reader; nothing to those who may not read them."""
    if not may(request.person, "decisions.see_disagreements", found.subject):
        return {"disagreements": (), "may_answer_no": False, "decided_it": False, "asking": ()}
    noes = queries.disagreements(found.id)
    answers = bool(may(request.person, "decisions.answer_disagreement", found.subject))
    decided_it = any(request.person.id in each.decided_by for each in noes)
    return {
        "disagreements": noes, "may_answer_no": answers and not decided_it, "decided_it": answers and decided_it,
        "asking": {UUID(each) for each in queries.asks_to_wait(found.id)},
    }  # fmt: skip


def noes_part(request: Request, found: PlacementRecord, at: datetime) -> dict[str, Any] | None:
    """On the page of a placement: where the child did not agree, and by when they are answered. It holds no words.

    Only for those who may read why; None where the child said no to nothing.
    """
    if found.decision_id is None or not may(request.person, "decisions.see_disagreements", found.subject):
        return None
    noes = queries.disagreements(found.decision_id)
    answers = bool(may(request.person, "decisions.answer_disagreement", found.subject))
    waiting = [each for each in noes if not each.answers]
    due = [
        Due(each.answer_by, "Answer the child, who does not agree" + ": before the move" * bool(each.move_on), "no")
        for each in waiting
    ]
    lines = [(each, answers and not each.answers and request.person.id not in each.decided_by) for each in noes]
    return {"noes": lines, "decision_id": found.decision_id, "due": due} if noes else None
