"""An emergency stay: chosen with a sentence, approved by the same law, reviewed by the clock, and its trail kept."""

import itertools
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

import walk_world
from carecommons.children.actions import record_wish
from carecommons.common.days import add_working_days, is_working_day
from carecommons.common.errors import NotAllowed, NotAppropriate, NotFound, NotNow, ReasonMissing
from carecommons.constitution.parameters import whole
from carecommons.decisions.actions import (
    approve,
    confirm_emergency,
    give_full_reasons,
    propose,
    propose_tonight,
    record_notice,
    review_emergency,
    send_back,
)
from carecommons.decisions.choice import WishesEffect
from carecommons.decisions.emergency import (
    NEXT,
    PHASE_WORDS,
    Phase,
    Review,
    check_may_go_on,
    exempt_until,
    phase,
    stays_until,
)
from carecommons.decisions.models import Decision, EmergencyReview, GapNote, Placement, TrailEntry
from carecommons.decisions.placement import Placed
from carecommons.decisions.queries import (
    decision,
    due_for,
    emergencies,
    emergency_record,
    facts_after,
    facts_owed,
    notices_of,
    placement_of,
    unlawful_among,
)
from carecommons.decisions.timers import Kind
from carecommons.decisions.trail import OWED, kept, trail
from carecommons.matching.actions import answer_ladder, make_shortlist, open_emergency, withdraw
from carecommons.matching.emergency import Said
from carecommons.matching.queries import emergency_told, open_search_of, referral, shortlist
from carecommons.people.roles import Role
from carecommons.provision.actions import note_impact, report_vacancy
from carecommons.register.models import Entry
from carecommons.register.queries import openings
from carecommons.site.days import my_day
from carecommons.site.notices.due import events
from decisions.placements_made import answer_all
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
    add_home,
)

NIGHT = datetime(2026, 11, 20, 22, 40, tzinfo=UTC)
HOUR = timedelta(hours=1)
SAYS = Said(cause="carers_life", cannot_wait="Her carer was taken to hospital.", child_said="Not far from school.")
WHY = "Alder is near, knows her school and can take her tonight."
FULL = {
    "why_chosen": "Alder is near the school, and the family there knew her before.",
    "wishes_effect": "changed_how",
    "wishes_how": "She is driven to the same school every morning from now on.",
    "search_evidence": "Every home of the register was looked at that night; the list is kept.",
}


def night(*, said=SAYS, at=NIGHT, child=None, **homes):
    """An emergency with its list: the id of its short search, and its homes by name."""
    from carecommons.constitution.actions import publish_founding

    publish_founding(at=at - timedelta(days=30))
    child_id = child or add_child(at=at)
    ids = {name: add_home(name, at=at, **facts) for name, facts in (homes or {"Alder": {}, "Birch": {}}).items()}
    search_id = open_emergency(child_id=child_id, said=said, by=WORKER, at=at)
    make_shortlist(referral_id=search_id, by=OFFICER, at=at + timedelta(minutes=2))
    return search_id, ids


def chosen(search_id, ids, home="Alder", *, at=NIGHT + timedelta(minutes=5), by=WORKER, **more):
    return propose_tonight(**{"search_id": search_id, "home_id": ids[home], "why": WHY, "by": by, "at": at, **more})


def placed(**more):
    search_id, ids = night(**more)
    decision_id = chosen(search_id, ids)
    approve(decision_id=decision_id, by=MANAGER, at=NIGHT + timedelta(minutes=20))
    return search_id, ids


def left(search_id, *, on):
    """The child has left the home of the night."""
    Placement.objects.filter(decision__referral=search_id).update(state=Placed.ENDED, ended_on=on)


def why_not(search_id, ids, home="Alder"):
    others = [each for each in shortlist(search_id).appropriate if each.home_id != ids[home]]
    return {each.home_id: f"{each.name} is farther from the school that she knows." for each in others}


def asked_family(search_id, *, at=NIGHT + 12 * HOUR):
    full = emergency_told(search_id).full_search_id
    for rung in ("parents", "connected_person"):
        answer_ladder(
            referral_id=full, rung=rung, answer="not_possible", reason="Asked by telephone.", by=WORKER, at=at
        )


def whole_trail(search_id, ids, *, at=NIGHT + 12 * HOUR, but=()):
    if "family" not in but:
        asked_family(search_id, at=at)
    if "reasons" not in but:
        give_full_reasons(search_id=search_id, why_not=why_not(search_id, ids), by=WORKER, at=at, **FULL)
    choice = emergency_record(search_id, at=at).choice.id
    if "notice" not in but:
        told(choice, at=at)
    if "plan" not in but:
        answer_all(placement_of(choice).id, at=at)


def told(decision_id, *, at):
    for notice in notices_of(decision_id, at=at):
        if not notice.kind.by_home:
            record_notice(
                decision_id=decision_id,
                kind=notice.kind.code,
                sent_on=localdate(at),
                sent_to="Their desk.",
                by=WORKER,
                at=at,
            )


# ---------------------------------------------------------------- the clock


def test_every_phase_has_words_and_a_way_on():
    assert set(NEXT) == set(PHASE_WORDS) == set(Phase)
    assert {each for after in NEXT.values() for each in after} <= set(Phase)


STATES = st.sampled_from(["open", "shortlisted", "proposed", "decided", "withdrawn"])


