"""The audit for machines: the same figures, suppressed the same way."""

from dataclasses import asdict
from typing import Any

from django.utils import timezone
from ninja import Query, Router

from carecommons.people.doors import Request, door_api

from . import queries
from .officers import CONVERSATION, NOT_COUNTED

router = Router(tags=["audit"])

Other = Query(None, alias="with", description="Another place to set beside it")


@router.get("/audit", response=dict[str, Any], summary="The audit of need and provision of one place in one year")
@door_api("planning.see_audit")
def audit(
    request: Request, place: str | None = None, year: int | None = None, other: str | None = Other
) -> dict[str, Any]:
    """place: council:382, group:CODE, region:NAME or nation. A count that is withheld has the value null."""
    return asdict(queries.audit(place=place, other=other, year=year, by=request.person, at=timezone.now()))


@router.get("/years", response=dict[str, Any], summary="The figures of the returns over all years that are held")
@door_api("planning.see_audit")
def trends(request: Request, place: str | None = None, other: str | None = Other) -> dict[str, Any]:
    """A point with `held` false is a year without a return; with `value` null and `held` true it is withheld."""
    found = queries.trends(place=place, other=other, by=request.person, at=timezone.now())
    return {"headline": found.headline, **asdict(found)}


@router.get("/forecast", response=dict[str, Any], summary="The forecast of a place, with its record and intervals")
@door_api(queries.SEE_FORECAST)
def forecast(request: Request, place: str | None = None) -> dict[str, Any]:
    """`told` is null where none was made yet: POST /forecasts/jobs makes one. Withheld numbers have the value null."""
    found = queries.forecast_seen(place=place, by=request.person, at=timezone.now())
    return {"headline": found.headline, **asdict(found)}


@router.get("/changes", response=dict[str, Any], summary="What the newest import of a council changed, and why")
@door_api("planning.see_audit")
def changes(request: Request, place: str | None = None) -> dict[str, Any]:
    """For one council. Rows and figures are empty where nothing was imported before the newest import."""
    return asdict(queries.changed(place=place, by=request.person, at=timezone.now()))


@router.get("/repairs", response=dict[str, Any], summary="What was mended or doubted, and how to mend it at the source")
@door_api("planning.see_audit")
def repairs(request: Request, place: str | None = None, other: str | None = Other) -> dict[str, Any]:
    """Counts of rows in the newest return of each council. The rows of one's own council: /returns/report."""
    found = queries.mended(place=place, other=other, by=request.person, at=timezone.now())
    return {"headline": found.headline, **asdict(found)}


@router.get("/answers", response=dict[str, Any], summary="How homes answer invitations, beside comparable ones")
@door_api("planning.see_audit")
def answering(request: Request) -> dict[str, Any]:
    """Of every council together. A count that is withheld has the value null; a rate whose part is small is null."""
    return asdict(queries.answering(by=request.person, at=timezone.now()))


@router.get(
    "/officers", response=dict[str, Any], summary="What officers must answer for, beside what homes do, in one year"
)
@door_api("site.read_public")
def officers(request: Request, place: str | None = None, year: int | None = None) -> dict[str, Any]:
    """place: as for the audit. Open to everybody; `providers`, by name, is null but for planners.

    A count that is withheld has the value null. A year is named by the 31 March on which it ends, and is over.
    """
    found = queries.officers(place=place, year=year, by=request.person, at=timezone.now())
    return {"period": found.period, "not_counted": NOT_COUNTED, "conversation": CONVERSATION, **asdict(found)}
