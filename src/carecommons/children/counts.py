"""A door for planning: what the returns say about groups of children, counted and suppressed.

Every number that leaves here is `Shown`: 0, a rounded count, or withheld. The threshold and the rounding come
from the constitution and are passed in. Councils are added up before anything is withheld, so that a region's
figure is as exact as it may be; and within one table no part can be worked out from the total and the others.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from carecommons.common.suppress import Shown, show, show_parts

from .flows import _facts, known_years
from .returns import measures
from .returns.days import to_day, year_end

__all__ = [
    "Broken",
    "Figure",
    "Indicators",
    "YearOfCare",
    "indicators",
    "known_years",
    "need_in",
    "need_on",
    "year_of_care",
]

Groups = Mapping[str, Collection[str]]
"""The name of each group of councils (a council, a region, the country) and the codes of its councils."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A count and its parts along one dimension, in the order to be shown."""

    total: Shown
    parts: dict[str, Shown]


@dataclass(frozen=True, slots=True)
class Figure:
    """A share in per cent; `percent` None when either count is withheld or there is nobody to count."""

    part: Shown
    whole: Shown
    percent: float | None
    words: str


@dataclass(frozen=True, slots=True)
class YearOfCare:
    """What happened in a collection year: starts, moves and ends, by month and why."""

    starts: Broken
    starts_by_need: Broken
    ends: Broken
    ends_by_reason: Broken
    moves: Broken
    moves_by_reason: Broken


@dataclass(frozen=True, slots=True)
class Indicators:
    """The indicators of stability of a collection year (handbook section 3)."""

    many_placements: Figure
    long_in_place: Figure
    right_first_time: Figure
    emergency_starts: Figure


def need_on(
    day: date, groups: Groups, *, distance_cut_miles: int, threshold: int, round_to: int
) -> dict[str, dict[str, Broken]]:
    """Children in care at the end of a day: group -> dimension -> count and parts.

    Dimensions: age_band, sex, ethnicity, unaccompanied, legal_status, need, place, provider, area, distance.
    """
    facts = _facts(_all(groups))
    cubes = measures.need_on(facts, to_day(day), distance_cut_miles=distance_cut_miles)
    return _groups(facts, cubes, groups, threshold, round_to)


def need_in(
    year: int, groups: Groups, *, distance_cut_miles: int, threshold: int, round_to: int
) -> dict[str, dict[str, Broken]]:
    """Children in care at any time in the collection year that ends on 31 March `year`: as `need_on`."""
    facts = _facts(_all(groups))
    cubes = measures.need_in(facts, year, distance_cut_miles=distance_cut_miles)
    return _groups(facts, cubes, groups, threshold, round_to)


def year_of_care(year: int, groups: Groups, *, threshold: int, round_to: int) -> dict[str, YearOfCare]:
    """Starts, moves and ends of a collection year, by group."""
    facts = _facts(_all(groups))
    begun, ended, moved = (act(facts, year) for act in (measures.starts, measures.ends, measures.moves))
    cubes = {
        "starts": measures.by_month(facts, begun, facts.start[begun]),
        "starts_by_need": measures.by_code(facts, begun, facts.need[begun], "CIN"),
        "ends": measures.by_month(facts, ended, facts.end[ended]),
        "ends_by_reason": measures.by_code(facts, ended, facts.ended[ended], "REC"),
        "moves": measures.by_month(facts, moved, facts.end[moved]),
        "moves_by_reason": measures.by_code(facts, moved, facts.moved[moved], "REASON_PLACE_CHANGE"),
    }
    answer = _groups(facts, cubes, groups, threshold, round_to)
    return {group: YearOfCare(**broken) for group, broken in answer.items()}


def indicators(
    year: int,
    groups: Groups,
    *,
    placements_min: int,
    age_max: int,
    looked_after_months: int,
    same_place_months: int,
    first_time_days: int,
    threshold: int,
    round_to: int,
) -> dict[str, Indicators]:
    """NI62, NI63, right-first-time and starts in an emergency, by group."""
    facts = _facts(_all(groups))
    years = [known[-1] for known in known_years(_all(groups)).values()]
    until = year_end(max(years)) if years else year_end(year)
    shares = {
        "many_placements": measures.many_placements(facts, year, at_least=placements_min),
        "long_in_place": measures.long_in_place(
            facts,
            year,
            age_max=age_max,
            looked_after_months=looked_after_months,
            same_place_months=same_place_months,
        ),
        "right_first_time": measures.right_first_time(facts, year, days=first_time_days, known_until=until),
        "emergency_starts": measures.emergency_starts(facts, year),
    }
    return {
        group: Indicators(**{n: _figure(s, _rows(facts, codes), threshold, round_to) for n, s in shares.items()})
        for group, codes in groups.items()
    }


# ------------------------------------------------------------------------------------- suppression
def _groups(
    facts: measures.Facts, cubes: Mapping[str, measures.Cube], groups: Groups, threshold: int, round_to: int
) -> dict[str, dict[str, Broken]]:
    answer = {}
    for group, codes in groups.items():
        rows = _rows(facts, codes)
        answer[group] = {
            name: _broken(cube.labels, cube.counts[rows].sum(axis=0), threshold, round_to)
            for name, cube in cubes.items()
        }
    return answer


def _broken(labels: Sequence[str], counts: "np.ndarray", threshold: int, round_to: int) -> Broken:  # type: ignore[type-arg]
    parts = {label: int(count) for label, count in zip(labels, counts, strict=True)}
    shown = show_parts(parts, threshold=threshold, round_to=round_to)
    return Broken(show(sum(parts.values()), threshold=threshold, round_to=round_to), shown)


def _figure(share: measures.Share, rows: list[int], threshold: int, round_to: int) -> Figure:
    """A share whose part, whole and remainder are all fit to be shown; otherwise no percentage."""
    part, whole = int(share.part[rows].sum()), int(share.whole[rows].sum())
    cells = show_parts({"part": part, "rest": whole - part}, threshold=threshold, round_to=round_to)
    total = show(whole, threshold=threshold, round_to=round_to)
    if whole == 0:
        return Figure(cells["part"], total, None, "nobody to count")
    if cells["part"].withheld or cells["rest"].withheld or total.value in (None, 0):
        return Figure(cells["part"], total, None, "withheld")
    assert cells["part"].value is not None
    assert total.value is not None
    # From the rounded counts, so that the percentage gives away no more than they do.
    percent = round(100 * min(cells["part"].value, total.value) / total.value, 1)
    return Figure(cells["part"], total, percent, f"{percent:g} %")


def _rows(facts: measures.Facts, codes: Collection[str]) -> list[int]:
    return [n for n, code in enumerate(facts.authorities) if code in codes]


def _all(groups: Groups) -> tuple[str, ...]:
    return tuple(sorted({code for codes in groups.values() for code in codes}))
