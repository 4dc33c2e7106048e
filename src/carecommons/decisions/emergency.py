"""The life of an emergency stay, by the clock: until when it runs, and what a review does to it.

    looking -> chosen -> placed -> over
    looking -> called_off | ran_out;  chosen -> looking | ran_out;  placed -> late;  late -> placed | over

Nothing here moves a child: a stay that nobody reviewed in time is late, said to everybody who must see to it, and the
child stays where they are until somebody decides. A review lets it go on so often at most, and never the same person
twice running: a stay for hours does not become a home by habit. Source: handbook section 5 (time-boxed, review); Care
Planning Regulations 2010 reg 23 (emergency stay with an approved foster family outside its terms). Units: hours by the
clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from carecommons.common.days import LONDON, add_working_days
from carecommons.common.errors import NotAllowed, NotNow


class Phase(StrEnum):
    LOOKING = "looking"
    CHOSEN = "chosen"
    PLACED = "placed"
    LATE = "late"
    OVER = "over"
    CALLED_OFF = "called_off"
    RAN_OUT = "ran_out"


PHASE_WORDS = {
    Phase.LOOKING: "A home is looked for tonight",
    Phase.CHOSEN: "A home is proposed and waits for the approver on call",
    Phase.PLACED: "The child is in an emergency home",
    Phase.LATE: "The emergency stay has run out, and the child is still there",
    Phase.OVER: "The emergency stay is over",
    Phase.CALLED_OFF: "The emergency was called off",
    Phase.RAN_OUT: "The hours of the emergency path are over; the full search goes on",
}
# phase -> the phases that may follow.
NEXT: dict[Phase, tuple[Phase, ...]] = {
    Phase.LOOKING: (Phase.CHOSEN, Phase.CALLED_OFF, Phase.RAN_OUT),
    Phase.CHOSEN: (Phase.LOOKING, Phase.PLACED, Phase.RAN_OUT),
    Phase.PLACED: (Phase.LATE, Phase.OVER),
    Phase.LATE: (Phase.PLACED, Phase.OVER),
    Phase.OVER: (),
    Phase.CALLED_OFF: (),
    Phase.RAN_OUT: (Phase.CALLED_OFF,),
}
UNDER_WAY = (Phase.LOOKING, Phase.CHOSEN, Phase.PLACED, Phase.LATE)


@dataclass(frozen=True, slots=True)
class Review:
    """One review of an emergency stay: whether it goes on, why, and who said so."""

    goes_on: bool
    words: str
    reviewed_at: datetime
    reviewed_by_role: str
    reviewed_by: UUID


def exempt_until(from_day: date, *, working_days: int) -> date:
    """The last day of a stay outside a foster family's terms: so many working days after the day on which it begins."""
    return add_working_days(from_day, working_days)


def hours_from(placed_at: datetime, reviews: Sequence[Review]) -> datetime:
    """The moment at which the hours of an emergency stay began, or began again by a review that let it go on."""
    return max([placed_at, *(review.reviewed_at for review in reviews if review.goes_on)])


def stays_until(
    placed_at: datetime, reviews: Sequence[Review], *, hours: int, exempt: date | None = None
) -> datetime:  # fmt: skip
    """The moment at which an emergency stay runs out unless it is reviewed. An exemption ends with its day."""
    until = hours_from(placed_at, reviews) + timedelta(hours=hours)
    return until if exempt is None else min(until, _end_of(exempt))


def phase(
    search_state: str, *, at: datetime, looks_until: datetime, stays_until: datetime | None, over: bool
) -> Phase:  # fmt: skip
    """Where an emergency stands at a moment. stays_until: of a stay that an approver put in force, else None."""
    if search_state == "withdrawn":
        return Phase.CALLED_OFF
    if search_state == "decided":
        assert stays_until is not None, "a decided emergency has a stay"
        if over:
            return Phase.OVER
        return Phase.LATE if at > stays_until else Phase.PLACED
    if at > looks_until:
        return Phase.RAN_OUT
    return Phase.CHOSEN if search_state == "proposed" else Phase.LOOKING


def check_may_review(found: Phase) -> None:
    """Raise NotNow("emergency_not_placed") unless there is a stay to review."""
    if found not in (Phase.PLACED, Phase.LATE):
        raise NotNow(
            "emergency_not_placed",
            f"{PHASE_WORDS[found]}, so there is no emergency stay to review. Nothing was changed.",
            phase=found.value,
        )


def times_left(reviews: Sequence[Review], *, most: int) -> int:
    """How many more reviews may let a stay go on, of `most` for the whole of it."""
    return max(most - sum(review.goes_on for review in reviews), 0)


def check_may_go_on(
    exempt: date | None, reviews: Sequence[Review], *, most: int, by: UUID | None, at: datetime
) -> None:  # fmt: skip
    """Raise where a review may not let a stay go on. reviews: of this stay, in their order; most: of all of them.

    NotNow("exemption_over") for one outside a foster family's terms whose days are over, NotNow("stay_went_on_enough")
    for one that went on as often as it may, and NotAllowed("same_reviewer") for whoever let it go on the time before.
    """
    if exempt is not None and at > _end_of(exempt):
        raise NotNow(
            "exemption_over",
            f"This stay is outside the foster family's terms of approval, and the law allows that only until "
            f"{exempt.day} {exempt:%B %Y}. It cannot go on: choose another home from the full search, or have the "
            "terms of approval changed first.",
            until=exempt.isoformat(),
        )
    if not times_left(reviews, most=most):
        raise NotNow(
            "stay_went_on_enough",
            f"This emergency stay has gone on by review {most} times, and more is not allowed: it was for a few days. "
            "The child stays where they are until a choice is made. Choose a home from the full search, or record that "
            "the stay ends.",
            most=most,
        )
    before = [review for review in reviews if review.goes_on]
    if before and before[-1].reviewed_by == by:
        raise NotAllowed(
            "same_reviewer",
            "You let this stay go on the time before, so somebody else looks at it now: another approver, or the "
            "reviewing officer. You can still record that it ends.",
        )


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, LONDON)
