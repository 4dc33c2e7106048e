"""Find every page that a role can reach by its links, one of each kind, as a visitor would."""

import re
from collections import deque
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page

# An id in an address: a UUID, a reference such as R-7K4QX, one of the twelve domains, a number, a page of help.
IDS = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|\b[A-Z]-[0-9A-Z]{4,}\b|(?<=needs/)[A-Z]{3}\b|\b\d+\b"
    r"|(?<=/help/roles/)[a-z-]+|(?<=/help/)(?!all/|roles/)[a-z-]+"
)
SKIPPED = re.compile(r"/(static|api)/.|/logout/|\.(json|csv|py|txt|zip)$|/checkpoint$|/tile/")
# How far into pages that another role has shown already; their links differ little from role to role.
KNOWN_DEPTH_MAX = 2


class Links(HTMLParser):
    """The addresses of a page's links, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and (href := dict(attrs).get("href")):
            self.found.append(href)


def kind_of(address: str) -> str:
    """The address with its ids taken out: /children/*/needs/."""
    return IDS.sub("*", urlsplit(address).path)


def links(html: str, at: str) -> list[str]:
    """The addresses on this page that stay in the house, without fragments."""
    whole = (urljoin(at, href).split("#")[0] for href in Links(html).found)
    own = (address for address in whole if urlsplit(address).netloc == urlsplit(at).netloc)
    return [address for address in dict.fromkeys(own) if not SKIPPED.search(urlsplit(address).path)]


def sign_in(page: Page, base: str, role: str) -> None:
    """Enter the demonstration in one role by its button on the start page."""
    page.goto(base + "/")
    door = page.locator(".cc-doors > li").filter(has=page.get_by_role("heading", name=role, exact=True))
    door.get_by_role("button").first.click()
    page.wait_for_load_state()


def roles_offered(page: Page, base: str) -> list[str]:
    """The roles that the start page of the demonstration offers."""
    page.goto(base + "/")
    return page.locator(".cc-doors > li h3").all_inner_texts()


def reachable(page: Page, starts: list[str], known: set[str]) -> dict[str, str]:
    """One address of each kind that can be reached by links from `starts`, for this page's visitor.

    known: kinds that others have found; they are read for their links only near the starts.
    """
    found: dict[str, str] = {}
    queue = deque((urljoin(page.url, start), 0) for start in starts)
    while queue:
        address, depth = queue.popleft()
        kind = kind_of(address)
        if kind in found or (kind in known and depth > KNOWN_DEPTH_MAX):
            continue
        answer = page.context.request.get(address)
        found[kind] = answer.url
        if "text/html" not in answer.headers.get("content-type", ""):
            del found[kind]
            known.add(kind)
            continue
        found.setdefault(kind_of(answer.url), answer.url)
        queue.extend((link, depth + 1) for link in links(answer.text(), answer.url) if kind_of(link) not in found)
    return found
