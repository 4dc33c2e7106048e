"""How a shown home is said on a page: its sentence, its rail of gates, where it is. Words only, nothing decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from carecommons.children.needs import DOMAINS
from carecommons.children.wishes import Wish, standing
from carecommons.provision.homes import KINDS

from .kept import LEVEL_WORDS, miles_words
from .preference import Placed, Preference
from .shortlist import PassedHome, Shortlist, ShownHome, Test

SECTOR_WORDS = {
    "council": "run by a council",
    "private": "run by a company",
    "voluntary": "run by a charity",
    "health": "run by a health body",
    "family": "",
}
IMPACT_GLYPH = {"acceptable": "yes", "nobody_there": "yes", "unknown": "unknown", "not_acceptable": "stop"}
IMPACT_CSS = {
    "acceptable": "is-passed",
    "nobody_there": "is-passed",
    "unknown": "is-later",
    "not_acceptable": "is-stop",
}
IMPACT_SAID = {
    "acceptable": "looked at, and acceptable",
    "nobody_there": "nobody lives there now",
    "unknown": "not said, or too long ago: it waits until the home has said",
    "not_acceptable": "stopped here",
}


@dataclass(frozen=True, slots=True)
class GateStep:
    """One gate on the rail of a home: a glyph, words for those who cannot see it, and how it is drawn."""

    number: int
    word: str
    glyph: str
    said: str
    css: str


@dataclass(frozen=True, slots=True)
class Group:
    """Homes that the criteria cannot tell apart, in the order of the draw. One home alone is a group too."""

    title: str
    homes: tuple[ShownHome, ...]

    @property
    def equal(self) -> bool:
        return len(self.homes) > 1


def groups_of(homes: Sequence[ShownHome]) -> tuple[Group, ...]:
    """Shown homes in their groups of equals; homes that wait are never called equal."""
    found = []
    for _, members in groupby(homes, key=lambda home: (home.tie, home.waiting)):
        group = tuple(members)
        found.append(Group(group[0].place_words if not group[0].waiting else "Waiting", group))
    return tuple(found)


def rail_of(home: ShownHome, gate_words: Mapping[int, str]) -> tuple[GateStep, ...]:
    """The six gates of a shown home: it passed the first two, or it would not be shown."""
    needs = (
        ("yes", "passed", "is-passed")
        if home.appropriate
        else ("no", "some needs unmet: only as a recorded compromise", "is-stop")
        if home.compromise
        else ("yes", "passed", "is-passed")
        if not home.count("unknown") + home.count("unmet")
        else ("unknown", "waits for an answer", "is-later")
    )
    states = {
        1: ("yes", "passed", "is-passed"),
        2: ("yes", "passed", "is-passed"),
        3: needs,
        4: _kept_step(home),
        5: (
            IMPACT_GLYPH[home.impact],
            IMPACT_SAID[home.impact],
            "is-later" if home.impact == "unknown" else "is-passed",
        ),
        6: ("later", "still to come", "is-later"),
    }
    return tuple(GateStep(number, gate_words[number], *states[number]) for number in sorted(states))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a card says of the child's wishes: the tests they asked for, or what is recorded where there are none.

    why: why no words of the child's stand there, or "said" where they came after the list; "" where there are tests.
    recorded: the record behind it; None where the child has not been asked at all.
    """

    tests: tuple[Test, ...]
    why: str = ""
    recorded: Wish | None = None


def card_of(
    home: ShownHome, gate_words: Mapping[int, str], preference: Preference | None = None, *, wishes: Sequence[Wish],
    not_asked: str,
) -> dict[str, Any]:  # fmt: skip
    """What matching/card.html shows of one home; beside the wishes, what the child's own order says of it.

    wishes: everything recorded of the child's wishes, as the reader may have it. not_asked: why the child was not asked
    when an emergency was opened; "" where they were, or where it is none.
    """
    placed = preference.of(home.home_id) if preference else None
    return {
        "placed": placed if placed and placed.said else None, "placed_glyph": placed_glyph(placed),
        "home": home, "rail": rail_of(home, gate_words), "sum": sum_of(home), "support": support_of(home),
        "kind": kind_words(home), "where": where_words(home), "impact": IMPACT_SAID[home.impact],
        "asked": asked_of_child(home, wishes, not_asked=not_asked),
    }  # fmt: skip


def asked_of_child(home: ShownHome, wishes: Sequence[Wish], *, not_asked: str) -> Asked:
    """What the child asked for, of this home. Nobody is said to have been asked, or to have kept silent, who was not.

    An adult's reason why the child has no words of their own is no wish, even where an older list froze it as one.
    """
    recorded = standing(wishes)
    reasons = {str(wish.id) for wish in recorded if wish.excused}
    tests = tuple(test for test in home.wishes if test.code not in reasons)
    if tests:
        return Asked(tests)
    if any(not wish.unsaid for wish in recorded):
        return Asked((), "said")
    newest = max(recorded, key=lambda wish: wish.recorded_at, default=None)
    if newest:
        return Asked((), newest.unsaid_words, newest)
    return Asked((), "The child has not been asked yet" + (f": {not_asked.rstrip('.')}" if not_asked else ""))


