"""The local register in numbers: what may take a child today, what is free, and what is proved."""

from datetime import date, timedelta

import pytest

from carecommons.people.roles import Role
from carecommons.provision import actions
from carecommons.provision.counts import LocalTally, added, local_homes
from carecommons.provision.models import Home, Provider
from walk_world import DEVON, KENT, NOON, TODAY, acting, add_home

pytestmark = pytest.mark.django_db
KEEPER = acting(Role.PLACEMENT_OFFICER)


def prove(home, *kinds, **days):
    """Documents of every kind that the criteria ask for, attached by a council's officer."""
    for kind in kinds or ("carer_training", "clinical_input", "outcomes"):
        actions.evidence_capability(
            home_id=home, code="SP-ASD", kind=kind, document="A letter (invented)", by=KEEPER, at=NOON, **days
        )


def test_homes_and_places_are_counted_by_kind_and_council_with_what_is_free_now():
    add_home("Alder", places=3, free=2)
    add_home("Birch", places=2, free=1)
    add_home("Cedar", kind="childrens_home", places=4, free=0, authority=DEVON, kept_by=DEVON)
    found = local_homes(at=NOON)
    assert found.by_kind["foster_household"] == {KENT: LocalTally(2, 5, 3)}
    assert found.by_kind["childrens_home"] == {DEVON: LocalTally(1, 4, 0)}


def test_a_free_place_that_was_said_too_long_ago_is_not_free():
    add_home("Alder", places=3, free=2)
    assert local_homes(at=NOON + timedelta(hours=72)).by_kind["foster_household"][KENT].free == 2
    assert local_homes(at=NOON + timedelta(hours=73)).by_kind["foster_household"][KENT].free == 0


def test_a_home_that_may_take_no_child_is_told_apart_and_a_closed_one_not_at_all():
    add_home("Unregistered", kind="childrens_home", registered=False)
    add_home("Not checked")
    Provider.objects.filter(name="Invented Not checked").update(verified_on=None)
    add_home("Closed")
    Home.objects.filter(name="Closed").update(closed_on=TODAY)
    found = local_homes(at=NOON)
    assert found.held_back == {KENT: 2}
    assert not any(found.by_kind.values())


def test_a_familys_own_home_is_not_counted():
    home = add_home("Grandmother")
    Home.objects.filter(pk=home).update(kind="connected_person")
    found = local_homes(at=NOON)
    assert "connected_person" not in found.by_kind
    assert not any(found.by_kind.values())


def test_a_specialism_counts_with_proof_and_a_claim_is_counted_apart():
    proved, claimed = add_home("Alder", places=3, free=1), add_home("Birch", places=2)
    for home in (proved, claimed):
        actions.claim_capability(home_id=home, code="SP-ASD", on=date(2026, 1, 5), by=KEEPER, at=NOON)
    prove(proved, issued_on=date(2026, 6, 1))
    found = local_homes(at=NOON)
    assert found.proved["SP-ASD"] == {KENT: LocalTally(1, 3, 1)}
    assert found.claimed["SP-ASD"] == {KENT: LocalTally(1, 2, 1)}
    assert found.proved["SP-LDD"] == {}


def test_proof_that_ran_out_is_a_claim_again():
    home = add_home("Alder")
    prove(home, issued_on=date(2024, 6, 1), expires_on=date(2026, 11, 19))
    found = local_homes(at=NOON)
    assert (found.proved["SP-ASD"], set(found.claimed["SP-ASD"])) == ({}, {KENT})


def test_some_of_the_evidence_is_no_proof():
    home = add_home("Alder")
    prove(home, "outcomes", issued_on=date(2026, 6, 1))
    found = local_homes(at=NOON)
    assert (found.proved["SP-ASD"], set(found.claimed["SP-ASD"])) == ({}, {KENT})


def test_councils_can_be_added_up():
    found = {KENT: LocalTally(1, 3, 1), DEVON: LocalTally(2, 5, 0)}
    assert added(found, [KENT]) == LocalTally(1, 3, 1)
    assert added(found, [KENT, DEVON, "886"]) == LocalTally(3, 8, 1)
    assert added({}, [KENT]) == LocalTally(0, 0, 0)
