"""What the council does with a round: read what would be told, invite every home, answer questions, end it."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carecommons.children.doors import open_child
from carecommons.children.needs import DOMAINS
from carecommons.common.errors import Faulty, NotAllowed, NotFound, NotNow, ReasonMissing
from carecommons.people.doors import Request, door
from carecommons.people.may import may
from carecommons.people.roles import ROLE_NAMES

from .. import actions, queries
from ..forms import AcceptReplyForm, AnswerForm, CallOffForm, DeclineForm, InviteForm, OfferForm
from ..invitation.clocks import CLOCKS, clock_of, closes_at
from ..invitation.replies import DECLINE_REASONS, IMPACTS, REPLY_ANSWERS
from ..invitation.scanning import parts, scan
from ..invitation.states import ROUND_WORDS
from ..shortlist import Referral
from .about import about


@door("matching.invite_homes")
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: Request, search_id: UUID) -> HttpResponse:
    """Read what every home would be told, add words, and invite all of them."""
    now = datetime.now(UTC)
    found = queries.referral(search_id)
    child = open_child(
        person=request.person, child_id=found.child_id, act="matching.invite_homes", purpose="To invite homes", at=now
    )
    if found.shortlist_id is None:
        raise NotNow("list_first", "Homes are invited from a list. Look at every home first.")
    listed = queries.shortlist(found.id)
    on = timezone.localdate(now)
    notes = queries.notes_to_send(found, on)
    form = InviteForm(request.POST if request.method == "POST" else None, notes=notes)
    if form.is_valid():
        try:
            actions.open_round(referral_id=found.id, by=request.person, at=now, **form.given)
        except Faulty as refusal:
            beside = next((each.column for each in refusal.faults if each.column in form.fields), "narrative")
            form.add_error(beside, " ".join([str(refusal), *(fault.message for fault in refusal.faults)]))
        except ReasonMissing as refusal:
            form.add_error("read", str(refusal))
        else:
            messages.success(request, "Every home is invited, with the same words and the same time.")
            return redirect("matching:log", found.id)
    typed = form.data.get("narrative", "") if form.is_bound else ""
    finds = scan(typed, queries.known_of(found, on)) if typed else ()
    clock = clock_of(why=found.why, stay=found.stay)
    context = {
        **about(found, child, now), "form": form, "told": queries.draft_profile(found, listed, narrative="", at=now),
        "notes": notes, "role_names": ROLE_NAMES, "homes": len(queries.eligible_homes(listed)),
        "marked": parts(typed, finds) if finds else (),
        "clock": CLOCKS[clock], "closes_at": closes_at(clock, now, queries.times(on)),
    }  # fmt: skip
    return render(request, "matching/invite.html", context, status=422 if form.errors else 200)


@door("matching.see_shortlist")
@require_safe
def log(request: Request, search_id: UUID) -> HttpResponse:
    """The search log: who was invited, when they opened it, what they asked and answered, and why not."""
    return _log_page(request, search_id, datetime.now(UTC), {})


@door("matching.invite_homes")
@require_POST
def answer(request: Request, search_id: UUID, question_id: UUID) -> HttpResponse:
    """Answer a question of one home, to all."""
    now = datetime.now(UTC)
    queries.check_of_search(search_id, asked=question_id)
    form = AnswerForm(request.POST, prefix=str(question_id))
    if not form.is_valid():
        return _log_page(request, search_id, now, {question_id: form})
    try:
        actions.answer_question(question_id=question_id, by=request.person, at=now, **form.cleaned_data)
    except Faulty as refusal:
        form.add_error("answer", " ".join([str(refusal), *(fault.message for fault in refusal.faults)]))
    except ReasonMissing as refusal:
        form.add_error("read", str(refusal))
    else:
        messages.success(request, "Answered, to every invited home.")
        return redirect("matching:log", search_id)
    return _log_page(request, search_id, now, {question_id: form})


@door("matching.invite_homes")
@require_POST
def close(request: Request, search_id: UUID) -> HttpResponse:
    """End the round whose time is over, or in which every home has answered."""
    now = datetime.now(UTC)
    actions.close_round(round_id=_newest(search_id, now).id, by=request.person, at=now)
    messages.success(request, "The round is over. Look at every home again: the next list reads what was answered.")
    return redirect("matching:log", search_id)


@door("matching.invite_homes")
@require_POST
def call_off(request: Request, search_id: UUID) -> HttpResponse:
    """Take every invitation of the round back, and say why."""
    now = datetime.now(UTC)
    form = CallOffForm(request.POST, prefix="call_off")
    if not form.is_valid():
        return _log_page(request, search_id, now, {"call_off": form})
    try:
        actions.call_off_round(
            round_id=_newest(search_id, now).id, reason=form.cleaned_data["reason"], by=request.person, at=now
        )
    except Faulty as refusal:
        form.add_error("reason", str(refusal))
        return _log_page(request, search_id, now, {"call_off": form})
    messages.success(request, "Every invitation is taken back. No home can read it any more.")
    return redirect("matching:log", search_id)


@door("matching.write_reply")
@require_http_methods(["GET", "HEAD", "POST"])
def write_down(request: Request, search_id: UUID, invitation_id: UUID) -> HttpResponse:
    """Write down what a home answered by telephone, in its own words; the log says who wrote it."""
    now = datetime.now(UTC)
    found = queries.referral(search_id)
    child = open_child(
        person=request.person, child_id=found.child_id, act="matching.write_reply",
        purpose="To write down what a home answered", at=now,
    )  # fmt: skip
    told, line = _asked(found, invitation_id, now)
    if line.reply is not None and line.answered_itself:
        messages.info(request, f"{line.home} has answered itself, so only the home may change that.")
        return redirect("matching:log", found.id)
    posted = request.POST if request.method == "POST" else None
    said = request.POST.get("said", "")
    last = (line.reply,) if line.reply else ()
    offer = OfferForm(posted if said == "offer" else None, prefix="offer", initial=OfferForm.of(last))
    decline = DeclineForm(posted if said != "offer" else None, prefix="decline", initial=DeclineForm.of(last))
    offer.tell_needs(told.lines)
    form = offer if said == "offer" else decline
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_invitation(invitation_id=invitation_id, by=request.person, at=now, **form.reply())
        except (Faulty, ReasonMissing) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"What {line.home} answered is written down.")
            return redirect("matching:log", found.id)
    context = {**about(found, child, now), "line": line, "offer": offer, "decline": decline, "reply": line.reply}
    return render(request, "matching/write_down.html", context, status=422 if offer.errors or decline.errors else 200)


@door("matching.accept_reply")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: Request, search_id: UUID, invitation_id: UUID, version: int) -> HttpResponse:
    """Accept for this child what a home says beyond what was accepted of it, with what that rests on."""
    now = datetime.now(UTC)
    found = queries.referral(search_id)
    child = open_child(
        person=request.person, child_id=found.child_id, act="matching.accept_reply",
        purpose="To accept what a home says it can do for this child", at=now,
    )  # fmt: skip
    line = _line(found, invitation_id, now)
    form = AcceptReplyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.accept_reply(
                invitation_id=invitation_id, version=version, by=request.person, at=now, **form.cleaned_data
            )
        except (NotAllowed, NotNow, Faulty, ReasonMissing) as refusal:
            form.add_error("rests_on" if isinstance(refusal, (Faulty, ReasonMissing)) else None, str(refusal))
        else:
            messages.success(
                request, f"Accepted for this child. Look at every home again, so that what {line.home} says counts."
            )
            return redirect("matching:log", found.id)
    context = {
        **about(found, child, now), "line": line, "form": form, "reply_answers": REPLY_ANSWERS, "impacts": IMPACTS,
        "decline_reasons": DECLINE_REASONS, "domains": DOMAINS,
    }  # fmt: skip
    return render(request, "matching/accept.html", context, status=422 if form.errors else 200)


def _asked(found: Referral, invitation_id: UUID, now: datetime) -> tuple[queries.RoundLog, queries.LogLine]:
    """One home of the search log, and its round. Raises NotFound where it was not invited in this search."""
    asked = ((each, home) for each in queries.log_of(found, at=now) for home in each.homes)
    line = next((pair for pair in asked if pair[1].invitation_id == invitation_id), None)
    if line is None:
        raise NotFound()
    return line


def _line(found: Referral, invitation_id: UUID, now: datetime) -> queries.LogLine:
    return _asked(found, invitation_id, now)[1]


def _newest(search_id: UUID, now: datetime) -> queries.RoundLog:
    """The round that was opened last. Raises NotFound where none was."""
    rounds = queries.rounds_of(queries.referral(search_id).id, at=now)
    if not rounds:
        raise NotFound()
    return rounds[0]


def _log_page(request: Request, search_id: UUID, now: datetime, typed: dict[Any, Any]) -> HttpResponse:
    found = queries.referral(search_id)
    child = open_child(
        person=request.person, child_id=found.child_id, act="matching.see_shortlist", purpose="Reading a search log",
        at=now,
    )  # fmt: skip
    subject = queries.subject_of(found)
    may_invite = bool(may(request.person, "matching.invite_homes", subject))
    rounds = queries.log_of(found, at=now)
    shown = [
        (
            each,
            [
                (question, typed.get(question.id) or AnswerForm(prefix=str(question.id)))
                if may_invite and each.state == "open" and not question.answered_at else (question, None)
                for question in each.questions
            ],
        )
        for each in rounds
    ]  # fmt: skip
    newest = rounds[0] if rounds else None
    running = newest is not None and newest.state == "open"
    context = {
        **about(found, child, now), "rounds": shown, "newest": newest, "running": running, "round_words": ROUND_WORDS,
        "clocks": CLOCKS, "reply_answers": REPLY_ANSWERS, "impacts": IMPACTS, "decline_reasons": DECLINE_REASONS,
        "domains": DOMAINS, "may_invite": may_invite and found.state == "shortlisted",
        "may_look": found.state == "shortlisted" and bool(may(request.person, "matching.make_shortlist", subject)),
        "may_close": may_invite and running and newest is not None and newest.all_answered,
        "may_accept": found.state == "shortlisted" and bool(may(request.person, "matching.accept_reply", subject)),
        "may_write": running and bool(may(request.person, "matching.write_reply", subject)),
        "call_off": (typed.get("call_off") or CallOffForm(prefix="call_off")) if may_invite and running else None,
        "typed": list(typed.values()),
    }  # fmt: skip
    return render(request, "matching/log.html", context, status=422 if typed else 200)
