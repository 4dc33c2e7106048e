"""What a notice is made from. The caller has asked who may read it, and written down the look."""

from datetime import date, datetime
from uuid import UUID

from carecommons.children.queries import find_child, profile
from carecommons.common.errors import NotFound
from carecommons.common.places import authorities, authority
from carecommons.provision.homes import KINDS
from carecommons.provision.queries import home_names

from ..models import Decision, Placement, PlanAnswer
from ..notice_paper import NoticeFacts
from ..notices import check_owed
from .starting import emergency, notices_of

__all__ = ["facts_for_notice"]


def facts_for_notice(decision_id: UUID, kind: str, *, on: date, at: datetime) -> NoticeFacts:
    """Everything that one notice of a choice may say. Raises NotFound, and Refused("notice_not_owed")."""
    row = Decision.objects.filter(id=decision_id).first()
    if row is None:
        raise NotFound()
    owed = check_owed(notices_of(decision_id, at=at), kind)
    child, card = find_child(row.child_id), home_names([row.home_id])[row.home_id]
    placed = Placement.objects.filter(decision_id=row.id).first()
    said = {each.item: each.words for each in PlanAnswer.objects.filter(placement=placed)} if placed else {}
    known = authorities(on)
    return NoticeFacts(
        kind=owed.kind, reference=child.reference, known_as=child.known_as, birth_date=child.birth_date,
        council=authority(row.authority, on).name, from_day=placed.from_day if placed else row.from_day,
        home=f"{KINDS[card.kind]} {card.reference}" + (f", run by {card.provider}" if card.provider else ""),
        home_council=known[card.authority].name if card.authority in known else "a council outside England",
        why_chosen=row.why_chosen, profile=profile(row.child_id), said=said, emergency=emergency(row.id),
    )  # fmt: skip
