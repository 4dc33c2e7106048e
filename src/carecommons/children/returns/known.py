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
    if reading.faults:
        raise Faulty(reading.faults)
    return record_known_on(reading, day)


def record_known_on(reading: Reading, day: int) -> Record:
    """The longitudinal record as it was known at the end of a day."""
    earlier = tuple(t for t in reading.tables if t.year is None or year_start(t.year) <= day)
    gathered, notes = _cut(gather_rows(replace(reading, tables=earlier)), day), Notebook()
    rows = mended(gathered, notes)
    return link(Repaired(rows, gathered.children, gathered.words, gathered.files, gathered.years, notes.notes()))


def _cut(gathered: Gathered, day: int) -> Gathered:
    rows = gathered.episodes
    if (rows.start > day).any():
        rows = rows.take(rows.start <= day)
    later = rows.end > day
    blank = {name: np.where(later, 0, getattr(rows, name)).astype(getattr(rows, name).dtype) for name in _ENDS}
    end = np.where(later, OPEN, rows.end).astype(rows.end.dtype)
    return replace(gathered, episodes=replace(rows, end=end, **blank))