@given(state=STATES, minutes=st.integers(0, 20_000), over=st.booleans(), later=st.integers(0, 20_000))
def test_time_alone_only_ever_leads_where_the_states_allow(state, minutes, over, later):
    until, stay = NIGHT + 72 * HOUR, NIGHT + 73 * HOUR
    facts = {"looks_until": until, "stays_until": stay if state == "decided" else None, "over": over}
    first = phase(state, at=NIGHT + timedelta(minutes=minutes), **facts)
    then = phase(state, at=NIGHT + timedelta(minutes=minutes + later), **facts)
    assert then is first or then in NEXT[first]


def test_a_choice_that_waits_runs_out_with_the_hours_as_the_drawing_says():
    hours = {"looks_until": NIGHT, "stays_until": None, "over": False}
    assert phase("proposed", at=NIGHT, **hours) is Phase.CHOSEN
    assert phase("proposed", at=NIGHT + HOUR, **hours) is Phase.RAN_OUT
    assert Phase.RAN_OUT in NEXT[Phase.CHOSEN]


def test_a_stay_runs_for_its_hours_and_each_review_begins_them_again():
    assert stays_until(NIGHT, [], hours=72) == NIGHT + 72 * HOUR
    goes_on = Review(True, "", NIGHT + 60 * HOUR, "team_manager", MANAGER.id)
    ends = Review(False, "", NIGHT + 90 * HOUR, "team_manager", MANAGER.id)
    assert stays_until(NIGHT, [goes_on], hours=72) == NIGHT + 132 * HOUR
    assert stays_until(NIGHT, [goes_on, ends], hours=72) == NIGHT + 132 * HOUR


def test_hours_run_on_when_the_clocks_go_back():
    before = datetime(2026, 10, 24, 20, 0, tzinfo=UTC)  # 21:00 in London; the night has 25 hours
    assert stays_until(before, [], hours=72) - before == timedelta(hours=72)


def test_emergency_at_friday_night_before_a_bank_holiday():
    """Hours run through the weekend; working days do not: Monday 31 August 2026 is a bank holiday."""
    friday = datetime(2026, 8, 28, 21, 30, tzinfo=UTC)  # 22:30 in London
    assert not is_working_day(date(2026, 8, 31))
    assert stays_until(friday, [], hours=72) == datetime(2026, 8, 31, 21, 30, tzinfo=UTC)
    items = trail(
        opened_on=date(2026, 8, 28), placed_on=date(2026, 8, 28), done={}, working_days=5, plan_working_days=5
    )
    assert {item.due_on for item in items} == {date(2026, 9, 7)}
    assert exempt_until(date(2026, 8, 28), working_days=6) == date(2026, 9, 8)


@pytest.mark.django_db
def test_an_emergency_opened_on_that_friday_night_is_reviewed_on_the_holiday_itself():
    friday = datetime(2026, 8, 28, 21, 30, tzinfo=UTC)
    search_id, ids = night(at=friday)
    decision_id = chosen(search_id, ids, at=friday + HOUR)
    approve(decision_id=decision_id, by=MANAGER, at=friday + 2 * HOUR)  # half past midnight on Saturday in London
    assert emergency_record(search_id, at=friday + 74 * HOUR).phase is Phase.PLACED
    found = emergency_record(search_id, at=friday + 75 * HOUR)
    assert found.phase is Phase.LATE
    assert {item.due_on for item in found.trail} == {date(2026, 9, 7)}


@given(day=st.dates(date(2026, 1, 1), date(2026, 12, 1)), days=st.integers(1, 10))
def test_nothing_is_due_before_it_could_be_done(day, days):
    items = trail(opened_on=day, placed_on=day, done={}, working_days=days, plan_working_days=days)
    assert [item.code for item in items] == [each.code for each in OWED]
    assert all(item.due_on == add_working_days(day, days) > day for item in items)


def test_without_a_home_only_what_the_opening_owes_is_there():
    items = trail(opened_on=TODAY, placed_on=None, done={}, working_days=5, plan_working_days=5)
    assert [item.code for item in items] == ["family", "wishes"]


def test_a_trail_is_kept_late_or_open():
    items = trail(opened_on=TODAY, placed_on=TODAY, done={}, working_days=5, plan_working_days=5)
    due = items[0].due_on
    assert kept(items, due) == "open"
    assert kept(items, due + timedelta(days=1)) == "late"
    in_time = {item.code: due for item in items}
    done = trail(opened_on=TODAY, placed_on=TODAY, done=in_time, working_days=5, plan_working_days=5)
    assert kept(done, due + timedelta(days=99)) == "kept"
    one_late = {**in_time, "notice": due + timedelta(days=1)}
    late = trail(opened_on=TODAY, placed_on=TODAY, done=one_late, working_days=5, plan_working_days=5)
    assert kept(late, due + timedelta(days=99)) == "late"


# ---------------------------------------------------------------- choosing at night


@pytest.mark.django_db
def test_a_sentence_is_enough_and_the_rest_is_owed():
    search_id, ids = night()
    found = decision(chosen(search_id, ids))
    assert (found.emergency, found.compromise, found.exempt_until) == (True, False, None)
    assert found.wishes_effect is WishesEffect.OWED
    assert found.passed_over == ()
    assert found.approver_needed is Role.TEAM_MANAGER
    assert emergency_record(search_id, at=NIGHT + HOUR).phase is Phase.CHOSEN


@pytest.mark.django_db
def test_what_the_childs_words_changed_may_be_said_at_once():
    search_id, ids = night()
    found = decision(chosen(search_id, ids, wishes_how="Alder is the one that is near her school."))
    assert found.wishes_effect is WishesEffect.HOW


