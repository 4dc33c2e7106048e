"""The audit for machines: the same figures, suppressed the same way."""

from dataclasses import asdict
from typing import Any

from django.utils import timezone
from ninja import Query, Router

from carecommons.people.doors import Request, door_api

from . import queries
from .forecast.public import document
from .officers import CONVERSATION, NOT_COUNTED

router = Router(tags=["audit"])

Reach = Query(
    None, alias="with_level", description="L1 to L4: how far you choose that children may travel; L1 if you choose none"
)
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


@router.get("/sufficiency", response=dict[str, Any], summary="What can be met as local as possible: the general ledger")
@door_api("planning.see_audit")
def sufficiency(request: Request, place: str | None = None, reach: str | None = Reach) -> dict[str, Any]:
    """One council: its children without a specialist need beside usable places, each stratum and level by itself."""
    found = queries.sufficiency(place=place, reach=reach, by=request.person, at=timezone.now())
    return {"headline": found.headline, **asdict(found)}


@router.get(
    "/specialist", response=dict[str, Any], summary="What must be as specialist as necessary: the specialist ledger"
)
@door_api("planning.see_audit")
def specialist(request: Request, place: str | None = None, reach: str | None = Reach) -> dict[str, Any]:
    """One council: each specialist need by itself beside homes that have proved it, level by level; never a total."""
    found = queries.specialist(place=place, reach=reach, by=request.person, at=timezone.now())
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


@router.get("/statistics", response=dict[str, Any], summary="The public statistics that are held, with their licence")
@door_api("site.read_public")
def statistics(request: Request) -> dict[str, Any]:
    """Open to everybody. `signs`: how often a sign stands in place of a number; `sign_words` say what each means."""
    return asdict(queries.statistics(by=request.person, at=timezone.now()))


@router.get(
    "/statistics/series", response=dict[str, Any], summary="Children looked after by year, from public statistics"
)
@door_api("site.read_public")
def public_series(request: Request, area: str | None = None) -> dict[str, Any]:
    """area: a three-digit code, nation or region:NAME; every area without it. A figure is a number or a sign."""
    found = queries.public_series(area=area, by=request.person, at=timezone.now())
    return {"series": [each.as_dict() for each in found]}


@router.get(
    "/statistics/forecast", response=dict[str, Any], summary="Children looked after in years to come, from them"
)
@door_api("site.read_public")
def public_forecast(request: Request, years: int = 3, area: str | None = None) -> dict[str, Any]:
    """`says` holds the sentences that must stand beside the figures; `refused` the kinds that cannot be forecast."""
    return document(queries.public_forecast(years=years, by=request.person, at=timezone.now()), area)
