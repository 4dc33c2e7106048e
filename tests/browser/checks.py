"""What every page must pass in a real browser, whatever is on it."""

import gzip
import os
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT as AXE
from playwright.sync_api import ConsoleMessage, Error, Page, Request, Response

SHOTS = Path(__file__).resolve().parents[2] / "var" / "screenshots"
PHONE, DESK, ZOOMED = 375, 1280, 320
WEIGHT_MAX = 300_000
WAIT_MS, WAITS_MAX = 50, 200
INLINE = re.compile(
    r"<[^>]+\sstyle=|<style\b|<script(?![^>]*(?:\ssrc=|\snonce=|type=.application/json))[^>]*>|<[^>]+\son[a-z]+="
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def chromium() -> str | None:
    """The browser of the system, or the one that $CHROMIUM names."""
    for name in (os.environ.get("CHROMIUM"), "/usr/bin/chromium", shutil.which("chromium")):
        if name and Path(name).exists():
            return name
    return None


@dataclass
class Traffic:
    """What one page fetched: how much, and whether anything came from elsewhere."""

    home: str
    answers: list[Response] = field(default_factory=list)

    def note(self, response: Response) -> None:
        self.answers.append(response)

    def own(self, response: Response) -> bool:
        return response.url.startswith(("data:", "blob:")) or urlsplit(response.url).netloc == self.home

    @property
    def elsewhere(self) -> list[str]:
        return [response.url for response in self.answers if not self.own(response)]

    @property
    def broken(self) -> list[str]:
        return [f"{response.status} {response.url}" for response in self.answers if response.status >= 400]

    def sizes(self, page: Page) -> dict[str, int]:
        """Bytes by address, as production sends them: each address that the page asked for, asked once more."""
        whole = {each.url for each in self.answers if each.status in (200, 304) and not each.url.startswith("data:")}
        return {address: _on_the_wire(page, address) for address in whole}


_WEIGHED: dict[str, int] = {}


def _on_the_wire(page: Page, address: str) -> int:
    """Text compressed, typefaces and pictures as they are. What never changes is weighed once."""
    if address in _WEIGHED:
        return _WEIGHED[address]
    answer = page.context.request.get(address)
    body, kind = answer.body(), answer.headers.get("content-type", "")
    packed = kind.startswith(("text/", "image/svg")) or "javascript" in kind
    size = len(gzip.compress(body, 6)) if packed else len(body)
    if "/static/" in address:
        _WEIGHED[address] = size
    return size


def watch(page: Page, base: str) -> Traffic:
    """Begin to note what a page fetches; `open_page` waits until it has all come."""
    traffic = Traffic(home=urlsplit(base).netloc)
    page.on("response", traffic.note)
    return traffic


# Run before anything of the page's own: what the policy refuses is told to the window, which keeps it.
KEEP_REPORTS = """window.ccReports = [];
addEventListener('securitypolicyviolation', said => window.ccReports.push(
  `${said.effectiveDirective} refused ${said.blockedURI || 'inline'} in ${said.documentURI}`), true);"""


@dataclass
class Heard:
    """What the browser itself complained of on one page: its console, and errors in scripts."""

    said: list[str] = field(default_factory=list)

    def console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.said.append(message.text)

    def failure(self, error: Error) -> None:
        self.said.append(f"script: {error}")

    def forget(self) -> None:
        """Begin a page anew."""
        self.said.clear()


def hear(page: Page) -> Heard:
    """Begin to note complaints, before the page is opened; `policy_reports` reads those of the content policy."""
    heard = Heard()
    page.add_init_script(KEEP_REPORTS)
    page.on("console", heard.console)
    page.on("pageerror", heard.failure)
    return heard


def policy_reports(page: Page) -> list[str]:
    """What the content security policy refused on the open page, one line for each time."""
    return list(page.evaluate("window.ccReports"))


def as_on_a_first_visit(page: Page) -> None:
    """Fetch everything anew on each page, as a first visit does: otherwise only the first page is weighed."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})


@dataclass
class Asked:
    """The requests of one page that have no answer yet."""

    under_way: set[Request] = field(default_factory=set)

    def begun(self, request: Request) -> None:
        self.under_way.add(request)

    def over(self, request: Request) -> None:
        self.under_way.discard(request)


def open_page(page: Page, address: str) -> Response | None:
    """Go there, and wait until everything that belongs to the page has come: it is drawn, and nothing is under way.

    The browser's own "networkidle" waits for half a second of silence on each page, which is minutes in a run.
    """
    asked = Asked()
    heard = (("request", asked.begun), ("requestfinished", asked.over), ("requestfailed", asked.over))
    for event, note in heard:
        page.on(event, note)
    answer = page.goto(address)
    page.evaluate("document.fonts.ready.then(() => null)")
    for _ in range(WAITS_MAX):
        page.wait_for_timeout(WAIT_MS)
        if not asked.under_way:
            break
    else:
        page.wait_for_load_state("networkidle")  # says itself that it waited in vain
    for event, note in heard:
        page.remove_listener(event, note)
    return answer


def bring_axe(page: Page) -> None:
    """Put axe into the open page; it stays until the next page is opened, however often the window is resized."""
    page.evaluate(AXE)


def axe_faults(page: Page) -> list[str]:
    """Every violation that axe finds, as a line: rule, where, what to do."""
    bring_axe(page)
    return axe_says(page)


def axe_says(page: Page) -> list[str]:
    """What `axe_faults` says, of a page that axe was brought into before."""
    found: dict[str, Any] = page.evaluate("rules => axe.run(rules)", {"runOnly": RULES, "resultTypes": ["violations"]})
    return [
        f"{violation['id']}: {node['target']} {violation['help']} | {node['html'][:160]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def sideways(page: Page) -> int:
    """How many pixels the page is wider than its window; nought when nothing scrolls sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def too_wide(page: Page) -> list[str]:
    """The elements that stick out, to say what to mend."""
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll('main *')].filter(e => {
                 const r = e.getBoundingClientRect();
                 return r.width && r.right > document.documentElement.clientWidth + 1 && !e.closest('.cc-scroll');
               }).slice(0, 5).map(e => e.outerHTML.slice(0, 120))"""
        )
    )


def shoot(page: Page, name: str) -> None:
    """A picture of the whole page at its present width, to be looked at by a person: only where somebody asked.

    $CARECOMMONS_WRITE_SCREENSHOTS asks (`make screenshots`). Nothing is compared with a picture, and drawing takes as
    long as everything else that is asked of a page.
    """
    if not os.environ.get("CARECOMMONS_WRITE_SCREENSHOTS"):
        return
    SHOTS.mkdir(parents=True, exist_ok=True)
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)


def page_faults(page: Page, name: str) -> list[str]:
    """Look at one open page at every width: axe at two, sideways scrolling at three, a picture at two if asked for."""
    page.wait_for_load_state()  # a click that led here waits for the answer's head, not for its body
    faults: list[str] = []
    bring_axe(page)
    for width in (DESK, PHONE, ZOOMED):
        page.set_viewport_size({"width": width, "height": 900})
        if (over := sideways(page)) > 0:
            faults.append(f"{width} px: {over} px too wide: {too_wide(page)}")
        if width != ZOOMED:
            shoot(page, name)
            faults += [f"{width} px: {line}" for line in axe_says(page)]
    headings = page.locator("h1").count()
    if headings != 1:
        faults.append(f"{headings} h1 headings instead of one")
    return faults + inline_faults(page.context.request.get(page.url).text())


def inline_faults(html: str) -> list[str]:
    """Styles and scripts written into the page itself, which the content security policy refuses."""
    return [f"inline: {found[:80]}" for found in INLINE.findall(html)]
