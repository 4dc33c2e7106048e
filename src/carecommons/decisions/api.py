"""Decisions for machines: the same acts, permissions and refusals as the pages."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from ninja import Router, Schema, Status

from carecommons.children.doors import open_child
from carecommons.common.errors import NotFound
from carecommons.people.actions import record_look
from carecommons.people.doors import Request, door_api
from carecommons.people.roles import Role

from . import actions, queries
from .queries import DecisionLine, DecisionRecord, DisagreementRecord
from .state import State

router = Router(tags=["decisions"])


class ProposeIn(Schema):
    search_id: UUID
    home_id: UUID
    why_chosen: str
    why_not: dict[UUID, str] = {}
    wishes_effect: str
    wishes_how: str
    prevailed: str = ""
    compromise_missing: list[str] = []
    search_evidence: str = ""


class ApproveIn(Schema):
    """satisfied: codes of what the approver is satisfied of; owed where the home is outside the council's area."""

    satisfied: list[str] = []


class SendBackIn(Schema):
    words: str


class LineOut(Schema):
    id: UUID
    referral_id: UUID
    child_reference: str
    home_name: str
    state: str
    compromise: bool
    approver_needed: str
    proposed_at: datetime
    answered_at: datetime | None
    from_day: date


class PassedOverOut(Schema):
    home_id: UUID
    name: str
    reference: str
    why: str


class DecisionOut(Schema):
    id: UUID
    state: str
    referral_id: UUID
    shortlist_id: UUID
    child_id: UUID
    child_reference: str
    authority: str
    home_id: UUID
    home_name: str
    home_reference: str
    from_day: date
    criteria_version: int
    why_chosen: str
    passed_over: list[PassedOverOut]
    wishes_effect: str
    wishes_how: str
    prevailed: str
    search_evidence: str
    compromise: bool
    missing: list[str]
    approver_needed: str
    approver_words: str
    proposed_by_role: str
    proposed_at: datetime
    answered_by_role: str | None
    answered_at: datetime | None
    answer_words: str
    satisfied: list[str]
    entry_number: int | None
    review_until: date | None


class TellParentOut(Schema):
    """What a parent may read: that and how it was decided, never where the child lives."""

    id: UUID
    state: str
    from_day: date
    criteria_version: int
    answered_by_role: str | None
    answered_at: datetime | None
    entry_number: int | None
    review_until: date | None


Told = DecisionOut | TellParentOut


@router.get("/", response=list[LineOut], summary="The choices within reach, newest first")
@door_api("decisions.see_decision")
def made(request: Request) -> tuple[DecisionLine, ...]:
    return () if request.person.role is Role.PARENT else _seen(request, queries.made(request.person))


@router.get("/waiting", response=list[LineOut], summary="The choices that wait for my approval")
@door_api("decisions.approve")
def waiting(request: Request) -> tuple[DecisionLine, ...]:
    return _seen(request, queries.waiting_for(request.person))


@router.post("/", response={201: DecisionOut}, summary="Propose a home of the list, with reasons")
@door_api("decisions.propose")
def propose(request: Request, body: ProposeIn) -> Status[DecisionRecord]:
    given = body.dict()
    decision_id = actions.propose(referral_id=given.pop("search_id"), by=request.person, at=timezone.now(), **given)
    return Status(201, _opened(request, decision_id))


@router.get("/{decision_id}", response=Told, summary="One decision with its reasons")
@door_api("decisions.see_decision")
def one(request: Request, decision_id: UUID) -> Told:
    found = _opened(request, decision_id)
    told = TellParentOut if request.person.role is Role.PARENT else DecisionOut
    return told.from_orm(found)


@router.post("/{decision_id}/approve", response=DecisionOut, summary="Put a choice in force")
@door_api("decisions.approve")
def approve(request: Request, decision_id: UUID, body: ApproveIn | None = None) -> DecisionRecord:
    ticked = body.satisfied if body else []
    actions.approve(decision_id=decision_id, satisfied=ticked, by=request.person, at=timezone.now())
    return _opened(request, decision_id)


@router.post("/{decision_id}/send-back", response=DecisionOut, summary="Say no to a choice, and why")
@door_api("decisions.approve")
def send_back(request: Request, decision_id: UUID, body: SendBackIn) -> DecisionRecord:
    actions.send_back(decision_id=decision_id, words=body.words, by=request.person, at=timezone.now())
    return _opened(request, decision_id)


@router.post("/{decision_id}/withdraw", response=DecisionOut, summary="Take back a choice nobody has answered")
@door_api("decisions.propose")
def withdraw(request: Request, decision_id: UUID) -> DecisionRecord:
    actions.withdraw(decision_id=decision_id, by=request.person, at=timezone.now())
    return _opened(request, decision_id)


