"""PostgreSQL shows a home its own row of what it may read, and its own letter, and nobody else's."""

from datetime import timedelta

import pytest
from django.db import connection  # noqa: F401 - asked by the mark below
from invited import invited
from test_meetings import hold
from test_own_order import child_of, rank

from carecommons.decisions.actions import approve
from carecommons.decisions.models import HomeLetter
from carecommons.matching import actions, queries
from carecommons.matching.detail import fingerprint
from carecommons.matching.models import Detail, HomeVisit, ImpactAnswer, MatchingMeeting, OwnOrder
from carecommons.people.doors import behind
from carecommons.people.roles import Role
from carecommons.provision.queries import home_subjects
from walk_world import DEVON, KENT, MANAGER, OFFICER, TODAY, WORKER, acting, choose, search

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no row-level security"),
]
OWN = (OwnOrder, HomeVisit, MatchingMeeting, ImpactAnswer)


@pytest.fixture
def found():
    found = search(Alder={}, Birch={}, Cedar={})
    rank(found, Alder="1")
    actions.arrange_visit(
        referral_id=found.id, home_id=found.homes["Alder"], day=TODAY, with_whom="Nan", by=WORKER, at=found.at
    )
    actions.answer_impact(
        referral_id=found.id, home_id=found.homes["Alder"], answer="agrees", words="Yes.", by=WORKER, at=found.at
    )
    hold(found)
    invited(found, Alder="offered", Birch="declined", Cedar="declined")
    read = fingerprint(queries.detail_facts(queries.referral(found.id), TODAY))
    actions.ask_terms(referral_id=found.id, home_id=found.homes["Alder"], read=read, by=OFFICER, at=found.at)
    return found


def keeper(person, found, name):
    return person(Role.PROVIDER_MANAGER, provider_id=home_subjects([found.homes[name]])[found.homes[name]].provider_id)


def test_a_home_sees_its_own_row_and_nothing_that_a_child_said(found, person) -> None:
    with behind(keeper(person, found, "Alder")):
        assert Detail.objects.count() == 1
        assert [model.objects.count() for model in OWN] == [0, 0, 0, 0]
    with behind(keeper(person, found, "Birch")):
        assert Detail.objects.count() == 0


def test_a_home_accepts_and_reads_behind_the_wall(found, person) -> None:
    made = Detail.objects.get().pk
    manager = keeper(person, found, "Alder")
    with behind(manager):
        actions.accept_terms(detail_id=made, by=manager, at=found.at)
        assert actions.read_detail(detail_id=made, by=manager, at=found.at).told


def test_the_council_and_the_child_see_what_is_theirs_and_another_council_nothing(found) -> None:
    for who, seen in ((WORKER, 1), (child_of(found), 1), (acting(Role.SOCIAL_WORKER, DEVON), 0)):
        with behind(who):
            assert [model.objects.count() for model in OWN] == [seen] * 4


def test_a_letter_is_seen_by_its_home_and_its_council(found, person) -> None:
    invited(found, number=2, Alder="offered", Birch="offered")
    words = "Another home keeps the bus to school, which matters most."
    made = choose(found, to_homes={found.homes["Birch"]: words}, at=found.at)
    approve(decision_id=made, by=MANAGER, at=found.at + timedelta(minutes=1))
    for who, seen in (
        (keeper(person, found, "Birch"), 1), (keeper(person, found, "Alder"), 0), (acting(Role.TEAM_MANAGER, KENT), 1),
        (child_of(found), 0),
    ):  # fmt: skip
        with behind(who):
            assert HomeLetter.objects.count() == seen
