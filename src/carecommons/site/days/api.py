"""Who asks, the day and the search by reference for programs: the same lists, permissions and looks as the pages."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Query, Router, Schema, Status

from carecommons.common.errors import NotFound
from carecommons.common.wire import Page, Paged, Window, cut, line, paged
from carecommons.people import actions, queries
from carecommons.people.doors import Request, door_api
from carecommons.people.roles import ROLE_NAMES

from ..finding import NOTHING_FOUND, Found, found_by, look_at
from .doors import open_day, open_list
from .schemas import DayOut, WaitingOut, day_as_dict, line_as_dict

router = Router(tags=["me"])


class MeOut(Schema):
    """Who asks, in the one role of the token. children: how many it reaches; the caseload names them, and is a look."""

    name: str
    role: str
    role_name: str
    authorities: list[str]
    children: int
    provider_id: UUID | None
    home_ids: list[UUID]


class TokenOut(Schema):
    """One personal token, without the token itself: that is shown once, on the page where it is made."""

    id: UUID
    name: str
    role_name: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    in_force: bool


class FoundOut(Schema):
    """Where something stands. kind: child, search, home or entry."""

    kind: str
    address: str


@router.get("/", response=MeOut, summary="Who you are to this service: your role and how far it reaches")
@door_api("people.see_own_account")
def me(request: Request) -> dict[str, Any]:
    """Without a token: a member of the public."""
    person = request.person
    return {
        "name": person.name, "role": person.role.value, "role_name": ROLE_NAMES[person.role],
        "authorities": sorted(person.authorities), "children": len(person.children),
        "provider_id": person.provider_id, "home_ids": sorted(person.home_ids),
    }  # fmt: skip


@router.get("/tokens", response=Paged[TokenOut], summary="Your personal tokens, newest first")
@door_api("people.make_token")
def tokens(request: Request, window: Query[Window]) -> Page[queries.TokenLine]:
    assert request.person.id is not None, "the door lets only signed-in persons come this far"
    return cut(queries.tokens_of(request.person.id, at=datetime.now(UTC)), window)


@router.delete(
    "/tokens/{uuid:token_id}", response={204: None}, summary="Stop one of your tokens, also the one you send"
)
@door_api("people.make_token")
def revoke(request: Request, token_id: UUID) -> Status[None]:
    """Stopping it twice changes nothing."""
    actions.revoke_token(token_id=token_id, at=datetime.now(UTC), by=request.person)
    return Status(204, None)


@router.get("/day", response=DayOut, summary="What waits for you today, the most pressing first")
@door_api("site.see_my_page")
def day(request: Request, at_most: int = Query(8, ge=1, le=100)) -> dict[str, Any]:
    """Each child who is named can read that you read it."""
    return day_as_dict(open_day(request.person, at=datetime.now(UTC), at_most=at_most))


@router.get("/waiting", response=Paged[WaitingOut], summary="Everything that waits for you, the most pressing first")
@door_api("site.see_my_page")
def waiting(request: Request, window: Query[Window]) -> Page[dict[str, Any]]:
    """Each child who is named on the page that you ask for can read that you read it."""
    part, total = open_list(request.person, at=datetime.now(UTC), first=window.offset, at_most=window.limit)
    return paged([line_as_dict(each) for each in part], window, total=total)


@router.get("/find", response=FoundOut, summary="Find a child, a search, a home or an entry by its reference")
@door_api("site.find_by_reference")
def find(request: Request, reference: Annotated[str, line(40)]) -> Found:
    """Missing and not yours answer alike. A hit writes the look that opening it writes."""
    now = datetime.now(UTC)
    found = found_by(reference, by=request.person, at=now)
    if found is None:
        raise NotFound("nothing_found", NOTHING_FOUND)
    look_at(found, by=request.person, at=now)
    return found
