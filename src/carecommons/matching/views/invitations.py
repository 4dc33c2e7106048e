"""What a home is asked: its inbox, one invitation, and its answer. Council homes and all others find the same pages."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from carecommons.children.needs import DOMAINS
from carecommons.common.errors import Faulty, ReasonMissing
from carecommons.people.doors import Request, door

from .. import actions, queries
from ..forms import AskForm, DeclineForm, OfferForm
from ..invitation.replies import DECLINE_REASONS, IMPACTS, REPLY_ANSWERS

A_PAGE = 25
View = Callable[[Request, UUID], HttpResponse]


def asked_in_turn(view: View) -> View:
    """An answer is posted here; whoever opens its address anew, as a browser does, is led to the invitation."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def run(request: Request, invitation_id: UUID) -> HttpResponse:
        if request.method != "POST":
            return redirect("invitations:one", invitation_id)
        return view(request, invitation_id)

    return run


@door("matching.see_invitation")
@require_safe
def inbox(request: Request) -> HttpResponse:
    """What this person's homes were asked, what closes first before."""
    now = datetime.now(UTC)
    lines = queries.with_outcomes(queries.invitations_of(request.person, at=now), by=request.person, at=now)
    page = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "waiting": sum(line.open and line.state in ("sent", "opened") for line in lines)}
    return render(request, "matching/inbox.html", context)


@door("matching.see_invitation")
@require_safe
def invitation(request: Request, invitation_id: UUID) -> HttpResponse:
    """One invitation: what is told of the child, until when an answer can be given, and the answer."""
    now = datetime.now(UTC)
    actions.note_opened(invitation_id=invitation_id, by=request.person, at=now)
    return _page(request, invitation_id, now, {})


@door("matching.see_invitation")
@asked_in_turn
def ask(request: Request, invitation_id: UUID) -> HttpResponse:
    """Ask the council something; the answer goes to every invited home."""
    now = datetime.now(UTC)
    form = AskForm(request.POST, prefix="ask")
    if form.is_valid():
        words = form.cleaned_data["words"]
        try:
            actions.ask_question(invitation_id=invitation_id, words=words, by=request.person, at=now)
        except Faulty as refusal:
            form.add_error("words", str(refusal))
        else:
            messages.success(request, "Your question is with the council. The answer goes to every invited home.")
            return redirect("invitations:one", invitation_id)
    return _page(request, invitation_id, now, {"ask": form})


@door("matching.answer_invitation")
@asked_in_turn
def offer(request: Request, invitation_id: UUID) -> HttpResponse:
    """Offer a home, need by need."""
    return _answer(request, invitation_id, OfferForm(request.POST, prefix="offer"), "offer")


@door("matching.answer_invitation")
@asked_in_turn
def decline(request: Request, invitation_id: UUID) -> HttpResponse:
    """Say no, and why."""
    return _answer(request, invitation_id, DeclineForm(request.POST, prefix="decline"), "decline")


def _answer(request: Request, invitation_id: UUID, form: OfferForm | DeclineForm, name: str) -> HttpResponse:
    now = datetime.now(UTC)
    if form.is_valid():
        try:
            actions.answer_invitation(invitation_id=invitation_id, by=request.person, at=now, **form.reply())
        except (Faulty, ReasonMissing) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your answer is sent. You can change it until the time is over.")
            return redirect("invitations:one", invitation_id)
    return _page(request, invitation_id, now, {name: form})


def _page(request: Request, invitation_id: UUID, now: datetime, typed: dict[str, Any]) -> HttpResponse:
    sheet = queries.invitation(invitation_id, by=request.person, at=now)
    (line,) = queries.with_outcomes([sheet.line], by=request.person, at=now)
    offer = typed.get("offer") or OfferForm(prefix="offer", initial=OfferForm.of(sheet.replies))
    offer.tell_needs(sheet.lines)
    context = {
        "sheet": sheet, "line": line, "domains": DOMAINS, "reply_answers": REPLY_ANSWERS,
        "impacts": IMPACTS, "decline_reasons": DECLINE_REASONS, "ask": typed.get("ask") or AskForm(prefix="ask"),
        "offer": offer,
        "decline": typed.get("decline") or DeclineForm(prefix="decline", initial=DeclineForm.of(sheet.replies)),
        "reply": sheet.reply,
        "typed": list(typed.values()),
    }  # fmt: skip
    return render(request, "matching/invitation.html", context, status=422 if typed else 200)
