"""Money is whole pence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carecommons.common.money import Pence

AMOUNTS = st.integers(-(10**12), 10**12).map(Pence)


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_sums_do_not_depend_on_order_or_grouping(a, b, c):
    assert (a + b) + c == a + (c + b)
    assert a - b == -(b - a)


@pytest.mark.parametrize("wrong", [1.5, "3", True, None])
def test_nothing_but_a_whole_number_is_money(wrong):
    with pytest.raises(TypeError, match="whole pence"):
        Pence(wrong)


def test_money_is_written_in_pounds_and_pence():
    assert str(Pence(123456)) == "£1,234.56"
    assert str(-Pence(5)) == "-£0.05"
    assert Pence(700).times(52) == Pence(36400)
