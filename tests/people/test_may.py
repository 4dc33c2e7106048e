"""One policy: what no rule allows is refused, and every answer carries its reason."""

from itertools import product
from uuid import uuid4

import pytest

from carecommons.common.errors import NotAllowed
from carecommons.people.may import check_may, may, may_at_all
from carecommons.people.permissions import CASE, PERMISSIONS, Reach
from carecommons.people.roles import ANYONE, NOTHING, ROLE_NAMES, Person, Role, Subject

CHILD, OTHER_CHILD, HOME, PROVIDER = uuid4(), uuid4(), uuid4(), uuid4()


def somebody(role: Role) -> Person:
    return Person(
        role=role, id=uuid4(), authorities=frozenset({"800"}), children=frozenset({CHILD}),
        provider_id=PROVIDER, home_ids=frozenset({HOME}),
    )  # fmt: skip


def test_an_act_that_no_rule_names_is_refused_to_everybody() -> None:
    for role in Role:
        answer = may(somebody(role), "children.sell", Subject(authority="800", child_id=CHILD))
        assert not answer
        assert "No rule allows" in answer.reason


@pytest.mark.parametrize(
    ("role", "act", "subject", "allowed"),
    [
        # role                   act                       subject                        allowed
        (Role.SOCIAL_WORKER, "children.see_record", Subject(authority="800"), True),
        (Role.SOCIAL_WORKER, "children.see_record", Subject(authority="801"), False),
        (Role.SOCIAL_WORKER, "children.see_record", NOTHING, False),
        (Role.ADVOCATE, "children.see_record", Subject(authority="801", child_id=CHILD), True),
        (Role.ADVOCATE, "children.see_record", Subject(authority="800", child_id=OTHER_CHILD), False),
        (Role.CHILD, "children.see_record", Subject(child_id=CHILD), True),
        (Role.PARENT, "children.see_record", Subject(child_id=CHILD), False),
        (Role.PLANNER, "children.see_record", Subject(authority="800"), False),
        (Role.BANK_OFFICER, "children.see_record", Subject(authority="800", child_id=CHILD), False),
        (Role.PROVIDER_MANAGER, "provision.report_vacancy", Subject(provider_id=PROVIDER), True),
        (Role.FOSTER_CARER, "provision.report_vacancy", Subject(home_id=HOME), True),
        (Role.FOSTER_CARER, "provision.report_vacancy", Subject(home_id=uuid4()), False),
        (Role.FOSTER_CARER, "decisions.give_notice", Subject(provider_id=PROVIDER, home_id=HOME), True),
        (Role.FOSTER_CARER, "decisions.give_notice", Subject(provider_id=PROVIDER, home_id=uuid4()), False),
        (Role.PROVIDER_MANAGER, "decisions.give_notice", Subject(provider_id=PROVIDER, home_id=uuid4()), True),
        (Role.PROVIDER_MANAGER, "matching.see_referral", Subject(authority="800"), False),
    ],
)
def test_a_role_reaches_its_own_and_no_further(role: Role, act: str, subject: Subject, allowed: bool) -> None:
    assert bool(may(somebody(role), act, subject)) is allowed


def test_a_person_without_a_provider_does_not_reach_things_without_one() -> None:
    lost = Person(role=Role.PROVIDER_MANAGER, id=uuid4())
    assert not may(lost, "provision.report_vacancy", Subject(provider_id=None))


def test_a_role_without_somebody_who_signed_in_may_nothing_that_is_not_public() -> None:
    nobody = Person(role=Role.DIRECTOR, authorities=frozenset({"800"}))
    for act, permission in PERMISSIONS.items():
        if Role.PUBLIC not in permission.reach:
            assert not may(nobody, act, Subject(authority="800"))
            assert not may(ANYONE, act, Subject(authority="800"))


def test_whoever_may_something_may_it_at_all_and_refusals_say_which_of_the_two_it_was() -> None:
    subjects = [NOTHING, Subject(authority="800", child_id=CHILD, provider_id=PROVIDER), Subject(authority="801")]
    for role, act, subject in product(Role, PERMISSIONS, subjects):
        answer, at_all = may(somebody(role), act, subject), may_at_all(somebody(role), act)
        assert bool(at_all) == (role in PERMISSIONS[act].reach)
        if answer:
            assert at_all
        assert answer.out_of_reach == (bool(at_all) and not answer)


def test_the_check_raises_the_reason_that_the_answer_gives() -> None:
    person = somebody(Role.FOSTER_CARER)
    with pytest.raises(NotAllowed) as refused:
        check_may(person, "planning.see_audit")
    assert str(refused.value) == may(person, "planning.see_audit").reason
    assert "A foster carer may not see the audit of need and provision." in str(refused.value)
    assert "Those who may: planner." in str(refused.value)
    assert refused.value.code == "not_allowed"


def test_every_row_of_the_table_can_be_read_aloud() -> None:
    assert set(ROLE_NAMES) == set(Role)
    for act, permission in PERMISSIONS.items():
        room, verb = act.split(".")
        assert room.isidentifier()
        assert verb.replace("_", "").isalpha()
        assert permission.data_class in {f"D{number}" for number in range(7)}
        assert permission.what[0].islower()
        assert permission.reach


def test_what_is_kept_about_children_is_never_everybodys() -> None:
    """Reach everywhere on class D3 or above is for looks, for emergencies and for whoever is named for one panel."""
    wide = {
        (act, role)
        for act, permission in PERMISSIONS.items()
        for role, reach in permission.reach.items()
        if permission.data_class >= "D3" and reach is Reach.EVERYWHERE
    }
    assert wide == {
        ("people.see_looks", Role.AUDITOR), ("people.see_emergencies", Role.AUDITOR),
        *(("people.break_glass", role) for role in CASE),
        # Whoever is named for one panel reads one review, of whichever council: the act asks the panel itself.
        *(("decisions.sit_on_panel", role) for role in PERMISSIONS["decisions.sit_on_panel"].reach),
    }  # fmt: skip


def test_planners_bank_officers_and_seat_holders_reach_no_act_on_one_child() -> None:
    allowed = {"children.import_returns"}  # a planner keeps the return of their own council; it is read as counts
    for role in (Role.PLANNER, Role.BANK_OFFICER, Role.SEAT_HOLDER):
        seen = {a for a, p in PERMISSIONS.items() if p.data_class >= "D3" and role in p.reach}
        assert seen <= allowed
