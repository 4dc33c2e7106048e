"""The Placements North West census: a record for each child, read into counts of a council and nothing else.

No identifier, age, sex, ethnicity, establishment or address is read. The counts are not suppressed, so that they may
be compared with the record they came from: they are told to the council that holds it and never stored as public.
Source: the census's column specification, base of June 2019 with the changes of 2020 to 2025.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from carecommons.common.places import code_for_name

from .shapes import Sheet
from .values import Cell
from .words import Unreadable, fold, said

ALL = "all"
_NOTHING = frozenset({"", "n/a", "na"})


def census(sheet: Sheet) -> Iterator[Cell]:
    """Counts by placing council: of records, of each word of each grouping column, and weekly cost by who pays."""
    table, extra = sheet.table, sheet.source.extra
    at = {name: column_of(table.headings, each["holds"]) for name, each in extra["columns"].items()}
    year, on = sheet.release.last, sheet.source.as_at(sheet.release.last)
    words = {
        column: {label: code for each in sheet.source.releases for label, code in each.words.get(column, {}).items()}
        for column in sheet.source.groups
    }
    counts: Counter[tuple[str, str]] = Counter()
    money: dict[tuple[str, str], Decimal] = {}
    for number, row in sheet.rows():
        written = row[at["council"]].strip() if at["council"] is not None else ""
        council = code_for_name(written, on)
        if council is None:
            sheet.fault(number, "Placing Authority", "area_unknown", f"{written[:60]!r} is no council of England.")
            continue
        counts[council, ALL] += 1
        for column in sheet.source.groups:
            place = at[column]
            if place is not None and (code := _group(sheet, column, words[column], row[place].strip(), number)):
                counts[council, f"{column}/{code}"] += 1
        shares = {name: _pounds(sheet, number, name, row[place]) for name in _PAYERS if (place := at[name]) is not None}
        for name, pounds in shares.items():
            money[council, name] = money.get((council, name), Decimal(0)) + (pounds or 0)
        paid = [shares.get(name) for name in _PAYERS[1:]]
        whole = shares.get("cost")
        if whole is not None and None not in paid and abs(sum(p for p in paid if p) - whole) > Decimal("0.01"):
            sheet.notes.add(
                "split_differs", "row whose three contributions do not make its weekly cost", f"row {number}"
            )
    for (council, parts), count in sorted(counts.items()):
        yield Cell(council, year, "records", "" if parts == ALL else parts, Decimal(count), "", 0)
    for (council, payer), pounds in sorted(money.items()):
        yield Cell(council, year, "weekly_cost_sum", payer, pounds, "", 0)


_PAYERS = ("cost", "social_care", "education", "health")


def column_of(headings: tuple[str, ...], holds: list[str]) -> int | None:
    """The first column whose folded heading holds all of these words, in their order."""
    return next((i for i, each in enumerate(headings) if all(fold(part) in each for part in holds)), None)


def _group(sheet: Sheet, column: str, known: Mapping[str, str], label: str, row: int) -> str | None:
    if label.casefold() in _NOTHING:
        return "not_said"
    code = known.get(fold(label))
    if code is None:
        sheet.fault(
            row, column, "label_unknown", f"{label[:80]!r} is no word of this column in any year of the census."
        )
    return code


def _pounds(sheet: Sheet, row: int, column: str, written: str) -> Decimal | None:
    if not written.strip():
        return None
    try:
        return said(written.strip().lstrip("£"), frozenset())[0]
    except Unreadable:
        sheet.fault(row, column, "cell_not_number", f"{written.strip()[:40]!r} is no sum in pounds.")
        return None
