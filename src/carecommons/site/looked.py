"""Who looked at a child's record, opened once for the page and for programs. Reading it is a look as well."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from carecommons.children.queries import ChildRecord, find_child
from carecommons.people import queries
from carecommons.people.actions import record_look, write_held_looks
from carecommons.people.may import check_may
from carecommons.people.roles import Person, Role

from .views_own import OwnLook, own_looks

FAMILY = (Role.CHILD, Role.ADVOCATE)


@dataclass(frozen=True, slots=True)
class Looked:
    """The looks at one child. own: as the young person reads them, and None for everybody else."""

    child: ChildRecord
    looks: Sequence[queries.LookLine]
    own: tuple[OwnLook, ...] | None


def open_looks(child_id: UUID, *, by: Person, at: datetime) -> Looked:
    """Newest first. Raises NotFound and NotAllowed; a child who reads who looked at them writes no look."""
    child = find_child(child_id)
    check_may(by, "people.see_looks", child.subject)
    if by.role is not Role.CHILD:
        record_look(
            person=by, child_id=child.id, act="people.see_looks", purpose="to see who looked at this record", at=at
        )
        write_held_looks()  # this look is one of them
    found = queries.looks_at(child.id)
    return Looked(child, found, own_looks(found) if by.role in FAMILY else None)
