"""What is free: every home that somebody may speak for, two buttons each, the word that has run out first."""

from datetime import UTC, datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from carecommons.people.doors import Request, door

from .. import queries

__all__ = ["vacancies"]

A_PAGE = 25


@door("provision.report_vacancy")
@require_safe
def vacancies(request: Request) -> HttpResponse:
    """Say what is free, home by home: two clicks each, from a phone and without script."""
    now = datetime.now(UTC)
    asked = queries.vacancies_asked(request.person, at=now)
    page = Paginator(asked, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "total": len(asked), "wanted": sum(each.wanted for each in asked), "came_from": "vacancies",
        "hours": queries.word_hours(now),
    }  # fmt: skip
    return render(request, "provision/vacancies.html", context)
