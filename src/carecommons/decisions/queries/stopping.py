"""Whether a choice that waits could be approved now, whatever its approver ticks: asked by the act and by the page.

What the approver says (of what they are satisfied, which review came first) and whether the last place is still free
are asked by the act alone.
"""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from carecommons.common.errors import NotFound, NotNow, Refused
from carecommons.constitution.queries import check_in_force
from carecommons.matching.queries import check_has_not_said_no, check_in_time, referral
from carecommons.people.roles import Role

from ..approvals import Approval, stricter
from ..formulation import check_current
from ..models import Decision
from .formulations import formulations_for
from .lawful import approval_now
from .record import spoken_since

__all__ = ["check_still_stands", "stops_approval"]


def check_still_stands(row: Decision, *, at: datetime) -> Approval:
    """Who must approve this choice today, where nothing that happened since it was proposed stops it.

    Raises what approvals.approve names of a choice that does not stand any more.
    """
    on = timezone.localdate(at)
    check_in_force(row.criteria_version, on)
    now = approval_now(row.referral_id, row.home_id, criteria_version=row.criteria_version, at=at)
    _check_approver(row, now)
    _check_child_heard(row)
    check_has_not_said_no(row.referral_id, row.home_id)
    search = referral(row.referral_id)
    if not search.emergency:
        check_current(formulations_for(row.child_id, [row.home_id], on=on).get(row.home_id, ()))
    if row.emergency:
        check_in_time(search, at=at)
    return now


def stops_approval(decision_id: UUID, *, at: datetime) -> str:
    """Why a choice could not be approved now, and what to do, in words; "" where nothing stops it. Raises NotFound."""
    row = Decision.objects.filter(id=decision_id).first()
    if row is None:
        raise NotFound()
    try:
        check_still_stands(row, at=at)
    except Refused as refusal:
        return str(refusal)
    return ""


def _check_approver(row: Decision, now: Approval) -> None:
    """Raise NotNow("approver_changed") where the facts of today ask for somebody more senior than those of then."""
    if stricter(now.role, Role(row.approver_needed)):
        raise NotNow(
            "approver_changed",
            f"Since this choice was proposed, what is known has changed. It now needs: {now.words} "
            "Send it back, so that it can be proposed to them; its words are kept.",
            needed=now.role.value,
        )
    if now.spot and not row.spot:
        raise NotNow(
            "agreement_ended_since",
            "Since this choice was proposed, the agreement with whoever runs the home has ended, or ends before the "
            "move: it is a spot purchase now, and owes its reason and a remedy. Send it back; its words are kept.",
        )


def _check_child_heard(row: Decision) -> None:
    """Raise NotNow("child_spoke_since") where the child has said something that this choice has not weighed (A2)."""
    if spoken_since(row.child_id, row.proposed_at):
        raise NotNow(
            "child_spoke_since",
            "The child has said something since this choice was proposed. Read it, and send the choice back, so that "
            "it is made again with those words weighed; what was written for it is kept.",
        )
