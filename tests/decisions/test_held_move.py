"""A planned move that is held, late, or no longer lawful: nothing of it takes place before the child has come."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

import walk_world
from carecommons.common.errors import NotFound, Refused
from carecommons.decisions import actions, queries
from carecommons.decisions.ending import LedBy
from carecommons.decisions.placement import Placed
from carecommons.people.roles import Person, Role
from carecommons.provision.actions import report_vacancy
from carecommons.provision.models import HomeTerms, Resident
from carecommons.provision.queries import home_cards
from decisions.ended import NOW, an_end, at_home, lived, reviewed
from decisions.placements_made import answer_all, planned, planned_tonight
from walk_world import MANAGER, NOMINATED, NOON, WORKER, acting

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MOVE = NOON + 14 * DAY  # walk_world's searches want a home by then
ANSWER = "We looked at the bus times again and asked your brother too."


@pytest.fixture
def found():
    return walk_world.search()


@pytest.fixture
def move(found):
    """A planned move to Alder with its whole plan."""
    placement = planned(found)
    answer_all(placement)
    return placement


def robin(found):
    return Person(role=Role.CHILD, id=WORKER.id, children=frozenset({found.child}))


def begin(placement, *, at=MOVE, by=WORKER):
    return actions.begin_placement(placement_id=placement, came_on=localdate(at), by=by, at=at)


def refusal_of(call, *args, **more):
    with pytest.raises(Refused) as refusal:
        call(*args, **more)
    return refusal.value


def says_no(found, placement):
    return actions.disagree(
        decision_id=queries.placement(placement).decision_id, words="It is too far.", move_should_wait=True,
        by=robin(found), at=NOON + DAY,
    )  # fmt: skip


def answer(no, *, waits, at):
    actions.answer_disagreement(disagreement_id=no, words=ANSWER, move_waits=waits, by=NOMINATED, at=at)


# ------------------------------------------------------------------ the move waits
def test_a_move_of_which_a_child_was_answered_that_it_waits_does_not_begin_until_they_are_answered_anew(found, move):
    no = says_no(found, move)
    answer(no, waits=True, at=NOON + 2 * DAY)
    refused = refusal_of(begin, move)
    assert (refused.code, refused.facts["disagreements"]) == ("move_frozen", [str(no)])
    assert "answers the child again" in str(refused)
    assert queries.placement(move).state is Placed.PLANNED
    answer(no, waits=False, at=NOON + 3 * DAY)
    assert begin(move)
    assert queries.placement(move).state is Placed.LIVING


def test_one_of_two_answers_that_holds_the_move_is_enough(found, move):
    first, second = says_no(found, move), says_no(found, move)
    answer(first, waits=True, at=NOON + 2 * DAY)
    answer(second, waits=False, at=NOON + 3 * DAY)
    assert refusal_of(begin, move).facts["disagreements"] == [str(first)]


def test_a_move_that_a_child_wants_to_wait_does_not_begin_before_somebody_has_answered(found, move):
    no = says_no(found, move)
    refused = refusal_of(begin, move)
    assert (refused.code, refused.facts["disagreements"]) == ("move_frozen", [str(no)])
    assert "nobody has answered" in str(refused)
    assert queries.placement(move).state is Placed.PLANNED
    answer(no, waits=False, at=NOON + 3 * DAY)
    assert begin(move)


def test_a_no_that_does_not_ask_the_move_to_wait_holds_nothing(found, move):
    actions.disagree(
        decision_id=queries.placement(move).decision_id, words="It is too far.", by=robin(found), at=NOON + DAY
    )
    assert begin(move)


def test_of_two_noes_one_that_is_answered_does_not_let_the_other_go(found, move):
    first, second = says_no(found, move), says_no(found, move)
    answer(first, waits=False, at=NOON + 2 * DAY)
    assert refusal_of(begin, move).facts["disagreements"] == [str(second)]


def test_a_move_in_an_emergency_begins_whatever_is_still_unanswered(found):
    tonight = planned_tonight(found)
    says_no(found, tonight)
    assert queries.asks_to_wait(queries.placement(tonight).decision_id) == frozenset()
    begin(tonight, at=NOON + DAY)
    assert queries.placement(tonight).state is Placed.LIVING


# ------------------------------------------------------------------ the law on the day of the move
@pytest.mark.parametrize("stop", ["cancelled_on", "suspended_from", "restricted_from", "inadequate_since"])
def test_a_home_that_the_law_stopped_between_the_approval_and_the_move_is_not_moved_to(found, move, stop):
    HomeTerms.objects.filter(home_id=found.homes["Alder"]).update(**{stop: (NOON + 3 * DAY).date()})
    refused = refusal_of(begin, move)
    assert refused.code == "home_stopped_since"
    assert "Take the planned move back" in str(refused)
    assert queries.placement(move).state is Placed.PLANNED


def test_a_home_that_loses_its_registration_after_the_child_came_does_not_unmake_that_they_came(found, move):
    HomeTerms.objects.filter(home_id=found.homes["Alder"]).update(cancelled_on=(MOVE + DAY).date())
    actions.begin_placement(placement_id=move, came_on=MOVE.date(), by=WORKER, at=MOVE + 2 * DAY)
    assert queries.placement(move).state is Placed.LIVING


# ------------------------------------------------------------------ nothing takes place on paper
def lives_at_alder_and_is_to_go_to_birch():
    """The child lives at Alder; a move to Birch is planned for two weeks from now."""
    there = lived()
    for home in there.found.homes.values():
        report_vacancy(home_id=home, free=1, by=acting(Role.PLACEMENT_OFFICER), at=NOW)
    again = walk_world.listed(there.child, there.found.homes, at=NOW)
    searched = "Every agency of the region was asked; none has a place. The home they live in is no choice."
    move = planned(again, "Birch", search_evidence=searched, reviewed_on=reviewed(there, localdate(NOW)))
    answer_all(move, at=NOW)
    return there, queries.placement(move)


def test_a_held_move_takes_no_place_on_paper_and_can_be_taken_back_after_its_day():
    there, move = lives_at_alder_and_is_to_go_to_birch()
    no = actions.disagree(
        decision_id=move.decision_id, words="I stay.", move_should_wait=True, by=there.robin, at=NOW
    )  # fmt: skip
    actions.answer_disagreement(disagreement_id=no, words=ANSWER, move_waits=True, by=NOMINATED, at=NOW)
    late = NOW + 20 * DAY
    old, new = at_home(there.home), at_home(move.home_id)
    assert queries.stays_with(new, at=late) == {}
    with queries.as_placed(new, at=late):
        assert queries.own_stays(new, at=late) == ()
    with queries.as_placed(old, at=late):
        assert [each.id for each in queries.own_stays(old, at=late)] == [there.placement]
    notice = {"reason": "CREQB", "words": ANSWER, "tried": ANSWER, "ends_on": (late + 28 * DAY).date(), "at": late}
    assert refusal_of(actions.give_notice, placement_id=move.id, by=WORKER, **notice).code == "nobody_lives_there_yet"
    with pytest.raises(NotFound):
        actions.give_notice(placement_id=move.id, by=new, **notice)
    assert home_cards([there.home], on=late.date())[there.home].living == 1
    assert actions.withdraw_move(child_id=there.child, reason="The panel found for them.", by=MANAGER, at=late)
    assert queries.placement(move.id).state is Placed.WITHDRAWN
    assert queries.placement(there.placement).state is Placed.LIVING
    assert Resident.objects.values_list("home_id", "to_day").get() == (there.home, None)


def test_the_real_day_of_coming_is_the_day_of_leaving_too():
    there, move = lives_at_alder_and_is_to_go_to_birch()
    late = NOW + 20 * DAY
    begin(move.id, at=late)
    assert queries.placement(there.placement).ended_on == late.date()
    days = dict(Resident.objects.values_list("home_id", "from_day"))
    assert days[move.home_id] == late.date()
    assert Resident.objects.get(home=there.home).to_day == late.date()
    sooner = an_end(to_day=(late - 3 * DAY).date(), change="CARPL", planned=True, led_by=LedBy.CHILD)
    refused = refusal_of(actions.end_placement, child_id=there.child, end=sooner, by=MANAGER, at=late)
    assert refused.code == "leaves_before_coming"
