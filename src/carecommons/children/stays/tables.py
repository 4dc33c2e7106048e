"""Occurrences and exposure by cell: how long children were in each state, and what happened to them meanwhile.

What leaves here is counts by area, by whether a child came alone, by age, by time in care and by state. No child, no
day of birth and no first day can be read from it.
Shapes: K areas, U = 2 (0 with family in reach, 1 unaccompanied), A age bands, D bands of time in care, S states.
Units: months of 1/12 year.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .spells import Ints, Spells

Floats = npt.NDArray[np.float64]

MONTH_DAYS = 365.25 / 12
AGE_FROM_YEARS = (0.0, 1.0, 5.0, 10.0, 15.0, 16.0, 17.0)
CARE_FROM_DAYS = (0.0, 30.0, 60.0, 90.0, 180.0, 365.0, 730.0, 1460.0)
MONTHS_TO_EIGHTEEN = 216
CARE_MONTHS_TOLD = 60
BIRTHDAY_DAYS = 7
"""An exit within so many days of the 18th birthday is the birthday, and no exit by chance."""
U, A, D = 2, len(AGE_FROM_YEARS), len(CARE_FROM_DAYS)


@dataclass(frozen=True, slots=True)
class Tables:
    """exposure (K, U, A, D, S) months; exits (K, U, A, D, S); moves (K, U, A, D, S, S) from and to; starts
    (K, U, 216, S) by whole months to the 18th birthday and first state; quarterly (K, U, Q) starts, oldest first, the
    last quarter ending on the day of the tables."""

    exposure: Floats
    exits: Floats
    moves: Floats
    starts: Floats
    quarterly: Floats

    @property
    def states(self) -> int:
        return int(self.exposure.shape[-1])

    def together(self) -> "Tables":
        """All areas as one. Exposure is summed in whole days, so that the order of areas changes no last digit."""
        days = np.rint(self.exposure * MONTH_DAYS).sum(0, keepdims=True)
        events = (each.sum(0, keepdims=True) for each in (self.exits, self.moves, self.starts, self.quarterly))
        return Tables(days / MONTH_DAYS, *events)

    def part(self, areas: slice) -> "Tables":
        """Some of the areas."""
        return Tables(*(getattr(self, name)[areas] for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Stock:
    """Children in care on one day, by cell (n,), in the order of area. count (n, S).

    left: months to the 18th birthday, rounded up. months: whole months in care, at most CARE_MONTHS_TOLD.
    """

    area: Ints
    alone: Ints
    left: Ints
    months: Ints
    count: Floats

    def part(self, areas: slice) -> "Stock":
        """The cells of some of the areas, which are numbered from nought again."""
        cells = slice(*np.searchsorted(self.area, [areas.start, areas.stop]))
        return Stock(
            self.area[cells] - areas.start, self.alone[cells], self.left[cells], self.months[cells], self.count[cells]
        )


def tabulate(found: Spells, day: int, *, areas: int, states: int) -> Tables:
    """The tables of everything from the first day that the returns cover to the end of `day`."""
    pieces = _pieces(found, day)
    shape = (areas, U, A, D, states)
    who = pieces.spell
    cell = _flat(shape, found.area[who], found.alone[who], pieces.age, pieces.care, found.state[who])
    size = int(np.prod(shape))
    # Whole days are summed before they are months, so that the order of children changes no last digit.
    exposure = np.bincount(cell, pieces.days, size).reshape(shape) / MONTH_DAYS
    closing = np.flatnonzero(pieces.closes)
    ended, where = pieces.spell[closing], cell[closing]
    following = found.following[ended]
    grown = found.end[ended] >= found.eighteenth[ended] - BIRTHDAY_DAYS
    left, moved = (following < 0) & ~grown, following >= 0
    exits = np.bincount(where[left], minlength=size).reshape(shape)
    to = where[moved] * states + following[moved]
    moves = np.bincount(to, minlength=size * states).reshape(*shape, states)
    starts, quarterly = _starts(found, day, areas, states)
    return Tables(exposure, exits.astype(float), moves.astype(float), starts, quarterly)


def stock(found: Spells, day: int, *, states: int) -> Stock:
    """Children in care at the end of `day`."""
    there = np.flatnonzero((found.start <= day) & (found.end > day) & (found.eighteenth > day))
    left = np.ceil((found.eighteenth[there] - day) / MONTH_DAYS).astype(np.int64)
    months = np.minimum((day - found.entry[there]) / MONTH_DAYS, CARE_MONTHS_TOLD).astype(np.int64)
    key = _flat((0, U, 512, 128), found.area[there], found.alone[there], np.clip(left, 1, 511), months)
    cell, place = np.unique(key, return_inverse=True)
    count = np.bincount(place * states + found.state[there], minlength=len(cell) * states).reshape(-1, states)
    return Stock(
        area=cell // (U * 512 * 128), alone=cell // (512 * 128) % U, left=cell // 128 % 512, months=cell % 128,
        count=count.astype(float),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Spells cut where a band of age or of time in care changes. closes: the spell ends with this piece."""

    spell: Ints
    days: Floats
    age: Ints
    care: Ints
    closes: Ints