def placed_glyph(placed: Placed | None) -> str:
    """The answer that a place in the child's own order gives: it is wanted, refused, or nothing is said."""
    if placed is None or not placed.said:
        return "unknown"
    return "no" if placed.no else "yes"


def _kept_step(home: ShownHome) -> tuple[str, str, str]:
    """Gate 4 stops no home, so it is never a tick over what is not kept: how many are not, or not known."""
    tests = (*home.laws, *home.beside)
    lost, unknown = (sum(test.answer == answer for test in tests) for answer in ("no", "unknown"))
    if lost:
        return ("part", f"{lost} of {len(tests)} not kept", "is-later")
    if unknown:
        return ("unknown", f"{unknown} of {len(tests)} not known", "is-later")
    return ("yes", "answered below, beside the child’s wishes", "is-passed")


def sum_of(home: ShownHome) -> str:
    """How many of the twelve are met, with support, unmet and unknown: counted side by side, never added."""
    met = home.count("met") + home.count("none")
    parts = [f"{met} met", f"{home.count('support')} with support", f"{home.count('unmet')} unmet"]
    if home.count("unknown"):
        parts.append(f"{home.count('unknown')} unknown")
    return ", ".join(parts)


def support_of(home: ShownHome) -> str:
    """What the support is, part of life by part of life."""
    named = [
        f"{domain.name.lower()} ({words})" if words else domain.name.lower()
        for domain, answer, words in zip(DOMAINS, home.answers, home.supports, strict=True)
        if answer == "support"
    ]
    return ", ".join(named)


def kind_words(home: ShownHome | PassedHome) -> str:
    """What kind of home, and who runs it: said as a fact, read by no gate and no order."""
    sector = SECTOR_WORDS.get(home.provider_kind, "")
    return f"{KINDS.get(home.kind, home.kind)}, {sector}" if sector else KINDS.get(home.kind, home.kind)


def where_words(home: ShownHome) -> str:
    """Where it is for this child's council, and how far from the child's home."""
    if home.miles is None:
        return LEVEL_WORDS[home.level]
    return f"{LEVEL_WORDS[home.level]} · {miles_words(home.miles)}"


def pull(found: Shortlist) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Where the law and the child point to different homes: (homes that keep most of what the law asks, homes that
    give most of what the child asked); None while nobody has answered a wish, or where some home is in both."""
    homes = found.appropriate
    if not any(test.answer != "unknown" for home in homes for test in home.wishes):
        return None
    by_law, by_wish = _most(homes, "laws"), _most(homes, "wishes")
    if not by_law or not by_wish or set(by_law) & set(by_wish):
        return None
    return by_law, by_wish


def family_among(homes: Sequence[ShownHome]) -> tuple[str, ...]:
    """The suitable homes of relatives and friends, where homes of strangers stand beside them; else none.

    The law gives preference to somebody connected with the child (Children Act 1989 s22C(6)-(7)); the published order
    does not know it, so the page that lists and the page that chooses both say it.
    """
    suitable = [home for home in homes if home.appropriate]
    known = tuple(home.name for home in suitable if home.kind in FAMILY_KINDS)
    return known if len(known) < len(suitable) else ()


def _most(homes: Sequence[ShownHome], tests: str) -> tuple[str, ...]:
    """The homes that no other home beats: none keeps everything that it keeps, and more."""
    kept = {home.name: {test.code for test in getattr(home, tests) if test.answer == "yes"} for home in homes}
    return tuple(name for name, own in kept.items() if own and not any(own < other for other in kept.values()))


FAMILY_KINDS = frozenset({"parents", "connected_person"})
BESIDE_TITLES = (
    ("What the law asks to keep", "laws"),
    ("Beside it", "beside"),
    ("What the child asked for", "wishes"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of homes side by side: a name, a cell a home as (glyph, words), and whether the homes differ."""

    name: str
    cells: tuple[tuple[str, str], ...]
    head: bool = False

    @property
    def differs(self) -> bool:
        return len({glyph for glyph, _ in self.cells}) > 1


def rows_side_by_side(
    homes: Sequence[ShownHome], levels: Sequence[int | None], preference: Preference | None = None
) -> tuple[Row, ...]:
    """Twelve parts of life, the law's tests, what stands beside and the child's wishes, home by home."""
    rows = [Row("Twelve parts of life", (), head=True)]
    for place, (domain, level) in enumerate(zip(DOMAINS, levels, strict=True)):
        name = f"{domain.name} · {'not known' if level is None else f'level {level}'}"
        rows.append(Row(name, tuple((home.answers[place], home.supports[place]) for home in homes)))
    for title, tests in (
        ("What the law asks to keep", "laws"),
        ("Beside it", "beside"),
        ("What the child asked for", "wishes"),
    ):
        codes = {test.code: test.name for home in homes for test in getattr(home, tests)}
        rows.extend([Row(title, (), head=True)] if codes else [])
        for code, name in codes.items():
            found = [{test.code: test for test in getattr(home, tests)}.get(code) for home in homes]
            rows.append(Row(name, tuple((test.answer, test.words) if test else ("none", "") for test in found)))
    if preference is not None:
        placed = [preference.of(home.home_id) for home in homes]
        cells = tuple((placed_glyph(each), each.told if each else "Not in the child’s order") for each in placed)
        rows += [Row("The child’s own order", (), head=True), Row("What the child says of this home", cells)]
    return tuple(rows)
