"""Decisions for machines: the same acts, permissions and refusals as the pages."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema, Status
from pydantic import Field

from carecommons.children.doors import open_child
from carecommons.common.errors import NotFound, Refused
from carecommons.common.wire import Body, Code, Day, Id, Line, Page, Paged, Text, Window, YesNo, cut
from carecommons.matching.queries import referral
from carecommons.people.actions import record_look
from carecommons.people.doors import Request, door_api
from carecommons.people.may import check_may
from carecommons.people.roles import Role
from carecommons.provision.queries import StayLine, stays_of

from .. import actions, queries
from ..approvals import FACTS
from ..ending import End, LedBy
from ..queries import DecisionLine, DecisionRecord, DisagreementRecord
from ..state import State, check_waiting
from .router import router

MANY = 500  # homes of one list, at most


class ProposeIn(Body):
    """why_not: a reason for each suitable home that was passed over, by its id.

    own_order_answer: to the child, where their own order points elsewhere. no_meeting: why none was held, where homes
    were invited. to_homes: what each home that offered itself is told when it is not chosen, by its id.
    spot_reason, spot_remedy: owed for a home outside every agreement of the council.
    """

    search_id: Id
    home_id: Id
    why_chosen: Text
    why_not: Annotated[dict[Id, Text], Field(max_length=MANY)] = {}
    wishes_effect: Code
    wishes_how: Text
    prevailed: Text = ""
    compromise_missing: Annotated[list[Line], Field(max_length=MANY)] = []
    search_evidence: Text = ""
    own_order_answer: Text = ""
    no_meeting: Text = ""
    to_homes: Annotated[dict[Id, Text], Field(max_length=MANY)] = {}
    no_round: Code = ""
    no_round_words: Text = ""
    spot_reason: Text = ""
    spot_remedy: Text = ""


class ApproveIn(Body):
    """satisfied: codes of what the approver is satisfied of (see `approval`).

    reviewed_on: the review that weighed the move, where it takes the child out of a placement; no_review: in an
    emergency, who is in danger and why it could not wait.
    """

    satisfied: Annotated[list[Code], Field(max_length=MANY)] = []
    reviewed_on: Day | None = None
    no_review: Text = ""


class ApprovalOwedOut(Schema):
    """What the approval of a choice owes, by the facts of today.

    satisfied_of: codes, each to be ticked; facts: the same in words; because: place, school, parents.
    review_owed: regulation_14, section_22d; none where no review comes first, or one was named. review_of: the
    placement in which the child lives, where it is recorded; reviews: the days of those on record that may come first.
    """

    approver_needed: str
    approver_words: str
    satisfied_of: list[str]
    facts: list[str]
    because: list[str]
    review_owed: list[str]
    review_of: UUID | None
    reviews: list[date]


class SendBackIn(Body):
    words: Text


class DecisionLineOut(Schema):
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
    move_waits: bool


class PassedOverOut(Schema):
    home_id: UUID
    name: str
    reference: str
    why: str


class DecisionOut(Schema):
    """One decision with its reasons. move_waits: the day in `from_day` does not hold while the move waits."""

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
    own_order_answer: str
    meeting_id: UUID | None
    no_meeting: str
    no_round: str
    no_round_words: str
    spot: bool
    spot_reason: str
    spot_remedy: str
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
    reviewed_on: date | None
    entry_number: int | None
    review_until: date | None
    move_waits: bool
    formulation_by: date | None


class ChoiceOut(Schema):
    """One home that may be chosen. satisfied_of: codes of what its approver must be satisfied of.

    spot: no agreement stands with whoever runs it, so choosing it owes spot_reason and spot_remedy.
    formulations_owed: specialist needs that it answers without a current clinical formulation: it is not chosen before
    they are made, save in an emergency.
    """

    home_id: UUID
    name: str
    appropriate: bool
    unmet: list[str]
    unknown: list[str]
    spot: bool
    approver_needed: str
    satisfied_of: list[str]
    formulations_owed: list[str]


class SheetOut(Schema):
    """What may be chosen from one list, suitable homes first. decision_id: the choice that waits or is in force."""

    search_id: UUID
    shortlist_id: UUID
    wanted_by: date
    criteria_version: int
    decision_id: UUID | None
    emergency: bool
    choices: list[ChoiceOut]


class OpenedPartOut(Schema):
    """One sealed part of an entry. matches: the words are those that the public seal was made from."""

    name: str
    title: str
    lines: list[tuple[str, str]]
    erased: bool
    matches: bool


class OpenedOut(Schema):
    """The sealed parts that the asker may read. withheld: how many parts others may read, and they may not."""

    number: int
    decision_id: UUID
    parts: list[OpenedPartOut]
    withheld: int


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
    move_waits: bool


Told = DecisionOut | TellParentOut


@router.get("/", response=Paged[DecisionLineOut], summary="The choices within reach, newest first")
@door_api("decisions.see_decision")
def made(request: Request, window: Query[Window]) -> Page[DecisionLine]:
    return _seen(request, () if request.person.role is Role.PARENT else queries.made(request.person), window)


@router.get("/waiting", response=Paged[DecisionLineOut], summary="The choices that wait for my approval")
@door_api("decisions.approve")
def waiting(request: Request, window: Query[Window]) -> Page[DecisionLine]:
    return _seen(request, queries.waiting_for(request.person), window)


@router.get("/choices/{search_id}", response=SheetOut, summary="The homes that may be chosen, and what each owes")
@door_api("decisions.propose")
def choices(request: Request, search_id: UUID) -> dict[str, Any]:
    now = timezone.now()
    open_child(
        person=request.person, child_id=referral(search_id).child_id, act="decisions.propose",
        purpose="to choose a home", at=now,
    )  # fmt: skip
    found = queries.sheet(search_id, at=now)
    return {
        "search_id": found.referral_id, "shortlist_id": found.shortlist_id, "wanted_by": found.wanted_by,
        "criteria_version": found.criteria_version, "decision_id": found.active_id, "emergency": found.emergency,
        "choices": [
            {
                "home_id": each.home_id, "name": each.name, "appropriate": each.appropriate,
                "unmet": each.unmet, "unknown": each.unknown, "spot": each.spot,
                "approver_needed": found.approvals[each.home_id].role,
                "satisfied_of": found.approvals[each.home_id].facts,
                "formulations_owed": found.formulations.get(each.home_id, ()),
            }
            for each in (*found.suitable, *found.possible)
        ],
    }  # fmt: skip


@router.post("/", response={201: DecisionOut}, summary="Propose a home of the list, with reasons")
@door_api("decisions.propose")
def propose(request: Request, body: ProposeIn) -> Status[DecisionRecord]:
    given = body.model_dump()
    decision_id = actions.propose(referral_id=given.pop("search_id"), by=request.person, at=timezone.now(), **given)
    return Status(201, _opened(request, decision_id))


@router.get("/{uuid:decision_id}", response=Told, summary="One decision with its reasons")
@door_api("decisions.see_decision")
def one(request: Request, decision_id: UUID) -> Told:
    found = _opened(request, decision_id)
    told = TellParentOut if request.person.role is Role.PARENT else DecisionOut
    return told.from_orm(found)


@router.get("/opened/{number}", response=OpenedOut, summary="The sealed parts of a register entry, for its parties")
@door_api("register.open_entry")
def opened(request: Request, number: int) -> dict[str, Any]:
    found = queries.opened(number)
    open_child(
        person=request.person, child_id=found.decision.child_id, act="register.open_entry",
        purpose="to open the sealed parts of a register entry", at=timezone.now(),
    )  # fmt: skip
    parts = found.parts_for(request.person.role)
    return {
        "number": number, "decision_id": found.decision.id, "parts": parts,
        "withheld": len(found.parts) - len(parts),
    }  # fmt: skip


@router.get("/{decision_id}/approval", response=ApprovalOwedOut, summary="What the approval of a choice owes")
@door_api("decisions.approve")
def approval(request: Request, decision_id: UUID) -> dict[str, Any]:
    found, now = queries.decision(decision_id), timezone.now()
    check_may(request.person, "decisions.approve", found.subject)
    check_waiting(found.state)
    open_child(
        person=request.person, child_id=found.child_id, act="decisions.approve", purpose="to read a decision", at=now
    )
    owed, before = queries.approval_before(decision_id, at=now), queries.review_before(decision_id, at=now)
    return {
        "approver_needed": owed.role, "approver_words": owed.words, "satisfied_of": owed.facts,
        "facts": [FACTS[code] for code in owed.facts], "because": owed.why_facts,
        "review_owed": before.owed if before.lacks else (), "review_of": before.placement_id, "reviews": before.days,
    }  # fmt: skip


@router.post("/{decision_id}/approve", response=DecisionOut, summary="Put a choice in force")
@door_api("decisions.approve")
def approve(request: Request, decision_id: UUID, body: ApproveIn | None = None) -> DecisionRecord:
    given = (body or ApproveIn()).model_dump()
    actions.approve(decision_id=decision_id, by=request.person, at=timezone.now(), **given)
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


class DisagreeIn(Body):
    words: Text
    wants: Text = ""
    move_should_wait: YesNo = False
    wants_advocate: YesNo = False


class AnswerIn(Body):
    words: Text
    move_waits: YesNo


class AnswerOut(Schema):
    words: str
    move_waits: bool
    answered_at: datetime
    answered_by_role: str


class DisagreementOut(Schema):
    """A no with its answers. move_on: the day of the move that the child asks to wait, where it is still planned."""

    id: UUID
    decision_id: UUID
    words: str
    wants: str
    move_should_wait: bool
    wants_advocate: bool
    said_at: datetime
    said_by_role: str
    answer_by: date
    move_on: date | None
    answers: list[AnswerOut]


@router.get("/{decision_id}/disagreements", response=Paged[DisagreementOut], summary="Where the child did not agree")
@door_api("decisions.see_disagreements")
def read_disagreements(request: Request, decision_id: UUID, window: Query[Window]) -> Page[DisagreementRecord]:
    found = queries.decision(decision_id)
    open_child(
        person=request.person, child_id=found.child_id, act="decisions.see_disagreements",
        purpose="to read why a child does not agree", at=timezone.now(),
    )  # fmt: skip
    return cut(queries.disagreements(decision_id), window)


@router.post("/{decision_id}/disagreements", response={201: DisagreementOut}, summary="Say no for the child")
@door_api("decisions.disagree")
def disagree(request: Request, decision_id: UUID, body: DisagreeIn) -> Status[DisagreementRecord]:
    made = actions.disagree(decision_id=decision_id, by=request.person, at=timezone.now(), **body.model_dump())
    return Status(201, queries.disagreement(made))


@router.post(
    "/disagreements/{disagreement_id}/answers", response={201: DisagreementOut}, summary="Answer a child who disagrees"
)
@door_api("decisions.answer_disagreement")
def answer(request: Request, disagreement_id: UUID, body: AnswerIn) -> Status[DisagreementRecord]:
    actions.answer_disagreement(
        disagreement_id=disagreement_id, by=request.person, at=timezone.now(), **body.model_dump()
    )
    found = queries.disagreement(disagreement_id)
    open_child(
        person=request.person, child_id=found.child_id, act="decisions.answer_disagreement",
        purpose="To answer a child who does not agree", at=timezone.now(),
    )  # fmt: skip
    return Status(201, found)


def _seen(request: Request, lines: tuple[DecisionLine, ...], window: Window) -> Page[DecisionLine]:
    """The page of the lines, after a look at each child on it is written down."""
    page = cut(lines, window)
    if request.person.role is not Role.CHILD:
        for child_id in sorted({line.child_id for line in page.items}):
            record_look(
                person=request.person, child_id=child_id, act="decisions.see_decision",
                purpose="to read a list of decisions", at=timezone.now(),
            )  # fmt: skip
    return page


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


class WhyIn(Body):
    """care_ends: REC, or X1 where the child stays in care; then change: REASON_PLACE_CHANGE.

    led_by: child, carer, council or nobody. The council owes the day of a review, or the emergency in words.
    """

    care_ends: Code
    change: Code = ""
    planned: YesNo
    led_by: Code
    words: Text = ""
    reviewed_on: Day | None = None
    emergency: Text = ""

    def end(self, to_day: date) -> End:
        """What the act takes. Raises Refused("led_by_unknown")."""
        given = {name: getattr(self, name) for name in WhyIn.model_fields}
        if self.led_by not in set(LedBy):
            raise Refused("led_by_unknown", f"Say who brought it about with one of: {', '.join(LedBy)}.")
        return End(to_day=to_day, **{**given, "led_by": LedBy(self.led_by)})


class EndStayIn(WhyIn):
    to_day: Day


class TakeBackIn(Body):
    reason: Text


class StaysOn(Schema):
    """Whether the child stays on where they live now; if not, another home is needed by the day of the move."""

    stays_on: bool


class StayOut(Schema):
    """Where a child lives or is to move. planned: it has not begun. to_day: null while no end is known."""

    home_id: UUID
    home_name: str
    from_day: date
    to_day: date | None
    planned: bool


@router.get("/children/{child_id}/stay", response=Paged[StayOut], summary="Where a child lives, and is to move")
@door_api("provision.take_place")
def read_stay(request: Request, child_id: UUID, window: Query[Window]) -> Page[StayLine]:
    now = timezone.now()
    child = open_child(
        person=request.person, child_id=child_id, act="provision.take_place", purpose="to read where a child lives",
        at=now,
    )  # fmt: skip
    return cut(stays_of(child.id, timezone.localdate(now)), window)


@router.post("/children/{child_id}/stay/end", response={204: None}, summary="A child leaves the place they live in")
@door_api("provision.take_place")
def end_stay(request: Request, child_id: UUID, body: EndStayIn) -> Status[None]:
    actions.end_placement(child_id=child_id, end=body.end(body.to_day), by=request.person, at=timezone.now())
    return Status(204, None)


@router.post("/children/{child_id}/stay/withdraw", response=StaysOn, summary="Take back a move that is only planned")
@door_api("provision.take_place")
def withdraw_move(request: Request, child_id: UUID, body: TakeBackIn) -> StaysOn:
    stays = actions.withdraw_move(child_id=child_id, reason=body.reason, by=request.person, at=timezone.now())
    return StaysOn(stays_on=stays)
