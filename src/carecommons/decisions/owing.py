"""What is owed next in a placement, by day: one line for each thing, wherever it comes from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is owed. anchor: the part of the page that shows it."""

    on: date
    words: str
    anchor: str


def in_order(found: Iterable[Due]) -> tuple[Due, ...]:
    """Soonest first; what is due on one day by its words."""
    return tuple(sorted(found, key=lambda each: (each.on, each.words)))
