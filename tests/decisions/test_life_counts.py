"""What came of placements, counted for planners: by provider with the mix of needs, suppressed, and never money."""

from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from carecommons.children import actions as child_people
from carecommons.children.queries import connections
from carecommons.constitution.parameters import whole
from carecommons.decisions import actions
from carecommons.decisions.counts import last_period, life_counts
from carecommons.decisions.counts.living import (
    CAME,
    EVERYBODY,
    FAMILY,
    OWN,
    _contact,
    _held_lines,
    _One,
    _own,
    _printed,
)
from carecommons.decisions.living import how_it_goes, how_many_happened, nights_held
from carecommons.decisions.models import MatchingTime, Placement
from carecommons.people.roles import Role
from decisions.living_made import asked_for_review, lives_there, over
from decisions.test_decision_pages import text
from decisions.test_living import review
from walk_world import KENT, OFFICER, WORKER

DAYS = whole("first_time_right_days", date(2026, 11, 20))
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
    found = life_counts(on=over(lives.on))
    assert line(found.outcomes, EVERYBODY).total.withheld
    assert line(found.first_time, "Kent").total.withheld
    (hours,) = found.hours
    assert (hours.placements.withheld, hours.hours) == (True, None)
    with time_machine.travel(over(lives.on)):
        page = text(client_as(Role.PLANNER, authority=KENT).get("/placements/counts/"))
    assert "Right first time, by council" in page
    assert last_period(over(lives.on)).words in page
    assert "£" not in page
    for role in (Role.SOCIAL_WORKER, Role.REVIEWING_OFFICER, Role.CHILD):
        assert client_as(role).get("/placements/counts/").status_code in (403, 404)


@pytest.mark.django_db
def test_what_cannot_be_told_yet_is_left_out_of_right_first_time():
    lives = lives_there(days=100)
    told = over(lives.moved + timedelta(days=DAYS))  # it has lasted so long in the quarter before
    quarter_before = last_period(told).to_day - timedelta(days=60)
    assert life_counts(on=quarter_before).first_time == ()
    assert life_counts(on=told).first_time != ()
    # It is counted in the year in which it could first be told, and in no other.
    assert life_counts(on=told + timedelta(days=380)).first_time == ()
    Placement.objects.filter(id=lives.placement).update(state="withdrawn", ended_on=lives.on)
    assert life_counts(on=told).first_time == ()


@pytest.mark.django_db
def test_a_number_that_is_read_every_day_of_a_quarter_is_the_same_number():
    """What is written down today is counted when its quarter is over: no number moves on the day it happens."""
    lives = lives_there(days=60)
    days = [last_period(over(lives.on)).to_day + timedelta(days=each) for each in (1, 40, 85)]
    before = [life_counts(on=lives.on), [life_counts(on=each) for each in days]]
    actions.say_how_it_goes(placement_id=lives.placement, feeling="bad", by=lives.robin, at=lives.at)
    asked_for_review(lives)
    review(lives)
    actions.record_time(placement_id=lives.placement, day=lives.on, kind="travel", minutes=600, by=OFFICER, at=lives.at)
    assert life_counts(on=lives.on) == before[0]
    after = [life_counts(on=each) for each in days]
    assert after[0] == after[1] == after[2] != before[1][0]
    # Nor does what is written down afterwards of a day that was counted.
    late = lives.at + timedelta(days=130)
    actions.record_time(placement_id=lives.placement, day=lives.on, kind="travel", minutes=900, by=OFFICER, at=late)
    MatchingTime.objects.filter(recorded_at=late).update(minutes=1400)
    assert life_counts(on=over(late.date())).hours == life_counts(on=days[0]).hours


def test_a1_what_a_child_says_of_living_there_is_counted_first_and_silence_is_counted_too():
    assert [how_it_goes(each) for each in ("good", "ok", "not_good", "bad", "")] == [
        "well", "well", "low", "low", "silent"
    ]  # fmt: skip
    ones = [*many("Ash", 40, "well"), *many("Ash", 20, "silent", "S"), *many("Beech", 3, "low")]
    ash = line(_printed(ones, OWN, **RULE), "Ash")
    assert [ash.parts[each].value for each in OWN] == [40, 0, 20]
    assert (ash.cohort["G1"].value, ash.cohort["S"].value) == (40, 20)
    assert line(_printed(ones, OWN, **RULE), "Beech").total.withheld


