"""Spells: the time of one child in one state, from the mended record of their time in care.

A state is what a forecast tells apart, such as "in a foster family": whoever asks for spells says it of each episode.
Days are whole days since 1 January 1970. A child is in care on day t when start <= t < end.
"""

from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from carecommons.children.returns.days import OPEN

Ints = npt.NDArray[Any]
UNTOLD_EARLIER_DAYS = 365
"""Care that was under way when the returns begin, and whose start is not told, began at least so long before."""


@dataclass(frozen=True, slots=True)
class Spells:
    """All arrays are (n,), by child and first day.

    area: of the child. state: what is told apart. end: OPEN while it runs. entry: the first day of the period of care.
    following: the next state of that period, -1 where care ends or the spell runs. eighteenth: the day of the 18th
    birthday. alone: an unaccompanied child. window: the first day that the returns cover. birthdays_guessed: children
    whose birthday nobody wrote down; they are taken to be ten when they came.
    """

    area: Ints
    state: Ints
    start: Ints
    end: Ints
    entry: Ints
    following: Ints
    eighteenth: Ints
    alone: Ints
    window: int
    birthdays_guessed: int = 0

    def __len__(self) -> int:
        return len(self.start)

    def known_on(self, day: int) -> Self:
        """The spells as they stood at the end of an earlier day."""
        kept = np.flatnonzero(self.start <= day)
        end = self.end[kept]
        runs = end > day
        return replace(
            self, area=self.area[kept], state=self.state[kept], start=self.start[kept],
            end=np.where(runs, OPEN, end), entry=self.entry[kept],
            following=np.where(runs, -1, self.following[kept]), eighteenth=self.eighteenth[kept],
            alone=self.alone[kept],
        )  # fmt: skip

    def counted(self, days: Ints, areas: int, states: int) -> npt.NDArray[np.float64]:
        """Children in care at the end of each day, (areas, days, states)."""
        found = np.zeros((areas, len(days), states))
        for number, day in enumerate(days):
            there = (self.start <= day) & (self.end > day)
            cell = self.area[there].astype(np.int64) * states + self.state[there]
            found[:, number] = np.bincount(cell, minlength=areas * states).reshape(areas, states)
        return found


def spells(
    *, child: Ints, start: Ints, end: Ints, state: Ints, period: Ints, told: Ints, birth: Ints, alone: Ints, area: Ints,
    window: int, until: int,
) -> Spells:  # fmt: skip
    """Spells from episodes in the order of child and day.

    child, start, end, state, period: of each episode (n,). told: whether the period of each episode has its start told.
    birth, alone, area: of each child (m,). window: the first day that the returns cover. until: the last day known.
    """
    grown = _eighteenth(birth)
    kept = np.flatnonzero((start <= until) & (start < grown[child]))
    child, start, end, state, period, told = (each[kept] for each in (child, start, end, state, period, told))
    opens = _changes(period)
    first = np.maximum.accumulate(np.where(opens, np.arange(len(start)), 0)) if len(start) else kept
    entry = start[first]
    guessed = birth[child] >= OPEN
    eighteenth = np.where(guessed, entry + _TEN_TO_EIGHTEEN, grown[child])
    end = np.minimum(end, np.maximum(eighteenth, start + 1))
    end = np.where(end > until, OPEN, end)
    untold = ~told[first].astype(bool) & (entry <= window)
    entry = np.where(untold, entry - UNTOLD_EARLIER_DAYS, entry)
    begins = np.flatnonzero(opens | _changes(state))
    last = np.append(begins[1:], len(start)) - 1 if len(begins) else begins
    goes_on = np.append(~opens[1:], False)[last] if len(begins) else np.zeros(0, bool)
    after = np.append(state[1:], -1)[last] if len(begins) else np.zeros(0, np.int64)
    stop = end[last]
    who = child[begins]
    columns = {
        "area": area[who], "state": state[begins], "start": start[begins], "end": stop, "entry": entry[begins],
        "following": np.where(goes_on & (stop < OPEN), after, -1), "eighteenth": eighteenth[begins],
        "alone": alone[who],
    }  # fmt: skip
    # A nation is 78,000 children and half a million spells: half the width is half the memory.
    narrow = {name: values.astype(np.int32) for name, values in columns.items()}
    return Spells(**narrow, window=window, birthdays_guessed=len(np.unique(child[guessed])))


_TEN_TO_EIGHTEEN = 2922


def _changes(values: Ints) -> Ints:
    return np.append(True, values[1:] != values[:-1]) if len(values) else np.zeros(0, bool)


def _eighteenth(birth: Ints) -> Ints:
    """The day of each 18th birthday (1 March for who was born on 29 February); OPEN where nobody wrote it down."""
    known = birth < OPEN
    born = np.where(known, birth, 0).astype("datetime64[D]")
    months = born.astype("datetime64[M]")
    day = (months + np.timedelta64(18 * 12, "M")).astype("datetime64[D]").astype(np.int64)
    return np.where(known, day + (born - months).astype(np.int64), OPEN)
