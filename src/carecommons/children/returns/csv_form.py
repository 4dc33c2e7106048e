"""A CSV file as a frame of texts: any encoding, any order of columns, one table.

The fast way reads the whole file with polars. Whatever is odd about the bytes (control characters, rows that
are too long, quotation marks that never close) goes the careful way, which names the rows.
"""

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import polars as pl
import polars.selectors as cs

from carecommons.common.errors import Fault
from carecommons.common.intake import Limits, to_utf8

from .notes import ROWS_NAMED, Example, Notebook
from .signs import low_signs
from .tables import codes, folded, named_after, recognise, tables

_FAULTS_AT_MOST = 100_000
# A child's number as it usually is, and words that look like one but are not.
_PLAIN_ID = r"^[0-9A-Za-z][0-9A-Za-z_/-]{0,39}$"
ID_LONGEST = 40
BLANK_WORDS = ("NULL", "NONE", "NAN", "N/A", "#N/A", "NA", "NOT AVAILABLE")
_NO_IDS = [f for w in (*BLANK_WORDS, "CHILD", "CHILDID", "CHILD_ID") for f in (w, w.lower(), w.capitalize())]
_NO_IDS += ["NaN", "ChildID", "ChildId", "Child_ID"]


@dataclass(frozen=True, slots=True)
class Raw:
    """A table as texts. `rows` gives each row's number in the file, the heading being row 1.

    plain_ids: every row has a child's number, written as numbers usually are.
    formula_signs: the file may hold a sign with which formulas begin.
    """

    table: str
    file: str
    frame: pl.DataFrame
    rows: pl.Series
    xml: bool = False
    plain_ids: bool = False
    formula_signs: bool = True


Only = Mapping[str, Collection[str]] | None
"""The tables that are wanted, and their columns; None: everything."""


@dataclass(slots=True)
class Sheet:
    """What one CSV file turned out to be."""

    raw: Raw | None = None
    faults: list[Fault] = field(default_factory=list)
    unknown: bool = False


def read_csv(name: str, data: bytes, limits: Limits, notes: Notebook, only: Only = None) -> Sheet:
    """The table in one CSV file, or why there is none. only: a table that is not in it is recognised, and not read."""
    content, alphabet = to_utf8(data)
    if alphabet:
        notes.add("encoding", 1, [Example(named_after(name) or "", name, 1, value=alphabet)])
    skipped = len(content) - len(content.lstrip(b"\r\n"))
    content = content[skipped:]
    before = data[:skipped].count(b"\n")
    if b"\n" not in content and b"\r" in content:  # the line ends of an old Macintosh
        content = content.replace(b"\r", b"\n")
    first = content[:65536].split(b"\n", 1)[0].decode("utf-8", errors="replace").strip("\r")
    separator = max(",;\t|", key=first.count) if first else ","
    headings = next(csv.reader([first], delimiter=separator), []) if first.strip() else []
    if len(headings) > limits.columns:
        return Sheet(faults=[Fault(name, 1, "", "too_many_columns", "The heading has more columns than any return.")])
    names = [folded(h) for h in headings]
    found = recognise(names)
    if found.table is None:
        return _nameless(name, names)
    if found.missing:
        return Sheet(faults=[_missing(name, found.table, column) for column in found.missing])
    if only is not None and found.table not in only:
        return Sheet()
    spec = tables()[found.table]
    twice = sorted({n for n in names if n in spec.columns and names.count(n) > 1})
    if twice:
        return Sheet(faults=[_twice(name, column) for column in twice])
    _note_columns(name, found.table, headings, names, notes)
    wanted = spec.columns if only is None else [column for column in spec.columns if column in only[found.table]]
    sheet = _frame(name, found.table, content, separator, names, limits, wanted, ascii_only=not alphabet)
    if sheet.raw is not None:
        sheet.raw = _without_noise(sheet.raw, before, notes, sheet.faults)
    return sheet


def _frame(
    name: str, table: str, content: bytes, separator: str, names: Sequence[str], limits: Limits,
    columns: Collection[str], *, ascii_only: bool,
) -> Sheet:  # fmt: skip
    """The frame of the known columns, the fast way where the bytes are plain."""
    wanted = [(i, n) for i, n in enumerate(names) if n in columns]
    frame = _as_codes(table, content, separator, wanted)
    if frame is None:
        try:
            frame = _as_texts(content, separator, wanted)
        except (pl.exceptions.PolarsError, ValueError, OverflowError):
            return _carefully(name, table, content, separator, names, limits)
    if not ascii_only or not _plain_signs(content, frame, limits):
        return _carefully(name, table, content, separator, names, limits)
    if frame.height > limits.rows:
        return Sheet(faults=[Fault(name, 0, "", "too_many_rows", f"It has more than {limits.rows:,} rows.")])
    formula_signs = b"=" in content or b"@" in content
    return Sheet(Raw(table, name, frame, _numbers(frame.height), formula_signs=formula_signs))


