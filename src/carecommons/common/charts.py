"""Drawings made on the server, each with its figures as a table: nothing is said by colour or shape alone.

A figure of None was too small to print: it is hatched in the drawing and "1 to 7" in the table, or `few`, where
larger figures are withheld as well because they would give a small one away. Titles are findings in a sentence.
Figures are nought or more; scales start at nought. Two ledgers never meet in one chart: whoever calls sees to that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from .drawing import TOO_FEW, WIDTH, box, check_figures, frame, identity, number, rule, said, scale, text, words

SERIES = ("cc-d1", "cc-d2", "cc-d3", "cc-d4", "cc-d5", "cc-d6")
LEVELS = 5
NAME_MAX = 12
LETTER = 7.4  # the mean width of a letter at 14 units: what decides whether words and their figure share a row

Series = Mapping[str, Sequence[float | None]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of the table, with the head of its column for a phone."""

    head: str
    words: str


@dataclass(frozen=True, slots=True)
class Table:
    """The same figures as the drawing: the first column names the row."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        assert all(len(row) == len(self.heads) for row in self.rows), "every row has a cell for every head"

    @property
    def cells(self) -> tuple[tuple[Cell, ...], ...]:
        return tuple(tuple(map(Cell, self.heads, row)) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing, the same figures as a table, and the key: (class of the swatch, words)."""

    svg: str
    table: Table
    key: tuple[tuple[str, str], ...] = ()


def bars(
    title: str,
    desc: str,
    rows: Sequence[tuple[str, float | None]],
    unit: str = "",
    *,
    head: str = "",
    few: str = TOO_FEW,
    kind: str = SERIES[0],
    whole: float | None = None,
) -> Chart:
    """One bar a row, the words above it. `unit` names the figures; "%" is written beside each. kind: its look.

    whole: what a full bar stands for, where that is known, such as 100 for shares.
    """
    values = [value for _, value in rows]
    check_figures(values)
    id_ = identity("bars", title, desc, rows)
    widest = whole or scale(max((v for v in values if v is not None), default=0))[-1]
    body: list[str] = []
    top = 0
    for label, value in rows:
        figure = said(value, unit, few)
        for lower, line in enumerate(wrap(label, int(WIDTH / LETTER) - len(figure) - 2) or [""]):
            top += 18 if lower else 0
            body.append(text(0, top + 14, line))
            body += [] if lower else [text(WIDTH, top + 14, figure, "tb", "end")]
        body.append(box(0, top + 20, WIDTH, 14, "cc-track"))
        body.append(_bar(id_, 0, top + 20, value, widest, 14, kind))
        top += 42
    table = Table(title, (head or "What", unit or "Number"), tuple((label, said(v, unit, few)) for label, v in rows))
    return Chart(frame(id_=id_, title=title, desc=desc, height=max(top, 1), body=body), table)


def grouped(
    title: str, desc: str, labels: Sequence[str], series: Series, unit: str = "", *, head: str = ""
) -> Chart:  # fmt: skip
    """A bar for each series under each label, all on one scale; each bar carries its figure."""
    _check_series(labels, series)
    id_ = identity("grouped", title, desc, labels, sorted(series.items()))
    widest = scale(_highest(series))[-1]
    body: list[str] = []
    tall = 26 + 20 * len(series)
    for n, label in enumerate(labels):
        body.append(text(0, n * tall + 14, label, "tb"))
        for s, values in enumerate(series.values()):
            top = n * tall + 20 + s * 20
            end = 0 if values[n] is None else (values[n] or 0) / widest * (WIDTH - 60)
            body.append(_bar(id_, 0, top, values[n], widest, 14, SERIES[s % 6], WIDTH - 60))
            body.append(text(max(end, 24 if values[n] is None else 0) + 6, top + 12, said(values[n], unit), "ts"))
    svg = frame(id_=id_, title=title, desc=desc, height=max(len(labels) * tall, 1), body=body)
    return Chart(svg, _table(title, head, labels, series, unit), _key(series))


