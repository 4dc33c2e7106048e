"""What the statutory return says, as values: which tables are kept, and one child's time in care."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ..models import return_key_index
from ..models.returns import ReturnedChild, ReturnedEpisode, ReturnTable

__all__ = ["KeptTable", "ReturnedStay", "kept_tables", "stays_in_returns", "years_in_returns"]


@dataclass(frozen=True, slots=True)
class KeptTable:
    """One stored table of one year: what it was called, how many rows, and when it came."""

    authority: str
    year: int
    name: str
    file_name: str
    rows: int
    sha256: str
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class ReturnedStay:
    """One episode of a child's time in care, as mended. end None: it still runs."""

    start: date
    end: date | None
    place: str
    legal_status: str
    provider: str
    ended: str
    moved: str
    period: int
    placement: int


def kept_tables(authority: str) -> tuple[KeptTable, ...]:
    """The stored tables of a council, by year and name."""
    rows = ReturnTable.objects.filter(authority=authority).order_by("year", "name").defer("packed")
    return tuple(KeptTable(r.authority, r.year, r.name, r.file_name, r.rows, r.sha256, r.imported_at) for r in rows)


def years_in_returns(authority: str) -> tuple[int, ...]:
    """The collection years whose episodes are stored for a council, in order."""
    rows = ReturnTable.objects.filter(authority=authority, name="episodes")
    return tuple(rows.order_by("year").values_list("year", flat=True))


def stays_in_returns(authority: str, return_key: str) -> tuple[ReturnedStay, ...]:
    """One child's mended episodes in order; none when the returns do not know the child."""
    index = return_key_index(ReturnedChild, authority, return_key)
    child: UUID | None = (
        ReturnedChild.objects.filter(authority=authority, return_key_index=index).values_list("id", flat=True).first()
    )
    rows = ReturnedEpisode.objects.filter(child_id=child).order_by("start_day", "id") if child else ()
    return tuple(
        ReturnedStay(
            r.start_day, r.end_day, r.place, r.legal_status, r.provider, r.ended, r.moved, r.period, r.placement
        )
        for r in rows
    )
