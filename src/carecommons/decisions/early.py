"""How often stays end early by notice of the home: a share with its interval, for each provider.

share = early / stays; the interval is Wilson's at 95 %. It opens a conversation and is no penalty.
Source: handbook section 7, Creaming indicator (early notice); C7. Units: stays, days, shares from 0 to 1.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from uuid import UUID

from carecommons.common.suppress import Shown, show

__all__ = ["EarlyLine", "Lasted", "early_lines", "interval"]

Z = 1.96  # of the normal distribution, for 95 of 100


@dataclass(frozen=True, slots=True)
class Lasted:
    """One stay that has lasted long enough to count, or has ended: with whom, and whether it ended early."""

    provider: UUID
    name: str
    early: bool


@dataclass(frozen=True, slots=True)
class EarlyLine:
    """One provider. low, high: whole percent; None where a count is withheld."""

    name: str
    stays: Shown
    early: Shown
    low: int | None
    high: int | None


def interval(part: int, whole: int) -> tuple[float, float]:
    """Wilson's interval of a share at 95 %, within 0 and 1."""
    assert 0 <= part <= whole, "a part is no more than the whole"
    if whole == 0:
        return 0.0, 1.0
    share, square = part / whole, Z * Z
    middle = share + square / (2 * whole)
    reach = Z * sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    return max(0.0, (middle - reach) / (1 + square / whole)), min(1.0, (middle + reach) / (1 + square / whole))


def early_lines(stays: Iterable[Lasted], *, threshold: int, round_to: int) -> tuple[EarlyLine, ...]:
    """One line a provider, by name. A small count, or one that leaves a small rest, is withheld with its interval."""
    counted: dict[UUID, tuple[str, int, int]] = {}
    for each in stays:
        name, number, early = counted.get(each.provider, (each.name, 0, 0))
        counted[each.provider] = (name, number + 1, early + each.early)
    lines = (
        _line(name, number, early, threshold=threshold, round_to=round_to) for name, number, early in counted.values()
    )
    return tuple(sorted(lines, key=lambda line: line.name))


def _line(name: str, number: int, early: int, *, threshold: int, round_to: int) -> EarlyLine:
    stays, told = (show(each, threshold=threshold, round_to=round_to) for each in (number, early))
    rest = number - early
    if stays.withheld or told.withheld or 1 <= rest <= threshold:
        return EarlyLine(name, stays, Shown(None, "withheld") if not told.withheld else told, None, None)
    assert stays.value is not None and told.value is not None  # noqa: PT018
    low, high = interval(min(told.value, stays.value), stays.value)
    return EarlyLine(name, stays, told, round(100 * low), round(100 * high))
