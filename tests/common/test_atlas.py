"""The two maps: the same figures in the same steps, hatching for none, and outlines round several councils."""

import re
import xml.etree.ElementTree as ET

import pytest

from carecommons.common.atlas import (
    Outlined,
    Shown,
    border,
    drawing,
    key_of,
    step_class,
    steps_of,
    tile_sheet,
    true_sheet,
)
from carecommons.common.tiles import tiles

# Three squares in a row, outer rings anticlockwise as the outlines are.
SQUARE = ((0, 0), (1000, 0), (1000, 1000), (0, 1000))
OUTLINES = {code: [tuple((x + n * 1000, y) for x, y in SQUARE)] for n, code in enumerate(("301", "302", "303"))}
SHOWN = [Shown("301", 0, "One: no home"), Shown("302", 4, "Two & <b>: 4 homes"), Shown("303", 9, "Three: 9 homes")]


def drawn(*outlined: Outlined) -> str:
    return drawing(true_sheet(OUTLINES), "Homes", "All of them.", SHOWN, outlined)


def test_every_area_has_its_words_and_the_drawing_a_title_and_a_description() -> None:
    root = ET.fromstring(drawn())
    space = "{http://www.w3.org/2000/svg}" if root.tag.startswith("{") else ""
    titles = [each.text for each in root.iter(f"{space}title")]
    assert titles == ["Homes", "One: no home", "Two & <b>: 4 homes", "Three: 9 homes"]
    assert root.get("role") == "img"
    assert root.find(f"{space}desc").text == "All of them."
    named = root.get("aria-labelledby").split()
    assert {each.get("id") for each in root.iter() if each.get("id") in named} == set(named)


def test_none_is_hatched_and_never_the_palest_step() -> None:
    first, second, third = re.findall(r"<path (fill=\S+|class=\S+) d=", drawn())[:3]
    assert first.startswith('fill="url(#')
    assert second.startswith('class="cc-s')
    assert third == 'class="cc-s5"'


def test_no_style_stands_in_the_drawing() -> None:
    assert "style" not in drawn(Outlined("same", "1. One", frozenset({"301"})))


@pytest.mark.parametrize(
    ("figures", "edges"),
    [([], ()), ([0, 0], ()), ([3], ()), ([1, 2], (1,)), (range(11), (3, 5, 7, 9)), ([5] * 20, ())],
)
def test_the_steps_share_out_the_councils_that_have_any(figures: list[int], edges: tuple[int, ...]) -> None:
    assert steps_of(figures) == edges


def test_the_key_says_each_step_once_without_gap_or_overlap() -> None:
    figures = [0, *range(1, 41)]
    edges = steps_of(figures)
    key = key_of(edges, figures, "homes")
    assert [words for _, words in key] == ["no homes", "1 to 9", "10 to 17", "18 to 25", "26 to 33", "34 to 40"]
    assert [look for look, _ in key] == ["cc-swatch--hatch", "cc-s1", "cc-s2", "cc-s3", "cc-s4", "cc-s5"]
    assert key_of((), [0, 0], "homes") == (("cc-swatch--hatch", "no homes"),)
    assert key_of((), [7, 7], "homes") == (("cc-s5", "1 to 7"),)
    assert key_of((), [1], "homes") == (("cc-s5", "1"),)


def test_few_steps_are_spread_over_the_whole_hue() -> None:
    assert [step_class(n, (1,)) for n in (0, 1)] == ["cc-s1", "cc-s5"]
    assert [step_class(n, (1, 2)) for n in (0, 1, 2)] == ["cc-s1", "cc-s3", "cc-s5"]


def test_one_line_runs_round_councils_that_touch() -> None:
    lines = border([*OUTLINES["301"], *OUTLINES["302"]])
    assert len(lines) == 1
    (line,) = lines
    assert line[0] == line[-1]
    assert len(line) == 7, "the shared edge is left out, its ends stay"
    assert len(border([*OUTLINES["301"], *OUTLINES["303"]])) == 2, "what does not touch has a line each"


def test_the_nearest_outline_is_drawn_last() -> None:
    svg = drawn(Outlined("region", "3", frozenset(OUTLINES)), Outlined("same", "1", frozenset({"301"})))
    assert svg.index("cc-lev--region") < svg.index("cc-lev--same-edge") < svg.index('cc-lev--same"')


def test_an_area_without_an_outline_or_a_figure_is_left_out_and_nothing_breaks() -> None:
    svg = drawing(true_sheet(OUTLINES), "T", "D", [*SHOWN, Shown("999", 3, "Nowhere: 3 homes")])
    assert "Nowhere" not in svg
    assert "<svg" in drawing(true_sheet({}), "T", "D", SHOWN)


def test_tiles_that_touch_share_their_corners() -> None:
    sheet = tile_sheet(tiles())
    assert len(sheet.paths) == len(sheet.labels) == 153
    county, city = "830", "831"  # Derbyshire and Derby
    everything = [ring for rings in sheet.rings.values() for ring in rings]
    lines = border(everything)
    assert all(line[0] == line[-1] for line in lines)
    # The mainland, the Isles of Scilly and the gap at the Solent: few lines, not 153.
    assert len(lines) <= 8, (county, city)


def test_figures_that_a_map_cannot_show_are_refused() -> None:
    with pytest.raises(ValueError, match="nought or more"):
        drawing(true_sheet(OUTLINES), "T", "D", [Shown("301", -1, "x")])
