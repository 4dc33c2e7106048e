"""Two drawings of the same figures: England as it lies, and England with one tile for each council.

The first shows where; the second that each council counts once, London's as much as Devon's. Both have the same
steps of one hue, hatching for none, and the nearness of other councils to a chosen one as outlines, never as a second
fill. Drawn in tenths of a drawing unit with whole steps from point to point, which keeps a page light.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .drawing import WIDTH, check_figures, identity, said, words
from .tiles import ROW_HEIGHT, Tile

Point = tuple[int, int]
Ring = Sequence[Point]
STEPS = 5
_TENTHS = 10
_TALL = 480  # drawing units; both drawings stand beside each other at this height at most
_ROUND_TILE = ((0, -4), (3, -2), (3, 2), (0, 4), (-3, 2), (-3, -2))  # sixths of a width, sixths of a side


@dataclass(frozen=True, slots=True)
class Shown:
    """One council on both maps. figure: what it is shaded by; told: the words of its title."""

    code: str
    figure: int
    told: str


@dataclass(frozen=True, slots=True)
class Outlined:
    """Councils with one outline round them all. look: "same", "near" or "region"."""

    look: str
    words: str
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Drawing:
    """One drawing as markup."""

    svg: str


def steps_of(figures: Iterable[int]) -> tuple[int, ...]:
    """The upper edges of all steps but the last: about a fifth of the councils that have any in each step.

    Fewer than four edges where few figures differ; none where no council has any.
    """
    ranked = sorted(figure for figure in figures if figure > 0)
    if not ranked:
        return ()
    edges = {ranked[min(len(ranked) - 1, len(ranked) * n // STEPS)] for n in range(1, STEPS)}
    return tuple(sorted(edges - {ranked[-1]}))


def key_of(edges: Sequence[int], figures: Collection[int], unit: str) -> tuple[tuple[str, str], ...]:
    """The key: a class and its words for each step that is on the map, and for none."""
    most = max(figures, default=0)
    lines: list[tuple[str, str]] = [("cc-swatch--hatch", f"no {unit}")] if 0 in figures else []
    lowest = 1
    for n, edge in enumerate((*edges, most)):
        if most:
            lines.append((step_class(n, edges), said(lowest) if lowest == edge else f"{said(lowest)} to {said(edge)}"))
        lowest = edge + 1
    return tuple(lines)


def step_class(n: int, edges: Sequence[int]) -> str:
    """The class of the n-th step; few steps are spread over the whole hue, so that they stay apart."""
    last = len(edges)
    return f"cc-s{STEPS if last == 0 else 1 + round(n * (STEPS - 1) / last)}"


def true_map(
    title: str, desc: str, outlines: Mapping[str, Sequence[Ring]], shown: Sequence[Shown], outlined: Sequence[Outlined]
) -> Drawing:  # fmt: skip
    """England as it lies. outlines: rings of (easting, northing) in metres, shared borders point for point."""
    place, wide, tall = _placing([point for rings in outlines.values() for ring in rings for point in ring])
    rings = {code: [_thin([place(point) for point in ring]) for ring in mine] for code, mine in outlines.items()}
    whole = {code: [[place(point) for point in ring] for ring in mine] for code, mine in outlines.items()}
    return _drawn(title, desc, rings, whole, shown, outlined, wide=wide, tall=tall)


def tile_map(
    title: str, desc: str, tiles: Mapping[str, Tile], shown: Sequence[Shown], outlined: Sequence[Outlined]
) -> Drawing:  # fmt: skip
    """One tile for each council, with its label."""
    width = 6 * 37  # tenths of a unit, a multiple of six: corners that meet must be the same point
    side = round(width / ROW_HEIGHT / 2)
    rings = {}
    for tile in tiles.values():
        x, y = _middle(tile, width, side)
        rings[tile.code] = [[(x + dx * width // 6, y + _down(dy, side)) for dx, dy in _ROUND_TILE]]
    wide, tall = (max((p[axis] for mine in rings.values() for p in mine[0]), default=1) + 20 for axis in (0, 1))
    labels = [
        f'<text x="{x}" y="{y + 34}">{words(tile.short)}</text>'
        for tile in tiles.values() for x, y in (_middle(tile, width, side),)
    ]  # fmt: skip
    dark = {each.code for each in shown if _step(each.figure, steps_of(s.figure for s in shown)) in ("cc-s4", "cc-s5")}
    marked = [
        label.replace("<text ", '<text class="cc-on-dark" ', 1) if tile.code in dark else label
        for label, tile in zip(labels, tiles.values(), strict=True)
    ]
    return _drawn(title, desc, rings, rings, shown, outlined, wide=wide, tall=tall, over=marked)


def border(rings: Iterable[Ring]) -> list[list[Point]]:
    """The lines round all of some areas together: edges that two of them share are left out.

    rings: closed, outer ones turning one way and holes the other, so that a shared edge is run through both ways.
    """
    edges: dict[tuple[Point, Point], int] = {}
    for ring in rings:
        for edge in zip(ring, (*ring[1:], ring[0]), strict=True):
            edges[edge] = edges.get(edge, 0) + 1
    leads: dict[Point, list[Point]] = {}
    for start, end in edges:
        if start != end and (end, start) not in edges:
            leads.setdefault(start, []).append(end)
    lines = []
    while leads:
        start = next(iter(leads))
        line = [start]
        while line[-1] in leads:
            onward = leads[line[-1]]
            after = onward.pop()
            if not onward:
                del leads[line[-1]]
            line.append(after)
        lines.append(line)
    return lines


def _drawn(
    title: str, desc: str, rings: Mapping[str, Sequence[Ring]], whole: Mapping[str, Sequence[Ring]],
    shown: Sequence[Shown], outlined: Sequence[Outlined], *, wide: int, tall: int, over: Sequence[str] = (),
) -> Drawing:  # fmt: skip
    check_figures([each.figure for each in shown])
    edges = steps_of(each.figure for each in shown)
    id_ = identity("atlas", title, desc, [(s.code, s.figure) for s in shown], sorted(rings))
    body = [
        f'<path {_fill(_step(each.figure, edges), id_)} d="{"".join(_closed(ring) for ring in rings[each.code])}">'
        f"<title>{words(each.told)}</title></path>"
        for each in shown if each.code in rings
    ]  # fmt: skip
    for group in outlined:
        lines = border(ring for code in sorted(group.codes) for ring in whole.get(code, ()))
        path = "".join(_run(_thin(line)) for line in lines)
        if path and group.look != "region":
            body.append(f'<path class="cc-lev cc-lev--{group.look}-edge" d="{path}"/>')
        if path:
            body.append(f'<path class="cc-lev cc-lev--{group.look}" d="{path}"/>')
    pattern = (
        f'<defs><pattern id="{id_}-h" width="60" height="60" patternUnits="userSpaceOnUse" patternTransform='
        '"rotate(45)"><rect class="cc-hatch-bg" width="60" height="60"/><rect class="cc-hatch" width="14" '
        'height="60"/></pattern></defs>'
    )
    return Drawing(
        f'<svg class="cc-chart cc-atlas" viewBox="0 0 {wide} {tall}" role="img" aria-labelledby="{id_}-t {id_}-d" '
        f'focusable="false"><title id="{id_}-t">{words(title)}</title><desc id="{id_}-d">{words(desc)}</desc>{pattern}'
        f"{''.join(body)}<g>{''.join(over)}</g></svg>"
    )


def _step(figure: int, edges: Sequence[int]) -> str:
    return "" if figure == 0 else step_class(sum(figure > edge for edge in edges), edges)


def _fill(step: str, id_: str) -> str:
    return f'class="{step}"' if step else f'fill="url(#{id_}-h)"'


def _middle(tile: Tile, width: int, side: int) -> Point:
    return tile.column * width + tile.row % 2 * (width // 2) + width // 2 + 10, tile.row * side * 3 // 2 + side + 10


def _down(sixths: int, side: int) -> int:
    """How far below the middle a corner lies: the tips a whole side, the shoulders half of one."""
    return {-4: -side, -2: -(side * 3 // 2 - side), 2: side * 3 // 2 - side, 4: side}[sixths]


def _placing(points: Sequence[tuple[float, float]]) -> tuple[Callable[[tuple[float, float]], Point], int, int]:
    """How metres become tenths of drawing units, and how wide and tall the drawing is."""
    points = points or [(0, 0), (1, 1)]
    west, east = min(e for e, _ in points), max(e for e, _ in points)
    south, north = min(n for _, n in points), max(n for _, n in points)
    per_tenth = max((east - west) / (WIDTH - 2), (north - south) / (_TALL - 2), 1.0) / _TENTHS

    def place(point: tuple[float, float]) -> Point:
        return round((point[0] - west) / per_tenth) + 10, round((north - point[1]) / per_tenth) + 10

    right, down = place((east, south))
    return place, right + 10, down + 10


def _thin(ring: Sequence[Point]) -> list[Point]:
    """The line without points that stand on one another."""
    kept = [point for n, point in enumerate(ring) if n == 0 or point != ring[n - 1]]
    return kept or list(ring[:1])


def _closed(ring: Ring) -> str:
    return _run(ring) + "z" if len(ring) > 2 else ""


def _run(line: Sequence[Point]) -> str:
    """A path from point to point in whole steps: the shortest way to write it."""
    if len(line) < 2:
        return ""
    return f"M{line[0][0]} {line[0][1]}l" + "".join(_joined(_ways(line)))


def _ways(line: Sequence[Point]) -> Iterator[int]:
    for (x, y), (u, v) in zip(line, line[1:], strict=False):
        yield u - x
        yield v - y


def _joined(numbers: Iterable[int]) -> Iterator[str]:
    for n, number in enumerate(numbers):
        yield f"{' ' if n and number >= 0 else ''}{number}"
