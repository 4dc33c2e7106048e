"""A planned move that is held, late, or no longer lawful: nothing of it takes place before the child has come."""

from datetime import timedelta

import pytest

import walk_world
from carecommons.common.errors import Refused
from carecommons.decisions import actions, queries
from carecommons.decisions.placement import Placed
from carecommons.people.roles import Person, Role
from carecommons.provision.models import HomeTerms
from decisions.placements_made import answer_all, planned
from walk_world import NOMINATED, NOON, WORKER

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
    return actions.begin_placement(placement_id=placement, came_on=at.date(), by=by, at=at)


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
