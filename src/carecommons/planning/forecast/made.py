"""A forecast of one area or many, from lives in care on a day: which dates, which kinds of home, which past.

The dates are each 31 March that comes, as the statutory return counts. The past is tested on the same day one, two and
three years earlier, where the returns reach far enough back to teach anything.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from carecommons.children.returns.days import to_date, to_day
from carecommons.children.stays.flow import Flow, flow_on, years_from
from carecommons.children.stays.lives import Lives
from carecommons.children.stays.tables import MONTH_DAYS
from carecommons.common.errors import NotNow, Refused

from .categories import Split, by_category
from .engine import Forecast, Settings, Spread, forecast, in_this_process
from .parts import within
from .record import TrackRecord, track_record

__all__ = ["Made", "Parts", "dates_after", "make", "make_parts"]

YEARS_MAX = 10
HISTORY_YEARS = 4
LEAST_DAYS = 600
"""An earlier day is tested only with so many days of returns before it: two winters."""
LEAST_DAYS_NOW = 364
ORIGINS_ALONE, ORIGINS_MANY, LONG_PAST_ALONE = (-1, -2), (-2,), (-3,)
"""Years back of the days on which the past is tested. Three years back little was known: that test is told, but weights
and widths that heeded it were worse (docs/adr/0032)."""
TESTED_DRAWS_MANY = 4
"""Of each of many areas: together they are as sure as one with many draws."""


@dataclass(frozen=True, slots=True)
class Made:
    """as_at; dates (M,) and the areas' names; the forecast, and its track record by horizon. children: in care on the
    day, by area. birthdays_guessed: children whose birthday nobody wrote down."""

    as_at: date
    dates: tuple[date, ...]
    names: tuple[str, ...]
    found: Forecast
    record: tuple[TrackRecord, ...]
    children: tuple[int, ...]
    birthdays_guessed: int


@dataclass(frozen=True, slots=True)
class Parts:
    """The same forecast with each kind of home in parts, which add up to it in every path and in the medians."""

    split: Split
    found: Forecast


def dates_after(as_at: date, years: int) -> tuple[date, ...]:
    """Each 31 March after a day, so many of them."""
    first = as_at.year + ((as_at.month, as_at.day) >= (3, 31))
    return tuple(date(first + each, 3, 31) for each in range(years))


def make(
    lives: Lives, names: tuple[str, ...], as_at: date, years: int, settings: Settings, *,
    spread: Spread = in_this_process,
) -> Made:  # fmt: skip
    """The forecast by kind of home. names: of the areas of `lives`, in their order.

    Raises Refused("forecast_years"), and NotNow("nobody_in_care") or ("returns_too_short") where the returns hold
    nobody, do not reach `as_at`, or hold too little before it.
    """
    if not 1 <= years <= YEARS_MAX:
        raise Refused("forecast_years", f"A forecast reaches 1 to {YEARS_MAX} years ahead, not {years}.")
    day = to_day(as_at)
    _check_reach(lives, day, as_at)
    found, now, guessed = _found(lives, by_category(lives.place, lives.places), names, as_at, years, settings, spread)
    children = tuple(int(each) for each in now.history[:, -1].sum(1))
    record = track_record(found.tested, settings.leaning)
    return Made(as_at, dates_after(as_at, years), names, found, record, children, guessed)


def make_parts(
    lives: Lives, whole: Made, split: Callable[[Lives], Split], settings: Settings, *, spread: Spread = in_this_process
) -> Parts:
    """A forecast that was made, with each kind of home in parts, such as who runs it. split: from these lives."""
    parts = split(lives)
    found, _, _ = _found(lives, parts, whole.names, whole.as_at, len(whole.dates), settings, spread)
    return Parts(parts, within(found, whole.found, parts.category))


def _found(
    lives: Lives, split: Split, names: tuple[str, ...], as_at: date, years: int, settings: Settings, spread: Spread
) -> tuple[Forecast, Flow, int]:
    day = to_day(as_at)
    spells = lives.spells(split.state, until=day)
    origins, long = (ORIGINS_ALONE, LONG_PAST_ALONE) if len(names) == 1 else (ORIGINS_MANY, ())
    if len(names) > 1:
        settings = replace(settings, tested_draws=min(settings.tested_draws, TESTED_DRAWS_MANY))

    def on(day: int) -> Flow:
        return flow_on(spells, day, areas=len(names), states=len(split.parts), years_back=HISTORY_YEARS)

    now = on(day)
    past, long_past = (
        [on(each) for each in years_from(day, back) if each - spells.window >= LEAST_DAYS] for back in (origins, long)
    )
    # The kernel goes by whole months: a date of next week is a month away, which errs on the side of not knowing.
    marks = [max(1, round((to_day(each) - day) / MONTH_DAYS)) for each in dates_after(as_at, years)]
    found = forecast(now, past, names, marks, settings, long_past=long_past, spread=spread)
    return found, now, spells.birthdays_guessed


def _check_reach(lives: Lives, day: int, as_at: date) -> None:
    if not np.any((lives.start <= day) & (lives.end > day)):
        raise NotNow(
            "nobody_in_care",
            f"The returns hold nobody who was in care on {as_at}. Give the returns of the years before that day.",
        )
    if lives.until < day:
        raise NotNow(
            "returns_too_short",
            f"The returns end on {to_date(lives.until)}, before {as_at}. Give the return of the year of that day, "
            "or an earlier day.",
        )
    if day - lives.window < LEAST_DAYS_NOW:
        raise NotNow(
            "returns_too_short",
            f"The returns begin on {to_date(lives.window)}: less than a year before {as_at}. A forecast needs a year "
            "at least, and five are better.",
        )