@pytest.mark.django_db
def test_a1_the_newest_word_of_each_child_counts_once_for_the_provider_where_it_was_said(client_as):
    lives = lives_there(days=60)
    period = last_period(over(lives.on))
    (silent,) = _own(period)
    assert (silent.name, silent.answer) == ("Invented Alder", "silent")
    actions.say_how_it_goes(placement_id=lives.placement, feeling="bad", by=lives.robin, at=lives.at)
    assert [each.answer for each in _own(period)] == ["low"]
    actions.say_how_it_goes(
        placement_id=lives.placement, feeling="good", by=lives.robin, at=lives.at + timedelta(minutes=1)
    )
    (one,) = _own(period)
    assert (one.answer, one.wider, one.cohort) == ("well", "All run privately", "G1")
    with time_machine.travel(over(lives.on)):
        planner = client_as(Role.PLANNER, authority=KENT)
        page = text(planner.get("/placements/counts/"))
        told = planner.get("/api/v1/decisions/placements/counts").json()
    own = page.index("How it goes, as the children say themselves")
    assert own < page.index("Whether they saw those who matter") < page.index("What was hoped for, by provider")
    assert (told["from_day"], told["to_day"]) == (period.from_day.isoformat(), period.to_day.isoformat())
    assert [each["name"] for each in told["own"]] == ["Invented Alder", "All", "All run privately"]
    assert all(each["total"]["value"] is None for each in told["own"]), "one child is never shown"


@pytest.mark.django_db
def test_c7_parking_shows_in_how_many_planned_times_with_those_who_matter_happened():
    assert [how_many_happened(times) for times in ([True], [True, False], [False, False])] == ["all", "some", "none"]
    lives = lives_there(days=60)
    period = last_period(over(lives.on))
    assert _contact(period) == []
    child_people.add_connection(
        child_id=lives.child, kind="sibling", name="An invented brother", keep=True, by=WORKER, at=lives.at
    )
    (brother,) = connections(lives.child)
    for days, happened in ((20, True), (10, False)):
        actions.record_contact(
            placement_id=lives.placement, key=f"connection:{brother.id}", day=lives.on - timedelta(days=days),
            happened=happened, why_not="" if happened else "Nobody could drive.", by=WORKER, at=lives.at,
        )  # fmt: skip
    (one,) = _contact(period)
    assert (one.name, one.answer) == ("Invented Alder", "some")
    found = life_counts(on=over(lives.on))
    assert line(found.contact, EVERYBODY).total.withheld


def test_b15_the_nights_for_which_a_place_stood_empty_for_one_child_are_part_of_what_a_match_takes():
    day = date(2026, 11, 20)
    held = lambda days, back=None: nights_held(  # noqa: E731
        chosen_on=day, from_day=day + timedelta(days=days),
        taken_back_on=None if back is None else day + timedelta(days=back),
    )  # fmt: skip
    assert (held(14), held(0), held(-3)) == (14, 0, 0)
    assert (held(14, back=5), held(14, back=20)) == (5, 14)


@pytest.mark.django_db
def test_b15_held_nights_stand_on_the_life_and_are_counted_by_council_in_nights(client_as):
    lives = lives_there(days=60)
    period = last_period(over(lives.moved))
    (line,) = life_counts(on=over(lives.moved)).held
    assert (line.name, line.placements.withheld, line.nights) == ("Kent", True, None)
    page = text(client_as(Role.SOCIAL_WORKER, authority=KENT).get(f"/placements/{lives.placement}/life/"))
    assert "The place was held for this child for 14 nights before the move." in page
    row = Placement.objects.get(id=lives.placement)
    rows = [(row.authority, row.made_at, row.from_day, row.state, row.ended_on)] * 20
    (many_held,) = _held_lines(rows, period)
    assert (many_held.placements.value, many_held.nights) == (20, 280)


def test_family_is_a_provider_of_its_own_stripe_and_no_number_is_a_price():
    found = _printed([_One(FAMILY, FAMILY, "all", "G1")] * 30, CAME, **RULE)
    assert line(found, FAMILY).total.value == 30
