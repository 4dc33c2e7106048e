"""How long homes have to answer: one clock a kind of search, the same for every home of a round.

Source: handbook section 2 (referral timescales are local: planned, urgent, emergency) and C2 (the same time for all).
Units: working days for what is planned, whole hours for what is urgent.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from carecommons.common.days import LONDON, add_working_days

CLOCKS: dict[str, str] = {"planned": "Planned", "urgent": "Urgent", "emergency": "Emergency"}
# Why a home is looked for -> how pressing that is. What is not named is planned.
PRESSING: dict[str, str] = {
    "emergency": "emergency",
    "notice": "urgent",
    "breakdown": "urgent",
    "closure": "urgent",
    "allegation": "urgent",
    "consent_withdrawn": "urgent",
    "short_stay_ends": "urgent",
}


@dataclass(frozen=True, slots=True)
class Times:
    """The published times: working days where it is planned, hours where it is urgent or an emergency."""

    planned_working_days: int
    urgent_hours: int
    emergency_hours: int


def clock_of(*, why: str, stay: str) -> str:
    """The clock of a search, from why a home is looked for and for what stay; nobody chooses it."""
    return "emergency" if stay == "emergency" else PRESSING.get(why, "planned")


def closes_at(clock: str, opened_at: datetime, times: Times) -> datetime:
    """The moment at which the time to answer is over: the same hour in England, so many working days on, or hours."""
    if clock == "planned":
        local = opened_at.astimezone(LONDON)
        return local.replace(tzinfo=None).combine(
            add_working_days(local.date(), times.planned_working_days), local.time(), tzinfo=LONDON
        ).astimezone(opened_at.tzinfo)  # fmt: skip
    hours = times.urgent_hours if clock == "urgent" else times.emergency_hours
    return opened_at + timedelta(hours=hours)
