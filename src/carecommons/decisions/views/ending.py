"""Notice, the meeting that tries to save a home, and the end of a stay, on pages."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from carecommons.children.doors import open_child
from carecommons.children.queries import ChildRecord
from carecommons.common.errors import Refused
from carecommons.common.forms import CommonsForm
from carecommons.constitution.queries import whole
from carecommons.matching.queries import open_search_of
from carecommons.people.doors import Request, door
from carecommons.people.may import may, may_at_all
from carecommons.people.roles import ROLE_NAMES, Role
from carecommons.provision.queries import stays_of

from .. import actions, queries
from ..doors import open_end_notice, open_placement, placed
from ..ending import CHILD_THERE, OUTCOMES, PARTY_WORDS, ROLES_THERE, Party, first_lawful_day
from ..forms import WithdrawMoveForm
from ..forms.ending import EndForm, EndNoticeForm, MeetingForm, RefuseForm, SentenceForm, TellForm, WhyForm
from .disagree import ways

ASKED = ["GET", "HEAD", "POST"]
# The answer beside which a refusal stands; all others stand above the form.
BESIDE = {
    "notice_words_missing": "words", "tried_missing": "tried", "notice_too_short": "ends_on",
    "review_first": "reviewed_on", "review_day_wrong": "reviewed_on",
    "review_not_recorded": "reviewed_on", "review_too_old": "reviewed_on", "told_words_missing": "words",
    "child_not_there": "child_there", "change_not_said": "would_change", "tasks_missing": "what_1",
    "meeting_day_wrong": "held_on", "end_words_missing": "words", "change_reason_missing": "change",
    "change_reason_not_asked": "change", "no_empty": "words", "take_back_words_missing": "words",
    "emergency_answer_missing": "words", "belongings_missing": "missing", "after_words_missing": "words",
    "care_ends_missing": "care_ends", "after_home": "choice", "asked_how_missing": "words", "note_empty": "words",
    **dict.fromkeys(
        ("lives_since_future", "lives_since_before_birth", "lived_elsewhere_then", "lived_there_before",
         "move_before_that"), "since",
    ),
    "taken_up_words_missing": "words", "move_there_planned": "home",
}  # fmt: skip


def asked(
    request: Request, form: CommonsForm, act: Callable[[], object], *, done: str, to: tuple[Any, ...], template: str,
    context: dict[str, Any],
) -> HttpResponse:  # fmt: skip
    """A form that does one act: done, and onward; or again, with what was refused beside its answer."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Refused as refusal:
            if refusal.status == 404:
                raise
            beside = BESIDE.get(refusal.code, "")
            form.add_error(beside if beside in form.fields else None, _(str(refusal)))
        else:
            messages.success(request, done)
            return redirect(*to)
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def page(child: ChildRecord, title: str, send: str, back: tuple[Any, ...], **more: Any) -> dict[str, Any]:
    """What the plain page of one form shows."""
    return {"child": child, "title": title, "send": send, "back": address(back), **more}


def back_to(request: Request, placement_id: UUID) -> tuple[Any, ...]:
    """The page that a form about a placement leads back to: the placement's, or the list of those who live here."""
    if request.person.role in queries.AT_HOME:
        return ("decisions:own_stays",)
    return ("decisions:placement", placement_id)


def address(to: tuple[Any, ...]) -> str:
    return reverse(to[0], args=to[1:])


