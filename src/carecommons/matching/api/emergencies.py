"""Opening an emergency, for machines: the same act, permission and refusals as the page."""

import secrets
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema, Status
from pydantic import Field

from carecommons.children.doors import open_child
from carecommons.children.reference import draw_reference
from carecommons.common.wire import Body, Code, Day, Id, Line, Moment, Number, Text
from carecommons.people.doors import Request, door_api

from .. import actions, queries
from ..emergency import Known, Said
from .router import router


class KnownIn(Body):
    """state: said (with its words), none (asked, and there is nothing) or unknown."""

    state: Code = "unknown"
    words: Text = ""


class NewcomerTonightIn(Body):
    """A child without a record: exactly one of a day of birth, a year or an age. sex: F, M or U (not known)."""

    known_as: Line
    sex: Code = "U"
    authority: Code
    birth_date: Day | None = None
    birth_year: Number | None = None
    age: Number | None = None


class EmergencyIn(Body):
    """child_id, or a newcomer. seen: part of life -> level seen tonight, which can only raise what homes are asked."""

    child_id: Id | None = None
    newcomer: NewcomerTonightIn | None = None
    cause: Code
    cannot_wait: Text
    known_since: Moment | None = None
    danger: KnownIn = KnownIn()
    health: KnownIn = KnownIn()
    hidden_from: KnownIn = KnownIn()
    seen: Annotated[dict[Code, Number], Field(max_length=12)] = {}
    child_said: Text = ""
    how: Code = "said"
    not_asked_because: Text = ""
    avoid_area: Code = ""


class EmergencyMadeOut(Schema):
    """The two searches of an emergency: its own, and the full one beside it."""

    search_id: UUID
    reference: str
    full_search_id: UUID
    full_reference: str
    until: datetime
    wanted_by: date


@router.post("/emergencies", response={201: EmergencyMadeOut}, summary="Open an emergency, and a full search beside it")
@door_api("matching.open_emergency")
def open_emergency(request: Request, body: EmergencyIn) -> Status[dict[str, Any]]:
    """One of child_id and newcomer. What is left out is unknown, and never nought."""
    facts: dict[str, Any] = {
        "said": _said(body), "how": body.how, "avoid_area": body.avoid_area, "by": request.person,
        "at": datetime.now(UTC),
    }  # fmt: skip
    if body.newcomer is not None and body.child_id is None:
        newcomer = actions.Newcomer(reference=draw_reference(secrets.randbelow), **body.newcomer.model_dump())
        search_id = actions.open_emergency_for_newcomer(newcomer=newcomer, **facts)
    else:
        search_id = actions.open_emergency(child_id=body.child_id or UUID(int=0), **facts)
    told = queries.emergency_told(search_id)
    open_child(
        person=request.person, child_id=told.child_id, act="matching.open_emergency", purpose="Opening an emergency",
        at=facts["at"],
    )  # fmt: skip
    return Status(201, {
        "search_id": told.search_id, "reference": told.reference, "full_search_id": told.full_search_id,
        "full_reference": told.full_reference, "until": told.until,
        "wanted_by": queries.referral(told.full_search_id).wanted_by,
    })  # fmt: skip


def _said(body: EmergencyIn) -> Said:
    return Said(
        cause=body.cause, cannot_wait=body.cannot_wait, known_since=body.known_since,
        danger=Known(body.danger.state, body.danger.words), health=Known(body.health.state, body.health.words),
        hidden_from=Known(body.hidden_from.state, body.hidden_from.words), seen=dict(body.seen),
        child_said=body.child_said, not_asked_because=body.not_asked_because,
    )  # fmt: skip
