"""Proposing and answering a choice: the acts, every refusal, and what the register shows."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from carecommons.children import actions as children
from carecommons.children.models import Child
from carecommons.children.needs import DOMAINS
from carecommons.common.errors import NotAllowed, NotAppropriate, NotFound, NotNow, ReasonMissing, Refused
from carecommons.constitution.models import Publication
from carecommons.decisions import actions, queries
from carecommons.decisions.approvals import FACTS
from carecommons.decisions.models import Decision, GapNote
from carecommons.decisions.queries.sealing import sealed_choice
from carecommons.decisions.state import State
from carecommons.matching.actions import refer, withdraw
from carecommons.matching.models import Shortlist as FrozenList
from carecommons.matching.queries import referral, shortlist
from carecommons.matching.reasons import Reason
from carecommons.people.roles import Person, Role
from carecommons.provision import actions as provision
from carecommons.provision.capability import DomainAnswer
from carecommons.provision.entry import HomeEntry
from carecommons.provision.models import Home, HomeTerms, Resident
from carecommons.register.actions import integrate
from carecommons.register.models import Entry
from carecommons.register.queries import entries_after, openings, public_entry
from walk_world import (
    DEVON,
    DIRECTOR,
    KENT,
    MANAGER,
    MEDWAY,
    NOMINATED,
    OFFICER,
    TODAY,
    WORKER,
    acting,
    add_child,
    choose,
    listed,
    record_needs,
    search,
    search_with_harm,
    tell_before,
    wish,
)  # fmt: skip

pytestmark = pytest.mark.django_db


def approve(decision_id, by=MANAGER, at=None):
    found = queries.decision(decision_id)
    tell_before(decision_id, at=found.proposed_at)
    satisfied = queries.facts_owed(decision_id, at=found.proposed_at)
    return actions.approve(
        decision_id=decision_id, satisfied=satisfied, by=by, at=at or found.proposed_at + timedelta(minutes=5)
    )


def residents(found, home="Alder"):
    return list(Resident.objects.filter(home_id=found.homes[home]).values_list("resident", flat=True))


# ---- proposing
def test_a_choice_with_its_reasons_waits_for_the_person_whom_the_law_names():
    found = search()
    decision = queries.decision(choose(found))
    assert decision.state is State.PROPOSED
    assert decision.approver_needed is Role.TEAM_MANAGER
    assert "own area" in decision.approver_words
    assert [each.name for each in decision.passed_over] == ["Birch"]
    assert residents(found) == []
    assert [line.id for line in queries.waiting_for(MANAGER)] == [decision.id]


@pytest.mark.parametrize(
    ("authority", "role", "law"),
    [(MEDWAY, Role.NOMINATED_OFFICER, "reg 11(1)(a)"), (DEVON, Role.DIRECTOR, "reg 11(1)(b)")],
)
def test_out_of_area_a_more_senior_person_approves(authority, role, law):
    decision = queries.decision(choose(search(Alder={"authority": authority}, Birch={})))
    assert decision.approver_needed is role
    assert law in decision.approver_words


def test_a_move_that_would_disturb_key_stage_4_needs_the_nominated_officer():
    found = search()
    other = add_child(reference="C-9M2WA", born=TODAY.replace(year=TODAY.year - 15))
    from carecommons.children.actions import add_connection

    add_connection(
        child_id=other, kind="school", name="An invented school", postcode="", keep=True, by=WORKER, at=found.at
    )
    examined = listed(other, found.homes, at=found.at)
    decision = queries.decision(choose(examined))
    assert decision.approver_needed is Role.NOMINATED_OFFICER
    assert "Key Stage 4" in decision.approver_words


def test_before_key_stage_4_is_disturbed_the_approver_is_satisfied_of_four_facts_even_in_the_area():
    found = search()
    other = add_child(reference="C-9M2WA", born=TODAY.replace(year=TODAY.year - 15))
    decision_id = choose(listed(other, found.homes, at=found.at))
    at = queries.decision(decision_id).proposed_at + timedelta(minutes=5)
    owed = queries.facts_owed(decision_id, at=at)
    assert set(owed) == {
        "wishes_considered", "education_fits_plan", "designated_teacher_consulted", "reviewing_officer_consulted",
    }  # fmt: skip
    with pytest.raises(ReasonMissing) as refusal:
        actions.approve(decision_id=decision_id, satisfied=owed[:3], by=NOMINATED, at=at)
    assert (refusal.value.code, refusal.value.facts["lacks"]) == ("not_satisfied", [owed[3]])
    actions.approve(decision_id=decision_id, satisfied=owed, by=NOMINATED, at=at)
    assert queries.decision(decision_id).satisfied == tuple(FACTS[code] for code in owed)


def test_key_stage_4_without_any_school_on_record_is_not_known_and_needs_the_nominated_officer():
    found = search()
    other = add_child(reference="C-9M2WA", born=TODAY.replace(year=TODAY.year - 15))
    decision = queries.decision(choose(listed(other, found.homes, at=found.at)))
    assert decision.approver_needed is Role.NOMINATED_OFFICER
    assert "it is not known whether the move would disturb" in decision.approver_words


def with_parents(status):
    """A search whose list holds the child's own parents, under this legal status."""
    found = search()
    child = add_child(reference="C-9M2WA")
    Child.objects.filter(id=child).update(legal_status=status)
    ready = {domain.code: DomainAnswer(4, 4) for domain in DOMAINS}
    entry = HomeEntry(
        kind="parents", name="Parents", kept_by=KENT, authority=KENT, places=1, named=frozenset({child}), free=1,
        levels=ready, levels_basis="Seen at home. Invented data.",
    )  # fmt: skip
    parents = provision.add_home(entry=entry, by=OFFICER, at=found.at)
    return listed(child, {**found.homes, "Parents": parents}, at=found.at)