@pytest.mark.django_db
@pytest.mark.parametrize("why", ["", "ok", "fine fine fine fine fine fine"])
def test_without_a_sentence_nothing_is_sent(why):
    search_id, ids = night()
    with pytest.raises(ReasonMissing) as refusal:
        chosen(search_id, ids, why=why)
    assert refusal.value.code == "reasons_missing"
    assert [lack.field for lack in refusal.value.facts["lacks"]] == ["why"]
    assert not Decision.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("by", [NOMINATED, DIRECTOR, acting(Role.SOCIAL_WORKER, DEVON), acting(Role.PLANNER)])
def test_only_who_may_propose_chooses(by):
    search_id, ids = night()
    with pytest.raises(NotAllowed):
        chosen(search_id, ids, by=by)


@pytest.mark.django_db
def test_one_choice_at_a_time():
    search_id, ids = night()
    chosen(search_id, ids)
    with pytest.raises(NotNow) as refusal:
        chosen(search_id, ids, "Birch")
    assert refusal.value.code == "choice_waiting"


@pytest.mark.django_db
def test_the_long_form_does_not_choose_for_an_emergency_nor_the_short_one_by_day():
    search_id, ids = night()
    with pytest.raises(NotNow) as refusal:
        propose(
            referral_id=search_id, home_id=ids["Alder"], why_not={}, by=WORKER, at=NIGHT + HOUR,
            **{name: FULL[name] for name in ("why_chosen", "wishes_effect", "wishes_how")},
        )  # fmt: skip
    assert refusal.value.code == "emergency_path"
    full = emergency_told(search_id).full_search_id
    with pytest.raises(NotFound):
        propose_tonight(search_id=full, home_id=ids["Alder"], why=WHY, by=WORKER, at=NIGHT + HOUR)


@pytest.mark.django_db
def test_that_wishes_are_owed_cannot_be_said_by_day():
    from walk_world import choose, search

    found = search()
    with pytest.raises(ReasonMissing) as refusal:
        choose(found, wishes_effect="owed")
    assert "wishes_effect_missing" in [lack.code for lack in refusal.value.facts["lacks"]]


@pytest.mark.django_db
def test_nobody_can_choose_what_a_binding_gate_stopped():
    """Under 16 in a setting without care, an unregistered home: no role and no emergency makes an exception (C10)."""
    search_id, ids = night(
        Alder={}, Lodge={"kind": "supported_accommodation"}, House={"kind": "childrens_home", "registered": False}
    )
    for name in ("Lodge", "House"):
        with pytest.raises(NotAppropriate) as refusal:
            chosen(search_id, ids, name)
        assert refusal.value.code == "home_cannot_be_chosen"


@pytest.mark.django_db
def test_a_home_that_is_stopped_since_the_list_is_stopped_before_anybody_is_woken():
    search_id, ids = night()
    note_impact(home_id=ids["Alder"], answer="not_acceptable", words="A fight this evening.", by=OFFICER, at=NIGHT)
    with pytest.raises(NotAppropriate) as refusal:
        chosen(search_id, ids)
    assert refusal.value.code == "home_stopped_since"


@pytest.mark.django_db
def test_after_its_hours_nothing_is_chosen_or_approved():
    search_id, ids = night()
    decision_id = chosen(search_id, ids)
    for name in ids:
        report_vacancy(home_id=ids[name], free=1, by=OFFICER, at=NIGHT + 71 * HOUR)
    with pytest.raises(NotNow) as refusal:
        approve(decision_id=decision_id, by=MANAGER, at=NIGHT + 73 * HOUR)
    assert refusal.value.code == "emergency_ran_out"
    send_back(
        decision_id=decision_id, words="Too late: decide it on the full search.", by=MANAGER, at=NIGHT + 73 * HOUR
    )
    with pytest.raises(NotNow) as refusal:
        chosen(search_id, ids, at=NIGHT + 73 * HOUR)
    assert refusal.value.code == "emergency_ran_out"
    assert emergency_record(search_id, at=NIGHT + 73 * HOUR).phase is Phase.RAN_OUT


@pytest.mark.django_db
def test_what_nobody_knows_of_the_child_is_a_compromise_and_no_gap_of_a_home():
    from carecommons.matching.actions import Newcomer, open_emergency_for_newcomer

    _, ids = night()
    stranger = Newcomer(reference="C-N1GHT", known_as="Sam", sex="U", authority=KENT, age=14)
    search_id = open_emergency_for_newcomer(newcomer=stranger, said=SAYS, by=WORKER, at=NIGHT)
    make_shortlist(referral_id=search_id, by=OFFICER, at=NIGHT)
    decision_id = chosen(search_id, ids)
    assert decision(decision_id).compromise
    assert decision(decision_id).missing == ()
    approve(decision_id=decision_id, by=MANAGER, at=NIGHT + HOUR)
    assert not GapNote.objects.exists()


# ---------------------------------------------------------------- the approver on call


