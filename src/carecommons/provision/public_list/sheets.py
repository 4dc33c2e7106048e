"""A table that has a header: where it starts, which column means what, and what kind of list it is."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from carecommons.common.errors import Fault

from . import cells
from .tables import Table
from .words import HEADINGS, columns, fold, fold_heading

HEADER_WITHIN = 30
_NEEDED = ("urn", "kind", "authority")
_COLUMN_NAMES = {"urn": "URN", "kind": "Provision type", "authority": "Local authority"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """role: list, in_year, premises or movements. header: the row of the headings, the first row being 1."""

    table: Table
    header: int
    headings: tuple[str, ...]
    columns: dict[str, int]
    titles: tuple[str, ...]
    role: str

    @property
    def label(self) -> str:
        """How a fault names the place: the file, and the sheet when there are several."""
        return f"{self.table.file}/{self.table.sheet}" if self.table.sheet else self.table.file

    @property
    def length(self) -> int:
        return len(self.table.rows) - self.header

    @property
    def titled_places(self) -> bool:
        """Whether title or name call it a list of providers and places."""
        return any(
            re.search(r"\bproviders? (and )?places\b", fold(title.replace("+", " ")))
            for title in (*self.titles, self.table.sheet, self.table.file)
        )

    def body(self) -> Sequence[Sequence[cells.Cell]]:
        """The rows below the header."""
        return self.table.rows[self.header :]

    def heading_faults(self) -> list[Fault]:
        """What is wrong with the headings: one that we need is missing, or one that we read stands twice."""
        faults = [
            Fault(
                self.label, self.header, _COLUMN_NAMES[field], "column_missing",
                f"No column is headed {_COLUMN_NAMES[field]!r} or anything like it. Add the heading and try again.",
            )
            for field in _NEEDED
            if field not in self.columns
        ]  # fmt: skip
        times = Counter(self.headings)
        for field, at in self.columns.items():
            heading = self.headings[at]
            if times[heading] > 1 and _differ(self, heading):
                faults.append(
                    Fault(
                        self.label, self.header, heading, "heading_twice",
                        f"{times[heading]} columns are headed {heading!r} and differ. Keep the right one ({field}).",
                    )
                )  # fmt: skip
        return faults


def sheet_of(table: Table) -> Sheet | None:
    """The table with its header found anywhere in its first rows, or None when it is no list of providers."""
    best: tuple[int, int, tuple[str, ...], dict[str, int]] | None = None
    for number, row in enumerate(table.rows[:HEADER_WITHIN], start=1):
        headings = tuple(fold_heading(cells.raw(cell)) for cell in row)
        if len([heading for heading in headings if heading]) < 3:
            continue
        found = columns(list(headings))
        weight = len(found) if len(found.keys() & _TELLING) >= 2 else 0
        if weight >= 3 and (best is None or weight > best[0]):
            best = (weight, number, headings, found)
    if best is None:
        return None
    _, number, headings, found = best
    titles = tuple(written for row in table.rows[: number - 1] for cell in row if (written := cells.raw(cell)))
    return Sheet(table, number, headings, found, titles, _role(found, (*titles, table.sheet)))


_TELLING = frozenset({"urn", "kind", "authority", "premises_authority", "sector", "status"})
assert HEADINGS.keys() >= _TELLING


def _role(found: dict[str, int], titles: Sequence[str]) -> str:
    if {"joiner", "leaver"} & found.keys():
        return "movements"
    if "premises_authority" in found or ("category" in found and "authority" not in found):
        return "premises"
    if any(re.search(r"\bin year\b|\binspected (between|during)\b", fold(title)) for title in titles):
        return "in_year"
    return "list"


def _differ(sheet: Sheet, heading: str) -> bool:
    """Whether columns with the same heading ever say different things."""
    at = [i for i, other in enumerate(sheet.headings) if other == heading]
    return any(len({cells.raw(row[i]) if i < len(row) else "" for i in at}) > 1 for row in sheet.body())
