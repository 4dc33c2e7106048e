"""Find every page that a role can reach by its links, one of each kind, as a visitor would."""

import re
from collections import deque
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page

# An id in an address: a UUID, a reference such as R-7K4QX, one of the twelve domains, a number.
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\b[A-Z]-[0-9A-Z]{4,}\b|(?<=needs/)[A-Z]{3}\b|\b\d+\b")
SKIPPED = re.compile(r"/(static|api)/|/logout/|\.(json|csv|py|txt|zip)$|/checkpoint$|/tile/")


def kind_of(address: str) -> str:
    """The address with its ids taken out: /children/*/needs/."""
    return IDS.sub("*", urlsplit(address).path)


def links(page: Page, base: str) -> list[str]:
    """The addresses on this page that stay in the house, without fragments."""
    found = page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))")
    whole = (urljoin(page.url, href).split("#")[0] for href in found)
    own = (address for address in whole if urlsplit(address).netloc == urlsplit(base).netloc)
    return [address for address in dict.fromkeys(own) if not SKIPPED.search(urlsplit(address).path)]


def sign_in(page: Page, base: str, role: str) -> None:
    """Enter the demonstration in one role by its button on the start page."""
    page.goto(base + "/")
    button = page.locator(".cc-doors > li").filter(has=page.get_by_role("heading", name=role, exact=True))
    button.get_by_role("button").first.click()
    page.wait_for_load_state()


def roles_offered(page: Page, base: str) -> list[str]:
    """The roles that the start page of the demonstration offers."""
    page.goto(base + "/")
    return page.locator(".cc-doors > li h3").all_inner_texts()


def reachable(page: Page, base: str, starts: list[str], *, at_most: int = 60) -> dict[str, str]:
    """One address of each kind that can be reached by links from `starts`."""
    found: dict[str, str] = {}
    queue = deque(urljoin(base, start) for start in starts)
    while queue and len(found) < at_most:
        address = queue.popleft()
        if kind_of(address) in found:
            continue
        answer = page.goto(address)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        for known in (address, page.url):
            found.setdefault(kind_of(known), page.url)
        queue.extend(link for link in links(page, base) if kind_of(link) not in found)
    return found
