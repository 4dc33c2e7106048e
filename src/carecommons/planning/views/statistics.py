"""The public statistics that are held: a page for everybody."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from carecommons.people.doors import Request, door
from carecommons.people.may import may

from .. import queries


@door("site.read_public")
@require_safe
def statistics(request: Request) -> HttpResponse:
    """Every stored release with its day, rows, signs and licence."""
    context = {
        "found": queries.statistics(by=request.person, at=timezone.now()),
        "may_audit": bool(may(request.person, "planning.see_audit")),
        "may_import": bool(may(request.person, "planning.import_statistics")),
    }
    return render(request, "planning/statistics.html", context)
