"""Early ends by provider, over every council that stands behind the connection (people.doors.behind opens it)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from carecommons.constitution.queries import whole
from carecommons.provision.queries import providers_named

from ..early import EarlyLine, Lasted, early_lines
from ..ending import LedBy, ends_early
from ..models import Placement, PlacementEnd
from ..officers import settled_on
from ..placement import Placed
from . import periods

__all__ = ["Settled", "early_ends", "stays_settled"]


@dataclass(frozen=True, slots=True)
class Settled:
    """A stay of which it was settled within some time whether it ended early."""

    authority: str
    home: UUID
    early: bool


def early_ends(*, on: date) -> tuple[EarlyLine, ...]:
    """Of the stays of which it was settled in `last_period`, how many ended early by the home's notice."""
    period = periods.last_period(on)
    found = stays_settled(period, days=whole("early_notice_days", period.to_day))
    homes = providers_named(each.home for each in found)
    return early_lines([Lasted(*homes[each.home], each.early) for each in found if each.home in homes], **period.rule)


def stays_settled(period: periods.Period, *, days: int) -> tuple[Settled, ...]:
    """Each stay once, by what was recorded before the end of the period.

    Stays that were taken up are left out: those of their time that ended early were never written down here, so that a
    share among the rest would flatter.
    """
    there = Placement.objects.filter(
        state__in=[Placed.LIVING, Placed.ENDED], from_day__lte=period.to_day, made_at__lt=period.before,
        decision__isnull=False,
    ).order_by("from_day", "id")  # fmt: skip
    ends: dict[UUID, list[Mapping[str, Any]]] = defaultdict(list)
    said = PlacementEnd.objects.filter(placement__isnull=False, recorded_at__lt=period.before)
    for row in said.order_by("recorded_at", "id").values(
        "placement_id", "to_day", "change", "planned", "led_by", "recorded_at"
    ):
        assert row["placement_id"] is not None, "only ends of placements were asked for"
        ends[row["placement_id"]].append(row)
    found = []
    for key, code, home, began in there.values_list("id", "authority", "home_id", "from_day"):
        said_of = ends.get(key)
        settled = settled_on(
            began=began, ended_on=said_of[-1]["to_day"] if said_of else None,
            known_on=timezone.localdate(said_of[0]["recorded_at"]) if said_of else None, within_days=days,
        )  # fmt: skip
        if period.holds(settled):
            found.append(Settled(code, home, _early(said_of[-1], began, days) if said_of else False))
    return tuple(found)


def _early(row: Mapping[str, Any], began: date, days: int) -> bool:
    return bool(row["led_by"]) and ends_early(
        began=began, ended_on=row["to_day"], change=row["change"], planned=bool(row["planned"]),
        led_by=LedBy(row["led_by"]), within_days=days,
    )  # fmt: skip
