"""A young person's pages in a real browser: longer words, right to left, without scripts, on paper, kept as typed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from own_pages import PSEUDO, PSEUDO_LEFTWARDS, OwnWorld, own_world, speaking
from playwright.sync_api import BrowserContext, Page, expect

from browser.checks import DESK, PHONE, SHOTS, ZOOMED, axe_faults, sideways, too_wide

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
DRAWN_OVER_ITS_BOX = """() => {
  const labels = [...document.querySelectorAll('.govuk-radios__label, .govuk-checkboxes__label')];
  return labels.length > 0 && labels.every(label => {
    const item = label.parentElement.getBoundingClientRect();
    const box = label.parentElement.querySelector('input').getBoundingClientRect();
    const drawn = getComputedStyle(label, '::before');
    const right = item.right - parseFloat(drawn.right);
    return right <= box.right + 1 && right - parseFloat(drawn.width) >= box.left - 3;
  });
}"""
# What is touched: pairs of which one lies over the other, and those that are smaller than a fingertip.
TOUCHED = """const touched = 'a[href], button, summary, textarea, select, input';
  const seen = [...document.querySelectorAll(touched)].filter(each => {
    const box = each.getBoundingClientRect();
    const hidden = each.type === 'hidden' || each.closest('.govuk-skip-link, .govuk-visually-hidden, [hidden]');
    return box.width && box.height && !hidden && getComputedStyle(each).visibility !== 'hidden';
  });
  const said = each => (each.textContent.trim() || each.name || each.tagName).slice(0, 40);"""
LAID_OVER = f"""() => {{ {TOUCHED}
  const found = [];
  const main = seen.filter(each => !each.matches('input[type=radio], input[type=checkbox]'));
  for (const [n, one] of main.entries()) for (const two of main.slice(n + 1)) {{
    const a = one.getBoundingClientRect(), b = two.getBoundingClientRect();
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 1 && high > 1 && !one.contains(two) && !two.contains(one)) found.push(said(one) + ' / ' + said(two));
  }}
  return found;
}}"""
TOO_SMALL = f"""() => {{ {TOUCHED}
  return seen.map(each => [each, each.getBoundingClientRect()])
    .filter(([each, box]) => box.height < 44 || box.width < 44)
    .map(([each, box]) => `${{said(each)}} ${{Math.round(box.width)}}x${{Math.round(box.height)}}`);
}}"""
Window = Callable[..., BrowserContext]


@pytest.fixture
def world(person) -> OwnWorld:
    return own_world(person)


@pytest.fixture
def as_robin(world, client_for, live_server, window) -> Callable[..., Page]:
    """as_robin(width=375, ...) -> a page of a browser that is signed in as the young person."""

    def make(**more: Any) -> Page:
        cookie = client_for(world.robin).cookies[django_settings.SESSION_COOKIE_NAME].value
        context = window(**more)
        context.add_cookies([
            {"name": django_settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url},
        ])  # fmt: skip
        return context.new_page()

    return make


@pytest.mark.parametrize("language", [PSEUDO, PSEUDO_LEFTWARDS])
def test_longer_words_and_the_other_way_round_fit_at_every_width(as_robin, world, live_server, settings, language):
    wrong: list[str] = []
    with speaking(settings, language):
        page = as_robin()
        for width in (ZOOMED, PHONE, DESK):
            page.set_viewport_size({"width": width, "height": 900})
            for address in (*world.pages(), *world.around()):
                page.goto(live_server.url + address)
                if sideways(page) > 0:
                    wrong.append(f"{width}: {address} is {sideways(page)} pixels too wide: {too_wide(page)}")
                wrong += [f"{width}: {address}: {pair}" for pair in page.evaluate(LAID_OVER)]
        page.set_viewport_size({"width": PHONE, "height": 900})
        SHOTS.mkdir(parents=True, exist_ok=True)
        own = f"/children/{world.child}/mine/"
        for name, address in (("mine", own), ("messages", f"{own}advocate/"), ("need", f"{own}needs/EMO/")):
            page.goto(live_server.url + address)
            page.screenshot(path=SHOTS / f"own-{name}-{language}.png", full_page=True)
    assert not wrong, "\n".join(wrong)


def test_right_to_left_turns_the_page_round(as_robin, world, live_server, settings):
    at = f"{live_server.url}/children/{world.child}/mine/advocate/"

    def sides(page: Page) -> tuple[float, float]:
        page.goto(at)
        mine = page.locator(".cc-message--mine").first.bounding_box()
        theirs = page.locator(".cc-message:not(.cc-message--mine)").first.bounding_box()
        assert mine
        assert theirs
        return mine["x"], theirs["x"]

    page = as_robin(viewport={"width": PHONE, "height": 900})
    mine, theirs = sides(page)
    assert mine > theirs
    with speaking(settings, PSEUDO_LEFTWARDS):
        mine, theirs = sides(page)
        assert mine < theirs
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
        # What GOV.UK draws for a box that is ticked must lie where the box itself lies, and not on the words.
        for address in ("mine/advocate/", "mine/needs/EMO/"):
            page.goto(f"{live_server.url}/children/{world.child}/{address}")
            assert page.evaluate(DRAWN_OVER_ITS_BOX)


def test_every_own_page_is_accessible(as_robin, world, live_server):
    wrong: dict[str, list[str]] = {}
    page = as_robin(viewport={"width": PHONE, "height": 900})
    for address in (*world.pages(), *world.around()):
        page.goto(live_server.url + address)
        if faults := axe_faults(page):
            wrong[address] = faults
    assert not wrong


def test_without_scripts_the_words_are_kept_by_a_button(as_robin, world, live_server):
    page = as_robin(java_script_enabled=False)
    at = f"{live_server.url}/children/{world.child}/mine/say/"
    page.goto(at)
    page.fill("textarea", "I want to keep my bike")
    page.click("text=Keep it for later")
    expect(page.locator("main")).to_contain_text("We kept your words for 14 days")
    page.goto(at)
    expect(page.locator("textarea")).to_have_value("I want to keep my bike")


def test_with_scripts_they_are_kept_while_they_are_typed_and_come_back_after_a_time_out(as_robin, world, live_server):
    page = as_robin()
    at = f"{live_server.url}/children/{world.child}/mine/say/"
    page.goto(at)
    page.type("textarea", "I want to keep my bike")
    page.wait_for_selector("#kept:not(:empty)", timeout=15_000)
    page.context.clear_cookies()
    page.goto(at)
    assert "/account/login/" in page.url
    again = as_robin()
    again.goto(at)
    expect(again.locator("textarea")).to_have_value("I want to keep my bike")


def test_typing_on_after_the_visit_has_ended_is_told_in_a_sentence_and_send_shows_the_words(
    as_robin, world, live_server
):
    page = as_robin()
    page.goto(f"{live_server.url}/children/{world.child}/mine/say/")
    page.type("textarea", "First. ")
    page.wait_for_selector("#kept:has-text('Kept.')")
    Session.objects.all().delete()
    for typed in ("Second. ", "Third. "):
        with page.expect_response(lambda answer: "/mine/keep/say/" in answer.url) as kept:
            page.type("textarea", typed)
        assert kept.value.status == 401
    page.wait_for_selector("#kept:has-text('You were signed out.')")
    told = page.inner_text("#kept")
    assert "Press the button to see your words" in told
    assert "<" not in told
    page.get_by_role("button", name="Send my words").click()
    page.wait_for_selector("h1:has-text('You were signed out')")
    expect(page.locator("textarea")).to_have_value("First. Second. Third. ")


def test_a_copy_that_does_not_get_through_is_said_and_tried_again(as_robin, world, live_server):
    page = as_robin()
    page.goto(f"{live_server.url}/children/{world.child}/mine/say/")
    page.route("**/mine/keep/say/", lambda route: route.abort())
    page.type("textarea", "No signal")
    page.wait_for_selector("#kept:has-text('We could not keep')")
    page.unroute("**/mine/keep/say/")
    page.type("textarea", " now")
    page.wait_for_selector("#kept:has-text('Kept.')")


def test_words_are_kept_while_typing_never_stops_and_when_the_page_is_left(as_robin, world, live_server):
    page = as_robin()
    at = f"{live_server.url}/children/{world.child}/mine/say/"
    page.goto(at)
    with page.expect_response(lambda answer: "/mine/keep/say/" in answer.url) as kept:
        for _ in range(40):  # no pause is as long as the one that the page waits for
            page.type("textarea", "a ", delay=50)
    assert kept.value.ok
    assert page.input_value("textarea").startswith("a a ")
    page.type("textarea", "and the last word")
    page.get_by_role("link", name="Back to your page").click()
    page.wait_for_url(f"{live_server.url}/children/{world.child}/mine/")
    expect(page.locator("main")).to_contain_text("You began to write")
    page.goto(at)
    assert page.input_value("textarea").endswith("and the last word")


def test_what_was_sent_is_no_draft(as_robin, world, live_server):
    page = as_robin()
    page.goto(f"{live_server.url}/children/{world.child}/mine/say/")
    page.type("textarea", "I want to sing")
    page.get_by_role("button", name="Send my words").click()
    page.wait_for_url(f"{live_server.url}/children/{world.child}/mine/")
    assert "You began to write" not in page.inner_text("main")
    page.goto(f"{live_server.url}/children/{world.child}/mine/say/")
    expect(page.locator("textarea")).to_have_value("")


def test_exit_keeps_what_was_typed_and_ends_the_visit(as_robin, world, live_server):
    at = f"{live_server.url}/children/{world.child}/mine/say/"
    for typed in ("", "Someone comes"):
        page = as_robin()
        page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="Weather"))
        page.goto(at)
        page.wait_for_function("document.body.classList.contains('js-enabled')")
        if typed:
            page.type("textarea", typed)
        with page.expect_request(lambda sent: sent.method == "POST"):
            page.locator(".govuk-exit-this-page__button").click()
        page.wait_for_url("https://www.bbc.co.uk/weather")
        ended = comes_to(page, at)
        assert "/account/login/" in ended
    again = as_robin()
    again.goto(at)
    expect(again.locator("textarea")).to_have_value("Someone comes")


def comes_to(page: Page, at: str) -> str:
    """Where the browser that left comes to, once what it sent on its way out has arrived."""
    for _ in range(20):
        page.goto(at)
        if "/account/login/" in page.url:
            break
        page.wait_for_timeout(100)
    return page.url


def test_exit_leads_away_at_once_and_the_page_is_not_kept_in_the_browser(as_robin, world, live_server):
    page = as_robin()
    answer = page.goto(f"{live_server.url}/children/{world.child}/mine/")
    assert "no-store" in answer.headers["cache-control"]
    assert page.title() == "My page"
    page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="Weather"))
    page.locator(".govuk-exit-this-page__button").click()
    page.wait_for_url("https://www.bbc.co.uk/weather")


@pytest.mark.parametrize("key", ["Escape", "Shift"])
def test_a_key_pressed_three_times_leads_away_and_back_does_not_lead_here(as_robin, world, live_server, key):
    page = as_robin()
    page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="Weather"))
    page.goto(f"{live_server.url}/help/young/")
    page.goto(f"{live_server.url}/children/{world.child}/mine/")
    page.wait_for_function("document.body.classList.contains('js-enabled')")
    for _ in range(3):
        page.keyboard.press(key)
    page.wait_for_url("https://www.bbc.co.uk/weather")
    page.go_back()
    assert page.url == f"{live_server.url}/help/young/"


def test_the_exit_button_leaves_its_page_out_of_the_history_too(as_robin, world, live_server):
    page = as_robin()
    page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="Weather"))
    page.goto(f"{live_server.url}/help/young/")
    page.goto(f"{live_server.url}/children/{world.child}/mine/advocate/")
    page.locator(".govuk-exit-this-page__button").click()
    page.wait_for_url("https://www.bbc.co.uk/weather")
    page.go_back()
    assert page.url == f"{live_server.url}/help/young/"


def test_without_scripts_exit_is_a_plain_link_on_every_page(as_robin, world, live_server):
    page = as_robin(java_script_enabled=False)
    page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="Weather"))
    for address in (*world.pages(), *world.around()):
        page.goto(live_server.url + address)
        assert page.locator(".govuk-exit-this-page__button").get_attribute("href") == "https://www.bbc.co.uk/weather"
    page.locator(".govuk-exit-this-page__button").click()
    assert page.url == "https://www.bbc.co.uk/weather"


def test_everything_that_is_touched_is_as_big_as_a_fingertip(as_robin, world, live_server):
    page = as_robin(viewport={"width": PHONE, "height": 800})
    wrong: dict[str, list[str]] = {}
    for address in (*world.pages(), *world.around()):
        page.goto(live_server.url + address)
        if found := page.evaluate(TOO_SMALL):
            wrong[address] = found
    assert not wrong


def test_every_page_is_one_tap_from_their_own_and_their_own_one_tap_from_it(as_robin, world, live_server):
    page = as_robin()
    for child in (world.child, world.waiting):
        mine = f"/children/{child}/mine/"
        page.goto(live_server.url + mine)
        led = set(page.eval_on_selector_all("a[href]", "found => found.map(each => each.pathname)"))
        own = [each for each in (*world.pages(), *world.around()[:2]) if str(child) in each and each != mine]
        own += ["/account/", "/help/young/"]
        if child == world.child:
            own += [f"/decisions/{world.decision}/", f"/decisions/{world.decision}/disagree/"]
        assert set(own) - led == set()
        for address in own:
            page.goto(live_server.url + address)
            back = page.eval_on_selector_all("a[href]", "found => found.map(each => each.pathname)")
            assert {mine, "/me/"} & set(back), address


def test_on_paper_it_is_a_letter_without_buttons(as_robin, world, live_server):
    page = as_robin()
    page.goto(f"{live_server.url}/decisions/{world.decision}/")
    page.emulate_media(media="print")
    for hidden in (".govuk-exit-this-page", "main .govuk-button", ".cc-jump", ".govuk-back-link", ".cc-who"):
        assert not page.locator(hidden).first.is_visible(), hidden
    expect(page.locator("h1")).to_be_visible()
    assert "Keep it somewhere safe." in page.locator(".cc-print-only").first.inner_text()