@pytest.mark.django_db
def test_nobody_approves_their_own_choice_at_night_either():
    search_id, ids = night()
    decision_id = chosen(search_id, ids, by=MANAGER)
    with pytest.raises(NotAllowed) as refusal:
        approve(decision_id=decision_id, by=MANAGER, at=NIGHT + HOUR)
    assert refusal.value.code == "own_choice"
    approve(decision_id=decision_id, by=acting(Role.TEAM_MANAGER, number=2), at=NIGHT + HOUR)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("council", "needed", "too_junior"),
    [(KENT, MANAGER, None), (MEDWAY, NOMINATED, MANAGER), (DEVON, DIRECTOR, NOMINATED)],
)
def test_an_emergency_loosens_nothing_of_who_approves(council, needed, too_junior):
    """Next to the area the nominated officer, at a distance the director in person: also at night."""
    search_id, ids = night(Alder={"authority": council})
    decision_id = chosen(search_id, ids)
    facts = facts_owed(decision_id, at=NIGHT + HOUR)
    assert facts == (() if council == KENT else ("wishes_considered", "most_appropriate"))
    if too_junior is not None:
        with pytest.raises(NotAllowed) as refusal:
            approve(decision_id=decision_id, satisfied=facts, by=too_junior, at=NIGHT + HOUR)
        assert refusal.value.code == "approver_not_senior_enough"
        with pytest.raises(ReasonMissing) as lacking:
            approve(decision_id=decision_id, satisfied=facts[:1], by=needed, at=NIGHT + HOUR)
        assert lacking.value.code == "not_satisfied"
    approve(decision_id=decision_id, satisfied=facts, by=needed, at=NIGHT + HOUR)
    assert emergency_record(search_id, at=NIGHT + HOUR).phase is Phase.PLACED


@pytest.mark.django_db
def test_the_register_seals_that_a_decision_was_an_emergency_and_shows_what_any_decision_shows():
    search_id, _ = placed()
    night = emergency_record(search_id, at=NIGHT + HOUR).choice.entry_id
    check_shows_no_emergency(night)
    assert openings(night)["reasons"].value["emergency"] is True


@pytest.mark.django_db
def test_a_choice_by_day_is_sealed_under_the_same_names_and_says_nothing_of_an_emergency():
    from walk_world import choose, search

    found = search()
    day = approve(decision_id=choose(found), by=MANAGER, at=found.at)
    check_shows_no_emergency(day)
    assert "emergency" not in openings(day)["reasons"].value


def check_shows_no_emergency(entry):
    """The public fields, and the names of the sealed parts, which are public as well."""
    public = json.loads(Entry.objects.get(id=entry).public)
    assert public == {
        "approver_role": "team_manager", "compromise": False, "criteria_version": 1, "review_asked": False
    }  # fmt: skip
    assert set(openings(entry)) == {"child", "home", "provider", "authority", "reasons", "wishes", "by", "role"}


@pytest.mark.django_db
def test_the_full_search_goes_on_after_the_night():
    search_id, _ = placed()
    told = emergency_told(search_id)
    assert (told.state, told.full_state) == ("decided", "open")
    assert open_search_of(told.child_id) == told.full_search_id


@pytest.mark.django_db
def test_a_choice_of_the_night_is_never_for_the_long_term_and_the_full_search_still_is():
    """Whatever the full search asks for: tonight owes no panel, and neither does what is confirmed afterwards."""
    from walk_world import choose, choose_tonight, search

    found = search(at=NIGHT, stay="long_term")
    by_day = choose(found)
    tonight = choose_tonight(found)
    assert emergency_told(decision(tonight).referral_id).full_search_id == found.id
    assert decision(tonight).approver_needed is Role.TEAM_MANAGER
    assert facts_owed(tonight, at=found.at) == ()
    approve(decision_id=tonight, by=MANAGER, at=found.at)
    placed_tonight = emergency_record(decision(tonight).referral_id, at=found.at)
    assert facts_after(placed_tonight, at=found.at) == ()
    assert decision(by_day).approver_needed is Role.NOMINATED_OFFICER
    assert "foster_panel_advised" in facts_owed(by_day, at=found.at)


# ---------------------------------------------------------------- a foster family outside its terms


@pytest.mark.django_db
def test_a_foster_family_outside_its_terms_owes_a_reason_and_ends_after_six_working_days():
    search_id, ids = night(Alder={"ages": (12, 17)}, Birch={})
    with pytest.raises(ReasonMissing) as refusal:
        chosen(search_id, ids)
    assert [lack.field for lack in refusal.value.facts["lacks"]] == ["exempt_because"]
    found = decision(chosen(search_id, ids, exempt_because="No family within its terms answers the telephone tonight."))
    assert found.exempt_until == date(2026, 11, 30)
    approve(decision_id=found.id, by=MANAGER, at=NIGHT + HOUR)
    goes_on = {
        "search_id": search_id,
        "goes_on": True,
        "words": "She sleeps well, and the search goes on.",
        "by": MANAGER,
    }
    review_emergency(at=NIGHT + 70 * HOUR, **goes_on)
    review_emergency(at=NIGHT + 140 * HOUR, **{**goes_on, "by": NOMINATED})
    late = datetime(2026, 11, 30, 20, 0, tzinfo=UTC)
    review_emergency(at=late, **goes_on)
    assert emergency_record(search_id, at=late).until.date() == date(2026, 11, 30)
    over = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    assert emergency_record(search_id, at=over).phase is Phase.LATE
    with pytest.raises(NotNow) as refusal:
        review_emergency(at=over, **goes_on)
    assert refusal.value.code == "exemption_over"
    review_emergency(at=over, **{**goes_on, "goes_on": False})
    assert emergency_record(search_id, at=over).phase is Phase.LATE
    left(search_id, on=over.date())
    assert emergency_record(search_id, at=over).phase is Phase.OVER


@pytest.mark.django_db
def test_within_its_terms_no_exemption_is_made_up():
    search_id, ids = night()
    found = decision(chosen(search_id, ids, exempt_because="Not needed at all, as it happens."))
    assert (found.exempt_until, found.exempt_because) == (None, "")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["childrens_home", "special_school_registered_as_home", "supported_accommodation"])
