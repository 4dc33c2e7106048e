"""A map on which every council counts once: one six-sided tile each, as near as can be to where it lies.

The places were worked out by `layout` from the true middles of the areas and from who adjoins whom, once, and are
kept in data/tiles.csv (`python tools/tiles.py`); a test works them out again. The same input gives the same tiles:
nothing is drawn by lot. Units: middles in metres on the British National Grid; columns run east, rows south.
"""

import csv
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Cell = tuple[int, int]
Middle = tuple[float, float]
Floats = NDArray[np.float64]

# A row of six-sided tiles stands this much of a tile's width below the one before it.
ROW_HEIGHT = 3**0.5 / 2
_SPARE = 4  # empty columns and rows round the country, so that a coast may bend outwards
_PUSHES = 400
_ROUNDS = 60
_APART_WEIGHT = 2.0  # neighbours that are torn apart weigh this much against tiles that stand away from the truth


@dataclass(frozen=True, slots=True)
class Tile:
    """One council's tile: `short` is its label, unique among all; odd rows stand half a tile further east."""

    code: str
    short: str
    column: int
    row: int

    @property
    def centre(self) -> tuple[float, float]:
        """Where its middle stands, in widths of a tile from the north-west corner."""
        return self.column + self.row % 2 / 2, self.row * ROW_HEIGHT


@lru_cache(maxsize=1)
def tiles() -> Mapping[str, Tile]:
    """The tile of each council, by three-digit code."""
    return {
        row["code"]: Tile(row["code"], row["short"], int(row["column"]), int(row["row"])) for row in table()
    }  # fmt: skip


