"""Where a child lives, and where they are to move: the stays that have not ended by a day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from carecommons.provision.models import Resident

from .gathered import holding

__all__ = ["StayLine", "stays_of"]


@dataclass(frozen=True, slots=True)
class StayLine:
    """One stay. planned: it has not begun. to_day: the day of leaving, where one is set."""

    home_id: UUID
    home_name: str
    from_day: date
    to_day: date | None
    planned: bool


def stays_of(resident: UUID, on: date) -> tuple[StayLine, ...]:
    """The stays of a child that reach beyond a day, in the order of their first days."""
    rows = Resident.objects.filter(holding(on), resident=resident).select_related("home").order_by("from_day", "id")
    return tuple(StayLine(row.home_id, row.home.name, row.from_day, row.to_day, row.from_day > on) for row in rows)
