"""Who approves is worked out from where the home lies and from school, with the law's line for each."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carecommons.common.errors import NotAllowed, Refused
from carecommons.common.places import authorities
from carecommons.constitution.parameters import parameter
from carecommons.decisions.approvals import (
    FACTS,
    FACTS_RULES,
    RULES,
    SENIORITY,
    KeyStage4,
    Where,
    check_confirms,
    check_not_theirs,
    in_care_with_parents,
    in_key_stage_4,
    key_stage_4,
    long_term_foster,
    may_approve,
    stricter,
    where,
)  # fmt: skip
from carecommons.decisions.approvals import approval as approval_for
from carecommons.matching.referral import STAYS
from carecommons.people.roles import Person, Role
from carecommons.provision.homes import KINDS

TODAY = date(2026, 11, 20)
IN_FORCE = {name: parameter(name, TODAY) for name in RULES}
KEPT, DISTURBED, UNKNOWN = KeyStage4.KEPT, KeyStage4.DISTURBED, KeyStage4.UNKNOWN
MANAGER, OFFICER, DIRECTOR = Role.TEAM_MANAGER, Role.NOMINATED_OFFICER, Role.DIRECTOR


def approval(place, school=KEPT, *, with_parents=False, long_term=False, spot=False):
    return approval_for(place, school=school, with_parents=with_parents, rules=IN_FORCE, long_term=long_term, spot=spot)


def _pair(adjoining: bool) -> tuple[str, str]:
    councils = authorities(TODAY)
    for code, council in councils.items():
        for other in councils:
            if other != code and (other in council.adjoining) is adjoining:
                return code, other
    raise AssertionError("the table of councils has no such pair")


#            where the home lies     Key Stage 4   who approves
TABLE = [
    (Where.IN_AREA, KEPT, MANAGER),
    (Where.IN_AREA, DISTURBED, OFFICER),
    (Where.IN_AREA, UNKNOWN, OFFICER),
    (Where.NEXT_DOOR, KEPT, OFFICER),
    (Where.NEXT_DOOR, DISTURBED, OFFICER),
    (Where.AT_A_DISTANCE, KEPT, DIRECTOR),
    (Where.AT_A_DISTANCE, DISTURBED, DIRECTOR),
    (Where.WALES, KEPT, DIRECTOR),
    (Where.BEYOND, KEPT, DIRECTOR),
]


@pytest.mark.parametrize(("place", "school", "role"), TABLE)
def test_who_approves(place, school, role):
    assert approval(place, school).role is role


def test_the_reason_and_the_law_are_said():
    words = approval(Where.AT_A_DISTANCE, DISTURBED).words
    assert words == (
        "The director of children's services, in person, because the home is outside the council's area and not "
        "in a council next to it. Rule: Care Planning Regulations 2010 (SI 2010/959) reg 11(1)(b) and reg 11(5), "
        "inserted by SI 2013/3239."
    )


def test_school_alone_can_raise_the_role_and_says_so():
    found = approval(Where.IN_AREA, DISTURBED)
    assert "Key Stage 4" in found.words
    assert "reg 10" in found.words
    assert not found.deciding[0].confirmed
    assert len(found.requirements) == 2


def test_two_rules_that_ask_for_the_same_role_are_both_named():
    found = approval(Where.NEXT_DOOR, DISTURBED)
    assert len(found.deciding) == 2
    assert "reg 11" in found.words
    assert "reg 10" in found.words


def test_a_senior_officer_may_stand_in_but_nobody_for_the_director():
    assert [may_approve(role, MANAGER) for role in (MANAGER, OFFICER, DIRECTOR)] == [True, True, True]
    assert [may_approve(role, OFFICER) for role in (MANAGER, OFFICER, DIRECTOR)] == [False, True, True]
    assert [may_approve(role, DIRECTOR) for role in (MANAGER, OFFICER, DIRECTOR)] == [False, False, True]
    assert approval(Where.NEXT_DOOR).roles_allowed == (OFFICER, DIRECTOR)


@pytest.mark.parametrize("role", [role for role in Role if role not in (MANAGER, OFFICER, DIRECTOR)])
def test_no_other_role_approves_anything(role):
    assert not may_approve(role, MANAGER)


def test_next_door_is_a_shared_border_and_distance_is_everything_else():
    child, beside = _pair(adjoining=True)
    far_child, far = _pair(adjoining=False)
    assert where(child, child, TODAY) is Where.IN_AREA
    assert where(child, beside, TODAY) is Where.NEXT_DOOR
    assert where(far_child, far, TODAY) is Where.AT_A_DISTANCE


def test_wales_is_outside_england_even_next_door():
    assert where("884", "W06000023", TODAY) is Where.WALES
    assert where("884", "wales", TODAY) is Where.WALES


@pytest.mark.parametrize("beyond", ["S12000036", "N09000003", "scotland", "northern_ireland", "outside_england"])
def test_scotland_and_northern_ireland_are_said_to_be_outside_england_and_need_a_court(beyond):
    assert where("884", beyond, TODAY) is Where.BEYOND
    found = approval(Where.BEYOND)
    assert "outside England and Wales, where a court must approve" in found.words
    assert "consent_outside_england_and_wales" in found.facts
    assert "consent_outside_england_and_wales" not in approval(Where.WALES).facts


def test_outside_the_area_five_facts_are_owed_and_inside_it_none():
    assert approval(Where.IN_AREA).facts == ()
    told, asked = approval(Where.NEXT_DOOR).facts, approval(Where.AT_A_DISTANCE).facts
    assert len(told) == len(asked) == 5
    assert set(told) ^ set(asked) == {"area_authority_notified", "area_authority_consulted"}
    assert set(told) | set(asked) <= set(FACTS)


@pytest.mark.parametrize("school", [DISTURBED, UNKNOWN])
def test_where_key_stage_4_would_be_disturbed_four_facts_are_owed_wherever_the_home_lies(school):
    found = approval(Where.IN_AREA, school)
    assert found.facts == (
        "wishes_considered", "reviewing_officer_consulted", "education_fits_plan", "designated_teacher_consulted",
    )  # fmt: skip
    assert found.why_facts == ("school",)
    both = approval(Where.AT_A_DISTANCE, school)
    assert set(both.facts) == set(found.facts) | set(approval(Where.AT_A_DISTANCE).facts)
    assert both.why_facts == ("place", "school")
    assert len(set(both.facts)) == len(both.facts)


def test_before_a_child_in_care_lives_with_parents_five_facts_are_owed():
    found = approval(Where.IN_AREA, with_parents=True)
    assert set(found.facts) == {
        "wishes_considered", "reviewing_officer_consulted", "parents_assessed", "parents_case_reviewed",
        "parents_safeguards",
    }  # fmt: skip
    assert found.why_facts == ("parents",)
    assert set(FACTS_RULES) == {"place", "school", "parents", "long_term_foster"}


def test_before_a_child_grows_up_with_a_foster_family_the_nominated_officer_is_satisfied_of_six_facts():
    found = approval(Where.IN_AREA, long_term=True)
    assert found.role is OFFICER
    assert found.facts == (
        "wishes_considered", "most_appropriate", "relatives_consulted", "reviewing_officer_consulted",
        "foster_panel_advised", "lasting_agreed",
    )  # fmt: skip
    assert found.why_facts == ("long_term_foster",)
    assert "grow up with this foster family" in found.words
    assert "reg 2(1) and 22B" in found.words
    assert "SI 2011/581) reg 25" in found.words
    assert [each.confirmed for each in found.deciding] == [False]


def test_that_the_panel_advises_is_shown_as_a_choice_of_people_and_not_as_the_law():
    assert IN_FORCE["approver_long_term_foster"].kind == "policy choice"
    assert "policy choice" in FACTS_RULES["long_term_foster"]


def test_at_a_distance_a_long_term_match_needs_the_director_and_what_both_rules_ask():
    found = approval(Where.AT_A_DISTANCE, long_term=True)
    assert found.role is DIRECTOR
    assert found.why_facts == ("place", "long_term_foster")
    both = {*approval(Where.AT_A_DISTANCE).facts, *approval(Where.IN_AREA, long_term=True).facts}
    assert set(found.facts) == both
    assert len(found.facts) == len(both)


def test_only_a_foster_family_to_grow_up_with_is_a_long_term_foster_placement():
    told = {(kind, stay) for kind in KINDS for stay in STAYS if long_term_foster(kind, stay)}
    assert told == {("foster_household", "long_term")}


@given(st.sampled_from(Where), st.sampled_from(KeyStage4), st.booleans(), st.booleans())
def test_a_match_for_the_long_term_never_asks_for_somebody_less_senior_or_for_less(place, school, parents, spot):
    without = approval(place, school, with_parents=parents, spot=spot)
    found = approval(place, school, with_parents=parents, long_term=True, spot=spot)
    assert SENIORITY.index(found.role) >= max(SENIORITY.index(without.role), SENIORITY.index(OFFICER))
    assert set(found.roles_allowed) <= set(without.roles_allowed)
    assert set(without.facts) < set(found.facts)
    assert set(without.requirements) < set(found.requirements)


@given(st.sampled_from(Where), st.sampled_from(KeyStage4), st.booleans(), st.booleans(), st.data())
def test_whichever_fact_that_is_owed_is_left_out_the_approver_is_refused_by_its_name(
    place, school, parents, long_term, data
):
    owed = approval(place, school, with_parents=parents, long_term=long_term).facts
    assert check_confirms(owed, owed) == owed
    if owed:
        left = data.draw(st.sampled_from(owed))
        with pytest.raises(Refused) as refusal:
            check_confirms(owed, [code for code in owed if code != left])
        assert (refusal.value.code, refusal.value.facts["lacks"]) == ("not_satisfied", [left])
        assert FACTS[left] in str(refusal.value)


def test_a_child_in_care_who_would_live_with_parents_needs_the_nominated_officer():
    found = approval(Where.IN_AREA, with_parents=True)
    assert found.role is OFFICER
    assert "with parents" in found.words
    assert "reg 15 and reg 18(1)" in found.words


@pytest.mark.parametrize(
    ("kind", "status", "applies"),
    [
        ("parents", "C1", True), ("parents", "C2", True), ("parents", "", True), ("parents", "V2", False),
        ("connected_person", "C2", False), ("foster_household", "", False),
    ],
)  # fmt: skip
def test_only_a_care_order_or_one_that_may_be_there_asks_for_more_with_parents(kind, status, applies):
    assert in_care_with_parents(kind, status) is applies


@pytest.mark.parametrize(
    ("examined", "answer", "expected"),
    [
        (True, "yes", KEPT), (True, "no", DISTURBED), (True, "part", DISTURBED), (True, "unknown", UNKNOWN),
        (True, None, UNKNOWN), (False, "no", KEPT), (False, None, KEPT),
    ],
)  # fmt: skip
def test_school_is_undisturbed_only_where_that_is_known(examined, answer, expected):
    assert key_stage_4(examined, answer) is expected


def test_what_is_not_known_of_school_is_said_to_be_not_known():
    assert "it is not known whether" in approval(Where.IN_AREA, UNKNOWN).words


def test_before_2014_distance_asked_for_no_director():
    before = {name: parameter(name, date(2014, 1, 26)) for name in RULES}
    assert approval_for(Where.AT_A_DISTANCE, school=KEPT, with_parents=False, rules=before).role is OFFICER
    assert parameter("approver_at_a_distance", date(2014, 1, 27)).text == "director"


def test_stricter_is_more_senior():
    assert stricter(DIRECTOR, OFFICER)
    assert not stricter(OFFICER, OFFICER)
    assert not stricter(MANAGER, DIRECTOR)


def test_where_the_homes_council_is_unknown_the_stricter_rule_holds():
    assert where("884", "", TODAY) is Where.AT_A_DISTANCE


def test_a_childs_council_that_does_not_exist_is_refused():
    with pytest.raises(Refused, match="000"):
        where("000", "884", TODAY)


#     born              on                years 10 and 11?
SCHOOL = [
    (date(2012, 8, 31), date(2026, 9, 1), True),  # turns 14 on the last day: year 10 begins
    (date(2012, 9, 1), date(2026, 9, 1), False),  # a day younger: still year 9
    (date(2010, 9, 1), date(2026, 11, 20), True),  # year 11
    (date(2010, 8, 31), date(2026, 11, 20), False),  # left year 11 in the summer
    (date(2012, 8, 31), date(2026, 8, 31), False),  # the summer before year 10
    (date(2012, 2, 29), date(2027, 3, 1), True),
]


@pytest.mark.parametrize(("born", "on", "expected"), SCHOOL)
def test_key_stage_4_follows_the_school_year(born, on, expected):
    assert in_key_stage_4(born, on, age_min=14, age_max=15) is expected


def test_a_spot_purchase_asks_for_somebody_above_and_says_why_and_what_is_not_said_is_not_so():
    plain = approval_for(Where.IN_AREA, school=KEPT, with_parents=False, rules=IN_FORCE)
    assert (plain.role, plain.facts, plain.spot, plain.why_facts) == (MANAGER, (), False, ())
    spot = approval(Where.IN_AREA, spot=True)
    assert (spot.role, spot.spot) == (OFFICER, True)
    assert "no agreement stands" in spot.words


def test_a_refusal_for_want_of_a_fact_names_each_by_its_words_and_an_unknown_one_what_there_is():
    with pytest.raises(Refused) as unknown:
        check_confirms(("wishes_considered",), ("nonsense", "wishes_considered"))
    assert unknown.value.code == "fact_unknown"
    assert "nonsense" in str(unknown.value)
    assert "wishes_considered" in str(unknown.value)
    with pytest.raises(Refused) as none:
        check_confirms((), ("nonsense",))
    assert "none" in str(none.value)
    with pytest.raises(Refused) as lacking:
        check_confirms(("wishes_considered", "most_appropriate"), ("most_appropriate",))
    assert lacking.value.code == "not_satisfied"
    assert FACTS["wishes_considered"] in str(lacking.value)
    assert FACTS["most_appropriate"] not in str(lacking.value)
    assert lacking.value.facts["lacks"] == ["wishes_considered"]
    assert check_confirms(("most_appropriate",), ("most_appropriate", "wishes_considered")) == ("most_appropriate",)


def test_nobody_who_decided_answers_what_the_child_says_of_it():
    decider, other = (Person(role=MANAGER, id=UUID(int=number), name="Invented") for number in (1, 2))
    with pytest.raises(NotAllowed) as refused:
        check_not_theirs([decider.id, UUID(int=3)], decider)
    assert refused.value.code == "own_decision"
    assert "somebody else must look again" in str(refused.value)
    check_not_theirs([decider.id, UUID(int=3)], other)
    check_not_theirs([], decider)
