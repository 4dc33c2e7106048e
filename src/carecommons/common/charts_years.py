"""Drawings of figures over the years, which tell apart: printed, withheld (hatched), and no return (a gap).

Each carries the same figures as a table. Titles are findings in a sentence; the description names the main figures,
so that nobody needs to see the drawing. Scales start at nought.
"""

from collections.abc import Mapping, Sequence

from .charts import SERIES, Chart, Table
from .drawing import WIDTH, Figure, Gap, box, check_figures, frame, identity, number, rule, said, scale, text

__all__ = ["described", "over_years", "stacked_years"]

Panels = Mapping[str, Sequence[Figure]]
WIDE, TALL, ACROSS = 190.0, 96.0, 2
WITHHELD_KEY = ("cc-swatch--hatch", "withheld: 1 to 7, or it would give such a figure away")


def over_years(
    title: str, panels: Panels, years: Sequence[int], unit: str, *, few: str, one_scale: bool = False
) -> Chart:
    """The same small drawing for each name, two across. one_scale: heights may be compared from one to the next.

    Otherwise each has a scale of its own from nought, so that a council beside the nation is not a flat line.
    """
    _check(panels, years)
    id_ = identity("years", title, years, sorted((name, list(map(str, values))) for name, values in panels.items()))
    shared = _highest([value for values in panels.values() for value in values])
    body: list[str] = []
    for n, (name, values) in enumerate(panels.items()):
        highest = shared if one_scale else _highest(values)
        body += _panel(id_, (n % ACROSS) * 210.0, (n // ACROSS) * TALL, name, values, highest, unit, few)
    under = TALL * -(-len(panels) // ACROSS) + 10
    to = f"all on one scale, 0 to {said(shared, unit)}" if one_scale else "each on its own scale, from 0"
    if years:
        body.append(text(0, under, f"{years[0]} to {years[-1]}; {to}", "ts"))
    svg = frame(id_=id_, title=title, desc=described(panels, years, unit, few), height=under + 8, body=body)
    return Chart(svg, _table(title, panels, years, unit, few), _key(panels))


def stacked_years(title: str, parts: Panels, years: Sequence[int], unit: str, *, few: str) -> Chart:
    """One bar a year, its parts beside each other; a year without a return has no bar and says so."""
    _check(parts, years)
    id_ = identity("stacked years", title, years, sorted((name, list(map(str, v))) for name, v in parts.items()))
    sums = [sum(_printed(values[n]) or 0 for values in parts.values()) for n in range(len(years))]
    widest = scale(max(sums, default=0))[-1]
    room = WIDTH - 8 * len(parts)
    body: list[str] = []
    for n, year in enumerate(years):
        top, x = n * 46.0, 0.0
        missing = all(isinstance(values[n], Gap) for values in parts.values())
        body.append(text(0, top + 14, f"{year}: {Gap.NO_RETURN.value}" if missing else str(year)))
        for s, values in enumerate(parts.values()):
            value = values[n]
            if isinstance(value, Gap):
                continue
            wide = 8.0 if value is None else value / widest * room
            kind = "cc-part" if value is None else f"cc-part {SERIES[s % len(SERIES)]}"
            body.append(box(x, top + 20, wide, 18, kind, f"url(#{id_}-h)" if value is None else ""))
            x += wide
    desc = described(parts, years, unit, few)
    svg = frame(id_=id_, title=title, desc=desc, height=max(len(years) * 46, 1), body=body)
    key = tuple((SERIES[n % len(SERIES)], name) for n, name in enumerate(parts))
    return Chart(svg, _table(title, parts, years, unit, few), (*key, *_key(parts)))


def described(panels: Panels, years: Sequence[int], unit: str, few: str) -> str:
    """The main figures in words: of each name the first and the last, and what is missing between."""
    words = []
    for name, values in panels.items():
        told = [(year, value) for year, value in zip(years, values, strict=True) if not isinstance(value, Gap)]
        missing = [str(year) for year, value in zip(years, values, strict=True) if isinstance(value, Gap)]
        ends = [told[0], told[-1]] if len(told) > 1 else told
        figures = ", ".join(f"{said(value, unit, few)} in {year}" for year, value in ends) or "no return"
        words.append(f"{name}: {figures}" + (f", no return in {', '.join(missing)}" if missing and told else ""))
    return "; ".join(words) + "."


def _panel(
    id_: str, x0: float, y0: float, name: str, values: Sequence[Figure], highest: float, unit: str, few: str
) -> list[str]:
    floor, ceiling = y0 + 76, y0 + 28
    step = (WIDE - 50) / max(len(values) - 1, 1)
    short = name if len(name) <= 26 else f"{name[:25]}…"
    drawn = [text(x0, y0 + 14, short, "tb"), rule(x0, floor, x0 + WIDE - 38, floor, "ax")]
    path, pen_down, last = "", False, floor
    for n, value in enumerate(values):
        x = x0 + 6 + step * n
        figure = _printed(value)
        if figure is None:
            pen_down = False
            if value is None:
                drawn.append(box(x - 5, floor - 12, 10, 12, "cc-hatched", f"url(#{id_}-h)"))
            continue
        y = floor - figure / highest * (floor - ceiling)
        path += f"{'L' if pen_down else 'M'}{number(x)} {number(y)}"
        drawn.append(f'<circle class="cc-d1 cc-dot" cx="{number(x)}" cy="{number(y)}" r="3"/>')
        pen_down, last = True, y
    if path:
        drawn.append(f'<path class="cc-line cc-d1" d="{path}"/>')
    if values and _printed(values[-1]) is not None:
        drawn.append(text(x0 + WIDE - 36, last + 5, said(values[-1], unit, few), "ts"))
    return drawn


def _printed(value: Figure) -> float | None:
    return None if isinstance(value, Gap) else value


def _highest(values: Sequence[Figure]) -> float:
    return scale(max((v for v in map(_printed, values) if v is not None), default=0))[-1]


def _check(panels: Panels, years: Sequence[int]) -> None:
    for name, values in panels.items():
        if len(values) != len(years):
            raise ValueError(f"The series {name!r} has {len(values)} figures for {len(years)} years.")
        check_figures(values)


def _table(title: str, panels: Panels, years: Sequence[int], unit: str, few: str) -> Table:
    rows = tuple(
        (str(year), *(said(values[n], unit, few) for values in panels.values())) for n, year in enumerate(years)
    )
    return Table(title, ("Year", *panels), rows)


def _key(panels: Panels) -> tuple[tuple[str, str], ...]:
    return (WITHHELD_KEY,) if any(value is None for values in panels.values() for value in values) else ()
