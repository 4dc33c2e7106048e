"""What one file of statistics says, as values: a number or the sign in its place, for each area, year and measure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from carecommons.common.errors import Fault
from carecommons.provision.public_list.values import Note

__all__ = ["NATION", "Cell", "Fault", "Note", "Proof", "Reading", "Statistic"]

NATION = "nation"


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure. Exactly one of `value` and `symbol` says something.

    area: a three-digit code, "region:NAME", "part:NAME" of London, "class:NAME" of councils, or "nation".
    year: of 31 March for what is counted on that day or over the year that ends with it; else the calendar year.
    parts: what the figure is a part of, as codes joined by "/"; "" where the measure says all.
    row: where it stands in the file, the headings counted.
    """

    area: str
    year: int
    measure: str
    parts: str
    value: Decimal | None
    symbol: str
    row: int

    @property
    def key(self) -> tuple[str, int, str, str]:
        return self.area, self.year, self.measure, self.parts


@dataclass(frozen=True, slots=True)
class Proof:
    """England beside the sum of its nine regions and of its councils in one year; signs: councils without a number.

    agrees: whether England and its regions differ by no more than rounding can make.
    """

    words: str
    year: int
    nation: Decimal
    regions: Decimal | None
    councils: Decimal
    signs: int
    agrees: bool


@dataclass(frozen=True, slots=True)
class Statistic:
    """One file. release: the newest year that it holds; as_at: the day that its newest figures describe."""

    source: str
    release: int
    as_at: date
    file: str
    sha256: str
    rows: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, what proves it, what was doubtful, and what makes it unusable; with a fault it is not stored."""

    statistic: Statistic
    proofs: tuple[Proof, ...]
    notes: tuple[Note, ...]
    faults: tuple[Fault, ...]
