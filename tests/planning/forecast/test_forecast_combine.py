"""Lines, weights, widths and the track record, each worked out by hand."""

from datetime import date

import numpy as np
import pytest

from carecommons.planning.forecast import combine
from carecommons.planning.forecast.combine import (
    Candidates,
    Leaning,
    half_width,
    intervals,
    straight_line,
    teaching,
    weigh,
)
from carecommons.planning.forecast.engine import edges
from carecommons.planning.forecast.record import track_record

LEANING = Leaning()


def past_day(
    cohort: float, naive: float, line: float, truth: float, *, origin: int = 0, sd: float = 1
) -> combine.Tested:
    """One area, one kind of home."""
    one = lambda value: np.array([[float(value)]])  # noqa: E731
    return combine.Tested(1, origin, one(cohort), one(naive), one(line), one(sd), one(truth))


def test_the_line_goes_through_what_was_and_never_below_nought() -> None:
    # 10, 12, 14: two more each year. 9, 5, 1: five years on it would be below nought.
    history = np.array([[[10.0, 9], [12, 5], [14, 1]]])
    assert straight_line(history, np.array([1.0, 2.5])).tolist() == [[[16, 0], [19, 0]]]
    assert straight_line(history[:, :1], np.array([1.0])).tolist() == [[[10, 9]]]
    # Least squares of 1, 2, 6: mean 3, slope 2.5; two years after the middle.
    assert straight_line(np.array([[[1.0], [2], [6]]]), np.array([1.0])).tolist() == [[[8]]]


def test_where_nothing_was_tested_the_default_stands() -> None:
    assert weigh((), LEANING).tolist() == [0.9, 0.1, 0.0]
    assert intervals((), np.array([1.0, 0, 0]), LEANING) == {50: 1.1, 80: 1.1, 95: 1.1}


@pytest.mark.parametrize(
    ("rows", "winner"), [([(15, 10, 30, 10)], 1), ([(10, 15, 30, 10)], 0), ([(15, 16, 10, 10)], 2)]
)
def test_the_more_the_past_says_for_one_the_more_it_weighs(rows: list[tuple[float, ...]], winner: int) -> None:
    many = [past_day(*row, origin=n) for row in rows for n in range(2000)]
    assert weigh(many, LEANING)[winner] >= 0.95
    few = weigh(many[:2], LEANING)
    assert abs(few[0] - 0.9) <= 0.1
    assert weigh(many, LEANING).sum() == pytest.approx(1)


def test_weights_are_those_that_least_squares_finds_by_hand() -> None:
    # One error of 2 for the cohort and of -2 for the last value, without any leaning: half and half.
    unleaning = Leaning(strength=0.0)
    assert weigh([past_day(12, 8, 30, 10)], unleaning).tolist() == [0.5, 0.5, 0]
    # With leaning of strength k the loss is (2 w0 - 2 w1)**2 / 2 + k * |w - default|**2 * (16 + 1).
    w = np.arange(21) / 20
    for k in (0.01, 0.1, 1.0):
        loss = (2 * w - 2 * (1 - w)) ** 2 / 2 + k * ((w - 0.9) ** 2 + (1 - w - 0.1) ** 2) * 17
        assert weigh([past_day(12, 8, 3000, 10)], Leaning(strength=k))[0] == w[np.argmin(loss)]


def test_widths_are_the_errors_own_quantiles_drawn_towards_the_default() -> None:
    # 100 errors of 1 to 100 standard deviations: they count as 50, beside 30 of the default.
    rows = [past_day(n + 1, 0, 0, 0, sd=1) for n in range(100)]
    found = intervals(rows, np.array([1.0, 0, 0]), LEANING)
    seen = np.quantile(np.arange(1, 101), 0.8 * 1.01) / 1.2815515655
    assert found[80] == pytest.approx((30 * 1.1 + 50 * seen) / 80)
    assert half_width(50, found) < half_width(80, found) < half_width(95, found)
    assert half_width(80, {80: 2.0}) == pytest.approx(2.563103131)


def test_every_level_lies_within_the_next_whatever_the_widths() -> None:
    off = np.random.default_rng(1).exponential(1, (1000, 3))
    low, high = edges(np.array([0.5, 2.0, 0.0]), off, {50: 3.0, 80: 0.1, 95: 0.2})
    for inner, outer in ((50, 80), (80, 95)):
        assert np.all(low[outer] <= low[inner])
        assert np.all(high[inner] <= high[outer])
    assert np.all(low[50] <= [0.5, 2, 0])
    assert np.all(high[50] >= [0.5, 2, 0])
    assert low[95].min() >= 0


def test_no_kind_of_home_is_surer_than_whole_children() -> None:
    one = Candidates(np.zeros((2, 1, 1)), np.zeros((1, 1)), np.zeros((1, 1)), np.zeros((1, 1)))
    assert one.sd.tolist() == [[pytest.approx(12**-0.5)]]


def test_what_does_not_teach_is_told_and_heeded_nowhere() -> None:
    good, bad = (
        past_day(10, 20, 20, 10, origin=1),
        combine.Tested(1, 2, *(np.array([[v]]) for v in (90.0, 10, 10, 1, 10)), False),
    )
    assert teaching((good, bad)) == (good,)
    (record,) = track_record((good, bad), LEANING)
    assert record.days == 2
    # On the day of the good test nothing else teaches; on that of the bad one the good test does.
    taught = weigh([good], LEANING)
    misses = (abs(9 + 2 - 10) / 10, abs(90 * taught[0] + 10 * (1 - taught[0]) - 10) / 10)
    assert record.error["ours"] == pytest.approx(np.mean(misses) * 100)


def test_a_record_tells_error_coverage_and_score_as_worked_out_by_hand() -> None:
    # Default weights: 0.9 * 12 + 0.1 * 20 = 12.8 where 10 came, and the sd is 2: 1.4 of them off.
    (record,) = track_record([past_day(12, 20, 8, 10, sd=2)], LEANING)
    assert record.error == {"ours": pytest.approx(28), "naive": pytest.approx(100), "line": pytest.approx(20)}
    assert record.total == record.error
    assert record.by_state["naive"] == (pytest.approx(100),)
    # Half widths are 1.1 times 0.674, 1.282 and 1.960 of them: 0.74, 1.41 and 2.16.
    assert record.coverage == {50: 0, 80: 100, 95: 100}
    halves = [1.1 * z * 2 for z in (0.6744897502, 1.2815515655, 1.9599639845)]
    score = 2.8 / 2 + 0.25 * (2 * halves[0] + 4 * (2.8 - halves[0])) + 0.1 * 2 * halves[1] + 0.025 * 2 * halves[2]
    assert record.wis == pytest.approx(score / 3.5 / 10 * 100)
    assert not record.naive_wins


def test_where_the_last_value_was_nearer_the_record_says_so() -> None:
    (record,) = track_record([past_day(20, 11, 30, 10)], LEANING)
    assert record.naive_wins


def test_nobody_in_a_kind_of_home_is_no_error_and_no_nought() -> None:
    (record,) = track_record([past_day(1, 0, 0, 0)], LEANING)
    assert np.isnan(record.error["ours"])
    assert not record.naive_wins
    assert track_record((), LEANING) == ()


def test_the_dates_are_each_31_march_to_come() -> None:
    from carecommons.planning.forecast.made import dates_after

    march = date(2024, 3, 31)
    assert dates_after(date(2023, 3, 31), 2) == (march, date(2025, 3, 31))
    assert dates_after(date(2023, 9, 30), 1) == dates_after(date(2024, 3, 30), 1) == (march,)
