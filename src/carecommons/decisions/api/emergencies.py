"""Emergencies for machines: the choice of the night, the trail, the review and the confirmation."""

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from carecommons.children.doors import open_child
from carecommons.common.wire import Body, Code, Id, Line, Page, Paged, Text, Window, YesNo, cut
from carecommons.people.actions import record_look
from carecommons.people.doors import Request, door_api

from .. import actions, queries
from ..counts import emergencies_counted
from ..queries import EmergencyRecord
from .router import router

SEE = "decisions.see_emergencies"
MANY = 500  # homes of one list, at most


class TonightIn(Body):
    home_id: Id
    why: Text
    wishes_how: Text = ""
    exempt_because: Text = ""


class FullReasonsIn(Body):
    """why_not: a reason for each suitable home that was passed over, by its id.

    own_order_answer: to the child, where their own order points elsewhere. to_homes: what each home that offered itself
    is told, by its id.
    """

    why_chosen: Text
    why_not: Annotated[dict[Id, Text], Field(max_length=MANY)] = {}
    wishes_effect: Code
    wishes_how: Text
    prevailed: Text = ""
    compromise_missing: Annotated[list[Line], Field(max_length=MANY)] = []
    search_evidence: Text = ""
    own_order_answer: Text = ""
    to_homes: Annotated[dict[Id, Text], Field(max_length=MANY)] = {}
    spot_reason: Text = ""
    spot_remedy: Text = ""


class EmergencyReviewIn(Body):
    goes_on: YesNo
    words: Text


class ConfirmIn(Body):
    words: Text
    satisfied: Annotated[list[Code], Field(max_length=MANY)] = []


class OwedOut(Schema):
    """One thing that an emergency owes. late: done after its day, or not done and overdue."""

    code: str
    words: str
    source: str
    due_on: date
    done_on: date | None
    late: bool


class EmergencyReviewOut(Schema):
    goes_on: bool
    words: str
    reviewed_at: datetime
    reviewed_by_role: str


class EmergencyPlacementOut(Schema):
    """One emergency. phase: looking, chosen, placed, late, over, called_off or ran_out.

    times_left: how many more reviews may let the stay go on.
    """

    search_id: UUID
    reference: str
    full_search_id: UUID
    child_id: UUID
    child_reference: str
    phase: str
    until: datetime
    opened_at: datetime
    cause: str
    cannot_wait: str
    known_since: datetime | None
    danger: str
    health: str
    hidden_from: str
    asked: bool
    decision_id: UUID | None
    exempt_until: date | None
    trail: list[OwedOut]
    reviews: list[EmergencyReviewOut]
    times_left: int


class EmergencyLineOut(Schema):
    search_id: UUID
    reference: str
    child_reference: str
    phase: str
    until: datetime
    owed: int


@router.get("/emergencies/", response=Paged[EmergencyLineOut], summary="Emergencies under way, or that owe something")
@door_api(SEE)
def emergencies(request: Request, window: Query[Window]) -> Page[dict[str, Any]]:
    now = datetime.now(UTC)
    found = cut(queries.emergencies(request.person, SEE, at=now), window)
    for child_id in {each.told.child_id for each in found.items}:
        record_look(person=request.person, child_id=child_id, act=SEE, purpose="Reading a list of emergencies", at=now)
    lines = [
        {
            "search_id": each.id, "reference": each.told.reference, "child_reference": each.child_reference,
            "phase": each.phase.value, "until": each.until, "owed": len(each.to_do),
        }
        for each in found.items
    ]  # fmt: skip
    return Page(lines, found.total, found.limit, found.offset, found.next)


@router.get("/emergencies/counted/", response=dict[str, Any], summary="Emergencies counted, small numbers withheld")
@door_api("decisions.count_emergencies")
def counted(request: Request) -> dict[str, Any]:
    """Whole quarters only. A count that is withheld has the value null."""
    return asdict(emergencies_counted(by=request.person, at=datetime.now(UTC)))


@router.get("/emergencies/{uuid:search_id}", response=EmergencyPlacementOut, summary="One emergency, and what is owed")
@door_api(SEE)
def emergency(request: Request, search_id: UUID) -> dict[str, Any]:
    return _read(request, search_id)


@router.post(
    "/emergencies/{uuid:search_id}/choice", response=EmergencyPlacementOut, summary="Choose a home for the night"
)
@door_api("decisions.propose")
def choose_tonight(request: Request, search_id: UUID, body: TonightIn) -> dict[str, Any]:
    actions.propose_tonight(search_id=search_id, by=request.person, at=datetime.now(UTC), **body.model_dump())
    return _read(request, search_id)


@router.post("/emergencies/{uuid:search_id}/reasons", response=EmergencyPlacementOut, summary="Write the full reasons")
@door_api("decisions.keep_trail")
def full_reasons(request: Request, search_id: UUID, body: FullReasonsIn) -> dict[str, Any]:
    actions.give_full_reasons(search_id=search_id, by=request.person, at=datetime.now(UTC), **body.model_dump())
    return _read(request, search_id)


@router.post(
    "/emergencies/{uuid:search_id}/review", response=EmergencyPlacementOut, summary="Say whether the stay goes on"
)
@door_api("decisions.review_emergency")
def review(request: Request, search_id: UUID, body: EmergencyReviewIn) -> dict[str, Any]:
    actions.review_emergency(search_id=search_id, by=request.person, at=datetime.now(UTC), **body.model_dump())
    return _read(request, search_id)


@router.post(
    "/emergencies/{uuid:search_id}/confirm", response=EmergencyPlacementOut, summary="Confirm what was chosen at night"
)
@door_api("decisions.approve")
def confirm(request: Request, search_id: UUID, body: ConfirmIn) -> dict[str, Any]:
    actions.confirm_emergency(search_id=search_id, by=request.person, at=datetime.now(UTC), **body.model_dump())
    return _read(request, search_id)


def _read(request: Request, search_id: UUID) -> dict[str, Any]:
    now = datetime.now(UTC)
    found = queries.emergency_record(search_id, at=now)
    open_child(person=request.person, child_id=found.told.child_id, act=SEE, purpose="Reading an emergency", at=now)
    return emergency_as_dict(found, timezone.localdate(now))


def emergency_as_dict(found: EmergencyRecord, on: date) -> dict[str, Any]:
    """One emergency as plain values: for programs and for the command line."""
    told, choice = found.told, found.choice
    return {
        "search_id": told.search_id, "reference": told.reference, "full_search_id": told.full_search_id,
        "child_id": told.child_id, "child_reference": found.child_reference, "phase": found.phase.value,
        "until": found.until, "opened_at": told.opened_at, "cause": told.cause, "cannot_wait": told.cannot_wait,
        "known_since": told.known_since, "danger": told.danger.told, "health": told.health.told,
        "hidden_from": told.hidden_from.told, "asked": told.asked, "decision_id": choice.id if choice else None,
        "exempt_until": choice.exempt_until if choice else None,
        "trail": [
            {"code": item.code, "words": item.owed.words, "source": item.owed.source, "due_on": item.due_on,
             "done_on": item.done_on, "late": item.late(on)}
            for item in found.trail
        ],
        "reviews": [
            {"goes_on": each.goes_on, "words": each.words, "reviewed_at": each.reviewed_at,
             "reviewed_by_role": each.reviewed_by_role}
            for each in found.reviews
        ],
        "times_left": found.times_left,
    }  # fmt: skip