def stacked(
    title: str, desc: str, labels: Sequence[str], series: Series, unit: str = "", *, head: str = "", few: str = TOO_FEW,
    kinds: Sequence[str] = SERIES,
) -> Chart:  # fmt: skip
    """Parts of a whole, one bar a label. A part too small to print is a hatched sliver of fixed width."""
    _check_series(labels, series)
    id_ = identity("stacked", title, desc, labels, sorted(series.items()))
    totals = [sum(values[n] or 0 for values in series.values()) for n in range(len(labels))]
    widest = scale(max(totals, default=0))[-1]
    body: list[str] = []
    for n, label in enumerate(labels):
        top, x = n * 46, 0.0
        body.append(text(0, top + 14, label))
        for s, values in enumerate(series.values()):
            value = values[n]
            wide = 8.0 if value is None else value / widest * (WIDTH - 8 * len(series))
            fill = f"url(#{id_}-h)" if value is None else ""
            body.append(
                box(x, top + 20, wide, 18, "cc-part" if value is None else f"cc-part {kinds[s % len(kinds)]}", fill)
            )
            x += wide
    svg = frame(id_=id_, title=title, desc=desc, height=max(len(labels) * 46, 1), body=body)
    return Chart(svg, _table(title, head, labels, series, unit, few), _key(series, few, kinds))


