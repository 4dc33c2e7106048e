"""Small numbers: a count that is shown on its own."""

from hypothesis import given
from hypothesis import strategies as st

from carecommons.common.suppress import show

RULE = {"threshold": 7, "round_to": 5}


@given(st.integers(0, 60))
def test_no_count_from_one_to_seven_is_ever_shown_and_the_rest_is_rounded(count):
    cell = show(count, **RULE)
    assert cell.withheld == (1 <= count <= 7)
    assert cell.withheld or abs(cell.value - count) <= 2


def test_nought_is_shown_as_nought_and_is_never_a_withheld_count():
    assert show(0, **RULE).words == "0"
    assert show(3, **RULE).words == "1 to 7"
