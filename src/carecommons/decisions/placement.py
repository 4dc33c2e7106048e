"""The life of a placement, from the choice that is in force to the day on which it ended.

    planned -> living | withdrawn | ended;  living -> ended

A placement begins as planned when its choice is approved: the place is held from its first day. It is living once the
child has come, withdrawn when the move was taken back before, and ended when the child has left. Nothing follows on
from an end: another home is another choice. A stay that began before any choice here is living from the moment in which
somebody takes it up (taken_up.py). Source: handbook section 5, steps 8 to 12.
"""

from datetime import date
from enum import StrEnum

from carecommons.common.errors import NotNow


class Placed(StrEnum):
    PLANNED = "planned"
    LIVING = "living"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


PLACED_WORDS = {
    Placed.PLANNED: "The move is planned",
    Placed.LIVING: "The child lives there",
    Placed.WITHDRAWN: "The move was taken back",
    Placed.ENDED: "The child has left",
}
# state -> the states that may follow.
NEXT: dict[Placed, tuple[Placed, ...]] = {
    Placed.PLANNED: (Placed.LIVING, Placed.WITHDRAWN, Placed.ENDED),
    Placed.LIVING: (Placed.ENDED,),
    Placed.WITHDRAWN: (),
    Placed.ENDED: (),
}
UNDER_WAY = (Placed.PLANNED, Placed.LIVING)
WAITS = "The move waits"
LEAVES = "The child lives there until {day}"


def still_there(state: str, ended_on: date | None, on: date) -> bool:
    """Whether a placement still runs on a day. An end may be written down ahead: until its day the child lives there,
    and everything that the law owes a child who lives there goes on."""
    return state in UNDER_WAY or (state == Placed.ENDED and ended_on is not None and on < ended_on)


def check_next(state: str, new: Placed) -> None:
    """Raise NotNow("placement_not_so") when a placement in `state` cannot become `new`."""
    if new not in NEXT[Placed(state)]:
        raise NotNow(
            "placement_not_so",
            f"{PLACED_WORDS[Placed(state)]}, so this cannot be done. Nothing was changed.",
            state=state,
        )
