"""The start of a placement: the plan that blocks, the visits before, the notices, and that the child came."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carecommons.common.errors import ReasonMissing, Refused
from carecommons.decisions.starting import ITEMS, PARENTS, check_may_begin, items_for, lacking, plan_due
from carecommons.people.roles import Role
from walk_world import TODAY, acting

FAR = acting(Role.SOCIAL_WORKER, "878")
DAY = timedelta(days=1)
HOMES = ("foster_household", "childrens_home", "parents", "supported_accommodation")


# ------------------------------------------------------------------------------------------------------ the heart


def test_a_home_with_staff_is_asked_of_its_staff_and_parents_are_not_asked_what_they_may_decide():
    codes = {kind: {item.code for item in items_for(kind)} for kind in HOMES}
    assert {"behaviour", "staff"} <= codes["childrens_home"] and not {"behaviour", "staff"} & codes["foster_household"]
    assert "may_health" in codes["foster_household"] and "may_health" not in codes[PARENTS]
    assert all(item.source for item in ITEMS)


@given(kind=st.sampled_from(HOMES), answered=st.sets(st.sampled_from([item.code for item in ITEMS])))
def test_a_child_comes_exactly_when_nothing_lacks_or_in_an_emergency(kind, answered):
    missing = lacking(kind, answered)
    days = {"planned_day": TODAY, "came_on": TODAY, "today": TODAY}
    assert check_may_begin(kind, answered, emergency=True, **days) == missing
    if missing:
        with pytest.raises(ReasonMissing) as refusal:
            check_may_begin(kind, answered, emergency=False, **days)
        assert refusal.value.facts["lacks"] == [item.code for item in missing]
        assert all(item.title in str(refusal.value) for item in missing)
    else:
        assert check_may_begin(kind, answered, emergency=False, **days) == ()


def test_a_child_comes_neither_before_the_place_is_theirs_nor_on_a_day_still_to_be():
    everything = [item.code for item in ITEMS]
    for came_on, code in ((TODAY - DAY, "came_before_place"), (TODAY + DAY, "came_in_future")):
        with pytest.raises(Refused) as refusal:
            check_may_begin(
                "parents", everything, planned_day=TODAY, came_on=came_on, today=TODAY, emergency=False
            )  # fmt: skip
        assert refusal.value.code == code


def test_after_a_friday_night_before_a_bank_holiday_the_plan_is_due_five_working_days_on():
    christmas_eve = date(2026, 12, 24)  # a Thursday; the 25th and the 28th are bank holidays
    assert plan_due(christmas_eve, emergency=True, working_days=5) == date(2027, 1, 4)
    assert plan_due(christmas_eve, emergency=False, working_days=5) == christmas_eve
