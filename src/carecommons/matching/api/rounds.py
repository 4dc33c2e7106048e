"""Rounds of invitations for machines: the same acts, permissions, looks and refusals as the pages."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema, Status
from pydantic import Field

from carecommons.children.doors import open_child
from carecommons.common.errors import NotFound
from carecommons.common.wire import Body, Code, Id, Page, Paged, Text, Window, YesNo, cut
from carecommons.people.doors import Request, door_api

from .. import actions, queries
from ..queries import InvitationLine, InvitationSheet, RoundLog
from .router import router

TWELVE, MANY = 12, 50
MOST = 32_767  # versions of one answer that a row can count
Said = Literal["met", "support", "unmet", "unknown"]
Impact = Literal["", "acceptable", "not_acceptable", "unknown"]


class InviteIn(Body):
    """narrative: words that are scanned; read: whoever sends it has read every word that the scan marked.

    notes: ids of notes for the next home, as the read of what would be told lists them; told after the narrative.
    """

    narrative: Text = ""
    notes: Annotated[list[Id], Field(max_length=MANY)] = []
    read: YesNo = False


class CallOffIn(Body):
    reason: Text


class AnswerToHomesIn(Body):
    answer: Text
    read: YesNo = False


class QuestionIn(Body):
    words: Text


class ReplyIn(Body):
    """An offer answers all twelve needs (domain code -> met, support, unmet or unknown); a decline has its reason."""

    offers: YesNo
    answers: Annotated[dict[Code, Said], Field(max_length=TWELVE)] = {}
    impact_there: Impact = ""
    impact_child: Impact = ""
    impact_words: Text = ""
    conditions: Text = ""
    words: Text = ""
    reason: Code = ""
    reason_words: Text = ""


class AcceptIn(Body):
    """version: of the answer that was read; rests_on: what was seen, heard or read, of whom, and when."""

    version: Annotated[int, Field(ge=1, le=MOST)]
    rests_on: Text


class AcceptedOut(Schema):
    """That an officer accepted an answer of a home for this child: which parts of life, and what it rests on."""

    parts: list[str]
    rests_on: str
    at: datetime
    by_role: str


class TextLineOut(Schema):
    heading: str
    words: str


class NoteToSendOut(Schema):
    """One note for the next home that goes on. marked: words in it that could tell who the child is."""

    id: UUID
    words: str
    said_at: datetime
    said_by_role: str
    marked: list[str]


class ToldOut(Schema):
    """What every home would be told. alike: how many children of the region it could be of.

    notes: what those who lived with the child say the next home must know; told only where it is sent by its id.
    """

    lines: list[TextLineOut]
    broadened: list[str]
    alike: int
    notes: list[NoteToSendOut]


class HomeReplyOut(Schema):
    offers: bool
    answers: dict[str, str]
    impact_there: str
    impact_child: str
    impact_words: str
    conditions: str
    words: str
    reason: str
    reason_words: str
    version: int
    said_at: datetime
    said_by_role: str


class QuestionOut(Schema):
    """words: empty where the question could tell who the child is, for every home but the one that asked."""

    id: UUID
    words: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    mine: bool
    withheld: bool


class InvitationLineOut(Schema):
    """outcome: once it is over, what came of it, as far as the home may know; "" while nothing is known."""

    id: UUID
    code: str
    home_id: UUID
    home: str
    state: str
    state_words: str
    sent_at: datetime
    closes_at: datetime
    open: bool
    outcome: str


class InvitationOut(InvitationLineOut):
    """lines, questions: none once the round is over. replies: every version, newest first."""

    lines: list[TextLineOut]
    questions: list[QuestionOut]
    replies: list[HomeReplyOut]


class InvitedOut(Schema):
    """more: the parts of life of which the answer says more than was accepted of the home; that does not count."""

    invitation_id: UUID
    home_id: UUID
    home: str
    reference: str
    kind: str
    state: str
    state_words: str
    sent_at: datetime
    closes_at: datetime
    opened_at: datetime | None
    asked: int
    reply: HomeReplyOut | None
    more: list[str]
    accepted: AcceptedOut | None
    answered_itself: bool


class RoundOut(Schema):
    id: UUID
    number: int
    state: str
    clock: str
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    because: str
    profile_version: int | None
    stale: bool
    lines: list[TextLineOut]
    broadened: list[str]
    homes: list[InvitedOut]
    questions: list[QuestionOut]


@router.get("/searches/{search_id}/invite", response=ToldOut, summary="What every invited home would be told")
@door_api("matching.invite_homes")
def told(request: Request, search_id: UUID) -> dict[str, Any]:
    now = datetime.now(UTC)
    found = queries.referral(search_id)
    open_child(
        person=request.person, child_id=found.child_id, act="matching.invite_homes", purpose="To invite homes", at=now
    )
    draft = queries.draft_profile(found, queries.shortlist(found.id), narrative="", at=now)
    notes = queries.notes_to_send(found, timezone.localdate(now))
    return {"lines": draft.lines, "broadened": draft.broadened, "alike": draft.alike, "notes": notes}


@router.post("/searches/{search_id}/invite", response={201: RoundOut}, summary="Invite every home that could be right")
@door_api("matching.invite_homes")
def invite(request: Request, search_id: UUID, body: InviteIn) -> Status[RoundLog]:
    actions.open_round(referral_id=search_id, by=request.person, at=datetime.now(UTC), **body.model_dump())
    return Status(201, _newest(request, search_id))


@router.get("/searches/{search_id}/log", response=Paged[RoundOut], summary="Who was invited, asked and answered")
@door_api("matching.see_shortlist")
def log(request: Request, search_id: UUID, window: Query[Window]) -> Page[RoundLog]:
    return cut(_rounds(request, search_id), window)


@router.post("/searches/{search_id}/log/close", response=RoundOut, summary="End a round that is over")
@door_api("matching.invite_homes")
def close(request: Request, search_id: UUID) -> RoundLog:
    actions.close_round(round_id=_round_of(search_id), by=request.person, at=datetime.now(UTC))
    return _newest(request, search_id)


@router.post("/searches/{search_id}/log/call-off", response=RoundOut, summary="Take every invitation back, and say why")
@door_api("matching.invite_homes")
def call_off(request: Request, search_id: UUID, body: CallOffIn) -> RoundLog:
    actions.call_off_round(round_id=_round_of(search_id), reason=body.reason, by=request.person, at=datetime.now(UTC))
    return _newest(request, search_id)


@router.post(
    "/searches/{search_id}/log/questions/{question_id}", response=RoundOut, summary="Answer a question, to every home"
)
@door_api("matching.invite_homes")
def answer(request: Request, search_id: UUID, question_id: UUID, body: AnswerToHomesIn) -> RoundLog:
    queries.check_of_search(search_id, asked=question_id)
    actions.answer_question(question_id=question_id, by=request.person, at=datetime.now(UTC), **body.model_dump())
    return _newest(request, search_id)


@router.post("/searches/{search_id}/log/{invitation_id}", response=RoundOut, summary="Write down what a home answered")
@door_api("matching.write_reply")
def write_down(request: Request, search_id: UUID, invitation_id: UUID, body: ReplyIn) -> RoundLog:
    queries.check_of_search(search_id, invited=invitation_id)
    actions.answer_invitation(invitation_id=invitation_id, by=request.person, at=datetime.now(UTC), **body.model_dump())
    return _newest(request, search_id)


@router.post(
    "/searches/{search_id}/log/{invitation_id}/accept",
    response=RoundOut,
    summary="Accept for a child what a home says beyond what was accepted of it",
)
@door_api("matching.accept_reply")
def accept(request: Request, search_id: UUID, invitation_id: UUID, body: AcceptIn) -> RoundLog:
    queries.check_of_search(search_id, invited=invitation_id)
    actions.accept_reply(invitation_id=invitation_id, by=request.person, at=datetime.now(UTC), **body.model_dump())
    return _newest(request, search_id)


@router.get("/invitations", response=Paged[InvitationLineOut], summary="What my homes are asked, soonest first")
@door_api("matching.see_invitation")
def inbox(request: Request, window: Query[Window]) -> Page[InvitationLine]:
    now = datetime.now(UTC)
    lines = queries.with_outcomes(queries.invitations_of(request.person, at=now), by=request.person, at=now)
    return cut(lines, window)


@router.get("/invitations/{invitation_id}", response=InvitationOut, summary="One invitation of my homes")
@door_api("matching.see_invitation")
def invitation(request: Request, invitation_id: UUID) -> dict[str, object]:
    now = datetime.now(UTC)
    actions.note_opened(invitation_id=invitation_id, by=request.person, at=now)
    return _sheet(request, invitation_id, now)


@router.post(
    "/invitations/{invitation_id}/ask", response={201: InvitationOut}, summary="Ask; every home reads the answer"
)
@door_api("matching.see_invitation")
def ask(request: Request, invitation_id: UUID, body: QuestionIn) -> Status[dict[str, object]]:
    now = datetime.now(UTC)
    actions.ask_question(invitation_id=invitation_id, words=body.words, by=request.person, at=now)
    return Status(201, _sheet(request, invitation_id, now))


@router.post(
    "/invitations/{invitation_id}/reply", response={201: InvitationOut}, summary="Offer a home, or say why not"
)
@door_api("matching.answer_invitation")
def reply(request: Request, invitation_id: Id, body: ReplyIn) -> Status[dict[str, object]]:
    now = datetime.now(UTC)
    actions.answer_invitation(invitation_id=invitation_id, by=request.person, at=now, **body.model_dump())
    return Status(201, _sheet(request, invitation_id, now))


def _sheet(request: Request, invitation_id: UUID, now: datetime) -> dict[str, object]:
    found: InvitationSheet = queries.invitation(invitation_id, by=request.person, at=now)
    (told,) = queries.with_outcomes([found.line], by=request.person, at=now)
    line = {name: getattr(told, name) for name in InvitationLineOut.model_fields}
    return {**line, "lines": found.lines, "questions": found.questions, "replies": found.replies}


def _rounds(request: Request, search_id: UUID) -> tuple[RoundLog, ...]:
    now = datetime.now(UTC)
    found = queries.referral(search_id)
    open_child(
        person=request.person, child_id=found.child_id, act="matching.see_shortlist", purpose="Reading a search log",
        at=now,
    )  # fmt: skip
    return queries.log_of(found, at=now)


def _newest(request: Request, search_id: UUID) -> RoundLog:
    return _rounds(request, search_id)[0]


def _round_of(search_id: UUID) -> UUID:
    rounds = queries.rounds_of(queries.referral(search_id).id, at=timezone.now())
    if not rounds:
        raise NotFound()
    return rounds[0].id
