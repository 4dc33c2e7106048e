"""How councils keep the days of reviews, all together: a measure of those who decide, beside that of homes (G9).

Source: handbook G9 ("looking at their own behaviours") and section 7, Adjudication. Small counts are withheld; where a
part of a whole is withheld its other part is too, so that nothing is worked out by subtraction.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from carecommons.common.suppress import Shown, show
from carecommons.common.walls import seeing_all

from ..models import Review

__all__ = ["DayKept", "days_kept"]


@dataclass(frozen=True, slots=True)
class DayKept:
    """One day that councils owe: how often it was kept, and how often it was not. Open ones that are late count too."""

    what: str
    kept: Shown
    late: Shown


def days_kept(on: date, *, threshold: int, round_to: int) -> tuple[DayKept, ...]:
    """Acknowledging, finding and putting right, for every review of every council up to a day."""
    counted = {what: [0, 0] for what in ("Acknowledged in time", "Found in time", "Put right in time")}
    with seeing_all("the measure of reviews counts those of every council, and suppresses what it shows"):
        rows = list(
            Review.objects.exclude(state__in=["withdrawn", "redirected"]).values_list(
                "acknowledge_by", "acknowledged_at", "finding_by", "closed_at", "duty_by", "remedied_at"
            )
        )
    for acknowledge_by, acknowledged_at, finding_by, closed_at, duty_by, remedied_at in rows:
        pairs = ((acknowledge_by, acknowledged_at), (finding_by, closed_at), (duty_by, remedied_at))
        for tally, (due, done) in zip(counted.values(), pairs, strict=True):
            if due is None or (done is None and due >= on):
                continue  # nothing is owed, or there is time yet
            tally[done is None or timezone.localdate(done) > due] += 1
    return tuple(_shown(what, tally[0], tally[1], threshold, round_to) for what, tally in counted.items())


def _shown(what: str, kept: int, late: int, threshold: int, round_to: int) -> DayKept:
    """Both parts, or neither where one is small; a zero stays a zero, which gives nothing away."""
    parts = [show(each, threshold=threshold, round_to=round_to) for each in (kept, late)]
    if any(each.withheld for each in parts):
        parts = [each if each.withheld or each.value == 0 else Shown(None, "not shown") for each in parts]
    return DayKept(what, parts[0], parts[1])
