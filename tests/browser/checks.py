"""What every page must pass in a real browser, whatever is on it."""

import gzip
import os
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response

SHOTS = Path(__file__).resolve().parents[2] / "var" / "screenshots"
PHONE, DESK, ZOOMED = 375, 1280, 320
WEIGHT_MAX = 300_000
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
    sizes: dict[str, int] = field(default_factory=dict)
    elsewhere: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def note(self, response: Response) -> None:
        address = response.url
        if address.startswith(("data:", "blob:")):
            return
        if urlsplit(address).netloc != self.home:
            self.elsewhere.append(address)
        if response.status >= 400:
            self.broken.append(f"{response.status} {address}")
        if response.status == 200:
            self.sizes[address] = _on_the_wire(response)

    @property
    def weight(self) -> int:
        return sum(self.sizes.values())


def _on_the_wire(response: Response) -> int:
    """Bytes as production sends them: text compressed, typefaces and pictures as they are."""
    body = response.body()
    kind = response.headers.get("content-type", "")
    return len(gzip.compress(body, 6)) if kind.startswith(("text/", "image/svg")) or "javascript" in kind else len(body)


def watch(page: Page, base: str) -> Traffic:
    """Begin to note what a page fetches. Read it after `page.goto`."""
    traffic = Traffic(home=urlsplit(base).netloc)
    page.on("response", traffic.note)
    return traffic


def axe_faults(page: Page) -> list[str]:
    """Every violation that axe finds, as a line: rule, where, what to do."""
    found: dict[str, Any] = Axe().run(page, options={"runOnly": RULES}).response
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


def shoot(page: Page, name: str) -> Path:
    """A picture of the whole page at its present width, to be looked at by a person."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    path = SHOTS / f"{name}-{page.viewport_size['width'] if page.viewport_size else 0}.png"
    page.screenshot(path=path, full_page=True)
    return path


def page_faults(page: Page, name: str) -> list[str]:
    """Look at one open page at every width: axe at two, sideways scrolling at three, a picture at two."""
    faults: list[str] = []
    for width in (DESK, PHONE, ZOOMED):
        page.set_viewport_size({"width": width, "height": 900})
        if (over := sideways(page)) > 0:
            faults.append(f"{width} px: {over} px too wide: {too_wide(page)}")
        if width != ZOOMED:
            shoot(page, name)
            faults += [f"{width} px: {line}" for line in axe_faults(page)]
    headings = page.locator("h1").count()
    if headings != 1:
        faults.append(f"{headings} h1 headings instead of one")
    return faults + inline_faults(page.context.request.get(page.url).text())


def inline_faults(html: str) -> list[str]:
    """Styles and scripts written into the page itself, which the content security policy refuses."""
    return [f"inline: {found[:80]}" for found in INLINE.findall(html)]
