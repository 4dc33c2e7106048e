"""What leaves the building on paper: the facts stay and nothing is cut off; menus and buttons go."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page

from carecommons.people.roles import Role
from walk_world import KENT, REASONS, choose, search

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
A4_WIDTH = 718  # pixels between margins of a centimetre
GONE = (
    ".govuk-skip-link", ".govuk-service-navigation", ".govuk-breadcrumbs", ".govuk-back-link", ".govuk-button",
    ".cc-linkbutton", ".cc-find", ".cc-footer ul",
)  # fmt: skip
# Words that end beyond the sheet, or beyond a box that shows no more than its own width.
CUT_OFF = """() => {
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  for (let node; node = words.nextNode();) {
    const at = node.parentElement, range = document.createRange();
    if (!node.textContent.trim() || !at.checkVisibility({visibilityProperty: true})) continue;
    if (at.closest('svg, script, .govuk-visually-hidden')) continue;
    range.selectNodeContents(node);
    let edge = document.documentElement.clientWidth, clipped = false;
    for (let box = at; box; box = box.parentElement) {
      const style = getComputedStyle(box);
      clipped ||= style.clipPath !== 'none' || style.clip !== 'auto';
      if (style.overflowX !== 'visible' && style.display !== 'inline')
        edge = Math.min(edge, box.getBoundingClientRect().right);
    }
    if (!clipped && range.getBoundingClientRect().right > edge + 1) found.push(at.outerHTML.slice(0, 200));
  }
  return found.slice(0, 5);
}"""


@pytest.fixture
def printed(live_server, person, client_for, window: Callable[..., BrowserContext], settings) -> Callable[[str], Page]:
    """printed(address) -> the page of a demonstration as it goes to paper, in the social worker's browser."""
    settings.DEMO = True
    session = client_for(person(Role.SOCIAL_WORKER, authority=KENT)).cookies[settings.SESSION_COOKIE_NAME].value
    context = window(viewport={"width": A4_WIDTH, "height": 1000})
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])

    def open_printed(address: str) -> Page:
        page = context.new_page()
        answer = page.goto(live_server.url + address)
        assert answer
        assert answer.status == 200
        page.emulate_media(media="print")
        return page

    return open_printed


@pytest.fixture
def found():
    at = datetime.now(UTC) - timedelta(minutes=15)
    return search(at=at, Alder={}, Birch={}, Cedar={"ages": (0, 5)}, Damson={"EMO": 1})


def paper_faults(page: Page, *facts: str) -> str:
    """What is there and should not be, what is missing, and what is cut off at the edge, a line each."""
    faults = [f"still there: {each}" for each in GONE if page.locator(f"{each}:visible").count()]
    shown = " ".join(page.locator("body").inner_text().split())
    faults += [f"missing: {each}" for each in facts if each not in shown]
    faults += [f"cut off: {each}" for each in page.evaluate(CUT_OFF)]
    sheets = page.pdf(format="A4").count(b"/Type /Page\n")
    return "\n".join(faults + ([] if 1 <= sheets <= 12 else [f"{sheets} sheets"]))


def test_the_needs_profile_on_paper(found, printed) -> None:
    page = printed(f"/children/{found.child}/")
    assert paper_faults(page, "C-7K4QX", "Seeing my brother every week", "Feelings", "Friends", "invented data") == ""


def test_the_list_of_homes_on_paper_opens_every_gate(found, printed) -> None:
    page = printed(f"/searches/{found.id}/homes/")
    assert page.locator("details:not([open])").count(), "nothing was folded, so nothing was opened"
    facts = (
        "I want to stay near my school and see my brother.", "Alder", "Birch", "Cedar", "Approved for ages 0 to 5",
        "Damson", "There is no price here", "invented data",
    )  # fmt: skip
    assert paper_faults(page, *facts) == ""


def test_the_decision_on_paper(found, printed) -> None:
    page = printed(f"/decisions/{choose(found)}/")
    assert paper_faults(page, REASONS["why_chosen"], REASONS["wishes_how"], "Alder", "Birch", "invented data") == ""


def test_the_form_of_a_decision_on_paper_keeps_its_questions(found, printed) -> None:
    page = printed(f"/decisions/new/{found.id}/")
    assert paper_faults(page, "Alder", "Birch", "Who must approve", "Why not the other suitable homes?") == ""


def test_a_thing_that_is_too_wide_for_the_sheet_is_seen(found, printed) -> None:
    page = printed(f"/children/{found.child}/needs/")
    page.evaluate("""() => {
      const wide = document.createElement('p');
      wide.className = 'cc-nowrap'; wide.textContent = 'x'.repeat(900); document.querySelector('main').append(wide);
    }""")
    assert 'cut off: <p class="cc-nowrap">xxx' in paper_faults(page)
