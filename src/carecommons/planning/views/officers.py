"""What officers must answer for, beside what homes do: a page for everybody."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from carecommons.common.errors import NotFound
from carecommons.people.doors import Request, door
from carecommons.people.may import may

from .. import queries
from ..officers import CONVERSATION, FINDINGS, NOT_COUNTED, SIDES
from .answering import STRATUM_WORDS
from .asking import KINDS, place, year

PROVIDERS_A_PAGE = 50


@door("site.read_public")
@require_safe
def officers(request: Request) -> HttpResponse:
    """One place and those that hold it, in one year that is over. Providers by name stand there for planners only."""
    try:
        found = queries.officers(place=place(request), year=year(request), by=request.person, at=timezone.now())
    except NotFound as unknown:
        # Places and years are public knowledge: saying which are unknown hides nothing and helps.
        return render(request, "planning/officers_none.html", {"why": unknown}, status=404)
    context = {
        "found": found,
        "groups": [(words, [each for each in found.choices if each.kind == kind]) for kind, words in KINDS],
        "sides": [(words, code, found.of(code)) for code, words in SIDES.items()],
        "providers": Paginator(found.providers, PROVIDERS_A_PAGE).get_page(request.GET.get("page"))
        if found.providers is not None
        else None,
        "findings": FINDINGS, "strata": STRATUM_WORDS, "not_counted": NOT_COUNTED, "conversation": CONVERSATION,
        "may_audit": bool(may(request.person, "planning.see_audit")),
    }  # fmt: skip
    return render(request, "planning/officers.html", context)
