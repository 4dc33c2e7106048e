"""Drawings: well formed whatever the words, true to their figures, and never the only way to read them."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carecommons.common.charts import Chart, bars, grouped, ladder, lines, small_multiples, stacked
from carecommons.common.drawing import said, scale, words
from carecommons.common.maps import area_map, even_steps, step_of

SVG = "{http://www.w3.org/2000/svg}"
TWO = {"Starts": (9.0, None, 30.0), "Ends": (8.0, 12.0, 25.0)}
YEARS = ("2024", "2025", "2026")
SQUARE = ((0.0, 0.0), (1000.0, 0.0), (1000.0, 1000.0), (0.0, 1000.0), (0.0, 0.0))
ISLAND = tuple((x + 5000, y) for x, y in SQUARE)
OUTLINES = {"801": (SQUARE,), "802": (ISLAND,), "803": (tuple((x, y + 2000) for x, y in SQUARE),)}

Drawn = Callable[[str, str, float | None], Chart]
EVERY: dict[str, Drawn] = {
    "bars": lambda title, name, value: bars(title, "d", [(name, value), ("other", 3.0)]),
    "grouped": lambda title, name, value: grouped(title, "d", (name,), {name: (value,), "b": (2.0,)}),
    "stacked": lambda title, name, value: stacked(title, "d", (name,), {name: (value,), "b": (2.0,)}),
    "lines": lambda title, name, value: lines(title, "d", (name, "x"), {name: (value, 4.0), "b": (2.0, None)}),
    "multiples": lambda title, name, value: small_multiples(title, "d", (name, "x"), {name: (value, 4.0)}),
    "map": lambda title, name, value: area_map(title, "d", OUTLINES, {"801": value}, (1, 2, 3, 4), names={"801": name}),
}


def drawn(chart: Chart) -> ET.Element:
    """The drawing, read as a browser reads it inside a page."""
    return ET.fromstring(chart.svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


@pytest.mark.parametrize("draw", EVERY.values(), ids=EVERY)
@settings(max_examples=60, deadline=None)
@given(title=st.text(max_size=40), name=st.text(min_size=1, max_size=40), value=st.none() | st.floats(0, 1e7))
def test_no_words_or_figures_can_break_or_inject_a_drawing(
    draw: Drawn, title: str, name: str, value: float | None
) -> None:
    root = drawn(draw(title, name, value))
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "defs", "pattern", "rect", "path", "circle", "text", "g"}
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not any(name.startswith("on") or name in ("style", "href") for name in attributes)


@pytest.mark.parametrize("hostile", ["</title><script>alert(1)</script>", '" onload="alert(1)', "]]><x/>", "&amp;<&>'"])
@pytest.mark.parametrize("draw", EVERY.values(), ids=EVERY)
def test_hostile_words_are_shown_as_they_are(draw: Drawn, hostile: str) -> None:
    root = drawn(draw(hostile, hostile, 2.0))
    assert root.findtext(f"{SVG}title") == hostile
    assert hostile in "".join(root.itertext())


@pytest.mark.parametrize("draw", EVERY.values(), ids=EVERY)
def test_every_drawing_is_an_image_with_a_title_a_description_and_the_same_figures_as_a_table(draw: Drawn) -> None:
    chart = draw("Numbers rose", "Alpha", 1234.0)
    root = drawn(chart)
    assert root.get("role") == "img"
    named = (root.get("aria-labelledby") or "").split()
    assert [root.find(f"{SVG}{tag}").get("id") for tag in ("title", "desc")] == named
    assert chart.table.caption == "Numbers rose"
    assert "1,234" in [cell for row in chart.table.rows for cell in row]
    assert root.get("viewBox", "").startswith("0 0 400 ")


@pytest.mark.parametrize("draw", EVERY.values(), ids=EVERY)
def test_a_figure_too_small_to_print_is_hatched_and_said_and_appears_nowhere(draw: Drawn) -> None:
    chart = draw("t", "Alpha", None)
    assert "1 to 7" in [cell for row in chart.table.rows for cell in row]
    hatch = next(drawn(chart).iter(f"{SVG}pattern")).get("id")
    assert f'fill="url(#{hatch})"' in chart.svg
    assert "None" not in chart.svg


def test_a_bar_is_as_long_as_its_share_of_the_scale() -> None:
    rects = [r for r in drawn(bars("t", "d", [("a", 10.0), ("b", 5.0), ("c", 0.0)])).iter(f"{SVG}rect")]
    widths = [float(r.get("width", 0)) for r in rects if r.get("class") == "cc-d1"]
    full = 400 * 10 / scale(10)[-1]
    assert widths == pytest.approx([full, full / 2, 0], abs=0.1)


def test_a_line_breaks_where_a_figure_is_too_small_to_print() -> None:
    path = next(p for p in drawn(lines("t", "d", YEARS, TWO)).iter(f"{SVG}path") if p.get("class") == "cc-line cc-d1")
    assert (path.get("d") or "").count("M") == 2


def test_names_at_the_ends_of_lines_never_stand_on_each_other() -> None:
    same = {"North": (5.0, 9.0), "South": (4.0, 9.0), "East": (3.0, 9.0)}
    labels = [t for t in drawn(lines("t", "d", ("a", "b"), same)).iter(f"{SVG}text") if t.text in same]
    heights = sorted(float(t.get("y", 0)) for t in labels)
    assert len(heights) == 3
    assert all(b - a >= 15.9 for a, b in pairwise(heights))


def test_names_at_the_ends_of_lines_stay_above_the_words_of_the_axis() -> None:
    low = {"North": (5.0, 0.0), "South": (4.0, 0.0), "East": (30.0, 0.0)}
    root = drawn(lines("t", "d", ("a", "b"), low))
    heights = {t.text: float(t.get("y", 0)) for t in root.iter(f"{SVG}text") if t.text in (*low, "a", "b")}
    assert max(heights[name] for name in low) < heights["b"] - 10


def test_lines_of_which_nothing_may_be_printed_are_named_in_the_key() -> None:
    hidden = lines("t", "d", ("a", "b"), {"North": (None, None), "South": (None, None)})
    assert not [t for t in drawn(hidden).iter(f"{SVG}text") if t.text in ("North", "South")]
    assert {"North", "South"} <= {name for _, name in hidden.key}


def test_long_words_above_a_bar_never_run_into_its_figure() -> None:
    long = "Accommodated by agreement, single period (section 20)"
    root = drawn(bars("t", "d", ((long, None), ("Next", 4.0)), few="withheld"))
    texts = [(t.text or "", float(t.get("y", 0)), t.get("text-anchor")) for t in root.iter(f"{SVG}text")]
    said = [(words, y) for words, y, anchor in texts if anchor != "end"]
    assert " ".join(words for words, _ in said[:-1]) == long
    assert len({y for _, y in said}) == 3
    beside = [words for words, y, anchor in texts if y == said[0][1]]
    assert sum(map(len, beside)) * 7.4 < 400
    tracks = [float(r.get("y", 0)) for r in root.iter(f"{SVG}rect") if r.get("class") == "cc-track"]
    assert said[1][1] < tracks[0] < said[2][1] < tracks[1]


def test_two_drawings_on_a_page_share_no_id() -> None:
    one, two = bars("a", "d", [("x", 1)]), bars("b", "d", [("x", 1)])
    ids = [e.get("id") for c in (one, two) for e in drawn(c).iter() if e.get("id")]
    assert len(ids) == len(set(ids)) == 6


@pytest.mark.parametrize("wrong", [-1.0, float("nan"), float("inf")])
def test_a_figure_that_cannot_be_drawn_truly_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="nought or more"):
        bars("t", "d", [("a", wrong)])


def test_a_series_must_have_a_figure_for_every_label() -> None:
    with pytest.raises(ValueError, match="2 figures for 3 labels"):
        lines("t", "d", YEARS, {"a": (1.0, 2.0)})


@given(st.floats(0.001, 1e9))
def test_a_scale_starts_at_nought_covers_the_highest_and_has_few_marks(highest: float) -> None:
    marks = scale(highest)
    assert marks[0] == 0
    assert marks[-1] >= highest * 0.999
    assert 2 <= len(marks) <= 6


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [(1234, "", "1,234"), (0, "", "0"), (12.5, "", "12.5"), (40, "%", "40%"), (None, "%", "1 to 7")],
)
def test_figures_are_said_for_people(value: float | None, unit: str, shown: str) -> None:
    assert said(value, unit) == shown


def test_control_characters_never_reach_the_page() -> None:
    assert words("a\x00b\x1bc\ud800d") == "abcd"


# ---- maps ----
def test_each_area_falls_in_the_step_of_its_figure_and_carries_its_name() -> None:
    chart = area_map("t", "d", OUTLINES, {"801": 5, "802": 41}, (10, 20, 30, 40), names={"801": "Alpha", "802": "Beta"})
    paths = {p.findtext(f"{SVG}title"): p.get("class") for p in drawn(chart).iter(f"{SVG}path")}
    assert paths == {"Alpha: 5": "cc-s1", "Beta: 41": "cc-s5", "803: no figure": "cc-map-bare"}
    assert chart.table.rows == (("803", "no figure"), ("Alpha", "5"), ("Beta", "41"))


def test_north_is_up_and_shapes_keep_their_proportions() -> None:
    chart = area_map("t", "d", OUTLINES, {}, (1, 2, 3, 4))
    corners = {}
    for path in drawn(chart).iter(f"{SVG}path"):
        points = [tuple(map(float, p.split())) for p in (path.get("d") or "")[1:-1].split("L")]
        corners[path.findtext(f"{SVG}title")] = points
    south, north = corners["801: no figure"], corners["803: no figure"]
    assert max(y for _, y in north) < min(y for _, y in south)
    wide = max(x for x, _ in south) - min(x for x, _ in south)
    tall = max(y for _, y in south) - min(y for _, y in south)
    assert wide == pytest.approx(tall, abs=0.2)


def test_a_step_s_upper_edge_belongs_to_it() -> None:
    assert [step_of(v, (10, 20, 30, 40)) for v in (10, 10.5, 20, 40, 41)] == [1, 2, 2, 4, 5]


def test_steps_that_do_not_rise_are_refused() -> None:
    with pytest.raises(ValueError, match="four rising edges"):
        area_map("t", "d", OUTLINES, {}, (4, 3, 2, 1))


@given(st.lists(st.floats(0, 1000), max_size=30))
def test_even_steps_always_rise(figures: list[float]) -> None:
    edges = even_steps(figures)
    assert len(edges) == 4
    assert list(edges) == sorted(edges)


# ---- the ladder of a need ----
@pytest.mark.parametrize(
    ("level", "before", "own", "read"),
    [
        (3, None, None, "level 3 of 4"),
        (3, 4, 2, "level 3 of 4, was 4, the child says 2"),
        (2, 2, None, "level 2 of 4"),
        (None, None, 1, "unknown, the child says 1"),
        (0, None, 0, "level 0 of 4, the child says 0"),
    ],
)
def test_a_ladder_is_read_aloud_in_words(level: int | None, before: int | None, own: int | None, read: str) -> None:
    root = ET.fromstring(ladder(level, before=before, own=own))
    assert root.get("aria-label") == read
    assert ("?" in "".join(root.itertext())) == (level is None)


def test_a_level_off_the_ladder_is_our_own_mistake() -> None:
    with pytest.raises(AssertionError, match="0 to 4"):
        ladder(5)
