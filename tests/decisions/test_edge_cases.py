"""The edge cases of the handbook's section 7 that a choice and the start of a placement meet, each by its name."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

import walk_world
from carecommons.children.actions import link_siblings
from carecommons.children.models import Child
from carecommons.children.needs import FLAGS, Flag
from carecommons.common.errors import NotAppropriate, NotNow, ReasonMissing
from carecommons.decisions import actions, queries
from carecommons.decisions.placement import Placed
from carecommons.decisions.standing import why_unlawful
from carecommons.matching.queries import shortlist
from carecommons.people.roles import Role
from carecommons.provision.homes import Standing, Terms
from carecommons.provision.models import Agreement, Home, HomeTerms, Provider
from carecommons.site.days import my_day
from decisions.living_made import over
from decisions.placements_made import answer_all, planned
from walk_world import DEVON, DIRECTOR, KENT, MANAGER, MEDWAY, NOMINATED, NOON, TODAY, WORKER, acting, choose, search

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MOVE = NOON + 14 * DAY
REVIEWER = acting(Role.REVIEWING_OFFICER)
SPOT = {
    "spot_reason": "No home under an agreement had a place for her this week.",
    "spot_remedy": "Two foster families are being asked to join the agreement by spring.",
}


def living(found, home="Alder"):
    """A placement that the child has come to, with its whole plan."""
    placement = planned(found, home)
    answer_all(placement)
    actions.begin_placement(placement_id=placement, came_on=MOVE.date(), by=WORKER, at=MOVE)
    return placement


# ------------------------------------------------------------------------------------------ where the home lies


def test_adjoining_council_40_miles_away_versus_non_adjoining_at_5():
    found = search(Alder={"authority": MEDWAY}, Birch={"authority": DEVON})
    for name, metres in (("Alder", 64_000), ("Birch", 8_000)):
        row = Home.objects.get(id=found.homes[name])
        row.site = Home.site_of(576_000 + metres, 155_000)
        row.save()
    decision = queries.decision(choose(found, "Alder"))
    assert decision.approver_needed is Role.NOMINATED_OFFICER
    actions.withdraw(decision_id=decision.id, by=WORKER, at=found.at)
    assert queries.decision(choose(found, "Birch")).approver_needed is Role.DIRECTOR


@pytest.mark.parametrize(("authority", "court"), [("W06000023", False), ("S12000036", True)])
def test_placement_in_wales_or_scotland_needs_the_director_and_in_scotland_a_court(authority, court):
    found = search()
    Home.objects.filter(id=found.homes["Alder"]).update(authority=authority)
    again = walk_world.listed(walk_world.add_child(reference="C-9M2WA"), found.homes, at=found.at)
    decision_id = choose(again)
    assert queries.decision(decision_id).approver_needed is Role.DIRECTOR
    owed = queries.facts_owed(decision_id, at=NOON)
    assert ("consent_outside_england_and_wales" in owed) is court
    assert [each.kind.code for each in queries.notices_of(decision_id, at=NOON) if each.before] == ["area_authority"]


def test_host_council_differs_from_the_council_that_keeps_the_home_where_it_lies_decides():
    found = search(Alder={"authority": MEDWAY, "kept_by": KENT}, Birch={"authority": KENT, "kept_by": KENT})
    decision = queries.decision(choose(found))
    assert decision.approver_needed is Role.NOMINATED_OFFICER
    notice = queries.facts_for_notice(decision.id, "area_authority", on=TODAY, at=NOON)
    assert notice.home_council == "Medway"


def test_home_postcode_missing_leaves_the_distance_blank_and_the_approver_as_the_law_says():
    found = search()
    child = walk_world.add_child(reference="C-9M2WA")
    row = Child.objects.get(id=child)
    row.home_postcode = ""
    row.save()
    decision_id = choose(walk_world.listed(child, found.homes, at=found.at))
    assert all(home.miles is None for home in shortlist(queries.decision(decision_id).referral_id).shown)
    assert queries.decision(decision_id).approver_needed is Role.TEAM_MANAGER


# --------------------------------------------------------------------------------- told before, and in an emergency


def test_outside_the_area_nobody_approves_before_the_council_of_that_area_is_told():
    found = search(Alder={"authority": MEDWAY}, Birch={})
    decision_id = choose(found)
    owed = queries.facts_owed(decision_id, at=NOON)
    with pytest.raises(NotNow) as refusal:
        actions.approve(decision_id=decision_id, satisfied=owed, by=NOMINATED, at=found.at)
    assert refusal.value.code == "area_not_told"
    walk_world.tell_before(decision_id, at=found.at)
    actions.approve(decision_id=decision_id, satisfied=owed, by=NOMINATED, at=found.at)
    assert queries.placement_of(decision_id).state is Placed.PLANNED


def test_in_an_emergency_the_council_is_told_within_five_working_days_and_the_day_page_says_when_late():
    found = search(Alder={"authority": MEDWAY}, Birch={})
    decision_id = walk_world.choose_tonight(found)
    owed = queries.facts_owed(decision_id, at=NOON)
    actions.approve(decision_id=decision_id, satisfied=owed, by=NOMINATED, at=found.at)
    notice = next(each for each in queries.notices_of(decision_id, at=NOON) if each.kind.code == "area_authority")
    assert (notice.before, notice.due_on) == (False, date(2026, 11, 27))
    lines = [line for line in my_day(WORKER, at=MOVE + 10 * DAY, at_most=50).lines if "notices" in line.address]
    assert [line.kind for line in lines] == ["overdue"]


# -------------------------------------------------------------------------------------- homes that may not have them


def test_home_loses_registration_mid_placement_everybody_around_the_child_is_told_at_once():
    found = search()
    living(found)
    HomeTerms.objects.filter(home_id=found.homes["Alder"]).update(cancelled_on=MOVE.date())
    for person in (WORKER, MANAGER, REVIEWER):
        first = my_day(person, at=MOVE).first
        assert first is not None
        assert "lives in a home that may not have them" in first.title
        assert "was cancelled" in first.why
    assert not any("may not have" in line.title for line in my_day(acting(Role.SOCIAL_WORKER, DEVON), at=MOVE).lines)
    other = walk_world.listed(walk_world.add_child(reference="C-9M2WA", at=MOVE), found.homes, at=MOVE)
    with pytest.raises(NotAppropriate):
        choose(other, "Alder")


@pytest.mark.parametrize(("limit", "birthday"), [(15, 16), (17, 18)])
def test_child_turning_16_or_18_in_placement_is_measured_by_the_homes_terms_on_that_day(limit, birthday):
    found = search()
    placement = queries.placement(living(found))
    row = Child.objects.get(id=found.child)
    row.birth_date = date(TODAY.year - birthday + 1, 1, 20)
    row.save()
    HomeTerms.objects.filter(home_id=found.homes["Alder"]).update(age_max=limit)
    day = date(TODAY.year + 1, 1, 20)
    assert queries.standing_now(placement, on=day - DAY) == ""
    assert f"to {limit}, and this child is {birthday}" in queries.standing_now(placement, on=day)
    assert [each.state for each in queries.unlawful_among([KENT], on=day)] == [Placed.LIVING]


@given(standing=st.sampled_from([*Standing]), age=st.integers(0, 18), state=st.sampled_from([*Placed]))
def test_whoever_may_not_live_there_may_not_come_either(standing, age, state):
    terms = Terms("1", date(2020, 1, 1), None, 5, 15, "any", 2)
    said = {each: why_unlawful(each, standing, age=age, terms=terms) for each in Placed}
    assert not said[Placed.LIVING] or said[Placed.PLANNED]
    assert not said[Placed.ENDED]
    assert not said[Placed.WITHDRAWN]
    assert bool(said[Placed.PLANNED]) is (standing is not Standing.LAWFUL or not 5 <= age <= 15)


@pytest.mark.parametrize(
    ("born", "choosing"), [(14, choose), (14, walk_world.choose_tonight), (16, walk_world.choose_tonight)]
)
def test_under_16_rule_and_unregistered_homes_no_role_and_no_emergency_overrides(born, choosing):
    found = search(Alder={}, Birch={})
    Home.objects.filter(id=found.homes["Birch"]).update(kind="other_arrangement")
    child = walk_world.add_child(reference="C-9M2WA", born=date(TODAY.year - born, 1, 1))
    again = walk_world.listed(child, found.homes, at=found.at)
    for by in (WORKER, MANAGER, acting(Role.PLACEMENT_OFFICER)):
        with pytest.raises(NotAppropriate) as refusal, transaction.atomic():
            choosing(again, "Birch", by=by)
        assert (refusal.value.code, refusal.value.facts["gate"]) == ("home_cannot_be_chosen", 1)


def test_under_16_rule_supported_accommodation_takes_no_child_of_15_whoever_asks():
    found = search(Alder={}, Birch={"kind": "supported_accommodation", "ages": (0, 17)})
    child = walk_world.add_child(reference="C-9M2WA", born=date(TODAY.year - 15, 1, 1))
    again = walk_world.listed(child, found.homes, at=found.at)
    with pytest.raises(NotAppropriate) as refusal:
        choose(again, "Birch", by=MANAGER)
    assert refusal.value.facts["gate"] == 1


def test_sibling_group_where_one_has_a_flag_each_is_tested_alone_and_the_home_is_no_choice_for_that_one():
    found = search()
    sister = walk_world.add_child(
        reference="C-9M2WA",
        flags=(
            Flag(
                next(iter(FLAGS)),
                "Formulation, invented.",
                "Clinical psychologist",
                TODAY,
                training="Invented",
                experience="Ten years",
            ),
        ),
    )
    link_siblings(child_id=found.child, sibling_id=sister, together=True, by=WORKER, at=NOON)
    hers, his = (walk_world.listed(each, found.homes, at=found.at + DAY) for each in (sister, walk_world.add_child(
        reference="C-9M2WB"
    )))  # fmt: skip
    with pytest.raises(NotAppropriate) as refusal:
        choose(hers)
    assert refusal.value.facts["gate"] == 2
    assert queries.decision(choose(his)).home_id == found.homes["Alder"]


def test_an_exemption_from_the_usual_number_counts_only_with_its_day_and_its_reason():
    given = {"exempt": True, "exempt_on": TODAY, "exempt_because": "Three sisters."}
    terms = Terms("1", date(2020, 1, 1), None, 0, 17, "any", 5, **given)
    assert terms.exempted(TODAY)
    assert not terms.exempted(TODAY - DAY)
    for lacking in ("exempt", "exempt_on", "exempt_because"):
        less = Terms("1", date(2020, 1, 1), None, 0, 17, "any", 5, **{k: v for k, v in given.items() if k != lacking})
        assert not less.exempted(TODAY)


# ------------------------------------------------------------------------------------------------- spot purchases


def unagreed():
    found = search()
    Agreement.objects.all().delete()
    return found


def test_a_spot_purchase_owes_its_reason_and_a_remedy_and_somebody_above_approves():
    found = unagreed()
    with pytest.raises(ReasonMissing) as refusal:
        choose(found)
    assert {lack.field for lack in refusal.value.facts["lacks"]} == {"spot_reason", "spot_remedy"}
    decision_id = choose(found, **SPOT)
    decision = queries.decision(decision_id)
    assert (decision.spot, decision.spot_reason) == (True, SPOT["spot_reason"])
    assert decision.approver_needed is Role.NOMINATED_OFFICER
    assert "a spot purchase" in decision.approver_words
    actions.approve(decision_id=decision_id, by=NOMINATED, at=found.at)
    assert queries.placement_of(decision_id).state is Placed.PLANNED


def test_provider_is_the_council_itself_or_the_family_is_no_spot_purchase():
    found = unagreed()
    Provider.objects.update(sector="council")
    decision = queries.decision(choose(found, **SPOT))
    assert not decision.spot
    assert decision.spot_reason == ""
    assert decision.approver_needed is Role.TEAM_MANAGER


def test_an_agreement_that_ended_since_the_proposal_sends_the_choice_back():
    found = search()
    decision_id = choose(found)
    Agreement.objects.update(to_day=TODAY)
    with pytest.raises(NotNow) as refusal:
        actions.approve(decision_id=decision_id, by=DIRECTOR, at=found.at)
    assert refusal.value.code == "approver_changed"
    actions.withdraw(decision_id=decision_id, by=WORKER, at=found.at)
    assert queries.decision(choose(found, **SPOT)).spot


def test_a_spot_purchase_is_sealed_with_its_reason_and_an_older_choice_keeps_its_seal():
    from carecommons.register.actions import integrate
    from carecommons.register.queries import openings

    found = unagreed()
    decision_id = choose(found, **SPOT)
    entry = actions.approve(decision_id=decision_id, by=NOMINATED, at=found.at)
    integrate(at=found.at)
    assert openings(entry)["reasons"].value["spot_reason"] == SPOT["spot_reason"]
    assert queries.decision(decision_id).as_sealed is True


# ---------------------------------------------------------------------------------------- what stands on the day


def test_what_a_placement_owes_stands_on_the_day_of_those_who_write_the_plan_and_of_nobody_else():
    found = search()
    placement = planned(found)
    titles = [line.title for line in my_day(WORKER, at=NOON, at_most=50).lines if str(placement) in line.address]
    assert any("the plan for living there is not whole" in each for each in titles)
    assert any("tell the health body" in each for each in titles)
    answer_all(placement)
    titles = [line.title for line in my_day(WORKER, at=NOON, at_most=50).lines if str(placement) in line.address]
    assert any("say when they have come" in each for each in titles)
    for person in (acting(Role.SOCIAL_WORKER, DEVON), REVIEWER):
        assert not any(f"{placement}/#" in line.address for line in my_day(person, at=NOON, at_most=50).lines)


def test_a_home_with_staff_is_reminded_to_tell_its_own_council_when_a_child_comes():
    from carecommons.people.roles import Person

    found = search(Alder={"kind": "childrens_home"}, Birch={"kind": "childrens_home"})
    living(found)
    provider = Home.objects.get(id=found.homes["Alder"]).provider_id
    manager = Person(role=Role.PROVIDER_MANAGER, id=WORKER.id, provider_id=provider)
    titles = [line.title for line in my_day(manager, at=MOVE, at_most=50).lines]
    assert "Alder: tell the council of your area that a child came" in titles
    assert not any("tell the council" in line.title for line in my_day(manager, at=MOVE + 7 * DAY, at_most=50).lines)


def test_exceptions_are_counted_by_council_and_a_small_number_is_withheld(client_as):
    from carecommons.decisions.counts import exceptions

    found = unagreed()
    actions.approve(decision_id=choose(found, **SPOT), by=NOMINATED, at=found.at)
    assert exceptions(on=TODAY) == (), "a quarter that still runs is not counted"
    (line,) = exceptions(on=over(TODAY))
    assert (line.name, line.spot.withheld, line.without_plan.value) == ("Kent", True, 0)
    with time_machine.travel(over(TODAY)):
        planner = client_as(Role.PLANNER, authority=KENT)
        page = planner.get("/placements/counts/").content.decode()
        (told,) = planner.get("/api/v1/decisions/counts/exceptions").json()["items"]
    assert (told["council"], told["spot_purchases"]) == ("Kent", "withheld")
    assert "Exceptions, by council" in page
