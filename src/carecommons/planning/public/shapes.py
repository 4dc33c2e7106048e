"""A table that has been recognised, turned into cells: one function for each shape that statistics come in."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from carecommons.common.errors import Fault
from carecommons.provision.public_list.notebook import Notebook

from . import areas
from .mappings import Release, Source
from .tables import Table
from .values import Cell
from .words import Unreadable, fold, said

FAULTS_MAX = 2_000
_YEARS = re.compile(r"(?P<first>(?:19|20)\d\d)(?:\s*[-/]\s*(?P<last>\d\d(?:\d\d)?))?\s*(?:\([a-z]+\))?")


@dataclass
class Sheet:
    """A table with its source, the words of its release, and what is noted and found wrong on the way."""

    table: Table
    source: Source
    release: Release
    notes: Notebook
    faults: list[Fault] = field(default_factory=list)

    def fault(self, row: int, column: str, code: str, message: str) -> None:
        if len(self.faults) < FAULTS_MAX:
            self.faults.append(Fault(self.table.file, row, column, code, message))

    def rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Each row that says anything, padded to the headings, with its number in the file."""
        width = len(self.table.headings)
        for at, row in enumerate(self.table.body):
            if any(cell.strip() for cell in row):
                yield self.table.row(at), row if len(row) >= width else [*row, *[""] * (width - len(row))]

    def cell(self, area: str, year: int, measure: str, parts: str, written: str, row: int, column: str) -> Cell | None:
        """The cell as a value or a sign; a fault for what is neither."""
        try:
            value, sign = said(written, self.source.signs)
        except Unreadable:
            signs = ", ".join(sorted(self.source.signs))
            self.fault(
                row, column, "cell_not_number",
                f"{written.strip()[:40]!r} is neither a number nor one of the signs that this source uses ({signs}). "
                "Correct the cell, or download the file again.",
            )  # fmt: skip
            return None
        return Cell(area, year, measure, parts, value, sign, row)


def long(sheet: Sheet) -> Iterator[Cell]:
    """Explore education statistics: a row for each area, time and group; a column for each number."""
    table, source = sheet.table, sheet.source
    at = {name: table.column([fold(name)]) for name in (*_LONG, *_AREA, *source.groups, *source.numbers)}

    def get(row: Sequence[str], name: str) -> str:
        place = at[name]
        return row[place].strip() if place is not None else ""

    for number, row in sheet.rows():
        try:
            area = areas.of_long(
                get(row, "geographic_level"), get(row, "region_name"), get(row, "old_la_code"), get(row, "new_la_code")
            )
        except areas.NoSuchArea as unknown:
            sheet.fault(number, "geographic_level", "area_unknown", f"{unknown} Correct the row.")
            continue
        year = year_of(get(row, "time_period"))
        if year is None:
            sheet.fault(number, "time_period", "year_unknown", f"{get(row, 'time_period')!r} is no year.")
            continue
        codes = [_code(sheet, column, get(row, column), number) for column in source.groups]
        parts = "/".join(code for code in codes if code is not None)
        if None not in codes:
            for measure in source.numbers:
                if found := sheet.cell(area, year, measure, parts, get(row, measure), number, measure):
                    yield found


_LONG = ("time_period", "time_identifier", "geographic_level", "country_code", "country_name")
_AREA = ("region_name", "old_la_code", "new_la_code")


def _code(sheet: Sheet, column: str, label: str, row: int) -> str | None:
    code = sheet.release.words[column].get(fold(label))
    if code is None:
        sheet.fault(
            row, column, "label_unknown",
            f"{label[:80]!r} is no word of this table in the releases that are known ({sheet.release.first} to "
            f"{sheet.release.last}). A new release needs its words in planning/data/public/{sheet.source.code}.toml.",
        )  # fmt: skip
    return code


