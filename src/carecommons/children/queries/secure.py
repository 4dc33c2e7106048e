"""Whether the Secretary of State has approved a secure home for a child under 13, as recorded last."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ..models import SecureApproval

__all__ = ["Approved", "secure_approval"]


@dataclass(frozen=True, slots=True)
class Approved:
    """An approval that stands: its day and its reference."""

    approved_on: date
    reference: str
    recorded_at: datetime


def secure_approval(child_id: UUID) -> Approved | None:
    """The approval that stands, or None. The caller has asked who may see it."""
    row = SecureApproval.objects.filter(child_id=child_id).order_by("-recorded_at", "-pk").first()
    return None if row is None or row.ended else Approved(row.approved_on, row.reference, row.recorded_at)
