"""Rows of a list as values. What makes a row unusable is a fault; what is merely odd is kept and noted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TypeVar

from carecommons.common.errors import Fault
from carecommons.common.intake import OPERATOR
from carecommons.common.places import code_for_name

from . import cells
from .notebook import Notebook
from .sheets import Sheet
from .values import Listing, Premises
from .words import GRADES, KINDS, SECTORS, STATUSES, fold, slug

V = TypeVar("V")
CELL_CHARS_MAX = OPERATOR.cell_chars
_ELSEWHERE = frozenset(
    {"wales", "scotland", "northern ireland", "isle of man", "channel islands", "jersey", "guernsey"}
)
# Lists are published months after their day, and some use the names of councils that began in between.
_NAMES_DRIFT = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Row:
    """One row by field; `faults` gathers what cannot be read in it."""

    number: int
    sheet: Sheet
    held: Sequence[cells.Cell]
    faults: list[Fault]

    def cell(self, field: str) -> cells.Cell:
        at = self.sheet.columns.get(field)
        return self.held[at] if at is not None and at < len(self.held) else None

    def text(self, field: str) -> str:
        return cells.text(self.cell(field))

    def read(self, field: str, how: Callable[[cells.Cell], V], nothing: V, code: str, why: str) -> V:
        """The field by `how`; a fault and `nothing` when its cell cannot mean that."""
        try:
            return how(self.cell(field))
        except cells.Unreadable:
            self.fault(field, code, why)
            return nothing

    def fault(self, field: str, code: str, why: str) -> None:
        at = self.sheet.columns.get(field)
        heading = self.sheet.headings[at] if at is not None else field
        self.faults.append(Fault(self.sheet.label, self.number, heading, code, why))

    @property
    def grade(self) -> str:
        written = self.text("grade") or self.text("supported_grade")
        return GRADES.get(fold(written), slug(written))

    @property
    def graded_on(self) -> date | None:
        try:
            return cells.day(self.cell("graded_on"))
        except cells.Unreadable:
            return None


def providers(sheet: Sheet, on: date, notes: Notebook, faults: list[Fault]) -> list[Listing]:
    """Every provider of the list once; a number that stands twice with different facts is a fault."""
    found: dict[str, Listing] = {}
    for row in _filled(sheet, notes, faults):
        urn = row.read("urn", cells.urn, "", "urn_misshapen", _URN_SHAPE)
        if not urn:
            if not cells.text(row.cell("urn")):
                row.fault("urn", "urn_missing", "The provider has no unique reference number. Add it or drop the row.")
            continue
        listing = _listing(row, urn, on, notes)
        before = found.get(urn)
        if before is None:
            found[urn] = listing
        elif replace(before, row=listing.row) == listing:
            notes.add("row_twice", "the same row again, counted once", f"row {row.number}")
        else:
            row.fault(
                "urn", "urn_twice", f"{urn} stands also in row {before.row}, with other facts. Keep the right one."
            )
    if not found and not faults:
        faults.append(Fault(sheet.label, sheet.header, "", "no_rows", "There is no provider below the headings."))
    return list(found.values())


def grades(sheet: Sheet, notes: Notebook) -> dict[str, Row]:
    """Rows of a list of inspections by number, for their grades; unreadable numbers are left to the other list."""
    found: dict[str, Row] = {}
    for row in _filled(sheet, notes, []):
        try:
            urn = cells.urn(row.cell("urn"))
        except cells.Unreadable:
            continue
        if urn and (row.grade or row.graded_on):
            found[urn] = row
    return found


def buildings(sheet: Sheet, on: date, notes: Notebook, faults: list[Fault]) -> Iterator[Premises]:
    """Every building of supported accommodation; two alike in one council are two buildings."""
    for row in _filled(sheet, notes, faults):
        urn = row.read("urn", cells.urn, "", "urn_misshapen", _URN_SHAPE)
        if not urn:
            row.fault("urn", "urn_missing", "The building has no provider's number. Add it or drop the row.")
            continue
        name = row.text("premises_authority") or row.text("authority")
        outside = fold(row.text("premises_region") or row.text("region")) in _ELSEWHERE
        yield Premises(
            urn=urn,
            authority="" if outside else _authority(name, on, notes),
            authority_name=name,
            category=row.text("category"),
            places=row.read("places", cells.whole, None, "places_not_number", _PLACES_SHAPE),
            row=row.number,
        )


_URN_SHAPE = (
    "A unique reference number is some figures, perhaps after SC (SC037454, 2590934). Mend the cell and try again."
)
_PLACES_SHAPE = "Places are a whole number from 0 to 9,999, or nothing. Mend the cell and try again."
_SLIPPED = (
    "The row has more cells than there are headings, so its columns have slipped. Put the text that holds a comma "
    "in quotation marks."
)
_DAY_SHAPE = "This is no day of the calendar. Write it as 31/03/2025 or 2025-03-31 and try again."


def _filled(sheet: Sheet, notes: Notebook, faults: list[Fault]) -> Iterator[Row]:
    """Rows that speak of a provider: no blanks, no footnotes; control signs and a second header are faults."""
    width = max((i for i, heading in enumerate(sheet.headings) if heading), default=0)
    used = sorted(sheet.columns.values())
    header = sheet.headings[sheet.columns["urn"]]
    for number, raw in enumerate(sheet.body(), start=sheet.header + 1):
        row = Row(number, sheet, raw, faults)
        filled = [i for i, cell in enumerate(raw) if cell != "" and cell is not None]
        if len(filled) < 2 or not cells.text(row.cell("urn")):
            filled = [i for i in filled if cells.raw(raw[i])]
            if not filled or (len(filled) == 1 and not cells.text(row.cell("urn"))):
                continue
        lines = "\n".join(cell for i in used if i < len(raw) and isinstance(cell := raw[i], str))
        if fold(cells.raw(row.cell("urn"))) == header:
            row.fault("urn", "header_again", "The headings stand here again. Give one list, with one row of headings.")
        elif any(i > width and cells.raw(raw[i]) for i in filled):
            row.fault("urn", "row_too_long", _SLIPPED)
        elif len(lines) > CELL_CHARS_MAX:
            row.fault("urn", "cell_too_long", f"A cell is longer than {CELL_CHARS_MAX:,} letters. Shorten it.")
        elif cells.control_in(lines):
            row.fault("urn", "control_character", "The row holds a sign that nobody types. Remove it and try again.")
        else:
            if cells.formula_in(lines):
                notes.add("formula_as_text", "looks like a formula; kept as text, never worked out", f"row {number}")
            yield row


def _listing(row: Row, urn: str, on: date, notes: Notebook) -> Listing:
    kind = fold(row.text("kind"))
    if not kind:
        row.fault("kind", "kind_missing", "The provider has no provision type. Add it and try again.")
    elif kind not in KINDS:
        notes.add("kind_unknown", "a provision type that is new to us, counted under its own name", row.text("kind"))
    sector, status = fold(row.text("sector")), fold(row.text("status"))
    if sector and sector not in SECTORS:
        notes.add("sector_unknown", "a sector that is new to us, counted under its own name", row.text("sector"))
    grade = row.text("grade") or row.text("supported_grade")
    if fold(grade) not in GRADES:
        notes.add("grade_unknown", "a grade that is new to us, kept under its own name", grade)
    region, name = row.text("region"), row.text("authority")
    outside = fold(region) in _ELSEWHERE
    return Listing(
        urn=urn,
        kind=KINDS.get(kind, slug(kind)),
        sector=SECTORS.get(sector, slug(sector)),
        status=STATUSES.get(status, slug(status)),
        name=row.text("name"),
        owner=row.text("owner"),
        authority="" if outside else _authority(name, on, notes),
        authority_name=name,
        region=region,
        outside_england=outside,
        postcode=row.text("postcode").upper(),
        places=row.read("places", cells.whole, None, "places_not_number", _PLACES_SHAPE),
        premises=row.read("premises", cells.whole, None, "premises_not_number", _PLACES_SHAPE),
        grade=row.grade,
        graded_on=row.read("graded_on", cells.day, None, "day_impossible", _DAY_SHAPE),
        registered_on=row.read("registered_on", cells.day, None, "day_impossible", _DAY_SHAPE),
        short_breaks_only=cells.yes(row.cell("short_breaks_only")),
        linked_school_urn=row.read("linked_school_urn", cells.urn, "", "urn_misshapen", _URN_SHAPE),
        row=row.number,
    )


def _authority(name: str, on: date, notes: Notebook) -> str:
    """The three-digit code of the council so named, '' when there is none; names of the next year are known too."""
    code, that_year = _code(name, on)
    if that_year:
        return code
    if code:
        notes.add("authority_of_another_year", "the name of a council of the year before or after, kept", name)
        return code
    notes.add("authority_unmatched", "no council of England has this name; kept without a code", name or "(blank)")
    return ""


@lru_cache(maxsize=4096)
def _code(name: str, on: date) -> tuple[str, bool]:
    """The code of the council so named, and whether it had that name on the day itself."""
    now = code_for_name(name, on)
    if now:
        return now, True
    return code_for_name(name, on + _NAMES_DRIFT) or code_for_name(name, on - _NAMES_DRIFT) or "", False
