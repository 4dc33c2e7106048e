"""The gap between need and usable places: two pages for planners, one for each ledger, and an export of each."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from carecommons.children.needs import DOMAIN
from carecommons.common.csv_out import csv_text
from carecommons.common.errors import NotFound
from carecommons.matching.invitation.replies import DECLINE_REASONS
from carecommons.people.doors import Request, door

from .. import drawn_gap, queries
from ..gap_told import LEVEL_CODES, Gap
from ..supply import LEVEL_NAMES
from . import asking

SEE = "planning.see_audit"
HEADS = (
    "Code", "What", "Date", "Level", "Homes", "Places registered", "Places of which nobody said anything",
    "Lived in by children of other councils", "Usable places", "Need", "Need, low", "Need, high", "Gap", "Gap, low",
    "Gap, high",
)  # fmt: skip


def reach(request: Request) -> str | None:
    return request.GET.get("level") or None


@door(SEE)
@require_safe
def sufficiency(request: Request) -> HttpResponse:
    """What can be met as local as possible."""

    def ask() -> dict[str, Any]:
        found = queries.sufficiency(
            place=asking.place(request), reach=reach(request), by=request.person, at=timezone.now()
        )
        return {
            "gap": found, "charts": {each.code: drawn_gap.levels(each, "children") for each in found.strata},
            "parts": drawn_gap.parts(found.parts), **_shared(request, "planning:sufficiency", found),
        }  # fmt: skip

    return asking.answered(request, "planning/sufficiency.html", ask)


@door(SEE)
@require_safe
def specialist(request: Request) -> HttpResponse:
    """What must be as specialist as necessary."""

    def ask() -> dict[str, Any]:
        found = queries.specialist(
            place=asking.place(request), reach=reach(request), by=request.person, at=timezone.now()
        )
        seen = [each for each in found.needs if each.nearest or each.last.need.median.value != 0]
        return {
            "gap": found, "seen": seen, "unseen": [each for each in found.needs if each not in seen],
            "chart": drawn_gap.needs(seen), **_shared(request, "planning:specialist", found),
        }  # fmt: skip

    return asking.answered(request, "planning/specialist.html", ask)


@door(SEE)
@require_safe
def sufficiency_csv(request: Request) -> HttpResponse:
    """The general ledger alone, as a table to take along."""

    def ask() -> queries.SufficiencyAnswer:
        return queries.sufficiency(
            place=asking.place(request), reach=reach(request), by=request.person, at=timezone.now()
        )

    return _csv(request, "sufficiency", lambda: ask().strata)


@door(SEE)
@require_safe
def specialist_csv(request: Request) -> HttpResponse:
    """The specialist ledger alone, as a table to take along."""

    def ask() -> queries.SpecialistAnswer:
        return queries.specialist(
            place=asking.place(request), reach=reach(request), by=request.person, at=timezone.now()
        )

    return _csv(request, "specialist", lambda: ask().needs)


def _shared(request: Request, address: str, found: Any) -> dict[str, Any]:
    return {
        "levels": [(code, LEVEL_NAMES[level]) for level, code in LEVEL_CODES.items()],
        "reasons": DECLINE_REASONS,
        "missing": [
            (DOMAIN[code].name if code else "Another thing", count) for code, count in found.evidence.missing.items()
        ],
        "few": drawn_gap.FEW,
        "crumbs": asking.way_up(address, (found.place,), None, request.get_full_path()),
        **asking.chosen(address, found.place, None, found.choices),
    }


def _csv(request: Request, ledger: str, ask: Any) -> HttpResponse:
    try:
        text = csv_text(HEADS, rows_of(ask()))
    except NotFound:
        return asking.answered(request, "planning/none.html", ask)
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{ledger}.csv"'
    return answer


def rows_of(gaps: Sequence[Gap]) -> list[tuple[object, ...]]:
    """A row for each line of one ledger, date and level by itself; what is withheld says so and is never nought."""
    return [
        (
            each.code, each.words, date.on.isoformat(), level.level, level.homes, level.registered, level.not_said,
            level.by_others.words, level.usable.words, date.need.median.words, date.need.low.words,
            date.need.high.words, gap.median.words, gap.low.words, gap.high.words,
        )
        for each in gaps
        for date in each.dates
        for level, gap in zip(each.levels, date.by_level, strict=True)
    ]  # fmt: skip
