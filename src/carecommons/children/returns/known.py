"""What a return said on an earlier day: nothing after that day is looked at, even where the files hold it.

Returns of collection years that begin after the day are left out whole: their corrections were not known then. Of the
return of the year in which the day lies, rows that begin later are left out and later ends are blank again. That is how
a forecast is tested: it sees what its makers could have seen.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from carecommons.common.errors import Faulty
from carecommons.common.intake import OPERATOR, Item, Limits

from .days import OPEN, year_start
from .episodes import CODES, Gathered, gather_rows
from .link import Record, link
from .notes import Notebook
from .read import Reading, read
from .repair import Repaired, mended
from .years import hint

__all__ = ["read_known_on", "record_known_on"]

LIVES = {
    "episodes": ("CHILD", "DECOM", "DEC", *CODES.values()), "header": ("CHILD", "DOB", "SEX", "ETHNIC"),
    "uasc": ("CHILD", "DUC"),
}  # fmt: skip
"""What a forecast reads of a return: no postcode, no registration number, no word."""
_ENDS = ("ended", "moved")


def read_known_on(
    items: Sequence[Item], day: int, *, limits: Limits = OPERATOR, progress: Callable[[int], object] = lambda done: None
) -> Record:
    """The record of lives in care that these files held on a day (days since 1970). Raises Faulty with every fault."""
    reading = read(items, limits, progress=progress, only=LIVES)
    if faults := [fault for fault in reading.faults if not _later(_year_of(reading, fault.file), day)]:
        raise Faulty(
            "return_faulty",
            f"Nothing was counted: the returns hold {len(faults):,} {'fault' if len(faults) == 1 else 'faults'}, each "
            "named with its file and row. Put them right in the source system, export again, and try again.",
            faults,
        )
    return record_known_on(reading, day)


def record_known_on(reading: Reading, day: int) -> Record:
    """The longitudinal record as it was known at the end of a day."""
    years = tuple(year for year in reading.several_years if not _later(year, day))
    # A file of several years bears the newest of them: where it holds earlier ones too, its rows are cut by the day.
    mixed = reading.several_years if years else ()
    earlier = tuple(t for t in reading.tables if not _later(t.year, day) or t.year in mixed)
    gathered, notes = _cut(gather_rows(replace(reading, tables=earlier, several_years=years)), day), Notebook()
    rows = mended(gathered, notes)
    return link(Repaired(rows, gathered.children, gathered.words, gathered.files, gathered.years, notes.notes()))


def _later(year: int | None, day: int) -> bool:
    """Whether a collection year begins after the day: a return of it was not begun then."""
    return year is not None and year_start(year) > day


def _year_of(reading: Reading, file: str) -> int | None:
    """The collection year of a file: that of its table, or that of its name where it has none."""
    return next((table.year for table in reading.tables if file in table.files), hint(file))


def _cut(gathered: Gathered, day: int) -> Gathered:
    rows = gathered.episodes
    if (rows.start > day).any():
        rows = rows.take(rows.start <= day)
    later = rows.end > day
    blank = {name: np.where(later, 0, getattr(rows, name)).astype(getattr(rows, name).dtype) for name in _ENDS}
    end = np.where(later, OPEN, rows.end).astype(rows.end.dtype)
    return replace(gathered, episodes=replace(rows, end=end, **blank))
