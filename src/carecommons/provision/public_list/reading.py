"""One release read: the right sheet chosen, its columns known by their headings, every row a value or a fault.

A release may hold several lists of the same providers. The one headed "providers and places" counts them; one
with inspection results lends its grades; one of buildings gives the places of supported accommodation where
they are. Lists of a whole year, and of who came and went, are left alone.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from carecommons.common.errors import Fault, Faulty
from carecommons.common.intake import OPERATOR, Limits, run_limited

from . import cells
from .as_at import day_of
from .notebook import Notebook
from .rows import Row, buildings, grades, providers
from .sheets import Sheet, sheet_of
from .tables import Table, tables_of
from .values import Listing, PublicList, Reading

File = tuple[str, bytes]


def read_limited(files: Sequence[File], as_at: date | None = None, limits: Limits = OPERATOR) -> Reading:
    """`read_files` in a child process under limits of time and memory. Raises Faulty as it does, or parse_limit."""
    reading: Reading = run_limited(
        read_files, tuple(files), as_at, limits, seconds=limits.seconds, memory_bytes=limits.memory_bytes
    )
    return reading


def read_files(files: Sequence[File], as_at: date | None = None, limits: Limits = OPERATOR) -> Reading:
    """The release that these files hold together: one workbook, one text file, or the sheets of one as text.

    as_at: the day of the list where the file does not say it, or says it wrongly.
    Raises Faulty when there is no list in them: not_a_list, no_list, column_missing, heading_twice,
    several_lists, as_at_unknown, and what `tables_of` refuses.
    """
    tables = [table for name, data in files for table in tables_of(name, data, limits)]
    sheets = [sheet for table in tables if (sheet := sheet_of(table)) is not None]
    name = files[0][0] if files else "nothing"
    main = _main(sheets, name)
    notes = Notebook()
    day = _day(main, tables, as_at, notes)
    _one_day_only(sheets, main, day, as_at)
    for table in tables:
        if table.alphabet and not table.alphabet.startswith("utf-8"):
            notes.add("alphabet", "was not in UTF-8 and was read as", f"{table.file}: {table.alphabet}")
    faults: list[Fault] = []
    listings = providers(main, day, notes, faults)
    listings = _graded(listings, [sheet for sheet in sheets if sheet.role == "list" and sheet is not main], notes)
    premises = [p for sheet in sheets if sheet.role == "premises" for p in buildings(sheet, day, notes, faults)]
    known = {listing.urn for listing in listings}
    for building in premises:
        if building.urn not in known:
            notes.add("building_without_provider", "building of a provider not in the list, kept", building.urn)
    released = PublicList(
        as_at=day,
        file=name,
        sha256=_digest(files),
        listings=tuple(sorted(listings, key=lambda x: x.urn)),
        premises=tuple(premises),
    )
    return Reading(list=released, notes=notes.notes(), faults=tuple(faults))


def _main(sheets: list[Sheet], name: str) -> Sheet:
    """The list that counts providers: the one of providers and places, or else the longest with places."""
    lists = [sheet for sheet in sheets if sheet.role == "list"] or [s for s in sheets if s.role == "in_year"]
    if not lists:
        raise Faulty(
            "no_list",
            f"{name}: No row in it heads a list of providers. A list has at least the headings URN, Provision type and "
            "Local authority, within the first rows. Give the regulator's yearly list as it was downloaded.",
            [Fault(name, 0, "", "no_list", "No row heads a list of providers.")],
        )
    main = max(lists, key=lambda sheet: (sheet.titled_places, "places" in sheet.columns, sheet.length))
    faults = main.heading_faults()
    if faults:
        raise Faulty(faults[0].code, f"{main.label}: {faults[0].message}", faults)
    same = [s for s in lists if s.titled_places == main.titled_places and s.table.file != main.table.file]
    if any(s.columns.keys() == main.columns.keys() for s in same):
        raise Faulty(
            "several_lists",
            f"{name}: It holds more than one list of providers. Give one release at a time.",
            [Fault(s.table.file, 0, "", "several_lists", "A second list of providers.") for s in same],
        )
    return main


def _day(main: Sheet, tables: Sequence[Table], given: date | None, notes: Notebook) -> date:
    covers = [
        cells.raw(cell)
        for table in tables
        if table.sheet.casefold().startswith("cover")
        for row in table.rows
        if any("period covered" in cells.raw(c).casefold() for c in row)
        for cell in row
    ]
    said = day_of(main.titles, main.table.sheet, covers, main.table.file)
    if given is None and said is None:
        raise Faulty(
            "as_at_unknown",
            f"{main.table.file}: Neither its title, its sheet's name, its cover nor its file name says which day the "
            "list describes. Say it: --as-at 2025-03-31.",
            [Fault(main.table.file, 0, "", "as_at_unknown", "The day that the list describes is not said.")],
        )
    if given is not None and said is not None and given != said:
        notes.add("as_at_differs", "the day given was used, though the file says another", said.isoformat())
    day = given or said
    assert day is not None
    return day


def _one_day_only(sheets: Sequence[Sheet], main: Sheet, day: date, given: date | None) -> None:
    """Lists of two different days in one go would be mixed into one; they are refused."""
    for sheet in sheets:
        other = day_of(sheet.titles, sheet.table.sheet, (), sheet.table.file)
        if sheet.role in ("list", "premises") and sheet is not main and other not in (None, day) and given is None:
            raise Faulty(
                "several_days",
                f"{sheet.label}: This list is as at {other}, and another in the same file as at {day}. "
                "Give one release at a time.",
                [Fault(sheet.label, 0, "", "several_days", f"As at {other}, not {day}.")],
            )


def _graded(listings: list[Listing], others: Sequence[Sheet], notes: Notebook) -> list[Listing]:
    """The listings with grades from the other lists of the same release, where they have none themselves."""
    lent: dict[str, Row] = {}
    for sheet in others:
        lent = grades(sheet, notes) | lent
    known = {listing.urn for listing in listings}
    for urn in sorted(lent.keys() - known):
        notes.add("not_in_places_list", "stands in the list of inspections but not among providers and places", urn)
    return [
        replace(listing, grade=lent[listing.urn].grade, graded_on=lent[listing.urn].graded_on)
        if not listing.grade and listing.urn in lent
        else listing
        for listing in listings
    ]


def _digest(files: Sequence[File]) -> str:
    """The fingerprint of one file, or of the fingerprints of several in the order of their names."""
    digests = [hashlib.sha256(data).hexdigest() for _, data in sorted(files)]
    return digests[0] if len(digests) == 1 else hashlib.sha256("\n".join(digests).encode()).hexdigest()
