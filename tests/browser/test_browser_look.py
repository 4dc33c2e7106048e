"""The look itself: every component, at every width, with and without script, in a person's own colours."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from browser.checks import DESK, PHONE, WEIGHT_MAX, axe_faults, open_page, page_faults, shoot, watch

pytestmark = [pytest.mark.urls("browser.gallery"), pytest.mark.django_db(transaction=True)]
Window = Callable[..., BrowserContext]


@pytest.mark.parametrize("address", ["/gallery/", "/gallery/?wrong"], ids=["right", "wrong"])
def test_every_component_is_accessible_at_every_width(live_server, window: Window, address: str) -> None:
    page = window().new_page()
    traffic = watch(page, live_server.url)
    open_page(page, live_server.url + address)
    assert sum(traffic.sizes(page).values()) <= WEIGHT_MAX
    assert traffic.elsewhere == []
    assert traffic.broken == []
    assert page_faults(page, "gallery-wrong" if "wrong" in address else "gallery") == []


def test_a_refused_form_moves_focus_to_its_summary_and_each_error_to_its_answer(live_server, window: Window) -> None:
    page = window().new_page()
    page.goto(f"{live_server.url}/gallery/?wrong")
    page.wait_for_load_state()
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.get_by_role("link", name="Date seen must be a real date, such as 27 3 2026.").click()
    page.wait_for_load_state()
    assert page.evaluate("document.activeElement.id") == "id_seen_on_day"


def test_the_page_is_whole_without_script(live_server, window: Window) -> None:
    page = window(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/gallery/")
    expect(page.get_by_role("navigation", name="Menu")).to_be_visible()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    for width in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": 900})
        shoot(page, "gallery-no-script")


def test_a_person_with_forced_colours_still_sees_every_answer(live_server, window: Window) -> None:
    page = window(forced_colors="active", color_scheme="dark").new_page()
    page.goto(f"{live_server.url}/gallery/")
    # axe reads the colours that the sheet asks for, not those that the person sees: every other rule holds.
    assert [fault for fault in axe_faults(page) if not fault.startswith("color-contrast")] == []
    backing = page.locator(".cc-mx .cc-g").first.evaluate("e => getComputedStyle(e).backgroundColor")
    assert backing == "rgb(255, 255, 255)", "a glyph keeps white paper behind it"
    assert page.locator(".cc-note").first.evaluate("e => getComputedStyle(e).borderTopWidth") == "1px"
    shoot(page, "gallery-forced")


def test_on_paper_menus_and_buttons_go_and_every_detail_opens(live_server, window: Window) -> None:
    page = window().new_page()
    page.goto(f"{live_server.url}/gallery/")
    page.emulate_media(media="print")
    assert not page.locator(".govuk-service-navigation").is_visible()
    assert not page.get_by_role("button", name="Save and continue").is_visible()
    expect(page.locator(".cc-print-only")).to_be_visible()
    expect(page.locator("details table").first).to_be_visible()
    shoot(page, "gallery-print")
