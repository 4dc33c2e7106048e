"""The notices of where a child will live: each as a page and a PDF, and marked as sent by a person with the day."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from carecommons.children.doors import open_child
from carecommons.children.queries import ChildRecord
from carecommons.common.errors import Refused
from carecommons.common.papers import Paper, make_pdf
from carecommons.people.doors import Request, door
from carecommons.people.may import may, roles_for
from carecommons.people.roles import ROLE_NAMES, Subject

from .. import actions, queries
from ..forms.starting import NoticeForm
from ..notice_paper import day, notice_paper

ACT = "decisions.send_notice"


def notices_shown(request: Request, decision_id: UUID, subject: Subject, at: datetime) -> dict[str, Any]:
    """What a page of a choice or a placement shows of its notices."""
    return {
        "notices": queries.notices_of(decision_id, at=at), "decision_id": decision_id, "on": timezone.localdate(at),
        "may_send": bool(may(request.person, ACT, subject)), "senders": roles_for(ACT),
    }  # fmt: skip


@door("decisions.send_notice")
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: Request, decision_id: UUID, kind: str) -> HttpResponse:
    """One notice as a page, and the day on which it was sent."""
    at = datetime.now(UTC)
    child, paper = _paper(request, decision_id, kind, at)
    owed = next(each for each in queries.notices_of(decision_id, at=at) if each.kind.code == kind)
    form = NoticeForm(request.POST if request.method == "POST" else None, initial={"sent_on": timezone.localdate(at)})
    if form.is_valid():
        try:
            actions.record_notice(decision_id=decision_id, kind=kind, by=request.person, at=at, **form.cleaned_data)
        except Refused as refusal:
            fields = {"notice_in_future": "sent_on", "notice_to_missing": "sent_to"}
            form.add_error(fields.get(refusal.code), str(refusal))
        else:
            messages.success(request, "Recorded: the notice was sent.")
            return redirect("decisions:one", decision_id)
    context = {"child": child, "paper": paper, "owed": owed, "decision_id": decision_id, "form": form}
    return render(request, "decisions/placement/notice.html", context, status=422 if form.errors else 200)


@door("decisions.send_notice")
@require_safe
def notice_pdf(request: Request, decision_id: UUID, kind: str) -> HttpResponse:
    """The same notice as a tagged PDF."""
    at = datetime.now(UTC)
    child, paper = _paper(request, decision_id, kind, at)
    response = HttpResponse(make_pdf(paper, fonts=settings.PAPER_TYPEFACES, at=at), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="notice-{child.reference}.pdf"'
    return response


def _paper(request: Request, decision_id: UUID, kind: str, at: datetime) -> tuple[ChildRecord, Paper]:
    found = queries.decision(decision_id)
    child = open_child(person=request.person, child_id=found.child_id, act=ACT, purpose="To make a notice", at=at)
    here = timezone.localtime(at)
    facts = queries.facts_for_notice(decision_id, kind, on=timezone.localdate(at), at=at)
    return child, notice_paper(
        facts, printed=f"{day(here)}, {here:%H:%M}", role=ROLE_NAMES[request.person.role], made_up=settings.DEMO
    )
