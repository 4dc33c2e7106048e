"""What to tell the person who sent the files: one plain document, the same for people, JSON and pages."""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from .link import Record, link
from .notes import ROWS_NAMED, Example, Note, Notebook
from .read import Reading, Table
from .repair import repair


def checked(reading: Reading) -> dict[str, object]:
    """The report of a reading: repaired and linked to count what it holds, then let go."""
    return checked_with_rows(reading)[0]


def checked_with_rows(reading: Reading) -> tuple[dict[str, object], list[list[object]]]:
    """The report, and every row that it names beyond its examples: kind, table, file, row, column.

    Rows with a fault of their own are named in `faults` and left out of what is repaired and counted: a day that
    does not exist, or an end before its start, has no place in a life.
    """
    record = link(repair(_without_faulty(reading)))
    named = [[note.kind, *_place(each)] for note in all_notes(reading, record) for each in note.named]
    return document(reading, record), named


def _place(example: Example) -> tuple[object, ...]:
    return example.table, example.file, example.row, example.column


def _without_faulty(reading: Reading) -> Reading:
    blamed: dict[str, list[int]] = {}
    for fault in reading.faults:
        blamed.setdefault(fault.file, []).append(fault.row)
    if not blamed:
        return reading
    return replace(reading, tables=tuple(_without_rows(table, blamed) for table in reading.tables))


def _without_rows(table: Table, blamed: Mapping[str, list[int]]) -> Table:
    wrong = [
        (pl.col("file") == place) & pl.col("row").is_in(blamed[file])
        for place, file in enumerate(table.files)
        if file in blamed
    ]
    return replace(table, frame=table.frame.filter(~pl.any_horizontal(wrong))) if wrong else table


def document(reading: Reading, record: Record) -> dict[str, object]:
    """The report as plain values, ready for JSON. children: everyone in the header or the episodes.

    episodes: after repair; `tables` counts the rows as they were read. repairs: format, doubts and repairs.
    """
    return {
        "accepted": not reading.faults,
        "unchanged": False,
        "children": len(record.children),
        "episodes": len(record.episodes),
        "placements": len(record.placements.child),
        "periods_of_care": len(record.periods.child),
        "years": list(reading.years),
        "tables": rows_read(reading),
        "files": [
            {"file": file, "table": table.name, "year": table.year} for table in reading.tables for file in table.files
        ],
        "repairs": [note.as_dict() for note in all_notes(reading, record)],
        "faults": [fault.as_dict() for fault in reading.faults],
        "skipped": [{"file": s.file, "code": s.code, "message": s.message} for s in reading.skipped],
    }


def rows_read(reading: Reading) -> dict[str, int]:
    """Rows as read, by table, all years together."""
    counts: dict[str, int] = {}
    for table in reading.tables:
        counts[table.name] = counts.get(table.name, 0) + table.rows
    return counts


def all_notes(reading: Reading, record: Record) -> tuple[Note, ...]:
    """The notes of reading and of mending, and those that need all tables beside each other."""
    notes = Notebook()
    notes.merge(reading.notes)
    notes.merge(record.notes)
    _strangers(reading, record.children.ids, notes)
    return notes.notes()


def _strangers(reading: Reading, known: pl.Series, notes: Notebook) -> None:
    """Rows of the other tables about children whom neither header nor episodes know."""
    if not reading.of("header"):
        return
    for table in reading.tables:
        # Care leavers (oc3) have left; they need no header row in the year.
        if table.name in ("header", "episodes", "oc3") or not table.rows:
            continue
        strange = ~table.frame["CHILD"].is_in(known.implode()).fill_null(True)
        few = table.frame.filter(strange).head(ROWS_NAMED)
        where = [Example(table.name, table.files[f], int(r)) for f, r in zip(few["file"], few["row"], strict=True)]
        notes.add("no_header_row", int(strange.sum()), where)
