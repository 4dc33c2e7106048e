"""What a forecast is given: tables, children in care by cell, and how many there were each year, as known on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from carecommons.children.returns.days import to_date, to_day

from .spells import Spells
from .tables import Floats, Stock, Tables, stock, tabulate

__all__ = ["Flow", "flow_on", "years_from"]


@dataclass(frozen=True, slots=True)
class Flow:
    """history: children in care (K, Y, S) on the same day of each year, the last on `day` itself. window: the first day
    that the returns cover."""

    day: int
    window: int
    tables: Tables
    stock: Stock
    history: Floats

    def part(self, areas: slice) -> "Flow":
        """Of some of the areas. areas: from a first to before a last one."""
        return Flow(self.day, self.window, self.tables.part(areas), self.stock.part(areas), self.history[areas])

    @property
    def areas(self) -> int:
        return int(self.history.shape[0])

    @property
    def states(self) -> int:
        return int(self.history.shape[2])


def years_from(day: int, years: Sequence[int]) -> list[int]:
    """The same day of the calendar so many years later, or earlier (28 February for the 29th)."""
    today = to_date(day)
    assert today is not None, "a forecast is made on a day"
    return [to_day(_year_of(today, today.year + each)) for each in years]


def flow_on(found: Spells, day: int, *, areas: int, states: int, years_back: int) -> Flow:
    """The flow of these spells as known at the end of `day`; history of at most so many years before it."""
    known = found.known_on(day)
    days = [each for each in years_from(day, range(-years_back, 1)) if each >= found.window]
    return Flow(
        day=day, window=found.window, tables=tabulate(known, day, areas=areas, states=states),
        stock=stock(known, day, states=states), history=known.counted(np.array(days), areas, states),
    )  # fmt: skip


def _year_of(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
