"""Whose land each square of a grid is, told from where postcodes lie; and which lands touch.

A square belongs to the area of most of its postcodes. Empty land between is given to the nearest area; the
sea is what lies further than `reach` squares from any postcode once the coast is closed and holes are filled.
Units: squares of `size` metres on the British National Grid; label 0 is sea or nobody.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Labels = npt.NDArray[np.uint8]
_ROUND = ((0, 1), (0, -1), (1, 0), (-1, 0))
_CORNERS = ((1, 1), (1, -1), (-1, 1), (-1, -1))


@dataclass(frozen=True, slots=True)
class Grid:
    """labels[row, column], row 0 in the south; the south-west corner of the first square in metres."""

    labels: Labels
    west: int
    south: int
    size: int

    def squares(self, easting: npt.NDArray[np.int32], northing: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
        """Which squares hold at least one of these positions."""
        held = np.zeros(self.labels.shape, dtype=bool)
        held[(northing - self.south) // self.size, (easting - self.west) // self.size] = True
        return held


def gridded(
    easting: npt.NDArray[np.int32], northing: npt.NDArray[np.int32], area: Labels, *, size: int, reach: int
) -> Grid:
    """The grid of land, from the positions of postcodes and the areas (1..255) that they belong to."""
    margin = reach + 2
    west, south = (int(x.min()) // size * size - margin * size for x in (easting, northing))
    shape = ((int(northing.max()) - south) // size + margin + 1, (int(easting.max()) - west) // size + margin + 1)
    cell = (northing - south) // size * shape[1] + (easting - west) // size
    seeds = _most(cell, area, shape)
    land = _land(seeds > 0, reach)
    return Grid(labels=_smooth(_spread(seeds, land)), west=west, south=south, size=size)


def touching(grid: Grid) -> dict[tuple[int, int], int]:
    """Metres of common border of each two areas that touch, the lower label first."""
    found: dict[tuple[int, int], int] = {}
    for first, second in ((grid.labels[:, :-1], grid.labels[:, 1:]), (grid.labels[:-1], grid.labels[1:])):
        border = (first != second) & (first > 0) & (second > 0)
        low, high = np.minimum(first, second)[border], np.maximum(first, second)[border]
        pairs, edges = np.unique(low.astype(np.int64) * 256 + high, return_counts=True)
        for pair, count in zip(pairs.tolist(), edges.tolist(), strict=True):
            key = (pair // 256, pair % 256)
            found[key] = found.get(key, 0) + count * grid.size
    return found


def parted(grid: Grid, pairs: frozenset[tuple[int, int]], *, dry: npt.NDArray[np.bool_], width: int) -> Grid:
    """The grid with water between the areas of each pair: empty squares within `width` of their border sink.

    dry: squares that hold postcodes, which never sink.
    """
    labels = grid.labels
    border = np.zeros(labels.shape, dtype=bool)
    for dy, dx in ((0, 1), (1, 0)):
        other = _shifted(labels, dy, dx)
        for low, high in pairs:
            meet = ((labels == low) & (other == high)) | ((labels == high) & (other == low))
            border |= meet | (_shifted(meet.astype(np.uint8), -dy, -dx) > 0)
    for step in range(width):
        border = _grown(border, step)
    return Grid(np.where(border & ~dry, 0, labels).astype(np.uint8), grid.west, grid.south, grid.size)


def _most(cell: npt.NDArray[np.int64], area: Labels, shape: tuple[int, int]) -> Labels:
    """The area of most postcodes of each square; 0 where there is none."""
    key, number = np.unique(cell.astype(np.int64) * 256 + area, return_counts=True)
    # Sorted by count, so that the last to be written in each square is the most frequent.
    order = np.argsort(number, kind="stable")
    seeds = np.zeros(shape[0] * shape[1], dtype=np.uint8)
    seeds[key[order] // 256] = (key[order] % 256).astype(np.uint8)
    return seeds.reshape(shape)


def _land(seen: npt.NDArray[np.bool_], reach: int) -> npt.NDArray[np.bool_]:
    """Squares with postcodes, the gaps between them up to 2 * reach wide, and every hole in the result."""
    wide = seen.copy()
    for step in range(reach):
        wide = _grown(wide, step)
    # Filled while wide: moors that open on the sea through a gap narrower than twice the reach are land.
    sea = ~_filled(wide)
    for step in range(reach):
        sea = _grown(sea, step)
    return _filled(~sea | seen)


def _grown(mask: npt.NDArray[np.bool_], step: int) -> npt.NDArray[np.bool_]:
    """One square wider on all sides; corners every second time, which makes circles of squares."""
    out = mask.copy()
    out[1:] |= mask[:-1]
    out[:-1] |= mask[1:]
    rows = out.copy() if step % 2 else mask
    out[:, 1:] |= rows[:, :-1]
    out[:, :-1] |= rows[:, 1:]
    return out


def _filled(land: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Land, with every patch of water that the open sea cannot reach."""
    sea = np.zeros_like(land)
    sea[0] = sea[-1] = ~land[0]
    sea[:, 0] = sea[:, -1] = True
    sea &= ~land
    while True:
        before = int(sea.sum())
        for lines in (range(1, sea.shape[0]), range(sea.shape[0] - 2, -1, -1)):
            step = -1 if lines.step > 0 else 1
            for row in lines:
                sea[row] = _run(sea[row] | (sea[row + step] & ~land[row]), ~land[row])
        if int(sea.sum()) == before:
            return ~sea


def _run(wet: npt.NDArray[np.bool_], may: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Along one line, every stretch of `may` that holds a wet square becomes wet."""
    stretch = np.cumsum(np.concatenate(([False], may[1:] & ~may[:-1])) | (~may))
    hit = np.zeros(int(stretch[-1]) + 1, dtype=bool)
    hit[stretch[wet & may]] = True
    return hit[stretch] & may


def _spread(seeds: Labels, land: npt.NDArray[np.bool_]) -> Labels:
    """Every square of land takes the area of the nearest square with postcodes."""
    labels = np.where(land, seeds, 0).astype(np.uint8)
    step = 0
    while True:
        empty = land & (labels == 0)
        before = int(empty.sum())
        if before == 0:
            return labels
        old = labels.copy()
        for dy, dx in _ROUND + (_CORNERS if step % 2 else ()):
            near = _shifted(old, dy, dx)
            take = empty & (labels == 0) & (near > 0)
            labels[take] = near[take]
        step += 1
        if int((land & (labels == 0)).sum()) == before:
            return labels


def _shifted(labels: Labels, dy: int, dx: int) -> Labels:
    out = np.zeros_like(labels)
    rows, cols = labels.shape
    out[max(dy, 0) : rows + min(dy, 0), max(dx, 0) : cols + min(dx, 0)] = labels[
        max(-dy, 0) : rows + min(-dy, 0), max(-dx, 0) : cols + min(-dx, 0)
    ]
    return out


def _smooth(labels: Labels) -> Labels:
    """A square whose eight neighbours are mostly of one other area joins it: single stray postcodes vanish."""
    out = labels.copy()
    stack = [_shifted(labels, dy, dx) for dy, dx in _ROUND + _CORNERS]
    for neighbour in stack:
        same = sum((other == neighbour).astype(np.uint8) for other in stack)
        change = (labels > 0) & (neighbour > 0) & (same >= 6)
        out[change] = neighbour[change]
    return out
