"""Every policy number has a date, a source, a value that it serves, and says whether it is confirmed."""

from datetime import date

import pytest

from carecommons.common.errors import Refused
from carecommons.constitution.parameters import parameter, parameters, read, whole
from carecommons.constitution.values import values

NOVEMBER = date(2026, 11, 20)


def block(**changes):
    return {
        "value": 7, "unit": "children", "words": "A count.", "kind": "policy choice", "source": "here",
        "value_served": "privacy", "valid_from": date(2014, 1, 1), "confirmed": True, **changes,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("suppression_threshold", 7), ("suppression_round_to", 5), ("vacancy_valid_hours", 72),
        ("distance_statistics_miles", 20), ("unregulated_age_min", 16), ("looked_after_age_max", 17),
        ("first_time_right_days", 182), ("ni62_placements_min", 3), ("ni63_age_max", 15),
        ("ni63_looked_after_months", 30), ("ni63_same_place_months", 24),
        ("first_review_working_days", 20), ("first_visit_days", 7), ("emergency_hours_max", 72),
    ],
)  # fmt: skip
def test_the_numbers_of_the_handbook(name, value):
    assert whole(name, NOVEMBER) == value


def test_e15_every_parameter_has_a_source_and_serves_an_agreed_value():
    found = parameters(NOVEMBER)
    assert len(found) > 60
    for each in found:
        assert each.source.strip()
        assert each.unit.strip()
        assert each.words.endswith(".")
        assert each.served == values()[each.value_served]


def test_what_was_not_at_hand_is_marked_unconfirmed():
    unconfirmed = {each.name for each in parameters(NOVEMBER) if not each.confirmed}
    assert {"approver_key_stage_4", "secure_age_min", "foster_children_max"} <= unconfirmed
    assert "approver_at_a_distance" not in unconfirmed


def test_who_approves_is_a_parameter_with_its_regulation():
    assert parameter("approver_at_a_distance", NOVEMBER).text == "director"
    assert "reg 11(1)(b) and reg 11(5)" in parameter("approver_at_a_distance", NOVEMBER).source
    assert "SI 2013/3239" in parameter("approver_at_a_distance", NOVEMBER).source
    assert parameter("approver_with_parents", NOVEMBER).text == "nominated_officer"


def test_there_is_one_threshold_for_small_counts():
    """D1 asks the same number as every count (issue 4, point 2)."""
    told = [each.name for each in parameters(NOVEMBER) if each.value_served == "privacy" and each.unit == "children"]
    assert told == ["suppression_threshold", "suppression_round_to"]


def test_a_law_does_not_reach_back_before_its_first_day():
    with pytest.raises(Refused) as refused:
        parameter("unregulated_age_min", date(2021, 9, 8))
    assert refused.value.code == "parameter_not_in_force"
    assert "2021-09-09" in str(refused.value)
    assert whole("unregulated_age_min", date(2021, 9, 9)) == 16


def test_a_name_that_nobody_published_is_refused():
    with pytest.raises(Refused, match="No parameter is called 'luck'"):
        parameter("luck", NOVEMBER)


def test_two_values_on_one_day_are_refused():
    with pytest.raises(Refused, match="two values on 2020-01-01"):
        read({"threshold": [block(), block(value=5, valid_from=date(2020, 1, 1))]})


def test_a_new_value_begins_when_the_old_one_ends():
    book = read({"threshold": [block(value=5, valid_from=date(2020, 1, 1)), block(valid_to=date(2019, 12, 31))]})
    assert [each.value for each in book["threshold"]] == [7, 5]


@pytest.mark.parametrize("change", [{"source": " "}, {"value_served": "speed"}])
def test_a_number_without_source_or_agreed_value_is_refused(change):
    with pytest.raises(Refused, match="needs a source"):
        read({"threshold": [block(**change)]})


def test_asking_a_word_for_a_number_is_our_own_mistake():
    with pytest.raises(TypeError, match="no whole number"):
        whole("approver_in_area", NOVEMBER)
    with pytest.raises(TypeError, match="no word"):
        _ = parameter("vacancy_valid_hours", NOVEMBER).text
