"""A choice among the homes of a shortlist: which can be chosen at all, and what choosing one owes.

The tests of s22C(8)-(9) and the child's wishes (s22(4)-(5)) are never traded automatically: where they point
to different homes, a person writes which prevailed (handbook section 7). Binding gates stop a home for
everyone: a home that must be registered and is not, or a setting without care for a child under 16, is no
choice at all (C10).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from carecommons.common.errors import NotAppropriate

BINDING = (1, 2, 5)  # lawful, able, together: what stops here is no choice for anybody
# How far an answer to one test reaches. "unknown" stands with "no": nobody can rely on it.
_REACH = {"yes": 2, "part": 1}
Answers = tuple[tuple[str, str], ...]


class WishesEffect(StrEnum):
    """What the child's wishes changed (A2)."""

    CHOICE = "changed_choice"
    HOW = "changed_how"
    HEARD = "did_not_change"
    OWED = "owed"  # of an emergency only: the full reasons say it within the days of the trail


WISHES_WORDS = {
    WishesEffect.CHOICE: "They changed the choice",
    WishesEffect.HOW: "They changed how it will be done",
    WishesEffect.HEARD: "They were heard and did not change it",
    WishesEffect.OWED: "Owed: it was an emergency, and what they change is written within days",
}
# What a person may say of them; that it is owed only the emergency path says.
WISHES_ANSWERS = {effect: words for effect, words in WISHES_WORDS.items() if effect is not WishesEffect.OWED}


@dataclass(frozen=True, slots=True)
class Option:
    """One home of the shortlist as a choice. laws, wishes: test name -> yes | part | no | unknown.

    tie: the number of its group of equals on the list, from 1; 0 where it is known to be equal to no other.
    """

    home_id: UUID
    name: str
    appropriate: bool
    failed_gate: int | None
    failed_words: str
    unmet: tuple[str, ...]
    unknown: tuple[str, ...]
    laws: Mapping[str, str]
    wishes: Mapping[str, str]
    failed_rule: str = ""  # the published rule behind the reason, so that a refusal says whether it is law or a choice
    spot: bool = False  # no agreement stands with whoever runs it, on the day of the choice
    tie: int = 0
    stopped: bool = False  # the list holds it among those that stopped, whichever gate it names as the first

    @property
    def can_be_chosen(self) -> bool:
        """No binding gate stopped it; beyond those a person may choose, on record."""
        return not self.stopped and self.failed_gate not in BINDING


@dataclass(frozen=True, slots=True)
class Owed:
    """What the choice of one home owes."""

    passed_over: tuple[Option, ...]
    prevailed: bool
    search_evidence: bool
    compromise: bool
    spot: bool = False  # why outside an agreement, and what is done about it (handbook C9)


def option_of(options: Sequence[Option], home_id: UUID) -> Option:
    """The home among the options. Raises NotAppropriate("home_not_on_list")."""
    for option in options:
        if option.home_id == home_id:
            return option
    raise NotAppropriate(
        "home_not_on_list",
        "This home is not on the list that was made for this search. Choose one that is, or make a new list.",
        home=str(home_id),
    )


def check_can_be_chosen(option: Option) -> None:
    """Raise NotAppropriate for a home that a binding gate stopped: nobody can make an exception (C10)."""
    if not option.can_be_chosen and option.failed_gate not in BINDING:
        # Lists frozen before gate 5 gave its own reason name the need that was unmet as well.
        raise NotAppropriate(
            "home_cannot_be_chosen",
            f"{option.name} was stopped when this list was made, and no role can override that. Choose another home, "
            "or make a new list, which names the gate.",
            home=str(option.home_id),
        )
    if not option.can_be_chosen:
        raise NotAppropriate(
            "home_cannot_be_chosen",
            f"{option.name} was stopped at gate {option.failed_gate}: {option.failed_words} "
            "No role can override this gate. Choose another home, or keep searching.",
            home=str(option.home_id),
            gate=option.failed_gate,
            rule=option.failed_rule,
        )


def owed(options: Sequence[Option], home_id: UUID, *, choices_min: int) -> Owed:
    """What choosing `home_id` among `options` owes."""
    chosen = option_of(options, home_id)
    suitable = [option for option in options if option.appropriate]
    compared = suitable if chosen.appropriate else [*suitable, chosen]
    return Owed(
        passed_over=tuple(option for option in suitable if option.home_id != home_id),
        prevailed=points_apart(compared) or any(_apart(chosen, other) for other in _alike(compared).values()),
        search_evidence=len(suitable) < choices_min,
        compromise=not chosen.appropriate,
        spot=chosen.spot,
    )


def whole_groups(suitable: Sequence[Option], *, at_most: int) -> int:
    """How many homes from the top stand in groups of equals that end within the first `at_most`.

    A draw that put some of a group before others said nothing of them: what is owed to one of equals is owed to all.
    """
    number = min(at_most, len(suitable))
    while 0 < number < len(suitable) and _equal(suitable[number - 1], suitable[number]):
        number -= 1
    return number


def with_all_equals(suitable: Sequence[Option], *, at_least: int) -> int:
    """How many homes from the top hold the first `at_least` and every home that is equal to the last of them."""
    number = min(at_least, len(suitable))
    while 0 < number < len(suitable) and _equal(suitable[number - 1], suitable[number]):
        number += 1
    return number


def points_apart(options: Sequence[Option]) -> bool:
    """Whether no home is best both by the law's tests and by the child's wishes.

    A home is best when no other does at least as well in every test and better in one. Nothing is added up.
    """
    alike = _alike(options)
    by_law = {one for one, home in alike.items() if not any(_better(other.laws, home.laws) for other in alike.values())}
    by_wish = {
        one for one, home in alike.items() if not any(_better(other.wishes, home.wishes) for other in alike.values())
    }
    return bool(alike) and not by_law & by_wish


def could_point_apart(options: Sequence[Option]) -> bool:
    """Whether choosing some home among these could owe a word on which prevailed."""
    found = _alike(options).values()
    return points_apart(options) or any(_apart(one, other) for one in found for other in found)


def _equal(one: Option, other: Option) -> bool:
    return bool(one.tie) and one.tie == other.tie


def _alike(options: Sequence[Option]) -> dict[tuple[Answers, Answers], Option]:
    """One home for each way of answering the tests: among hundreds of homes there are few."""
    return {(_answers(option.laws), _answers(option.wishes)): option for option in options}


def _answers(tests: Mapping[str, str]) -> Answers:
    return tuple(sorted(tests.items()))


def _apart(chosen: Option, other: Option) -> bool:
    """Whether wishes clearly prefer one of the two while some test of the law prefers the other."""
    against_wish = _better(other.wishes, chosen.wishes) and not _as_good(other.laws, chosen.laws)
    against_law = _better(other.laws, chosen.laws) and not _as_good(other.wishes, chosen.wishes)
    return against_wish or against_law


def _as_good(these: Mapping[str, str], those: Mapping[str, str]) -> bool:
    return all(_reach(these, name) >= _reach(those, name) for name in {*these, *those})


def _better(these: Mapping[str, str], those: Mapping[str, str]) -> bool:
    return _as_good(these, those) and not _as_good(those, these)


def _reach(tests: Mapping[str, str], name: str) -> int:
    return _REACH.get(tests.get(name, "unknown"), 0)
