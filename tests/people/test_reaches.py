"""A post names what its role reaches, and nothing that its role does not use."""

import json
from uuid import uuid4

import pytest

from carecommons.cli.main import run
from carecommons.common.errors import Refused
from carecommons.people.actions import give_post, make_account
from carecommons.people.models import Post, PostReach
from carecommons.people.permissions import PERMISSIONS, Reach
from carecommons.people.reaches import AUTHORITIES, CHILDREN, HOMES, PROVIDER, REACHES
from carecommons.people.roles import Role
from conftest import NOON

pytestmark = pytest.mark.django_db
GIVEN = {
    AUTHORITIES: {"authorities": ["800"]}, CHILDREN: {"children": [uuid4()]}, PROVIDER: {"provider_id": uuid4()},
    HOMES: {"home_ids": [uuid4()]},
}  # fmt: skip
ROLES = [role for role in Role if role is not Role.PUBLIC]


def give(role, *reaches):
    account = make_account(email=f"{uuid4()}@example.org", name="Invented", at=NOON, by=None)
    facts = {name: value for reach in reaches for name, value in GIVEN[reach].items()}
    return give_post(account_id=account, role=role, at=NOON, by=None, **facts)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_given_with_what_it_owes_and_refused_without(role):
    rule = REACHES[role]
    give(role, *rule.owed)
    give(role, *rule.owed, *rule.besides)
    for missing in rule.owed:
        with pytest.raises(Refused) as refusal:
            give(role, *(rule.owed - {missing}))
        assert refusal.value.code == "reach_missing"
        assert refusal.value.facts["reach"] == missing


@pytest.mark.parametrize("role", ROLES)
def test_a_reach_that_a_role_does_not_use_is_refused_and_nothing_is_kept(role):
    rule = REACHES[role]
    for stray in set(GIVEN) - rule.owed - rule.besides:
        with pytest.raises(Refused) as refusal:
            give(role, *rule.owed, stray)
        assert refusal.value.code == "reach_not_used"
    assert not Post.objects.exists()
    assert not PostReach.objects.exists()


def test_the_rules_say_what_the_brief_of_each_role_says():
    assert REACHES[Role.PROVIDER_MANAGER].owed == {PROVIDER}
    assert REACHES[Role.FOSTER_CARER].owed == {HOMES}
    assert REACHES[Role.ADVOCATE].owed == REACHES[Role.PARENT].owed == {CHILDREN}
    assert AUTHORITIES not in REACHES[Role.ADVOCATE].besides | REACHES[Role.PARENT].besides


def test_every_reach_that_the_table_of_permissions_uses_can_be_given():
    """A permission for one's own council means nothing in a role that is never given a council."""
    means = {Reach.OWN_AUTHORITY: {AUTHORITIES}, Reach.OWN_CHILD: {CHILDREN}, Reach.OWN_PROVIDER: {PROVIDER, HOMES}}
    for act, permission in PERMISSIONS.items():
        for role, reach in permission.reach.items():
            if reach is not Reach.EVERYWHERE and role is not Role.PUBLIC:
                assert means[reach] & (REACHES[role].owed | REACHES[role].besides), (act, role)


def test_the_command_line_refuses_in_clear_words(capsys):
    base = ["people", "add", "--email", "pat@example.org", "--name", "Pat", "--json"]
    assert run([*base, "--role", "provider_manager", "--home", str(uuid4())]) == 3
    assert "the provider is missing" in capsys.readouterr().err
    assert run([*base, "--role", "advocate", "--child", str(uuid4()), "--authority", "800"]) == 3
    assert "does not reach councils" in capsys.readouterr().err
    assert not Post.objects.exists()
    assert run([*base, "--role", "provider_manager", "--provider", str(uuid4())]) == 0
    assert json.loads(capsys.readouterr().out)["role"] == "provider_manager"
