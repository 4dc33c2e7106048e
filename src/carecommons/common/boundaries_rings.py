"""Outlines of the areas of a grid, in few points, so that neighbours still meet point for point.

Each ring is walked with its area on the left hand. A ring is cut into lines at the corners where three areas
or more meet; each line is simplified once, whichever side it is read from (Douglas and Peucker 1973).
Units: metres on the British National Grid.
"""

from functools import partial
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Point = tuple[int, int]
Ring = tuple[Point, ...]


def corners(labels: npt.NDArray[np.uint8], areas: frozenset[int]) -> dict[int, list[Ring]]:
    """Every ring of each area in grid corners (column, row), stairs and all; holes run clockwise."""
    kept = np.where(np.isin(labels, list(areas)), labels, 0)
    nexts = _edges(np.pad(kept, 1))
    return {area: _walked(nexts[area]) for area in sorted(nexts)}


def simplified(rings: dict[int, list[Ring]], tolerance: float) -> dict[int, list[Ring]]:
    """The same rings within `tolerance` (in grid squares) of where they were; rings that shrink to a line go."""
    meeting = _meeting(rings)
    done: dict[tuple[Point, ...], list[Point]] = {}
    found: dict[int, list[Ring]] = {}
    for area, mine in rings.items():
        for ring in mine:
            points = [point for line in _lines(ring, meeting) for point in _once(line, tolerance, done)[:-1]]
            if len(points) >= 3:
                found.setdefault(area, []).append(tuple(points))
    return found


def turns_left(ring: Ring) -> bool:
    """True for an outer ring (anticlockwise), false for a hole."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True)) > 0


def _edges(labels: npt.NDArray[np.uint8]) -> dict[int, dict[Point, list[Point]]]:
    """For each area the steps round it: from a corner to the next, with the area on the left."""
    nexts: dict[int, dict[Point, list[Point]]] = {}

    def step(area: int, start: Point, end: Point) -> None:
        nexts.setdefault(area, {}).setdefault(start, []).append(end)

    # Corners are numbered without the padding: the square (row, column) has its south-west corner there.
    for row, col in np.argwhere(labels[:, :-1] != labels[:, 1:]).tolist():
        left, right = int(labels[row, col]), int(labels[row, col + 1])
        low, high = (col, row - 1), (col, row)
        if left:
            step(left, low, high)
        if right:
            step(right, high, low)
    for row, col in np.argwhere(labels[:-1] != labels[1:]).tolist():
        below, above = int(labels[row, col]), int(labels[row + 1, col])
        west, east = (col - 1, row), (col, row)
        if below:
            step(below, east, west)
        if above:
            step(above, west, east)
    return nexts


def _walked(nexts: dict[Point, list[Point]]) -> list[Ring]:
    """All steps of one area joined into rings; where two squares touch only at a corner, they stay apart."""
    rings: list[Ring] = []
    for start in sorted(nexts):
        while nexts[start]:
            ring, here = [start], nexts[start].pop()
            while here != start:
                ring.append(here)
                choices = nexts[here]
                before = ring[-2]
                # Turning left keeps to the same square.
                choices.sort(key=partial(_turn, before, here))
                here = choices.pop()
            rings.append(tuple(ring))
    return rings


def _turn(before: Point, here: Point, to: Point) -> int:
    """How far left one turns at `here`, coming from `before` and going on to `to`."""
    along, across = here[0] - before[0], here[1] - before[1]
    return along * (to[1] - here[1]) - across * (to[0] - here[0])


def _meeting(rings: dict[int, list[Ring]]) -> frozenset[Point]:
    """Corners where lines of more than one neighbour meet: a fixed point for all of them."""
    ways: dict[Point, set[Point]] = {}
    for mine in rings.values():
        for ring in mine:
            for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
                ways.setdefault(a, set()).add(b)
                ways.setdefault(b, set()).add(a)
    return frozenset(point for point, others in ways.items() if len(others) > 2)


def _lines(ring: Ring, meeting: frozenset[Point]) -> list[tuple[Point, ...]]:
    """The ring cut at its meeting corners, or at its first corner when it has none; each line holds both ends."""
    cuts = [i for i, point in enumerate(ring) if point in meeting] or [ring.index(min(ring))]
    turned = ring[cuts[0] :] + ring[: cuts[0]] + (ring[cuts[0]],)
    at = [cut - cuts[0] for cut in cuts] + [len(ring)]
    return [turned[a : b + 1] for a, b in pairwise(at)]


def _once(line: tuple[Point, ...], tolerance: float, done: dict[tuple[Point, ...], list[Point]]) -> list[Point]:
    """The line simplified in the same direction whoever asks, and given back in the direction asked for."""
    back = line[::-1]
    forward = line <= back
    key = line if forward else back
    if key not in done:
        done[key] = _thinned(key, tolerance)
    return done[key] if forward else done[key][::-1]


def _thinned(line: tuple[Point, ...], tolerance: float) -> list[Point]:
    points = np.array(line, dtype=np.float64)
    keep = np.zeros(len(line), dtype=bool)
    keep[[0, -1]] = True
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        away = _distances(points[first + 1 : last], points[first], points[last])
        furthest = int(np.argmax(away))
        # A closed line has no direction of its own: its furthest point is always kept.
        if away[furthest] > tolerance or line[first] == line[last]:
            middle = first + 1 + furthest
            keep[middle] = True
            spans += [(first, middle), (middle, last)]
    return [line[i] for i in np.flatnonzero(keep).tolist()]


def _distances(
    points: npt.NDArray[np.float64], start: npt.NDArray[np.float64], end: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """How far each point lies from the straight line between start and end."""
    along = end - start
    length = float(np.hypot(*along))
    if length == 0:
        return np.hypot(*(points - start).T)
    return np.abs(along[0] * (points[:, 1] - start[1]) - along[1] * (points[:, 0] - start[0])) / length
