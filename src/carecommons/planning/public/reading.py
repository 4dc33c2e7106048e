"""One file read: recognised by its headings, every row a value, a sign or a fault, and proved by its own totals."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from carecommons.common.errors import Fault, Faulty
from carecommons.common.intake import OPERATOR, Limits, run_limited
from carecommons.provision.public_list.as_at import day_of
from carecommons.provision.public_list.notebook import Notebook

from .census import census
from .mappings import Release, Source, sources
from .proof import prove
from .recognised import heading_twice, recognise
from .shapes import SHAPES, Sheet, year_of
from .tables import Table, rows_of
from .values import Cell, Reading, Statistic

File = tuple[str, bytes]
_IN_NAME = re.compile(r"(?<!\d)(20\d\d[-_](?:20)?\d\d)(?!\d)")


def read_limited(files: Sequence[File], as_at: date | None = None, limits: Limits = OPERATOR) -> tuple[Reading, ...]:
    """`read_files` in a child process under limits of time and memory. Raises Faulty as it does, or parse_limit."""
    found: tuple[Reading, ...] = run_limited(
        read_files, tuple(files), as_at, limits, seconds=limits.seconds, memory_bytes=limits.memory_bytes
    )
    return found


def read_files(files: Sequence[File], as_at: date | None = None, limits: Limits = OPERATOR) -> tuple[Reading, ...]:
    """Each file by itself, in the order given.

    as_at: the day that the newest figures describe, where a file does not say it.
    Raises Faulty when a file is no table that is known: not_statistics, no_statistic, heading_twice, as_at_unknown.
    """
    return tuple(_read(name, data, as_at, limits) for name, data in files)


def _read(name: str, data: bytes, given: date | None, limits: Limits) -> Reading:
    rows, alphabet = rows_of(name, data, limits)
    found = recognise(name, rows, alphabet)
    if found is None:
        raise _whole(
            name, "no_statistic",
            "No row in it heads a table that is known here, or none of its words are known. Give one of these as it "
            f"was downloaded: {'; '.join(each.title for each in sources().values())}.",
        )  # fmt: skip
    table, source = found
    if twice := heading_twice(table, source):
        raise _whole(
            name, "heading_twice", f"More than one column is headed {twice[0]!r}. Keep the right one.", table.header
        )
    notes = Notebook()
    if alphabet and not alphabet.startswith("utf-8"):
        notes.add("alphabet", "was not in UTF-8 and was read as", alphabet)
    year, as_at = _release(table, source, given)
    words, own = source.words_of(year) if source.releases else (Release(year, year, {}), True)
    if source.shape in ("outturn", "census"):
        words = Release(year, year, words.words)
    if not own:
        notes.add(
            "release_unknown", f"no words are written for this release; those of {words.last} were used, and all were "
            "known unless a fault says otherwise", str(year),
        )  # fmt: skip
    sheet = Sheet(table, source, words, notes)
    cells = tuple(_once((census if source.shape == "census" else SHAPES[source.shape])(sheet), sheet))
    proofs = prove(cells, source)
    for proof in proofs:
        if not proof.agrees:
            notes.add(
                "sums_differ", "England differs from the sum of its regions by more than rounding makes",
                f"{proof.words} {proof.year}: {proof.nation:,} and {proof.regions:,}",
            )  # fmt: skip
    told = Statistic(
        source=source.code, release=year, as_at=as_at, file=name,
        sha256=hashlib.sha256(data).hexdigest(), rows=sum(1 for _ in sheet.rows()), cells=cells,
    )  # fmt: skip
    return Reading(told, proofs, notes.notes(), tuple(sheet.faults))


def _release(table: Table, source: Source, given: date | None) -> tuple[int, date]:
    """The newest year in the file and the day that it describes; without a column of years, what others say of it."""
    headings = {"long": ("time period",), "lait": ("years", "year")}.get(source.shape, ())
    at = table.column(headings)
    if at is not None:
        years = {year for row in table.body if len(row) > at and (year := year_of(row[at])) is not None}
        if years:
            return max(years), given or source.as_at(max(years))
    day = given or day_of(table.titles, "", (), table.file)
    if day is not None:
        return day.year, day
    for said in (*table.titles, table.file):
        for period in _IN_NAME.findall(said):
            if (year := year_of(period.replace("_", "-"))) is not None:
                return year, source.as_at(year)
    raise _whole(
        table.file, "as_at_unknown",
        "Neither a column, its title nor its file name says which year the figures describe. Say the last day of it: "
        "--as-at 2025-03-31.",
    )  # fmt: skip


def _once(cells: Iterable[Cell], sheet: Sheet) -> Iterator[Cell]:
    """The cells, each once; a fault where two rows speak of the same area, year and measure."""
    seen: dict[tuple[str, int, str, str], int] = {}
    for cell in cells:
        first = seen.setdefault(cell.key, cell.row)
        if first == cell.row:
            yield cell
        else:
            sheet.fault(
                cell.row, cell.measure, "stands_twice",
                f"Row {first} says the same thing already, of {cell.area} in {cell.year}. Keep the right one.",
            )  # fmt: skip


def _whole(name: str, code: str, why: str, row: int = 0) -> Faulty:
    """A refusal of the whole file."""
    return Faulty(code, f"{name}: {why}", [Fault(name, row, "", code, why)])
