"""The audit for machines: the same figures, suppressed the same way."""

from dataclasses import asdict
from typing import Any

from django.utils import timezone
from ninja import Query, Router

from carecommons.people.doors import Request, door_api

from . import queries
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
