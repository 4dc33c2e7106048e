"""What a notice is made from. The caller has asked who may read it, and written down the look."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from carecommons.children.queries import children_named, find_child, profile
from carecommons.common.errors import NotFound
from carecommons.common.places import authorities, authority
from carecommons.provision.homes import KINDS
from carecommons.provision.queries import home_names

from ..models import Decision, Placement, PlanAnswer
from ..notice_paper import NoticeFacts
from ..notices import Notice, check_owed
from ..state import State
from .starting import emergency, notices_of

__all__ = ["FirstToTell", "facts_for_notice", "first_to_tell", "unsent_before"]


@dataclass(frozen=True, slots=True)
class FirstToTell:
    """A choice that waits for its approver and cannot be approved before this notice is recorded."""

    decision_id: UUID
    child_id: UUID
    child_reference: str
    home_name: str
    notice: Notice


def unsent_before(decision_id: UUID, *, at: datetime) -> tuple[Notice, ...]:
    """The notices that come before the approval of a choice and are not recorded. Raises NotFound."""
    return tuple(each for each in notices_of(decision_id, at=at) if each.before and each.sent_on is None)


def first_to_tell(authorities: Collection[str], *, at: datetime) -> tuple[FirstToTell, ...]:
    """The choices of these councils that wait for a notice before anybody can approve them; soonest first."""
    rows = list(Decision.objects.filter(authority__in=authorities, state=State.PROPOSED).order_by("from_day", "id"))
    cards = home_names([row.home_id for row in rows])
    away = [row for row in rows if cards[row.home_id].authority != row.authority]
    names = children_named(row.child_id for row in away)
    return tuple(
        FirstToTell(row.id, row.child_id, names[row.child_id].reference, cards[row.home_id].name, notice)
        for row in away
        for notice in unsent_before(row.id, at=at)
    )


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
