"""How children were heard before decisions, for counting: in their own way, or by which lawful exception."""

from datetime import date
from uuid import UUID

from carecommons.children.models import RecordedWish
from carecommons.children.wishes import ASKED_STAGES, EXCEPTIONS

__all__ = ["how_heard"]

OWN_WAY = "In their own way"


def how_heard(since: date, on: date) -> dict[UUID, tuple[str, str]]:
    """child -> (council, how they were last heard at a stage where the law asks). Raw: suppress before printing."""
    rows = RecordedWish.objects.filter(stage__in=ASKED_STAGES, said_on__gte=since, said_on__lte=on)
    told = rows.order_by("said_on", "recorded_at").values_list("child_id", "child__authority", "how")
    return {child: (council, how if how in EXCEPTIONS else OWN_WAY) for child, council, how in told}
