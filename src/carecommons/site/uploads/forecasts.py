"""Having a forecast made: a page's button and a program's call, both of which only put the work in the queue."""

from typing import Annotated
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from ninja import Router
from pydantic import Field

from carecommons.common.wire import Body, Line
from carecommons.people.doors import Request, door, door_api
from carecommons.planning import queries

from ..jobs.acts import start
from ..jobs.answers import JobOut, accepted

__all__ = ["make_forecast", "router"]

router = Router(tags=["audit"])
YEARS_MAX = 10


class Asked(forms.Form):
    """Of which place, as at 31 March of which year, how far ahead."""

    place = forms.CharField(max_length=60)
    year = forms.IntegerField(min_value=1900, max_value=2199, required=False)
    years = forms.IntegerField(min_value=1, max_value=YEARS_MAX)


class ForecastIn(Body):
    """place: council:382, group:CODE, region:NAME or nation. year: as at 31 March of that collection year; null: the
    newest. years: how far ahead."""

    place: Line
    year: Annotated[int, Field(ge=1900, le=2199)] | None = None
    years: Annotated[int, Field(ge=1, le=YEARS_MAX)]


@door(queries.MAKE)
@require_POST
def make_forecast(request: Request) -> HttpResponse:
    """Have a new forecast of a place made; the answer is the page of the job that makes it."""
    asked = Asked(request.POST)
    if not asked.is_valid():
        messages.error(request, f"Nothing was begun: choose a place, a year, and 1 to {YEARS_MAX} years ahead.")
        return redirect(reverse("planning:forecast"))
    given = asked.cleaned_data
    return redirect("job", _started(request, given["place"], given["year"], given["years"]))


@router.post("/jobs", response={202: JobOut}, summary="Have a forecast made from the stored returns, without waiting")
@door_api(queries.MAKE)
def start_forecast(request: Request, body: ForecastIn) -> HttpResponse:
    """Answers 202 at once. `Location` is the job: ask there how far it is. The forecast: GET /planning/forecast."""
    return accepted(_started(request, body.place, body.year, body.years), by=request.person)


def _started(request: Request, place: str, year: int | None, years: int) -> UUID:
    now = timezone.now()
    council = queries.council_of(place, by=request.person, at=now)
    asked = {"place": place, "year": year, "years": years}
    return start(kind="make_forecast", files=(), authority=council, asked=asked, by=request.person, at=now)
