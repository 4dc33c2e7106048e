"""The criteria as anyone may read them, generated from the text that decides."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from carecommons.common.errors import NotNow
from carecommons.people.doors import Request, door

from . import queries
from .behind import grounds
from .childs_rights import articles, child_contract_on
from .values import Kind, values


@door("constitution.read_criteria")
def in_force(request: Request) -> HttpResponse:
    """The criteria in force today, and every version that was published."""
    now = timezone.now()
    versions = queries.published()
    try:
        found = queries.criteria_in_force(timezone.localdate(now))
    except NotNow as none:
        return render(request, "constitution/none.html", {"why": none, "versions": versions})
    return _page(request, found.version, now)


@door("constitution.read_criteria")
def version(request: Request, number: int) -> HttpResponse:
    """One published version, whether or not it is in force."""
    return _page(request, number, timezone.now())


@door("constitution.read_criteria")
def numbers(request: Request) -> HttpResponse:
    """Every policy number in force today, with its source and the value that it serves."""
    today = timezone.localdate(timezone.now())
    found = queries.parameters(today)
    context = {
        "today": today, "parameters": found, "unused": sum(not each.used for each in found),
        "values": tuple(values().values()), "seal": queries.numbers_sealed(),
    }  # fmt: skip
    return render(request, "constitution/numbers.html", context)


@door("constitution.read_criteria")
def behind(request: Request) -> HttpResponse:
    """Every refusal that there is, under the law, the nature of things or the choice that stands behind it."""
    kinds = [(kind, [each for each in grounds() if each.kind is kind]) for kind in Kind]
    return render(request, "constitution/grounds.html", {"kinds": kinds})


@door("constitution.read_criteria")
def childs_rights(request: Request) -> HttpResponse:
    """What every child is owed, how they can use it, and which article of the Convention stands behind which act."""
    today = timezone.localdate(timezone.now())
    context = {"contract": child_contract_on(today), "articles": articles()}
    return render(request, "constitution/childs_rights.html", context)


def _page(request: Request, number: int, now: datetime) -> HttpResponse:
    today = timezone.localdate(now)
    found = queries.criteria(number)
    versions = queries.published()
    standing = [each.version for each in versions if each.in_force_from <= today]
    context = {
        "criteria": found,
        "publication": queries.publication(number),
        "versions": versions,
        "in_force": bool(standing) and max(standing) == number,
        "not_yet": found.in_force_from > today,
    }
    return render(request, "constitution/criteria.html", context)
