"""Children who could not be reached before a decision in an emergency, and are still to be asked."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from carecommons.constitution.queries import whole
from carecommons.people.may import may_at_all
from carecommons.people.roles import Person, Role

from ..models import Child, RecordedWish
from ..wishes import NOT_REACHED, still_to_ask
from .today import wishes_of

__all__ = ["Unheard", "children_unheard"]


@dataclass(frozen=True, slots=True)
class Unheard:
    """A child who is owed being asked, and by which day."""

    child_id: UUID
    reference: str
    by_day: date


def children_unheard(person: Person, on: date) -> tuple[Unheard, ...]:
    """Within a person's reach, the first day first. The child is not asked by a list: somebody asks them."""
    if person.role is Role.CHILD or not may_at_all(person, "children.write_wishes"):
        return ()
    said = RecordedWish.objects.filter(how=NOT_REACHED)
    held = Child.objects.filter(id__in=said.values("child_id"))
    held = held.filter(Q(authority__in=person.authorities) | Q(id__in=person.children))
    named = dict(held.values_list("id", "reference"))
    days, found = whole("wish_owed_working_days", on), []
    for child_id, wishes in wishes_of(named).items():
        by_day = still_to_ask(wishes, working_days=days)
        if by_day is not None:
            found.append(Unheard(child_id, named[child_id], by_day))
    return tuple(sorted(found, key=lambda each: (each.by_day, each.reference)))