def lait(sheet: Sheet) -> Iterator[Cell]:
    """The interactive tool: a row for each measure, year and area."""
    extra = sheet.source.extra
    at = _places(sheet)
    for number, row in sheet.rows():
        measure, code = row[at["measure"]].strip(), row[at["code"]].strip().removesuffix(".0")
        area = extra["areas"].get(code)
        if area is None:
            try:
                area = areas.of_code(code)
            except areas.NoSuchArea as unknown:
                sheet.fault(number, "LA Number", "area_unknown", f"{unknown} Correct the row.")
                continue
        year = year_of(row[at["years"]])
        if year is None:
            sheet.fault(number, "Years", "year_unknown", f"{row[at['years']].strip()!r} is no year.")
            continue
        if not measure or len(measure) > 80:
            sheet.fault(number, "Short Desc", "measure_missing", "The row does not say what it measures.")
            continue
        if found := sheet.cell(area, year, measure, "", row[at["value"]], number, "Values"):
            yield found


def outturn(sheet: Sheet) -> Iterator[Cell]:
    """Revenue outturn: a row for each council, a column for each service and kind of spending."""
    table, extra = sheet.table, sheet.source.extra
    at = _places(sheet)
    money = [(place, heading) for place, heading in enumerate(map(money_heading(extra), table.headings)) if heading]
    others = [table.written[i] for i, each in enumerate(table.headings) if fold("c3") in each.split() and not
              money_heading(extra)(each)]  # fmt: skip
    for other in others:
        sheet.notes.add("column_left_out", "column of another service, not read", other[:80])
    year = sheet.release.last
    missing: dict[str, bool] = {}
    for number, row in sheet.rows():
        gss, name = row[at["gss"]].strip(), row[at["name"]].strip()
        try:
            area = _council_or_class(gss, name, row[at["code"]])
        except areas.NoSuchArea as unknown:
            if not name and not gss:
                continue
            sheet.fault(number, "ONS Code", "area_unknown", f"{unknown} Correct the row.")
            continue
        if area.startswith("class:"):
            sheet.notes.add("subtotal", "subtotal of a class of councils, kept apart from councils", f"{name} ({gss})")
        found = [
            cell
            for place, (line, kind) in money
            if (cell := sheet.cell(area, year, kind, line, row[place], number, table.written[place][:120]))
        ]
        if found and all(cell.value is None for cell in found):
            missing[name] = True
        yield from found
    for name in missing:
        sheet.notes.add("council_missing", "council without a single figure", name)


def _places(sheet: Sheet) -> dict[str, int]:
    """Where the columns stand by which the table was recognised."""
    found = {}
    for name, spellings in sheet.source.extra["headings"].items():
        place = sheet.table.column([fold(each) for each in spellings])
        assert place is not None, "recognised by these headings"
        found[name] = place
    return found


def money_heading(extra: Mapping[str, Any]) -> Callable[[str], tuple[str, str] | None]:
    """Reads a folded heading of the outturn as (service, kind of spending); None for another column."""
    lines = {fold(name): code for name, code in extra["lines"].items()}
    columns = sorted(((fold(name), code) for name, code in extra["columns"].items()), key=lambda pair: -len(pair[0]))

    def read(heading: str) -> tuple[str, str] | None:
        for ending, kind in columns:
            if heading.endswith(" " + ending):
                line = lines.get(heading.removesuffix(ending).strip())
                return (line, kind) if line else None
        return None

    return read


def _council_or_class(gss: str, name: str, code: str) -> str:
    """The council of a row, or the class of councils or all England that the row sums up."""
    if fold(name) == "england" or gss.startswith("E92"):
        return "nation"
    if re.fullmatch(r"E0?\d{1,2}", gss) or (not gss and re.fullmatch(r"E0?\d{1,2}", code.strip())):
        return f"class:{name[:40] or gss}"
    return areas.of_gss(gss)


def year_of(written: str) -> int | None:
    """The year that a period ends in: "2024", "2016-17", "2016-17 (OT)" and "201617" are 2024 and 2017."""
    low = written.strip().casefold().removesuffix(".0")
    if re.fullmatch(r"(19|20)\d{4}", low, re.ASCII) and int(low[4:]) == (int(low[2:4]) + 1) % 100:
        return int(low[:4]) + 1
    found = _YEARS.fullmatch(low)
    if not found:
        return None
    first, last = int(found["first"]), found["last"]
    if last is None:
        return first
    return first + 1 if int(last[-2:]) == (first + 1) % 100 else None


SHAPES: dict[str, Callable[[Sheet], Iterator[Cell]]] = {"long": long, "lait": lait, "outturn": outturn}
