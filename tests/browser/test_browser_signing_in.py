"""Signing in with a real browser: a passkey (Chromium's own virtual authenticator), an app, a code given in person."""

import re
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import BrowserContext, Page, expect

from browser.checks import page_faults
from carecommons.children.actions import add_child
from carecommons.people.actions import break_glass, give_post, make_account
from carecommons.people.emergency import EmergencyTerms
from carecommons.people.models import Account
from carecommons.people.queries import person_for, post_in_use
from carecommons.people.roles import Person, Role, Subject

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("signing-in")]
Window = Callable[..., BrowserContext]
PASSWORD = "three odd words here"
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def someone(role: Role, authority: str = "800", **reach: Any) -> Person:
    """Somebody with a password and no second factor yet; an auditor belongs to no council."""
    now = datetime.now(UTC)
    name = f"Invented {role.replace('_', ' ')}"
    account = make_account(email=f"{role}@example.org", name=name, at=now, password=PASSWORD, by=None)
    councils = [] if role is Role.AUDITOR else [authority]
    post = give_post(account_id=account, role=role, authorities=councils, at=now, by=None, **reach)
    return person_for(account, post)


@pytest.fixture
def key() -> Callable[[Page], None]:
    """key(page): a phone's own passkey store, with a finger that is always there."""

    def plug(page: Page) -> None:
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})

    return plug


