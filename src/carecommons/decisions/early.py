"""How often stays end early by notice of the home: a share with its interval, for each provider.

share = early / stays; the interval is Wilson's at 95 %. It opens a conversation and is no penalty.
Source: handbook section 7, Creaming indicator (early notice); C7. Units: stays, days, shares from 0 to 1.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from uuid import UUID

import numpy as np

from carecommons.common.suppress import Shown
from carecommons.common.withhold import WITHHELD, Table, membership, withhold

__all__ = ["EarlyLine", "Lasted", "early_lines", "interval"]

EARLY, REST = "early", "rest"
Z = 1.96  # of the normal distribution, for 95 of 100


@dataclass(frozen=True, slots=True)
class Lasted:
    """One stay of which it is settled whether it ended early: with whom, and whether it ended early."""

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
    names: dict[UUID, str] = {}
    counted: dict[UUID, list[int]] = {}
    for each in stays:
        names.setdefault(each.provider, each.name)
        counted.setdefault(each.provider, [0, 0])[not each.early] += 1
    keys = sorted(names, key=lambda key: (names[key], str(key)))
    if not keys:
        return ()
    rows = [str(key) for key in keys]
    table = Table((EARLY, REST), np.array([counted[key] for key in keys], np.int64))
    printed = withhold({"early": table}, membership([[row] for row in rows], rows), threshold=threshold,
                       round_to=round_to)["early"]  # fmt: skip
    return tuple(
        _line(names[key], printed.total[n], printed.lines[EARLY][n], printed.lines[REST][n])
        for n, key in enumerate(keys)
    )


def _line(name: str, stays: Shown, early: Shown, rest: Shown) -> EarlyLine:
    if stays.value is None or early.value is None or rest.value is None:
        return EarlyLine(name, stays, WITHHELD, None, None)
    low, high = interval(min(early.value, stays.value), stays.value)
    return EarlyLine(name, stays, early, round(100 * low), round(100 * high))
