"""Ways on from the record of a child (search, where they live or will live, a home to ask for) and from the list.

It stands here because a search and a placement belong to rooms that the record may not know.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import template
from django.utils import timezone

from carecommons.children.queries import ChildRecord
from carecommons.decisions import queries as decisions
from carecommons.decisions.queries import PlacementRecord, may_be_taken_up, placements_of
from carecommons.matching.queries import InvitationLine, open_search_of
from carecommons.people.may import may, may_at_all

register = template.Library()


@dataclass(frozen=True, slots=True)
class Ways:
    """Where a reader of the record may go on. placements: newest first, as far as this reader may see them.

    may_take_up: no stay of the child is kept here, and this reader may take up one that began before.
    """

    search: UUID | None
    placements: tuple[PlacementRecord, ...]
    may_refer: bool
    may_open_emergency: bool
    may_take_up: bool

    @property
    def any(self) -> bool:
        return bool(self.search or self.placements or self.may_refer or self.may_open_emergency or self.may_take_up)


@register.simple_tag(takes_context=True)
def ways_of(context: Mapping[str, Any], child: ChildRecord) -> Ways:
    """What this reader may open next about this child."""
    person = context["request"].person

    def lets(act: str) -> bool:
        return bool(may(person, act, child.subject))

    return Ways(
        search=open_search_of(child.id) if lets("matching.see_referral") else None,
        placements=placements_of(child.id) if lets("decisions.see_placement") else (),
        may_refer=lets("matching.refer"),
        may_open_emergency=lets("matching.open_emergency"),
        may_take_up=lets("decisions.take_up_stay") and may_be_taken_up(child, on=timezone.localdate()),
    )


@register.simple_tag(takes_context=True)
def stays_to_take_up(context: Mapping[str, Any]) -> int:
    """How many children this reader could take up, who live in a home with no stay kept here; none is named."""
    person = context["request"].person
    if not may_at_all(person, "decisions.take_up_stay"):
        return 0
    return len(decisions.stays_to_take_up(person.authorities, on=timezone.localdate()))


@register.simple_tag(takes_context=True)
def letter_to(context: Mapping[str, Any], line: InvitationLine) -> UUID | None:
    """The letter to a home about an invitation that is over: why another home was chosen; None where there is none."""
    request = context["request"]
    if not hasattr(request, "own_letters"):
        request.own_letters = {(each.home_id, each.code): each.id for each in decisions.letters_for(request.person)}
    found: UUID | None = request.own_letters.get((line.home_id, line.code))
    return found
