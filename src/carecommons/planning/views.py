"""The audit of need and provision, for planners."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from carecommons.common.charts import Chart, bars, lines
from carecommons.common.errors import NotFound
from carecommons.people.doors import Request, door

from . import queries
from .audit import Table


@door("planning.see_audit")
def audit(request: Request) -> HttpResponse:
    """Need, movement and stability of one place beside those above it, and the homes that are there."""
    try:
        found = queries.audit(
            place=request.GET.get("place") or None, year=_year(request), by=request.person,
            on=timezone.localdate(timezone.now()),
        )  # fmt: skip
    except queries.NoReturns as none:
        return render(request, "planning/none.html", {"why": none})
    charts = {each.code: _bars(each) for each in found.need if each.code in ("age_band", "place", "distance")}
    return render(request, "planning/audit.html", {"audit": found, "charts": charts, "months": _months(found)})


def _year(request: Request) -> int | None:
    asked = request.GET.get("year", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) == 4):
        raise NotFound("year_unknown", "A collection year has four digits, such as 2026.")
    return int(asked)


def _bars(one: Table) -> Chart:
    return bars(
        f"Children in care, by {one.title.lower()}", "One bar for each line of the table.", one.first, "children"
    )


def _months(found: queries.Audit) -> Chart:
    xs = [row.words for row in found.starts.rows] if len(found.starts.rows) == len(found.ends.rows) else []
    months = xs or sorted({row.words for part in (found.starts, found.ends) for row in part.rows})
    series = {
        name: [dict(part.first).get(month, 0) for month in months]
        for name, part in (("Came into care", found.starts), ("Left care", found.ends), ("Moved", found.moves))
    }
    return lines(
        f"Starts, ends and moves in the year to 31 March {found.year}",
        "A line each for children who came into care, left it, and moved. Gaps are counts too small to print.",
        months, series, "children",
    )  # fmt: skip
