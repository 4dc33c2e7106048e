"""A journey walked in a browser: people in their roles, who follow links, fill in forms and read what they are told.

Nobody types an address: whoever finds no link to what comes next has found a dead end. Each distinct page is looked at
in two widths, each distinct kind of page once by axe, and a picture of it is drawn where somebody asks.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from playwright.sync_api import BrowserContext, Locator, Page, Response

from browser.checks import DESK, PHONE, axe_faults, hear, policy_reports, shoot, sideways, too_wide, watch
from browser.crawl import kind_of
from carecommons.people.roles import Person, Role

Answer = str | bool | date | list[str]
Window = Callable[..., BrowserContext]
# One kind of page is asked of axe once in a process, in the working frame and in a young person's.
_ASKED_AXE: set[tuple[str, bool]] = set()


@dataclass
class Walk:
    """One case: who walks it, what was met on the way, and what was wrong there."""

    case: str
    base: str
    window: Window
    client_for: Callable[..., Any]
    scripts: bool = True
    steps: int = 0
    met: dict[tuple[str, str], str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def finish(self) -> None:
        """Say everything that was wrong on the pages that were met."""
        assert not self.wrong, "\n".join(dict.fromkeys(self.wrong))

    def enter(self, person: Person) -> "Visitor":
        """A browser in which this person is signed in, at the page where their role lands."""
        return Visitor(self, person)


class Visitor:
    """One person at their browser."""

    def __init__(self, walk: Walk, person: Person) -> None:
        self.walk, self.person, self.status, self.told = walk, person, 0, True
        context = walk.window(java_script_enabled=walk.scripts)
        cookie = walk.client_for(person).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": walk.base}])
        self.page: Page = context.new_page()
        self.heard = hear(self.page)
        self.traffic = watch(self.page, walk.base)
        self.page.on("response", self._note)

    def _note(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.status = response.status

    # ------------------------------------------------------------------ what a person does
    def start(self) -> "Visitor":
        """Open the house, and land where one's role lands."""
        self._went_on()
        self.page.goto(f"{self.walk.base}/me/")
        return self._arrived()

    def go(self, words: str) -> "Visitor":
        """Follow the link that says so."""
        self._went_on()
        self._link(words).click()
        return self._arrived()

    def unfold(self, words: str) -> "Visitor":
        """Open what is folded away under these words."""
        self.page.locator("summary", has_text=words).first.click()
        return self

    def tell(self, button: str, answers: Mapping[str, Answer] | None = None, **more: Answer) -> "Visitor":
        """Fill in the form that this button sends, and press it. Names of fields -> answers."""
        self._went_on()
        form = self.page.locator("form").filter(has=self._buttons(button))
        assert form.count(), f"{self.walk.case}: no form with the button “{button}” at {self.page.url}:\n{self.text}"
        for name, value in {**(answers or {}), **more}.items():
            self._fill(form.first, name, value)
        form.first.locator("button").filter(has_text=button).first.click()
        return self._arrived()

    def send(self, address: str, **typed: str) -> "Visitor":
        """Press a button that stood on this person's page a moment ago, and does not any more."""
        self.page.evaluate(
            """([to, typed]) => {
              const form = document.createElement('form');
              form.method = 'post'; form.action = to;
              const token = document.querySelector('[name=csrfmiddlewaretoken]').value;
              for (const [name, value] of Object.entries({csrfmiddlewaretoken: token, ...typed})) {
                const box = document.createElement('input');
                box.type = 'hidden'; box.name = name; box.value = value; form.append(box);
              }
              document.body.append(form); form.submit();
            }""",
            [address, typed],
        )
        self.page.wait_for_url(f"**{address}")
        return self._arrived()

    # ------------------------------------------------------------------ what a person reads
    @property
    def text(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def reads(self, *sentences: str) -> "Visitor":
        """These words stand on the page."""
        text = self.text
        for words in sentences:
            assert words in text, f"{self.walk.case}: “{words}” is not at {self.page.url}:\n{text}"
        return self

    def reads_not(self, *sentences: str) -> "Visitor":
        """None of these words stand anywhere on the page, folded or not."""
        text = " ".join((self.page.locator("main").text_content() or "").split())
        for words in sentences:
            assert words not in text, f"{self.walk.case}: “{words}” is at {self.page.url}"
        return self

    def refused(self, status: int, *sentences: str) -> "Visitor":
        """The page says no: what, why and what next; and it leads on, by a link or by the form that was sent."""
        assert self.status == status, f"{self.walk.case}: {self.status} at {self.page.url}:\n{self.text}"
        self.told = True
        ways = self.page.locator("main a[href], main button[type=submit]")
        assert ways.count(), f"{self.walk.case}: a refusal without a way on at {self.page.url}"
        return self.reads(*sentences)

    def offers(self, words: str) -> bool:
        """Whether a link or a button says so."""
        return bool(self._links(words).count() or self._buttons(words).count())

    def field(self, ending: str, *, last: bool = False) -> str:
        """The name of the first or the last field whose name ends so; before that stands an id that nobody sees."""
        found = self.page.locator(f'main [name$="{ending}"]')
        assert found.count(), f"{self.walk.case}: nothing asks …{ending} at {self.page.url}:\n{self.text}"
        return str((found.last if last else found.first).get_attribute("name"))

    def field_starting(self, beginning: str) -> str:
        """The name of the first field whose name begins so."""
        return str(self.page.locator(f'main [name^="{beginning}"]').first.get_attribute("name"))

    def fields_but(self, beginning: str, value: str) -> list[str]:
        """The names of the fields that begin so, but the one that is about this id."""
        found = self.page.locator(f'main [name^="{beginning}"]').all()
        names = [str(each.get_attribute("name")) for each in found]
        return [name for name in names if value.replace("-", "") not in name]

    def value_of(self, label: str) -> str:
        """What is sent when the choice with this label is made."""
        return str(self.page.get_by_label(label).first.get_attribute("value"))

    def id_of(self, label: str) -> str:
        """What the name of the field with this label ends in: the id of what it is about."""
        box = self.page.locator("label", has_text=label).first.get_attribute("for")
        return str(box).rpartition("_")[2]

    def every_choice(self, name: str) -> list[str]:
        """All the answers that a question offers."""
        return [str(each.get_attribute("value")) for each in self.page.locator(f'main [name="{name}"]').all()]

    def first_choice(self, name: str) -> str:
        """The first of the answers that a question offers."""
        return str(self.page.locator(f'main [name="{name}"]').first.get_attribute("value"))

    # ------------------------------------------------------------------ how it is done
    def _links(self, words: str) -> Locator:
        found = self.page.locator('a[href]:not([href^="#"]):visible')
        exact = found.filter(has_text=re.compile(rf"^\s*{re.escape(words)}\s*$"))
        return exact if exact.count() else found.filter(has_text=words)

    def _link(self, words: str) -> Locator:
        found = self._links(words)
        assert found.count(), f"{self.walk.case}: a dead end: no link “{words}” at {self.page.url}:\n{self.text}"
        return found.first

    def _buttons(self, words: str) -> Locator:
        return self.page.locator("button:visible").filter(has_text=words)

    def _fill(self, form: Locator, name: str, value: Answer) -> None:
        if isinstance(value, date):
            for part, number in (("day", value.day), ("month", value.month), ("year", value.year)):
                form.locator(f'[name="{name}_{part}"]').fill(str(number))
            return
        boxes = form.locator(f'[name="{name}"]')
        assert boxes.count(), f"{self.walk.case}: nothing asks {name} at {self.page.url}:\n{self.text}"
        first = boxes.first
        kind = first.evaluate("each => each.type") if self.walk.scripts else _kind(first)
        if kind in ("radio", "checkbox"):
            for each in value if isinstance(value, list) else [value]:
                box = first if each is True else form.locator(f'[name="{name}"][value="{each}"]')
                box.check()
        elif kind.startswith("select"):
            first.select_option(str(value))
        else:
            first.fill(str(value))

    def _went_on(self) -> None:
        """Nobody walks past a refusal that the case did not mean."""
        meant = self.status < 400 or self.told
        assert meant, f"{self.walk.case}: refused with {self.status} at {self.page.url}:\n{self.text}"
        self.told = False

    def _arrived(self) -> "Visitor":
        self.page.wait_for_load_state()
        self.walk.steps += 1
        assert self.status < 500, f"{self.walk.case}: {self.status} at {self.page.url}"
        self._look()
        return self

    def _look(self) -> None:
        walk, page = self.walk, self.page
        heading = page.locator("h1").first.inner_text() if page.locator("h1").count() else ""
        kind = re.sub(r"(/plan/)[^/]+/", r"\1*/", kind_of(page.url))
        own = self.person.role is Role.CHILD
        heading = "" if "/plan/" in kind else heading  # some thirty pages that differ in one question
        walk.wrong += [f"{kind}: from elsewhere: {each}" for each in self.traffic.elsewhere]
        if walk.scripts:
            walk.wrong += [f"{kind}: {each}" for each in policy_reports(page)]
            walk.wrong += [f"{kind}: {each}" for each in self.heard.said if "status of 4" not in each]
        self.heard.forget()
        self.traffic.answers.clear()
        if (kind, heading) in walk.met:
            return
        role = self.person.role.value
        name = re.sub(r"[^a-z0-9]+", "_", kind.replace("*", "").lower()).strip("_") or "home"
        name = f"journey_{walk.case}_{len(walk.met) + 1:03}_{role}_{name}"
        walk.met[kind, heading] = name
        for width in (PHONE, DESK):
            page.set_viewport_size({"width": width, "height": 900})
            shoot(page, name)
            if (over := sideways(page)) > 0:
                walk.wrong.append(f"{width} px: {kind}: {over} px too wide: {too_wide(page)}")
        if walk.scripts and (kind, own) not in _ASKED_AXE:
            _ASKED_AXE.add((kind, own))
            walk.wrong += [f"{kind}: {each}" for each in axe_faults(page)]


def _kind(box: Locator) -> str:
    """The type of a field where no script may run to say so."""
    return box.get_attribute("type") or ("text" if box.get_attribute("rows") else "select")


def today() -> date:
    return datetime.now(UTC).astimezone().date()
