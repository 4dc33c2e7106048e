"""In which order a child would want the homes of a list, and to which of them they say no.

The child's preference stands beside the law's tests and moves no home up or down (handbook section 7: side by side,
never traded). Source: Children Act 1989 s22(4)-(5); handbook A2 and A6. A child without words yet shows it with
pictures, or their advocate says it for them: the way is kept with it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from carecommons.common.errors import Fault, Faulty
from carecommons.common.texts import cleaned
from carecommons.common.texts import gettext_noop as _

# How the order was found out: code -> words for the officer.
WAYS = {
    "own": "The child said it themselves",
    "told": "The child told an adult, who wrote it down",
    "pictures": "The child showed it, with pictures",
    "helped": "The child said it with their advocate",
    "advocate": "Their advocate said it for them",
}
# The same for the form that an advocate fills in.
WAYS_OF_ADVOCATE = {
    "helped": _("They told me, and I write it down"),
    "pictures": _("They showed me, with pictures"),
    "advocate": _("They cannot say it yet. I speak for them."),
}
WAYS_OF_STAFF = {
    "told": _("They told me, and I write it down"),
    "pictures": _("They showed me, with pictures"),
}
HOW_OF_WAY = {"own": "written", "told": "said", "pictures": "shown", "helped": "advocate", "advocate": "advocate"}
WORDS_MAX = 2_000
NO = "no"


@dataclass(frozen=True, slots=True)
class Placed:
    """What a child says of one home: its place in their order (from 1), or no, or neither; and why, if they say."""

    home_id: UUID
    name: str
    place: int | None = None
    no: bool = False
    words: str = ""

    @property
    def said(self) -> bool:
        return self.place is not None or self.no

    @property
    def told(self) -> str:
        """As the officer reads it."""
        if self.no:
            return "The child says no to this home"
        return f"Number {self.place} in the child’s own order" if self.place else "Not in the child’s order"


@dataclass(frozen=True, slots=True)
class Preference:
    """What a child says of all homes of a list at one moment. Newer words replace it and never change it."""

    placed: tuple[Placed, ...]
    way: str
    said_at: datetime
    said_by_role: str

    @property
    def ranked(self) -> tuple[Placed, ...]:
        """The homes that the child wants, first choice first."""
        found = [each for each in self.placed if each.place is not None]
        return tuple(sorted(found, key=lambda each: each.place or 0))

    @property
    def noes(self) -> tuple[Placed, ...]:
        return tuple(each for each in self.placed if each.no)

    @property
    def first(self) -> Placed | None:
        return self.ranked[0] if self.ranked else None

    @property
    def way_words(self) -> str:
        return WAYS[self.way]

    def of(self, home_id: UUID) -> Placed | None:
        return next((each for each in self.placed if each.home_id == home_id), None)

    def says_no_to_all(self, homes: Sequence[UUID]) -> bool:
        """Whether the child says no to every one of these homes: nobody may choose over it without a word."""
        refused = {each.home_id for each in self.noes}
        return bool(homes) and all(home in refused for home in homes)


def arranged(given: Mapping[UUID, tuple[str, str]], names: Mapping[UUID, str]) -> tuple[Placed, ...]:
    """The homes as the child placed them, numbered from 1 without a hole.

    given: home -> (a number, "no" or "", why in words). names: the homes that may be placed.
    Raises Faulty("preference_not_complete") where two homes have one place, or nothing is said at all.
    """
    found, faults = [], []
    taken: set[int] = set()
    for home_id, (answer, words) in given.items():
        if home_id not in names:
            faults.append(_fault(home_id, "not_on_list", _("This home is not in your list.")))
            continue
        number = int(answer) if answer.isascii() and answer.isdigit() else None
        if answer and answer != NO and not (number and number <= len(names)):
            faults.append(_fault(home_id, "not_in_list", _("Choose one of the answers in the list.")))
        elif number in taken:
            faults.append(_fault(home_id, "same_place", _("Two homes have the same number. Give each its own.")))
        if len(words) > WORDS_MAX:
            faults.append(_fault(home_id, "too_long", _("This is too long. Write a bit less.")))
        taken |= {number} if number else set()
        found.append(Placed(home_id, names[home_id], number, answer == NO, cleaned(words)))
    if not faults and not any(each.said for each in found):
        faults.append(Fault("preference", 0, "", "missing", _("Choose a number or “no” for one home at least.")))
    if faults:
        raise Faulty("preference_not_complete", _("Your order was not kept. Put right what is named below."), faults)
    return _numbered(found)


def with_answer(placed: Sequence[Placed], one: Placed) -> tuple[Placed, ...]:
    """The order with one home said anew: no takes it out of the order, and anything else takes a no back."""
    before = next((each for each in placed if each.home_id == one.home_id), None)
    place = None if one.no else one.place or (before.place if before else None)
    others = [each for each in placed if each.home_id != one.home_id]
    return _numbered([*others, replace(one, place=place)])


def preference_words(placed: Sequence[Placed], say: Callable[[str], str] = str) -> str:
    """The order as one sentence or two, as it is kept among the child's wishes; `say` puts words in their language."""
    ranked = sorted((each for each in placed if each.place), key=lambda each: each.place or 0)
    order = "; ".join(f"{each.place}. {each.name}{_why(each)}" for each in ranked)
    noes = "; ".join(f"{each.name}{_why(each)}" for each in placed if each.no)
    said = ((_("The homes in my order: %(homes)s."), order), (_("I say no to: %(homes)s."), noes))
    return " ".join(say(words) % {"homes": homes} for words, homes in said if homes)


def _numbered(found: Sequence[Placed]) -> tuple[Placed, ...]:
    order = sorted((each for each in found if each.place is not None), key=lambda each: each.place or 0)
    numbers = {each.home_id: number for number, each in enumerate(order, start=1)}
    return tuple(replace(each, place=numbers.get(each.home_id)) for each in found)


def _why(each: Placed) -> str:
    return f" ({each.words.rstrip('.')})" if each.words else ""


def _fault(home_id: UUID, code: str, words: str) -> Fault:
    return Fault("preference", 0, f"place_{home_id.hex}", code, words)
