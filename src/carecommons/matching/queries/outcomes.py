"""What came of an offer, as far as its home may know: whether it is on the shortlist, and why it is not any more.

Nothing here says more than the home reads under its shortlists and its letters.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from carecommons.common.walls import seeing
from carecommons.people.roles import Person

from ..detail import OUTCOMES, OVER, Asked, DetailRecord
from ..models import Invitation
from .details import chosen_since_asked, details_for
from .rounds import InvitationLine

__all__ = ["with_outcomes"]


def with_outcomes(lines: Iterable[InvitationLine], *, by: Person, at: datetime) -> tuple[InvitationLine, ...]:
    """These invitations of a person's homes, those that are over with what came of them."""
    found, on = tuple(lines), timezone.localdate(at)
    if all(line.open for line in found):
        return found
    told = _by_invitation(by)
    return tuple(
        replace(line, outcome=_said(told[line.id], on)) if not line.open and line.id in told else line for line in found
    )


def _by_invitation(by: Person) -> dict[UUID, DetailRecord]:
    """Invitation -> the newest asking to accept the terms that followed it: the last round of that search counts."""
    newest: dict[tuple[UUID, UUID], DetailRecord] = {}
    for each in details_for(by):  # newest first
        newest.setdefault((each.referral_id, each.home_id), each)
    if not newest:
        return {}
    children = {each.child_id for each in newest.values()}
    with seeing(authorities=by.authorities, children={*by.children, *children}, person=by.id):
        rows = Invitation.objects.filter(
            round__referral_id__in={search for search, _ in newest}, home_id__in={home for _, home in newest}
        ).order_by("round__number")
        last = {(search, home): key for key, search, home in rows.values_list("id", "round__referral_id", "home_id")}
    return {last[pair]: each for pair, each in newest.items() if pair in last}


def _said(found: DetailRecord, on: date) -> str:
    if found.state is Asked.REVOKED:
        return OVER.get(found.revoked_because, OUTCOMES[Asked.REVOKED])
    if found.state is Asked.ACCEPTED and chosen_since_asked(found, on=on):
        return "Your home was chosen"
    return OUTCOMES[found.state]
