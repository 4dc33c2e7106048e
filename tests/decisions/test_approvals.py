"""Who approves is worked out from where the home lies and from school, with the law's line for each."""

from datetime import date

import pytest

from carecommons.common.errors import Refused
from carecommons.common.places import authorities
from carecommons.constitution.parameters import parameter
from carecommons.decisions.approvals import (
    RULES,
    Where,
    approval,
    in_key_stage_4,
    may_approve,
    where,
)  # fmt: skip
from carecommons.people.roles import Role

TODAY = date(2026, 11, 20)
IN_FORCE = {name: parameter(name, TODAY) for name in RULES}
MANAGER, OFFICER, DIRECTOR = Role.TEAM_MANAGER, Role.NOMINATED_OFFICER, Role.DIRECTOR


def _pair(adjoining: bool) -> tuple[str, str]:
    councils = authorities(TODAY)
    for code, council in councils.items():
        for other in councils:
            if other != code and (other in council.adjoining) is adjoining:
                return code, other
    raise AssertionError("the table of councils has no such pair")


#            where the home lies     Key Stage 4   who approves
TABLE = [
    (Where.IN_AREA, False, MANAGER),
    (Where.IN_AREA, True, OFFICER),
    (Where.NEXT_DOOR, False, OFFICER),
    (Where.NEXT_DOOR, True, OFFICER),
    (Where.AT_A_DISTANCE, False, DIRECTOR),
    (Where.AT_A_DISTANCE, True, DIRECTOR),
    (Where.OUTSIDE_ENGLAND, False, DIRECTOR),
]


@pytest.mark.parametrize(("place", "disturbed", "role"), TABLE)
def test_who_approves(place, disturbed, role):
    assert approval(place, key_stage_4_disturbed=disturbed, rules=IN_FORCE).role is role


def test_the_reason_and_the_law_are_said():
    words = approval(Where.AT_A_DISTANCE, key_stage_4_disturbed=True, rules=IN_FORCE).words
    assert words == (
        "The director of children's services, in person, because the home is outside the council's area and not "
        "in a council next to it. Rule: Care Planning Regulations 2010 reg 11(3)."
    )


def test_school_alone_can_raise_the_role_and_says_so():
    found = approval(Where.IN_AREA, key_stage_4_disturbed=True, rules=IN_FORCE)
    assert "Key Stage 4" in found.words
    assert "reg 10" in found.words
    assert not found.deciding[0].confirmed
    assert len(found.requirements) == 2


def test_two_rules_that_ask_for_the_same_role_are_both_named():
    found = approval(Where.NEXT_DOOR, key_stage_4_disturbed=True, rules=IN_FORCE)
    assert len(found.deciding) == 2
    assert "reg 11" in found.words
    assert "reg 10" in found.words


def test_a_senior_officer_may_stand_in_but_nobody_for_the_director():
    assert [may_approve(role, MANAGER) for role in (MANAGER, OFFICER, DIRECTOR)] == [True, True, True]
    assert [may_approve(role, OFFICER) for role in (MANAGER, OFFICER, DIRECTOR)] == [False, True, True]
    assert [may_approve(role, DIRECTOR) for role in (MANAGER, OFFICER, DIRECTOR)] == [False, False, True]
    assert approval(Where.NEXT_DOOR, key_stage_4_disturbed=False, rules=IN_FORCE).roles_allowed == (OFFICER, DIRECTOR)


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
    assert where("884", "W06000023", TODAY) is Where.OUTSIDE_ENGLAND


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
