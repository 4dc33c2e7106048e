"""How homes answer invitations: a page for planners."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from carecommons.people.doors import Request, door

from .. import queries

FINDINGS = {
    "fewer": "Offers less often than others who were asked for the same children",
    "more": "Offers more often than others who were asked for the same children",
    "no_difference": "No clear difference from others who were asked for the same children",
}
STRATUM_WORDS = {
    "G1": "No need of 3 or more",
    "G2": "Some need of 3 or more, no specialist need",
    "S": "A specialist need",
    "unknown": "Not all needs known",
}


@door("planning.see_audit")
@require_safe
def answering(request: Request) -> HttpResponse:
    """Offers and declines by provider, beside comparable ones, and declines by reason."""
    context = {
        "answers": queries.answering(by=request.person, at=timezone.now()),
        "findings": FINDINGS,
        "strata": STRATUM_WORDS,
    }
    return render(request, "planning/answering.html", context)
