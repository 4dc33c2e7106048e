"""Which collection year each file belongs to, and what to do when two files claim the same place.

The days inside the episodes decide; a year in the name of the file or folder helps where there are none.
Files of one folder belong together. An XML file is a whole return by itself.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TypeVar

import polars as pl

from carecommons.common.errors import Fault

from .notes import Example, Notebook
from .rows import Typed
from .tables import named_after, tables

K = TypeVar("K")

_PAIR = re.compile(r"(?<!\d)(20\d\d)\s*[-_/ ]?\s*(?:to)?\s*[-_/ ]?\s*(?:20)?(\d\d)(?!\d)")
_ONE = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_MOST = 0.8
_FEW = 0.02
_SHARED = 0.1


@dataclass(frozen=True, slots=True)
class Placed:
    """A table with its collection year (None: not told) and where it came from."""

    typed: Typed
    year: int | None
    xml: bool
    years: tuple[int, ...] = ()

    @property
    def home(self) -> str:
        """What it belongs together with: its folder, or itself when it is a whole return."""
        return self.typed.file if self.xml else self.typed.file.rpartition("/")[0]


@dataclass(slots=True)
class Sorted:
    """The tables to be read together, what was set aside (file, code), and what cannot be decided."""

    tables: list[Placed] = field(default_factory=list)
    aside: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def hint(name: str) -> int | None:
    """The year that a path names, nearest part first: "2024/episodes.csv", "903 2023-24.csv" are 2024."""
    for part in reversed(name.split("/")):
        pairs = [int(a) + 1 for a, b in _PAIR.findall(part) if (int(a) + 1) % 100 == int(b)]
        found = pairs or [int(y) for y in _ONE.findall(part)]
        if len(set(found)) == 1:
            return found[0]
    return None


def sort_years(placed: list[Placed], given: int | None, notes: Notebook) -> Sorted:
    """Every table with its year; one table a year."""
    groups: dict[tuple[str, int | None], list[Placed]] = {}
    for table in sorted(placed, key=lambda p: (p.typed.file, p.typed.table)):
        groups.setdefault((table.home, hint(table.typed.file)), []).append(table)
    dated: list[Placed] = []
    for (_, told), members in groups.items():
        dated += _dated(members, told, notes)
    known = {p.year for p in dated if p.year is not None}
    only = known.pop() if len(known) == 1 else given
    dated = [p if p.year is not None else replace(p, year=only) for p in dated]
    return _one_each(dated, notes)


# ------------------------------------------------------------------------------------- the year of a group
def _dated(members: list[Placed], told: int | None, notes: Notebook) -> list[Placed]:
    episodes = [_with_own_year(p, told, notes) for p in members if p.typed.table == "episodes"]
    years = {p.year for p in episodes if p.year is not None}
    if len(years) <= 1:
        year = years.pop() if years else (told or _year_of_others(members))
        if told is not None and year is not None and year != told and episodes:
            notes.add("year_from_dates", 1, [Example("episodes", episodes[0].typed.file, 0, value=str(year))])
        by_file = {p.typed.file: p.years for p in episodes}
        return [replace(p, year=year, years=by_file.get(p.typed.file, ())) for p in members]
    others = [p for p in members if p.typed.table != "episodes"]
    return episodes + [replace(p, year=_likeliest(p, episodes)) for p in others]


def _with_own_year(table: Placed, told: int | None, notes: Notebook) -> Placed:
    """The year of an episodes table: that in which most of its episodes end."""
    frame = table.typed.frame
    counts = _years(frame["DEC"])
    if not counts:
        # Where nothing ended, the days tell only that the year cannot be earlier than the last start.
        begun = max(_years(frame["DECOM"]), default=None)
        return replace(table, year=begun if begun is None or told is None or told < begun else told)
    total = sum(counts.values())
    most = max(counts, key=lambda y: (counts[y], y))
    if counts[most] >= _MOST * total or total < 5:
        return replace(table, year=most)
    several = tuple(sorted(y for y, n in counts.items() if n >= _FEW * total))
    notes.add("years_in_one_file", 1, [Example("episodes", table.typed.file, 0)])
    return replace(table, year=several[-1], years=several)


def _year_of_others(members: list[Placed]) -> int | None:
    """The year that nearly all days of reviews, absences and the like fall in, where there is one."""
    counts: Counter[int] = Counter()
    for table in members:
        for column in ("REVIEW", "MIS_START", "SW_DEC", "DOLO_START"):
            if column in table.typed.frame.columns:
                counts.update(_years(table.typed.frame[column]))
    if not counts:
        return None
    most, number = counts.most_common(1)[0]
    return most if number >= _MOST * counts.total() else None


def _likeliest(table: Placed, episodes: list[Placed]) -> int | None:
    """The year whose episodes are of the same children; for one flat folder of many years without names."""
    own = _year_of_others([table])
    if own is not None:
        return own
    children = set(table.typed.frame["CHILD"].drop_nulls())
    best: tuple[float, int | None] = (0.0, None)
    for candidate in episodes:
        theirs = set(candidate.typed.frame["CHILD"].drop_nulls())
        likeness = len(children & theirs) / max(len(children | theirs), 1)
        best = max(best, (likeness, candidate.year), key=lambda pair: pair[0])
    return best[1]


def _years(days: pl.Series) -> dict[int, int]:
    if days.null_count() == len(days):
        return {}
    # Days are counted first: they are few, and finding the year of each row costs more than counting it.
    counted = days.drop_nulls().value_counts()
    years = counted.select(pl.col(days.name).dt.offset_by("-3mo").dt.year(), "count").group_by(days.name).sum()
    return {int(year) + 1: int(number) for year, number in years.iter_rows()}


# ------------------------------------------------------------------------------------- one table a year
def _one_each(dated: list[Placed], notes: Notebook) -> Sorted:
    answer = Sorted()
    for table in _without_other_returns(dated, answer, notes):
        answer.tables.append(table)
    kept: list[Placed] = []
    for (year, name), rivals in _by(answer.tables, lambda p: (p.year, p.typed.table)).items():
        kept += _parts_or_versions(year, name, rivals, answer, notes) if year is not None else rivals
    answer.tables = kept
    return answer


def _without_other_returns(dated: list[Placed], answer: Sorted, notes: Notebook) -> list[Placed]:
    """An XML beside CSV tables of the same year is another return: never mixed, always reported."""
    csv_years = {p.year for p in dated if not p.xml and p.year is not None}
    kept = [p for p in dated if not p.xml]
    taken = {p.year: "CSV tables" for p in kept if p.year in csv_years}
    for home, members in sorted(_by([p for p in dated if p.xml], lambda p: p.home).items()):
        year = members[0].year
        if year is None or year not in taken:
            kept += members
            if year is not None:
                taken[year] = home
            continue
        if taken[year] != "CSV tables":
            why = (
                f"It is a whole return for {year}, and so is what was given beside it ({taken[year]}). "
                "Give one of them at a time."
            )
            answer.faults.append(Fault(home, 0, "", "two_returns", why))
        else:
            answer.aside.append((home, "another_return"))
            notes.add("another_return", 1, [Example("", home, 0, value=str(year))])
    return kept


def _parts_or_versions(year: int, name: str, rivals: list[Placed], answer: Sorted, notes: Notebook) -> list[Placed]:
    """Several files of one table and year: parts of it are read together, other versions are not."""
    unique: list[Placed] = []
    for rival in rivals:
        if any(rival.typed.frame.equals(other.typed.frame) for other in unique):
            answer.aside.append((rival.typed.file, "same_file_twice"))
            notes.add("same_file_twice", 1, [Example(name, rival.typed.file, 0)])
        else:
            unique.append(rival)
    if len(unique) < 2:
        return unique
    if not _share(name, unique):
        notes.add("several_parts", len(unique), [Example(name, p.typed.file, 0) for p in unique])
        return unique
    usual = [p for p in unique if named_after(p.typed.file) == name]
    others = [p for p in unique if p not in usual]
    if len(usual) == 1:
        for other in others:
            answer.aside.append((other.typed.file, "another_version"))
            notes.add("another_version", 1, [Example(name, other.typed.file, 0)])
        return usual
    for rival in unique[1:]:
        why = f"It holds the table {name} of {year} again, differently from {unique[0].typed.file}. Keep the right one."
        answer.faults.append(Fault(rival.typed.file, 0, "", "two_versions", why))
    return unique[:1]


def _share(name: str, rivals: list[Placed]) -> bool:
    """Whether the files speak of the same things, so that they cannot both be parts."""
    starts = [c for c in tables()[name].needed if c != "CHILD" and c != "DOB"]
    frames = [p.typed.frame.select("CHILD", *starts).unique() for p in rivals]
    smallest = min(f.height for f in frames)
    together = pl.concat(frames).unique().height
    return sum(f.height for f in frames) - together > _SHARED * smallest


def _by(placed: Iterable[Placed], key: Callable[[Placed], K]) -> dict[K, list[Placed]]:
    groups: dict[K, list[Placed]] = {}
    for table in placed:
        groups.setdefault(key(table), []).append(table)
    return groups
