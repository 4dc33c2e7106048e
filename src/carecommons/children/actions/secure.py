"""The Secretary of State's approval of a secure home for a child under 13: recorded, or said to have ended."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from carecommons.common.errors import NotNow, Refused
from carecommons.people.roles import Person

from ..models import SecureApproval
from ..queries import secure_approval
from .record import child_to_change

__all__ = ["end_secure_approval", "record_secure_approval"]

ACT = "children.record_secure_approval"


@transaction.atomic
def record_secure_approval(*, child_id: UUID, approved_on: date, reference: str, by: Person, at: datetime) -> None:
    """Write down that the Secretary of State has approved a secure home for this child: the day and the reference."""
    child = child_to_change(child_id=child_id, act=ACT, by=by)
    if not reference.strip():
        raise Refused("reference_missing", "Give the reference of the approval, as the letter has it.")
    if approved_on > timezone.localdate(at):
        raise Refused("approved_in_future", "This day has not come yet. Record the approval when it has been given.")
    _add(child.pk, approved_on, reference.strip(), ended=False, by=by, at=at)


@transaction.atomic
def end_secure_approval(*, child_id: UUID, by: Person, at: datetime) -> None:
    """Write down that the approval no longer stands. What was recorded is kept."""
    child = child_to_change(child_id=child_id, act=ACT, by=by)
    standing = secure_approval(child.pk)
    if standing is None:
        raise NotNow("secure_approval_missing", "No approval stands, so none was ended.")
    _add(child.pk, standing.approved_on, standing.reference, ended=True, by=by, at=at)


def _add(child_id: UUID, approved_on: date, reference: str, *, ended: bool, by: Person, at: datetime) -> None:
    SecureApproval(
        child_id=child_id, approved_on=approved_on, reference=reference, ended=ended, recorded_at=at,
        recorded_by=by.id, recorded_by_role=by.role.value,
    ).save(force_insert=True)  # fmt: skip
