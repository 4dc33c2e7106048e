"""A young person of whom everything is there, every page of theirs, and a language that is plainly none. Invented data.

The pseudo-locale puts what it translates in brackets, with accents and a third more letters: what stands on a page
outside brackets was never marked. Tags and placeholders stay as they are.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import trans_real

from carecommons.children import actions as children
from carecommons.children.models import Child
from carecommons.decisions.actions import answer_disagreement, approve, disagree
from carecommons.people.actions import record_look
from carecommons.people.roles import Person, Role
from carecommons.register.actions import integrate
from walk_world import MANAGER, acting, add_home, choose, listed, record_needs, search

REVIEWING = acting(Role.REVIEWING_OFFICER)
PSEUDO, PSEUDO_LEFTWARDS = "qps", "qpr"
KEPT = re.compile(r"(<[^>]+>|%\([a-z_]+\)[sd]|%%|&\w+;)")
ACCENTS = str.maketrans("aeiouyAEIOUcnCN", "áéíóúýÁÉÍÓÚçñÇÑ")
SKIPPED = ("script", "style", "svg", "head")


@dataclass(frozen=True)
class OwnWorld:
    """One young person with a decision in force, and one whose list is open; who they are, and their homes."""

    child: UUID
    decision: UUID
    disagreement: UUID
    waiting: UUID
    home: UUID
    robin: Person
    advocate: Person

    def pages(self) -> list[str]:
        """Every page of a young person, with data and without."""
        own = ("mine/", "mine/say/", "mine/tell/", "mine/needs/", "mine/needs/EMO/", "mine/advocate/")
        return [
            *(f"/children/{child}/{page}" for child in (self.child, self.waiting) for page in own),
            f"/looks/{self.child}/", f"/looks/{self.waiting}/",
            f"/decisions/{self.decision}/", f"/decisions/{self.decision}/disagree/",
            f"/searches/mine/{self.waiting}/{self.home}/",
        ]  # fmt: skip

    def refused(self) -> list[tuple[str, dict[str, str]]]:
        """Forms sent as they must not be: what is said of them stands on these pages."""
        at = f"/children/{self.child}/mine"
        return [
            (f"{at}/say/", {"words": ""}),
            (f"{at}/say/", {"words": "9" * 9_000}),
            (f"{at}/tell/", {"words": "", "strengths": "", "helps": ""}),
            (f"{at}/needs/EMO/", {"level": "9", "words": ""}),
            (f"{at}/needs/EMO/", {"level": "", "words": ""}),
            (f"{at}/advocate/", {"words": ""}),
            (f"/decisions/{self.decision}/disagree/", {"words": ""}),
            (f"/searches/mine/{self.waiting}/{self.home}/", {"view": "never"}),
            (f"/searches/mine/{self.waiting}/{self.home}/", {"view": "", "words": "", "question": ""}),
        ]


def own_world(person: Any, *, words: Any = lambda text: text) -> OwnWorld:
    """`words` writes what people typed: a test may mark it, so as to tell it from what the software says."""
    at = datetime.now(UTC) - timedelta(hours=3)
    found = search(at=at)
    waiting = children.add_child(
        reference="C-9M2WA", known_as=words("Sam"), birth_date=datetime(2014, 5, 1).date(), sex="M", authority="886",
        home_postcode="ME14 1XQ", by=person(Role.SOCIAL_WORKER, authority="886"), at=at,
    )  # fmt: skip
    worker = person(Role.SOCIAL_WORKER, authority="886")
    record_needs(waiting, at=at)
    homes = {"Cedar": add_home(words("Cedar"), at=at)}
    listed(waiting, homes, at=at, asked=False, by=worker)
    robin = person(Role.CHILD, children=[found.child, waiting])
    advocate = person(Role.ADVOCATE, children=[found.child, waiting])
    decision = choose(
        found, at=found.at, why_chosen=words("Alder meets every need and is near the school."),
        wishes_how=words("Weekly time with their brother is written into the plan."),
    )  # fmt: skip
    approve(decision_id=decision, by=MANAGER, at=found.at + timedelta(minutes=1))
    integrate(at=found.at + timedelta(minutes=2))
    told = {"child_id": found.child, "at": at + timedelta(minutes=20)}
    children.write_story(
        words=words("I draw maps."), strengths=words("Maps"), helps=words("Plans"), authorship="child", by=robin, **told
    )
    children.say_own_view(domain="EMO", level=3, words=words("Nights are hard."), by=robin, **told)
    for how, said in (("shown", "Points at the garden."), ("advocate", "Robin wants time.")):
        children.record_wish(stage="any_time", words=words(said), how=how, said_on=at.date(), by=worker, **told)
    children.record_wish(stage="review", words=words("No."), how="not_said", said_on=at.date(), by=worker, **told)
    children.add_connection(kind="sibling", name=words("Ash"), how_often=words("weekly"), by=worker, **told)
    children.send_message(words=words("Can you come?"), with_reviewing=True, by=robin, **told)
    children.send_message(words=words("Yes, on Friday."), by=advocate, **told)
    said_no = disagree(
        decision_id=decision, words=words("It is too far."), wants=words("Birch"), by=robin, at=told["at"]
    )
    answer_disagreement(
        disagreement_id=said_no, words=words("We looked again and the bus is there each day."), move_waits=True,
        by=REVIEWING, at=told["at"],
    )  # fmt: skip
    for act in ("children.see_record", "children.see_protected", "nothing.known"):
        record_look(person=worker, child_id=found.child, act=act, purpose=words("To check."), at=told["at"])
    record_look(
        person=worker, child_id=found.child, act="matching.make_shortlist", purpose=words("To look."), at=told["at"],
        automatic=True,
    )  # fmt: skip
    row = Child.objects.get(pk=found.child)
    row.known_as = words("Robin")
    Child.save_base(row, force_update=True)
    return OwnWorld(found.child, decision, said_no, waiting, homes["Cedar"], robin, advocate)


class Pseudo:
    """A language made of English: `⟦Yóúr stórý ~⟧`."""

    def __init__(self, name: str) -> None:
        self.name = name

    def gettext(self, words: str) -> str:
        return pseudo(words) if words else words

    def ngettext(self, one: str, many: str, number: int) -> str:
        return pseudo(one if number == 1 else many)

    def language(self) -> str:
        return self.name

    def to_language(self) -> str:
        return self.name


def pseudo(words: str) -> str:
    """The words with accents, in brackets, a third longer; tags and placeholders untouched."""
    if not re.search(r"[A-Za-z]", KEPT.sub("", words)):
        return words
    told = "".join(part if KEPT.fullmatch(part) else part.translate(ACCENTS) for part in KEPT.split(words))
    return f"⟦{told}{' ~' * (len(words) // 6)}⟧"


@contextmanager
def speaking(settings: Any, language: str) -> Iterator[None]:
    """The software speaks a pseudo-locale until the block ends, whoever asks."""
    held = dict(trans_real._translations)
    settings.LANGUAGES = [(language, "Pseudo")]
    settings.LANGUAGE_CODE = language
    settings.LANGUAGES_BIDI = [PSEUDO_LEFTWARDS]
    trans_real._translations[language] = Pseudo(language)  # type: ignore[assignment]
    trans_real._default = None
    try:
        with translation.override(language):
            yield
    finally:
        trans_real._translations.clear()
        trans_real._translations.update(held)
        trans_real._default = None


class Texts(HTMLParser):
    """What a page says, piece by piece: its text, and the attributes that are read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SKIPPED:
            self.inside.append(tag)
        told = dict(attrs)
        self.found += [told[name] or "" for name in ("aria-label", "alt", "placeholder") if name in told]
        self.found += [value or "" for name, value in attrs if name.startswith("data-i18n")]

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside and data.strip():
            self.found.append(" ".join(data.split()))


def texts_of(html: str) -> list[str]:
    reader = Texts()
    reader.feed(html)
    return reader.found
