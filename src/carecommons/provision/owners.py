"""All that one registered company runs by the public list, and how large each owner is.

The owner is the company that is registered, as the list spells it. It is not the group: who owns whom is another,
dated table, and two companies of one group stand here apart. Source: handbook section 7 (concentration: report places,
not homes). Units: providers registered, places. Grades are told in words and never added up to one.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from carecommons.common.drawing import said

from .map import Homes
from .public_list import Listing
from .public_list.words import KIND_NAMES

GRADE_WORDS: dict[str, str] = {
    "outstanding": "outstanding",
    "good": "good",
    "requires_improvement": "requires improvement",
    "inadequate": "inadequate",
    "adequate": "adequate (a grade no longer given)",
    "satisfactory": "satisfactory (a grade no longer given)",
    "consistently_strong": "consistently strong",
    "inconsistent": "inconsistent",
    "serious_weaknesses": "serious or widespread weaknesses",
    "": "no grade in the list",
}
SECTOR_WORDS: dict[str, str] = {
    "private": "private",
    "local_authority": "council",
    "voluntary": "voluntary",
    "academy": "academy",
    "health_authority": "health",
}


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """One owner in the list of owners. key: its name in one spelling, as addresses and programs use it."""

    key: str
    name: str
    found: Homes


@dataclass(frozen=True, slots=True)
class Owner:
    """One owner on the day of the list. names: every spelling, the most usual first. grades: words and how many."""

    key: str
    names: tuple[str, ...]
    as_at: date
    sectors: tuple[str, ...]
    found: Homes
    kinds: tuple[tuple[str, Homes], ...]
    regions: tuple[tuple[str, Homes], ...]
    grades: tuple[tuple[str, int], ...]
    listings: tuple[Listing, ...]

    @property
    def grades_in_words(self) -> str:
        """How the grades are spread, in one sentence: '12 good, 3 requires improvement, 1 no grade in the list'."""
        return "; ".join(f"{said(number)} {words}" for words, number in self.grades)


def owner(key: str, listings: Sequence[Listing], *, as_at: date) -> Owner:
    """What one owner's listings say together. listings: all of them, at least one."""
    assert listings, "an owner without listings is not in the list"
    spelled = Counter(each.owner for each in listings)
    grades = Counter(each.grade for each in listings)
    order = {grade: n for n, grade in enumerate(GRADE_WORDS)}
    return Owner(
        key=key, names=tuple(name for name, _ in sorted(spelled.items(), key=lambda item: (-item[1], item[0]))),
        as_at=as_at, sectors=tuple(sorted({SECTOR_WORDS.get(each.sector, each.sector) for each in listings})),
        found=_tally(listings), kinds=_by(listings, lambda each: KIND_NAMES.get(each.kind, each.kind)),
        regions=_by(listings, lambda each: "Outside England" if each.outside_england else each.region or "Not known"),
        grades=tuple(
            (GRADE_WORDS.get(grade, grade), grades[grade]) for grade in sorted(grades, key=lambda g: order.get(g, 99))
        ),
        listings=tuple(listings),
    )  # fmt: skip


def _by(listings: Sequence[Listing], name: Callable[[Listing], str]) -> tuple[tuple[str, Homes], ...]:
    """The listings under each name, the most first."""
    found: dict[str, Homes] = {}
    for each in listings:
        found[name(each)] = found.get(name(each), Homes()) + Homes(1, each.places)
    return tuple(sorted(found.items(), key=lambda item: (-item[1].homes, item[0])))


def _tally(listings: Sequence[Listing]) -> Homes:
    total = Homes()
    for each in listings:
        total += Homes(1, each.places)
    return total