@pytest.mark.parametrize(("status", "role"), [("C1", NOMINATED), ("C2", NOMINATED), ("", NOMINATED), ("V2", MANAGER)])
def test_living_with_parents_under_a_care_order_needs_the_nominated_officer(status, role):
    decision_id = choose(with_parents(status), "Parents")
    decision = queries.decision(decision_id)
    assert decision.approver_needed is role.role
    assert ("reg 18(1)" in decision.approver_words) is (role is NOMINATED)
    owed = queries.facts_owed(decision_id, at=decision.proposed_at)
    assert {"parents_assessed", "parents_case_reviewed", "parents_safeguards"} <= set(owed) or role is MANAGER
    if owed:
        with pytest.raises(ReasonMissing) as refusal:
            actions.approve(decision_id=decision_id, satisfied=owed[1:], by=role, at=decision.proposed_at)
        assert refusal.value.facts["lacks"] == [owed[0]]
    approve(decision_id, by=role)


def test_a_care_order_made_since_the_proposal_needs_somebody_more_senior_at_approval():
    found = with_parents("V2")
    decision_id = choose(found, "Parents")
    Child.objects.filter(id=found.child).update(legal_status="C1")
    for person in (MANAGER, NOMINATED):
        with pytest.raises(NotNow, match="a child in care would live with parents") as refused:
            approve(decision_id, by=person)
        assert (refused.value.code, refused.value.facts["needed"]) == ("approver_changed", "nominated_officer")
    assert residents(found, "Parents") == []


LONG_TERM_FACTS = (
    "wishes_considered", "most_appropriate", "relatives_consulted", "reviewing_officer_consulted",
    "foster_panel_advised", "lasting_agreed",
)  # fmt: skip


