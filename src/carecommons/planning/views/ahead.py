"""What comes: the forecast of a place, its track record, and the button that has a new one made by a worker."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from carecommons.common.places import authorities
from carecommons.people.doors import Request, door

from .. import drawn_ahead, queries
from ..foretold import NOT_KNOWN
from . import asking


@door(queries.SEE_FORECAST)
@require_safe
def forecast(request: Request) -> HttpResponse:
    """By kind of home, beside the last value and the line; the record of such forecasts; what it does not know."""

    def ask() -> dict[str, Any]:
        now = timezone.now()
        found = queries.forecast_seen(place=asking.place(request), by=request.person, at=now)
        names = {code: council.name for code, council in authorities(timezone.localdate(now)).items()}
        told = found.told
        return {
            "found": found,
            "told": told,
            "kinds": [(kind, drawn_ahead.kind(kind, found.place)) for kind in told.kinds] if told else [],
            "taught_by": [names.get(code, code) for code in told.taught_by] if told else [],
            "councils": [names.get(code, code) for code in told.councils] if told else [],
            "not_known": NOT_KNOWN,
            "few": drawn_ahead.FEW,
            "ahead": range(1, drawn_ahead.YEARS_MAX + 1),
            "usual": drawn_ahead.YEARS_USUAL,
            "crumbs": asking.way_up("planning:forecast", found.places, None, request.get_full_path()),
            **asking.chosen("planning:forecast", found.place, None, found.choices),
        }

    return asking.answered(request, "planning/forecast.html", ask)
