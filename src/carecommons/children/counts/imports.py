"""What the imports of returns may say to planners: what came and changed, and what was mended or doubted, in counts.

Rows stand for children, so their numbers are told like children: 1 to a threshold withheld, the rest rounded, and
places guarded against the places that hold them. The rows themselves are for the council's own people (`queries`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from django.utils import timezone

from carecommons.children.models import ReturnImport
from carecommons.children.returns.notes import KINDS
from carecommons.common.suppress import Shown, show
from carecommons.common.withhold import Table

from .moved import told_before
from .printing import Groups, all_of, print_groups

__all__ = ["ImportTold", "RowsChanged", "imports_told", "notes_told"]


@dataclass(frozen=True, slots=True)
class RowsChanged:
    """One table of one year: rows that came, went, and say something else. is_new: the table was not held before."""

    year: int
    table: str
    added: Shown
    removed: Shown
    changed: Shown
    is_new: bool


@dataclass(frozen=True, slots=True)
class ImportTold:
    """One import of a council. before: what the import before it left, in words by year; empty for the first."""

    number: int
    on: date
    at: datetime
    by_role: str
    years_new: tuple[int, ...]
    rows: tuple[RowsChanged, ...]
    before: Mapping[int, Mapping[str, str]]


def imports_told(authority: str, *, threshold: int, round_to: int) -> tuple[ImportTold, ...]:
    """The imports of a council that are kept, newest first; only the newest tells what was before."""
    rule = {"threshold": threshold, "round_to": round_to}
    rows = list(ReturnImport.objects.filter(authority=authority).order_by("-number").defer("report", "named"))
    return tuple(
        ImportTold(
            row.number, timezone.localdate(row.imported_at), row.imported_at, row.imported_by_role,
            tuple(row.years_new), tuple(_changed(each, rule) for each in row.changes),
            told_before(rows[1].after, **rule) if n == 0 and len(rows) > 1 else {},
        )
        for n, row in enumerate(rows)
    )  # fmt: skip


def _changed(change: Mapping[str, Any], rule: dict[str, int]) -> RowsChanged:
    added, removed, changed = (show(int(change[what]), **rule) for what in ("added", "removed", "changed"))
    return RowsChanged(int(change["year"]), str(change["table"]), added, removed, changed, bool(change["new"]))


def notes_told(groups: Groups, *, threshold: int, round_to: int) -> dict[str, dict[str, Shown]]:
    """How often each kind of thing was seen in the newest reports: group -> kind -> count. Kinds of nobody stay out."""
    newest = {
        row.authority: row.report
        for row in ReturnImport.objects.filter(authority__in=all_of(groups)).order_by("number").defer("named", "after")
    }
    councils = tuple(sorted(newest))
    seen = {
        code: {note["kind"]: int(note["count"]) for note in report["repairs"]} for code, report in newest.items()
    }  # fmt: skip
    kinds = [kind for kind in KINDS if any(kind in each for each in seen.values())]
    told: dict[str, dict[str, Shown]] = {group: {} for group in groups}
    for kind in kinds:
        counts = np.array([[seen[code].get(kind, 0)] for code in councils], np.int64)
        family = {kind: Table((kind,), counts)}
        printed = print_groups([family], groups, councils, threshold=threshold, round_to=round_to)
        for group in groups:
            told[group][kind] = printed[group][kind].total
    return told
