"""Records that began with almost nothing, and what they still owe. The caller has asked who may see them."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from ..models import MinimalRecord

__all__ = ["birth_not_known", "born_from"]


def born_from(child_id: UUID) -> date | None:
    """The earliest day of birth that is possible, where the day is not known; None where it is."""
    row = MinimalRecord.objects.filter(child_id=child_id, completed_at=None).first()
    return row.born_from if row else None


def birth_not_known(children: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these children whose day of birth is still to be found out."""
    rows = MinimalRecord.objects.filter(child_id__in=set(children), completed_at=None)
    return frozenset(rows.values_list("child_id", flat=True))
