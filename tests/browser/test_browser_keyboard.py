"""The main journeys by keyboard alone: all is reached in the order of reading, is seen there, and Enter sends it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect

from browser.checks import PHONE
from carecommons.children.models import NeedsDraft
from carecommons.decisions.models import Decision
from carecommons.people.actions import give_post, make_account
from carecommons.people.roles import Role
from walk_world import KENT, Search, search

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
STOPS_MAX = 400
# Everything that can be pressed or filled in and is shown now; of a group of choices, the one that Tab stops at.
MARK = """() => {
  const all = [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')];
  const shown = all.filter(e => !e.disabled && e.checkVisibility({visibilityProperty: true}));
  const groups = {};
  for (const e of shown) if (e.type === 'radio') {
    const key = (e.form ? [...document.forms].indexOf(e.form) : '') + e.name;
    if (!groups[key] || e.checked) groups[key] = groups[key]?.checked ? groups[key] : e;
  }
  window.ccStops = shown.filter(e => e.type !== 'radio' || Object.values(groups).includes(e));
  return window.ccStops.map(e => e.outerHTML.slice(0, 110));
}"""
# Which of those has the focus (-1: none), and whether somebody who looks can tell: an outline, a shadow or a ground
# on it, or on the box that is drawn for a choice.
HERE = """() => {
  const e = document.activeElement;
  const drawn = e.labels?.[0] ? [[e, null], [e.labels[0], '::before']] : [[e, null]];
  const seen = drawn.some(([of, part]) => {
    const s = getComputedStyle(of, part);
    return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none';
  });
  const box = e.getBoundingClientRect();
  const within = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return [window.ccStops.indexOf(e), seen && within, e.outerHTML.slice(0, 110)];
}"""


@dataclass(frozen=True)
class World:
    """A search with its list, and the address of the house."""

    found: Search
    base: str


@pytest.fixture
def world(live_server) -> World:
    now = datetime.now(UTC) - timedelta(minutes=15)
    homes: dict[str, dict[str, Any]] = {"Alder": {}, "Birch": {}, "Closed": {"ages": (0, 5)}}
    return World(search(at=now, **homes), live_server.url)


@pytest.fixture
def page(world: World, person, client_for, window: Callable[..., BrowserContext]) -> Page:
    """A page of a browser that is signed in as the child's social worker."""
    cookies = client_for(person(Role.SOCIAL_WORKER, authority=KENT)).cookies
    context = window()
    session = cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": world.base}])
    return context.new_page()


def journey(world: World) -> dict[str, str]:
    return {
        "a needs domain": f"/children/{world.found.child}/needs/EDU/",
        "the list of homes": f"/searches/{world.found.id}/homes/",
        "the decision": f"/decisions/new/{world.found.id}/",
    }


def tab_faults(page: Page) -> list[str]:
    """Press Tab through the whole page: what is never reached, is reached out of order, or is not seen there."""
    stops, faults, order = page.evaluate(MARK), [], []
    for _ in range(STOPS_MAX):
        page.keyboard.press("Tab")
        at, seen, what = page.evaluate(HERE)
        if what.startswith("<body") or (order and at == order[0]):
            break
        if at < 0:
            faults.append(f"not expected: {what}")
            continue
        order.append(at)
        if not seen:
            faults.append(f"not seen to have the focus: {what}")
    missed = [stops[n] for n in range(len(stops)) if n not in order]
    if not order or "govuk-skip-link" not in stops[order[0]]:
        faults.append("the first stop is not the way past the menu")
    if order != sorted(order):
        faults.append(f"out of the order of reading: {order}")
    return faults + [f"never reached: {each}" for each in missed]


def reach(page: Page, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(STOPS_MAX):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"Tab never came to {selector}")


def choose(page: Page, name: str, value: str) -> None:
    """Tab to a group of choices, and go by the arrows to one of them."""
    reach(page, f'input[name="{name}"]')
    page.keyboard.press("Space")
    for _ in range(20):
        if page.evaluate("document.activeElement.value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrows never came to {value} of {name}")


def send(page: Page, words: str) -> None:
    """Tab to the button with these words, and press Enter."""
    for _ in range(STOPS_MAX):
        page.keyboard.press("Tab")
        if page.evaluate("[document.activeElement.tagName, document.activeElement.innerText]") == ["BUTTON", words]:
            break
    else:
        raise AssertionError(f"Tab never came to the button “{words}”")
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("width", [1280, PHONE])
def test_tab_reaches_everything_in_the_order_of_reading_and_shows_where_it_is(
    world: World, page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    wrong = {}
    for name, address in journey(world).items():
        page.goto(world.base + address)
        if faults := tab_faults(page):
            wrong[name] = faults
    page.context.clear_cookies()
    page.goto(world.base + "/account/login/")
    if faults := tab_faults(page):
        wrong["signing in"] = faults
    assert not wrong, "\n".join(f"{name}\n    " + "\n    ".join(faults) for name, faults in wrong.items())


def test_the_walk_by_tab_sees_a_stop_without_a_mark_and_one_that_is_left_out(world: World, page: Page) -> None:
    page.goto(world.base + "/criteria/")
    page.evaluate("""() => {
      const [unmarked, left] = document.querySelectorAll('main a[href]');
      unmarked.className = 'planted'; left.tabIndex = -1;
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('.planted:focus { outline: none !important; box-shadow: none !important; }');
      document.adoptedStyleSheets = [sheet];
    }""")
    faults = tab_faults(page)
    assert [fault.split(":")[0] for fault in faults] == ["not seen to have the focus", "never reached"]


def test_the_first_stop_leads_past_the_menu(world: World, page: Page) -> None:
    page.goto(world.base + journey(world)["the list of homes"])
    page.keyboard.press("Tab")
    expect(page.locator(".govuk-skip-link")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_signing_in_by_keyboard(world: World, window: Callable[..., BrowserContext]) -> None:
    account = make_account(
        email="planner@example.org", name="Invented", at=world.found.at, password="three odd words here", by=None
    )
    give_post(account_id=account, role=Role.PLANNER, authorities=[KENT], at=world.found.at, by=None)
    page = window().new_page()
    page.goto(world.base + "/account/login/")
    reach(page, "[name=login]")
    page.keyboard.type("planner@example.org")
    reach(page, "[name=password]")
    page.keyboard.type("three odd words here")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_a_need_is_rated_by_keyboard(world: World, page: Page) -> None:
    page.goto(world.base + journey(world)["a needs domain"])
    choose(page, "level", "2")
    reach(page, "[name=evidence]")
    page.keyboard.type("Left class twice in October; settles with a known adult.")
    choose(page, "confidence", "high")
    send(page, "Save and continue")
    assert "/needs/EDU/" not in page.url
    assert NeedsDraft.objects.filter(child_id=world.found.child).exists()


def test_the_list_is_opened_and_homes_are_compared_by_keyboard(world: World, page: Page) -> None:
    page.goto(world.base + journey(world)["the list of homes"])
    for name in ("Alder", "Birch"):
        reach(page, f'input[name="home"][value="{world.found.homes[name]}"]')
        page.keyboard.press("Space")
    send(page, "Compare the homes I ticked")
    assert "/compare/" in page.url
    for name in ("Alder", "Birch"):
        expect(page.locator("main").get_by_text(name).first).to_be_visible()
    page.goto(world.base + journey(world)["the list of homes"])
    assert not page.get_by_text("Closed", exact=False).first.is_visible()
    reach(page, "#rest ~ details summary")
    page.keyboard.press("Enter")
    expect(page.locator("#rest ~ details td").first).to_be_visible()


def test_a_home_is_chosen_with_reasons_by_keyboard(world: World, page: Page) -> None:
    page.goto(world.base + journey(world)["the decision"])
    choose(page, "home", str(world.found.homes["Alder"]))
    reach(page, "[name=why_chosen]")
    page.keyboard.type("Alder meets every need, and the school bus stops outside.")
    reach(page, f"[name=why_not_{world.found.homes['Birch'].hex}]")
    page.keyboard.type("Birch is farther from the school that they know.")
    choose(page, "wishes_effect", "changed_how")
    reach(page, "[name=wishes_how]")
    page.keyboard.type("Weekly time with their brother is written into the plan.")
    reach(page, "[name=no_meeting]")
    page.keyboard.type("Those around the child spoke by telephone, because the move was near.")
    choose(page, "no_round", "asked_otherwise")
    reach(page, "[name=no_round_words]")
    page.keyboard.type("Both homes were asked by telephone on the same morning, with the same words.")
    send(page, "Send for approval")
    assert Decision.objects.filter(home_id=world.found.homes["Alder"]).exists()


def test_what_is_refused_takes_the_focus_to_its_reasons(world: World, page: Page) -> None:
    page.goto(world.base + journey(world)["the decision"])
    send(page, "Send for approval")
    page.wait_for_function("document.activeElement.className === 'govuk-error-summary'")
    assert not Decision.objects.filter(referral_id=world.found.id).exists()
    reach(page, ".govuk-error-summary a")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('main input, main textarea')")
