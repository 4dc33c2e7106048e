"""A forecast as rows: one for each date, area and kind of home, with its intervals and what stands beside it."""

from typing import Any

import numpy as np

from .categories import CATEGORIES, TOTAL
from .combine import LEVELS
from .engine import AreaForecast
from .made import Made

__all__ = ["document", "rows"]


def rows(made: Made) -> list[dict[str, Any]]:
    """By area, date and kind of home; numbers of children to one decimal."""
    return [
        {"date": str(day), "area": area.name, "category": category} | numbers
        for area in made.found.areas
        for at, day in enumerate(made.dates)
        for category, numbers in zip((*CATEGORIES, TOTAL), _numbers(area, at), strict=True)
    ]


def document(made: Made) -> dict[str, Any]:
    """Everything that is told of a forecast."""
    found = made.found
    return {
        "as_at": str(made.as_at),
        "children": dict(zip(made.names, made.children, strict=True)),
        "forecast": rows(made),
        "weights": dict(zip(("ours", "naive", "line"), (round(each, 2) for each in found.weights), strict=True)),
        "width": {str(level): round(each, 2) for level, each in found.width.items()},
        "backtest": [
            {
                "years": each.years, "origins": each.days,
                "error": {name: round(value, 2) for name, value in each.error.items()},
                "error_total": {name: round(value, 2) for name, value in each.total.items()},
                "error_by_category": {
                    name: dict(zip(CATEGORIES, (None if np.isnan(v) else round(v, 2) for v in values), strict=True))
                    for name, values in each.by_state.items()
                },
                "coverage": {str(level): round(value, 1) for level, value in each.coverage.items()},
                "wis": round(each.wis, 2), "naive_wins": each.naive_wins,
            }
            for each in made.record
        ],
        "birthdays_guessed": made.age_guessed,
    }  # fmt: skip


def _numbers(area: AreaForecast, at: int) -> list[dict[str, float]]:
    """Of each kind of home, and of all."""
    columns = {"median": area.median, "naive": area.naive, "line": area.line}
    found = [
        {name: round(float(values[at, state]), 1) for name, values in columns.items()}
        | {f"{end}{level}": round(float(edges[level][at, state]), 1) for level in LEVELS for end, edges in _ends(area)}
        for state in range(len(CATEGORIES))
    ]
    whole = {name: round(float(values[at].sum()), 1) for name, values in columns.items()}
    whole |= {f"{end}{level}": round(float(edges[level][at]), 1) for level in LEVELS for end, edges in _whole_ends(area)}
    return [*found, whole]


def _ends(area: AreaForecast) -> tuple[tuple[str, Any], tuple[str, Any]]:
    return ("low", area.low), ("high", area.high)


def _whole_ends(area: AreaForecast) -> tuple[tuple[str, Any], tuple[str, Any]]:
    return ("low", area.low_total), ("high", area.high_total)