def data(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


FORM = "decisions/ending/form.html"


# ------------------------------------------------------------------ notice
@door("decisions.give_notice")
@require_http_methods(ASKED)
@placed
def give_notice(request: Request, placement_id: UUID) -> HttpResponse:
    """Give notice: the same questions for the home and for the council."""
    at, person = datetime.now(UTC), request.person
    found, child = open_placement(
        person, placement_id, act="decisions.give_notice", purpose="to give notice that a stay ends", at=at
    )
    party = Party.HOME if person.role in queries.AT_HOME else Party.COUNCIL
    on = timezone.localdate(at)
    days = whole("notice_days", on)
    form = EndNoticeForm(party, data(request), initial={"ends_on": first_lawful_day(on, days)})
    made: list[UUID] = []

    def act() -> None:
        made.append(actions.give_notice(placement_id=found.id, by=person, at=at, **form.cleaned_data))

    answer = asked(
        request, form, act, done="Notice is given. Those around the child meet before anything ends.",
        to=("decisions:own_stays",), template=FORM,
        context=page(
            child, f"Is the stay {found.lives_at} to end?", "Give notice", back_to(request, found.id),
            lead=f"Notice is {days} days, the same both ways, and a meeting comes first. The child is told by a "
            "person, reads why, and can say no.",
        ),
    )  # fmt: skip
    return redirect("decisions:end_notice", made[0]) if made else answer


@door("decisions.see_notice")
@require_safe
@placed
def end_notice(request: Request, notice_id: UUID) -> HttpResponse:
    """A notice and what became of it."""
    at, person = datetime.now(UTC), request.person
    found, child = open_end_notice(person, notice_id, act="decisions.see_notice", purpose="to read a notice", at=at)
    theirs = (person.role in queries.AT_HOME) is (found.party is Party.HOME)
    context = {
        "child": child, "found": found, "party_words": PARTY_WORDS, "role_names": ROLE_NAMES, "outcomes": OUTCOMES,
        "child_there": CHILD_THERE, "roles_there": ROLES_THERE, "on": timezone.localdate(at),
        "back": address(back_to(request, found.placement_id)), "review_at": _where_a_home_asks(request, found, at),
        "may_tell": found.is_open and not found.told_on and bool(may(person, "decisions.tell_notice", found.subject)),
        "may_meet": found.is_open and bool(may(person, "decisions.hold_meeting", found.subject)),
        "may_take_back": found.is_open and theirs and bool(may(person, "decisions.give_notice", found.subject)),
        "may_read": bool(found.emergency) and not found.read
        and bool(may(person, "decisions.read_emergency_end", found.subject)),
    }  # fmt: skip
    return render(request, "decisions/ending/notice.html", context)


def _where_a_home_asks(request: Request, found: queries.EndNoticeRecord, at: datetime) -> str:
    """Where whoever runs the home asks that people who did not decide look again; "" for everybody else."""
    person = request.person
    if person.role not in queries.AT_HOME or not may_at_all(person, "decisions.ask_review_for_home"):
        return ""
    stay = queries.placement(found.placement_id)
    if stay.decision_id is None:
        return ""  # of a stay that was taken up nobody can ask yet
    lines = queries.decisions_concerning(person, at=at)
    if (stay.decision_id, stay.home_id) in {(line.decision_id, line.home_id) for line in lines}:
        return address(("decisions:ask_for_home", stay.decision_id, stay.home_id))
    return address(("decisions:home_reviews",))


@door("decisions.tell_notice")
@require_http_methods(ASKED)
def tell_notice(request: Request, notice_id: UUID) -> HttpResponse:
    """Write down what the child was told."""
    at = datetime.now(UTC)
    found, child = open_end_notice(
        request.person, notice_id, act="decisions.tell_notice", purpose="to tell a child of a notice", at=at
    )
    form = TellForm(data(request))
    return asked(
        request, form,
        lambda: actions.tell_of_notice(notice_id=found.id, by=request.person, at=at, **form.cleaned_data),
        done="Kept. The child reads these words on their own page.", to=("decisions:end_notice", found.id),
        template=FORM,
        context=page(
            child, f"What was {child.known_as} told?", "Keep it", ("decisions:end_notice", found.id),
            lead="Speak with the child first, at a good time, with somebody they trust. Then write here what you said.",
        ),
    )  # fmt: skip


@door("decisions.give_notice")
@require_http_methods(ASKED)
@placed
def take_back(request: Request, notice_id: UUID) -> HttpResponse:
    """Take a notice back: the child stays."""
    at = datetime.now(UTC)
    found, child = open_end_notice(
        request.person, notice_id, act="decisions.give_notice", purpose="to take a notice back", at=at
    )
    form = SentenceForm("Why can the child stay after all?", "The child may read it.", data(request))
    return asked(
        request, form,
        lambda: actions.take_notice_back(notice_id=found.id, by=request.person, at=at, **form.cleaned_data),
        done="The notice is taken back. The child stays.", to=("decisions:end_notice", found.id), template=FORM,
        context=page(child, "Take the notice back", "Take it back", ("decisions:end_notice", found.id)),
    )  # fmt: skip


@door("decisions.hold_meeting")
@require_http_methods(ASKED)
def meeting(request: Request, notice_id: UUID) -> HttpResponse:
    """The record of a meeting on what would have to change so that the child can stay."""
    at = datetime.now(UTC)
    found, child = open_end_notice(
        request.person, notice_id, act="decisions.hold_meeting", purpose="to record a meeting after a notice", at=at
    )
    form = MeetingForm(data(request))
    return asked(
        request, form,
        lambda: actions.record_meeting(notice_id=found.id, by=request.person, at=at, **form.answers),
        done="Recorded.", to=("decisions:end_notice", found.id), template=FORM,
        context=page(
            child, f"What would have to change so that {child.known_as} can stay?", "Record the meeting",
            ("decisions:end_notice", found.id), noes=found.noes,
            lead="A meeting that only confirms the end is none. The child or an advocate is there, or it says why not.",
        ),
    )  # fmt: skip


@door("decisions.read_emergency_end")
@require_http_methods(ASKED)
def read_notice(request: Request, notice_id: UUID) -> HttpResponse:
    """The reviewing officer answers a notice that came before any review."""
    at = datetime.now(UTC)
    found, child = open_end_notice(
        request.person, notice_id, act="decisions.read_emergency_end", purpose="to read why no review came first",
        at=at,
    )  # fmt: skip
    return _read(request, child, {"notice_id": found.id}, found.emergency, ("decisions:end_notice", found.id), at)


@door("decisions.read_emergency_end")
@require_http_methods(ASKED)
def read_end(request: Request, end_id: UUID) -> HttpResponse:
    """The reviewing officer answers an end that came before any review."""
    at = datetime.now(UTC)
    found = queries.end(end_id)
    child = open_child(
        person=request.person, child_id=found.child_id, act="decisions.read_emergency_end",
        purpose="to read why no review came first", at=at,
    )  # fmt: skip
    return _read(request, child, {"end_id": found.id}, found.emergency, ("children:record", found.child_id), at)


def _read(
    request: Request, child: ChildRecord, what: dict[str, UUID], why: str, to: tuple[Any, ...], at: datetime
) -> HttpResponse:
    form = SentenceForm(
        "Could it have waited for a review, and what is owed to the child now?", "It stays on record.", data(request)
    )
    return asked(
        request, form,
        lambda: actions.read_emergency_end(by=request.person, at=at, words=form.cleaned_data["words"], **what),
        done="Kept. It stands beside the reasons.", to=to, template=FORM,
        context=page(child, "No review came first", "Keep my answer", to, quoted=why,
                     lead="The law asks for a review before the council ends a placement, emergencies apart."),
    )  # fmt: skip


@door("decisions.refuse_notice")
@require_http_methods(ASKED)
def refuse_notice(request: Request, notice_id: UUID) -> HttpResponse:
    """The young person reads the notice, and says no to it."""
    at = datetime.now(UTC)
    found, child = open_end_notice(
        request.person, notice_id, act="decisions.refuse_notice", purpose="Reading a notice with the child", at=at
    )
    form = RefuseForm(data(request))
    return asked(
        request, form, lambda: actions.refuse_notice(notice_id=found.id, by=request.person, at=at, **form.cleaned_data),
        done=_("Thank you. We kept your words. They are read before anything is decided."), to=("mine", child.id),
        template="decisions/ending/own_no.html",
        context={"child": child, "found": found, "is_child": request.person.role is Role.CHILD, **ways(at),
                 "reads": found.child_reads(timezone.localdate(at)),
                 "decision_id": queries.placement(found.placement_id).decision_id},
    )  # fmt: skip


# ------------------------------------------------------------------ ends
@door("provision.take_place")
@require_http_methods(ASKED)
def stay(request: Request, child_id: UUID) -> HttpResponse:
    """Where a child lives and is to move: end the stay, or take back the planned move."""
    at = datetime.now(UTC)
    child = open_child(
        person=request.person, child_id=child_id, act="provision.take_place",
        purpose="to end a stay, or take back a planned move", at=at,
    )  # fmt: skip
    wanted = request.POST.get("act", "leave") if request.method == "POST" else ""
    leave = EndForm(request.POST if wanted == "leave" else None)
    back = WithdrawMoveForm(request.POST if wanted == "withdraw" else None)
    bound = back if wanted == "withdraw" else leave

    if bound.is_valid():
        try:
            words = _end_or_take_back(request, child.id, bound, at)
        except Refused as refusal:
            beside = BESIDE.get(refusal.code, "")
            said = str(refusal) or "This child has no place in a home of the register."
            bound.add_error(beside if beside in bound.fields else None, said)
        else:
            messages.success(request, words)
            return redirect("decisions:stay", child.id)
    stays = stays_of(child.id, timezone.localdate(at))
    context = {
        "child": child, "stays": stays, "leave": leave, "back": back, "bound": bound,
        "planned": any(line.planned for line in stays),
        "waits": any(each.move_waits for each in queries.placements_of(child.id)),
        "notice": queries.notice_now(child.id),
        "search_id": open_search_of(child.id),
        "may_refer": bool(may(request.person, "matching.refer", child.subject)),
    }  # fmt: skip
    return render(request, "decisions/stay.html", context, status=422 if bound.errors else 200)


def _end_or_take_back(request: Request, child_id: UUID, form: CommonsForm, at: datetime) -> str:
    if isinstance(form, EndForm):
        end = form.end(form.cleaned_data["to_day"])
        actions.end_placement(child_id=child_id, end=end, by=request.person, at=at)
        return "Recorded: the stay ends on that day."
    if actions.withdraw_move(child_id=child_id, reason=form.cleaned_data["why"], by=request.person, at=at):
        return "The planned move is taken back. The child stays on where they live now."
    return (
        "The planned move is taken back. The place where the child lives now is given to somebody else from the day "
        "of the move: find another home before that day."
    )


@door("provision.take_place")
@require_http_methods(ASKED)
def why_ended(request: Request, placement_id: UUID) -> HttpResponse:
    """Say why a placement ended that a move brought to its end."""
    at = datetime.now(UTC)
    found, child = open_placement(
        request.person, placement_id, act="provision.take_place", purpose="to say why a stay ended", at=at
    )
    form = WhyForm(data(request))
    return asked(
        request, form,
        lambda: actions.say_why_ended(
            placement_id=found.id, end=form.end(found.ended_on or timezone.localdate(at)), by=request.person, at=at
        ),
        done="Recorded.", to=("decisions:placement", found.id), template=FORM,
        context=page(child, f"Why did the stay {found.lives_at} end?", "Record why",
                     ("decisions:placement", found.id)),
    )  # fmt: skip
