"""The end of a stay, and a planned move that is taken back: for a child of one's own council."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from carecommons.children.queries import find_child
from carecommons.common.errors import Refused
from carecommons.people.may import check_may
from carecommons.people.roles import Person
from carecommons.provision.actions import leave_place, withdraw_stay

from ..stays import END_REASONS

__all__ = ["end_stay", "withdraw_move"]


@transaction.atomic
def end_stay(*, child_id: UUID, to_day: date, reason: str, by: Person, at: datetime) -> None:
    """Write down that a child leaves the place where they live. reason: a code of the statutory return (REC)."""
    child = find_child(child_id)
    check_may(by, "provision.take_place", child.subject)
    if reason not in END_REASONS:
        raise Refused(
            "end_reason_unknown", f"Give the reason by its code in the statutory return: {', '.join(END_REASONS)}."
        )
    leave_place(resident=child.id, to_day=to_day, reason=reason, by=by, at=at, for_authority=child.authority)


@transaction.atomic
def withdraw_move(*, child_id: UUID, reason: str, by: Person, at: datetime) -> bool:
    """Take back a move that is only planned; answer whether the child stays on where they live now."""
    child = find_child(child_id)
    check_may(by, "provision.take_place", child.subject)
    return withdraw_stay(resident=child.id, reason=reason, by=by, at=at, for_authority=child.authority)
