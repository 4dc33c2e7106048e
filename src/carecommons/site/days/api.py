"""The day and the search by reference for programs: the same lists, permissions and looks as the pages."""

from datetime import UTC, datetime
from typing import Any

from ninja import Query, Router, Schema

from carecommons.common.errors import NotFound
from carecommons.people.doors import Request, door_api

from ..finding import NOTHING_FOUND, Found, found_by, look_at
from .doors import open_day
from .schemas import DayOut, day_as_dict

router = Router(tags=["me"])


class FoundOut(Schema):
    """Where something stands. kind: child, search, home or entry."""

    kind: str
    address: str


@router.get("/day", response=DayOut, summary="What waits for you today, the most pressing first")
@door_api("site.see_my_page")
def day(request: Request, at_most: int = Query(8, ge=1, le=100)) -> dict[str, Any]:
    """Each child who is named can read that you read it."""
    return day_as_dict(open_day(request.person, at=datetime.now(UTC), at_most=at_most))


@router.get("/find", response=FoundOut, summary="Find a child, a search, a home or an entry by its reference")
@door_api("site.find_by_reference")
def find(request: Request, reference: str = Query(..., max_length=40)) -> Found:
    """Missing and not yours answer alike. A hit writes the look that opening it writes."""
    now = datetime.now(UTC)
    found = found_by(reference, by=request.person, at=now)
    if found is None:
        raise NotFound("nothing_found", NOTHING_FOUND)
    look_at(found, by=request.person, at=now)
    return found
