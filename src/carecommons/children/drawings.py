"""The drawings of this room: needs over time, and who and what is around a child. Each with the same as words."""

from dataclasses import dataclass

from carecommons.common import around as drawn_around
from carecommons.common import courses
from carecommons.common.around import Thing
from carecommons.common.charts import Table

from .meeting import day
from .nearness import GROUP_WORDS, Around, Bands, Group
from .over_time import OverTime, Point

SHAPES: dict[Group, str] = {"family": "circle", "friends": "diamond", "school": "square", "places": "hexagon"}


@dataclass(frozen=True, slots=True)
class Courses:
    """Twelve small drawings, the bars below them, and every figure as a table."""

    panels: tuple[str, ...]
    spans: str
    table: Table
    marks: tuple[tuple[str, str], ...]
    caption: str


def draw_courses(found: OverTime) -> Courses:
    """Needs over time, as the page shows them."""
    days = [mark.on for mark in found.marks]
    whole = {"since": found.begins, "until": max([found.until, *days])}
    panels = tuple(
        courses.course(
            each.name, each.words, [(point.on, point.level, point.own) for point in each.points], marks=days, **whole
        )
        for each in found.courses
    )
    bars = [
        courses.Bar(
            span.name, span.began, span.ended,
            f"since {day(span.began)}" if span.ended is None else f"{day(span.began)} to {day(span.ended)}",
        )
        for span in found.spans
    ]  # fmt: skip
    desc = " ".join(f"{bar.name}: {bar.words}." for bar in bars)
    return Courses(
        panels, courses.spans("Specialist needs", desc, bars, marks=days, **whole), _table(found),
        tuple((day(mark.on), mark.words) for mark in found.marks),
        f"{day(found.begins)} to {day(whole['until'])}" if whole["until"] > found.begins else day(found.begins),
    )  # fmt: skip


def draw_around(bands: Bands) -> str:
    """Who and what is around the child, by distance; "" when there is nobody. No place to avoid is ever here."""
    if not bands.around:
        return ""
    parts = [(words, [_thing(each) for each in inside]) for _, words, inside in bands.parts]
    desc = " ".join(
        f"{words}: {', '.join(each.connection.name for each in inside)}." for _, words, inside in bands.parts
    )
    return drawn_around.around("People and places around the child", desc, "Where the child comes from", parts)


def group_key() -> tuple[tuple[str, str], ...]:
    """(shape, words) of each group, for the key."""
    return tuple((SHAPES[group], words) for group, words in GROUP_WORDS.items())


def _thing(each: Around) -> Thing:
    known = each.connection
    return Thing(known.name, known.how_often or known.kind_words, SHAPES[each.group], solid=known.keep)


def _table(found: OverTime) -> Table:
    heads = ("Part of life", *(f"{day(on)}, version {number}" for number, on in found.versions))
    rows = tuple((each.name, *(_cell(point) for point in each.points)) for each in found.courses)
    return Table("How much help, 0 to 4, and what the child says", heads, rows)


def _cell(point: Point) -> str:
    level = "unknown" if point.level is None else str(point.level)
    return level if point.own is None else f"{level}; the child says {point.own}"
