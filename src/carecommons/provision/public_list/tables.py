"""From files to tables of cells: text with commas, or the sheets of a workbook, with every row in its place.

Nothing here is believed: a container is measured before it is opened, and all of it runs in a child process.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineWorkbook

from carecommons.common.errors import Fault, Faulty
from carecommons.common.intake import KIND_WORDS, MEGABYTE, Limits, kind_of, to_utf8

from .cells import Cell

ROWS_MAX = 200_000


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet or one text file. rows[0] is row 1."""

    file: str
    sheet: str
    rows: Sequence[Sequence[Cell]]
    alphabet: str


def tables_of(name: str, data: bytes, limits: Limits) -> Iterator[Table]:
    """Every table of one file. Raises Faulty for what is neither text nor a workbook, or is built to harm."""
    kind = kind_of(data[:4096])
    if data[:4] == b"PK\x03\x04":
        yield from _sheets(name, data, limits)
    elif kind == "text":
        yield _text(name, data, limits)
    else:
        raise _whole(
            name,
            "not_a_list",
            f"This is {KIND_WORDS.get(kind, 'something else')}, not the regulator's list. Give the list as it was "
            "downloaded: CSV, ODS or XLSX.",
        )


def _text(name: str, data: bytes, limits: Limits) -> Table:
    utf8, alphabet = to_utf8(data)
    decoded = utf8.decode("utf-8", errors="replace")
    csv.field_size_limit(limits.cell_chars)
    delimiter = _delimiter(decoded)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(decoded, newline=""), delimiter=delimiter):
            rows.append(row)
            _check_row(name, "", len(rows), row, limits)
    except csv.Error:
        at = len(rows) + 1
        raise _whole(
            name,
            "not_csv",
            f"Row {at} cannot be read as comma-separated text, or a cell of it is longer than {limits.cell_chars:,} "
            "letters. Look for a quotation mark that never closes.",
            at,
        ) from None
    return Table(file=name, sheet="", rows=rows, alphabet=alphabet)


def _delimiter(decoded: str) -> str:
    """The sign between cells: the one that the first lines hold most of, commas before others."""
    head = decoded[:20_000]
    return max(",;\t|", key=lambda sign: (head.count(sign), sign == ","))


def _sheets(name: str, data: bytes, limits: Limits) -> Iterator[Table]:
    _check_container(name, data, limits)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in book.sheet_names:
            rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            for number, row in enumerate(rows, start=1):
                _check_row(name, sheet.strip(), number, row, limits)
            yield Table(file=name, sheet=sheet.strip(), rows=rows, alphabet="")
    except (CalamineError, ValueError, OSError, KeyError):
        raise _whole(
            name,
            "not_a_workbook",
            "The file looks like a workbook but cannot be opened as one. Download it again, or save it as ODS or CSV.",
        ) from None


def _check_container(name: str, data: bytes, limits: Limits) -> None:
    """A workbook is an archive: the same tests as for any other, and no document type of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            total = sum(info.file_size for info in infos)
            swollen = any(
                info.file_size > MEGABYTE and info.file_size > limits.ratio * max(info.compress_size, 1)
                for info in infos
            )
            if total > limits.inflated_bytes or swollen or len(infos) > limits.members:
                raise _whole(
                    name,
                    "zip_bomb",
                    "Unpacked it would be far larger than an honest workbook. Download the list again.",
                )
            for info in infos:
                if info.filename.startswith("/") or ".." in info.filename.split("/") or "\\" in info.filename:
                    raise _whole(name, "zip_path", "A part of it points outside the workbook. Download the list again.")
                if info.flag_bits & 0x1:
                    raise _whole(name, "zip_locked", "It is locked with a password. Save it without one.")
                if info.filename.endswith(".xml"):
                    with archive.open(info) as part:
                        head = part.read(65_536)
                    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                        raise _whole(
                            name,
                            "xml_entities",
                            "It declares its own document type, which no honest list does. Download the list again.",
                        )
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, zipfile.LargeZipFile):
        raise _whole(name, "zip_broken", "The workbook is damaged and cannot be opened. Download it again.") from None


def _check_row(name: str, sheet: str, number: int, row: Sequence[Cell], limits: Limits) -> None:
    file = f"{name}/{sheet}" if sheet else name
    if number > ROWS_MAX:
        raise _whole(file, "too_many_rows", f"It has more than {ROWS_MAX:,} rows; no list has as many.", number)
    if len(row) > limits.columns and any(cell not in ("", None) for cell in row[limits.columns :]):
        raise _whole(file, "too_many_columns", f"Row {number} has more than {limits.columns} columns.", number)


def _whole(name: str, code: str, why: str, row: int = 0) -> Faulty:
    return Faulty(code, f"{name}: {why}", [Fault(name, row, "", code, why)])
