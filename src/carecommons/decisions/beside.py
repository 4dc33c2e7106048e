"""What stands beside a choice and must be answered: the child's own order, the matching meeting, homes that offered.

The child's order is never traded for the tests of the law and never added to them: where the chosen home is not the
child's first, or is one to which the child says no, the choice owes the child an answer in words (s22(4)-(5); handbook
section 7). A home that offered itself and is not chosen is owed a reason that it may read, without a word that says who
the child is (C3; section 6).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from carecommons.matching.invitation.scanning import Known, scan
from carecommons.matching.preference import Preference

FIRST, OTHER, REFUSED, UNRANKED = "first", "other", "no", ""
ORDER_WORDS = {
    FIRST: "This is the home that the child wants most.",
    OTHER: "The child wants another home more.",
    REFUSED: "The child says no to this home.",
    UNRANKED: "The child has put the homes in no order.",
}


@dataclass(frozen=True, slots=True)
class Beside:
    """What a choice of a search is made beside.

    meeting: of the list that is chosen from; meeting_owed: homes were invited and it is no emergency. offered: the
    homes that offered themselves -> their names. known: what of the child's record may stand in no letter to a home.
    homes: every home on the list -> the names that would tell which one it is.
    """

    preference: Preference | None = None
    meeting_id: UUID | None = None
    meeting_owed: bool = False
    offered: Mapping[UUID, str] = field(default_factory=dict)
    known: Known = field(default_factory=Known)
    homes: Mapping[UUID, frozenset[str]] = field(default_factory=dict)

    def letters_owed(self, chosen: UUID) -> tuple[UUID, ...]:
        """The homes that offered themselves and are not the one that is chosen."""
        return tuple(home for home in self.offered if home != chosen)

    def known_to(self, reader: UUID, *, chosen: UUID) -> Known:
        """What no letter to `reader` may say: of homes all that the record names but its own, and the chosen one."""
        others = self.known.homes - self.homes.get(reader, frozenset())
        return replace(self.known, homes=others | self.homes.get(chosen, frozenset()))


NOTHING_BESIDE = Beside()


def order_says(preference: Preference | None, home_id: UUID) -> str:
    """What the child's own order says of one home: FIRST, OTHER, REFUSED, or UNRANKED where it says nothing."""
    if preference is None:
        return UNRANKED
    placed = preference.of(home_id)
    if placed is not None and placed.no:
        return REFUSED
    if preference.first is None:
        return UNRANKED
    return FIRST if preference.first.home_id == home_id else OTHER


def answer_owed(preference: Preference | None, home_id: UUID) -> bool:
    """Whether choosing this home owes the child an answer to their own order."""
    return order_says(preference, home_id) in (OTHER, REFUSED)


def telling(words: str, known: Known) -> tuple[str, ...]:
    """What in a letter to a home could tell who the child is or where they go, each once, as written: councils too."""
    finds = (find for find in scan(words, known) if find.never or (find.kind == "area" and find.text[:1].isupper()))
    return tuple(dict.fromkeys(find.text for find in finds))
