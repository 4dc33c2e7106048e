"""The day that a list describes, found in what the file says of itself.

A list is "as at" a day, mostly 31 March; a file name may give the month alone, and then its last day is meant.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_YEAR = r"(?P<year>20\d\d)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_SPOKEN = re.compile(rf"(?<![a-z0-9]){_DAY}[\s_.-]*{_MONTH}[\s_.,-]*{_YEAR}(?!\d)")
_MONTH_ONLY = re.compile(rf"(?<![a-z]){_MONTH}[\s_.-]*{_YEAR}(?!\d)")
_ISO = re.compile(r"(?<!\d)(?P<year>20\d\d)[-_.](?P<month>[01]\d)[-_.](?P<day>[0-3]\d)(?!\d)")
_FIGURES = re.compile(r"(?<!\d)(?P<day>[0-3]?\d)[-_./](?P<month>[01]?\d)[-_./](?P<year>20\d\d)(?!\d)")
_AT = re.compile(r"(?:\bas\s+)?\bat[\s_]+")


def spoken_day(text: str) -> date | None:
    """The day that follows "as at" or "at" in a title ("Provider level as at 31 March 2025")."""
    low = text.casefold().replace("_", " ")
    for at in _AT.finditer(low):
        for pattern in (_SPOKEN, _ISO, _FIGURES):
            found = pattern.match(low, at.end())
            if found and (day := _day(found)):
                return day
    return None


def named_day(text: str) -> date | None:
    """The day in the name of a file or sheet ("at_31_Mar_2025", "march_2018"); a month alone is its last day."""
    low = text.casefold()
    for pattern in (_SPOKEN, _ISO, _FIGURES):
        for found in pattern.finditer(low):
            if day := _day(found):
                return day
    alone = _MONTH_ONLY.search(low)
    if alone:
        month = _MONTHS.index(alone["month"]) + 1
        return date(int(alone["year"]), month, monthrange(int(alone["year"]), month)[1])
    return None


def day_of(titles: Iterable[str], sheet: str, covers: Iterable[str], file: str) -> date | None:
    """The day that the list describes: by its own title, its sheet's name, the cover, the file's name.

    covers: the cells of the cover sheet that speak of the period covered; its last day is meant.
    """
    for title in titles:
        if day := spoken_day(title):
            return day
    if day := named_day(sheet):
        return day
    for cover in covers:
        days = [day for found in _SPOKEN.finditer(cover.casefold()) if (day := _day(found))]
        ends = [day for day in days if (day.day, day.month) == (31, 3)]
        if ends:
            return max(ends)
    return named_day(file)


def _day(found: "re.Match[str]") -> date | None:
    month = found["month"]
    number = _MONTHS.index(month[:3]) + 1 if month[:3] in _MONTHS else int(month)
    try:
        return date(int(found["year"]), number, int(found["day"]))
    except ValueError:
        return None
