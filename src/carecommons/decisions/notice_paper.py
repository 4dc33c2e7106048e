"""The paper of a notice: what its law lists, part by part, and nothing else of the child.

Source: `notices.NOTICES`, where each notice names its parts. No part holds an address (notices.py says why).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from carecommons.children.needs import DOMAIN, LEVEL_HELP, Profile
from carecommons.common.papers import Block, Paper, Section, items, table, words

from .notices import AREA, Kind
from .starting import ITEM

BORN_FOR = frozenset({AREA, "health_body"})  # whoever must find the child in a register of their own


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """Everything that a notice may be made from. said: words of the plan by item; empty before there is one."""

    kind: Kind
    reference: str
    known_as: str
    birth_date: date
    council: str
    from_day: date
    home: str
    home_council: str
    why_chosen: str
    profile: Profile | None
    said: Mapping[str, str]
    emergency: bool


def notice_paper(facts: NoticeFacts, *, printed: str, role: str, made_up: bool) -> Paper:
    """The notice. printed: the moment, as the reader writes it; role: who made it."""
    sections = tuple(Section(title, make(facts)) for title, make in map(PARTS.__getitem__, facts.kind.contents))
    foot = f"Notice under {facts.kind.law}, about {facts.reference}. Made {printed} by a {role}."
    return Paper(
        title="Notice: a child comes to live in your area" if facts.kind.code == AREA else "Notice: a child moves",
        kicker=f"To: {facts.kind.to}. From: {facts.council}", sections=sections,
        foot=foot + (" Invented data." if made_up else ""), made_up=made_up,
    )  # fmt: skip


def day(when: date) -> str:
    """20 November 2026."""
    return f"{when.day} {when:%B} {when.year}"


def _who(facts: NoticeFacts) -> tuple[Block, ...]:
    born = f", born {day(facts.birth_date)}" if facts.kind.code in BORN_FOR else ""
    return (words(f"{facts.known_as}{born}. Reference of {facts.council}: {facts.reference}."),)


def _home(facts: NoticeFacts) -> tuple[Block, ...]:
    return (
        words(f"{facts.home}, in the area of {facts.home_council}."),
        words("The address is not on this paper. Ask the placing council for it by telephone, and keep it apart."),
    )


def _from_day(facts: NoticeFacts) -> tuple[Block, ...]:
    urgent = " The move was an emergency, so this notice follows it." if facts.emergency else ""
    return (words(f"{day(facts.from_day)}.{urgent}"),)


def _reasons(facts: NoticeFacts) -> tuple[Block, ...]:
    return (words(facts.why_chosen),)


def _needs(facts: NoticeFacts) -> tuple[Block, ...]:
    profile = facts.profile
    if profile is None:
        return (words("Needs have not been rated yet."),)
    rows = [
        (DOMAIN[each.domain].name, "Unknown" if each.level is None else f"{each.level}: {LEVEL_HELP[each.level]}")
        for each in profile.ratings
    ]
    flags = [each.name for each in profile.flags if each.active(facts.from_day)]
    told = table(f"Assessed on {day(profile.assessed_on)}.", ("Part of life", "How much help"), rows)
    return (told, items(flags)) if flags else (told,)


def _placing(facts: NoticeFacts) -> tuple[Block, ...]:
    return (words(f"{facts.council} looks after the child and stays responsible for them."),)


def _said(*codes: str) -> Callable[[NoticeFacts], tuple[Block, ...]]:
    def make(facts: NoticeFacts) -> tuple[Block, ...]:
        found = [f"{ITEM[code].title}: {facts.said.get(code) or 'follows with the plan'}" for code in codes]
        return (items(found),)

    return make


# name of a part -> its heading, and what it says
PARTS: Mapping[str, tuple[str, Callable[[NoticeFacts], tuple[Block, ...]]]] = {
    "who": ("Who", _who),
    "home": ("The home", _home),
    "from_day": ("From which day", _from_day),
    "reasons": ("Why this home", _reasons),
    "needs": ("What the child needs, as assessed", _needs),
    "plan_people": ("Who is responsible", _said("reviewing_officer", "visits")),
    "health": ("Health", _said("doctor", "dentist", "consents")),
    "learning": ("Learning", _said("school", "designated_teacher", "special_needs")),
    "placing_council": ("The council that placed the child", _placing),
}
