"""From episodes to a child's time in care: periods of care, and the placements within them.

A period of care runs on while each episode begins on the day the one before ended, and no new start is told.
A placement is a time with one carer. Changes of legal status, or of the place with the same carer (reasons
L, T and U for a new episode), do not end it. A temporary absence (T0 to T4) with return to the same home
belongs to that home and is no move; without return it is a placement of its own.
Source: handbook section 3 (NI62, NI63); the department's guide for the codes.
"""

from dataclasses import dataclass

import numpy as np

from .days import OPEN
from .episodes import Children, Episodes, Ints
from .notes import Note, Notebook
from .repair import Repaired, _note

_TEMPORARY = ("T0", "T1", "T2", "T3", "T4")


@dataclass(frozen=True, slots=True)
class Placements:
    """Times with one carer, in the order of child and day. first, last: its first and last episode.

    home: the episode that tells the place (not an absence). number: 1 for the first of its period.
    """

    child: Ints
    period: Ints
    first: Ints
    last: Ints
    home: Ints
    start: Ints
    end: Ints
    number: Ints


@dataclass(frozen=True, slots=True)
class Periods:
    """Times of being looked after, in the order of child and day. first, last: its first and last episode.

    from_start: the return tells that it began then; otherwise it began on that day or earlier.
    """

    child: Ints
    first: Ints
    last: Ints
    start: Ints
    end: Ints
    from_start: Ints


@dataclass(frozen=True, slots=True)
class Record:
    """The longitudinal record. period, placement: of each episode, as numbers into the two tables.

    home: for each episode, the episode that tells where the child's home was (an absence points to it).
    """

    episodes: Episodes
    children: Children
    words: dict[str, tuple[str, ...]]
    files: tuple[str, ...]
    years: tuple[int, ...]
    period: Ints
    placement: Ints
    home: Ints
    periods: Periods
    placements: Placements
    notes: tuple[Note, ...]

    def code(self, column: str, word: str) -> int:
        """The number of a code, or 255 when no row has it."""
        words = self.words[column]
        return words.index(word) if word in words else 255


def link(repaired: Repaired) -> Record:
    """The mended episodes, joined to placements and periods of care."""
    rows = repaired.episodes
    notes = Notebook()
    notes.merge(repaired.notes)
    new_period = _new_periods(repaired)
    period = np.cumsum(new_period) - 1
    absent = np.isin(rows.place, [repaired.code("place", code) for code in _TEMPORARY])
    same_carer = ~new_period & _same_carer(repaired)
    folded, home = _absences(rows, period, absent)
    new_placement = new_period | ~(same_carer | folded)
    placement = np.cumsum(new_placement) - 1
    _note(notes, "same_carer_joined", rows.source[same_carer & ~folded], repaired.files)
    _note(notes, "absence_joined", rows.source[folded & absent], repaired.files)
    return Record(
        rows,
        repaired.children,
        repaired.words,
        repaired.files,
        repaired.years,
        period.astype(np.int32),
        placement.astype(np.int32),
        home.astype(np.int32),
        _periods(rows, new_period, repaired.code("new", "S")),
        _placements(rows, period, new_placement, new_period, home),
        notes.notes(),
    )


def _new_periods(repaired: Repaired) -> Ints:
    rows = repaired.episodes
    if not len(rows):
        return np.zeros(0, bool)
    begins, goes_on = repaired.code("new", "S"), repaired.code("ended", "X1")
    other = rows.child[1:] != rows.child[:-1]
    apart = rows.start[1:] > rows.end[:-1]
    anew = (rows.new[1:] == begins) & (rows.ended[:-1] != goes_on) & (rows.ended[:-1] != 0)
    return np.append(True, other | apart | anew)


def _same_carer(repaired: Repaired) -> Ints:
    """Whether each episode goes on with the carer of the one before, as the return tells it."""
    rows = repaired.episodes
    told = np.isin(rows.new, [repaired.code("new", code) for code in ("L", "T", "U")])
    silent = ~np.isin(rows.new, [repaired.code("new", code) for code in ("S", "P", "B", "L", "T", "U")])
    before = np.maximum(np.arange(len(rows)) - 1, 0)
    return told | (silent & _same_home(rows, np.arange(len(rows)), before) & (rows.place == rows.place[before]))


def _absences(rows: Episodes, period: Ints, absent: Ints) -> tuple[Ints, Ints]:
    """Which episodes belong to an absence with return (the absence, and the return itself), and each home."""
    here = np.arange(len(rows))
    home = here.copy()
    if not absent.any():
        return np.zeros(len(rows), bool), home
    before = np.maximum.accumulate(np.where(absent, -1, here))
    after = np.minimum.accumulate(np.where(absent, len(rows), here)[::-1])[::-1]
    inside = absent & (before >= 0) & (after < len(rows))
    left, back = np.where(inside, before, 0), np.where(inside, after, 0)
    inside &= (period[left] == period) & (period[back] == period) & _same_home(rows, left, back)
    folded = inside.copy()
    folded[back[inside]] = True
    home[inside] = left[inside]
    return folded, home


def _same_home(rows: Episodes, one: Ints, two: Ints) -> Ints:
    """Whether two episodes tell of one home: same provider, postcode and URN; same kind where both are blank."""
    told = (rows.place_post[one] > 0) | (rows.urn[one] > 0)
    same = (rows.provider[one] == rows.provider[two]) & (rows.place_post[one] == rows.place_post[two])
    same &= rows.urn[one] == rows.urn[two]
    return same & (told | (rows.place[one] == rows.place[two]))


def _periods(rows: Episodes, new_period: Ints, begins: int) -> Periods:
    first = np.flatnonzero(new_period)
    last = np.append(first[1:], len(rows)) - 1 if len(first) else first
    return Periods(rows.child[first], first, last, rows.start[first], rows.end[last], rows.new[first] == begins)


def _placements(rows: Episodes, period: Ints, new: Ints, new_period: Ints, home: Ints) -> Placements:
    first = np.flatnonzero(new)
    last = np.append(first[1:], len(rows)) - 1 if len(first) else first
    start_of_period = np.flatnonzero(new_period[first]) if len(first) else first
    order = np.arange(len(first))
    opening = np.maximum.accumulate(np.where(new_period[first], order, 0)) if len(first) else order
    assert len(start_of_period) == int(new_period.sum())
    return Placements(
        rows.child[first], period[first], first, last, home[last], rows.start[first], rows.end[last],
        (order - opening + 1).astype(np.int32),
    )  # fmt: skip


def is_open(record: Record) -> Ints:
    """Whether each episode still runs."""
    return record.episodes.end >= OPEN
