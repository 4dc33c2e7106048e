"""Small multiples of levels over time: one drawing a part of life, all on one scale and over the same days.

A disc is a level, a triangle the child's own view, a dashed disc with "?" an unknown: it stands under the scale and
breaks the line, because unknown is no level. Thin lines are days on which something happened; bars below are spans.
Units: levels 0 to 4; days; drawing units.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .drawing import WIDTH, box, identity, number, rule, text, words

LEVELS = 5
WIDE, LEFT, RIGHT, TOP, FLOOR, LANE, TALL = 190.0, 22.0, 168.0, 30.0, 102.0, 120.0, 134.0
_SPAN_LEFT, _SPAN_RIGHT = 4.0, WIDTH - 4.0

Rated = tuple[date, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that lasted. until: None while it lasts."""

    name: str
    since: date
    until: date | None
    words: str


def course(
    name: str, desc: str, rated: Sequence[Rated], *, since: date, until: date, marks: Sequence[date] = ()
) -> str:  # fmt: skip
    """One part of life: (day, level, the child's own view) by day. since, until: the days that all courses share."""
    assert all(level is None or 0 <= level < LEVELS for _, *both in rated for level in both), "a level is 0 to 4"
    id_ = identity("course", name, desc, rated, since, until)
    body = [rule(LEFT, _height(n), RIGHT, _height(n), "ax" if n == 0 else "gr") for n in range(LEVELS)]
    body += [text(LEFT - 8, _height(n) + 5, n, "ts", "end") for n in (0, LEVELS - 1)]
    shown = [day for day in marks if since <= day <= until]
    body += [
        rule(_at(day, since, until), TOP - 4, _at(day, since, until), FLOOR + 4, "cc-course__mark") for day in shown
    ]
    places = [_at(day, since, until) for day, *_ in rated]
    path, pen_down = "", False
    for x, (_, level, _) in zip(places, rated, strict=True):
        path += f"{'L' if pen_down else 'M'}{number(x)} {number(_height(level))}" if level is not None else ""
        pen_down = level is not None
    body.append(f'<path class="cc-course__line" d="{path}"/>' if path else "")
    body += [_own(x, own, level) for x, (_, level, own) in zip(places, rated, strict=True) if own is not None]
    body += [_unknown(x) if level is None else _known(x, level) for x, (_, level, _) in zip(places, rated, strict=True)]
    return _frame(id_, name, desc, body)


def spans(title: str, desc: str, bars: Sequence[Bar], *, since: date, until: date, marks: Sequence[date] = ()) -> str:
    """Bars over the same days, one under another; one that still lasts has an open end. "" when there is nothing."""
    if not bars:
        return ""
    id_ = identity("spans", title, desc, [(bar.name, bar.since, bar.until) for bar in bars])
    first = min([since, *(bar.since for bar in bars)])
    body: list[str] = []
    tall = 44.0
    for n, bar in enumerate(bars):
        start = _along(bar.since, first, until)
        end = _SPAN_RIGHT if bar.until is None else min(_along(bar.until, first, until), _SPAN_RIGHT)
        body.append(text(_SPAN_LEFT, n * tall + 15, bar.name, "tb"))
        body.append(text(_SPAN_RIGHT, n * tall + 15, bar.words, "ts", "end"))
        body.append(box(start, n * tall + 22, max(end - start, 4), 10, "cc-course__span"))
        if bar.until is None:
            body.append(f'<path class="cc-course__open" d="M{number(end - 5)} {number(n * tall + 19)}l6 8l-6 8"/>')
    bottom = len(bars) * tall
    body += [
        rule(_along(day, first, until), 18, _along(day, first, until), bottom, "cc-course__mark")
        for day in marks
        if first <= day <= until
    ]
    return (
        f'<svg class="cc-chart" viewBox="0 0 {WIDTH} {number(bottom)}" role="img" aria-labelledby="{id_}-t {id_}-d" '
        f'focusable="false"><title id="{id_}-t">{words(title)}</title><desc id="{id_}-d">{words(desc)}</desc>'
        f"{''.join(body)}</svg>"
    )


def _frame(id_: str, name: str, desc: str, body: Sequence[str]) -> str:
    return (
        f'<svg class="cc-chart cc-course" viewBox="0 0 {number(WIDE)} {number(TALL)}" role="img" '
        f'aria-labelledby="{id_}-t {id_}-d" focusable="false"><title id="{id_}-t">{words(name)}</title>'
        f'<desc id="{id_}-d">{words(desc)}</desc>{text(0, 15, name, "tb")}{"".join(body)}</svg>'
    )


def _known(x: float, level: int) -> str:
    y = _height(level)
    return f'<circle class="cc-ladder__now" cx="{number(x)}" cy="{number(y)}" r="8"/>' + text(
        x, y + 4, level, "cc-course__n", "middle"
    )


def _unknown(x: float) -> str:
    ring = f'<circle class="cc-ladder__ask" cx="{number(x)}" cy="{number(LANE)}" r="8"/>'
    return ring + text(x, LANE + 4.5, "?", "cc-course__q", "middle")


def _own(x: float, own: int, level: int | None) -> str:
    """Beside its height; a little to the side where the level is the same, so that both are seen."""
    y = _height(own)
    aside = 11.0 if level == own else 0.0
    return f'<path class="cc-ladder__own" d="M{number(x + aside)} {number(y - 6)}l6.5 11h-13z"/>'


def _height(level: int) -> float:
    return FLOOR - level / (LEVELS - 1) * (FLOOR - TOP)


def _at(day: date, since: date, until: date) -> float:
    return _between(day, since, until, LEFT + 10, RIGHT - 8)


def _along(day: date, since: date, until: date) -> float:
    return _between(day, since, until, _SPAN_LEFT, _SPAN_RIGHT)


def _between(day: date, since: date, until: date, left: float, right: float) -> float:
    """Where a day stands; a single day stands in the middle."""
    whole = (until - since).days
    return (left + right) / 2 if whole <= 0 else left + (day - since).days / whole * (right - left)