def test_a_foster_family_to_grow_up_with_needs_the_nominated_officer_and_the_panels_advice():
    found = search(stay="long_term")
    needed = queries.sheet(found.id, at=found.at).approvals[found.homes["Alder"]]
    decision_id = choose(found)
    decision = queries.decision(decision_id)
    assert decision.approver_needed is needed.role is Role.NOMINATED_OFFICER
    assert "long-term foster placement" in decision.approver_words
    owed = queries.facts_owed(decision_id, at=decision.proposed_at)
    assert owed == needed.facts == LONG_TERM_FACTS
    with pytest.raises(NotAllowed) as too_junior:
        actions.approve(decision_id=decision_id, satisfied=owed, by=MANAGER, at=decision.proposed_at)
    assert too_junior.value.code == "approver_not_senior_enough"
    for left in owed:
        with pytest.raises(ReasonMissing, match=f"grows up with a foster family.*{left}") as refusal:
            actions.approve(
                decision_id=decision_id, satisfied=set(owed) - {left}, by=NOMINATED, at=decision.proposed_at
            )
        assert (refusal.value.code, refusal.value.facts["lacks"]) == ("not_satisfied", [left])
    assert residents(found) == []
    entry_id = actions.approve(decision_id=decision_id, satisfied=owed, by=NOMINATED, at=decision.proposed_at)
    assert openings(entry_id)["reasons"].value["satisfied"] == [FACTS[code] for code in LONG_TERM_FACTS]
    assert residents(found) == [found.child]


@pytest.mark.parametrize(
    ("stay", "kind"), [("any", "foster_household"), ("short_term", "foster_household"), ("long_term", "childrens_home")]
)
def test_another_stay_or_another_kind_of_home_asks_for_no_panel(stay, kind):
    decision_id = choose(search(stay=stay, Alder={"kind": kind}, Birch={"kind": kind}))
    decision = queries.decision(decision_id)
    assert decision.approver_needed is Role.TEAM_MANAGER
    assert queries.facts_owed(decision_id, at=decision.proposed_at) == ()
    approve(decision_id)


def test_a_home_that_is_at_a_distance_by_now_needs_the_director_at_approval():
    found = search()
    decision_id = choose(found)
    Home.objects.filter(id=found.homes["Alder"]).update(authority=DEVON)
    for person in (MANAGER, DIRECTOR):
        with pytest.raises(NotNow) as refused:
            approve(decision_id, by=person)
        assert refused.value.code == "approver_changed"
    assert queries.decision(decision_id).state is State.PROPOSED


def test_outside_the_area_each_fact_of_the_law_is_ticked_or_the_choice_waits():
    decision_id = choose(search(Alder={"authority": MEDWAY}, Birch={}))
    tell_before(decision_id, at=queries.decision(decision_id).proposed_at)
    owed = queries.facts_owed(decision_id, at=queries.decision(decision_id).proposed_at)
    at = queries.decision(decision_id).proposed_at + timedelta(minutes=5)
    assert len(owed) == 5
    for left in owed:
        with pytest.raises(ReasonMissing, match=left) as refused:
            actions.approve(decision_id=decision_id, satisfied=set(owed) - {left}, by=NOMINATED, at=at)
        assert refused.value.facts["lacks"] == [left]
    with pytest.raises(Refused, match="luck"):
        actions.approve(decision_id=decision_id, satisfied={*owed, "luck"}, by=NOMINATED, at=at)
    entry_id = actions.approve(decision_id=decision_id, satisfied=owed, by=NOMINATED, at=at)
    integrate(at=at + timedelta(minutes=1))
    decision = queries.decision(decision_id)
    assert decision.satisfied == tuple(FACTS[code] for code in owed)
    assert decision.as_sealed is True
    assert openings(entry_id)["reasons"].value["satisfied"] == list(decision.satisfied)
    Decision.objects.filter(id=decision_id).update(satisfied=list(owed[:4]))
    assert queries.decision(decision_id).as_sealed is False


