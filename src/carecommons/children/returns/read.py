"""Files -> the tables of one or many collection years, with everything that is wrong or doubtful in them.

Nothing here knows who sent the files or what was stored before. All faults are gathered; none stops the
reading of the rest.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from carecommons.common.errors import Fault
from carecommons.common.intake import KIND_WORDS, OPERATOR, Item, Limits

from .csv_form import Only, Raw, read_csv
from .notes import Example, Note, Notebook
from .rows import together, typed, unknown_codes
from .tables import named_after, tables
from .years import Placed, sort_years


@dataclass(frozen=True, slots=True)
class Table:
    """One table of one collection year. `files`: where its rows came from; frame columns: row, file, and the
    columns of the return as days (Date), codes (Categorical) and texts.
    """

    name: str
    year: int | None
    files: tuple[str, ...]
    frame: pl.DataFrame

    @property
    def rows(self) -> int:
        return self.frame.height


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not read, and why."""

    file: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the files hold: tables in the order of year and name; faults, notes and what was skipped."""

    tables: tuple[Table, ...]
    faults: tuple[Fault, ...]
    notes: tuple[Note, ...]
    skipped: tuple[Skipped, ...]
    several_years: tuple[int, ...] = ()

    @property
    def years(self) -> tuple[int, ...]:
        """The collection years seen, in order."""
        return tuple(sorted({t.year for t in self.tables if t.year is not None} | set(self.several_years)))

    def of(self, name: str) -> tuple[Table, ...]:
        """The tables of one name, by year."""
        return tuple(table for table in self.tables if table.name == name)


_ASIDE = {
    "another_return": "It is another return for a year that the tables beside it already hold. Check it by itself.",
    "another_version": "It is another version of a table whose usual file lies beside it. Check it by itself.",
    "same_file_twice": "It is the same file as another one given.",
    "not_a_table": "Its columns belong to no table of the return.",
    "not_text": "It is no CSV, XML or ZIP file.",
}


def read(
    items: Sequence[Item],
    limits: Limits = OPERATOR,
    year: int | None = None,
    progress: Callable[[int], object] = lambda done: None,
    only: Only = None,
) -> Reading:
    """The tables in `items`. year: the collection year of files that do not tell theirs. only: the tables and
    columns that are wanted; None: all."""
    notes = Notebook()
    faults: list[Fault] = []
    skipped: list[Skipped] = []
    placed: list[Placed] = []
    for item in items:
        raws, found = _open(item, limits, notes, skipped, only)
        faults += found
        for raw in raws:
            table, wrong = typed(raw, notes)
            # A cell that was emptied for a fault of its own is not blamed again for being empty.
            blamed = {(f.row, f.column) for f in found}
            faults += [f for f in wrong if (f.row, f.column) not in blamed]
            placed.append(Placed(table, None, raw.xml))
        progress(1)
    if not placed and not faults:
        faults += _nothing(items, skipped)
    order = sort_years(placed, year, notes)
    faults += order.faults
    skipped += [Skipped(file, code, _ASIDE[code]) for file, code in order.aside]
    made = _tables(order.tables, notes)
    several = {y for p in order.tables for y in p.years}
    return Reading(
        made,
        tuple(sorted(faults, key=lambda f: (f.file, f.row, f.column, f.code))),
        notes.notes(),
        tuple(sorted(skipped, key=lambda s: s.file)),
        tuple(sorted(several)),
    )


def _open(
    item: Item, limits: Limits, notes: Notebook, skipped: list[Skipped], only: Only
) -> tuple[list[Raw], list[Fault]]:
    """The raw tables of one file; a file that is none of ours is skipped, or refused if it was meant."""
    if item.kind == "xml":
        # Its parser is loaded where there is something to parse: most returns are CSV.
        from .xml_form import read_xml

        raws, found = read_xml(item.name, item.data, limits, notes)
        return [raw for raw in raws if only is None or raw.table in only], found
    if item.kind != "text":
        return [], _not_text(item, skipped)
    sheet = read_csv(item.name, item.data, limits, notes, only)
    if sheet.unknown:
        skipped.append(Skipped(item.name, "not_a_table", _ASIDE["not_a_table"]))
    return ([sheet.raw] if sheet.raw else []), sheet.faults


def _not_text(item: Item, skipped: list[Skipped]) -> list[Fault]:
    meant = item.name.lower().endswith((".csv", ".xml")) or named_after(item.name)
    if item.kind in ("link", "special") or not meant:
        skipped.append(Skipped(item.name, "not_text", f"It is {KIND_WORDS.get(item.kind, 'not text')}."))
        return []
    if item.kind == "empty":
        why = "The file is empty. If there is nothing to return in this table, keep its heading line."
        return [Fault(item.name, 0, "", "file_empty", why)]
    why = f"It is {KIND_WORDS.get(item.kind, 'not text')}, whatever its name says. Export the return as CSV or XML."
    return [Fault(item.name, 0, "", "wrong_type", why)]


def _nothing(items: Sequence[Item], skipped: Sequence[Skipped]) -> list[Fault]:
    """No table at all: why each named file is none, or that the folder holds none."""
    named = {item.name for item in items if item.named}
    why = "Give the folder, the CSV files, the ZIP or the XML of the return."
    faults = [Fault(s.file, 0, "", "not_a_return", f"{s.message} {why}") for s in skipped if s.file in named]
    where = items[0].folder if items else ""
    return faults or [Fault(where, 0, "", "no_tables", f"No table of the return was found. {why}")]


def _tables(placed: Sequence[Placed], notes: Notebook) -> tuple[Table, ...]:
    """One table a year, its codes checked for that year."""
    groups: dict[tuple[int, str], list[Placed]] = {}
    for p in placed:
        groups.setdefault((p.year or 0, p.typed.table), []).append(p)
    made = []
    order = {name: n for n, name in enumerate(tables())}
    for (year, name), parts in sorted(groups.items(), key=lambda g: (g[0][0], order[g[0][1]])):
        parts = sorted(parts, key=lambda p: p.typed.file)
        frames = [p.typed.frame.with_columns(pl.lit(n, pl.UInt16).alias("file")) for n, p in enumerate(parts)]
        frame = together(frames)
        for n, p in enumerate(parts):
            part = frame if len(parts) == 1 else frame.filter(pl.col("file") == n)
            unknown_codes(name, p.typed.file, part, year or None, notes)
        if year and year < tables()[name].first_year:
            notes.add("table_before_its_time", 1, [Example(name, parts[0].typed.file, 1, value=str(year))])
        if not year and frame.height:
            notes.add("year_unknown", 1, [Example(name, parts[0].typed.file, 1)])
        made.append(Table(name, year or None, tuple(p.typed.file for p in parts), frame))
    return tuple(made)
