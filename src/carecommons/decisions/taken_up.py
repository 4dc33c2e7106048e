"""A stay that began before any choice was made here: when an officer may take it up.

A child who lives in a home when a council begins to use this house came there by a choice that stands on paper. What
the law owes them from now on (visits, reviews, a review before a move, notice, a reason when it ends) needs a
placement, and no choice is made up for it: it says only since when the child lives there, who wrote that down, and
where it is written. It is never counted as right or wrong the first time: nobody here knows how it was chosen.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from carecommons.common.days import age_on
from carecommons.common.errors import NotNow, ReasonMissing, Refused

from .placement import Placed, still_there
from .reasons import too_thin

__all__ = ["Before", "Stay", "check_take_up"]


@dataclass(frozen=True, slots=True)
class Stay:
    """That a child lives in a home since a day, as somebody read it."""

    child_id: UUID
    home_id: UUID
    since: date


@dataclass(frozen=True, slots=True)
class Before:
    """A placement that is known here already. there: in the home whose stay is to be taken up."""

    state: Placed
    ended_on: date | None
    there: bool


def check_take_up(
    since: date, words: str, known: Iterable[Before], *, born: date, on: date, age_max: int, words_min: int,
    chosen_here_since: date | None = None, choice_waits: bool = False,
) -> None:  # fmt: skip
    """Raise where a stay cannot be taken up on a day.

    chosen_here_since: the day of the first search that this council opened here; None where it opened none.
    choice_waits: a choice of this home for this child waits for its approval.

    Refused("lives_since_future"), Refused("lives_since_before_birth"), Refused("taken_up_adult"),
    ReasonMissing("taken_up_words_missing"), NotNow("lives_there_here_already") where the child lives in a placement
    already, NotNow("move_there_planned") where a choice of this home waits to be approved or for them to come,
    NotNow("lived_elsewhere_then") for a day on which a placement here had not ended, and
    NotNow("chosen_here_since") for a day on which homes were chosen here already: who moved since then moved by a
    choice, with its list, its approver and its reasons, or by the path of an emergency.
    """
    known = tuple(known)
    if since > on:
        raise Refused("lives_since_future", "Nobody lives anywhere since a day that is still to be. Give the real day.")
    if since < born:
        raise Refused("lives_since_before_birth", "The child was not born on that day. Give the day of their coming.")
    if age_on(born, on) > age_max:
        raise Refused(
            "taken_up_adult",
            "They are 18 or over, so no placement of a child is taken up. What is owed to a care leaver stands in "
            "their pathway plan.",
        )
    if any(each.state is not Placed.PLANNED and still_there(each.state, each.ended_on, on) for each in known):
        raise NotNow(
            "lives_there_here_already",
            "This child lives in a placement that is kept here already. Open it from their record. Where they left "
            "it, record its end first.",
        )
    if choice_waits or any(each.state is Placed.PLANNED and each.there for each in known):
        raise NotNow(
            "move_there_planned",
            "This home was chosen for this child here. Have the choice approved; then say on the page of that "
            "placement that they came.",
        )
    if chosen_here_since is not None and since > chosen_here_since:
        raise NotNow(
            "chosen_here_since",
            f"Your council chooses homes here since {chosen_here_since:%d %B %Y}, so a child who came to live "
            "somewhere after that came by a choice. Open a search and record the choice, or open an emergency.",
        )
    ended = [each.ended_on for each in known if each.state is Placed.ENDED and each.ended_on is not None]
    if ended and since < max(ended):
        raise NotNow(
            "lived_elsewhere_then",
            f"By what is kept here the child lived in a placement until {max(ended):%d %B %Y}. Give that day or a "
            "later one.",
        )
    if too_thin(words, words_min=words_min):
        raise ReasonMissing(
            "taken_up_words_missing",
            "Say in a sentence where it is written that the child lives there since that day: the yearly return, "
            "their file, the agreement with the home.",
        )
