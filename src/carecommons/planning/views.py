"""The audit of need and provision, for planners."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from carecommons.common.charts import Chart, bars, lines, stacked
from carecommons.common.errors import NotFound
from carecommons.people.doors import Request, door

from . import queries
from .audit import Table
from .ledgers import Needs

FEW = "withheld"
# One hue from no help to constant help; not known stands apart.
LEVEL_KINDS = ("cc-s1", "cc-s2", "cc-s3", "cc-s4", "cc-s5", "cc-d4")
SPECIAL_KIND = "cc-d5"
LEVEL_NAMES = ("Level 0", "Level 1", "Level 2", "Level 3", "Level 4", "Not known")


@door("planning.see_audit")
@require_safe
def audit(request: Request) -> HttpResponse:
    """What children need, who they are, how stable life is, and the homes that are there, place beside place."""
    try:
        found = queries.audit(
            place=request.GET.get("place") or None, year=_year(request), by=request.person, at=timezone.now()
        )
    except queries.NoReturns as none:
        return render(request, "planning/none.html", {"why": none})
    except NotFound as unknown:
        # Places and years are public knowledge: saying which are unknown hides nothing and helps.
        return render(request, "planning/none.html", {"why": unknown, "elsewhere": True}, status=404)
    charts = {each.code: _bars(each) for each in found.need if each.code in ("age_band", "place", "distance")}
    return render(
        request,
        "planning/audit.html",
        {
            "audit": found, "charts": charts, "months": _months(found), "few": FEW,
            "general": _levels(found.needs), "special": _categories(found.needs),
        },
    )  # fmt: skip


def _year(request: Request) -> int | None:
    asked = request.GET.get("year", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) == 4):
        raise NotFound("year_unknown", "A collection year has four digits, such as 2026.")
    return int(asked)


def _levels(needs: Needs) -> Chart:
    """A small stacked bar for each part of life: how many children need how much help."""
    parts = needs.general.parts
    series = {name: [part.table.rows[n].cells[0].value for part in parts] for n, name in enumerate(LEVEL_NAMES)}
    return stacked(
        needs.general.headline,
        "One bar for each part of life, from no more help than most children need to constant help. "
        "Children with a specialist need are not in it.",
        [part.name for part in parts], series, "children", head="Part of life", few=FEW, kinds=LEVEL_KINDS,
    )  # fmt: skip


def _categories(needs: Needs) -> Chart | None:
    """One bar for each specialist need of which there is somebody; None where no count can be printed."""
    rows = [(each.name, each.cells[0].value) for each in needs.special.categories if each.cells[0].value != 0]
    if not any(value for _, value in rows):
        return None  # nothing but withheld counts: the table says it better
    return bars(
        needs.special.headline, "One bar for each category. A child may be in several, so they have no total.",
        rows, "children", head="Category", few=FEW, kind=SPECIAL_KIND,
    )  # fmt: skip


def _bars(one: Table) -> Chart:
    return bars(
        f"Children in care, by {one.title.lower()}", "One bar for each line of the table.", one.first, "children",
        few=FEW,
    )  # fmt: skip


def _months(found: queries.Audit) -> Chart:
    months = list(dict.fromkeys(row.words for part in (found.starts, found.ends, found.moves) for row in part.rows))
    months.sort(key=MONTHS.index)
    series = {
        name: [dict(part.first).get(month, 0) for month in months]
        for name, part in (("Came in", found.starts), ("Left", found.ends), ("Moved", found.moves))
    }
    return lines(
        f"Starts, ends and moves in the year to 31 March {found.year}",
        "A line each for children who came into care, left it, and moved. A line breaks where a count is withheld.",
        [month[:3] for month in months], series, "children", head="Month", few=FEW,
    )  # fmt: skip


MONTHS = (
    "April", "May", "June", "July", "August", "September", "October", "November", "December", "January", "February",
    "March",
)  # fmt: skip
