"""The audit of need and provision in one year, for planners."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from carecommons.people.doors import Request, door

from .. import drawn, queries
from . import asking


@door("planning.see_audit")
@require_safe
def audit(request: Request) -> HttpResponse:
    """What children need, who they are, how stable life is, and the homes that are there, place beside place."""

    def ask() -> dict[str, Any]:
        found = queries.audit(
            place=asking.place(request), other=asking.other(request), year=asking.year(request), by=request.person,
            at=timezone.now(),
        )  # fmt: skip
        beside = found.other or found.other_absent
        return {
            "audit": found,
            "charts": _charts(found),
            "months": drawn.months(found.year, found.starts, found.ends, found.moves),
            "measures": [(each, drawn.stability(each, found.places)) for each in found.measures],
            "general": drawn.levels(found.needs),
            "special": drawn.categories(found.needs),
            "homes_local": drawn.homes(found.local, found.place, "In the local register"),
            "homes_listed": found.listed and drawn.homes(found.listed, found.place, "In the public list"),
            "few": drawn.FEW,
            "crumbs": asking.way_up("planning:audit", found.places, found.other, request.get_full_path()),
            **asking.chosen("planning:audit", found.place, beside, found.choices, found.year),
        }

    return asking.answered(request, "planning/audit.html", ask)


def _charts(found: queries.Audit) -> Any:
    tables = (
        found.needs.profiles, found.needs.general.strata, *found.need, found.starts_by_need, found.moves_by_reason,
        found.ends_by_reason,
    )  # fmt: skip
    return drawn.of_tables(tables, found.places, found.other is not None)
