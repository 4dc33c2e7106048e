"""Drawings over the years: a finding, a description with figures, a hatch for withheld, a gap for no return."""

import pytest

from carecommons.common.charts_years import described, over_years, stacked_years
from carecommons.common.drawing import Gap

YEARS = (2023, 2024, 2025)
PANELS = {"Devon": [40, None, 50], "England": [4000, Gap.NO_RETURN, 5000]}


def test_withheld_is_hatched_and_no_return_is_neither_drawn_nor_nought():
    chart = over_years("Children", PANELS, YEARS, "children", few="withheld")
    assert chart.svg.count('class="cc-hatched"') == 1
    assert chart.svg.count("<circle") == 4
    assert [[cell.words for cell in row] for row in chart.table.cells] == [
        ["2023", "40", "4,000"], ["2024", "withheld", "no return"], ["2025", "50", "5,000"],
    ]  # fmt: skip
    assert "style=" not in chart.svg
    assert 'role="img"' in chart.svg


def test_a_line_breaks_where_nothing_is_printed():
    chart = over_years("Children", {"Devon": [40, None, 50]}, YEARS, "", few="withheld")
    path = chart.svg[chart.svg.index('class="cc-line') :]
    assert path[: path.index("/>")].count("M") == 2


def test_the_description_names_first_last_and_missing_years():
    assert described(PANELS, YEARS, "", "withheld") == (
        "Devon: 40 in 2023, 50 in 2025; England: 4,000 in 2023, 5,000 in 2025, no return in 2024."
    )
    assert described({"Devon": [Gap.NO_RETURN] * 3}, YEARS, "", "withheld") == "Devon: no return."


def test_the_scale_is_said():
    assert "all on one scale, 0 to 6,000" in over_years("x", PANELS, YEARS, "", few="", one_scale=True).svg
    assert "each on its own scale, from 0" in over_years("x", PANELS, YEARS, "", few="").svg


def test_a_year_without_a_return_has_no_bar_and_says_so():
    parts = {"In": [30, Gap.NO_RETURN, 20], "Out": [None, Gap.NO_RETURN, 10]}
    chart = stacked_years("Where", parts, YEARS, "children", few="withheld")
    assert "2024: no return" in chart.svg
    assert chart.svg.count('class="cc-part') == 4
    assert chart.key[-1][0] == "cc-swatch--hatch"


def test_nothing_is_withheld_needs_no_key():
    assert over_years("x", {"Devon": [1.0, 2.0, 3.0]}, YEARS, "%", few="withheld").key == ()


@pytest.mark.parametrize("values", [[1, 2], [1, 2, -1], [1, 2, float("nan")]])
def test_figures_that_cannot_be_drawn_are_refused(values):
    with pytest.raises(ValueError, match="figures"):
        over_years("x", {"Devon": values}, YEARS, "", few="")
