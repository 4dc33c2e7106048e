"""How children were heard before decisions, for counting: in their own way, or by which lawful exception."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from carecommons.children.models import RecordedWish

__all__ = ["how_heard"]

OWN_WAY = "In their own way"


def how_heard(
    since: date, on: date, *, stages: Collection[str], exceptions: Collection[str]
) -> dict[UUID, tuple[str, str]]:
    """child -> (council, how they were last heard at one of these stages). Raw: suppress before printing."""
    rows = RecordedWish.objects.filter(stage__in=stages, said_on__gte=since, said_on__lte=on)
    told = rows.order_by("said_on", "recorded_at").values_list("child_id", "child__authority", "how")
    return {child: (council, how if how in exceptions else OWN_WAY) for child, council, how in told}
