"""Two people do the same thing about one child at the same moment: one wins, the other is told why not."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import localdate

from carecommons.common.errors import NotNow
from carecommons.decisions import actions, queries
from carecommons.decisions.models import EndNotice, PlacementStart, Review
from carecommons.decisions.placement import Placed
from carecommons.people.roles import Person, Role
from carecommons.provision.models import Resident
from carecommons.register.models import Entry
from decisions.ended import at_home, lived, notice
from decisions.placements_made import answer_all, planned
from racing import on_file, race
from walk_world import MANAGER, NOON, acting, choose, search

MOVE = NOON + timedelta(days=14)  # walk_world's searches want a home by then


def the_one_lost(answers: list) -> NotNow:
    (lost,) = [answer for answer in answers if isinstance(answer, NotNow)]
    return lost


@pytest.mark.django_db(transaction=True)
def test_two_officers_say_at_once_that_the_child_came_and_it_is_said_once(tmp_path):
    move = planned(search())
    answer_all(move)

    def coming(number: int):
        by = acting(Role.SOCIAL_WORKER, number=number + 20)
        return lambda: actions.begin_placement(placement_id=move, came_on=localdate(MOVE), by=by, at=MOVE)

    with on_file(tmp_path) as open_own:
        assert the_one_lost(race([coming(0), coming(1)], open_own)).code == "placement_not_so"
        assert PlacementStart.objects.count() == 1
        assert Entry.objects.filter(kind="placement_begun").count() == 1
        found = queries.placement(move)
        assert found.state is Placed.LIVING
        assert Resident.objects.filter(resident=found.child_id, to_day=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_of_a_home_give_notice_at_once_and_one_notice_stands(tmp_path):
    there = lived()
    both = (there.manager, at_home(there.home, Role.PROVIDER_RESPONSIBLE))
    with on_file(tmp_path) as open_own:
        answers = race([lambda by=by: notice(there, by=by) for by in both], open_own)
        assert the_one_lost(answers).code == "notice_given_already"
        assert EndNotice.objects.count() == 1
        assert Entry.objects.filter(kind="notice_given").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_child_asks_for_a_review_twice_at_once_and_one_is_asked_for(tmp_path):
    found = search()
    decision = choose(found)
    actions.approve(decision_id=decision, by=MANAGER, at=found.at + timedelta(minutes=1))
    robin = Person(role=Role.CHILD, id=uuid4(), name="Robin", children=frozenset({found.child}))

    def asking():
        return actions.ask_review(
            decision_id=decision, words="It is too far from my brother.", by=robin, at=found.at + timedelta(minutes=5)
        )  # fmt: skip

    with on_file(tmp_path) as open_own:
        assert the_one_lost(race([asking, asking], open_own)).code == "review_asked_already"
        assert Review.objects.count() == 1
        assert Entry.objects.filter(kind="review_asked").count() == 1
