"""Stays from before any choice here, for machines: those to take up, and taking one up."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema, Status

from carecommons.common.wire import Body, Day, Id, Page, Paged, Text, Window, cut
from carecommons.people.actions import record_look
from carecommons.people.doors import Request, door_api

from .. import actions, queries
from .router import router
from .starting import PlacementOut, _shown

ACT = "decisions.take_up_stay"


class ToTakeUpOut(Schema):
    """A child who lives in a home by the register of homes, with no stay kept here. since: as that register has it."""

    child_id: UUID
    child_reference: str
    home_id: UUID
    home_name: str
    since: date


class TakeUpIn(Body):
    """since: the first day of the stay; words: where it is written that the child lives there."""

    home_id: Id
    since: Day
    words: Text


@router.get("/placements/to-take-up", response=Paged[ToTakeUpOut], summary="Children in a home with no stay kept here")
@door_api("decisions.take_up_stay")
def stays_to_take_up(request: Request, window: Query[Window]) -> Page[queries.ToTakeUp]:
    at = timezone.now()
    shown = cut(queries.stays_to_take_up(request.person.authorities, on=timezone.localdate(at)), window)
    for each in shown.items:
        record_look(
            person=request.person, child_id=each.child_id, act=ACT, purpose="Reading which stays are to be taken up",
            at=at,
        )  # fmt: skip
    return shown


@router.post("/children/{child_id}/stay/take-up", response={201: PlacementOut}, summary="Take up a stay from before")
@door_api("decisions.take_up_stay")
def take_up(request: Request, child_id: UUID, body: TakeUpIn) -> Status[dict[str, Any]]:
    made = actions.take_up_stay(child_id=child_id, by=request.person, at=timezone.now(), **body.model_dump())
    return Status(201, _shown(request, made, ACT))