def test_no_other_kind_of_home_is_ever_outside_its_registration(kind):
    child = add_child(born=date(2009, 10, 1), at=NIGHT)  # 17: old enough for every kind
    search_id, ids = night(child=child, Alder={}, Old={"kind": kind, "ages": (16, 16)})
    with pytest.raises(NotAppropriate) as refusal:
        chosen(search_id, ids, "Old")
    assert refusal.value.code == "home_cannot_be_chosen"


# ---------------------------------------------------------------- the trail


@pytest.mark.django_db
def test_what_is_owed_has_its_days_and_what_the_record_tells_is_done():
    search_id, _ = placed()
    found = emergency_record(search_id, at=NIGHT + HOUR)
    assert [(item.code, item.done) for item in found.trail] == [
        ("family", False), ("wishes", True), ("reasons", False), ("notice", False), ("plan", False),
        ("confirmed", False),
    ]  # fmt: skip
    assert {item.due_on for item in found.trail} == {date(2026, 11, 27)}


@pytest.mark.django_db
def test_a_child_who_could_not_be_asked_is_asked_afterwards():
    search_id, ids = placed(said=replace(SAYS, child_said="", not_asked_because="Asleep."))
    assert not emergency_record(search_id, at=NIGHT + HOUR).item("wishes").done
    with pytest.raises(ReasonMissing) as refusal:
        give_full_reasons(search_id=search_id, why_not=why_not(search_id, ids), by=WORKER, at=NIGHT + HOUR, **FULL)
    assert "wish_before_decision_missing" in [lack.code for lack in refusal.value.facts["lacks"]]
    record_wish(
        child_id=emergency_told(search_id).child_id, stage="before_decision", words="I want to stay here.", how="said",
        said_on=date(2026, 11, 21), by=WORKER, at=NIGHT + 12 * HOUR,
    )  # fmt: skip
    assert emergency_record(search_id, at=NIGHT + 12 * HOUR).item("wishes").done_on == date(2026, 11, 21)


@pytest.mark.django_db
def test_the_whole_trail_and_then_the_confirmation():
    search_id, ids = placed()
    whole_trail(search_id, ids)
    other = acting(Role.TEAM_MANAGER, number=2)
    at = NIGHT + 20 * HOUR
    confirm_emergency(search_id=search_id, words="I read it all, and the choice stands.", by=other, at=at)
    found = emergency_record(search_id, at=at)
    assert found.to_do == ()
    assert kept(found.trail, date(2027, 1, 4)) == "kept"
    assert found.written["reasons"].words["why_chosen"] == FULL["why_chosen"]
    assert decision(found.choice.id).why_chosen == WHY
    kinds = [entry.public for entry in Entry.objects.filter(kind="emergency_followed")]
    assert kinds == ["{}"] * 2


@pytest.mark.django_db
def test_full_reasons_are_judged_by_the_rule_of_every_choice():
    search_id, _ = placed()
    with pytest.raises(ReasonMissing) as refusal:
        give_full_reasons(search_id=search_id, why_not={}, by=WORKER, at=NIGHT + HOUR, **{**FULL, "wishes_effect": ""})
    assert {lack.field for lack in refusal.value.facts["lacks"]} == {"wishes_effect", "why_not"}
    assert not TrailEntry.objects.exists()


@pytest.mark.django_db
def test_each_thing_is_written_once():
    search_id, ids = placed()
    whole_trail(search_id, ids)
    at = NIGHT + 13 * HOUR
    with pytest.raises(NotNow) as refusal:
        give_full_reasons(search_id=search_id, why_not=why_not(search_id, ids), by=WORKER, at=at, **FULL)
    assert refusal.value.code == "trail_done_already"
    confirm_emergency(search_id=search_id, words="I read it all, and it stands.", by=MANAGER, at=at)
    with pytest.raises(NotNow) as refusal:
        confirm_emergency(search_id=search_id, words="I read it all again.", by=MANAGER, at=at)
    assert refusal.value.code == "trail_done_already"


@pytest.mark.django_db
@pytest.mark.parametrize("by", [acting(Role.SOCIAL_WORKER, DEVON), NOMINATED, acting(Role.REVIEWING_OFFICER)])
def test_the_trail_is_kept_by_those_who_work_on_the_case(by):
    search_id, ids = placed()
    with pytest.raises(NotAllowed):
        give_full_reasons(search_id=search_id, why_not=why_not(search_id, ids), by=by, at=NIGHT + HOUR, **FULL)


@pytest.mark.django_db
@pytest.mark.parametrize("left", ["family", "reasons", "notice", "plan"])
def test_the_confirmation_comes_last(left):
    search_id, ids = placed()
    whole_trail(search_id, ids, but=(left,))
    with pytest.raises(NotNow) as refusal:
        confirm_emergency(search_id=search_id, words="I read it all, and it stands.", by=MANAGER, at=NIGHT + 20 * HOUR)
    assert refusal.value.code == "trail_not_done"
    assert refusal.value.facts["items"] == [left]


