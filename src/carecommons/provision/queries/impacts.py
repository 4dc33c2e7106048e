"""What homes say of one child and those who live there, both ways. For rooms that have asked who may."""

from collections.abc import Iterable
from uuid import UUID

from carecommons.provision.impact import BothWays
from carecommons.provision.models import GroupImpact

__all__ = ["impacts_about"]


def impacts_about(child_id: UUID, homes: Iterable[UUID]) -> dict[UUID, BothWays]:
    """home -> its newest word of this child."""
    rows = GroupImpact.objects.filter(about=child_id, home_id__in=set(homes)).order_by("recorded_at", "id")
    return {
        row.home_id: BothWays(
            row.answer, row.there, row.words, row.newcomer, row.newcomer_words, row.recorded_at
        )
        for row in rows
    }  # fmt: skip
