"""What a child says of a home, what goes with them, what the next home must know, and where they live after 18."""

from contextlib import nullcontext
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carecommons.children import actions as children
from carecommons.children import queries as child_queries
from carecommons.children.models import Child
from carecommons.common.errors import NotAllowed, NotFound, NotNow, ReasonMissing, Refused
from carecommons.decisions import actions, queries
from carecommons.decisions.ending import BELONGINGS
from carecommons.decisions.leaving import After, birthday, check_after, milestones
from carecommons.decisions.placement import Placed
from carecommons.people.roles import Person, Role
from carecommons.provision.models import Resident
from carecommons.register.models import Entry
from decisions.ended import DAY, NOW, REVIEWING, SENTENCE, TODAY, an_end, at_home, lived
from walk_world import DEVON, MANAGER, OFFICER, WORKER, acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def left():
    there = lived()
    actions.end_placement(child_id=there.child, end=an_end(), by=MANAGER, at=NOW)
    return there


# ------------------------------------------------------------------ how it was
def test_the_child_says_how_it_was_and_what_the_next_home_must_know(left):
    actions.say_how_it_was(
        placement_id=left.placement, good="The dog.", next_home="I need the light on.", by=left.robin, at=NOW
    )
    (said,) = queries.debriefs_of(left.placement)
    assert (said.good, said.next_home, said.wanted) == ("The dog.", "I need the light on.", True)
    (note,) = child_queries.carried(left.child)
    assert (note.words, note.said_by_role, note.accepted) == ("I need the light on.", Role.CHILD, None)
    assert Entry.objects.filter(kind="debrief").count() == 1


def test_the_child_need_not_say_anything(left):
    with pytest.raises(ReasonMissing) as empty:
        actions.say_how_it_was(placement_id=left.placement, by=left.robin, at=NOW)
    assert empty.value.code == "debrief_empty"
    actions.say_how_it_was(placement_id=left.placement, good="x", wanted=False, by=left.robin, at=NOW)
    (said,) = queries.debriefs_of(left.placement)
    assert (said.wanted, said.good) == (False, "")


def test_whoever_asked_writes_down_that_the_child_did_not_want_to_say(left):
    with pytest.raises(ReasonMissing) as refusal:
        actions.record_no_debrief(placement_id=left.placement, words="No", by=WORKER, at=NOW)
    assert refusal.value.code == "asked_how_missing"
    actions.record_no_debrief(placement_id=left.placement, words=SENTENCE, by=WORKER, at=NOW)
    assert not queries.debriefs_of(left.placement)[0].wanted
    for by in (OFFICER, left.manager, acting(Role.SOCIAL_WORKER, DEVON)):
        with pytest.raises(NotAllowed):
            actions.record_no_debrief(placement_id=left.placement, words=SENTENCE, by=by, at=NOW)


def test_nobody_is_asked_how_it_was_before_they_have_left():
    there = lived()
    with pytest.raises(NotNow) as refusal:
        actions.record_no_debrief(placement_id=there.placement, words=SENTENCE, by=WORKER, at=NOW)
    assert refusal.value.code == "still_to_come"
    with pytest.raises(NotAllowed):
        actions.say_how_it_was(placement_id=there.placement, good="x", by=there.manager, at=NOW)


# ------------------------------------------------------------------ belongings
@given(there=st.sets(st.sampled_from(sorted(BELONGINGS))), words=st.sampled_from(["", "No", SENTENCE]))
def test_what_does_not_go_with_the_child_is_always_owed_in_words(there, words):
    from carecommons.decisions.ending import check_belongings

    check_belongings(sorted(BELONGINGS), words, words_min=4)
    check_belongings(sorted(there), SENTENCE, words_min=4)
    owed = there != set(BELONGINGS) and words != SENTENCE
    with pytest.raises(ReasonMissing) if owed else nullcontext():
        check_belongings(sorted(there), words, words_min=4)


