"""A page names the law behind what it asks, and keeps notes to ourselves for the register of sources."""

from datetime import UTC, datetime, timedelta

import pytest

from carecommons.decisions import queries
from carecommons.decisions.starting import OURS, items_for
from carecommons.decisions.trail import OWED
from carecommons.people.roles import Role
from decisions.placements_made import answer_all, planned, planned_tonight
from decisions.test_decision_pages import text
from walk_world import KENT, search

NOTES = ("not read at the source", "handbook", "our own rule")


def test_what_is_our_own_rule_is_given_out_as_no_law_and_keeps_its_source():
    items = items_for("childrens_home", owes_yes=True)
    ours = [item for item in items if item.source == OURS]
    assert ours
    assert all(item.law == "" for item in ours)
    assert all(item.law == item.source for item in items if item not in ours)
    assert all("handbook" not in each.source for each in OWED)


@pytest.mark.django_db
def test_the_pages_of_plan_notices_and_emergency_hold_no_note_to_ourselves(client_as):
    at = datetime.now(UTC) - timedelta(minutes=30)
    found = search(at=at)
    placement = planned(found)
    answer_all(placement, at=at + timedelta(minutes=9))
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    pages = [f"/placements/{placement}/"]
    pages += [f"/placements/{placement}/plan/{item.code}/" for item in items_for("foster_household", owes_yes=True)]
    for page in pages:
        answer = worker.get(page)
        assert answer.status_code == 200, page
        assert not [note for note in NOTES if note in text(answer)], page
    assert "SI 2010/959" in text(worker.get(pages[0]))
    choice = text(worker.get(f"/decisions/{queries.placement(placement).decision_id}/"))
    assert "SI 2010/959 reg 13" in choice
    assert "not read at the source" not in choice


@pytest.mark.django_db
def test_an_emergency_names_the_law_alone(client_as):
    at = datetime.now(UTC) - timedelta(minutes=30)
    placement = queries.placement(planned_tonight(search(at=at)))
    search_id = queries.decision(placement.decision_id).referral_id
    said = text(client_as(Role.SOCIAL_WORKER, authority=KENT).get(f"/emergencies/{search_id}/"))
    assert "Care Planning Regulations 2010 reg 13" in said
    assert not [note for note in NOTES if note in said]
