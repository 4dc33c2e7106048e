"""The report of one's own council's newest import: a page for planners, and its rows as a file for the data team."""

from itertools import groupby

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from carecommons.children.queries import SEE_REPORT, ReturnReport, return_report
from carecommons.children.returns.labels import TABLES
from carecommons.common.csv_out import csv_text
from carecommons.common.errors import NotFound
from carecommons.common.places import authorities
from carecommons.people.doors import Request, door

from .told import SORTS

HEADS = ("Import", "What was seen", "Sort", "What it means", "How to mend it", "Table", "File", "Row", "Column")
INVENTED = "invented data: a demonstration, about no real child"


@door(SEE_REPORT)
@require_safe
def report(request: Request, code: str) -> HttpResponse:
    """What was mended or doubted in the newest import of one's own council, with the rows."""
    try:
        found = return_report(authority=code, by=request.person)
    except NotFound as none:
        return render(request, "site/return_report.html", {"none": none, "name": _name(code), "code": code}, status=404)
    order = {sort: n for n, (sort, _) in enumerate(SORTS)}
    names = dict(SORTS)
    lines = sorted(found.lines, key=lambda line: order[line.sort])
    groups = [(names[sort], list(each)) for sort, each in groupby(lines, key=lambda line: line.sort)]
    context = {"report": found, "groups": groups, "name": _name(code), "code": code, "tables": TABLES}
    return render(request, "site/return_report.html", context)


@door(SEE_REPORT)
@require_safe
def rows(request: Request, code: str) -> HttpResponse:
    """The rows that the report names, as CSV that no spreadsheet will run."""
    found = return_report(authority=code, by=request.person)
    answer = HttpResponse(rows_csv(found, demo=settings.DEMO), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="rows-to-mend-{found.authority}-{found.on:%Y-%m-%d}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


def rows_csv(found: ReturnReport, *, demo: bool) -> str:
    """A line for each row named; in a demonstration the first line says that it is invented."""
    lines = [
        (found.number, each.kind, each.sort, each.means, each.how, row.table, row.file, row.row, row.column)
        for each in found.lines
        for row in each.rows
    ]
    text = csv_text(HEADS, lines)
    return f"{csv_text((INVENTED,), ())}{text}" if demo else text


def _name(code: str) -> str:
    known = authorities(timezone.localdate(timezone.now()))
    return known[code].name if code in known else code
