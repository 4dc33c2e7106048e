"""Days as the law counts them: working days in England, and ages by birthday.

Source: Care Planning, Placement and Case Review (England) Regulations 2010 and the 2006 representations
regulations: a working day is not a Saturday, a Sunday or a bank holiday (Christmas Day and Good Friday
included). The bank holidays are dated data in `data/bank_holidays.csv`, one row a day with its basis.
Units: whole days; ages in completed years.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from .errors import Refused

LONDON = ZoneInfo("Europe/London")
# The bands of tables of counts, as the national statistics have them.
AGE_BANDS: tuple[tuple[int, int, str], ...] = (
    (0, 4, "0 to 4"),
    (5, 9, "5 to 9"),
    (10, 12, "10 to 12"),
    (13, 15, "13 to 15"),
    (16, 17, "16 to 17"),
)


@cache
def bank_holidays() -> frozenset[date]:
    """Every bank holiday in England that the table knows."""
    text = (files("carecommons.common") / "data" / "bank_holidays.csv").read_text(encoding="utf-8")
    rows = [line.split(",", 1)[0] for line in text.splitlines() if line and not line.startswith(("#", "day,"))]
    return frozenset(date.fromisoformat(day) for day in rows)


@cache
def _years_known() -> tuple[int, int]:
    years = sorted({day.year for day in bank_holidays()})
    return years[0], years[-1]


def is_working_day(day: date) -> bool:
    """Whether `day` is a working day. Refused("holidays_unknown") outside the years of the table."""
    first, last = _years_known()
    if not first <= day.year <= last:
        raise Refused(
            "holidays_unknown",
            f"Bank holidays are known for {first} to {last}, not for {day.year}. Add that year to the table.",
        )
    return day.weekday() < 5 and day not in bank_holidays()


def add_working_days(day: date, number: int) -> date:
    """The day that is `number` working days after `day` (before it, when negative); 0 is `day` itself."""
    step = timedelta(days=1 if number >= 0 else -1)
    left = abs(number)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """Working days after `start`, up to and including `end`; negative when `end` comes first."""
    if end < start:
        return -working_days_between(end, start)
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def age_on(birth_date: date, on: date) -> int:
    """Completed years on a day. Someone born on 29 February has a birthday on 1 March in common years."""
    assert on >= birth_date, "an age before birth is our mistake"
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def age_band(age: int, bands: Sequence[str]) -> str:
    """The band in which an age is shown (handbook section 6, D1 rules); "18 and over" above them.

    bands: as published, each "from to" in years ("5 to 9").
    """
    assert age >= 0, "an age is not negative"
    for band in bands:
        low, high = (int(word) for word in band.split(" to "))
        if low <= age <= high:
            return band
    return "18 and over"


def day_in_london(moment: datetime) -> date:
    """The day that a moment falls on in England: at half past midnight in June it is still yesterday in UTC."""
    return moment.astimezone(LONDON).date()


def in_words(day: date) -> str:
    """A day as people write it: 4 March 2026."""
    return f"{day.day} {day:%B %Y}"


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or the first of the next where that month has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
