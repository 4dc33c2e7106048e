"""No cell that we write can begin a formula, and numbers stay numbers."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carecommons.common.csv_out import csv_text, harmless


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "＋1", "  =1", "－1", "＠x"]
)
def test_a_text_that_would_begin_a_formula_gets_an_apostrophe(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["row 2", "", "a=b", 7, -7, 2.5, None, "2026/episodes.csv"])
def test_everything_else_stays_as_it_is(cell):
    assert harmless(cell) == cell


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1, max_size=3),
        max_size=4,
    )
)
def test_whatever_is_written_is_read_back_and_begins_no_formula(rows):
    read = list(csv.reader(io.StringIO(csv_text(("a",), rows), newline="")))
    kept = [row for row in read[1:]]
    assert kept == [[str(harmless(cell)) for cell in row] for row in rows]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for row in kept for cell in row)
