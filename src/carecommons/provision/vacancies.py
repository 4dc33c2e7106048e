"""Free places as a home says them, and how long its word holds.

A vacancy is what the home said at a moment. It runs out after a number of hours that the constitution sets
(`vacancy_valid_hours`), so that no child is sent after a place that was free last month.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum


class Opening(IntEnum):
    """Whether a home has a place that can be given now; only OPEN passes."""

    OPEN = 0
    FULL = 1
    RAN_OUT = 2
    NEVER_SAID = 3


@dataclass(frozen=True, slots=True)
class Said:
    """What a home last said: `free` places at the moment `said_at`."""

    free: int
    said_at: datetime


def free_now(*, said: Said | None, places: int, living: int, came_since: int, at: datetime, valid: timedelta) -> int:
    """Places that can be given at a moment: min(said - came since it was said, places - living), never below 0.

    0 when nothing was said, when it was said too long ago, or when it is said of a later moment.
    """
    if said is None or not said.said_at <= at <= said.said_at + valid:
        return 0
    return max(0, min(said.free - came_since, places - living))


def opening(*, said: Said | None, free: int, at: datetime, valid: timedelta) -> Opening:
    """Why there is or is not a place: the words behind `free_now`."""
    if free > 0:
        return Opening.OPEN
    if said is None:
        return Opening.NEVER_SAID
    # "Full" outlives its 72 hours: an old "nothing free" is no reason to call the home again as if it were open.
    return Opening.FULL if said.free == 0 or at <= said.said_at + valid else Opening.RAN_OUT
