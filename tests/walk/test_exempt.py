"""C11: without a tender there is nothing to hide behind: the same criteria, reasons and review for every choice."""

from datetime import timedelta
from uuid import UUID

import pytest

from carecommons.common.errors import ReasonMissing, Refused
from carecommons.constitution.models import Publication
from carecommons.decisions import actions, queries
from carecommons.matching.queries import shortlist
from carecommons.people.roles import Person, Role
from carecommons.provision.models import Agreement, Home, Provider
from carecommons.provision.queries import home_subjects
from carecommons.register.actions import integrate
from walk_world import KENT, MANAGER, NOMINATED, WORKER, choose, search

pytestmark = pytest.mark.django_db
SPOT = {
    "spot_reason": "No home under an agreement had a place for her this week.",
    "spot_remedy": "Two foster families are being asked to join the agreement by spring.",
}
WAYS = {
    # how the care came about -> what is kept of it. None of them is, or needs, a tender.
    "under an agreement of years": {},
    "the council's own home": {"sector": "council"},
    "outside every agreement": {"agreed": False},
}


@pytest.fixture(params=WAYS)
def found(request, db):
    made = search(Alder={"agreed": WAYS[request.param].get("agreed", True)}, Birch={})
    provider = Home.objects.get(id=made.homes["Alder"]).provider_id
    Provider.objects.filter(id=provider).update(sector=WAYS[request.param].get("sector", "private"))
    return made


def test_c11_however_care_is_bought_the_same_published_criteria_decide_and_nothing_else_can(found):
    listed = shortlist(found.id)
    assert {each.name: each.appropriate for each in listed.shown} == {"Alder": True, "Birch": True}
    decision = queries.decision(choose(found, **SPOT))
    assert decision.criteria_version == listed.criteria_version == 1
    actions.withdraw(decision_id=decision.id, by=WORKER, at=found.at)
    Publication.objects.all().delete()
    with pytest.raises(Refused) as refusal:
        choose(found, **SPOT)
    assert refusal.value.code == "criteria_not_published"


def test_c11_however_care_is_bought_reasons_are_owed_for_the_choice_and_each_other_home(found):
    with pytest.raises(ReasonMissing) as refusal:
        choose(found, why_chosen="", why_not={}, **SPOT)
    assert {lack.field for lack in refusal.value.facts["lacks"]} >= {"why_chosen", "why_not"}


def test_c11_however_care_is_bought_the_choice_is_sealed_and_a_review_of_it_can_be_asked_for(found):
    decision_id = choose(found, **SPOT)
    approver = NOMINATED if queries.decision(decision_id).spot else MANAGER
    actions.approve(decision_id=decision_id, by=approver, at=found.at + timedelta(minutes=1))
    integrate(at=found.at + timedelta(minutes=2))
    assert queries.decision(decision_id).as_sealed is True
    child = Person(role=Role.CHILD, id=UUID(int=4), children=frozenset({found.child}))
    keeper = Person(
        role=Role.PROVIDER_MANAGER, id=UUID(int=5),
        provider_id=home_subjects([found.homes["Birch"]])[found.homes["Birch"]].provider_id,
    )  # fmt: skip
    asked = {"words": "I want somebody else to look at this again.", "at": found.at + timedelta(days=1)}
    by_child = actions.ask_review(decision_id=decision_id, by=child, **asked)
    by_home = actions.ask_review_for_home(decision_id=decision_id, home_id=found.homes["Birch"], by=keeper, **asked)
    assert {queries.review(each).asked_as.value for each in (by_child, by_home)} == {"child", "home"}


def test_c11_no_rule_number_or_row_of_a_choice_knows_a_tender(client):
    from django.apps import apps

    words = ("tender", "procure", "bid", "lot_", "framework")
    named = [
        f"{model.__name__}.{field.name}"
        for room in ("children", "provision", "matching", "decisions")
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.get_fields()
        if any(field.name.startswith(word) or f"_{word}" in field.name for word in words)
    ]
    assert named == []
    assert Agreement._meta.get_field("authority").max_length == len(KENT)
    search()
    page = client.get("/criteria/").content.decode()
    assert "It means the same whether or not the law asks for a tender" in page