@pytest.mark.django_db
def test_who_proposed_does_not_confirm_and_who_is_too_junior_does_not_either():
    search_id, ids = night(Alder={"authority": MEDWAY})
    decision_id = chosen(search_id, ids, by=MANAGER)
    before = facts_owed(decision_id, at=NIGHT + HOUR)
    approve(decision_id=decision_id, satisfied=before, by=NOMINATED, at=NIGHT + HOUR)
    whole_trail(search_id, ids)
    words, at = "I read it all, and the choice stands.", NIGHT + 20 * HOUR
    with pytest.raises(NotAllowed) as refusal:
        confirm_emergency(search_id=search_id, words=words, by=acting(Role.TEAM_MANAGER, number=2), at=at)
    assert refusal.value.code == "approver_not_senior_enough"
    with pytest.raises(NotAllowed):
        confirm_emergency(search_id=search_id, words=words, by=WORKER, at=at)
    with pytest.raises(ReasonMissing) as lacking:
        confirm_emergency(search_id=search_id, words=words, satisfied=before, by=NOMINATED, at=at)
    assert lacking.value.facts["lacks"] == [
        "relatives_consulted", "reviewing_officer_consulted", "area_authority_notified",
    ]  # fmt: skip
    every = (*before, *lacking.value.facts["lacks"])
    with pytest.raises(ReasonMissing) as thin:
        confirm_emergency(search_id=search_id, words="Fine.", satisfied=every, by=NOMINATED, at=at)
    assert thin.value.code == "trail_words_missing"
    confirm_emergency(search_id=search_id, words=words, satisfied=every, by=NOMINATED, at=at)


@pytest.mark.django_db
def test_who_proposed_cannot_confirm_in_the_area():
    search_id, ids = night()
    decision_id = chosen(search_id, ids, by=MANAGER)
    approve(decision_id=decision_id, by=acting(Role.TEAM_MANAGER, number=2), at=NIGHT + HOUR)
    whole_trail(search_id, ids)
    with pytest.raises(NotAllowed) as refusal:
        confirm_emergency(search_id=search_id, words="I read it all, and it stands.", by=MANAGER, at=NIGHT + 20 * HOUR)
    assert refusal.value.code == "own_choice"


@pytest.mark.django_db
def test_nothing_is_done_for_a_home_that_is_not_in_force():
    search_id, ids = night()
    acts = (
        lambda: give_full_reasons(search_id=search_id, why_not={}, by=WORKER, at=NIGHT, **FULL),
        lambda: confirm_emergency(search_id=search_id, words="I read it all.", by=MANAGER, at=NIGHT),
        lambda: review_emergency(search_id=search_id, goes_on=True, words="It goes on.", by=MANAGER, at=NIGHT),
    )
    for state in ("looking", "chosen"):
        for act in acts:
            with pytest.raises(NotNow) as refusal:
                act()
            assert refusal.value.code == "emergency_not_placed"
            assert refusal.value.facts["phase"] == state
        if state == "looking":
            chosen(search_id, ids)


# ---------------------------------------------------------------- the review


@pytest.mark.django_db
def test_a_stay_that_nobody_reviewed_is_late_and_a_review_carries_it_on():
    search_id, _ = placed()
    stayed = NIGHT + timedelta(minutes=20)
    assert emergency_record(search_id, at=stayed + 72 * HOUR).phase is Phase.PLACED
    late = stayed + 73 * HOUR
    assert emergency_record(search_id, at=late).phase is Phase.LATE
    review_emergency(
        search_id=search_id, goes_on=True, words="She is well there while we search.", by=NOMINATED, at=late
    )
    found = emergency_record(search_id, at=late)
    assert (found.phase, found.until) == (Phase.PLACED, late + 72 * HOUR)
    assert [(each.goes_on, each.reviewed_by_role) for each in found.reviews] == [(True, "nominated_officer")]


GOES_ON = {"goes_on": True, "words": "She is well there, and two homes have answered."}


@pytest.mark.django_db
def test_whoever_let_it_go_on_the_time_before_does_not_do_so_twice_running():
    search_id, _ = placed()
    review_emergency(search_id=search_id, by=MANAGER, at=NIGHT + 60 * HOUR, **GOES_ON)
    with pytest.raises(NotAllowed, match="somebody else looks at it now") as refusal:
        review_emergency(search_id=search_id, by=MANAGER, at=NIGHT + 120 * HOUR, **GOES_ON)
    assert refusal.value.code == "same_reviewer"
    assert EmergencyReview.objects.count() == 1
    found = emergency_record(search_id, at=NIGHT + 120 * HOUR)
    assert not found.may_go_on(MANAGER.id, at=NIGHT + 120 * HOUR)
    assert found.may_go_on(NOMINATED.id, at=NIGHT + 120 * HOUR)
    ends = {"goes_on": False, "words": "A foster family from the full search takes her."}
    review_emergency(search_id=search_id, by=MANAGER, at=NIGHT + 120 * HOUR, **ends)  # that it ends, anybody may say
    with pytest.raises(NotAllowed):  # what ends it between does not make them somebody else
        review_emergency(search_id=search_id, by=MANAGER, at=NIGHT + 121 * HOUR, **GOES_ON)
    review_emergency(search_id=search_id, by=NOMINATED, at=NIGHT + 122 * HOUR, **GOES_ON)
    review_emergency(search_id=search_id, by=MANAGER, at=NIGHT + 123 * HOUR, **GOES_ON)


@pytest.mark.django_db
def test_a_stay_goes_on_so_often_and_no_more_whoever_says_so():
    search_id, _ = placed()
    most = whole("emergency_goes_on_most", NIGHT.date())
    for number in range(most):
        found = emergency_record(search_id, at=NIGHT + (number + 1) * 70 * HOUR)
        assert found.times_left == most - number
        review_emergency(
            search_id=search_id, by=(MANAGER, NOMINATED)[number % 2], at=NIGHT + (number + 1) * 70 * HOUR, **GOES_ON
        )
    at = NIGHT + (most + 1) * 70 * HOUR
    for by in (MANAGER, NOMINATED, DIRECTOR, acting(Role.REVIEWING_OFFICER)):
        with pytest.raises(NotNow, match=f"gone on by review {most} times") as refusal:
            review_emergency(search_id=search_id, by=by, at=at, **GOES_ON)
        assert refusal.value.code == "stay_went_on_enough"
    assert EmergencyReview.objects.count() == most
    assert emergency_record(search_id, at=at).times_left == 0
    assert emergency_record(search_id, at=at + 10 * HOUR).phase is Phase.LATE  # nothing moves the child by itself
    review_emergency(search_id=search_id, goes_on=False, words="Another home was found for her.", by=MANAGER, at=at)


