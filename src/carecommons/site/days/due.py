"""A day by which something is due, in words: counted in working days in England as far as the bank holidays are known.

Source: Care Planning Regulations 2010 and the representations regulations of 2006: what a working day is. Beyond the
years of the table a day stands without a count: one row that nobody can count must not take the whole page away.
"""

from dataclasses import replace
from datetime import date
from functools import lru_cache

from carecommons.common.days import add_working_days, is_working_day, working_days_between
from carecommons.common.errors import Refused
from carecommons.constitution.parameters import whole

from .values import Waiting

# Beyond this a count of working days says less than the day itself.
COUNTED_MAX = 60


@lru_cache(maxsize=4096)
def working_days(start: date, end: date) -> int | None:
    """Working days from one day to another, negative when `end` is past; None where the holidays are not known."""
    try:
        return working_days_between(start, end)
    except Refused:
        return None


def working_days_after(day: date, number: int) -> date | None:
    """The day that is so many working days after another; None where the holidays are not known."""
    try:
        return add_working_days(day, number)
    except (Refused, OverflowError):
        return None


def next_working_day(on: date) -> date | None:
    """The working day after a day that is none; None on a working day, and where the holidays are not known."""
    try:
        return None if is_working_day(on) else add_working_days(on, 1)
    except Refused:
        return None


def dated(line: Waiting, on: date) -> Waiting:
    """The line with its day in words and what that day makes of it: overdue, now, soon or later."""
    if line.due_on is None:
        return replace(line, due=line.due or "No day set", kind="plain")
    left = working_days(on, line.due_on)
    return replace(
        line, due=_word(line.due_on, on), due_below=_below(left, line.due_on, on), kind=_kind(left, line, on)
    )


def day_words(day: date, on: date) -> str:
    """25 November, with the year where it is another one."""
    return f"{day.day}\u00a0{day:%B}" if day.year == on.year else f"{day.day}\u00a0{day:%B} {day.year}"


def short_day(day: date, on: date) -> str:
    """25 Nov, for a margin; with the year where it is another one."""
    return f"{day.day}\u00a0{day:%b}" if day.year == on.year else f"{day.day}\u00a0{day:%b} {day.year}"


def old_words(since: date, on: date) -> str:
    """How long something has waited: "came today", "3 working days old"; "" where nobody can count."""
    days = working_days(since, on)
    if days is None:
        return ""
    return "came today" if days <= 0 else f"{_days(days)} old"


def _kind(left: int | None, line: Waiting, on: date) -> str:
    assert line.due_on is not None
    if line.due_on < on:
        return "overdue"
    if line.due_on == on:
        return "now"
    return "soon" if left is not None and left <= whole("day_soon_working_days", on) else "later"


def _word(day: date, on: date) -> str:
    if day < on:
        return "Overdue"
    return "Today" if day == on else short_day(day, on)


def _below(left: int | None, day: date, on: date) -> str:
    if day == on:
        return ""
    if day < on:
        late = f", {_days(-left)} ago" if left and -left <= COUNTED_MAX else ""
        return f"was due {short_day(day, on)}{late}"
    return "" if left is None else "before the next working day" if left == 0 else _days(left)


def _days(number: int) -> str:
    return f"{number:,} working day{'' if number == 1 else 's'}"
