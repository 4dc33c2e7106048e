"""Days of the return: how they are counted, and the other ways in which people write them.

Units: days since 1 January 1970. Two-digit years follow POSIX: 69 to 99 are the 1900s, 00 to 68 the 2000s.
"""

import re
from datetime import date, timedelta

EPOCH = date(1970, 1, 1)
OPEN = 2_000_000_000
"""The end of what has not ended; later than every day."""

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)

_MONTHS = {
    m: n for n, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?")
_BRITISH = re.compile(r"(\d{1,2})([/.\- ])(\d{1,2})\2(\d{4}|\d{2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_NAMED = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{4}|\d{2})")


def to_day(value: date) -> int:
    """The number of a date."""
    return value.toordinal() - EPOCH.toordinal()


def to_date(day: int) -> date | None:
    """The date of a number; None for OPEN."""
    return None if day >= OPEN else EPOCH + timedelta(days=int(day))


def year_start(year: int) -> int:
    """The first day, 1 April, of the collection year that ends on 31 March `year`."""
    return to_day(date(year - 1, 4, 1))


def year_end(year: int) -> int:
    """The last day, 31 March, of the collection year."""
    return to_day(date(year, 3, 31))


def written(text: str) -> tuple[date, str] | None:
    """A day written in another way than dd/mm/yyyy, and the kind of that way; None when it is no day."""
    text = text.strip().strip("'\"")
    if found := _ISO.fullmatch(text):
        return _made(int(found[1]), int(found[2]), int(found[3]), "dates_iso")
    if found := _BRITISH.fullmatch(text):
        year = int(found[4])
        kind = "dates_two_digit_year" if len(found[4]) == 2 else "dates_other_form"
        return _made(_century(year, len(found[4])), int(found[3]), int(found[1]), kind)
    if (found := _NAMED.fullmatch(text)) and found[2].lower() in _MONTHS:
        kind = "dates_two_digit_year" if len(found[3]) == 2 else "dates_other_form"
        return _made(_century(int(found[3]), len(found[3])), _MONTHS[found[2].lower()], int(found[1]), kind)
    return None


def _century(year: int, digits: int) -> int:
    return year if digits == 4 else year + (1900 if year >= 69 else 2000)


def _made(year: int, month: int, day: int, kind: str) -> tuple[date, str] | None:
    try:
        made = date(year, month, day)
    except ValueError:
        return None
    return (made, kind) if EARLIEST <= made <= LATEST else None
