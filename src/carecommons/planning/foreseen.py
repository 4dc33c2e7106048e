"""What is forecast together, how places add up, and what of it is kept.

Councils of a region whose returns reach equally far back are forecast together: they teach one another. A region, a
declared group and the country are sums, in each possible future, of the councils in them; so everything adds up, and
what a council is forecast to need does not depend on who asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from carecommons.children.returns.tables import codes

from .forecast.categories import CATEGORIES, by_category
from .forecast.combine import LEVELS
from .forecast.engine import AreaForecast, edges
from .forecast.made import Made
from .forecast.record import TrackRecord
from .forecast.report import document

__all__ = ["METHOD", "SEED", "Unit", "added", "homes_told_apart", "joint_width", "of_place", "units", "years_in_a_row"]

METHOD = "cohort 1"
"""The version of the method: it changes whenever the same returns would give another forecast."""
SEED = 1
"""Of the forecasts that are kept: the same for everybody, so that whoever makes one again gets the same numbers."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Councils that are forecast together. since: the first collection year that is looked at."""

    councils: tuple[str, ...]
    since: int


@lru_cache(maxsize=1)
def homes_told_apart() -> tuple[tuple[str, str], ...]:
    """Each code of a kind of home with its group, in the order of the groups."""
    known = tuple(sorted(codes("episodes", "PLACE")))
    state = by_category(np.arange(len(known)), known).state
    told = ((code, int(number)) for code, number in zip(known, state, strict=True))
    return tuple((code, CATEGORIES[number]) for code, number in sorted(told, key=lambda each: each[1]))


def years_in_a_row(years: Sequence[int], last: int) -> tuple[int, ...]:
    """The collection years up to `last` without a gap; none where `last` itself is missing."""
    found: list[int] = []
    year = last
    while year in years:
        found.insert(0, year)
        year -= 1
    return tuple(found)


def units(years: Mapping[str, Sequence[int]], regions: Mapping[str, str], last: int) -> tuple[Unit, ...]:
    """Who is forecast together up to 31 March `last`. years: sent by each council; regions: where each lies.

    Councils without the return of that year are in none.
    """
    found: dict[tuple[str, int], list[str]] = {}
    for code in sorted(years):
        reach = years_in_a_row(years[code], last)
        if reach:
            found.setdefault((regions[code], reach[0]), []).append(code)
    return tuple(Unit(tuple(members), since) for (_, since), members in sorted(found.items()))


def added(name: str, several: Sequence[AreaForecast], widths: Sequence[Mapping[int, float]]) -> AreaForecast:
    """Several councils as one place: in each possible future the sum of theirs. widths: of each one's intervals.

    How wide its levels are is the mean of the councils', by how many children each has.
    """
    if len(several) == 1:
        return replace(several[0], name=name)
    width = joint_width(several, widths)
    median = np.sum([each.median for each in several], 0)
    paths = np.sum([each.paths for each in several], 0)
    off = (paths - median) / width[80]
    low, high = edges(median, off, width)
    low_total, high_total = edges(median.sum(1), off.sum(2), width)
    return AreaForecast(
        name, median, np.sum([each.naive for each in several], 0), np.sum([each.line for each in several], 0),
        low, high, low_total, high_total, paths, np.sum([each.ages for each in several], 0),
    )  # fmt: skip


def joint_width(several: Sequence[AreaForecast], widths: Sequence[Mapping[int, float]]) -> dict[int, float]:
    """How many times the model's own width each level is, of several councils together."""
    size = np.array([each.naive.sum() for each in several]) + 1e-9
    return {level: float(np.average([each[level] for each in widths], weights=size)) for level in LEVELS}


def of_place(name: str, councils: Sequence[str], made: Sequence[Made]) -> dict[str, Any] | None:
    """The document of one place. made: of each unit that has councils of it; None where none of them is forecast."""
    held = [
        (area, one) for one in made for area, code in zip(one.found.areas, one.names, strict=True) if code in councils
    ]
    if not held:
        return None
    area = added(name, [each for each, _ in held], [one.found.width for _, one in held])
    of = {id(one): one for _, one in held}.values()
    first = held[0][1]
    children = sum(dict(zip(one.names, one.children, strict=True))[each.name] for each, one in held)
    whole = replace(
        first, names=(name,), children=(children,), found=replace(first.found, areas=(area,)),
        record=_records([one.record for one in of], [len(one.names) for one in of]),
        birthdays_guessed=sum(one.birthdays_guessed for one in of),
    )  # fmt: skip
    told = document(whole)
    return told | {
        "children": children, "councils": sorted(each.name for each, _ in held),
        "taught_by": sorted(code for one in of for code in one.names),
        "weights": _mean([_weights(one) for one in of], [len(one.names) for one in of]),
        "width": _mean([dict(one.found.width) for one in of], [len(one.names) for one in of]),
        "dates": [str(day) for day in first.dates],
    }  # fmt: skip


def _weights(made: Made) -> dict[str, float]:
    """What the last value and the line weigh beside our own model."""
    return dict(zip(("ours", "naive", "line"), made.found.weights, strict=True))


def _mean(several: Sequence[Mapping[Any, float]], sizes: Sequence[int]) -> dict[str, float]:
    names = list(several[0])
    return {
        str(name): round(float(np.average([each[name] for each in several], weights=sizes)), 2) for name in names
    }  # fmt: skip


def _records(several: Sequence[tuple[TrackRecord, ...]], sizes: Sequence[int]) -> tuple[TrackRecord, ...]:
    """The record of several units as one: errors are means over councils, so each counts by its councils."""
    if len(several) == 1:
        return several[0]
    by_years: dict[int, list[tuple[TrackRecord, int]]] = {}
    for records, size in zip(several, sizes, strict=True):
        for each in records:
            by_years.setdefault(each.years, []).append((each, size))
    return tuple(
        _joined([each for each, _ in found], [size for _, size in found]) for _, found in sorted(by_years.items())
    )


def _joined(records: Sequence[TrackRecord], sizes: Sequence[int]) -> TrackRecord:
    def mean(values: Sequence[float]) -> float:
        told = ~np.isnan(values)
        return float(np.average(np.array(values)[told], weights=np.array(sizes)[told])) if told.any() else float("nan")

    first = records[0]
    return TrackRecord(
        years=first.years, days=max(each.days for each in records),
        error={name: mean([each.error[name] for each in records]) for name in first.error},
        total={name: mean([each.total[name] for each in records]) for name in first.total},
        by_state={
            name: tuple(mean([each.by_state[name][s] for each in records]) for s in range(len(first.by_state[name])))
            for name in first.by_state
        },
        coverage={level: mean([each.coverage[level] for each in records]) for level in first.coverage},
        wis=mean([each.wis for each in records]),
    )  # fmt: skip
