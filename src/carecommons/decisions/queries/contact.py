"""Brothers, sisters, family and friends of a child in a home: how often time is planned, and when it last happened."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from carecommons.children.queries import children_named, connections, siblings
from carecommons.people.may import may
from carecommons.people.roles import Person

from ..models import ContactTime
from .placements import PlacementRecord

__all__ = ["ContactLine", "contact_of"]

PEOPLE = frozenset({"sibling", "parent", "relative", "friend"})
SOMEBODY_IN_CARE = "A brother or sister in care"


@dataclass(frozen=True, slots=True)
class ContactLine:
    """Somebody who matters: how often it is planned, and when it last happened.

    key: "connection:ID", or "sibling:N" for the Nth brother or sister in care; child_id: theirs, where they are named.
    missed: how many planned times have not happened since the last that did.
    """

    key: str
    name: str
    what: str
    how_often: str
    last_on: date | None
    missed: int
    times: tuple[tuple[date, bool], ...]
    child_id: UUID | None = None


def contact_of(found: PlacementRecord, *, by: Person | None) -> tuple[ContactLine, ...]:
    """Everybody who matters and is to be kept, and brothers and sisters in care, with the times that were planned.

    A brother or sister is named where `by` may read their record: then they are looked at too.
    """
    times: dict[UUID | None, list[tuple[date, bool]]] = defaultdict(list)
    for each in ContactTime.objects.filter(placement_id=found.id).order_by("day", "recorded_at", "id"):
        times[each.connection_id or each.sibling_id].append((each.day, each.happened))
    lines = [
        _line(f"connection:{each.id}", each.name, each.kind_words, each.how_often, times[each.id])
        for each in connections(found.child_id)
        if each.keep and each.kind in PEOPLE
    ]
    kin = siblings(found.child_id)
    named = children_named(child for child, _ in kin) if by is not None else {}
    for number, (child, _) in enumerate(kin, start=1):
        other = named.get(child)
        seen = other is not None and by is not None and bool(may(by, "children.see_record", other.subject))
        name = other.known_as if seen and other else f"{SOMEBODY_IN_CARE} ({number})"
        lines.append(_line(f"sibling:{number}", name, SOMEBODY_IN_CARE, "", times[child], child if seen else None))
    return tuple(lines)


def _line(
    key: str, name: str, what: str, how_often: str, times: list[tuple[date, bool]], child: UUID | None = None
) -> ContactLine:
    last = max((day for day, done in times if done), default=None)
    missed = sum(not done and (last is None or day > last) for day, done in times)
    return ContactLine(key, name, what, how_often, last, missed, tuple(times), child)
