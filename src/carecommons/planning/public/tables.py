"""From a file to rows of text, with every row in its place. Nothing is believed; it runs in a child process."""

import csv
import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from carecommons.common.errors import Fault, Faulty
from carecommons.common.intake import KIND_WORDS, Limits, kind_of, to_utf8

from .words import fold

HEADER_WITHIN = 30
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Table:
    """header: the row of the headings, the first row of the file being 1; body: the rows below, blank ones too."""

    file: str
    header: int
    headings: tuple[str, ...]
    written: tuple[str, ...]
    titles: tuple[str, ...]
    body: Sequence[Sequence[str]]
    alphabet: str

    def row(self, at: int) -> int:
        """The number in the file of the row that stands at `at` in the body."""
        return self.header + 1 + at

    def column(self, names: Sequence[str]) -> int | None:
        """Where the first of these folded headings stands."""
        return next((self.headings.index(name) for name in names if name in self.headings), None)


def rows_of(name: str, data: bytes, limits: Limits) -> tuple[list[list[str]], str]:
    """Every row of one text file, packed by gzip or not. Raises Faulty."""
    if data[:2] == _GZIP:
        data = _unpacked(name, data, limits)
    kind = kind_of(data[:4096])
    if kind != "text":
        raise _whole(
            name, "not_statistics",
            f"This is {KIND_WORDS.get(kind, 'something else')}, not a table of statistics. Give it as comma-separated "
            "text (CSV), as it was downloaded.",
        )  # fmt: skip
    utf8, alphabet = to_utf8(data)
    csv.field_size_limit(limits.cell_chars)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(utf8.decode("utf-8", errors="replace"), newline="")):
            if len(rows) >= limits.rows:
                raise _whole(name, "too_many_rows", f"It has more than {limits.rows:,} rows.", len(rows))
            if len(row) > limits.columns:
                raise _whole(name, "too_many_columns", f"It has more than {limits.columns} columns.", len(rows) + 1)
            rows.append(row)
    except csv.Error:
        raise _whole(
            name, "not_csv",
            f"Row {len(rows) + 1} cannot be read as comma-separated text. Look for a quotation mark that never closes.",
            len(rows) + 1,
        ) from None  # fmt: skip
    return rows, alphabet


def headed(name: str, rows: list[list[str]], at: int, alphabet: str) -> Table:
    """The table whose headings stand in row `at`, the first being 0."""
    titles = tuple(cell.strip() for row in rows[:at] for cell in row if cell.strip())
    written = tuple(cell.strip() for cell in rows[at])
    return Table(name, at + 1, tuple(fold(cell) for cell in written), written, titles, rows[at + 1 :], alphabet)


def _unpacked(name: str, data: bytes, limits: Limits) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        found = unpacker.decompress(data, limits.inflated_bytes)
    except zlib.error:
        raise _whole(name, "zip_broken", "The packed file is damaged. Download it again.") from None
    if unpacker.unconsumed_tail or len(found) > limits.ratio * max(len(data), 1_000_000):
        raise _whole(name, "zip_bomb", "Unpacked it would be far larger than an honest table. Download it again.")
    if not unpacker.eof:
        raise _whole(name, "zip_broken", "The packed file ends too early. Download it again.")
    return found


def _whole(name: str, code: str, why: str, row: int = 0) -> Faulty:
    """A refusal of the whole file."""
    return Faulty(code, f"{name}: {why}", [Fault(name, row, "", code, why)])
