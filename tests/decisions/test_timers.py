"""What is due and by when: the law's clocks, counted in working days where it says so, and never in the past."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carecommons.common.days import add_working_days, is_working_day, months_after
from carecommons.decisions.queries import timer_terms
from carecommons.decisions.timers import Due, Facts, Kind, due, last_working_day, visits_late

TERMS = timer_terms(date(2026, 11, 20))
MOVED = date(2026, 3, 2)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
FACTS = Facts(began=MOVED, birth_date=date(2015, 6, 1), looked_after_since=MOVED)


def of(kind: Kind, facts: Facts) -> Due:
    return next(each for each in due(facts, TERMS) if each.kind is kind)


# ------------------------------------------------------------------ visits
def test_the_first_visit_is_due_within_a_week_of_the_move():
    assert of(Kind.VISIT, FACTS).on == MOVED + WEEK


def test_visits_of_the_first_year_are_six_weeks_apart():
    assert of(Kind.VISIT, replace(FACTS, visits=(MOVED + 3 * DAY,))).on == MOVED + 3 * DAY + 6 * WEEK


@pytest.mark.parametrize("until_18", [True, False])
def test_after_a_year_three_monthly_only_where_the_child_is_to_stay_until_18(until_18: bool):
    last = date(2027, 3, 2)
    found = of(Kind.VISIT, replace(FACTS, visits=(last,), until_18=until_18))
    assert found.on == (months_after(last, 3) if until_18 else last + 6 * WEEK)


def test_the_last_day_of_the_first_year_still_asks_for_six_weeks():
    last = date(2027, 3, 1)
    assert of(Kind.VISIT, replace(FACTS, visits=(last,), until_18=True)).on == last + 6 * WEEK


def test_weekly_until_the_first_review_at_home_with_parents_or_with_temporary_approval():
    at_home = replace(FACTS, watched=True, visits=(MOVED + 2 * DAY,))
    assert of(Kind.VISIT, at_home).on == MOVED + 9 * DAY
    assert of(Kind.VISIT, replace(at_home, reviews=(MOVED + 3 * DAY,))).on == MOVED + 2 * DAY + 6 * WEEK


def test_a_review_in_an_earlier_home_ends_no_weekly_visits_here():
    at_home = replace(FACTS, watched=True, visits=(MOVED + 2 * DAY,), looked_after_since=MOVED - 90 * DAY)
    assert of(Kind.VISIT, replace(at_home, reviews=(MOVED - 30 * DAY,))).on == MOVED + 9 * DAY
    assert of(Kind.VISIT, replace(at_home, reviews=(MOVED - 30 * DAY, MOVED))).on == MOVED + 2 * DAY + 6 * WEEK


def test_a_visit_in_an_earlier_home_counts_for_nothing_here():
    assert of(Kind.VISIT, replace(FACTS, visits=(MOVED - DAY,))).on == MOVED + WEEK


# ------------------------------------------------------------------ reviews
def test_reviews_twenty_working_days_then_three_months_then_six():
    first = of(Kind.REVIEW, FACTS)
    assert first.on == add_working_days(MOVED, 20) == date(2026, 3, 30)
    second = of(Kind.REVIEW, replace(FACTS, reviews=(first.on,)))
    assert second.on == date(2026, 6, 30)
    assert of(Kind.REVIEW, replace(FACTS, reviews=(first.on, second.on))).on == date(2026, 12, 30)


def test_easter_does_not_count_among_the_twenty_working_days():
    began = date(2026, 3, 23)  # Good Friday is 3 April, Easter Monday 6 April
    assert of(Kind.REVIEW, replace(FACTS, began=began, looked_after_since=began)).on == date(2026, 4, 22)


def test_who_became_looked_after_before_is_reviewed_by_that_clock():
    found = of(Kind.REVIEW, replace(FACTS, looked_after_since=MOVED - 10 * DAY))
    assert found.on == add_working_days(MOVED - 10 * DAY, 20)


def test_who_was_looked_after_for_years_elsewhere_is_asked_for_within_twenty_working_days_of_the_move():
    found = of(Kind.REVIEW, replace(FACTS, looked_after_since=date(2020, 1, 6)))
    assert found.on == add_working_days(MOVED, 20)
    assert "None is recorded here" in found.why


BACK = date(2026, 10, 1)


def test_who_left_care_and_comes_back_begins_again():
    """Three reviews and an assessment of 2024 answer nothing: all is counted from the first of October 2026."""
    of_then = (date(2024, 1, 8), date(2024, 4, 8), date(2024, 9, 2))
    again = replace(FACTS, began=BACK, looked_after_since=BACK, reviews=of_then, health=of_then)
    new = replace(again, reviews=(), health=())
    assert due(again, TERMS) == due(new, TERMS)
    assert of(Kind.REVIEW, again).on == of(Kind.HEALTH, again).on == add_working_days(BACK, 20)
    first = BACK + 14 * DAY
    assert of(Kind.REVIEW, replace(again, reviews=(*of_then, first))).on == months_after(first, 3)


def test_who_moves_on_within_care_is_reviewed_by_the_same_clock_as_before():
    held = (MOVED - 60 * DAY, MOVED - 30 * DAY)
    assert of(Kind.REVIEW, replace(FACTS, looked_after_since=MOVED - 80 * DAY, reviews=held)).on == months_after(
        held[-1], 6
    )


def test_the_reviewing_officer_may_ask_for_the_next_one_sooner_and_never_later():
    held = replace(FACTS, reviews=(MOVED + WEEK,))
    assert of(Kind.REVIEW, replace(held, next_review_by=date(2026, 4, 1))).on == date(2026, 4, 1)
    assert of(Kind.REVIEW, replace(held, next_review_by=date(2027, 4, 1))).on == of(Kind.REVIEW, held).on


# ------------------------------------------------------------------ emergencies
def test_emergency_at_friday_night_before_a_bank_holiday():
    """The hours run through the weekend and the holiday; who looks on Friday is told to do it before they go home."""
    friday = date(2026, 5, 22)  # Monday 25 May is the spring bank holiday
    found = of(Kind.EMERGENCY_REVIEW, replace(FACTS, began=friday, stay_from=friday, stay_until=date(2026, 5, 25)))
    assert found.on == date(2026, 5, 25)
    assert not is_working_day(found.on)
    assert found.do_by == friday
    assert of(Kind.REVIEW, replace(FACTS, began=friday, looked_after_since=friday)).on == date(2026, 6, 22)


def test_no_emergency_owes_no_emergency_review():
    assert Kind.EMERGENCY_REVIEW not in {each.kind for each in due(FACTS, TERMS)}


# ------------------------------------------------------------------ health
@pytest.mark.parametrize(("born", "months"), [(date(2022, 6, 1), 6), (date(2021, 3, 20), 12), (date(2010, 1, 1), 12)])
def test_health_is_looked_at_half_yearly_under_five_and_yearly_after(born: date, months: int):
    last = date(2026, 3, 20)
    found = of(Kind.HEALTH, replace(FACTS, birth_date=born, health=(last,)))
    assert found.on == months_after(last, months)


def test_the_first_health_assessment_is_due_by_the_day_of_the_first_review():
    assert of(Kind.HEALTH, FACTS).on == of(Kind.REVIEW, FACTS).on


# ------------------------------------------------------------------ working days
def test_a_day_that_is_due_on_a_sunday_is_done_on_the_friday_before():
    assert last_working_day(date(2026, 11, 22), not_before=date(2026, 11, 1)) == date(2026, 11, 20)


def test_where_there_is_no_working_day_left_the_day_itself_stands():
    assert last_working_day(date(2026, 11, 22), not_before=date(2026, 11, 21)) == date(2026, 11, 22)


def test_beyond_the_table_of_bank_holidays_nothing_falls_over():
    far = date(2190, 1, 1)
    found = due(replace(FACTS, began=far, looked_after_since=far, birth_date=date(2185, 1, 1), stay_from=far,
                        stay_until=far + 3 * DAY), TERMS)  # fmt: skip
    assert {each.do_by for each in found} == {None}
    assert all(each.on > far for each in found)


# ------------------------------------------------------------------ missed visits
def test_each_gap_that_was_too_long_is_one_missed_visit():
    late = visits_late(replace(FACTS, visits=(MOVED + 10 * DAY,)), TERMS, until=MOVED + 60 * DAY)
    assert late == (MOVED + WEEK, MOVED + 10 * DAY + 6 * WEEK)
    assert visits_late(replace(FACTS, visits=(MOVED + DAY,)), TERMS, until=MOVED + 30 * DAY) == ()


# ------------------------------------------------------------------ what holds for all
DAYS = st.dates(date(2024, 1, 1), date(2027, 6, 30))


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    began = draw(DAYS)
    after = st.integers(0, 900).map(lambda days: began + timedelta(days=days))
    until = draw(st.none() | after)
    return Facts(
        began=began,
        birth_date=began - timedelta(days=draw(st.integers(0, 17 * 365))),
        looked_after_since=draw(st.none() | st.integers(0, 4000).map(lambda days: began - timedelta(days=days))),
        until_18=draw(st.booleans()), watched=draw(st.booleans()),
        stay_from=began if until else None, stay_until=until,
        visits=tuple(draw(st.lists(after, max_size=6))), reviews=tuple(draw(st.lists(after, max_size=5))),
        health=tuple(draw(st.lists(after, max_size=4))), next_review_by=draw(st.none() | after),
    )  # fmt: skip


@given(facts())
def test_nothing_is_due_before_what_it_is_counted_from(given: Facts):
    for each in due(given, TERMS):
        # A review on the last day that the law allows begins the hours again for that day alone.
        least = 0 if each.kind is Kind.EMERGENCY_REVIEW else 1
        assert (each.on - each.since).days >= least
        assert each.do_by is None or each.since <= each.do_by <= each.on


@given(facts())
def test_the_same_facts_in_another_order_are_due_on_the_same_days(given: Facts):
    turned = replace(given, visits=given.visits[::-1], reviews=given.reviews[::-1], health=given.health[::-1])
    assert due(turned, TERMS) == due(given, TERMS)


@given(facts(), st.integers(0, 400))
def test_a_visit_that_was_made_moves_only_the_next_visit_and_only_onwards(given: Facts, days: int):
    before = {each.kind: each for each in due(given, TERMS)}
    made = before[Kind.VISIT].since + timedelta(days=days)
    after = {each.kind: each for each in due(replace(given, visits=(*given.visits, made)), TERMS)}
    assert after[Kind.VISIT].on >= before[Kind.VISIT].on
    assert {kind: each for kind, each in after.items() if kind is not Kind.VISIT} == {
        kind: each for kind, each in before.items() if kind is not Kind.VISIT
    }


@given(facts(), st.integers(0, 400))
def test_a_review_that_was_held_never_brings_the_next_one_of_the_law_nearer(given: Facts, days: int):
    given = replace(given, next_review_by=None)
    before = next(each for each in due(given, TERMS) if each.kind is Kind.REVIEW)
    held = replace(given, reviews=(*given.reviews, before.since + timedelta(days=days)))
    assert next(each for each in due(held, TERMS) if each.kind is Kind.REVIEW).on >= before.on


@given(facts(), st.integers(0, 300))
def test_more_time_never_makes_fewer_missed_visits(given: Facts, days: int):
    until = max([given.began, *given.visits])
    early = visits_late(given, TERMS, until=until)
    assert visits_late(given, TERMS, until=until + timedelta(days=days))[: len(early)] == early
