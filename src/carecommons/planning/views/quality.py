"""Over the years, what changed since the last return, and how good the data are: pages for planners."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from carecommons.children.returns.labels import TABLES
from carecommons.people.doors import Request, door

from .. import drawn, queries
from . import asking

SEE = "planning.see_audit"


@door(SEE)
@require_safe
def trends(request: Request) -> HttpResponse:
    """The figures of the returns over all years that are held, place beside place."""

    def ask() -> dict[str, Any]:
        found = queries.trends(
            place=asking.place(request), other=asking.other(request), by=request.person, at=timezone.now()
        )
        return {
            "trends": found,
            "span": f"{found.years[0]} to {found.years[-1]}" if len(found.years) > 1 else str(found.years[0]),
            "counts": [(one, drawn.series(one, found.years)) for one in found.counts],
            "shares": [(one, drawn.series(one, found.years)) for one in found.shares],
            "parts": [(one, drawn.parts(one, found.years)) for one in found.parts],
            "few": drawn.FEW,
            "crumbs": asking.way_up("planning:trends", found.places, found.other, request.get_full_path()),
            **asking.chosen("planning:trends", found.place, found.other, found.choices),
        }

    return asking.answered(request, "planning/trends.html", ask)


@door(SEE)
@require_safe
def changes(request: Request) -> HttpResponse:
    """What the newest import of a council changed: rows, figures, and why."""

    def ask() -> dict[str, Any]:
        found = queries.changed(place=asking.place(request), by=request.person, at=timezone.now())
        return {
            "changed": found,
            "tables": TABLES,
            "few": drawn.FEW,
            "crumbs": asking.way_up("planning:changes", (found.place,), None, request.get_full_path()),
            **asking.chosen("planning:changes", found.place, None, found.choices),
        }

    return asking.answered(request, "planning/changes.html", ask)


@door(SEE)
@require_safe
def repairs(request: Request) -> HttpResponse:
    """What was mended or doubted in the newest returns, and how to mend it at the source."""

    def ask() -> dict[str, Any]:
        found = queries.mended(
            place=asking.place(request), other=asking.other(request), by=request.person, at=timezone.now()
        )
        return {
            "mended": found,
            "few": drawn.FEW,
            "crumbs": asking.way_up("planning:repairs", found.places, found.other, request.get_full_path()),
            **asking.chosen("planning:repairs", found.place, found.other, found.choices),
        }

    return asking.answered(request, "planning/repairs.html", ask)
