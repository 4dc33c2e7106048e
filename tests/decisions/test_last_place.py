"""Several officers approve at the same moment, for several children, into the last place: exactly one wins."""

import os

import pytest

from carecommons.common.errors import NotNow
from carecommons.decisions import actions, queries
from carecommons.decisions.models import Decision
from carecommons.decisions.state import State
from carecommons.people.roles import Role
from carecommons.provision.models import Resident
from carecommons.register.models import Entry
from racing import on_file, race
from walk_world import acting, add_child, choose, listed, search

LETTERS = "ABCDEFGH"
RACERS = int(os.environ.get("CARECOMMONS_RACERS", "8"))


@pytest.mark.django_db(transaction=True)
def test_several_approvals_race_for_the_last_place_and_exactly_one_wins(tmp_path):
    found = search(Alder={"places": 1}, Birch={}, Cedar={})
    choices = [choose(found)]
    for number in range(RACERS - 1):
        child = add_child(reference=f"C-9M2{LETTERS[number // 8]}{LETTERS[number % 8]}")
        choices.append(choose(listed(child, found.homes, at=found.at)))

    def approving(number):
        by = acting(Role.TEAM_MANAGER, number=number + 10)
        return lambda: actions.approve(decision_id=choices[number], by=by, at=found.at)

    with on_file(tmp_path) as open_own:
        answers = race([approving(number) for number in range(RACERS)], open_own)
        lost = [answer for answer in answers if isinstance(answer, NotNow)]
        assert len(lost) == RACERS - 1
        assert {refusal.code for refusal in lost} == {"place_taken"}
        assert all(refusal.facts["next"] for refusal in lost)
        assert Resident.objects.filter(home_id=found.homes["Alder"], to_day=None).count() == 1
        assert Entry.objects.filter(kind="decision").count() == 1
        states = [queries.decision(choice).state for choice in choices]
        assert sorted(states) == [State.APPROVED] + [State.PROPOSED] * (RACERS - 1)


@pytest.mark.django_db(transaction=True)
def test_one_choice_approved_by_several_at_once_is_approved_once(tmp_path):
    found = search(Alder={"free": 2}, Birch={})
    decision_id = choose(found)

    def approving(number):
        by = acting(Role.TEAM_MANAGER, number=number + 10)
        return lambda: actions.approve(decision_id=decision_id, by=by, at=found.at)

    with on_file(tmp_path) as open_own:
        answers = race([approving(number) for number in range(RACERS)], open_own)
        lost = [answer for answer in answers if isinstance(answer, NotNow)]
        assert {refusal.code for refusal in lost} == {"decision_answered"}
        assert len(lost) == RACERS - 1
        assert Entry.objects.filter(kind="decision").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_choices_for_one_search_at_once_leave_one(tmp_path):
    found = search()

    def choosing(number):
        by = acting(Role.SOCIAL_WORKER, number=number + 10)
        return lambda: choose(found, by=by)

    with on_file(tmp_path) as open_own:
        answers = race([choosing(number) for number in range(RACERS)], open_own)
        assert sum(isinstance(answer, NotNow) for answer in answers) == RACERS - 1
        assert Decision.objects.count() == 1
        assert Entry.objects.filter(kind="proposal").count() == 1