def test_sending_back_and_withdrawing_stand_in_the_register_without_their_words_in_public():
    found = search()
    words = "Ask Birch about the bus before this goes any further."
    actions.send_back(decision_id=choose(found), words=words, by=MANAGER, at=found.at)
    actions.withdraw(decision_id=choose(found), by=OFFICER, at=found.at)
    for kind, reason in (("proposal_sent_back", words), ("proposal_withdrawn", "")):
        entry = Entry.objects.get(kind=kind)
        assert openings(entry.id)["reasons"].value == reason
        assert "Birch" not in entry.public
    integrate(at=found.at + timedelta(hours=1))
    kinds = [entry.kind for entry in entries_after(0, 100)]
    assert [kinds.count(kind) for kind in ("proposal", "proposal_sent_back", "proposal_withdrawn")] == [2, 1, 1]


def test_another_councils_worker_cannot_tell_a_search_with_a_list_from_one_without():
    found = search()
    bare = refer(
        child_id=add_child(reference="C-9M2WA"), wanted_by=TODAY, why="planned_move", lottery_seed=bytes(32),
        by=WORKER, at=found.at,
    )  # fmt: skip
    refusals = []
    for each in (found.id, bare):
        with pytest.raises(NotAllowed) as refused:
            choose(replace(found, id=found.id), by=acting(Role.SOCIAL_WORKER, DEVON), referral_id=each)
        refusals.append((str(refused.value), dict(refused.value.facts)))
    assert refusals[0] == refusals[1]


def test_c3_without_a_reason_for_each_suitable_home_nothing_is_recorded():
    found = search()
    with pytest.raises(ReasonMissing) as refused:
        choose(found, why_not={})
    assert refused.value.code == "reasons_missing"
    assert "Say why Birch was not chosen" in str(refused.value)
    assert not Decision.objects.exists()
    assert not Entry.objects.filter(kind="proposal").exists()


def test_a2_without_a_wish_after_the_list_nothing_is_recorded():
    found = search()
    child = add_child(reference="C-9M2WA")
    unasked = listed(child, found.homes, at=found.at, asked=False)
    with pytest.raises(ReasonMissing, match="Ask the child what they wish"):
        choose(unasked)
    wish(child, "before_decision", at=unasked.at)
    assert queries.decision(choose(unasked)).wishes_effect == "changed_how"


def test_c8_one_suitable_home_alone_needs_the_search_behind_it():
    found = search(Alder={})
    with pytest.raises(ReasonMissing, match="without the search behind it"):
        choose(found)
    searched = "Asked all 14 agencies on 9 November; eleven had no place, three did not answer."
    assert queries.decision(choose(found, search_evidence=searched)).search_evidence == searched


def test_c6_a_home_with_an_unmet_need_is_a_compromise_and_what_was_missing_is_counted():
    found = search(Alder={"EMO": 0, "authority": MEDWAY}, Birch={}, Cedar={})
    with pytest.raises(ReasonMissing, match="Name what is missing"):
        choose(found)
    decision_id = choose(found, compromise_missing=["Feelings", "A quiet room"])
    approve(decision_id, by=NOMINATED)
    decision = queries.decision(decision_id)
    assert decision.compromise is True
    notes = list(GapNote.objects.values_list("authority", "missing", "domain", "level"))
    assert notes == [("886", "Feelings", "EMO", 2), ("886", "A quiet room", "", 2)]


def test_c10_an_unregistered_home_cannot_be_chosen_whoever_asks():
    found = search(Alder={"kind": "childrens_home", "registered": False}, Birch={})
    for person in (WORKER, MANAGER):
        with pytest.raises(NotAppropriate, match="No role can override this gate"):
            choose(found, by=person, search_evidence="Everything else was full that night, all fourteen of them.")


def test_c10_supported_accommodation_cannot_be_chosen_for_a_child_under_sixteen():
    found = search(Alder={"kind": "supported_accommodation", "ages": (0, 17)}, Birch={})
    with pytest.raises(NotAppropriate, match="No role can override this gate"):
        choose(found)


