"""Whoever reaches children signs in with two factors, or reaches the public pages and their own account only."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client

from carecommons.common.errors import NotAllowed, NotNow, ReasonMissing
from carecommons.people.actions import give_post, make_account, make_token, reset_factors
from carecommons.people.factors import needs_second_factor
from carecommons.people.models import Account, FactorReset, Token
from carecommons.people.permissions import PERMISSIONS, Permission, Reach
from carecommons.people.queries import person_of_token, posts_of
from carecommons.people.roles import Role
from conftest import NOON, TOTP_SECRET, give_factor

pytestmark = pytest.mark.django_db
PASSWORD = "three odd words here"


def number_now(secret: str = TOTP_SECRET, steps: int = 0) -> str:
    """What an authenticator app shows: worked out with the library's own arithmetic."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def opened(role: Role = Role.SOCIAL_WORKER, **facts) -> Account:
    pk = make_account(email="ada@example.org", name="Ada Ash", at=NOON, password=PASSWORD, by=None, **facts)
    give_post(account_id=pk, role=role, authorities=["800"], at=NOON, by=None)
    return Account.objects.get(pk=pk)


def enter(client: Client, *, follow: bool = False):
    return client.post("/account/login/", {"login": "ada@example.org", "password": PASSWORD}, follow=follow)


def test_the_rule_is_read_from_the_table_and_not_from_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    free = {role for role in Role if not needs_second_factor(role)}
    assert {Role.PUBLIC, Role.CHILD, Role.SEAT_HOLDER} <= free
    assert Role.OPERATOR not in free, "whoever gives roles could make themselves anybody"
    for permission in PERMISSIONS.values():
        if permission.data_class >= "D2":
            beyond_self = set(permission.reach) - {Role.CHILD}
            assert not beyond_self & free, permission.what
    monkeypatch.setitem(
        PERMISSIONS, "people.invented", Permission({Role.SEAT_HOLDER: Reach.EVERYWHERE}, "D2", "see something kept")
    )
    assert needs_second_factor(Role.SEAT_HOLDER)
    monkeypatch.setitem(
        PERMISSIONS, "people.invented", Permission({Role.CHILD: Reach.OWN_AUTHORITY}, "D3", "see other children")
    )
    assert needs_second_factor(Role.CHILD)


@pytest.mark.parametrize("role", [role for role in Role if needs_second_factor(role)])
def test_a_password_alone_opens_the_public_pages_and_one_s_account_and_nothing_else(person, client_for, role) -> None:
    client = client_for(person(role, authority="800", factor=False), factor=False)
    for shut in ("/me/", "/me/day/", "/children/", "/homes/", "/audit/", "/decisions/", "/account/tokens/"):
        answer = client.get(shut)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/account/second-step/"), shut
    for open_ in ("/", "/criteria/", "/register/", "/account/", "/account/second-step/", "/account/2fa/"):
        assert client.get(open_).status_code == 200, open_
    assert client.post("/account/tokens/", {"name": "x"}).status_code == 302
    assert not Token.objects.exists()
    assert client.post("/account/logout/").status_code == 302


def test_the_page_says_why_how_and_whose_rule(person, client_for) -> None:
    client = client_for(person(Role.SOCIAL_WORKER, authority="800", factor=False), factor=False)
    words = client.get("/account/second-step/").content.decode()
    for said in ("reaches what is kept about children", "/account/2fa/webauthn/add/", "/account/2fa/totp/activate/",
                 "Whose rule:"):  # fmt: skip
        assert said in words
    assert "Set up your second step" in client.get("/account/").content.decode()


def test_a_program_with_that_session_is_told_the_same(person, client_for) -> None:
    client = client_for(person(Role.SOCIAL_WORKER, authority="800", factor=False), factor=False)
    answer = client.get("/api/v1/children/")
    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_needed")
    assert client.get("/api/v1/constitution/parameters/").status_code in (200, 404)


@pytest.mark.django_db(transaction=True)
def test_an_app_is_set_up_after_the_password_and_then_everything_opens(client: Client) -> None:
    ada = opened()
    assert enter(client)["Location"] == "/me/"
    assert client.get("/me/")["Location"] == "/account/second-step/?next=%2Fme%2F"
    asks = client.get("/account/2fa/totp/activate/")
    assert asks["Location"].startswith("/account/reauthenticate/"), "the password again, however fresh the sign-in"
    assert client.post(asks["Location"], {"password": "wrong"}).status_code == 200
    assert not Authenticator.objects.exists()
    page = client.post(asks["Location"], {"password": PASSWORD}, follow=True).content.decode()
    secret = re.search(r"<code[^>]*>([A-Z2-7]{32})</code>", page)
    assert secret is not None
    assert 'src="data:image/svg+xml' in page
    wrong = client.post("/account/2fa/totp/activate/", {"code": "000000"})
    assert "This number is not right" in wrong.content.decode()
    done = client.post("/account/2fa/totp/activate/", {"code": number_now(secret[1])}, follow=True)
    codes = re.findall(r"<code class=\"cc-code\">(\d{8})</code>", done.content.decode())
    assert len(codes) == 10, "recovery codes, shown with the first factor"
    assert client.get("/children/").status_code == 200
    assert [sent.to for sent in mail.outbox] == [["ada@example.org"]]
    kept = Authenticator.objects.get(user=ada, type="totp")
    assert secret[1] not in str(kept.data), "the secret is sealed before it is kept"
    again = client.get("/account/2fa/recovery-codes/").content.decode()
    assert "10 of 10 are left" in again
    assert not any(code in again for code in codes), "shown once"
    client.post("/account/logout/")
    assert enter(client)["Location"] == "/account/2fa/authenticate/"
    assert client.get("/children/").status_code == 302
    assert "not right" in client.post("/account/2fa/authenticate/", {"code": "000000"}).content.decode()
    assert client.post("/account/2fa/authenticate/", {"code": codes[0]})["Location"] == "/me/"
    assert client.get("/children/").status_code == 200
    client.post("/account/logout/")
    enter(client)
    assert "not right" in client.post("/account/2fa/authenticate/", {"code": codes[0]}).content.decode(), "used once"
    assert client.post("/account/2fa/authenticate/", {"code": number_now(secret[1], steps=1)}).status_code == 302
    assert "9 are left" in client.get("/account/2fa/").content.decode()