def _pieces(found: Spells, day: int) -> _Pieces:
    """Exposure counts whole days, from the first day to the day before the last; it stops at the end of `day`."""
    kept = np.flatnonzero((found.start <= day) & (found.end > found.window))
    begin = np.maximum(found.start[kept], found.window)
    end = np.minimum(found.end[kept], day)
    entry, eighteenth = found.entry[kept], found.eighteenth[kept]
    one, begin, end, care = _cut(begin, end, entry, np.array(CARE_FROM_DAYS[1:], np.int32))
    since_birth = np.rint((np.array(AGE_FROM_YEARS[1:]) - 18) * 365.25).astype(np.int32)
    two, begin, end, age = _cut(begin, end, eighteenth[one], since_birth)
    spell = kept[one[two]]
    return _Pieces(spell, end - begin, age, care[two], (end == found.end[spell]) & (end <= day))


def _cut(begin: Ints, end: Ints, origin: Ints, edges: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Each time from begin to end, cut at origin + edges: the number of the time, the piece, and its band."""
    low = np.searchsorted(edges, begin - origin, side="right").astype(np.int32)
    high = np.maximum(np.searchsorted(edges, end - origin, side="left").astype(np.int32), low)
    pieces = high - low + 1
    whole = np.repeat(np.arange(len(begin), dtype=np.int32), pieces)
    first = (np.cumsum(pieces) - pieces - low).astype(np.int32)
    band = np.arange(len(whole), dtype=np.int32) - first[whole]
    from_, to = np.append(_EVER_BEFORE, edges)[band], np.append(edges, _EVER_AFTER)[band]
    since = origin[whole]
    return whole, np.maximum(begin[whole], since + from_), np.minimum(end[whole], since + to), band


_EVER_BEFORE, _EVER_AFTER = np.int32(-(10**9)), np.int32(10**9)


_SHORT_OF_A_QUARTER_DAYS = 2


def _starts(found: Spells, day: int, areas: int, states: int) -> tuple[Floats, Floats]:
    # Care under way before the returns begin has an entry before its first day here: it is no start.
    began = np.flatnonzero((found.entry == found.start) & (found.start >= found.window) & (found.start <= day))
    left = np.ceil((found.eighteenth[began] - found.start[began]) / MONTH_DAYS).astype(np.int64)
    left = np.clip(left, 1, MONTHS_TO_EIGHTEEN) - 1
    area, alone = found.area[began], found.alone[began]
    shape = (areas, U, MONTHS_TO_EIGHTEEN, states)
    starts = np.bincount(_flat(shape, area, alone, left, found.state[began]), minlength=int(np.prod(shape)))
    # Five years of days are twenty quarters less a quarter of a day: a quarter that lacks a day or two is whole.
    quarters = int((day + 1 - found.window + _SHORT_OF_A_QUARTER_DAYS) / (3 * MONTH_DAYS))
    back = ((day - found.start[began]) / (3 * MONTH_DAYS)).astype(np.int64)
    inside = back < quarters
    at = _flat((areas, U, quarters), area[inside], alone[inside], quarters - 1 - back[inside])
    quarterly = np.bincount(at, minlength=areas * U * quarters)
    return starts.reshape(shape).astype(float), quarterly.reshape(areas, U, quarters).astype(float)


def _flat(shape: tuple[int, ...], *at: Ints) -> Ints:
    """The place of each (i, j, ...) in an array of this shape, laid out row by row."""
    place = np.zeros(len(at[0]), np.int64)
    for size, number in zip(shape, at, strict=True):
        place = place * size + number
    return place
