"""Two drawings of the same figures: England as it lies, and England with one tile for each council.

The first shows where; the second that each council counts once, London's as much as Devon's. Both have the same
steps of one hue, hatching for none, and the nearness of other councils to a chosen one as outlines, never as a second
fill. Drawn in tenths of a drawing unit with whole steps from point to point, which keeps a page light.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .drawing import WIDTH, check_figures, identity, said, words
from .tiles import ROW_HEIGHT, Tile

Point = tuple[int, int]
Ring = Sequence[Point]
STEPS = 5
_TENTHS = 10
_TALL = 480  # drawing units; both drawings stand beside each other at this height at most
# The corners of a tile: sixths of its width across; down, tips at 4 and shoulders at 2.
_CORNERS = ((0, -4), (3, -2), (3, 2), (0, 4), (-3, 2), (-3, -2))
DARK = ("cc-s4", "cc-s5")  # steps on which a label is white


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
class Sheet:
    """The areas of one map, worked out once and drawn with many figures.

    paths: the outline of each council as it is drawn; rings: the same as points, for lines round several.
    labels: where each label stands, and its words. wide, tall: tenths of a drawing unit.
    """

    paths: Mapping[str, str]
    rings: Mapping[str, Sequence[Ring]]
    labels: Mapping[str, tuple[int, int, str]]
    wide: int
    tall: int


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


def true_sheet(outlines: Mapping[str, Sequence[Sequence[tuple[float, float]]]]) -> Sheet:
    """England as it lies. outlines: rings of (easting, northing) in metres, shared borders point for point."""
    place, wide, tall = _placing([point for rings in outlines.values() for ring in rings for point in ring])
    rings = {code: [[place(point) for point in ring] for ring in mine] for code, mine in outlines.items()}
    paths = {code: "".join(_closed(_thin(ring)) for ring in mine) for code, mine in rings.items()}
    return Sheet(paths, rings, {}, wide, tall)


def tile_sheet(tiles: Mapping[str, Tile]) -> Sheet:
    """One tile for each council, with its label."""
    width = 6 * 37  # a multiple of six: corners that meet must be the same point
    side = round(width / ROW_HEIGHT / 2)
    rings: dict[str, list[Ring]] = {}
    labels = {}
    for tile in tiles.values():
        x, y = _middle(tile, width, side)
        rings[tile.code] = [[(x + dx * width // 6, y + _down(dy, side)) for dx, dy in _CORNERS]]
        labels[tile.code] = (x, y + 32, tile.short)
    paths = {code: "".join(_closed(ring) for ring in mine) for code, mine in rings.items()}
    wide, tall = (max((p[axis] for mine in rings.values() for p in mine[0]), default=1) + 20 for axis in (0, 1))
    return Sheet(paths, rings, labels, wide, tall)


def drawing(
    sheet: Sheet, title: str, desc: str, shown: Sequence[Shown], outlined: Sequence[Outlined] = ()
) -> str:  # fmt: skip
    """One map as markup: every area with its words as a title, the outlines last and the nearest on top."""
    check_figures([each.figure for each in shown])
    edges = steps_of(each.figure for each in shown)
    id_ = identity("atlas", title, desc, [(s.code, s.figure) for s in shown], sheet.wide, sheet.tall)
    body, over = [], []
    for each in shown:
        if each.code in sheet.paths:
            step = _step(each.figure, edges)
            body.append(
                f'<path {_fill(step, id_)} d="{sheet.paths[each.code]}"><title>{words(each.told)}</title></path>'
            )
            if each.code in sheet.labels:
                x, y, label = sheet.labels[each.code]
                on_dark = ' class="cc-on-dark"' if step in DARK else ""
                over.append(f'<text x="{x}" y="{y}"{on_dark}>{words(label)}</text>')
    for group in outlined:
        path = "".join(_run(_thin(line)) for line in border(_all(sheet, group.codes)))
        if path and group.look != "region":
            body.append(f'<path class="cc-lev cc-lev--{group.look}-edge" d="{path}"/>')
        body += [f'<path class="cc-lev cc-lev--{group.look}" d="{path}"/>'] if path else []
    return (
        f'<svg class="cc-chart cc-atlas" viewBox="0 0 {sheet.wide} {sheet.tall}" role="img" '
        f'aria-labelledby="{id_}-t {id_}-d" focusable="false"><title id="{id_}-t">{words(title)}</title>'
        f'<desc id="{id_}-d">{words(desc)}</desc>{_hatch(id_)}{"".join(body)}<g>{"".join(over)}</g></svg>'
    )


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


def _all(sheet: Sheet, codes: Collection[str]) -> Iterator[Ring]:
    for code in sorted(codes):
        yield from sheet.rings.get(code, ())


def _hatch(id_: str) -> str:
    return (
        f'<defs><pattern id="{id_}-h" width="60" height="60" patternUnits="userSpaceOnUse" patternTransform='
        '"rotate(45)"><rect class="cc-hatch-bg" width="60" height="60"/><rect class="cc-hatch" width="14" '
        'height="60"/></pattern></defs>'
    )


def _step(figure: int, edges: Sequence[int]) -> str:
    return "" if figure == 0 else step_class(sum(figure > edge for edge in edges), edges)


def _fill(step: str, id_: str) -> str:
    return f'class="{step}"' if step else f'fill="url(#{id_}-h)"'


def _middle(tile: Tile, width: int, side: int) -> Point:
    return tile.column * width + tile.row % 2 * (width // 2) + width // 2 + 10, tile.row * side * 3 // 2 + side + 10


def _down(sixths: int, side: int) -> int:
    """How far below the middle a corner lies: the tips a whole side, the shoulders half of one."""
    shoulder = side * 3 // 2 - side
    return {-4: -side, -2: -shoulder, 2: shoulder, 4: side}[sixths]


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


def _closed(ring: Sequence[Point]) -> str:
    return _run(ring) + "z" if len(ring) > 2 else ""


def _run(line: Sequence[Point]) -> str:
    """A path from point to point in whole steps: the shortest way to write it."""
    if len(line) < 2:
        return ""
    return f"M{line[0][0]} {line[0][1]}l" + "".join(_joined(_ways(line)))


def _ways(line: Sequence[Point]) -> Iterator[int]:
    for (x, y), (u, v) in pairwise(line):
        yield u - x
        yield v - y


def _joined(numbers: Iterable[int]) -> Iterator[str]:
    for n, number in enumerate(numbers):
        yield f"{' ' if n and number >= 0 else ''}{number}"
