"""Signing in: by address and password, slowly for whoever guesses, and never so that others are kept out."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from axes.models import AccessAttempt
from django.core import mail
from django.test import Client
from django.utils.timezone import localdate

from carecommons.common.errors import Refused
from carecommons.people.actions import give_post, make_account, make_token
from carecommons.people.models import Account
from carecommons.people.queries import person_of_token
from carecommons.people.roles import Role
from carecommons.site import hashers
from carecommons.site.middleware import BEGAN, SEEN

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PASSWORD = "three odd words here"
IDLE_SECONDS = 15 * 60


@pytest.fixture
def ada() -> Account:
    pk = make_account(email="ada@example.org", name="Ada Ash", at=AT, password=PASSWORD, by=None)
    give_post(account_id=pk, role=Role.SEAT_HOLDER, authorities=["800"], at=AT, by=None)  # needs no second factor
    return Account.objects.get(pk=pk)


def sign_in(client: Client, password: str = PASSWORD, email: str = "ada@example.org", **kwargs: str):
    return client.post("/account/login/", {"login": email, "password": password}, **kwargs)


def signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_the_right_password_opens_one_s_own_page(client: Client, ada: Account) -> None:
    answer = sign_in(client, email="ADA@example.org")
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    assert signed_in(client)
    assert client.get("/account/").wsgi_request.person.role is Role.SEAT_HOLDER


def test_signing_in_leads_back_to_where_one_was_and_never_out_of_the_house(client: Client, ada: Account) -> None:
    body = {"login": "ada@example.org", "password": PASSWORD}
    assert client.post("/account/login/", body | {"next": "/criteria/"})["Location"] == "/criteria/"
    out = Client().post("/account/login/", body | {"next": "https://example.com/"})
    assert out["Location"] == "/me/"


def test_signing_out_needs_a_press_of_the_button(client: Client, ada: Account) -> None:
    sign_in(client)
    client.get("/account/logout/")
    assert signed_in(client)
    assert client.post("/account/logout/").status_code == 302
    assert not signed_in(client)


def test_an_unknown_address_and_a_wrong_password_read_alike(client: Client, ada: Account) -> None:
    def words(answer) -> str:
        text = re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
        return re.sub(r'value="[^"]*@example.org"', "", text)

    wrong, unknown = sign_in(Client(), "wrong"), sign_in(Client(), "wrong", email="nobody@example.org")
    assert wrong.status_code == unknown.status_code == 200
    assert words(wrong) == words(unknown)
    assert "govuk-error-summary" in words(wrong)


def test_five_wrong_passwords_from_one_place_lock_that_place_out_and_nobody_else(ada: Account) -> None:
    here, there = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "192.0.2.2"}
    for _ in range(5):
        answer = sign_in(Client(), "wrong", **here)
    assert answer.status_code == 429
    assert "Wait 15 minutes" in answer.content.decode()
    locked = Client()
    assert sign_in(locked, email="Ada@Example.org", **here).status_code == 429
    assert not signed_in(locked)
    owner = Client()
    assert sign_in(owner, **there).status_code == 302, "a stranger's guesses must not keep the owner out"
    assert signed_in(owner)


def test_another_account_from_the_same_place_is_not_locked_out(ada: Account) -> None:
    make_account(email="ben@example.org", name="Ben", at=AT, password=PASSWORD, by=None)
    for _ in range(5):
        sign_in(Client(), "wrong")
    assert sign_in(Client(), email="ben@example.org").status_code == 302


def test_what_is_kept_about_a_wrong_password_holds_no_password(ada: Account) -> None:
    sign_in(Client(), "a wrong but telling password")
    (attempt,) = AccessAttempt.objects.all()
    assert "telling" not in str(vars(attempt))


def test_behind_a_proxy_the_place_is_what_the_proxy_wrote_last(rf, settings) -> None:
    from carecommons.site.accounts import client_address

    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.7")
    assert client_address(request) == "10.0.0.1", "without a proxy the header is the caller's own invention"
    settings.BEHIND_PROXY = True
    assert client_address(request) == "198.51.100.7"


def test_a_closed_account_does_not_sign_in(client: Client, ada: Account) -> None:
    Account.objects.filter(pk=ada.pk).update(is_active=False)
    sign_in(client)
    assert not signed_in(client)


def test_nobody_opens_an_account_alone(client: Client) -> None:
    body = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    assert "Accounts are opened for you" in client.get("/account/signup/").content.decode()
    client.post("/account/signup/", body)
    assert not Account.objects.filter(email="new@example.org").exists()


def test_a_new_password_is_set_by_a_link_that_works_once(client: Client, ada: Account) -> None:
    client.post("/account/password/reset/", {"email": "ada@example.org"})
    (sent,) = mail.outbox
    assert sent.to == ["ada@example.org"]
    link = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", str(sent.body))
    assert link is not None
    page = client.get(link[1], follow=True)
    where = page.redirect_chain[-1][0]
    new = "four words that rhyme not"
    client.post(where, {"password1": new, "password2": new})
    assert sign_in(Client(), new).status_code == 302
    assert "does not work any more" in Client().get(link[1], follow=True).content.decode()


def token_of(ada: Account) -> str:
    return make_token(post_id=ada.posts.get().pk, name="script", at=datetime.now(UTC), by=None)


def opens(token: str) -> bool:
    try:
        return person_of_token(token, at=datetime.now(UTC)).role is Role.SEAT_HOLDER
    except Refused:
        return False


def test_a_token_ends_with_the_password_it_was_made_under(client: Client, ada: Account) -> None:
    token = token_of(ada)
    assert opens(token)
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    new = "four words that rhyme not"
    body = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    answer = client.post("/account/password/change/", body, follow=True)
    assert not opens(token)
    assert "your personal tokens have stopped" in answer.content.decode()


def test_a_token_ends_when_a_password_is_set_by_a_link(client: Client, ada: Account) -> None:
    token = token_of(ada)
    client.post("/account/password/reset/", {"email": "ada@example.org"})
    link = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", str(mail.outbox[0].body))
    assert link is not None
    where = client.get(link[1], follow=True).redirect_chain[-1][0]
    new = "four words that rhyme not"
    done = client.post(where, {"password1": new, "password2": new}, follow=True)
    assert not opens(token)
    assert "personal tokens have stopped" in done.content.decode()


def test_a_refused_password_ends_no_token(client: Client, ada: Account) -> None:
    token = token_of(ada)
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": "short", "password2": "short"})
    assert opens(token)


def test_asking_for_a_link_tells_nobody_who_has_an_account(ada: Account) -> None:
    known, unknown = (
        Client().post("/account/password/reset/", {"email": email}, follow=True)
        for email in ("ada@example.org", "nobody@example.org")
    )
    assert known.redirect_chain == unknown.redirect_chain
    assert known.content == unknown.content
    assert [sent.to for sent in mail.outbox] == [["ada@example.org"]]


@pytest.mark.parametrize("weak", ["short", "password1234", "202611231200", "ada@example.org"])
def test_a_weak_password_is_not_kept(client: Client, ada: Account, weak: str) -> None:
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    body = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    answer = client.post("/account/password/change/", body)
    assert "govuk-error-summary" in answer.content.decode()
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_only_so_many_passwords_are_worked_out_at_once(monkeypatch: pytest.MonkeyPatch, ada: Account) -> None:
    import threading

    busy = threading.BoundedSemaphore(1)
    monkeypatch.setattr(hashers, "_turns", busy)
    monkeypatch.setattr(hashers, "WAIT_SECONDS_MAX", 0.01)
    busy.acquire()
    answer = sign_in(Client())
    assert answer.status_code == 503
    assert "Too many people are signing in at this moment" in answer.content.decode()
    busy.release()
    assert sign_in(Client()).status_code == 302


@pytest.fixture
def here(client: Client, ada: Account) -> Client:
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert signed_in(client)
    return client


def move_back(client: Client, **seconds: int) -> None:
    session = client.session
    for name, by in seconds.items():
        session[name] -= by
    session.save()


def test_a_quiet_quarter_of_an_hour_signs_out_and_an_active_one_does_not(here: Client) -> None:
    move_back(here, **{SEEN: IDLE_SECONDS - 5})
    assert signed_in(here)
    assert here.session[SEEN] > datetime.now(UTC).timestamp() - 60
    move_back(here, **{SEEN: IDLE_SECONDS + 5})
    assert not signed_in(here)


def test_twelve_hours_sign_out_whatever_happens(here: Client) -> None:
    move_back(here, **{BEGAN: int(timedelta(hours=12).total_seconds()) + 5})
    assert not signed_in(here)


def test_what_was_written_when_the_session_ended_is_shown_again_and_not_stored(here: Client) -> None:
    move_back(here, **{SEEN: IDLE_SECONDS + 5})
    answer = here.post("/account/tokens/", {"name": "I like <b>plans</b>", "csrfmiddlewaretoken": "x", "password": "p"})
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "I like &lt;b&gt;plans&lt;/b&gt;" in page
    assert 'id="kept-2"' not in page
    assert not signed_in(here)


def test_a_form_from_elsewhere_changes_nothing(ada: Account) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post("/account/tokens/", {"name": "x"})
    assert answer.status_code == 403
    assert "Nothing was changed" in answer.content.decode()


def test_the_second_step_is_there_for_whoever_wants_it(here: Client) -> None:
    page = here.get("/account/").content.decode()
    assert 'href="/account/2fa/"' in page
    here.session.save()
    for address in ("/account/2fa/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/add/"):
        answer = here.get(address)
        if answer.status_code == 302:  # asks first whether it is really you
            assert answer["Location"].startswith("/account/reauthenticate/")
            answer = here.post(answer["Location"], {"password": PASSWORD}, follow=True)
        assert answer.status_code == 200
        words = answer.content.decode()
        assert words.count("<h1") == 1
        assert "style=" not in words


class TestTheDemonstration:
    def test_one_click_signs_in_to_an_invented_account_only(self, client: Client, ada: Account, settings) -> None:
        invented = make_account(email="demo@example.org", name="Invented Ida", at=AT, is_demo=True, by=None)
        give_post(account_id=invented, role=Role.SOCIAL_WORKER, authorities=["800"], at=AT, by=None)
        assert client.post(f"/account/try/{invented}/").status_code == 404, "not outside the demonstration"
        settings.DEMO = True
        assert client.post(f"/account/try/{ada.pk}/").status_code == 404, "not for somebody's own account"
        assert client.get(f"/account/try/{invented}/").status_code == 405, "not by a link"
        assert client.post(f"/account/try/{invented}/").status_code == 302
        assert client.get("/account/").wsgi_request.person.role is Role.SOCIAL_WORKER

    def test_the_accounts_are_listed_in_the_order_of_the_roles(self) -> None:
        from carecommons.people.queries import demo_sign_ins

        for name, role in (("Oda", Role.AUDITOR), ("Wim", Role.SOCIAL_WORKER), ("Pia", Role.PLANNER)):
            pk = make_account(email=f"{name}@example.org", name=name, at=AT, is_demo=True, by=None)
            reach = () if role is Role.AUDITOR else ("800",)
            give_post(account_id=pk, role=role, authorities=reach, at=AT, by=None)
        make_account(email="real@example.org", name="Real", at=AT, by=None)
        assert [(each.name, each.role_names) for each in demo_sign_ins()] == [
            ("Wim", ("social worker",)), ("Pia", ("planner",)), ("Oda", ("auditor",)),
        ]  # fmt: skip


def test_fifty_guesses_of_a_stranger_never_keep_the_owner_out(ada: Account) -> None:
    here, there = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "192.0.2.2"}
    answers = [sign_in(Client(), f"wrong {number}", **here).status_code for number in range(50)]
    assert answers[:4] == [200] * 4
    assert set(answers[5:]) == {429}, "that place waits"
    owner = Client()
    assert sign_in(owner, **there)["Location"] == "/me/"
    assert signed_in(owner)


def test_a_quiet_session_ends_for_programs_too_and_so_does_a_long_one(client_as) -> None:
    for moved in ({SEEN: IDLE_SECONDS + 5}, {BEGAN: 12 * 3600 + 5}):
        client = client_as(Role.SOCIAL_WORKER, authority="800")
        assert client.get("/api/v1/children/").status_code == 200
        move_back(client, **moved)
        answer = client.post("/api/v1/children/", b"{}", content_type="application/json")
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
        assert answer.json()["code"] == "sign_in_needed"
        assert client.get("/api/v1/children/").status_code == 401


def test_how_long_a_visit_lasts_is_a_published_dated_number(here: Client, monkeypatch) -> None:
    from carecommons.constitution.queries import whole

    today = localdate()
    assert (whole("session_idle_minutes", today), whole("session_hours_max", today)) == (15, 12)
    monkeypatch.setattr("carecommons.site.middleware.session_seconds", lambda at: (60, 3600))
    move_back(here, **{SEEN: 65})
    assert not signed_in(here), "the number that is published is the one that counts"


def test_however_many_sign_in_at_once_only_so_many_hashes_run_together(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading
    import time

    running, most, lock = 0, 0, threading.Lock()

    def slow(self, password: str, salt: str) -> str:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.05)
        with lock:
            running -= 1
        return "done"

    monkeypatch.setattr("django.contrib.auth.hashers.Argon2PasswordHasher.encode", slow)
    done: list[str] = []
    threads = [threading.Thread(target=lambda: done.append(hashers.CappedArgon2().encode("x", "y"))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(done) == 12, "those beyond the cap wait their turn"
    assert most == hashers.AT_ONCE == 2


def test_a_flood_is_told_to_come_back_and_gives_its_turn_back(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    from carecommons.common.errors import NotNow

    hold, begun = threading.Event(), threading.Barrier(3)

    def held(self, password: str, salt: str) -> str:
        begun.wait(10)
        hold.wait(10)
        raise ValueError("it broke while it was worked out")

    monkeypatch.setattr("django.contrib.auth.hashers.Argon2PasswordHasher.encode", held)
    monkeypatch.setattr(hashers, "WAIT_SECONDS_MAX", 0.05)
    broken: list[type[BaseException]] = []

    def work() -> None:
        try:
            hashers.CappedArgon2().encode("x", "y")
        except ValueError as error:
            broken.append(type(error))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    begun.wait(10)
    with pytest.raises(NotNow) as refused:
        hashers.CappedArgon2().encode("x", "y")
    assert (refused.value.code, refused.value.status) == ("sign_in_busy", 503)
    hold.set()
    for thread in threads:
        thread.join(10)
    assert broken == [ValueError, ValueError]
    monkeypatch.setattr("django.contrib.auth.hashers.Argon2PasswordHasher.encode", lambda *_: "free")
    assert hashers.CappedArgon2().encode("x", "y") == "free", "a fault gives the turn back"