def _plain_signs(content: bytes, frame: pl.DataFrame, limits: Limits) -> bool:
    """Whether the only signs that cannot be seen are the ends of lines, and no cell is too long."""
    low, often = low_signs(content, within=limits.cell_chars)
    if low not in {frame.height, frame.height + 1, 2 * frame.height, 2 * (frame.height + 1)} or b"\x7f" in content:
        return False
    # Where every line is shorter than a cell may be, no cell needs measuring; but lines can end within quotes.
    if often and b'"' not in content:
        return True
    return max(frame.select(cs.string().str.len_bytes().max().fill_null(0)).row(0), default=0) <= limits.cell_chars


def _as_codes(table: str, content: bytes, separator: str, wanted: Sequence[tuple[int, str]]) -> pl.DataFrame | None:
    """The frame with its codes read as codes at once; None when any code is not in the guide as written."""
    heads = next(csv.reader([content[:65536].split(b"\n", 1)[0].decode().rstrip("\r")], delimiter=separator))
    known = {heads[i]: kinds(table)[n] for i, n in wanted if n in kinds(table)}
    if not known:
        return None
    try:
        return _as_texts(content, separator, wanted, known)
    except (pl.exceptions.PolarsError, ValueError, OverflowError):
        return None


@cache
def kinds(table: str) -> dict[str, pl.Enum]:
    """The columns of codes, each with the codes that the guide has for it."""
    return {column: pl.Enum([*codes(table, column)]) for column in tables()[table].codes}


def _as_texts(
    content: bytes, separator: str, wanted: Sequence[tuple[int, str]], known: dict[str, pl.Enum] | None = None
) -> pl.DataFrame:
    frame = pl.read_csv(
        content,
        infer_schema=False,
        separator=separator,
        columns=[i for i, _ in wanted],
        schema_overrides=known,
        encoding="utf8-lossy" if known is None else "utf8",
    )
    # The columns come in the order of the file, whatever order they were asked in.
    frame.columns = [n for _, n in wanted]
    return frame


def _carefully(name: str, table: str, content: bytes, separator: str, names: Sequence[str], limits: Limits) -> Sheet:
    """The same, row by row, so that every odd row is named."""
    known = tables()[table].columns
    wanted = [(i, n) for i, n in enumerate(names) if n in known]
    columns: dict[str, list[str | None]] = {n: [] for _, n in wanted}
    faults: list[Fault] = []
    numbers: list[int] = []
    csv.field_size_limit(2**31 - 1)
    reader = csv.reader(io.StringIO(content.decode("utf-8", errors="replace"), newline=""), delimiter=separator)
    next(reader)
    for number, cells in enumerate(reader, 2):
        if number > limits.rows or len(faults) > _FAULTS_AT_MOST:
            faults.append(Fault(name, number, "", "too_many_rows", "Too many rows, or too many faults, to go on."))
            break
        if not cells:
            cells = [""]
        if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
            faults.append(_too_long(name, number, len(cells), len(names)))
        for i, cell in enumerate(cells[: len(names)]):
            if fault := _odd_cell(name, number, names[i], cell, limits):
                faults.append(fault)
                cells[i] = ""
        numbers.append(number)
        for i, n in wanted:
            columns[n].append(cells[i] if i < len(cells) and cells[i] != "" else None)
    frame = pl.DataFrame(columns, schema={n: pl.String for _, n in wanted})
    return Sheet(Raw(table, name, frame, pl.Series("row", numbers, pl.UInt32)), faults)


def _odd_cell(name: str, number: int, column: str, cell: str, limits: Limits) -> Fault | None:
    if len(cell) > limits.cell_chars:
        why = f"A cell holds more than {limits.cell_chars:,} characters. Is a quotation mark left open?"
        return Fault(name, number, column, "cell_too_long", why)
    text = cell.strip()
    if text.isascii() and text.isprintable():
        return None
    if any(ord(s) < 32 or 0x7F <= ord(s) < 0xA0 or s in _HIDDEN for s in text):
        return control_character(name, number, column)
    return None