def test_a_home_that_is_not_on_the_list_cannot_be_chosen():
    found = search()
    with pytest.raises(NotAppropriate, match="not on the list"):
        choose(replace(found, homes={"Alder": uuid4()}))


def test_a_search_has_one_choice_at_a_time():
    found = search()
    choose(found)
    with pytest.raises(NotNow, match="chosen for this search already"):
        choose(found, "Birch", by=OFFICER)


def test_the_database_itself_holds_one_choice_at_a_time():
    found = search()
    row = Decision.objects.get(id=choose(found))
    entry = actions.send_back(
        decision_id=row.id, words="Ask about the bus before this goes any further.", by=MANAGER, at=found.at
    )
    assert entry is None
    choose(found)
    row.refresh_from_db()
    row.state, row.answered_by, row.answered_at, row.answered_by_role = State.PROPOSED, None, None, ""
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize("role", [role for role in Role if role not in (
    Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.PLACEMENT_OFFICER)])  # fmt: skip
def test_no_other_role_proposes(role):
    with pytest.raises(NotAllowed):
        choose(search(), by=acting(role))


def test_another_councils_worker_proposes_nothing_here():
    with pytest.raises(NotAllowed) as refused:
        choose(search(), by=acting(Role.SOCIAL_WORKER, DEVON))
    assert refused.value.facts["out_of_reach"] is True


def test_c1_a_choice_under_criteria_that_are_not_published_is_refused():
    found = search()
    Publication.objects.all().delete()
    with pytest.raises(NotFound, match="has not been published"):
        choose(found)


def test_c1_a_choice_before_the_criteria_decide_is_refused():
    found = search()
    Publication.objects.update(in_force_from=TODAY + timedelta(days=1))
    with pytest.raises(NotNow, match="decides only from"):
        choose(found)


def test_before_there_is_a_list_nothing_can_be_chosen():
    found = search()
    child = add_child(reference="C-9M2WA")
    open_search = refer(
        child_id=child, wanted_by=TODAY, why="planned_move", lottery_seed=bytes(32), by=WORKER, at=found.at
    )
    with pytest.raises(NotNow, match="no list of homes yet"):
        queries.sheet(open_search, at=found.at)


# ---- answering
def test_approval_takes_the_place_closes_the_search_and_is_one_decision_in_the_register():
    found = search()
    decision_id = choose(found)
    entry_id = approve(decision_id)
    decision = queries.decision(decision_id)
    assert (decision.state, decision.answered_by_role) == (State.APPROVED, Role.TEAM_MANAGER)
    assert residents(found) == [found.child]
    assert referral(found.id).state == "decided"
    assert Entry.objects.filter(kind="decision").count() == 1
    integrate(at=found.at + timedelta(hours=1))
    number = queries.decision(decision_id).entry_number
    assert dict(public_entry(number).public) == {
        "criteria_version": 1, "approver_role": "team_manager", "compromise": False, "review_asked": False,
    }  # fmt: skip
    assert set(openings(entry_id)) == {
        "child", "home", "provider", "authority", "reasons", "wishes", "by", "role",
    }  # fmt: skip


def test_the_proposal_is_sealed_before_anybody_approves():
    found = search()
    decision = Decision.objects.get(id=choose(found))
    entry = Entry.objects.get(id=decision.proposal_entry_id)
    assert entry.kind == "proposal"
    assert set(openings(entry.id)) >= {"reasons", "home", "child"}
    assert "Alder" not in entry.public


def test_the_person_who_proposed_cannot_approve():
    found = search()
    decision_id = choose(found, by=MANAGER)
    with pytest.raises(NotAllowed, match="somebody else must answer"):
        approve(decision_id, by=MANAGER)
    assert queries.waiting_for(MANAGER) == ()
    other = acting(Role.TEAM_MANAGER, number=2)
    assert [line.id for line in queries.waiting_for(other)] == [decision_id]
    approve(decision_id, by=other)


