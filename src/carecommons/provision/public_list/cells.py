"""One cell of a list as the value that it means. A formula is text here: it is kept as written, never worked out.

Spreadsheets give numbers as floats and days as moments; text files give both as text, in several fashions.
"""

import re
from datetime import date, datetime, time, timedelta

from .words import NOTHING

Cell = str | float | int | bool | date | datetime | time | timedelta | None

_TEXT_DAYS = (
    "%d/%m/%Y",
    "%Y-%m-%d",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%d %B %Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%d/%m/%y",
    "%d-%b-%y",
)
_FIRST, _LAST = date(1900, 1, 1), date(2100, 1, 1)
# Spreadsheets count days from here; a bare number in these bounds is a day of 1954 to 2064.
_DAY_NOUGHT = date(1899, 12, 30)
_SERIAL = range(20_000, 60_000)
_FORMULA = re.compile(r"^[ \t]*(?:[=@]\S|[+-][A-Za-z(])", re.MULTILINE)
_QUICK_DAY = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069]")


class Unreadable(Exception):
    """The cell holds something that its column cannot mean."""


def text(cell: Cell) -> str:
    """The cell as people read it; '' for what says nothing ("(blank)", "REDACTED", "N/A")."""
    written = raw(cell)
    return "" if written.casefold() in NOTHING else written


def raw(cell: Cell) -> str:
    """The cell in one line of text, whatever its type."""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return " ".join(str(cell).split())


def control_in(lines: str) -> bool:
    """Whether text holds a sign that nobody typed: NULs, escape codes, marks that turn the reading direction."""
    return _CONTROL.search(lines) is not None


def formula_in(lines: str) -> bool:
    """Whether any line of text would be worked out by a spreadsheet that opened it as a cell."""
    return _FORMULA.search(lines) is not None


def urn(cell: Cell) -> str:
    """A unique reference number: "SC037454", "2590934" (also from 2590934.0). Raises Unreadable."""
    written = text(cell).upper().replace(" ", "")
    written = re.sub(r"\.0+$", "", written)
    if not written:
        return ""
    if not re.fullmatch(r"[A-Z]{0,3}\d{4,9}", written):
        raise Unreadable
    return written


def whole(cell: Cell) -> int | None:
    """A number of places or premises, 0 to 9,999; None when the cell says nothing. Raises Unreadable."""
    written = text(cell).replace(",", "")
    if not written:
        return None
    if not re.fullmatch(r"\d{1,4}(\.0+)?", written, re.ASCII):
        raise Unreadable
    return int(float(written))


def day(cell: Cell) -> date | None:
    """A day in any of the fashions of the lists; None when the cell says nothing. Raises Unreadable."""
    if isinstance(cell, datetime):
        found: date | None = cell.date()
    elif isinstance(cell, date):
        found = cell
    else:
        found = _written_day(text(cell))
        if found is None:
            return None
    if found is None or not _FIRST <= found <= _LAST:
        raise Unreadable
    return found


def yes(cell: Cell) -> bool:
    """Whether the column's statement holds: any words but a plain no."""
    return text(cell).casefold() not in {"", "no", "n", "false", "0"}


def _written_day(written: str) -> date | None:
    if not written:
        return None
    if re.fullmatch(r"\d{5}", written, re.ASCII) and int(written) in _SERIAL:
        return _DAY_NOUGHT + timedelta(days=int(written))
    if quick := _QUICK_DAY.fullmatch(written):
        try:
            return date(int(quick[3]), int(quick[2]), int(quick[1]))
        except ValueError:
            raise Unreadable from None
    bare = re.sub(r"[T ]\d\d:\d\d(:\d\d)?(\.\d+)?$", "", written)
    for form in _TEXT_DAYS:
        try:
            return datetime.strptime(bare, form).date()  # noqa: DTZ007  (a day, not a moment)
        except ValueError:
            continue
    raise Unreadable
