"""What was tried before each search, as values; and whether a search was planned.

For rooms that have asked who may.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from carecommons.constitution.parameters import listed

from .. import models
from ..prevention import Prevention, Tried

__all__ = ["is_unplanned", "prevented", "prevention_of"]


def is_unplanned(why: str, on: date) -> bool:
    """Whether a search for this reason was not planned, by the list in force on the day that it opened."""
    return why in listed("unplanned_triggers", on)


def prevented(searches: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the searches for which it is on record what was tried, or why nothing could be."""
    rows = models.PreventionRecord.objects.filter(referral_id__in=set(searches))
    return frozenset(rows.values_list("referral_id", flat=True))


def prevention_of(referral_id: UUID) -> Prevention | None:
    """What was last written down of one search; None before anything was."""
    row = models.PreventionRecord.objects.filter(referral_id=referral_id).order_by("-recorded_at", "-id").first()
    if row is None:
        return None
    return Prevention(
        root_cause=row.root_cause,
        tried=tuple(Tried(each.what, each.by_whom, each.tried_on, each.came_of) for each in row.tried.all()),
        nothing_because=row.nothing_because, recorded_at=row.recorded_at, recorded_by_role=row.recorded_by_role,
    )  # fmt: skip