_HIDDEN = frozenset("\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def control_character(name: str, number: int, column: str) -> Fault:
    """The fault of a cell with signs that cannot be seen."""
    return Fault(
        name,
        number,
        column,
        "control_character",
        "The cell holds a character that cannot be seen (a line break, a tab, a NUL or the like). "
        "Type the value again in the source system.",
    )


def _without_noise(raw: Raw, before: int, notes: Notebook, faults: list[Fault]) -> Raw:
    """The rows that say something: empty rows and headings repeated among the rows are left out and noted."""
    rows = raw.rows + before if before else raw.rows
    frame = raw.frame
    if frame.height == 0:
        return Raw(raw.table, raw.file, frame, rows)
    if _plain_ids(frame):
        return replace(raw, rows=rows, plain_ids=True)
    frame = frame.cast(pl.String)
    empty = frame.select(pl.all_horizontal(pl.all().is_null() | (pl.all().str.strip_chars() == "")).alias("empty"))[
        "empty"
    ]
    is_heading = frame["CHILD"].str.strip_chars().str.to_uppercase().is_in(["CHILD", "CHILDID", "CHILD ID", "CHILD_ID"])
    is_heading = is_heading.fill_null(False)
    for kind, which in (("blank_rows", empty), ("header_repeated", is_heading)):
        notes.add(kind, int(which.sum()), examples(raw.table, raw.file, rows, which))
    for number, cells in zip(rows.filter(is_heading), frame.filter(is_heading).iter_rows(), strict=True):
        if [folded(c or "") for c in cells] != frame.columns:
            why = "A second heading with other columns stands among the rows. Split the file there."
            faults.append(Fault(raw.file, int(number), "", "second_heading", why))
    keep = ~(empty | is_heading)
    return Raw(raw.table, raw.file, frame.filter(keep), rows.filter(keep))


def _plain_ids(frame: pl.DataFrame) -> bool:
    """Whether every row has a child's number that needs no second look."""
    child = frame["CHILD"]
    if child.null_count() or child.min() < "0":  # type: ignore[operator]
        return False
    # A whole number without a sign is plain whatever else it is; only other numbers are looked at as texts.
    if not child.cast(pl.Int64, strict=False).null_count():
        return True
    return child.str.contains(_PLAIN_ID).all() and not child.is_in(_NO_IDS).any()


def examples(
    table: str, file: str, rows: pl.Series, which: pl.Series, column: str = "", value: str = ""
) -> list[Example]:
    """The first rows for which `which` is true, as many as are named."""
    return [Example(table, file, int(r), column, value) for r in rows.filter(which).head(ROWS_NAMED)]


def _numbers(height: int) -> pl.Series:
    return pl.int_range(2, height + 2, dtype=pl.UInt32, eager=True).alias("row")


def _note_columns(name: str, table: str, headings: Sequence[str], names: Sequence[str], notes: Notebook) -> None:
    spec = tables()[table]
    extra = [n for n in names if n not in spec.columns and n]
    absent = [c for c in spec.columns if c not in names]
    renamed = [n for h, n in zip(headings, names, strict=True) if n in spec.columns and h.strip('"\ufeff') != n]
    for kind, columns in (("columns_extra", extra), ("columns_missing", absent), ("columns_renamed", renamed)):
        notes.add(kind, len(columns), [Example(table, name, 1, c[:40]) for c in sorted(columns)[:5]])


def _nameless(name: str, names: Sequence[str]) -> Sheet:
    """A file whose columns speak for no table: a fault when it bears a table's name, otherwise none of ours."""
    table = named_after(name)
    if table is None:
        return Sheet(unknown=True)
    wanted = ", ".join(tables()[table].must_have)
    why = f"It is named after the table {table}, but its heading lacks that table's columns ({wanted}, ...)."
    return Sheet(faults=[Fault(name, 1, "", "heading_missing", why + " Put the column names in its first row.")])


def _missing(name: str, table: str, column: str) -> Fault:
    why = f"The table {table} cannot be used without the column {column}. Export it again with that column."
    return Fault(name, 1, column, "column_missing", why)


def _twice(name: str, column: str) -> Fault:
    return Fault(
        name, 1, column, "column_twice", f"The column {column} stands twice in the heading. Keep the right one."
    )


def _too_long(name: str, number: int, cells: int, columns: int) -> Fault:
    why = f"The row has {cells} cells where the heading has {columns}. Is a comma unquoted?"
    return Fault(name, number, "", "row_too_long", why)
