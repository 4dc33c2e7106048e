"""A review before a move takes a child out of the placement in which they live: when it is owed, and when it is there.

Two laws ask for it. Regulation 14: a council ends no placement before a review of the child's case; where the home's
own notice stands, the council does not end it. Section 22D: a child who lives with foster carers or in a children's
home (s22C(6)(a)-(c)) moves to other arrangements (s22C(6)(d): supported accommodation) only in consequence of a review,
whoever ends the placement. Both let an emergency go first, in words that the reviewing officer reads. The short path of
an emergency holds such words already. Source: Care Planning Regulations 2010 reg 14; Children Act 1989 s22D.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from carecommons.common.errors import ReasonMissing
from carecommons.provision.homes import KINDS

from .ending import Reviews, check_reviewed
from .reasons import too_thin

__all__ = [
    "LAW_WORDS", "NOT_GIVEN", "REVIEW_REFUSALS", "First", "Law", "Leaves", "check_review_first", "review_owed",
]  # fmt: skip

# What check_review_first raises, for doors that put it at its question.
REVIEW_REFUSALS = frozenset(
    {"review_before_move", "review_first", "review_day_wrong", "review_not_recorded", "review_too_old"}
)

PARENTS = "parents"
# s22C(6)(a)-(c): foster parents who are relatives or friends, other foster parents, and homes registered as such.
A_TO_C = frozenset(
    {
        "connected_person", "foster_household", "childrens_home", "secure_childrens_home",
        "special_school_registered_as_home",
    }
)  # fmt: skip
OTHER_ARRANGEMENTS = frozenset(KINDS) - A_TO_C - {PARENTS}  # s22C(6)(d)


class Law(StrEnum):
    """Which law asks for the review."""

    ENDING = "regulation_14"
    OTHER = "section_22d"


LAW_WORDS = {
    Law.ENDING: (
        "The council ends no placement before a review of the child’s case, and no notice of the home stands "
        "(Care Planning Regulations 2010 reg 14)."
    ),
    Law.OTHER: (
        "A child who lives with foster carers or in a children’s home moves to supported accommodation, or another "
        "arrangement of that kind, only after a review has weighed it (Children Act 1989 s22D)."
    ),
}


@dataclass(frozen=True, slots=True)
class Leaves:
    """The placement in which a child lives and which a move would end.

    home_gave_notice: the home's own notice stands open. council_reviewed: the council's own does, and it named its
    review, or the emergency, when it was given.
    """

    home_kind: str
    began: date
    home_gave_notice: bool = False
    council_reviewed: bool = False


@dataclass(frozen=True, slots=True)
class First:
    """What is said to have come first: a review, by its day; or why none could, in words."""

    reviewed_on: date | None = None
    emergency: str = ""

    def __bool__(self) -> bool:
        return self.reviewed_on is not None or bool(self.emergency)


NOT_GIVEN = First()


def review_owed(leaves: Leaves | None, to_kind: str, *, emergency: bool) -> tuple[Law, ...]:
    """The laws that ask for a review before a child moves to a home of this kind; none where nothing would end.

    leaves: None where the child lives in no placement, or the end of it is written down already. emergency: the move
    was decided on the short path of an emergency.
    """
    if leaves is None or emergency:
        return ()
    ending = not leaves.home_gave_notice and not leaves.council_reviewed
    other = leaves.home_kind in A_TO_C and to_kind in OTHER_ARRANGEMENTS
    return tuple(law for law, asked in ((Law.ENDING, ending), (Law.OTHER, other)) if asked)


def check_review_first(
    owed: tuple[Law, ...], first: First, reviews: Reviews, *, began: date, by_day: date, words_min: int
) -> None:
    """Raise where a review is owed before a move and is not there.

    ReasonMissing("review_before_move"), Refused("review_day_wrong"), Refused("review_not_recorded"),
    Refused("review_too_old").
    """
    if not owed:
        return
    if first.reviewed_on is None and too_thin(first.emergency, words_min=words_min):
        raise ReasonMissing(
            "review_before_move",
            f"This move takes the child out of the home in which they live. {' '.join(LAW_WORDS[law] for law in owed)} "
            "First the reviewing officer holds the review and records it on the page of the placement in which the "
            "child lives: then it can be named by its day. Or, where somebody is in danger, say who and why it could "
            "not wait: the reviewing officer is told.",
            laws=[law.value for law in owed],
        )
    check_reviewed(first.reviewed_on, first.emergency, reviews, began=began, by_day=by_day, words_min=words_min)
