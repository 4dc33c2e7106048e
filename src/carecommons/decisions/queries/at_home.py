"""What the home of a placement reads of it: who is to come, and the plan that it has to follow, as values.

Handbook section 6, class D3: the placed provider beside the case team. A home is the placed one from the approval of
the choice until the child has left; before, and from then on, nothing of the plan is told.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone

from carecommons.common.walls import seeing
from carecommons.people.roles import Person
from carecommons.provision.queries import awaited_in

from ..models import Placement
from ..placement import Placed
from ..timers import Due, due
from .endings import AT_HOME, stays_with
from .placements import PlacementRecord, placement
from .timing import facts_of_placements, timer_terms

__all__ = ["as_chosen", "due_there", "follows_plan", "own_coming"]


@contextmanager
def as_chosen(person: Person, *, at: datetime) -> Iterator[None]:
    """Show a carer or provider, until the block ends, the children of their own homes and those who are to come there.

    For everybody else nothing changes. What leads through the wall is not what is let in: see `follows_plan`.
    """
    if person.role not in AT_HOME:
        yield
        return
    coming = {child for child, _ in awaited_in(person)}
    there = {*person.children, *stays_with(person, at=at), *coming}
    with seeing(authorities=person.authorities, children=there, person=person.id):
        yield


def own_coming(person: Person) -> tuple[PlacementRecord, ...]:
    """The planned placements in a carer's or provider's own homes, by their days; call within `as_chosen`."""
    if person.role not in AT_HOME:
        return ()
    coming = awaited_in(person)
    rows = Placement.objects.filter(child_id__in={child for child, _ in coming}, state=Placed.PLANNED)
    found = [row.id for row in rows.order_by("from_day", "id") if (row.child_id, row.home_id) in coming]
    return tuple(placement(each) for each in found)


def follows_plan(person: Person, found: PlacementRecord, *, at: datetime) -> bool:
    """Whether this is a home of theirs in which the child of a placement lives, or is to live by a choice in force."""
    if person.role not in AT_HOME or not found.runs(timezone.localdate(at)):
        return False
    if found.state is Placed.PLANNED:
        return (found.child_id, found.home_id) in awaited_in(person)
    return stays_with(person, at=at).get(found.child_id) == found.home_id


def due_there(found: PlacementRecord, *, at: datetime) -> tuple[Due, ...]:
    """Which visits, reviews and health assessments are due for a child who has come, soonest first; else nothing."""
    on = timezone.localdate(at)
    if found.state is Placed.PLANNED or found.from_day > on or not found.runs(on):
        return ()
    row = Placement.objects.select_related("decision").get(id=found.id)
    facts, _, _ = facts_of_placements([row], on)
    return due(facts[row.id], timer_terms(on)) if row.id in facts else ()