def enter(page: Page, base: str, role: Role) -> None:
    page.goto(base + "/account/login/")
    page.get_by_label("E-mail address").fill(f"{role}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_load_state()


def again(page: Page) -> None:
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_load_state()


class Looked:
    """Looks at each page as it is reached, once, and keeps what is wrong."""

    def __init__(self) -> None:
        self.wrong: list[str] = []

    def at(self, page: Page, name: str) -> None:
        self.wrong += [f"{name}: {fault}" for fault in page_faults(page, f"signing_in_{name}")]
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(page.url)  # looking fetched it once more, and a passkey's question is good for one answer


def test_a_passkey_is_added_used_alone_used_as_second_step_renamed_and_removed(
    live_server, window: Window, key
) -> None:
    base, seen = live_server.url, Looked()
    someone(Role.SOCIAL_WORKER)
    page = window().new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    key(page)
    page.goto(base + "/account/login/")
    seen.at(page, "login")
    enter(page, base, Role.SOCIAL_WORKER)
    assert "/account/second-step/" in page.url
    seen.at(page, "second_step")
    page.get_by_role("button", name="Set up a passkey").click()
    assert "/account/reauthenticate/" in page.url
    seen.at(page, "is_it_you")
    again(page)
    seen.at(page, "add_passkey")
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/recovery-codes/")
    expect(page.locator(".cc-codes li")).to_have_count(10)
    page.get_by_role("button", name="I have kept them").click()
    page.goto(base + "/children/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "/children/" in page.url

    page.get_by_role("button", name="Sign out").click()
    page.goto(base + "/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "login" not in url)
    page.goto(base + "/account/")
    expect(page.locator("body")).to_contain_text("(set up)")
    seen.at(page, "account")

    page.get_by_role("button", name="Sign out").click()
    enter(page, base, Role.SOCIAL_WORKER)
    assert "/account/2fa/authenticate/" in page.url
    seen.at(page, "authenticate")
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url(lambda url: "authenticate" not in url)

    page.goto(base + "/account/2fa/")
    seen.at(page, "factors")
    page.get_by_role("link", name="Look after your passkeys").click()
    seen.at(page, "passkeys")
    page.get_by_role("link", name="Rename").click()
    if "reauthenticate" in page.url:
        again(page)
    seen.at(page, "rename")
    page.get_by_label("Name").fill("Work phone")
    page.get_by_role("button", name="Keep this name").click()
    expect(page.get_by_role("rowheader", name="Work phone")).to_be_visible()
    page.get_by_role("link", name="Remove").click()
    seen.at(page, "remove")
    page.get_by_role("button", name="Remove it").click()
    page.goto(base + "/children/")
    assert "/account/second-step/" in page.url, "the last one is gone, and with it the way to children"
    assert not [text for text in refused if "Content Security Policy" in text or "Refused" in text], refused
    assert not seen.wrong, "\n".join(seen.wrong)


def test_a_key_that_does_not_answer_is_said_on_the_page(live_server, window: Window) -> None:
    page = window().new_page()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})  # it holds no passkey of this house
    page.goto(live_server.url + "/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("It did not work. The key was not used").wait_for(timeout=20_000)


def test_an_app_is_set_up_and_used_without_javascript(live_server, window: Window) -> None:
    base, seen = live_server.url, Looked()
    someone(Role.PLANNER)
    page = window(java_script_enabled=False).new_page()
    page.goto(base + "/account/login/")
    assert "A passkey needs JavaScript, which is off" in page.locator("noscript p").inner_text()
    assert not page.locator("#passkey_login").is_visible(), "no button that does nothing"
    expect(page.get_by_role("link", name="I am a young person and have a code")).to_be_visible()
    enter(page, base, Role.PLANNER)
    page.get_by_role("button", name="Set up an authenticator app").click()
    again(page)
    secret = page.locator("code.cc-code").inner_text()
    assert page.locator("img.cc-qr").evaluate("image => image.naturalWidth") > 0, "the square is drawn"
    page.get_by_label("The number that your app shows now").fill(
        format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    )
    page.get_by_role("button", name="Turn it on").click()
    expect(page.locator(".cc-codes li")).to_have_count(10)
    code = page.locator(".cc-codes code").first.inner_text()
    page.goto(base + "/account/2fa/recovery-codes/")
    assert code not in page.content()
    page.get_by_role("button", name="Sign out").click()
    enter(page, base, Role.PLANNER)
    page.get_by_label("Number from your app, or a recovery code").fill(code)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto(base + "/account/2fa/")
    expect(page.locator("body")).to_contain_text("9 are left")
    script = window(storage_state=page.context.storage_state()).new_page()
    for name, address in (
        ("recovery", "recovery-codes/"), ("new_codes", "recovery-codes/generate/"), ("app_off", "totp/deactivate/"),
    ):  # fmt: skip
        script.goto(base + "/account/2fa/" + address)
        seen.at(script, name)
    Authenticator.objects.all().delete()
    script.goto(base + "/account/2fa/totp/activate/")
    if "reauthenticate" in script.url:
        again(script)
    seen.at(script, "app_on")
    assert not seen.wrong, "\n".join(seen.wrong)


def test_a_young_person_comes_in_by_a_code_and_adds_a_passkey(live_server, window: Window, key, client_for) -> None:
    base, seen = live_server.url, Looked()
    advocate = someone(Role.SOCIAL_WORKER)
    child = add_child(
        reference="C-9A001", known_as="Robin", birth_date=date(2012, 5, 1), sex="F", authority="800", by=advocate,
        at=datetime.now(UTC),
    )  # fmt: skip
    staff = window().new_page()
    signed = client_for(advocate)
    staff.context.add_cookies(
        [{"name": name, "value": morsel.value, "url": base} for name, morsel in signed.cookies.items()]
    )
    staff.goto(f"{base}/children/{child}/")
    staff.get_by_role("link", name="A way in for Robin").click()
    seen.at(staff, "way_in")
    staff.get_by_role("button", name="Make a code").click()
    code = staff.locator(".cc-big-code").inner_text()
    phone = window(viewport={"width": 375, "height": 800}, has_touch=True).new_page()
    key(phone)
    phone.goto(base + "/account/login/")
    phone.get_by_role("link", name="I am a young person and have a code").click()
    seen.at(phone, "come_in")
    phone.get_by_label("Your code").fill("AAAA-BBBB-CCCC")
    phone.get_by_role("button", name="Come in").click()
    expect(phone.get_by_role("alert").get_by_text("This code does not work")).to_be_visible()
    phone.get_by_label("Your code").fill(code.lower().replace("-", " "))
    phone.get_by_role("button", name="Come in").click()
    expect(phone.get_by_role("heading", name="You are in")).to_be_visible()
    seen.at(phone, "came_in")
    phone.get_by_role("link", name="Add a passkey").click()
    assert "/webauthn/add/" in phone.url, "there is no password to ask for"
    phone.get_by_role("button", name="Add it").click()
    phone.wait_for_url("**/recovery-codes/")
    expect(phone.get_by_role("heading", name="Your passkey is added")).to_be_visible()
    phone.wait_for_load_state()
    assert "recovery code" not in phone.content(), "a young person has none, and is told of none"
    seen.at(phone, "passkey_added")
    for address in (f"{base}/account/", f"{base}/account/2fa/"):
        phone.goto(address)
        assert "recovery code" not in phone.content(), address
    key_kept = Authenticator.objects.get(type="webauthn")
    assert key_kept.data["set_up_by"] == "code_staff"
    phone.goto(f"{base}/children/{child}/way-in/")
    seen.at(phone, "my_codes")
    assert not seen.wrong, "\n".join(seen.wrong)


def test_the_pages_of_emergency_access(live_server, window: Window, client_for) -> None:
    base, seen, now = live_server.url, Looked(), datetime.now(UTC)
    worker, officer = someone(Role.SOCIAL_WORKER), someone(Role.REVIEWING_OFFICER)
    stranger, auditor = someone(Role.TEAM_MANAGER, "801"), someone(Role.AUDITOR)
    child = add_child(
        reference="C-9A001", known_as="Robin", birth_date=date(2012, 5, 1), sex="F", authority="800", by=worker, at=now
    )

    def as_(person: Person) -> Page:
        page = window().new_page()
        cookies = client_for(person).cookies
        page.context.add_cookies([{"name": name, "value": each.value, "url": base} for name, each in cookies.items()])
        return page

    page = as_(stranger)
    page.goto(f"{base}/children/{child}/")
    page.get_by_role("link", name="open their record in an emergency").click()
    seen.at(page, "break_glass")
    page.get_by_label("The child’s reference").fill("C-9A001")
    page.get_by_label("A child is missing").check()
    page.get_by_label("What happened, and what do you need to know now?").fill(
        "Robin was found alone at our station and we need to know whom to ring."
    )
    page.get_by_role("button", name=re.compile("Open the record")).click()
    expect(page.get_by_role("button", name="End it now")).to_be_visible()
    seen.at(page, "opened_record")
    for person, name in ((officer, "officer"), (auditor, "auditor")):
        watcher = as_(person)
        watcher.goto(base + "/me/day/")
        watcher.get_by_role("link", name="Emergency access").first.click()
        seen.at(watcher, f"emergencies_{name}")
        watcher.get_by_role("link", name=re.compile("team manager")).click()
        seen.at(watcher, f"emergency_{name}")
    page.get_by_role("button", name="End it now").click()
    page.goto(f"{base}/children/{child}/")
    expect(page.get_by_role("heading", name=re.compile("There is no such page"))).to_be_visible()
    earlier = now - timedelta(hours=2)
    break_glass(
        subject=Subject(authority="800", child_id=child), post_id=post_in_use(stranger), category="missing",
        words="An earlier time: the same child was missing and nobody answered.", by=stranger, at=earlier,
        terms=EmergencyTerms(minutes=30, words_min=8, tries_max=5),
    )  # fmt: skip
    assert Account.objects.count() == 4
    assert not seen.wrong, "\n".join(seen.wrong)
