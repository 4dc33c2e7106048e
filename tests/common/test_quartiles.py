"""A median is told where each half holds more than the small number, and quartiles where each quarter does."""

from statistics import median, quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as some

from carecommons.common.quartiles import Spread, spread, within

VALUES = some.lists(some.integers(0, 400), max_size=80)


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (0, Spread()),
        (7, Spread()),
        (15, Spread()),
        (16, Spread(8)),
        (31, Spread(15)),
        (32, Spread(16, 8, 23)),
    ],
)
def test_too_few_are_not_told(number: int, told: Spread) -> None:
    assert spread(range(number), threshold=7) == told


def test_halves_go_upwards() -> None:
    assert spread([1] * 20 + [2] * 20, threshold=7).median == 2
    assert spread([2] * 20 + [3] * 20, threshold=7).median == 3


@given(VALUES, some.integers(1, 10))
def test_each_part_of_what_is_told_holds_more_than_the_small_number(values: list[int], threshold: int) -> None:
    found = spread(values, threshold=threshold)
    assert found.withheld == (len(values) // 2 <= threshold)
    assert (found.low is None) == (found.high is None) == (len(values) // 4 <= threshold)


@given(VALUES.filter(lambda values: len(values) >= 32), some.randoms())
def test_it_lies_within_the_values_in_order_and_no_order_of_them_matters(values: list[int], chance) -> None:
    found = spread(values, threshold=7)
    assert min(values) <= found.low <= found.median <= found.high <= max(values)
    shuffled = values[:]
    chance.shuffle(shuffled)
    assert spread(shuffled, threshold=7) == found


@given(VALUES.filter(lambda values: len(values) >= 32), some.integers(1, 50))
def test_everybody_waiting_longer_moves_it_by_as_much(values: list[int], later: int) -> None:
    before, after = spread(values, threshold=7), spread([each + later for each in values], threshold=7)
    moved = (before.low + later, before.median + later, before.high + later)
    assert (after.low, after.median, after.high) == moved


@given(some.lists(some.integers(0, 400), min_size=2, max_size=60))
def test_it_is_the_median_and_the_quartiles_that_everybody_knows(values: list[int]) -> None:
    ordered = sorted(values)
    assert within(ordered, 0.5) == pytest.approx(median(values))
    assert [within(ordered, part) for part in (0.25, 0.5, 0.75)] == pytest.approx(quantiles(values, method="inclusive"))
