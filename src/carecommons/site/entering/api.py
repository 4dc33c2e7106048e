"""Codes and emergency access for machines: to read and to judge. A code is made, and a record opened, on a page only:
the one is given in person, and a program has no emergency.
"""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from ninja import Query, Router, Schema, Status

from carecommons.children.doors import open_child
from carecommons.children.queries import find_child
from carecommons.common.wire import Body, Code, Page, Paged, Window, cut, line, paged
from carecommons.people import actions, queries
from carecommons.people.doors import Request, door_api

from ..looked import open_looks
from .terms import emergency_terms

router = Router(tags=["people"])


class CodeOut(Schema):
    made_by: str
    role_name: str
    made_at: datetime
    used_at: datetime | None
    state: str


class EmergencyOut(Schema):
    """One emergency access; the list names no child."""

    id: UUID
    name: str
    role_name: str
    authority: str
    category_words: str
    at: datetime
    ends_at: datetime
    open_now: bool
    verdict_words: str
    judged_by: str
    judged_at: datetime | None


class OpenedThenOut(Schema):
    at: datetime
    purpose: str


class EmergencyWholeOut(EmergencyOut):
    child_reference: str
    words: str
    judged_because: str
    opened: list[OpenedThenOut]


class LookOut(Schema):
    """One look, or for the young person the looks of one role for one reason on one day.

    name: who it was; null for the young person and their advocate, who read the role. purpose: as it was written down.
    """

    at: datetime
    who: str
    name: str | None
    what: str
    purpose: str
    automatic: bool
    times: int


class JudgementIn(Body):
    """verdict: justified or not_justified."""

    verdict: Code
    words: Annotated[str, line(2000)]


@router.get("/looks/{child_id}", response=Paged[LookOut], summary="Who looked at a child's record, newest first")
@door_api("people.see_looks")
def looks(request: Request, child_id: UUID, window: Query[Window]) -> Page[dict[str, object]]:
    """Reading this list is a look as well."""
    found = open_looks(child_id, by=request.person, at=datetime.now(UTC))
    if found.own is not None:
        own = cut(found.own, window)
        told: list[dict[str, object]] = [
            {"at": each.at, "who": each.who, "name": None, "what": each.why, "purpose": each.typed,
             "automatic": each.automatic, "times": each.times}
            for each in own.items
        ]  # fmt: skip
        return paged(told, window, total=own.total)
    page = cut(found.looks, window)
    told = [
        {"at": each.at, "who": each.role_name, "name": each.name, "what": each.what, "purpose": each.purpose,
         "automatic": each.automatic, "times": 1}
        for each in page.items
    ]  # fmt: skip
    return paged(told, window, total=page.total)


@router.get("/codes/{child_id}", response=Paged[CodeOut], summary="Which codes to come in were made")
@door_api("people.see_codes")
def codes(request: Request, child_id: UUID, window: Query[Window]) -> Page[queries.CodeLine]:
    """Which codes were made for one young person, by whom and when. The code itself is nowhere."""
    at = datetime.now(UTC)
    child = open_child(
        person=request.person, child_id=child_id, act="people.see_codes", at=at,
        purpose="Reading which codes to come in were made",
    )  # fmt: skip
    return cut(queries.codes_made_for(child.id, at=at), window)


@router.get("/emergency-access/", response=Paged[EmergencyOut], summary="The emergency accesses that one watches over")
@door_api("people.see_emergencies")
def emergencies(request: Request, window: Query[Window]) -> Page[queries.EmergencyLine]:
    """Every emergency access that one watches over, those that wait for a judgement first."""
    return cut(queries.emergencies_seen_by(request.person, at=datetime.now(UTC)), window)


@router.get("/emergency-access/{emergency_id}", response=EmergencyWholeOut, summary="One emergency access")
@door_api("people.see_emergencies")
def emergency(request: Request, emergency_id: UUID) -> dict[str, object]:
    """One emergency access with its child, its reason and what was opened: a look that the child can read."""
    at = datetime.now(UTC)
    line = queries.emergency(emergency_id, by=request.person, at=at)
    child = find_child(line.child_id)
    actions.record_look(
        person=request.person, child_id=child.id, act="people.see_emergencies", purpose="Reading an emergency access",
        at=at,
    )  # fmt: skip
    plain = {name: getattr(line, name) for name in EmergencyOut.model_fields}
    return plain | {
        "child_reference": child.reference, "words": line.words, "judged_because": line.judged_because,
        "opened": [{"at": look.at, "purpose": look.purpose} for look in queries.looks_during(line)],
    }  # fmt: skip


@router.post("/emergency-access/{emergency_id}/judgement", response={204: None}, summary="Say whether it was justified")
@door_api("people.judge_emergency")
def judge(request: Request, emergency_id: UUID, sent: JudgementIn) -> Status[None]:
    """Say, once, whether it was justified, in words."""
    at = datetime.now(UTC)
    actions.judge_emergency(
        emergency_id=emergency_id, verdict=sent.verdict, words=sent.words, terms=emergency_terms(at),
        by=request.person, at=at,
    )  # fmt: skip
    return Status(204, None)
