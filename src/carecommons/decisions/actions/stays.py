"""A planned move that is taken back, for a child of one's own council. How a stay ends: ending.py."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from carecommons.children.queries import find_child
from carecommons.matching.actions import mark_move_withdrawn
from carecommons.people.may import check_may
from carecommons.people.roles import Person
from carecommons.provision.actions import withdraw_stay

from ..models import Placement
from ..placement import Placed, check_next

__all__ = ["withdraw_move"]


@transaction.atomic
def withdraw_move(*, child_id: UUID, reason: str, by: Person, at: datetime) -> bool:
    """Take back a move that is only planned; answer whether the child stays on where they live now."""
    child = find_child(child_id)
    check_may(by, "provision.take_place", child.subject)
    stays = withdraw_stay(resident=child.id, reason=reason, by=by, at=at, for_authority=child.authority)
    _withdrawn(child.id, by=by, at=at)
    return stays


def _withdrawn(child_id: UUID, *, by: Person, at: datetime) -> None:
    """Of the placements that are only planned, that of the move that was taken back begins last. A stay from before
    any choice has none."""
    rows = Placement.objects.select_for_update(of=("self",)).filter(child_id=child_id, state=Placed.PLANNED)
    row = rows.select_related("decision").order_by("-from_day", "-made_at").first()
    if row is not None:
        assert row.decision is not None, "only a move that was chosen here is planned"
        check_next(row.state, Placed.WITHDRAWN)
        row.state, row.ended_on = Placed.WITHDRAWN, timezone.localdate(at)
        row.save(update_fields=["state", "ended_on"])
        mark_move_withdrawn(referral_id=row.decision.referral_id, by=by, at=at)