def test_the_home_and_the_social_worker_say_what_went_with_the_child(left):
    with pytest.raises(ReasonMissing) as refusal:
        actions.check_what_goes(placement_id=left.placement, there=["photos"], by=left.manager, at=NOW)
    assert refusal.value.code == "belongings_missing"
    with pytest.raises(Refused):
        actions.check_what_goes(placement_id=left.placement, there=["bags"], by=left.manager, at=NOW)
    actions.check_what_goes(
        placement_id=left.placement, there=["photos"], missing="The bicycle follows on Friday: the home brings it.",
        by=left.manager, at=NOW,
    )  # fmt: skip
    assert BELONGINGS["pets"] in queries.belongings_of(left.placement).lacks
    later = NOW + timedelta(minutes=1)
    actions.check_what_goes(placement_id=left.placement, there=[*BELONGINGS], by=WORKER, at=later)
    assert queries.belongings_of(left.placement).lacks == ()


def test_a_home_reaches_a_child_who_left_for_a_few_weeks_and_no_longer(left):
    later = NOW + timedelta(days=29)
    with pytest.raises(NotFound):
        actions.check_what_goes(placement_id=left.placement, there=[*BELONGINGS], by=left.manager, at=later)
    assert queries.own_stays(left.manager, at=later) == ()
    assert [each.id for each in queries.own_stays(left.manager, at=NOW)] == [left.placement]


# ------------------------------------------------------------------ the next home
@pytest.mark.parametrize("role", [Role.FOSTER_CARER, Role.PROVIDER_MANAGER, Role.PROVIDER_RESPONSIBLE])
def test_carers_say_what_the_next_home_must_know_and_it_goes_on_once_it_is_accepted(left, role):
    note = actions.note_for_next_home(
        placement_id=left.placement, words="Robin eats when nobody looks.", by=at_home(left.home, role), at=NOW
    )
    assert [each.id for each in child_queries.carried_waiting(["886"])] == [note]
    assert child_queries.carried_accepted(left.child) == ()
    children.answer_carried(note_id=note, accepted=True, by=WORKER, at=NOW)
    assert [each.put_as for each in child_queries.carried_accepted(left.child)] == ["Robin eats when nobody looks."]
    assert child_queries.carried_waiting(["886"]) == ()


def test_a_note_that_is_left_out_owes_its_reason_and_one_may_be_put_otherwise(left):
    note = actions.note_for_next_home(placement_id=left.placement, words="Robin is lazy.", by=left.manager, at=NOW)
    with pytest.raises(ReasonMissing) as refusal:
        children.answer_carried(note_id=note, accepted=False, by=WORKER, at=NOW)
    assert refusal.value.code == "left_out_why"
    children.answer_carried(note_id=note, accepted=False, words="This blames the child.", by=WORKER, at=NOW)
    assert child_queries.carried_accepted(left.child) == ()
    children.answer_carried(
        note_id=note, accepted=True, words="Mornings are slow for Robin.", by=WORKER, at=NOW + timedelta(minutes=1)
    )
    assert child_queries.carried_accepted(left.child)[0].put_as == "Mornings are slow for Robin."


def test_an_empty_note_and_a_stranger_are_refused(left):
    with pytest.raises(ReasonMissing) as refusal:
        actions.note_for_next_home(placement_id=left.placement, words=" ", by=WORKER, at=NOW)
    assert refusal.value.code == "note_empty"
    for by in (OFFICER, acting(Role.SOCIAL_WORKER, DEVON)):
        with pytest.raises(NotAllowed):
            actions.note_for_next_home(placement_id=left.placement, words="x", by=by, at=NOW)
    note = actions.note_for_next_home(placement_id=left.placement, words="x", by=WORKER, at=NOW)
    with pytest.raises(NotAllowed):
        children.answer_carried(note_id=note, accepted=True, by=left.manager, at=NOW)


# ------------------------------------------------------------------ growing up
def of_age(there, years: int, *, days: int = 0) -> date:
    """The child was born so that they reach an age so many days ago; answer the birthday."""
    born = date(TODAY.year - years, TODAY.month, TODAY.day) - timedelta(days=days)
    row = Child.objects.get(id=there.child)
    row.birth_date = born
    row.save(update_fields=["birth_date"])
    return birthday(born, years)


@given(born=st.dates(date(1990, 1, 1), date(2030, 12, 31)))
def test_what_comes_comes_in_order_and_the_pathway_plan_after_the_sixteenth_birthday(born):
    found = milestones(born, leaving_care_age=16, pathway_months=3, adult_age=18, plan_months=6)
    assert [each.code for each in found] == ["leaving_care", "pathway_plan", "eighteen_plan", "eighteen"]
    assert sorted(found, key=lambda each: each.on) == list(found)
    assert found[0].on.year == born.year + 16
    assert found[3].on >= birthday(born, 18)


