"""How good the data are, for planners: what the newest import changed, and what was mended or doubted in it.

Source: data.md (returns), handbook B1. Numbers of rows are `Shown`: rows stand for children.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from carecommons.common.suppress import Shown

NEW_YEAR, CORRECTED, NEW_TABLE = "new_year", "corrected", "new_table"
WHY: dict[str, str] = {
    NEW_YEAR: "A new year: this return was not held before.",
    CORRECTED: "A corrected file: the rows of a year that was held already are different now.",
    NEW_TABLE: "A new table: this part of a year that was held already came for the first time.",
}
LATER = "A later return says how these children's time in care went on."
SORTS: dict[str, str] = {
    "repair": "Put right",
    "doubt": "Kept, and doubtful",
    "format": "How it was written",
}


@dataclass(frozen=True, slots=True)
class RowsMoved:
    """One table of one year in an import, and why its rows moved (a key of WHY)."""

    year: int
    table: str
    added: Shown
    removed: Shown
    changed: Shown
    why: str

    @property
    def because(self) -> str:
        return WHY[self.why]


@dataclass(frozen=True, slots=True)
class FigureMoved:
    """One figure of one year before the import and now, in words. moved: both are printed and differ."""

    year: int
    code: str
    name: str
    before: str
    now: str
    moved: bool
    why: str

    @property
    def because(self) -> str:
        """A figure of a year that was held moves with a new year only where that tells how its children went on."""
        return LATER if self.why == NEW_YEAR else WHY[self.why]


@dataclass(frozen=True, slots=True)
class Seen:
    """One kind of thing that was mended or doubted: how often in each place, what it means, how to mend it."""

    kind: str
    sort: str
    means: str
    where: str
    how: str
    cells: tuple[Shown, ...]

    @property
    def sorted_as(self) -> str:
        return SORTS[self.sort]


def why(year: int, years_new: Sequence[int], *, is_new: bool) -> str:
    """A year that was not held before, a table of it that was not, or a correction of both."""
    if year in years_new:
        return NEW_YEAR
    return NEW_TABLE if is_new else CORRECTED


def headline(figures: Sequence[FigureMoved], rows: Sequence[RowsMoved]) -> str:
    """The finding in a sentence; it prints nothing that is withheld."""
    if not rows:
        return "Nothing has changed since the returns were first imported"
    moved = sum(figure.moved for figure in figures)
    new = sorted({row.year for row in rows if row.why == NEW_YEAR})
    corrected = sorted({row.year for row in rows if row.why == CORRECTED})
    fuller = sorted({row.year for row in rows if row.why == NEW_TABLE} - set(corrected))
    came = f"the return of {_and(new)} came" if new else ""
    mended = f"{_and(corrected)} {'was' if len(corrected) == 1 else 'were'} corrected" if corrected else ""
    filled = f"a table of {_and(fuller)} came" if fuller else ""
    told = " and ".join(part for part in (came, mended, filled) if part)
    many = f"{moved} printed figure{'' if moved == 1 else 's'}" if moved else "no printed figure"
    return f"{told[0].upper()}{told[1:]}; {many} of the years held before moved"


def _and(years: Sequence[int]) -> str:
    return " and ".join(map(str, years)) if len(years) < 3 else f"{years[0]} to {years[-1]}"


def by_sort(seen: Sequence[Seen]) -> Mapping[str, tuple[Seen, ...]]:
    """Repairs first, then doubts, then writing; kinds in their own order; sorts of nothing left out."""
    grouped = {words: tuple(each for each in seen if each.sort == sort) for sort, words in SORTS.items()}
    return {words: found for words, found in grouped.items() if found}
