"""The homes that a young person could live in, as they read them: who lives there, and what each can do for them.

No code, no score, no price, no address, and no order: by name. Source: handbook A6 (options shown to the child).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from carecommons.children.wishes import Wish, standing
from carecommons.common.errors import Fault, Faulty
from carecommons.common.texts import gettext_noop as _

from .shortlist import ShownHome, Test

KIND_WORDS = {
    "parents": _("Your family’s home."),
    "connected_person": _("A home with someone you know."),
    "foster_household": _("A foster family."),
    "childrens_home": _("A home with other young people. Adults work there day and night."),
    "secure_childrens_home": _("A home with locked doors. A court must say yes first."),
    "special_school_registered_as_home": _("A school where you also live."),
    "supported_accommodation": _("A place of your own, with people who help."),
    "residential_family_centre": _("A home for a parent and child."),
}
OTHER_KIND = _("Another kind of home.")
# What the law asks to keep, answered for the young person: (code of the test, answer) -> words. The rest is left out.
LAW_WORDS = {
    ("family", "yes"): _("You would live with your family or friends."),
    ("near_home", "yes"): _("It is near your home."),
    ("near_home", "no"): _("It is not near your home."),
    ("school", "yes"): _("You could stay at your school."),
    ("school", "no"): _("Your school would be too far away."),
    ("siblings", "yes"): _("Your brother or sister lives here."),
    ("siblings", "part"): _("There is room for your brother or sister, or one lives here."),
    ("siblings", "no"): _("There is no room for your brother or sister."),
    ("area", "yes"): _("It is in your own area."),
    ("area", "no"): _("It is outside your own area."),
}
ANSWER_WORDS = {
    "yes": _("They say: yes, we can do that."),
    "part": _("They say: we can do a part of that."),
    "no": _("They say: no, we cannot do that."),
    "unknown": _("We do not know yet. Your social worker will ask."),
}
ASKING = _("We do not know yet. We are asking.")
VIEWS = {
    "like": _("I like this home"),
    "not": _("I do not want this home"),
    "unsure": _("I do not know yet"),
}
# How a view is kept as a wish: the young person's own sentence, with the home's name in front.
KEPT = {"like": "I like this home.", "not": "I do not want this home.", "unsure": "I do not know yet."}
QUESTION, VISIT = "My question: ", "I want to visit this home."
WORDS_MAX = 2_000


@dataclass(frozen=True, slots=True)
class Reply:
    """What the young person asked one home, or to visit it, and what the home answered; "unknown" until it has.

    answer: yes, part, no or unknown. words: what the home said, as whoever asked it wrote it down.
    """

    home_id: UUID
    home_name: str
    wish_id: UUID
    asked: str
    visit: bool
    answer: str = "unknown"
    words: str = ""

    @property
    def answer_words(self) -> str:
        """The answer as the young person reads it; that somebody asks, only once somebody has acted."""
        return ASKING if self.answer == "unknown" and self.words else ANSWER_WORDS[self.answer]

    @property
    def own_words(self) -> str:
        """What they asked, without what else they said in the same breath."""
        return self.asked.partition(QUESTION)[2] or VISIT

    @property
    def visit_too(self) -> bool:
        """Whether they asked to visit beside a question."""
        return self.visit and QUESTION in self.asked


@dataclass(frozen=True, slots=True)
class ChildsHome:
    """One home as the young person reads it. living: how many young people live there now; miles: whole, or None."""

    id: UUID
    name: str
    kind_words: str
    living: int
    miles: int | None
    good: tuple[str, ...]
    asked: tuple[tuple[str, str], ...]
    said: tuple[Wish, ...]
    replies: tuple[Reply, ...] = ()

    @property
    def thought(self) -> tuple[tuple[str, date], ...]:
        """What they said of it, and on which day, without what they asked: that stands with its answer."""
        told = ((_thought(wish.words.removeprefix(f"{self.name}: ")), wish.said_on) for wish in self.said)
        return tuple((words, on) for words, on in told if words)

    @property
    def answered(self) -> tuple[tuple[str, str], ...]:
        """What the young person asked and this home has answered."""
        return tuple(pair for pair in self.asked if pair[1] not in (ANSWER_WORDS["unknown"], ASKING))


@dataclass(frozen=True, slots=True)
class ChildsHomes:
    """What a young person may read of a search for a home.

    state: none, searching, listed, proposed (one is chosen and waits for approval) or over.
    """

    state: str
    search_id: UUID | None = None
    homes: tuple[ChildsHome, ...] = ()
    more: int = 0  # suitable homes beyond the first ones of the list, shown when they are asked for
    others: tuple[tuple[UUID, str], ...] = ()  # those homes by name, so that each can be opened at once

    @property
    def number(self) -> int:
        """How many suitable homes were found, shown first or not."""
        return len(self.homes) + self.more

    @property
    def open(self) -> bool:
        """Whether nothing is decided yet, so that what the young person says is read before it is."""
        return self.state in ("listed", "proposed")

    def home(self, home_id: UUID) -> ChildsHome | None:
        return next((home for home in self.homes if home.id == home_id), None)


def childs_homes(
    shown: Sequence[ShownHome], living: dict[UUID, int], wishes: Sequence[Wish], replies: Sequence[Reply] = ()
) -> tuple[ChildsHome, ...]:
    """These homes by name: their place in the list says nothing here and is not told."""
    found = [
        ChildsHome(
            id=home.home_id, name=home.name, kind_words=KIND_WORDS.get(home.kind, OTHER_KIND),
            living=living.get(home.home_id, 0), miles=None if home.miles is None else max(1, round(home.miles)),
            good=_good(home.laws, measured=home.miles is not None),
            asked=tuple((test.name, _answer_words(test)) for test in home.wishes),
            said=said_of(home.name, wishes),
            replies=tuple(reply for reply in replies if reply.home_id == home.home_id),
        )
        for home in shown
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda home: (home.name, str(home.id))))


def said_of(name: str, wishes: Sequence[Wish]) -> tuple[Wish, ...]:
    """What the young person has said of the home with this name, in the order given."""
    return tuple(wish for wish in standing(wishes) if wish.words.startswith(f"{name}: "))


def asked_of(home_id: UUID, name: str, wishes: Sequence[Wish]) -> tuple[Reply, ...]:
    """What the young person asked this home, and whether they asked to visit it: not answered yet."""
    return tuple(
        Reply(home_id, name, wish.id, wish.words.removeprefix(f"{name}: "), visit=VISIT in wish.words)
        for wish in said_of(name, wishes)
        if asks(wish)
    )


def asks(wish: Wish) -> bool:
    """Whether a wish asks a home something, or asks to visit it."""
    return QUESTION in wish.words or VISIT in wish.words


def kept_words(*, name: str, view: str, words: str, question: str, visit: bool = False) -> str:
    """A view of a home as it is kept. Raises Faulty("home_view_not_complete") where nothing was said."""
    found = []
    if view and view not in VIEWS:
        found.append(Fault("home_view", 0, "view", "not_in_list", _("Choose one of the answers in the list.")))
    if not (view or visit or words.strip() or question.strip()):
        found.append(Fault("home_view", 0, "view", "missing", _("Choose an answer, or write some words.")))
    for field, text in (("words", words), ("question", question)):
        if len(text) > WORDS_MAX:
            found.append(Fault("home_view", 0, field, "too_long", _("This is too long. Write a bit less.")))
    if found:
        raise Faulty("home_view_not_complete", _("Your answer was not kept. Put right what is named below."), found)
    asked = f"{QUESTION}{question.strip()}" if question.strip() else ""
    said = (KEPT.get(view, ""), words.strip(), VISIT if visit else "", asked)
    return f"{name}: " + " ".join(part for part in said if part)


def _answer_words(test: Test) -> str:
    return ASKING if test.answer == "unknown" and test.words else ANSWER_WORDS[test.answer]


def _thought(words: str) -> str:
    return words.partition(QUESTION)[0].replace(VISIT, "").strip()


def _good(laws: Sequence[Test], *, measured: bool) -> tuple[str, ...]:
    """measured: the miles are told, and say better than "near" how far it is."""
    told = (test for test in laws if not (measured and test.code == "near_home"))
    found = (LAW_WORDS.get((test.code, test.answer)) for test in told)
    return tuple(words for words in found if words)