@given(
    choice=st.sampled_from(After),
    kind=st.sampled_from(["foster_household", "childrens_home", "supported_accommodation"]),
)
def test_only_a_foster_home_is_stayed_in_and_only_a_childrens_home_stayed_close_to(choice, kind):
    asked = {
        "birth_date": date(2008, 1, 1), "on": date(2026, 2, 1), "asked_from": date(2025, 7, 1), "adult_age": 18,
        "care_ends": "E5",
    }  # fmt: skip
    fits = {After.STAYING_PUT: kind == "foster_household", After.STAYING_CLOSE: kind == "childrens_home"}
    if fits.get(choice, True):
        assert check_after(choice, kind=kind, **asked)
    else:
        with pytest.raises(Refused, match="Choose what fits"):
            check_after(choice, kind=kind, **asked)


def decide(there, choice="staying_put", *, by=WORKER, at=NOW, **more):
    words = {"wants": "I want to stay with Ann.", "words": "Both want it, and the pathway plan says so.", **more}
    return actions.decide_at_eighteen(placement_id=there.placement, choice=choice, by=by, at=at, **words)


def test_child_turning_16_in_placement():
    there = lived()
    on = of_age(there, 16)
    (found,) = [each for each in queries.growing_up(["886"], on=TODAY) if each.child_id == there.child]
    assert found.day_of("leaving_care") == on == TODAY
    assert found.day_of("pathway_plan") > on
    assert found.after is None
    with pytest.raises(NotNow) as refusal:
        decide(there)
    assert refusal.value.code == "eighteen_far_off"


def test_child_turning_18_in_placement():
    """Before the birthday it is a plan and nothing ends; on it one answer is owed, and ends the placement."""
    there = lived()
    on = of_age(there, 18, days=-30)
    decide(there)
    assert queries.placement(there.placement).state is Placed.LIVING
    assert not queries.after_of(there.placement).ended
    of_age(there, 18)
    assert not queries.after_of(there.placement).ended  # the plan does not end it in silence
    decide(there, at=NOW + timedelta(minutes=1))
    found = queries.placement(there.placement)
    assert (found.state, found.ended_on) == (Placed.ENDED, TODAY)
    assert queries.end_of(there.placement).care_ends == "E17"
    assert Resident.objects.get().to_day is None  # they stay, as an adult, and the place is theirs
    assert on > TODAY
    with pytest.raises(NotNow):
        decide(there)


def test_who_stayed_put_leaves_later_and_the_placement_keeps_its_day():
    there = lived()
    of_age(there, 18)
    decide(there)
    actions.end_placement(
        child_id=there.child,
        end=an_end(to_day=TODAY + DAY, care_ends="E17", change="", planned=True),
        by=MANAGER,
        at=NOW,
    )
    assert Resident.objects.get().to_day == TODAY + DAY
    assert queries.placement(there.placement).ended_on == TODAY


def test_whoever_moves_on_gives_the_place_back_and_says_how_care_ended():
    there = lived()
    of_age(there, 18)
    with pytest.raises(Refused) as refusal:
        decide(there, "moved_on", by=MANAGER)
    assert refusal.value.code == "care_ends_missing"
    with pytest.raises(NotAllowed):  # a place is given back by those who give places
        decide(there, "moved_on", care_ends="E5")
    decide(there, "moved_on", care_ends="E5", by=MANAGER)
    assert Resident.objects.values_list("to_day", "end_reason").get() == (TODAY, "E5")
    assert queries.end_of(there.placement).care_ends == "E5"


@pytest.mark.parametrize(
    ("more", "code"),
    [({"choice": "away"}, "after_unknown"), ({"choice": "staying_close"}, "after_home"),
     ({"wants": ""}, "after_words_missing"), ({"words": "Ok"}, "after_words_missing")],
)  # fmt: skip
def test_what_is_said_of_the_time_after_18_lacks_nothing(more, code):
    there = lived()
    of_age(there, 18)
    with pytest.raises(Refused) as refusal:
        decide(there, **more)
    assert refusal.value.code == code
    for by in (
        OFFICER,
        REVIEWING,
        there.manager,
        Person(role=Role.CHILD, id=WORKER.id, children=frozenset({there.child})),
    ):
        with pytest.raises(NotAllowed):
            decide(there, by=by)