def test_the_database_itself_holds_that_nobody_approves_their_own_choice():
    decision_id = choose(search())
    approve(decision_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(id=decision_id).update(answered_by=WORKER.id)


@pytest.mark.parametrize(
    ("authority", "may_not", "may"),
    [
        (MEDWAY, (MANAGER,), NOMINATED), (MEDWAY, (MANAGER,), DIRECTOR), (DEVON, (MANAGER, NOMINATED), DIRECTOR),
    ],
)  # fmt: skip
def test_only_somebody_senior_enough_approves(authority, may_not, may):
    decision_id = choose(search(Alder={"authority": authority}, Birch={}))
    for person in may_not:
        assert queries.waiting_for(person) == ()
        with pytest.raises(NotAllowed, match=r"cannot answer this choice\. It needs") as refused:
            approve(decision_id, by=person)
        assert refused.value.code == "approver_not_senior_enough"
    approve(decision_id, by=may)


@pytest.mark.parametrize("person", [WORKER, OFFICER, acting(Role.DIRECTOR, DEVON), acting(Role.OPERATOR)])
def test_nobody_else_approves(person):
    found = search()
    with pytest.raises(NotAllowed):
        approve(choose(found), by=person)
    assert residents(found) == []


def test_a_choice_is_answered_once():
    found = search()
    decision_id = choose(found)
    approve(decision_id)
    for act in (
        lambda: approve(decision_id, by=DIRECTOR),
        lambda: actions.send_back(decision_id=decision_id, words="x", by=DIRECTOR, at=found.at),
        lambda: actions.withdraw(decision_id=decision_id, by=WORKER, at=found.at),
    ):
        with pytest.raises(NotNow, match="answered already"):
            act()
    assert Entry.objects.filter(kind="decision").count() == 1


def test_sending_back_says_why_and_takes_no_place():
    found = search()
    decision_id = choose(found)
    with pytest.raises(ReasonMissing, match="Say why it goes back"):
        actions.send_back(decision_id=decision_id, words="No.", by=MANAGER, at=found.at)
    words = "Ask Birch about the bus before this goes any further."
    actions.send_back(decision_id=decision_id, words=words, by=MANAGER, at=found.at)
    decision = queries.decision(decision_id)
    assert (decision.state, decision.answer_words) == (State.REFUSED, words)
    assert residents(found) == []
    assert queries.last_answered(found.id).why_chosen == decision.why_chosen
    again = choose(found, "Birch", why_chosen="Birch can send its own bus, and keeps the school.")
    assert queries.decision(again).state is State.PROPOSED


def test_a_choice_can_be_withdrawn_before_it_is_answered():
    found = search()
    decision_id = choose(found)
    with pytest.raises(NotAllowed):
        actions.withdraw(decision_id=decision_id, by=acting(Role.SOCIAL_WORKER, DEVON), at=found.at)
    actions.withdraw(decision_id=decision_id, by=OFFICER, at=found.at)
    assert queries.decision(decision_id).state is State.WITHDRAWN
    assert queries.waiting_for(MANAGER) == ()


def test_the_last_place_is_given_once_and_whoever_comes_second_is_told_the_next_homes():
    found = search(Alder={"places": 1}, Birch={}, Cedar={})
    second = listed(add_child(reference="C-9M2WA"), found.homes, at=found.at)
    one, two = choose(found), choose(second)
    approve(one)
    with pytest.raises(NotNow) as refused:
        approve(two)
    assert refused.value.code == "place_taken"
    assert "Nothing you wrote is lost" in str(refused.value)
    assert {UUID(home) for home in refused.value.facts["next"]} == {found.homes["Birch"], found.homes["Cedar"]}
    decision = queries.decision(two)
    assert decision.state is State.PROPOSED
    assert decision.why_chosen
    assert Entry.objects.filter(kind="decision").count() == 1


def test_a_home_that_lost_its_registration_since_the_list_is_refused_at_approval():
    found = search()
    decision_id = choose(found)
    HomeTerms.objects.filter(home_id=found.homes["Alder"]).update(cancelled_on=TODAY)
    with pytest.raises(NotAppropriate, match="stopped at gate 1: Registration cancelled on 20 November 2026"):
        approve(decision_id)
    assert residents(found) == []
    assert queries.decision(decision_id).state is State.PROPOSED


def test_a_decision_that_does_not_exist_is_not_found():
    at = search().at
    with pytest.raises(NotFound):
        actions.approve(decision_id=uuid4(), by=MANAGER, at=at)
    with pytest.raises(NotFound):
        queries.decision(uuid4())


def test_a_home_s_name_costs_one_question_and_not_everything_that_is_known_of_it(django_assert_max_num_queries):
    """A choice shows what a home is called and who runs it: its terms, levels, papers and residents are not read."""
    found = search()
    decision_id = choose(found)
    row = Decision.objects.get(id=decision_id)
    with django_assert_max_num_queries(2):
        assert sealed_choice(row)["home"]["name"] == "Alder"
    with django_assert_max_num_queries(7):
        queries.notices_of(decision_id, at=found.at)


def test_the_queries_hand_out_values_and_never_rows():
    found = search()
    decision_id = choose(found)
    for value in (queries.decision(decision_id), queries.waiting_for(MANAGER)[0], queries.sheet(found.id, at=found.at)):
        assert "models" not in type(value).__module__


def test_when_law_and_wishes_point_apart_the_one_that_prevailed_is_owed():
    from carecommons.matching.actions import answer_wish

    found = search(Alder={}, Birch={"authority": DEVON})
    for home, answer in (("Alder", "no"), ("Birch", "yes")):
        for each in queries.sheet(found.id, at=found.at).wishes:
            if each.stage == "before_shortlist":
                answer_wish(
                    referral_id=found.id, home_id=found.homes[home], wish_id=each.id, answer=answer,
                    words="Asked on the telephone.", by=WORKER, at=found.at,
                )  # fmt: skip
    assert queries.sheet(found.id, at=found.at).apart
    with pytest.raises(ReasonMissing, match="only a person may weigh them"):
        choose(found)
    told = "Being in the council's area, because the school stays the same."
    assert queries.decision(choose(found, prevailed=told)).prevailed == told


# ---------------------------------------------------------------- what changed between the choice and its approval


def test_a2_what_the_child_says_after_the_proposal_stops_the_approval_until_it_is_weighed():
    found = search()
    decision_id = choose(found)
    wish(found.child, "review", at=found.at + timedelta(minutes=5), words="Not Alder, please. I am afraid there.")
    assert [each.words for each in queries.spoken_since(found.child, found.at)] == [
        "Not Alder, please. I am afraid there."
    ]
    with pytest.raises(NotNow, match="The child has said something since") as refusal:
        approve(decision_id, at=found.at + timedelta(minutes=6))
    assert refusal.value.code == "child_spoke_since"
    assert residents(found) == []
    actions.send_back(
        decision_id=decision_id, words="The child is afraid there: weigh that first.", by=MANAGER,
        at=found.at + timedelta(minutes=7),
    )  # fmt: skip
    wish(found.child, "before_decision", at=found.at + timedelta(minutes=8), words="Birch, please.")
    again = choose(found, "Birch", at=found.at + timedelta(minutes=9))
    approve(again, at=found.at + timedelta(minutes=10))
    assert queries.decision(again).state is State.APPROVED


@pytest.mark.parametrize("said_days_ago", [1, 400])
def test_a2_a_wish_from_before_the_list_typed_in_now_is_not_hearing_the_child(said_days_ago):
    found = search()
    child = add_child(reference="C-9M2WA")
    unasked = listed(child, found.homes, at=found.at, asked=False)
    children.record_wish(
        child_id=child, stage="before_decision", words="Near my Nan", how="said",
        said_on=localdate(unasked.at) - timedelta(days=said_days_ago), by=WORKER, at=unasked.at,
    )  # fmt: skip
    with pytest.raises(ReasonMissing, match="Ask the child what they wish"):
        choose(unasked)


def test_a2_mending_a_word_of_an_old_wish_is_not_hearing_the_child_again():
    found = search()
    child = add_child(reference="C-9M2WA")
    old = wish(child, "before_decision", at=found.at - timedelta(days=300))
    unasked = listed(child, found.homes, at=found.at, asked=False)
    children.record_wish(
        child_id=child, stage="before_decision", words="Near my Nana", how="said", said_on=localdate(unasked.at),
        corrects=old, by=WORKER, at=unasked.at,
    )  # fmt: skip
    with pytest.raises(ReasonMissing, match="Ask the child what they wish"):
        choose(unasked)


def test_a_home_that_no_longer_meets_the_needs_is_not_sealed_as_appropriate():
    found = search(Alder={"EMO": 2}, Birch={})
    decision_id = choose(found)
    record_needs(found.child, at=found.at + timedelta(minutes=5), EMO=4)
    with pytest.raises(NotNow, match="answers less well for Feelings") as refusal:
        approve(decision_id, at=found.at + timedelta(minutes=6))
    assert (refusal.value.code, refusal.value.facts["domains"]) == ("needs_changed_since", ["Feelings"])
    assert residents(found) == []
    record_needs(found.child, at=found.at + timedelta(minutes=7), EMO=1)
    approve(decision_id, at=found.at + timedelta(minutes=8))
    assert queries.decision(decision_id).state is State.APPROVED


def test_nothing_is_proposed_in_a_search_that_was_withdrawn():
    found = search()
    withdraw(referral_id=found.id, reason="Robin goes home.", by=WORKER, at=found.at)
    with pytest.raises(NotNow, match="withdrawn"):
        choose(found)
    assert not Decision.objects.exists()
    assert not Entry.objects.filter(kind="proposal").exists()


@pytest.mark.parametrize("role", [Role.ADVOCATE, Role.CHILD, Role.PARENT])
def test_a_council_in_the_post_of_a_child_s_person_opens_no_list_of_that_council(role):
    found = search()
    approve(choose(found))
    other = Person(role=role, id=uuid4(), name="Invented", authorities=frozenset({KENT}), children=frozenset({uuid4()}))
    assert queries.made(other) == ()
    own = replace(other, children=frozenset({found.child}))
    assert [line.child_id for line in queries.made(own)] == [found.child]


# ---- a home that leaves a need unmet and would harm the children who live there
def as_frozen_before(found):
    """The list as it was frozen while gate 3 gave the reason for such a home."""
    row = FrozenList.objects.get(referral_id=found.id)
    row.passed_over = [each | {"failed_gate": 3, "reason_code": int(Reason.UNMET)} for each in row.passed_over]
    row.save(update_fields=["passed_over"])


@pytest.mark.parametrize("frozen_before", [False, True])
def test_c10_a_home_that_fails_gates_3_and_5_can_never_be_chosen(frozen_before):
    found = search_with_harm()
    [passed] = shortlist(found.id).passed_over
    assert (passed.failed_gate, passed.reason_code) == (5, Reason.HARMS_THE_GROUP)
    if frozen_before:
        as_frozen_before(found)
    seen = queries.sheet(found.id, at=found.at)
    assert {each.home_id for each in (*seen.suitable, *seen.possible)} == set(seen.shown)
    with pytest.raises(NotAppropriate, match="Cedar was stopped") as refused:
        choose(found, "Cedar", compromise_missing=("Feelings",))
    assert refused.value.code == "home_cannot_be_chosen"
    assert not Decision.objects.exists()
