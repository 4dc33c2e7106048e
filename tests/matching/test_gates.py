"""Gate 1 (lawful), gate 2 (able) and gate 5 (together): who is stopped, why, and who is not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from carecommons.matching.gates import ASKED, REASON_OF_PRIORITY, outside_terms
from carecommons.matching.rank import Status
from carecommons.matching.reasons import Reason
from carecommons.provision.homes import Impact, Opening, Standing, gather
from matching.drawn import CHILD_ID, ON, RULES, SIBLING, able_to, an_id, child, evidence, home, ranked, reason_of


def test_an_ordinary_home_passes_every_gate():
    assert reason_of(child(), home()) == Reason.NONE


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"standing": Standing.UNREGISTERED}, Reason.UNREGISTERED),
        ({"standing": Standing.CANCELLED}, Reason.CANCELLED),
        ({"standing": Standing.SUSPENDED}, Reason.SUSPENDED),
        ({"standing": Standing.RESTRICTED}, Reason.RESTRICTED),
        ({"standing": Standing.NOT_IN_FORCE}, Reason.NOT_IN_FORCE),
        ({"standing": Standing.NOT_VERIFIED}, Reason.NOT_VERIFIED),
        ({"standing": Standing.CLOSED}, Reason.CLOSED),
        ({"standing": Standing.INADEQUATE}, Reason.INADEQUATE),
        ({"age_min": 14}, Reason.TOO_YOUNG),
        ({"age_max": 12}, Reason.TOO_OLD),
        ({"sexes": "M"}, Reason.SEX),
        ({"stays": ("short_break",)}, Reason.STAY),
        ({"kind": "secure_childrens_home"}, Reason.SECURE_WITHOUT_AUTHORITY),
        ({"kind": "connected_person", "named": frozenset({an_id("another child")})}, Reason.NAMED_FOR_ANOTHER),
        ({"kind": "parents"}, Reason.NAMED_FOR_ANOTHER),
        ({"living": 3}, Reason.USUAL_LIMIT),
        ({"opening": Opening.FULL, "free": 0}, Reason.FULL),
        ({"opening": Opening.RAN_OUT, "free": 0}, Reason.VACANCY_RAN_OUT),
        ({"opening": Opening.NEVER_SAID, "free": 0}, Reason.VACANCY_NEVER_SAID),
    ],
)
def test_gate_one_stops_a_home_for_one_fact_and_says_which(facts, reason):
    assert reason_of(child(), home(**facts)) == reason


def test_the_home_where_a_child_lives_is_no_new_home_for_them_and_is_one_for_others():
    seeker = child()
    lived_in = home(residents=frozenset({seeker.id}), living=1)
    assert reason_of(seeker, lived_in) == Reason.LIVES_THERE
    assert reason_of(child(id=an_id("somebody else")), lived_in) != Reason.LIVES_THERE


@pytest.mark.parametrize("age", range(16))
def test_nobody_under_sixteen_is_offered_a_home_without_care(age):
    """C10. Even where the home is registered for that age, has a place and meets every need."""
    lodging = home(kind="supported_accommodation", age_min=0, age_max=17)
    assert reason_of(child(age_now=age, age_then=age), lodging) == Reason.UNDER_AGE_WITHOUT_CARE


def test_at_sixteen_supported_accommodation_is_lawful():
    lodging = home(kind="supported_accommodation", age_min=16)
    assert reason_of(child(age_now=16, age_then=16), lodging) == Reason.NONE


def test_a_sixteenth_birthday_to_come_does_not_open_a_home_without_care_today():
    lodging = home(kind="supported_accommodation", age_min=0)
    assert reason_of(child(age_now=15, age_then=16), lodging) == Reason.UNDER_AGE_WITHOUT_CARE


@pytest.mark.parametrize("kind", ["childrens_home", "supported_accommodation", "other_arrangement", "foster_household"])
def test_an_unregistered_home_is_stopped_at_gate_one_whatever_else_is_true(kind):
    """C10. It meets every need, proves every specialism, is free and next door, and is still no choice."""
    wonder = home(kind=kind, standing=Standing.UNREGISTERED, free=9, capabilities=(able_to("SP-ASD", evidence()),))
    found = ranked(child(age_now=16, age_then=16, flags=("SP-ASD",)), wonder)
    assert (int(found.failed_gate[0]), found.status[0]) == (1, Status.STOPPED)


def test_a_home_must_be_lawful_on_the_day_of_the_search_and_on_the_day_wanted():
    assert reason_of(child(age_now=12, age_then=13), home(age_max=12)) == Reason.TOO_OLD
    assert reason_of(child(age_now=12, age_then=13), home(age_min=13)) == Reason.TOO_YOUNG


def test_where_a_childs_sex_is_not_recorded_only_homes_for_any_sex_are_lawful():
    assert reason_of(child(sex="U"), home(sexes="F")) == Reason.SEX_NOT_KNOWN
    assert reason_of(child(sex="U"), home()) == Reason.NONE


def test_a_secure_home_is_looked_at_only_with_the_legal_test_met_and_from_thirteen():
    secure = home(kind="secure_childrens_home", capabilities=(able_to("SP-SEC", evidence()),))
    assert reason_of(child(flags=("SP-SEC",)), secure) == Reason.NONE
    assert reason_of(child(flags=("SP-SEC",), age_now=12), secure) == Reason.SECURE_TOO_YOUNG
    assert reason_of(child(flags=("SP-SEC",), age_now=12, secure_approved=True), secure) == Reason.NONE


def test_family_is_a_home_for_the_child_whom_it_is_approved_for_and_nobody_else():
    aunt = home("aunt", kind="connected_person", named=frozenset({CHILD_ID}))
    assert reason_of(child(), aunt) == Reason.NONE
    assert reason_of(child(id=an_id("someone else")), aunt) == Reason.NAMED_FOR_ANOTHER


def test_a_household_with_the_usual_most_children_may_take_another_only_where_all_are_brothers_and_sisters():
    others = (SIBLING, an_id("another sibling"), an_id("a third sibling"))
    all_siblings = home(living=3, impact=Impact.ACCEPTABLE, residents=frozenset(others))
    assert reason_of(child(), all_siblings) == Reason.USUAL_LIMIT
    assert reason_of(child(siblings=others), all_siblings) == Reason.NONE
    assert reason_of(child(siblings=others[:2]), all_siblings) == Reason.USUAL_LIMIT
    assert reason_of(child(), home(living=3, exempt=True, impact=Impact.ACCEPTABLE)) == Reason.NONE


def test_one_brother_or_sister_among_strangers_lifts_no_limit_and_an_exemption_does():
    strangers = {an_id("a stranger"), an_id("another stranger")}
    mixed = home(living=3, impact=Impact.ACCEPTABLE, residents=frozenset({SIBLING} | strangers))
    assert reason_of(child(siblings=(SIBLING,)), mixed) == Reason.USUAL_LIMIT
    assert reason_of(child(siblings=(SIBLING,)), replace(mixed, exempt=True)) == Reason.NONE
    not_named = home(living=3, impact=Impact.ACCEPTABLE, residents=frozenset({SIBLING}))
    assert reason_of(child(siblings=(SIBLING,)), not_named) == Reason.USUAL_LIMIT


def test_who_is_to_come_counts_for_the_usual_limit_as_who_lives_there():
    two = frozenset({SIBLING, an_id("another sibling")})
    third, stranger = an_id("a third sibling"), an_id("a stranger")
    siblings = (*two, third)
    brings_one = home(living=3, impact=Impact.ACCEPTABLE, residents=two, coming=frozenset({third}))
    assert reason_of(child(siblings=siblings), brings_one) == Reason.NONE
    brings_a_stranger = home(living=3, impact=Impact.ACCEPTABLE, residents=two, coming=frozenset({stranger}))
    assert reason_of(child(siblings=siblings), brings_a_stranger) == Reason.USUAL_LIMIT


def test_homes_near_what_a_child_must_avoid_are_stopped_and_so_is_one_whose_site_nobody_knows():
    near_father = child(avoid_places=((500_000, 210_000, 10),))
    assert reason_of(near_father, home(northing=205_000)) == Reason.AVOID_PLACE
    assert reason_of(near_father, home(northing=300_000)) == Reason.NONE
    assert reason_of(near_father, home(easting=-1, northing=-1)) == Reason.AVOID_NOT_KNOWN
    assert reason_of(child(avoid_authorities=frozenset({"301"})), home()) == Reason.AVOID_AREA


@pytest.mark.parametrize("stay", ["long_term", "short_term", "emergency", "short_break"])
def test_a_foster_approval_is_good_only_for_the_stays_it_names(stay):
    others = {"long_term", "short_term", "emergency", "short_break"} - {stay}
    assert reason_of(child(stay=stay), home(stays=(stay,))) == Reason.NONE
    assert reason_of(child(stay=stay), home(stays=tuple(others))) == Reason.STAY


def test_the_law_is_named_before_a_full_house():
    """Whoever asks why deserves the reason that will still hold when a place is free."""
    assert reason_of(child(), home(age_max=9, opening=Opening.FULL, free=0)) == Reason.TOO_OLD
    assert reason_of(child(), home(standing=Standing.SUSPENDED, age_max=9)) == Reason.SUSPENDED


def test_every_question_of_gate_one_has_one_priority_and_one_reason():
    numbers = [int(each) for each in REASON_OF_PRIORITY if each]
    assert len(numbers) == len(set(numbers))
    said_in_a_round = {Reason.DECLINED}  # the home said no to this child when it was asked: rank adds it afterwards
    assert set(numbers) == {reason for reason in Reason if 100 <= reason < 200} - said_in_a_round
    assert list(ASKED) == [Reason(number) for number in reversed(numbers) if number in set(ASKED)]


# ---------------------------------------------------------------- gate 2


@pytest.mark.parametrize(
    ("capabilities", "reason"),
    [
        ((), Reason.NOT_CLAIMED),
        ((able_to("SP-ASD"),), Reason.CLAIM_ONLY),
        ((able_to("SP-ASD", evidence(checked=False)),), Reason.UNCHECKED),
        ((able_to("SP-ASD", evidence(expires=ON - timedelta(days=1))),), Reason.EVIDENCE_RAN_OUT),
        ((able_to("SP-ASD", evidence(expires=ON)),), Reason.NONE),
        ((able_to("SP-TRA", evidence()),), Reason.NOT_CLAIMED),
        ((able_to("SP-ASD", evidence(kind="clinical_input"), whole=False),), Reason.EVIDENCE_PART),
        (
            (able_to("SP-ASD", evidence(kind="inspection"), evidence(kind="accreditation"), whole=False),),
            Reason.EVIDENCE_PART,
        ),
        (
            (able_to("SP-ASD", evidence(kind="carer_training"), evidence(), evidence(kind="outcomes"), whole=False),),
            Reason.NONE,
        ),
        (
            (
                able_to(
                    "SP-ASD",
                    evidence(kind="carer_training", checked=False),
                    evidence(),
                    evidence(kind="outcomes"),
                    whole=False,
                ),
            ),
            Reason.UNCHECKED,
        ),
    ],
)
def test_a_specialist_need_is_met_by_evidence_in_date_and_by_nothing_else(capabilities, reason):
    assert reason_of(child(flags=("SP-ASD",)), home(capabilities=capabilities)) == reason


def test_every_specialist_need_must_be_proved_not_most_of_them():
    one_of_two = home(capabilities=(able_to("SP-ASD", evidence()), able_to("SP-EAT")))
    assert reason_of(child(flags=("SP-ASD", "SP-EAT")), one_of_two) == Reason.CLAIM_ONLY


def test_levels_never_stand_in_for_a_specialism():
    able_in_all = home(answers=(replace(home().answers[0], meets=4, with_support=4),) * 12)
    assert reason_of(child(flags=("SP-ASD",)), able_in_all) == Reason.NOT_CLAIMED


def test_a_child_who_needs_access_is_shown_no_home_that_has_not_said_it_has_it():
    wheels = child(access=frozenset({"step_free", "hoist"}))
    assert reason_of(wheels, home(access=frozenset({"step_free", "hoist", "hearing"}))) == Reason.NONE
    assert reason_of(wheels, home(access=frozenset({"step_free"}))) == Reason.NO_ACCESS
    assert reason_of(wheels, home(access=None)) == Reason.ACCESS_NOT_KNOWN
    assert reason_of(child(access=frozenset({"a word nobody agreed"})), home()) == Reason.ACCESS_NOT_KNOWN


# ---------------------------------------------------------------- gate 5


def test_a_home_where_the_newcomer_would_do_harm_is_stopped_at_gate_five():
    found = ranked(child(), home(impact=Impact.NOT_ACCEPTABLE, living=1))
    assert (int(found.failed_gate[0]), found.status[0]) == (5, Status.STOPPED)


def test_a_judgement_about_this_child_stands_above_one_about_any_newcomer():
    about_me = home(impact=Impact.NOT_ACCEPTABLE, living=1, impact_about={CHILD_ID: Impact.ACCEPTABLE})
    assert reason_of(child(), about_me) == Reason.NONE
    assert reason_of(child(id=an_id("other")), about_me) == Reason.HARMS_THE_GROUP


def test_a_home_with_children_that_has_not_said_what_a_newcomer_would_mean_waits():
    """Published at gate 5: not called suitable until it has said. Nor is it a compromise meanwhile."""
    silent = home(impact=Impact.UNKNOWN, living=2)
    found = ranked(child(), silent)
    assert (int(found.reason[0]), found.status[0]) == (Reason.IMPACT_NOT_KNOWN, Status.WAITING)
    lacking = replace(silent, answers=(replace(home().answers[0], meets=0, with_support=0),) * 12)
    found = ranked(child(), lacking)
    assert (int(found.reason[0]), found.status[0]) == (Reason.IMPACT_NOT_KNOWN, Status.WAITING)
    assert reason_of(child(), home(impact=Impact.UNKNOWN, living=0)) == Reason.NONE
    about_me = home(impact=Impact.UNKNOWN, living=2, impact_about={CHILD_ID: Impact.ACCEPTABLE})
    assert reason_of(child(), about_me) == Reason.NONE


def test_a_place_to_avoid_that_nobody_can_find_stops_every_home():
    assert reason_of(child(avoid_not_known=True), home()) == Reason.CHILDS_AVOID_NOT_KNOWN


def test_a_home_that_cannot_meet_a_need_and_would_do_harm_is_no_compromise():
    found = ranked(child(), home(answers=(replace(home().answers[0], meets=0, with_support=0),) * 12,
                                 impact=Impact.NOT_ACCEPTABLE, living=1))  # fmt: skip
    assert (int(found.reason[0]), found.status[0]) == (Reason.HARMS_THE_GROUP, Status.STOPPED)


@pytest.mark.parametrize("level", [0, None])
def test_gate_five_gives_the_reason_whether_a_need_is_unmet_or_the_home_has_not_said(level):
    """Gate 3 only makes a compromise or waits: the gate that stops a home is the one on record."""
    answers = (replace(home().answers[0], meets=level, with_support=level),) * 12
    assert reason_of(child(), home(answers=answers)) in (Reason.UNMET, Reason.HOME_NOT_KNOWN)
    harmful = home(answers=answers, impact=Impact.NOT_ACCEPTABLE, living=1)
    assert reason_of(child(), harmful) == Reason.HARMS_THE_GROUP


def test_the_rules_may_move_an_age_but_no_rule_lets_an_unregistered_home_through():
    lenient = replace(RULES, age_without_care_min=0, worst_unmet_max=4, unmet_max=12)
    assert reason_of(child(), home(standing=Standing.UNREGISTERED), lenient) == Reason.UNREGISTERED


@pytest.mark.parametrize(
    ("facts", "reason"),
    [({"age_min": 14}, Reason.TOO_YOUNG), ({"sexes": "M"}, Reason.SEX), ({"stays": ("short_break",)}, Reason.STAY)],
)
def test_in_an_emergency_a_foster_family_may_be_outside_its_terms_and_no_other_kind_of_home(facts, reason):
    """Regulation 23; what does not fit is said, so that whoever chooses writes why."""
    tonight, family = child(emergency=True), home(**facts)
    assert reason_of(child(), family) == reason
    assert reason_of(tonight, family) == Reason.NONE
    assert reason_of(tonight, home(kind="childrens_home", **facts)) == reason
    for one, said in ((family, reason), (home(), 0), (home(kind="childrens_home", **facts), 0)):
        assert outside_terms(tonight, gather([one], ON), 0) == said


def test_a_place_to_avoid_ends_at_its_distance_and_not_before_it():
    miles, metres = 1, 1609.3
    at = child(avoid_places=((500_000, 200_000, miles),))
    assert reason_of(at, home(easting=500_000 + int(metres))) == Reason.AVOID_PLACE
    assert reason_of(at, home(easting=500_000 + int(metres) + 1)) == Reason.NONE


def test_what_a_child_needs_of_access_and_nobody_knows_a_word_for_is_not_known_and_is_no_refusal():
    assert reason_of(child(access=("a word of tomorrow",)), home(access=())) == Reason.ACCESS_NOT_KNOWN


def test_a_brother_or_sister_who_is_to_come_lifts_the_usual_limit_where_nobody_else_lives():
    family = home(living=3, impact=Impact.ACCEPTABLE, coming=frozenset({SIBLING, an_id("two"), an_id("three")}))
    three = (SIBLING, an_id("two"), an_id("three"))
    assert reason_of(child(siblings=three), family) == Reason.NONE
    assert reason_of(child(siblings=(SIBLING,)), family) == Reason.USUAL_LIMIT
