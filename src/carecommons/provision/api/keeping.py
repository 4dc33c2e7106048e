"""Who owns and runs homes, what was agreed with them, and the closing of a home, for machines."""

from datetime import UTC, date, datetime
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema, Status

from carecommons.common.wire import Body, Code, Count, Day, Id, Line, MadeOut, Page, Paged, Text, Window, cut
from carecommons.people.doors import Request, door_api

from .. import actions, queries
from ..queries import ProviderLine
from .homes import HomeOut, read_home
from .router import router


class OwnerIn(Body):
    name: Line
    legal_form: Code
    kept_by: Code
    company_number: Code = ""


class ProviderIn(Body):
    name: Line
    sector: Code
    kept_by: Code
    owner_id: Id | None = None


class AgreementIn(Body):
    authority: Code
    from_day: Day
    to_day: Day
    slots: Count


class CloseIn(Body):
    on: Day
    reason: Text


class ProviderOut(Schema):
    id: UUID
    name: str
    sector: str
    owner: str
    verified_on: date | None
    agreements: list[tuple[date, date, int]]


@router.get("/providers", response=Paged[ProviderOut], summary="Who runs the homes of your council's register")
@door_api("provision.verify")
def providers(request: Request, window: Query[Window]) -> Page[ProviderLine]:
    return cut(queries.providers_in(request.person), window)


@router.post("/owners", response={201: MadeOut}, summary="Write down who owns providers")
@door_api("provision.verify")
def add_owner(request: Request, body: OwnerIn) -> Status[MadeOut]:
    return Status(201, MadeOut(id=actions.add_owner(by=request.person, at=datetime.now(UTC), **body.model_dump())))


@router.post("/providers", response={201: MadeOut}, summary="Write down who runs homes")
@door_api("provision.verify")
def add_provider(request: Request, body: ProviderIn) -> Status[MadeOut]:
    return Status(201, MadeOut(id=actions.add_provider(by=request.person, at=datetime.now(UTC), **body.model_dump())))


@router.post("/providers/{provider_id}/checked", response={204: None}, summary="The council has checked who it is")
@door_api("provision.verify")
def verify_provider(request: Request, provider_id: UUID) -> Status[None]:
    now = datetime.now(UTC)
    actions.verify_provider(provider_id=provider_id, on=timezone.localdate(now), by=request.person, at=now)
    return Status(204, None)


@router.post("/providers/{provider_id}/agreements", response={201: MadeOut}, summary="A lasting agreement; no price")
@door_api("provision.verify")
def add_agreement(request: Request, provider_id: UUID, body: AgreementIn) -> Status[MadeOut]:
    made = actions.add_agreement(provider_id=provider_id, by=request.person, at=datetime.now(UTC), **body.model_dump())
    return Status(201, MadeOut(id=made))


@router.post("/homes/{home_id}/close", response=HomeOut, summary="Close a home from a day on, with the reason")
@door_api("provision.verify")
def close(request: Request, home_id: UUID, body: CloseIn) -> HomeOut:
    actions.close_home(home_id=home_id, by=request.person, at=datetime.now(UTC), **body.model_dump())
    return read_home(request, home_id)
