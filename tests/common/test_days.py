"""Working days and ages, as the regulations count them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carecommons.common.days import (
    add_working_days,
    age_band,
    age_on,
    bank_holidays,
    is_working_day,
    working_days_between,
)
from carecommons.common.errors import Refused

DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 11, 23), True),  # a Monday
        (date(2026, 11, 22), False),  # a Sunday
        (date(2026, 12, 25), False),  # Christmas Day
        (date(2026, 12, 28), False),  # Boxing Day falls on a Saturday in 2026
        (date(2020, 5, 4), True),  # the early May holiday was moved to the 8th
        (date(2020, 5, 8), False),
        (date(2022, 9, 19), False),  # proclaimed once
        (date(2026, 4, 3), False),  # Good Friday
    ],
)
def test_a_working_day_is_not_a_weekend_nor_a_bank_holiday(day, working):
    assert is_working_day(day) is working


def test_five_working_days_from_the_friday_before_a_bank_holiday_end_on_the_next_monday():
    assert add_working_days(date(2026, 8, 28), 5) == date(2026, 9, 7)


@given(DAYS, st.integers(0, 60))
def test_adding_and_counting_working_days_agree(day, number):
    assert working_days_between(day, add_working_days(day, number)) == number


@given(DAYS, DAYS)
def test_counting_backwards_is_counting_forwards_with_the_sign_turned(a, b):
    assert working_days_between(a, b) == -working_days_between(b, a)


def test_a_year_outside_the_table_is_refused_and_says_what_to_do():
    with pytest.raises(Refused, match="Add that year to the table"):
        is_working_day(date(2099, 1, 1))


def test_every_year_has_at_least_eight_holidays_and_none_on_a_weekend():
    years = {day.year for day in bank_holidays()}
    for year in years:
        assert sum(day.year == year for day in bank_holidays()) >= 8
    assert not [day for day in bank_holidays() if day.weekday() > 4]


def test_a_leap_day_child_has_a_birthday_on_the_first_of_march():
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18


@given(DAYS, st.integers(0, 6500))
def test_age_never_falls_as_days_pass(birth, days):
    on = birth + timedelta(days=days)
    assert age_on(birth, on) <= age_on(birth, on + timedelta(days=1))


def test_every_age_has_one_band():
    bands = ("0 to 4", "5 to 9", "10 to 12", "13 to 15", "16 to 17")
    assert [age_band(age, bands) for age in (0, 4, 5, 12, 13, 17, 18)] == [
        "0 to 4", "0 to 4", "5 to 9", "10 to 12", "13 to 15", "16 to 17", "18 and over",
    ]  # fmt: skip
