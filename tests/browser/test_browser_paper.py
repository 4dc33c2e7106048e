"""The paper for a meeting in a real browser: what is printed holds what matters and no button (look.md 13)."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from browser.checks import PHONE, page_faults
from carecommons.children import actions
from carecommons.people.roles import Role
from children.children_made import AT, KENT, TODAY, add_child, record_needs

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = ("needs/meeting/", "needs/over-time/", "needs/EDU/", "needs/check/", "needs/compare/", "connections/")


@pytest.fixture
def child(live_server, person, client_for: Callable[..., Client], window: Callable[..., BrowserContext]):
    """The record's address, and a page signed in as the child's social worker."""
    worker = person(Role.SOCIAL_WORKER, authority=KENT)
    made = add_child(by=worker)
    told = {"child_id": made, "by": worker, "at": AT}
    record_needs(made, by=worker)
    record_needs(made, by=worker)
    actions.write_story(words="I am good at voices.", strengths="Laughs", helps="Tell me", authorship="child", **told)
    actions.record_wish(stage="review", words="I want to stay near Nan.", how="said", said_on=TODAY, **told)
    actions.add_connection(kind="sibling", name="My brother", postcode="ME14 5QQ", how_often="weekly", **told)
    session = client_for(worker).cookies[settings.SESSION_COOKIE_NAME].value
    context = window()
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    return f"{live_server.url}/children/{made}/", context.new_page()


def test_the_pages_of_needs_are_accessible_and_fit_at_every_width(child: tuple[str, Page]) -> None:
    address, page = child
    wrong = {}
    for part in PAGES:
        page.goto(address + part)
        if faults := page_faults(page, f"needs_{part.strip('/').replace('/', '_')}"):
            wrong[part] = faults
    assert not wrong


def test_printed_the_child_is_heard_and_no_button_is_left(child: tuple[str, Page]) -> None:
    address, page = child
    page.goto(address + "needs/meeting/")
    expect(page.get_by_role("button", name="Take it as a PDF")).to_be_visible()
    page.emulate_media(media="print")
    for gone in (".govuk-button", ".cc-screen-only", ".govuk-breadcrumbs", ".govuk-service-navigation"):
        assert page.locator(gone).count(), gone
        assert not page.locator(f"{gone}:visible").count(), gone
    for words in ("I am good at voices.", "Open questions", "Profile version 2"):
        expect(page.get_by_text(words).first, words).to_be_visible()
    printed = page.pdf(format="A4")
    assert printed.startswith(b"%PDF")
    assert 2 <= printed.count(b"/Type /Page\n") <= 8


def test_what_is_folded_on_the_screen_is_open_on_paper(child: tuple[str, Page]) -> None:
    address, page = child
    page.goto(address + "needs/compare/")
    folded = page.locator("details .cc-lv-text").first
    assert not folded.is_visible()
    page.emulate_media(media="print")
    expect(folded).to_be_visible()


def test_the_pdf_is_taken_with_one_click_on_a_phone(child: tuple[str, Page]) -> None:
    address, page = child
    page.set_viewport_size({"width": PHONE, "height": 800})
    page.goto(address + "needs/meeting/")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Take it as a PDF").click()
    assert taken.value.suggested_filename == "needs-C-9M2RD.pdf"
