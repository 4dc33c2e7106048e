"""Who lives in a home on a day, who holds a place in it, and which place a newcomer may have.

A stay runs from its first day to the day of leaving, which is the first night elsewhere: [from_day, to_day). Somebody
who is to come later lives there not yet, but holds the place from then on: it is given to nobody else without end.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

__all__ = ["Stay", "free_place", "holders", "lives_there", "overlap", "places_held"]


@dataclass(frozen=True, slots=True)
class Stay:
    """One child (opaque) in one place of one home. to_day None: with no end in sight."""

    home_id: UUID
    place: int
    resident: UUID
    from_day: date
    to_day: date | None = None


def lives_there(stay: Stay, on: date) -> bool:
    """Whether the child of this stay lives there on the day."""
    return stay.from_day <= on and holds(stay, on)


def holds(stay: Stay, on: date) -> bool:
    """Whether the place is spoken for on the day or on some day after it."""
    return stay.to_day is None or stay.to_day > on


def overlap(one: Stay, other: Stay) -> bool:
    """Whether two stays share a night."""
    begins, ends = max(one.from_day, other.from_day), [day for day in (one.to_day, other.to_day) if day is not None]
    return not ends or begins < min(ends)


def holders(stays: Iterable[Stay], on: date) -> list[Stay]:
    return [stay for stay in stays if holds(stay, on)]


def places_held(stays: Iterable[Stay], on: date) -> int:
    """Places that cannot be given for good from the day on: a place that changes hands is one place."""
    return len({stay.place for stay in stays if holds(stay, on)})


def free_place(stays: Collection[Stay], *, places: int, from_day: date) -> int | None:
    """The lowest place that is nobody's from the day on, or None. Places count from one."""
    held = {stay.place for stay in stays if holds(stay, from_day)}
    return next((number for number in range(1, places + 1) if number not in held), None)
