"""Which collection year is running on a day. Light: forms and the command line ask it without reading anything."""

from collections.abc import Iterable
from datetime import date

from carecommons.common.errors import Fault

YEAR_MIN = 1900  # four digits and a day that every part can hold; no return is that old


def year_running(on: date) -> int:
    """The collection year that a day lies in, named by the 31 March on which it ends."""
    return on.year + (on > date(on.year, 3, 31))


def years_not_come(tables: Iterable[tuple[str, int | None]], on: date) -> list[Fault]:
    """A fault for each file whose collection year has not begun on that day, or is before any return.

    tables: file and collection year; None is another fault's matter.
    """
    newest = year_running(on)
    return [
        Fault(
            file, 0, "", "year_not_come",
            f"It is said to be of the year to 31 March {year}. The year that runs now ends on 31 March {newest}: check "
            "the name of the folder, the days in the file, or the year that you gave.",
        )
        for file, year in tables
        if year is not None and not YEAR_MIN <= year <= newest
    ]  # fmt: skip