@pytest.mark.django_db
def test_the_hours_of_a_stay_are_in_what_is_due_as_they_are_on_its_own_page_and_each_review_moves_them():
    search_id, _ = placed()
    stayed = NIGHT + timedelta(minutes=20)

    def hours(at, person=MANAGER):
        found = due_for(person, timezone.localdate(at), kinds=[Kind.EMERGENCY_REVIEW])
        return [(line.due.since, line.due.on) for line in found]

    assert hours(stayed) == [(timezone.localdate(stayed), timezone.localdate(stayed + 72 * HOUR))]
    review_emergency(search_id=search_id, by=NOMINATED, at=stayed + 70 * HOUR, **GOES_ON)
    at = stayed + 71 * HOUR
    until = emergency_record(search_id, at=at).until
    assert hours(at) == [(timezone.localdate(stayed + 70 * HOUR), timezone.localdate(until))]
    assert hours(at, acting(Role.TEAM_MANAGER, DEVON)) == []
    feed = [event.title for event, _ in events(acting(Role.REVIEWING_OFFICER), timezone.localdate(at))]
    assert any(words.startswith("Review of an emergency stay due") for words in feed)
    titles = [line.title for line in my_day(MANAGER, at=at, at_most=99).lines]
    assert sum("emergency stay" in title for title in titles) == 1  # on the day it stands once
    left(search_id, on=localdate(at))
    assert hours(at + 24 * HOUR) == []


@pytest.mark.django_db
def test_a_choice_by_day_has_no_hours():
    found = walk_world.search(Alder={})
    approve(decision_id=walk_world.choose(found, search_evidence="Every agency of the region was asked."), by=MANAGER,
            at=found.at + HOUR)  # fmt: skip
    Placement.objects.update(state=Placed.LIVING, from_day=localdate(found.at))
    every = due_for(MANAGER, localdate(found.at))
    assert every
    assert Kind.EMERGENCY_REVIEW not in {line.due.kind for line in every}


@given(st.lists(st.tuples(st.booleans(), st.sampled_from([MANAGER, NOMINATED, DIRECTOR])), max_size=12))
def test_whatever_is_tried_no_stay_goes_on_more_often_or_twice_running_by_one_person(tried):
    went_on = []
    for number, (goes_on, by) in enumerate(tried):
        at = NIGHT + number * HOUR
        try:
            if goes_on:
                check_may_go_on(None, went_on, most=3, by=by.id, at=at)
        except (NotAllowed, NotNow):
            continue
        went_on.append(Review(goes_on, "", at, by.role, by.id))
    let = [review.reviewed_by for review in went_on if review.goes_on]
    assert len(let) <= 3
    assert all(one != other for one, other in itertools.pairwise(let))


@pytest.mark.django_db
def test_a_review_that_ends_it_stops_no_clock_before_the_child_has_left():
    search_id, _ = placed()
    at = NIGHT + 30 * HOUR
    review_emergency(
        search_id=search_id, goes_on=False, words="Her carer is home, and she goes back.", by=MANAGER, at=at
    )
    assert emergency_record(search_id, at=at).phase is Phase.PLACED
    assert emergency_record(search_id, at=NIGHT + 73 * HOUR).phase is Phase.LATE
    left(search_id, on=localdate(at))
    assert emergency_record(search_id, at=at).phase is Phase.OVER
    with pytest.raises(NotNow) as refusal:
        review_emergency(search_id=search_id, goes_on=True, words="It goes on after all.", by=MANAGER, at=at)
    assert refusal.value.code == "emergency_not_placed"


@pytest.mark.django_db
def test_approving_the_full_search_ends_nothing_before_the_child_has_moved():
    search_id, ids = placed()
    told_of = emergency_told(search_id)
    asked_family(search_id)
    moment = NIGHT + 13 * HOUR
    for home in ids.values():
        report_vacancy(home_id=home, free=1, by=OFFICER, at=moment)
    for stage in ("before_shortlist", "before_decision"):
        walk_world.wish(told_of.child_id, stage, at=moment)
    make_shortlist(referral_id=told_of.full_search_id, by=OFFICER, at=moment)
    full = walk_world.Search(told_of.child_id, told_of.full_search_id, ids, moment)
    searched = "Every agency of the region was asked; none has a place."
    approve(decision_id=walk_world.choose(full, "Birch", search_evidence=searched), by=MANAGER, at=moment + HOUR)
    at = NIGHT + 40 * HOUR
    assert emergency_record(search_id, at=at).phase is Phase.PLACED
    assert emergency_record(search_id, at=NIGHT + 73 * HOUR).phase is Phase.LATE
    left(search_id, on=(at + 24 * HOUR).date())
    assert emergency_record(search_id, at=at).phase is Phase.PLACED  # an end that is still to be
    assert emergency_record(search_id, at=at + 24 * HOUR).phase is Phase.OVER


@pytest.mark.django_db
def test_a_review_owes_its_reason_and_is_not_for_everybody():
    search_id, _ = placed()
    with pytest.raises(ReasonMissing) as refusal:
        review_emergency(search_id=search_id, goes_on=True, words="Yes.", by=MANAGER, at=NIGHT + HOUR)
    assert refusal.value.code == "emergency_review_reason_missing"
    for by in (WORKER, OFFICER, acting(Role.TEAM_MANAGER, DEVON)):
        with pytest.raises(NotAllowed):
            review_emergency(search_id=search_id, goes_on=True, words="She is well there.", by=by, at=NIGHT + HOUR)
    assert not EmergencyReview.objects.exists()