def test_a_session_that_began_before_the_factor_is_not_lifted_by_it(client: Client) -> None:
    ada = opened()
    enter(client)  # somebody else with the password
    give_factor(ada.pk)  # the owner sets it up elsewhere
    assert client.get("/children/")["Location"].startswith("/account/second-step/")
    assert "Sign out, and sign in again" in client.get("/account/second-step/").content.decode()


def test_numbers_are_not_guessed_even_with_the_password(client: Client) -> None:
    give_factor(opened().pk)
    enter(client)
    for _ in range(10):
        client.post("/account/2fa/authenticate/", {"code": "123456"})
    answer = client.post("/account/2fa/authenticate/", {"code": number_now()})
    assert "There were too many wrong numbers. Wait 15 minutes" in answer.content.decode()
    assert client.get("/account/").status_code == 302


def test_a_factor_that_is_gone_proves_nothing(client_as) -> None:
    client = client_as(Role.SOCIAL_WORKER, authority="800")
    assert client.get("/children/").status_code == 200
    Authenticator.objects.all().delete()
    assert client.get("/children/")["Location"].startswith("/account/second-step/")


def test_a_token_is_neither_made_nor_good_without_one(person) -> None:
    bare = person(Role.SOCIAL_WORKER, authority="800", factor=False)
    post = posts_of(bare.id)[0]
    for by in (bare, None):
        with pytest.raises(NotNow) as refused:
            make_token(post_id=post.id, name="x", at=NOON, by=by)
        assert refused.value.code == "second_factor_needed"
    give_factor(bare.id)
    token = make_token(post_id=post.id, name="x", at=NOON, by=bare)
    assert person_of_token(token, at=NOON) == bare
    Authenticator.objects.filter(user_id=bare.id).delete()
    with pytest.raises(NotAllowed) as refused:
        person_of_token(token, at=NOON)
    assert refused.value.code == "token_not_valid"


def test_recovery_codes_alone_are_no_second_factor_for_a_token(person) -> None:
    bare = person(Role.SOCIAL_WORKER, authority="800", factor=False)
    Authenticator.objects.create(user_id=bare.id, type="recovery_codes", data={"seed": "x", "used_mask": 0})
    with pytest.raises(NotNow):
        make_token(post_id=posts_of(bare.id)[0].id, name="x", at=NOON, by=bare)


def test_the_demonstration_is_exempt_says_so_and_only_where_it_is_one(client: Client, settings) -> None:
    invented = opened(is_demo=True)
    settings.DEMO = True
    client.post(f"/account/try/{invented.pk}/")
    assert client.get("/children/").status_code == 200
    assert "No second step in this demonstration" in client.get("/account/").content.decode()
    assert client.session["signed_in_by"] == "demo"
    settings.DEMO = False  # the same database, served as something else
    assert client.get("/children/")["Location"].startswith("/account/second-step/")


def test_somebody_s_own_account_in_a_demonstration_is_not_exempt(person, client_for, settings) -> None:
    settings.DEMO = True
    client = client_for(person(Role.SOCIAL_WORKER, authority="800", factor=False), factor=False)
    assert client.get("/children/")["Location"].startswith("/account/second-step/")


class TestALostFactor:
    def test_it_is_taken_away_with_a_reason_that_is_kept_and_tokens_stop(self, person, client_for) -> None:
        ada = person(Role.SOCIAL_WORKER, authority="800")
        token = make_token(post_id=posts_of(ada.id)[0].id, name="x", at=NOON, by=ada)
        assert reset_factors(account_id=ada.id, reason="seen in person with pass", at=NOON) == 1
        (kept,) = FactorReset.objects.all()
        assert (kept.account_id, kept.removed, kept.reason) == (ada.id, 1, "seen in person with pass")
        give_factor(ada.id)
        with pytest.raises(NotAllowed):
            person_of_token(token, at=NOON)
        assert "seen in person with pass" in client_for(ada).get("/account/").content.decode(), "the owner reads it"

    def test_no_reason_no_reset_and_none_without_a_factor(self, person) -> None:
        ada = person(Role.SOCIAL_WORKER, authority="800")
        for reason in ("", "   ", "lost it"):
            with pytest.raises(ReasonMissing):
                reset_factors(account_id=ada.id, reason=reason, at=NOON)
        assert Authenticator.objects.filter(user_id=ada.id).exists()
        bare = person(Role.SOCIAL_WORKER, authority="800", factor=False)
        with pytest.raises(NotNow):
            reset_factors(account_id=bare.id, reason="seen in person with pass", at=NOON)
        assert not FactorReset.objects.exists()
