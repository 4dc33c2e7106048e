"""A forecast as rows: one for each date, area and kind of home, with its intervals and what stands beside it."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from carecommons.children.stays.tables import Floats

from .categories import ALL, CATEGORIES, TOTAL
from .combine import LEVELS
from .engine import AreaForecast, Forecast, summed
from .made import Made, Parts
from .record import TrackRecord

__all__ = ["document", "rows"]


def rows(made: Made, parts: Parts | None = None) -> list[dict[str, Any]]:
    """By area, date and kind of home; numbers of children to one decimal. Of many areas their sum, "all", comes first.

    parts: rows then say of which part of the kind they are; "all" is the whole of it.
    """
    if parts is None:
        return _rows(made, made.found, [(category, "") for category in CATEGORIES])
    wholes = _rows(made, made.found, [(category, ALL) for category in CATEGORIES])
    apart = _rows(made, parts.found, list(parts.split.parts))
    # The whole of each kind, then its parts; a sort that keeps the order within.
    place = {name: n for n, name in enumerate((*CATEGORIES, TOTAL))}
    areas = {name: n for n, name in enumerate(_names(made))}
    both = wholes + [row for row in apart if row["category"] != TOTAL]
    return sorted(both, key=lambda row: (areas[row["area"]], row["date"], place[row["category"]]))


def document(made: Made, parts: Parts | None = None) -> dict[str, Any]:
    """Everything that is told of a forecast."""
    found = made.found
    return {
        "as_at": str(made.as_at),
        "children": dict(zip(made.names, made.children, strict=True)),
        "forecast": rows(made, parts),
        "weights": dict(zip(("ours", "naive", "line"), (round(each, 2) for each in found.weights), strict=True)),
        "width": {str(level): round(each, 2) for level, each in found.width.items()},
        "backtest": [_tested(each) for each in made.record],
        "birthdays_guessed": made.birthdays_guessed,
    }


def _tested(record: TrackRecord) -> dict[str, Any]:
    return {
        "years": record.years, "origins": record.days,
        "error": {name: _told(value, 2) for name, value in record.error.items()},
        "error_total": {name: _told(value, 2) for name, value in record.total.items()},
        "error_by_category": {
            name: dict(zip(CATEGORIES, (_told(value, 2) for value in values), strict=True))
            for name, values in record.by_state.items()
        },
        "coverage": {str(level): _told(value, 1) for level, value in record.coverage.items()},
        "wis": _told(record.wis, 2), "naive_wins": record.naive_wins,
    }  # fmt: skip


def _told(value: float, digits: int) -> float | None:
    """A number to so many decimals; None where there was nobody of whom to tell."""
    return None if np.isnan(value) else round(value, digits)


def _names(made: Made) -> tuple[str, ...]:
    return made.names if len(made.names) == 1 else (ALL, *made.names)


def _rows(made: Made, found: Forecast, states: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    areas = found.areas if len(found.areas) == 1 else (summed(ALL, found), *found.areas)
    return [
        {"date": str(day), "area": area.name, "category": category} | ({"part": part} if part else {}) | numbers
        for area in areas
        for at, day in enumerate(made.dates)
        for (category, part), numbers in zip((*states, (TOTAL, states[0][1])), _numbers(area, at), strict=True)
    ]


def _numbers(area: AreaForecast, at: int) -> list[dict[str, float]]:
    """Of each kind of home, and of all children."""
    found = [
        _row(
            area.median[at, state], [(area.low[level][at, state], area.high[level][at, state]) for level in LEVELS],
            area.naive[at, state], area.line[at, state],
        )
        for state in range(area.median.shape[1])
    ]  # fmt: skip
    whole = [(area.low_total[level][at], area.high_total[level][at]) for level in LEVELS]
    return [*found, _row(area.median[at].sum(), whole, area.naive[at].sum(), area.line[at].sum())]


def _row(median: Floats, ends: Sequence[tuple[Floats, Floats]], naive: Floats, line: Floats) -> dict[str, float]:
    told = {"median": median}
    for level, (low, high) in zip(LEVELS, ends, strict=True):
        told |= {f"low{level}": low, f"high{level}": high}
    return {name: round(float(value), 1) for name, value in (told | {"naive": naive, "line": line}).items()}
