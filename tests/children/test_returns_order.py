"""The order of rows: as numbers stand, and equal ones as they came."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carecommons.children.returns.order import stable_order


@given(st.lists(st.integers(0, 5) | st.integers(0, 2**63 - 1) | st.sampled_from([65_535, 65_536, 2**32])))
def test_numbers_of_any_length_stand_in_order_and_equal_ones_as_they_came(numbers: list[int]) -> None:
    expected = sorted(range(len(numbers)), key=numbers.__getitem__)
    assert stable_order(np.array(numbers, np.int64)).tolist() == expected


def test_a_number_below_nought_is_our_own_mistake() -> None:
    with pytest.raises(AssertionError, match="a sign would be read as a digit"):
        stable_order(np.array([1, -1]))
