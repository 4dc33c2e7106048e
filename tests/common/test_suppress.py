"""Small numbers: what is withheld cannot be worked out from what is shown."""

from hypothesis import given
from hypothesis import strategies as st

from carecommons.common.suppress import show, show_parts, show_table

RULE = {"threshold": 7, "round_to": 5}
COUNTS = st.integers(0, 60)


@given(COUNTS)
def test_no_count_from_one_to_seven_is_ever_shown(count):
    cell = show(count, **RULE)
    assert cell.withheld == (1 <= count <= 7)
    assert cell.value is None or cell.value == 0 or cell.value >= 8 // 5 * 5


def test_nought_is_shown_as_nought_and_is_never_a_withheld_count():
    assert show(0, **RULE).words == "0"
    assert show(3, **RULE).words == "1 to 7"


@given(st.lists(COUNTS, min_size=2, max_size=8))
def test_one_withheld_part_never_stands_alone_beside_a_total(counts):
    parts = dict(enumerate(counts))
    shown = show_parts(parts, **RULE)
    hidden = [key for key, cell in shown.items() if cell.withheld]
    nonzero = [key for key, count in parts.items() if count]
    assert len(hidden) != 1 or len(nonzero) == 1


@given(st.integers(2, 5).flatmap(lambda w: st.lists(st.lists(COUNTS, min_size=w, max_size=w), min_size=2, max_size=5)))
def test_no_row_or_column_of_a_table_gives_one_withheld_cell_away(rows):
    shown = show_table(rows, **RULE)
    lines = [list(zip(row, cells, strict=True)) for row, cells in zip(rows, shown, strict=True)]
    lines += [[(rows[r][c], shown[r][c]) for r in range(len(rows))] for c in range(len(rows[0]))]
    for line in lines:
        hidden = [count for count, cell in line if cell.withheld]
        others = [count for count, cell in line if not cell.withheld and count > 0]
        assert len(hidden) != 1 or not others


@given(COUNTS, COUNTS)
def test_rounding_keeps_the_order_of_shown_counts(a, b):
    low, high = sorted((a, b))
    shown_low, shown_high = show(low, **RULE), show(high, **RULE)
    if shown_low.value is not None and shown_high.value is not None:
        assert shown_low.value <= shown_high.value