def lines(
    title: str, desc: str, xs: Sequence[str], series: Series, unit: str = "", *, head: str = "", few: str = TOO_FEW
) -> Chart:  # fmt: skip
    """How figures went over time: a line each, its name at its end; a gap and a hatched square where too few."""
    _check_series(xs, series)
    id_ = identity("lines", title, desc, xs, sorted(series.items()))
    marks = scale(_highest(series))
    some_drawn = any(v is not None for values in series.values() for v in values)
    named_at_end = some_drawn and 1 < len(series) <= 5 and all(len(name) <= NAME_MAX for name in series)
    left, right, top, bottom = 44.0, WIDTH - (96.0 if named_at_end else 8.0), 16.0, 210.0
    body = []
    for mark in marks:
        y = _height(mark, marks[-1], top, bottom)
        body.append(rule(left, y, right, y, "ax" if mark == 0 else "gr"))
        body.append(text(left - 6, y + 5, said(mark, unit), "ts", "end"))
    places = [left + (right - left) * (n + 0.5) / max(len(xs), 1) for n in range(len(xs))]
    every = max(1, -(-len(xs) // 6))
    for n, x in enumerate(places):
        if (len(xs) - 1 - n) % every == 0:
            body.append(text(x, bottom + 20, xs[n], "ts", "middle"))
    ends: list[tuple[float, str]] = []
    for s, (name, values) in enumerate(series.items()):
        heights = [None if v is None else _height(v, marks[-1], top, bottom) for v in values]
        body.append(_line(id_, places, heights, SERIES[s % 6], bottom))
        ends.append((next((y for y in reversed(heights) if y is not None), bottom), name))
    if named_at_end and xs:
        body += [text(places[-1] + 10, y + 5, name, "tb") for y, name in _apart(ends, bottom)]
    svg = frame(id_=id_, title=title, desc=desc, height=bottom + 30, body=body)
    key = _key(series, few)
    return Chart(svg, _table(title, head, xs, series, unit, few), key[len(series) :] if named_at_end else key)


def small_multiples(
    title: str, desc: str, xs: Sequence[str], panels: Series, unit: str = "", *, head: str = ""
) -> Chart:  # fmt: skip
    """The same small drawing for each place, two across, all on one scale, so that shapes can be compared."""
    _check_series(xs, panels)
    id_ = identity("multiples", title, desc, xs, sorted(panels.items()))
    highest = scale(_highest(panels))[-1]
    wide, tall = 190.0, 92.0
    body: list[str] = []
    for n, (name, values) in enumerate(panels.items()):
        x0, y0 = (n % 2) * 210.0, (n // 2) * tall
        places = [x0 + 6 + (wide - 50) * i / max(len(xs) - 1, 1) for i in range(len(xs))]
        heights = [None if v is None else _height(v, highest, y0 + 26, y0 + 74) for v in values]
        body.append(text(x0, y0 + 14, name, "tb") + rule(x0, y0 + 74, x0 + wide - 38, y0 + 74, "ax"))
        body.append(_line(id_, places, heights, "cc-d1", y0 + 74))
        if values:
            at = y0 + 74 if heights[-1] is None else heights[-1]
            body.append(text(places[-1] + 8, at + 5, said(values[-1], unit), "tb"))
    if xs:
        under = tall * ((len(panels) + 1) // 2) + 10
        body.append(text(0, under, f"{xs[0]} to {xs[-1]}; all on one scale, 0 to {said(highest, unit)}", "ts"))
    height = tall * ((len(panels) + 1) // 2) + 16
    return Chart(
        frame(id_=id_, title=title, desc=desc, height=height, body=body),
        _table(title, head, xs, panels, unit),
    )


def ladder(level: int | None, *, before: int | None = None, own: int | None = None) -> str:
    """A level of need, 0 to 4: filled disc now, dashed ring earlier, triangle the child's own view."""
    for given in (level, before, own):
        assert given is None or 0 <= given < LEVELS, f"a level is 0 to {LEVELS - 1}, not {given}"
    parts = ["unknown" if level is None else f"level {level} of {LEVELS - 1}"]
    parts += [f"was {before}"] if before is not None and before != level else []
    parts += [f"the child says {own}"] if own is not None else []
    at = [12 + 32 * n for n in range(LEVELS)]
    body = [rule(at[0], 13, at[-1], 13, "cc-ladder__rail")]
    if before is not None and level is not None and before != level:
        body.append(rule(at[before], 13, at[level], 13, "cc-ladder__moved"))
    for n, x in enumerate(at):
        body.append(f'<circle class="cc-ladder__{"unknown" if level is None else "step"}" cx="{x}" cy="13" r="6"/>')
        if n == before and before != level:
            body.append(f'<circle class="cc-ladder__before" cx="{x}" cy="13" r="9"/>')
    if level is None:
        body.append(f'<circle class="cc-ladder__ask" cx="{at[2]}" cy="13" r="11"/>')
        body.append(text(at[2], 18, "?", "cc-ladder__q", "middle"))
    else:
        body.append(f'<circle class="cc-ladder__now" cx="{at[level]}" cy="13" r="11"/>')
        body.append(text(at[level], 18, level, "cc-ladder__n", "middle"))
    if own is not None:
        body.append(f'<path class="cc-ladder__own" d="M{at[own]} 26l7 11h-14z"/>')
    return (
        f'<svg class="cc-ladder" viewBox="0 0 152 40" role="img" aria-label="{words(", ".join(parts))}" '
        f'focusable="false">{"".join(body)}</svg>'
    )


def _bar(
    id_: str,
    x: float,
    y: float,
    value: float | None,
    widest: float,
    tall: float,
    kind: str,
    full: float = WIDTH,
) -> str:
    if value is None:
        return box(x, y, 24, tall, "cc-part", f"url(#{id_}-h)")
    return box(x, y, value / widest * full, tall, kind)


def _line(id_: str, places: Sequence[float], heights: Sequence[float | None], kind: str, floor: float) -> str:
    drawn: list[str] = []
    path, pen_down = "", False
    for x, y in zip(places, heights, strict=True):
        if y is None:
            drawn.append(box(x - 7, floor - 14, 14, 14, "cc-hatched", f"url(#{id_}-h)"))
            pen_down = False
            continue
        path += f"{'L' if pen_down else 'M'}{number(x)} {number(y)}"
        drawn.append(f'<circle class="{kind} cc-dot" cx="{number(x)}" cy="{number(y)}" r="3"/>')
        pen_down = True
    return (f'<path class="cc-line {kind}" d="{path}"/>' if path else "") + "".join(drawn)


def _apart(ends: Sequence[tuple[float, str]], lowest: float) -> list[tuple[float, str]]:
    """Names at the ends of lines, apart until none stands on another, or below `lowest` where the axis speaks."""
    placed: list[tuple[float, str]] = []
    for y, name in sorted(ends):
        placed.append((max(y, placed[-1][0] + 16) if placed else y, name))
    for n in reversed(range(len(placed))):
        floor = placed[n + 1][0] - 16 if n + 1 < len(placed) else lowest
        placed[n] = (min(placed[n][0], floor), placed[n][1])
    return placed


def _height(value: float, highest: float, top: float, bottom: float) -> float:
    return bottom - value / highest * (bottom - top)


def _highest(series: Series) -> float:
    return max((v for values in series.values() for v in values if v is not None), default=0)


def _check_series(labels: Sequence[str], series: Series) -> None:
    for name, values in series.items():
        if len(values) != len(labels):
            raise ValueError(f"The series {name!r} has {len(values)} figures for {len(labels)} labels.")
        check_figures(values)


def _table(title: str, head: str, labels: Sequence[str], series: Series, unit: str, few: str = TOO_FEW) -> Table:
    rows = tuple((label, *(said(values[n], unit, few) for values in series.values())) for n, label in enumerate(labels))
    return Table(title, (head or "What", *series), rows)


def _key(series: Series, few: str = TOO_FEW, kinds: Sequence[str] = SERIES) -> tuple[tuple[str, str], ...]:
    key = tuple((kinds[n % len(kinds)], name) for n, name in enumerate(series))
    some_hidden = any(v is None for values in series.values() for v in values)
    hidden = f"{few}: too few to print" if few == TOO_FEW else f"{few}: 1 to 7, or it would give such a figure away"
    return (*key, ("cc-swatch--hatch", hidden)) if some_hidden else key