class DisagreeIn(Schema):
    words: str
    wants: str = ""
    move_should_wait: bool = False
    wants_advocate: bool = False


class AnswerIn(Schema):
    words: str
    move_waits: bool


class AnswerOut(Schema):
    words: str
    move_waits: bool
    answered_at: datetime
    answered_by_role: str


class DisagreementOut(Schema):
    id: UUID
    decision_id: UUID
    words: str
    wants: str
    move_should_wait: bool
    wants_advocate: bool
    said_at: datetime
    said_by_role: str
    answer_by: date
    answers: list[AnswerOut]


@router.get("/{decision_id}/disagreements", response=list[DisagreementOut], summary="Where the child did not agree")
@door_api("decisions.see_disagreements")
def read_disagreements(request: Request, decision_id: UUID) -> tuple[DisagreementRecord, ...]:
    return _noes(request, decision_id)


@router.post("/{decision_id}/disagreements", response={201: list[DisagreementOut]}, summary="Say no for the child")
@door_api("decisions.disagree")
def disagree(request: Request, decision_id: UUID, body: DisagreeIn) -> Status[tuple[DisagreementRecord, ...]]:
    actions.disagree(decision_id=decision_id, by=request.person, at=timezone.now(), **body.dict())
    return Status(201, _noes(request, decision_id))


@router.post(
    "/disagreements/{disagreement_id}/answers", response={201: DisagreementOut}, summary="Answer a child who disagrees"
)
@door_api("decisions.answer_disagreement")
def answer(request: Request, disagreement_id: UUID, body: AnswerIn) -> Status[DisagreementRecord]:
    actions.answer_disagreement(disagreement_id=disagreement_id, by=request.person, at=timezone.now(), **body.dict())
    found = queries.disagreement(disagreement_id)
    open_child(
        person=request.person, child_id=found.child_id, act="decisions.answer_disagreement",
        purpose="To answer a child who does not agree", at=timezone.now(),
    )  # fmt: skip
    return Status(201, found)


def _noes(request: Request, decision_id: UUID) -> tuple[DisagreementRecord, ...]:
    """Every no of the child to this decision, after the look is written down."""
    found = queries.decision(decision_id)
    open_child(
        person=request.person, child_id=found.child_id, act="decisions.see_disagreements",
        purpose="to read why a child does not agree", at=timezone.now(),
    )  # fmt: skip
    return queries.disagreements(decision_id)


def _seen(request: Request, lines: tuple[DecisionLine, ...]) -> tuple[DecisionLine, ...]:
    """The lines, after a look at each child on them is written down."""
    if request.person.role is not Role.CHILD:
        for child_id in sorted({line.child_id for line in lines}):
            record_look(
                person=request.person, child_id=child_id, act="decisions.see_decision",
                purpose="to read a list of decisions", at=timezone.now(),
            )  # fmt: skip
    return lines


def _opened(request: Request, decision_id: UUID) -> DecisionRecord:
    """The record after the look is written down; the family reads it once it is in force."""
    found = queries.decision(decision_id)
    open_child(
        person=request.person, child_id=found.child_id, act="decisions.see_decision", purpose="to read a decision",
        at=timezone.now(),
    )  # fmt: skip
    family = request.person.role in (Role.CHILD, Role.ADVOCATE, Role.PARENT)
    if family and found.state is not State.APPROVED:
        raise NotFound()
    return found


class EndStayIn(Schema):
    """reason: an end reason of the statutory return (REC)."""

    to_day: date
    reason: str


class TakeBackIn(Schema):
    reason: str


class StaysOn(Schema):
    """Whether the child stays on where they live now; if not, another home is needed by the day of the move."""

    stays_on: bool


@router.post("/children/{child_id}/stay/end", response={204: None}, summary="A child leaves the place they live in")
@door_api("provision.take_place")
def end_stay(request: Request, child_id: UUID, body: EndStayIn) -> Status[None]:
    actions.end_stay(child_id=child_id, by=request.person, at=timezone.now(), **body.dict())
    return Status(204, None)


@router.post("/children/{child_id}/stay/withdraw", response=StaysOn, summary="Take back a move that is only planned")
@door_api("provision.take_place")
def withdraw_move(request: Request, child_id: UUID, body: TakeBackIn) -> StaysOn:
    stays = actions.withdraw_move(child_id=child_id, reason=body.reason, by=request.person, at=timezone.now())
    return StaysOn(stays_on=stays)
