"""A map of areas in five steps of one hue; too few to print is hatched, no figure is left white.

Outlines are rings of (easting, northing) in metres, north upwards, as `common.boundaries` derives them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from .charts import Chart, Table
from .drawing import WIDTH, check_figures, frame, identity, number, said, words

Ring = Sequence[tuple[float, float]]


def area_map(
    title: str, desc: str, outlines: Mapping[str, Sequence[Ring]], values: Mapping[str, float | None],
    steps: Sequence[float] | None = None, *,
    names: Mapping[str, str] | None = None, unit: str = "", head: str = "Area",
) -> Chart:  # fmt: skip
    """Each area in the step its figure falls in. `steps`: the four upper edges of steps 1 to 4, rising.

    An area missing from `values` has no figure; None was too small to print. Every area carries a title.
    """
    known = [value for value in values.values() if value is not None]
    check_figures(known)
    edges = tuple(steps) if steps is not None else even_steps(known)
    if len(edges) != 4 or list(edges) != sorted(edges):
        raise ValueError(f"Five steps have four rising edges between them, not {edges!r}.")
    id_ = identity("map", title, desc, sorted(values.items()), edges)
    place, height = _placing(outlines)
    called = names or {}
    body = ['<g class="cc-map-areas">']
    for code in sorted(outlines):
        figure = said(values[code], unit) if code in values else "no figure"
        path = "".join(_path(place(ring)) for ring in outlines[code])
        body.append(
            f'<path {_look(id_, code, values, edges)} d="{path}"><title>{words(called.get(code, code))}: '
            f"{words(figure)}</title></path>"
        )
    body.append("</g>")
    rows = tuple((called.get(code, code), said(values[code], unit) if code in values else "no figure")
                 for code in sorted(outlines, key=lambda c: called.get(c, c)))  # fmt: skip
    return Chart(
        frame(id_=id_, title=title, desc=desc, height=height, body=body, kind="cc-chart cc-map"),
        Table(title, (head, unit or "Number"), rows),
        _key(
            edges,
            unit,
            hidden=any(v is None for v in values.values()),
            bare=any(c not in values for c in outlines),
        ),
    )


def even_steps(known: Iterable[float]) -> tuple[float, ...]:
    """Four edges that put about a fifth of the areas in each step."""
    ranked = sorted(known) or [0.0]
    return tuple(ranked[min(len(ranked) - 1, len(ranked) * n // 5)] for n in (1, 2, 3, 4))


def step_of(value: float, edges: Sequence[float]) -> int:
    """1 to 5: the first step whose upper edge the figure does not pass."""
    return 1 + sum(value > edge for edge in edges)


def _look(id_: str, code: str, values: Mapping[str, float | None], edges: Sequence[float]) -> str:
    if code not in values:
        return 'class="cc-map-bare"'
    value = values[code]
    return f'fill="url(#{id_}-h)"' if value is None else f'class="cc-s{step_of(value, edges)}"'


def _placing(outlines: Mapping[str, Sequence[Ring]]) -> tuple[Callable[[Ring], list[tuple[float, float]]], float]:
    """How metres become drawing units, and how tall the drawing is."""
    points = [point for rings in outlines.values() for ring in rings for point in ring]
    points = points or [(0.0, 0.0), (1.0, 1.0)]
    west, east = min(e for e, _ in points), max(e for e, _ in points)
    south, north = min(n for _, n in points), max(n for _, n in points)
    size = max(east - west, (north - south) * WIDTH / 640, 1.0)
    per_unit = size / (WIDTH - 4)
    inset = (WIDTH - (east - west) / per_unit) / 2

    def place(ring: Ring) -> list[tuple[float, float]]:
        return [(inset + (e - west) / per_unit, 2 + (north - n) / per_unit) for e, n in ring]

    return place, (north - south) / per_unit + 4


def _path(points: Sequence[tuple[float, float]]) -> str:
    kept: list[str] = []
    for x, y in points:
        pair = f"{number(x)} {number(y)}"
        if not kept or kept[-1] != pair:
            kept.append(pair)
    return f"M{'L'.join(kept)}Z"


def _key(edges: Sequence[float], unit: str, *, hidden: bool, bare: bool) -> tuple[tuple[str, str], ...]:
    shown = [said(edge, unit) for edge in edges]
    steps = [
        ("cc-s1", f"{shown[0]} or fewer"),
        *((f"cc-s{n + 1}", f"more than {shown[n - 1]}, up to {shown[n]}") for n in (1, 2, 3)),
        ("cc-s5", f"more than {shown[3]}"),
    ]
    steps += [("cc-swatch--hatch", "1 to 7: too few to print")] if hidden else []
    steps += [("cc-map-bare", "no figure")] if bare else []
    return tuple(steps)