def table() -> list[dict[str, str]]:
    """The lines of data/tiles.csv as they stand."""
    text = (files("carecommons.common") / "data" / "tiles.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


def layout(middles: Mapping[str, Middle], pairs: Collection[tuple[str, str]]) -> dict[str, Cell]:
    """A column and a row for each council: pushed apart to one a tile, put on the grid, then mended by swaps.

    pairs: councils that adjoin. What is made small is the sum over tiles of the squared way from where it was
    pushed to, and over pairs of the squared tiles between them beyond one.
    """
    codes = sorted(middles)
    place = {code: n for n, code in enumerate(codes)}
    near = np.array(sorted((place[a], place[b]) for a, b in pairs if a in place and b in place)).reshape(-1, 2)
    true = _scaled(np.array([middles[code] for code in codes], dtype=np.float64))
    wanted = _pushed(true, near)
    grid, centres = _grid(wanted)
    cost = ((wanted[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
    chosen = _mended(assigned(cost), cost, centres, near)
    used = np.array([grid[n] for n in chosen])
    west, north = used[:, 0].min(), used[:, 1].min() - used[:, 1].min() % 2  # rows keep their half step
    return {code: (int(c - west), int(r - north)) for code, (c, r) in zip(codes, used, strict=True)}


def assigned(cost: Floats) -> NDArray[np.int64]:
    """A column of its own for each row of `cost`, so that the whole costs least (Hungarian method, exact)."""
    rows, columns = cost.shape
    assert rows <= columns, "there are fewer tiles than councils"
    row_price, column_price = np.zeros(rows + 1), np.zeros(columns + 1)
    holder = np.zeros(columns + 1, dtype=np.int64)  # which row holds a column; 0 is nobody
    for row in range(1, rows + 1):
        holder[0] = row
        least, before = np.full(columns + 1, np.inf), np.zeros(columns + 1, dtype=np.int64)
        seen = np.zeros(columns + 1, dtype=bool)
        at = 0
        while True:
            seen[at] = True
            slack = cost[holder[at] - 1] - row_price[holder[at]] - column_price[1:]
            better = ~seen[1:] & (slack < least[1:])
            least[1:][better] = slack[better]
            before[1:][better] = at
            open_least = np.where(seen, np.inf, least)
            after = int(open_least.argmin())
            step = open_least[after]
            row_price[holder[seen]] += step
            column_price[seen] -= step
            least[~seen] -= step
            at = after
            if holder[at] == 0:
                break
        while at:
            holder[at] = holder[before[at]]
            at = int(before[at])
    found = np.zeros(rows, dtype=np.int64)
    for column in range(1, columns + 1):
        if holder[column]:
            found[holder[column] - 1] = column - 1
    return found


def _scaled(points: Floats) -> Floats:
    """The middles turned southwards and shrunk, so that the country has about one tile's room a council."""
    flipped = points * np.array([1.0, -1.0])
    spread = flipped - flipped.min(axis=0)
    wide, tall = spread.max(axis=0)
    # England fills about 55 in 100 of the box round it.
    return spread * np.sqrt(len(points) * ROW_HEIGHT / (0.55 * wide * tall))


def _pushed(true: Floats, near: NDArray[np.int64]) -> Floats:
    """Councils closer than a tile pushed apart, neighbours drawn together, all held near the truth."""
    at = true.copy()
    one = np.arange(len(at))
    for _ in range(_PUSHES):
        gap = at[:, None, :] - at[None, :, :]
        far = np.sqrt((gap**2).sum(axis=2)) + 1e-9
        far[one, one] = np.inf
        push = np.clip(1.0 - far, 0.0, None) / far
        move = 0.5 * (gap * push[:, :, None]).sum(axis=1) / 3
        if len(near):
            pull = at[near[:, 1]] - at[near[:, 0]]
            away = np.sqrt((pull**2).sum(axis=1)) + 1e-9
            drawn = pull * (np.clip(away - 1.0, 0.0, 1.0) / away)[:, None] * 0.08
            np.add.at(move, near[:, 0], drawn)
            np.add.at(move, near[:, 1], -drawn)
        at = at + move + 0.01 * (true - at)
    return at


def _grid(at: Floats) -> tuple[list[Cell], Floats]:
    west, north = np.floor(at.min(axis=0)) - _SPARE
    east, south = np.ceil(at.max(axis=0)) + _SPARE
    cells = [
        (column, row)
        for row in range(2 * int(north / 2), int(south / ROW_HEIGHT) + 1)
        for column in range(int(west), int(east) + 1)
    ]
    return cells, np.array([(column + row % 2 / 2, row * ROW_HEIGHT) for column, row in cells])


def _mended(
    chosen: NDArray[np.int64], cost: Floats, centres: Floats, near: NDArray[np.int64]
) -> NDArray[np.int64]:  # fmt: skip
    """Each council in turn takes the tile, empty or another's in exchange, that helps most; until none helps."""
    swaps = _Swaps(chosen, cost, centres, near)
    for _ in range(_ROUNDS):
        moved = [swaps.move(n) for n in range(len(chosen))]
        if not any(moved):
            break
    return swaps.chosen


class _Swaps:
    """Who has which tile, what that costs, and the exchanges that make it cost less."""

    def __init__(
        self, chosen: NDArray[np.int64], cost: Floats, centres: Floats, near: NDArray[np.int64]
    ) -> None:  # fmt: skip
        self.chosen, self.cost, self.centres = chosen, cost, centres
        self.beside: list[list[int]] = [[] for _ in chosen]
        for a, b in near:
            self.beside[a].append(int(b))
            self.beside[b].append(int(a))
        self.owner = {int(cell): n for n, cell in enumerate(chosen)}

    def move(self, n: int) -> bool:
        """Give council n the tile near its own that helps most; False when none helps."""
        here = int(self.chosen[n])
        around = np.argsort(((self.centres - self.centres[here]) ** 2).sum(axis=1), kind="stable")[1:37]
        gains = {int(cell): self._gain(n, here, int(cell)) for cell in around}
        best = max(gains, key=lambda cell: gains[cell])  # the nearest of those that help alike
        if gains[best] <= 1e-9:
            return False
        other = self.owner.get(best)
        self._exchange(n, here, best)
        self.owner[best] = n
        if other is None:
            del self.owner[here]
        else:
            self.owner[here] = other
        return True

    def _gain(self, n: int, here: int, cell: int) -> float:
        other = self.owner.get(cell)
        both = (n,) if other is None else (n, other)
        before = self._price(both)
        self._exchange(n, here, cell)
        gain = before - self._price(both)
        self.chosen[n] = here
        if other is not None:
            self.chosen[other] = cell
        return gain

    def _exchange(self, n: int, here: int, cell: int) -> None:
        other = self.owner.get(cell)
        self.chosen[n] = cell
        if other is not None:
            self.chosen[other] = here

    def _price(self, councils: tuple[int, ...]) -> float:
        return sum(self.cost[n, self.chosen[n]] + _APART_WEIGHT * self._torn(n) for n in councils)

    def _torn(self, n: int) -> float:
        """How far the neighbours of council n stand beyond one tile, squared and added up."""
        others = self.centres[self.chosen[self.beside[n]]]
        far = np.sqrt(((others - self.centres[self.chosen[n]]) ** 2).sum(axis=1))
        return float((np.clip(far - 1.0, 0.0, None) ** 2).sum())
