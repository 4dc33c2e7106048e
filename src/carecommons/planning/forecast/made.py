"""A forecast of one area or many, from lives in care on a day: which dates, which kinds of home, which past.

The dates are each 31 March that comes, as the statutory return counts. The past is tested on the same day one and two
years earlier, where the returns reach far enough back to teach anything.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from carecommons.children.returns.days import to_date, to_day
from carecommons.children.stays.flow import Flow, flow_on, years_from
from carecommons.children.stays.lives import Lives
from carecommons.common.errors import NotAppropriate, Refused

from .categories import CATEGORIES, Split, by_category
from .engine import Forecast, Settings, forecast
from .record import TrackRecord, track_record

__all__ = ["Made", "dates_after", "make", "make_split"]

YEARS_MAX = 10
HISTORY_YEARS = 4
LEAST_DAYS = 600
"""An earlier day is tested only with so many days of returns before it: two winters."""
ORIGINS_ALONE, ORIGINS_MANY = (-1, -2), (-2,)
MONTH_DAYS = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Made:
    """as_at; dates (M,) and the areas' names; the forecast, and its track record by horizon. age_guessed: spells of
    children without a birthday."""

    as_at: date
    dates: tuple[date, ...]
    names: tuple[str, ...]
    found: Forecast
    record: tuple[TrackRecord, ...]
    children: tuple[int, ...]
    age_guessed: int


def dates_after(as_at: date, years: int) -> tuple[date, ...]:
    """Each 31 March after a day, so many of them."""
    first = as_at.year + ((as_at.month, as_at.day) >= (3, 31))
    return tuple(date(first + each, 3, 31) for each in range(years))


def make(lives: Lives, names: tuple[str, ...], as_at: date, years: int, settings: Settings) -> Made:
    """The forecast by kind of home. names: of the areas of `lives`, in their order.

    Raises Refused("forecast_years") and NotAppropriate("returns_too_short") where the returns do not reach `as_at`, or
    hold too little before it.
    """
    split = by_category(lives.place, lives.places)
    return _made(lives, split, names, as_at, years, settings)


def make_split(
    lives: Lives, split: Callable[[Lives], Split], names: tuple[str, ...], as_at: date, years: int, settings: Settings
) -> tuple[Split, Made]:
    """The forecast by kind of home and part of it, such as who runs it; `within` brings it to the same totals."""
    parts = split(lives)
    return parts, _made(lives, parts, names, as_at, years, settings)


def _made(
    lives: Lives, split: Split, names: tuple[str, ...], as_at: date, years: int, settings: Settings
) -> Made:
    if not 1 <= years <= YEARS_MAX:
        raise Refused("forecast_years", f"A forecast reaches 1 to {YEARS_MAX} years, not {years}.")
    day = to_day(as_at)
    _check_reach(lives, day, as_at)
    spells = lives.spells(split.state, until=day)
    origins = ORIGINS_ALONE if len(names) == 1 else ORIGINS_MANY
    settings = settings if len(names) == 1 else replace(settings, tested_draws=min(settings.tested_draws, 4))

    def on(day: int) -> Flow:
        return flow_on(spells, day, areas=len(names), states=len(split.parts), years_back=HISTORY_YEARS)

    now = on(day)
    past = [on(each) for each in years_from(day, origins) if each - spells.window >= LEAST_DAYS]
    dates = dates_after(as_at, years)
    marks = [round((to_day(each) - day) / MONTH_DAYS) for each in dates]
    found = forecast(now, past, names, marks, settings)
    return Made(
        as_at, dates, names, found, track_record(found.tested, settings.leaning),
        tuple(int(each) for each in now.history[:, -1].sum(1)), spells.age_guessed,
    )  # fmt: skip


def _check_reach(lives: Lives, day: int, as_at: date) -> None:
    if not len(lives.child):
        raise NotAppropriate("nobody_in_care", "The returns hold nobody in care on or before that day.")
    if lives.until < day:
        raise NotAppropriate(
            "returns_too_short",
            f"The returns end on {to_date(lives.until)}, before {as_at}. Give the return of the year of that day, or an "
            "earlier day.",
        )
    if day - lives.window < 365:
        raise NotAppropriate(
            "returns_too_short",
            f"The returns begin on {to_date(lives.window)}: less than a year before {as_at}. A forecast needs a year at "
            "least, and five are better.",
        )
