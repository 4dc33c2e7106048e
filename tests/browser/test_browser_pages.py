"""Every page that exists, found by its links in each role of a real demonstration, looked at one by one."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.checks import WEIGHT_MAX, as_on_a_first_visit, open_page, page_faults, watch
from browser.crawl import kind_of, links, reachable, roles_offered, sign_in

# One worker builds the house and walks it; a second would build it again.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("house")]
Window = Callable[..., BrowserContext]
# Pages that must be among those found: if a link to one is lost, this says so.
LANDMARKS = {
    "/", "/criteria/", "/register/", "/register/*/", "/me/", "/children/", "/children/*/", "/children/*/needs/",
    "/children/*/mine/", "/decisions/", "/decisions/*/",
}  # fmt: skip


@pytest.fixture(scope="module")
def pages(house: str, browser: Browser) -> dict[str, tuple[str, str]]:
    """kind of address -> (role, one address of that kind), each in the first role that reaches it."""
    found: dict[str, tuple[str, str]] = {}
    front = browser.new_page()
    for role in ("", *roles_offered(front, house)):
        context = browser.new_context()
        page = context.new_page()
        page.goto(house)
        if role:
            sign_in(page, house, role)
        starts = [page.url, "/me/", "/account/"] if role else ["/", "/account/login/", "/no-such-page/"]
        for kind, address in reachable(page, starts, set(found)).items():
            found.setdefault(f"/me/ {role}" if kind == "/me/" else kind, (role, address))
        context.close()
    front.close()
    return found


def test_the_pages_of_the_walk_can_be_reached_by_links(pages: dict[str, tuple[str, str]]) -> None:
    assert {kind.split(" ")[0] for kind in pages} >= LANDMARKS


def test_every_page_is_accessible_narrow_light_and_whole(
    house: str, window: Window, pages: dict[str, tuple[str, str]]
) -> None:
    wrong: dict[str, list[str]] = {}
    for role in dict.fromkeys(role for role, _ in pages.values()):
        page = window().new_page()
        as_on_a_first_visit(page)
        if role:
            sign_in(page, house, role)
        for kind, (of, address) in pages.items():
            if of == role and (faults := look_at(page, house, kind, address, role)):
                wrong[f"{role or 'public'} {kind}"] = faults
    assert not wrong, "\n".join(f"{name}\n    " + "\n    ".join(faults) for name, faults in wrong.items())


def look_at(page: Page, house: str, kind: str, address: str, role: str) -> list[str]:
    """Everything that is wrong with one page."""
    traffic = watch(page, house)
    page.set_viewport_size({"width": 1280, "height": 900})
    answer = open_page(page, address)
    sizes = traffic.sizes(page)
    page.remove_listener("response", traffic.note)
    wanted = 404 if kind == "/no-such-page/" else 200
    faults = [] if answer and answer.status == wanted else [f"answers {answer and answer.status}"]
    name = f"{role.split()[0].lower() if role else 'public'}{kind.split(' ')[0]}".replace("/", "_").replace("*", "x")
    faults += [f"from elsewhere: {found}" for found in traffic.elsewhere]
    faults += [found for found in traffic.broken if address not in found]
    if (weight := sum(sizes.values())) > WEIGHT_MAX:
        faults.append(f"weighs {weight:,} bytes, most of it {max(sizes, key=lambda each: sizes[each])}")
    faults += page_faults(page, name.strip("_"))
    return faults


def test_without_script_the_walk_can_be_walked(house: str, window: Window) -> None:
    page = window(java_script_enabled=False).new_page()
    page.goto(house + "/")
    door = page.locator(".cc-doors > li", has=page.get_by_role("heading", name="Social worker", exact=True))
    door.get_by_role("button").first.click()
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Children").click()
    assert kind_of(page.url) == "/children/"
    addresses = links(page.content(), page.url)
    page.goto(next(address for address in addresses if kind_of(address) == "/children/*/"))
    assert page.locator(".cc-voice, .cc-rank, .cc-empty").count() >= 1, (
        "a page about a child opens with the child's words"
    )
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def test_each_page_has_a_title_of_its_own(house: str, window: Window, pages: dict[str, tuple[str, str]]) -> None:
    page = window().new_page()
    titles: dict[str, str] = {}
    for kind, (role, address) in pages.items():
        if role:
            continue
        page.goto(address)
        if kind_of(page.url) in titles:
            continue
        title = page.title()
        # A page of a young person's own says in its title nothing that others beside the screen would wonder at.
        discreet = page.locator("body.cc-child").count() == 1
        assert title.endswith(" – Care Commons") is not discreet, (kind, title)
        assert title not in titles.values(), (kind, title)
        titles[kind_of(page.url)] = title
