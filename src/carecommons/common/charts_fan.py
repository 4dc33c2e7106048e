"""A drawing of what comes: the past as a line, then bands that widen, with what else might be said beside them.

Three solid tints, darkest in the middle, so that a figure to come is never seen without its band. The last value
carried on is dashed and the straight line dotted, in the same drawing. A scale that does not begin at nought says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .charts import Chart, Table
from .drawing import Figure, Gap, check_figures, frame, identity, number, rule, said, scale, text

__all__ = ["Coming", "fan"]

LEVELS = (95, 80, 50)
KINDS = {95: "cc-s1", 80: "cc-s2", 50: "cc-s3"}
LEFT, RIGHT, TOP, BOTTOM = 44.0, 396.0, 14.0, 206.0
NARROW = 0.6
"""A scale begins at nought unless the lowest figure is more than this part of the highest."""


@dataclass(frozen=True, slots=True)
class Coming:
    """One year to come. low, high: by level, 50, 80 and 95; a low end too small to print is None."""

    year: int
    middle: float | None
    low: Mapping[int, float | None]
    high: Mapping[int, float | None]
    line: float | None
    words: tuple[str, ...]


def fan(
    title: str, desc: str, past: Sequence[tuple[int, Figure]], coming: Sequence[Coming], naive: float, *, few: str,
    heads: tuple[str, ...],
) -> Chart:  # fmt: skip
    """past: by year, the last of them today's. naive: the last value, carried on. heads: of the words of a year."""
    check_figures([value for _, value in past])
    assert coming, "what comes is at least one year"
    id_ = identity("fan", title, past, [(each.year, each.middle, *each.words) for each in coming])
    told = [value for _, value in past if value is not None and not isinstance(value, Gap)]
    ends = [end or 0.0 for each in coming for end in (each.low[95], each.high[95], each.line)]
    least, most = min([*told, *ends, naive]), max([*told, *ends, naive])
    marks = _marks(least, most)
    years = [*(year for year, _ in past), *(each.year for each in coming)]
    x = {year: LEFT + (RIGHT - LEFT) * (n + 0.5) / len(years) for n, year in enumerate(years)}

    def y(value: float | None) -> float:
        return BOTTOM - ((value or 0.0) - marks[0]) / (marks[-1] - marks[0]) * (BOTTOM - TOP)

    today = past[-1][0] if past else years[0]
    body = [
        part
        for mark in marks
        for part in (
            rule(LEFT, y(mark), RIGHT, y(mark), "ax" if mark == marks[0] else "gr"),
            text(LEFT - 6, y(mark) + 5, said(mark), "ts", "end"),
        )
    ]
    body += [text(x[year], BOTTOM + 20, year, "ts", "middle") for n, year in enumerate(years) if _told(n, len(years))]
    for level in LEVELS:
        upper = [(x[today], y(naive)), *((x[each.year], y(each.high[level])) for each in coming)]
        lower = [(x[today], y(naive)), *((x[each.year], max(y(each.low[level]), TOP)) for each in coming)]
        body.append(f'<path class="{KINDS[level]}" d="{_path([*upper, *reversed(lower)])}Z"/>')
    seen = [(x[year], y(value)) for year, value in past if value is not None and not isinstance(value, Gap)]
    body.append(_line([(x[today], y(naive)), *((x[each.year], y(naive)) for each in coming)], "cc-d2"))
    body.append(_line([(x[today], y(naive)), *((x[each.year], y(each.line)) for each in coming)], "cc-d3"))
    body.append(_line([(x[today], y(naive)), *((x[each.year], y(each.middle)) for each in coming)], "cc-d1"))
    body.append(_line(seen, "cc-d1") if seen else "")
    body += [f'<circle class="cc-d1 cc-dot" cx="{number(a)}" cy="{number(b)}" r="3"/>' for a, b in seen]
    under = BOTTOM + 36
    if marks[0] > 0:
        body.append(text(0, under + 6, f"The scale begins at {said(marks[0])}, not at nought.", "ts"))
        under += 12
    svg = frame(id_=id_, title=title, desc=desc, height=under, body=body)
    rows = [(str(year), said(value, "", few), *([""] * (len(heads) - 1))) for year, value in past]
    rows += [(str(each.year), *each.words) for each in coming]
    key = (
        ("cc-d1", "what was, then the middle of what may come"), ("cc-s3", "50 in 100 futures"),
        ("cc-s2", "80 in 100"), ("cc-s1", "95 in 100"), ("cc-d2", "dashed: the last value"),
        ("cc-d3", "dotted: the straight line"),
    )  # fmt: skip
    return Chart(svg, Table(title, ("31 March", *heads), tuple(rows)), key)


def _marks(least: float, most: float) -> tuple[float, ...]:
    """Round marks from nought, or from below the lowest figure where all are far from nought."""
    whole = scale(most)
    if least < most * NARROW or len(whole) < 3:
        return whole
    step = scale(most - least)[1]
    first = int(least // step) * step
    count = int(-(-(most - first) // step))
    return tuple(first + step * n for n in range(max(count, 1) + 1))


def _told(n: int, years: int) -> bool:
    every = max(1, -(-years // 7))
    return (years - 1 - n) % every == 0


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "".join(f"{'L' if n else 'M'}{number(a)} {number(b)}" for n, (a, b) in enumerate(points))


def _line(points: Sequence[tuple[float, float]], kind: str) -> str:
    return f'<path class="cc-line {kind}" d="{_path(points)}"/>'
