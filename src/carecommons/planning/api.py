"""The audit for machines: the same figures, suppressed the same way."""

from dataclasses import asdict
from typing import Any

from django.utils import timezone
from ninja import Router

from carecommons.people.doors import Request, door_api

from . import queries

router = Router(tags=["audit"])


@router.get("/audit", response=dict[str, Any], summary="The audit of need and provision of one place in one year")
@door_api("planning.see_audit")
def audit(request: Request, place: str | None = None, year: int | None = None) -> dict[str, Any]:
    """place: council:382, group:CODE, region:NAME or nation. A count that is withheld has the value null."""
    return asdict(queries.audit(place=place, year=year, by=request.person, at=timezone.now()))
