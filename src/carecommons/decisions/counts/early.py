"""Early ends by provider, over every council that stands behind the connection (people.doors.behind opens it)."""

from datetime import date, timedelta

from carecommons.constitution.queries import whole
from carecommons.provision.queries import providers_named

from ..early import EarlyLine, Lasted, early_lines
from ..ending import LedBy, ends_early
from ..models import Placement, PlacementEnd
from ..placement import Placed, still_there

__all__ = ["early_ends"]


def early_ends(*, on: date) -> tuple[EarlyLine, ...]:
    """Of the stays that have ended, or lasted so many days by now, how many ended early by the home's notice."""
    days = whole("early_notice_days", on)
    there = Placement.objects.filter(state__in=[Placed.LIVING, Placed.ENDED])
    rows = list(there.values_list("id", "home_id", "from_day", "state", "ended_on"))
    ends = {
        placement: (to_day, change, planned, led_by)
        for placement, to_day, change, planned, led_by in PlacementEnd.objects.filter(placement__isnull=False)
        .order_by("recorded_at", "id").values_list("placement_id", "to_day", "change", "planned", "led_by")
    }  # fmt: skip
    homes = providers_named(home for _, home, *_ in rows)
    found = []
    for placement, home, began, state, ended_on in rows:
        lasted = began + timedelta(days=days) <= on
        if home not in homes or not (lasted or not still_there(state, ended_on, on)):
            continue
        early = False
        if placement in ends:
            to_day, change, planned, led_by = ends[placement]
            early = bool(led_by) and ends_early(
                began=began, ended_on=to_day, change=change, planned=bool(planned), led_by=LedBy(led_by),
                within_days=days,
            )  # fmt: skip
        found.append(Lasted(*homes[home], early))
    return early_lines(found, threshold=whole("suppression_threshold", on), round_to=whole("suppression_round_to", on))
