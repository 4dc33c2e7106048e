"""Small numbers are not shown: counts from 1 to a threshold are withheld, the rest rounded.

Source: trust.md promise 5, handbook section 6. The threshold and the rounding come from the constitution as
dated parameters and are passed in. A withheld cell is never nought and never blank: it is `Withheld`.

Where a total is shown beside its parts, one withheld part could be worked out by subtraction. Then the next
smallest part is withheld too (secondary suppression). Totals are rounded on their own, so parts need not add.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Shown:
    """A count as it may be shown: `value` None means withheld. `words` is what stands in its place."""

    value: int | None
    words: str

    @property
    def withheld(self) -> bool:
        return self.value is None


def show(count: int, *, threshold: int, round_to: int) -> Shown:
    """One count on its own: 0 stays 0, 1..threshold is withheld, the rest is rounded to `round_to`."""
    assert count >= 0, "a count of children is not negative"
    if 1 <= count <= threshold:
        return Shown(None, f"1 to {threshold}")
    rounded = _rounded(count, round_to)
    return Shown(rounded, f"{rounded:,}")


def show_parts(counts: Mapping[K, int], *, threshold: int, round_to: int) -> dict[K, Shown]:
    """The parts of one total, fit to be shown beside it: never exactly one part withheld.

    When the withheld parts together are known to be few, the smallest shown part (above nought) joins them,
    so that total minus the shown parts never gives a small number away.
    """
    shown = {key: show(count, threshold=threshold, round_to=round_to) for key, count in counts.items()}
    hidden = [key for key, cell in shown.items() if cell.withheld]
    if len(hidden) == 1:
        others = sorted((count, str(key), key) for key, count in counts.items() if count > 0 and key not in hidden)
        if others:
            shown[others[0][2]] = Shown(None, "withheld")
    return shown


def show_table(rows: Sequence[Sequence[int]], *, threshold: int, round_to: int) -> list[list[Shown]]:
    """A table of counts shown with row and column totals: no row or column has exactly one withheld cell.

    rows: (r, c) counts. Repeats until nothing more must be withheld, so it always ends.
    """
    shown = [[show(cell, threshold=threshold, round_to=round_to) for cell in row] for row in rows]
    changed = True
    while changed:
        changed = False
        for line in _lines(len(rows), len(rows[0]) if rows else 0):
            changed |= _withhold_a_second(line, rows, shown)
    return shown


def _lines(height: int, width: int) -> list[list[tuple[int, int]]]:
    across = [[(r, c) for c in range(width)] for r in range(height)]
    down = [[(r, c) for r in range(height)] for c in range(width)]
    return across + down


def _withhold_a_second(line: list[tuple[int, int]], rows: Sequence[Sequence[int]], shown: list[list[Shown]]) -> bool:
    hidden = [cell for cell in line if shown[cell[0]][cell[1]].withheld]
    if len(hidden) != 1:
        return False
    open_cells = sorted((rows[r][c], r, c) for r, c in line if rows[r][c] > 0 and not shown[r][c].withheld)
    if not open_cells:
        return False
    _, r, c = open_cells[0]
    shown[r][c] = Shown(None, "withheld")
    return True


def _rounded(count: int, round_to: int) -> int:
    assert round_to >= 1
    return (count + round_to // 2) // round_to * round_to
