"""How the figures of the returns went from year to year, place beside place; a year without a return is a gap.

Source: handbook B1, B2, B12, B14. A figure is printed, withheld, or there was no return of that year: three different
things, never nought. Units: children, moves, or per cent.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from carecommons.common.drawing import Gap
from carecommons.common.suppress import Shown

CHILDREN, PERCENT = "children", "%"
NO_RETURN = Gap.NO_RETURN.value


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of one year. value None: withheld, or nobody to count; held False: there was no return."""

    year: int
    value: float | None
    words: str
    held: bool = True

    @property
    def drawn(self) -> float | Gap | None:
        return self.value if self.held else Gap.NO_RETURN


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of one place over the years."""

    place: str
    points: tuple[Point, ...]

    @property
    def printed(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.held and point.value is not None)


@dataclass(frozen=True, slots=True)
class Series:
    """One figure over the years, a line for each place in the order of the audit. definition: what it counts."""

    code: str
    title: str
    unit: str
    lines: tuple[Line, ...]
    definition: str = ""

    @property
    def finding(self) -> str:
        """From the first printed year to the last, of the first place; it prints nothing that is withheld."""
        first = self.lines[0]
        if not first.printed:
            return f"{self.title}, {first.place}: no year can be printed"
        begin, end = first.printed[0], first.printed[-1]
        if begin is end:
            return f"{self.title}, {first.place}: {end.words} in {end.year}"
        return f"{self.title}, {first.place}: {begin.words} in {begin.year}, {end.words} in {end.year}"

    @property
    def gaps(self) -> tuple[int, ...]:
        """Years of which the first place sent no return."""
        return tuple(point.year for point in self.lines[0].points if not point.held)


@dataclass(frozen=True, slots=True)
class Parts:
    """One dimension over the years for one place: a line for each label."""

    code: str
    title: str
    place: str
    lines: tuple[Line, ...]

    @property
    def finding(self) -> str:
        """The label with most children in the last printed year, then and before."""
        last = max((line.points[-1].value or 0, -n) for n, line in enumerate(self.lines)) if self.lines else (0, 0)
        if not last[0]:
            return f"{self.title}, {self.place}: too few to print in the last year"
        largest = self.lines[-int(last[1])]
        begin, end = largest.printed[0], largest.printed[-1]
        since = f"{begin.words} in {begin.year}, " if begin is not end else ""
        return f"{self.title}, {self.place}: “{largest.place}”, {since}{end.words} in {end.year}"


def counted(year: int, shown: Shown | None) -> Point:
    """A count of one year; None where there was no return."""
    return Point(year, None, NO_RETURN, held=False) if shown is None else Point(year, shown.value, shown.words)


def share(year: int, percent: float | None, words: str | None) -> Point:
    """A percentage of one year; words None where there was no return."""
    return Point(year, None, NO_RETURN, held=False) if words is None else Point(year, percent, words)


def axis(years: Sequence[int]) -> tuple[int, ...]:
    """Every year from the first to the last, the missing ones too."""
    return tuple(range(min(years), max(years) + 1)) if years else ()


def said(years: Sequence[int]) -> str:
    """Years in words: 2023; 2023 and 2024; 2022, 2023 and 2024."""
    words = [str(year) for year in years]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