@pytest.mark.django_db
def test_reviews_and_what_was_written_are_never_changed():
    search_id, ids = placed()
    whole_trail(search_id, ids)
    for row in TrailEntry.objects.all():
        with pytest.raises(AssertionError):
            row.save()
        with pytest.raises(AssertionError):
            row.delete()


# ---------------------------------------------------------------- lists


@pytest.mark.django_db
def test_what_is_under_way_or_owes_something_is_listed_for_those_who_may_see():
    search_id, ids = placed()
    see = "decisions.see_emergencies"
    assert [each.id for each in emergencies(WORKER, see, at=NIGHT + HOUR)] == [search_id]
    assert emergencies(acting(Role.SOCIAL_WORKER, DEVON), see, at=NIGHT + HOUR) == ()
    whole_trail(search_id, ids)
    at = NIGHT + 20 * HOUR
    confirm_emergency(search_id=search_id, words="I read it all, and it stands.", by=MANAGER, at=at)
    assert [each.id for each in emergencies(WORKER, see, at=at)] == [search_id]
    review_emergency(search_id=search_id, goes_on=False, words="She moves to her aunt, as found.", by=MANAGER, at=at)
    assert [each.id for each in emergencies(WORKER, see, at=at)] == [search_id]
    left(search_id, on=localdate(at))
    assert emergencies(WORKER, see, at=at) == ()


@pytest.mark.django_db
def test_an_emergency_that_was_called_off_owes_nothing():
    search_id, _ = night()
    withdraw(referral_id=search_id, reason="The carer is home again.", by=WORKER, at=NIGHT + HOUR)
    assert emergency_record(search_id, at=NIGHT + HOUR).phase is Phase.CALLED_OFF
    assert emergencies(WORKER, "decisions.see_emergencies", at=NIGHT + HOUR) == ()
    assert referral(emergency_told(search_id).full_search_id).state == "open"


# ---------------------------------------------------------------- beside the parts that it stands on


@pytest.mark.django_db
def test_the_plan_is_done_only_when_every_part_of_it_is_answered():
    search_id, _ = placed()
    choice = emergency_record(search_id, at=NIGHT + HOUR).choice.id
    answer_all(placement_of(choice).id, but=("school",), at=NIGHT + HOUR)
    assert not emergency_record(search_id, at=NIGHT + HOUR).item("plan").done
    answer_all(placement_of(choice).id, at=NIGHT + 36 * HOUR)
    assert emergency_record(search_id, at=NIGHT + 36 * HOUR).item("plan").done_on == date(2026, 11, 22)


@pytest.mark.django_db
def test_the_notices_are_done_when_the_last_of_them_was_sent():
    search_id, _ = placed()
    choice = emergency_record(search_id, at=NIGHT + HOUR).choice.id
    owed = [notice for notice in notices_of(choice, at=NIGHT) if not notice.kind.by_home]
    assert len(owed) > 1
    first = {"decision_id": choice, "sent_to": "Their desk.", "by": WORKER, "at": NIGHT + 36 * HOUR}
    record_notice(kind=owed[0].kind.code, sent_on=TODAY, **first)
    assert not emergency_record(search_id, at=NIGHT + 36 * HOUR).item("notice").done
    for notice in owed[1:]:
        record_notice(kind=notice.kind.code, sent_on=date(2026, 11, 22), **first)
    assert emergency_record(search_id, at=NIGHT + 36 * HOUR).item("notice").done_on == date(2026, 11, 22)


@pytest.mark.django_db
def test_a_home_outside_every_agreement_needs_somebody_above_and_says_why_in_the_full_reasons():
    search_id, ids = night(Alder={"agreed": False}, Birch={})
    found = decision(chosen(search_id, ids))
    assert found.spot
    assert found.approver_needed is Role.NOMINATED_OFFICER
    approve(decision_id=found.id, by=NOMINATED, at=NIGHT + HOUR)
    facts = {"search_id": search_id, "why_not": why_not(search_id, ids), "by": WORKER, "at": NIGHT + 2 * HOUR, **FULL}
    with pytest.raises(ReasonMissing) as refusal:
        give_full_reasons(**facts)
    assert {lack.field for lack in refusal.value.facts["lacks"]} == {"spot_reason", "spot_remedy"}
    give_full_reasons(
        **facts, spot_reason="No home under an agreement answered the telephone that night.",
        spot_remedy="The council asks its homes for a place that is kept for the night.",
    )  # fmt: skip


@pytest.mark.django_db
def test_an_exempt_stay_is_no_unlawful_home_until_its_last_day():
    search_id, ids = night(Alder={"ages": (12, 17)})
    because = "No family within its terms answers the telephone tonight."
    approve(decision_id=chosen(search_id, ids, exempt_because=because), by=MANAGER, at=NIGHT + HOUR)
    assert unlawful_among([KENT], on=date(2026, 11, 30)) == ()
    assert [each.child_reference for each in unlawful_among([KENT], on=date(2026, 12, 1))] == ["C-7K4QX"]


@pytest.mark.django_db
def test_that_homes_were_not_all_asked_alike_stands_on_the_choice_of_the_night():
    search_id, ids = night()
    row = Decision.objects.get(id=chosen(search_id, ids))
    assert (row.no_round, row.no_round_words) == ("tonight", WHY)
