"""What came of placements, counted for planners: by provider with the mix of needs, suppressed, and never money."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carecommons.decisions import actions
from carecommons.decisions.counts import life_counts
from carecommons.decisions.counts.living import CAME, EVERYBODY, FAMILY, _One, _printed
from carecommons.decisions.models import Placement
from carecommons.people.roles import Role
from decisions.living_made import asked_for_review, lives_there
from decisions.test_decision_pages import text
from decisions.test_living import review
from walk_world import KENT, OFFICER

RULE = {"threshold": 7, "round_to": 5}
SOME = st.builds(
    _One, name=st.sampled_from(["Ash", "Beech", "Cedar"]), wider=st.sampled_from(["All private", "All council"]),
    answer=st.sampled_from(CAME), cohort=st.sampled_from(["G1", "G2", "S", "unknown"]),
)  # fmt: skip


def many(name: str, number: int, answer: str = "all", cohort: str = "G1") -> list[_One]:
    return [_One(name, "All private", answer, cohort)] * number


def line(lines, name: str):
    return next(each for each in lines if each.name == name)


def test_a_provider_with_few_children_is_withheld_and_a_large_one_is_told_with_its_mix_of_needs():
    found = _printed([*many("Ash", 40), *many("Ash", 20, "none", "S"), *many("Beech", 3)], CAME, **RULE)
    assert line(found, "Beech").total.withheld
    ash = line(found, "Ash")
    assert ash.total.value == 60
    assert (ash.parts["all"].value, ash.parts["none"].value) == (40, 20)
    assert (ash.cohort["G1"].value, ash.cohort["S"].value) == (40, 20)


def test_nothing_to_count_is_an_empty_table():
    assert _printed([], CAME, **RULE) == ()


@given(st.lists(SOME, max_size=60))
def test_no_count_of_one_to_seven_is_ever_printed(ones):
    for each in _printed(ones, CAME, **RULE):
        for shown in (each.total, *each.parts.values(), *each.cohort.values()):
            assert shown.value is None or shown.value == 0 or shown.value >= 5
            assert shown.value is None or shown.value % 5 == 0
    told = {each.name: each for each in _printed(ones, CAME, **RULE)}
    for name in {each.name for each in ones}:
        number = sum(one.name == name for one in ones)
        if 1 <= number <= 7:
            assert told[name].total.withheld


@given(st.lists(SOME, max_size=40))
def test_the_order_of_the_children_changes_nothing(ones):
    assert {each.name: each for each in _printed(ones, CAME, **RULE)} == {
        each.name: each for each in _printed(ones[::-1], CAME, **RULE)
    }


@pytest.mark.django_db
def test_one_child_is_counted_and_never_shown(client_as):
    lives = lives_there(days=200)
    asked_for_review(lives)
    review(lives)
    actions.record_time(placement_id=lives.placement, day=lives.on, kind="travel", minutes=600, by=OFFICER, at=lives.at)
    found = life_counts(on=lives.on)
    assert line(found.outcomes, EVERYBODY).total.withheld
    assert line(found.first_time, "Kent").total.withheld
    (hours,) = found.hours
    assert (hours.placements.withheld, hours.hours) == (True, None)
    page = text(client_as(Role.PLANNER, authority=KENT).get("/placements/counts/"))
    assert "Right first time, by council" in page
    assert "£" not in page
    for role in (Role.SOCIAL_WORKER, Role.REVIEWING_OFFICER, Role.CHILD):
        assert client_as(role).get("/placements/counts/").status_code in (403, 404)


@pytest.mark.django_db
def test_what_cannot_be_told_yet_is_left_out_of_right_first_time():
    lives = lives_there(days=100)
    assert life_counts(on=lives.on).first_time == ()
    assert life_counts(on=lives.on + timedelta(days=82)).first_time != ()
    Placement.objects.filter(id=lives.placement).update(state="withdrawn", ended_on=lives.on)
    assert life_counts(on=lives.on + timedelta(days=82)).first_time == ()


def test_family_is_a_provider_of_its_own_stripe_and_no_number_is_a_price():
    found = _printed([_One(FAMILY, FAMILY, "all", "G1")] * 30, CAME, **RULE)
    assert line(found, FAMILY).total.value == 30
