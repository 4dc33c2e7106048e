"""The middle of many times or numbers, and how far the quarters reach: told only where many stand behind it.

For sorted values x[0] <= ... <= x[n-1] the part q lies at (n - 1) q, between its two neighbours in a straight line.
A median stands on two halves and a quartile on four quarters: each of these must hold more than the small number that
is withheld, so that nobody's own day can be read off. One parameter, the product's own, says how many that is.
Units: those of the values; whole numbers out, halves upwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

__all__ = ["Spread", "spread", "within"]


@dataclass(frozen=True, slots=True)
class Spread:
    """What may be told of n values. median: None where they are too few; low, high: the quartiles, None likewise."""

    median: int | None = None
    low: int | None = None
    high: int | None = None

    @property
    def withheld(self) -> bool:
        return self.median is None


def spread(values: Sequence[float], *, threshold: int) -> Spread:
    """Median and quartiles of the values, each only where its parts hold more than `threshold`."""
    ordered, number = sorted(values), len(values)
    if number // 2 <= threshold:
        return Spread()
    median = _whole(within(ordered, 0.5))
    if number // 4 <= threshold:
        return Spread(median)
    return Spread(median, _whole(within(ordered, 0.25)), _whole(within(ordered, 0.75)))


def within(ordered: Sequence[float], part: float) -> float:
    """The value below which this part of the ordered values lies."""
    assert ordered, "of nothing there is no middle"
    assert 0 <= part <= 1
    place = (len(ordered) - 1) * part
    lower = int(place)
    upper = min(lower + 1, len(ordered) - 1)
    return ordered[lower] + (ordered[upper] - ordered[lower]) * (place - lower)


def _whole(value: float) -> int:
    return floor(value + 0.5)
