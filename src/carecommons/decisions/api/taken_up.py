"""Stays from before any choice here, for machines: those to take up, and taking one up."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema, Status
from pydantic import Field

from carecommons.children.doors import open_child
from carecommons.common.wire import Body, Day, Id, Page, Paged, Text, Window, cut
from carecommons.people.actions import record_look
from carecommons.people.doors import Request, door_api

from .. import actions, queries
from ..taken_up import Stay
from .router import router
from .starting import PlacementOut, _shown

ACT = "decisions.take_up_stay"
SEVERAL_MAX = 1_000  # a technical bound: more than any council has children in care at once is sent in parts


class ToTakeUpOut(Schema):
    """A child who lives in a home by the register of homes, with no stay kept here. since: as that register has it."""

    child_id: UUID
    child_reference: str
    known_as: str
    age: int
    home_id: UUID
    home_name: str
    since: date


class TakeUpIn(Body):
    """since: the first day of the stay; words: where it is written that the child lives there."""

    home_id: Id
    since: Day
    words: Text


class KnownStayIn(Body):
    """A stay as the list gives it. since: its first day, as the register of homes has it."""

    child_id: Id
    home_id: Id
    since: Day


class TakeUpSeveralIn(Body):
    """stays: all of them are taken up, or none. words: where they are written, one sentence for all."""

    stays: Annotated[list[KnownStayIn], Field(max_length=SEVERAL_MAX)]
    words: Text


class TakenUpOut(Schema):
    """placement_ids: in the order of the stays that were sent."""

    placement_ids: list[UUID]


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


@router.post("/placements/to-take-up", response={201: TakenUpOut}, summary="Take up several stays, all or none")
@door_api("decisions.take_up_stay")
def take_up_several(request: Request, body: TakeUpSeveralIn) -> Status[dict[str, Any]]:
    stays = [Stay(each.child_id, each.home_id, each.since) for each in body.stays]
    at = timezone.now()
    for each in stays:
        open_child(
            person=request.person, child_id=each.child_id, act=ACT, purpose="to take up a stay that began before", at=at
        )
    return Status(
        201, {"placement_ids": actions.take_up_stays(stays=stays, words=body.words, by=request.person, at=at)}
    )


@router.post("/children/{child_id}/stay/take-up", response={201: PlacementOut}, summary="Take up a stay from before")
@door_api("decisions.take_up_stay")
def take_up(request: Request, child_id: UUID, body: TakeUpIn) -> Status[dict[str, Any]]:
    made = actions.take_up_stay(child_id=child_id, by=request.person, at=timezone.now(), **body.model_dump())
    return Status(201, _shown(request, made, ACT))
