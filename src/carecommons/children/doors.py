"""Opening a child's record at a door: found, permitted, and the look written down, in that order.

Missing and out of reach answer alike. A child reading about themselves leaves no look: nobody looked.
"""

from datetime import datetime
from uuid import UUID

from carecommons.people.actions import record_look
from carecommons.people.may import check_may
from carecommons.people.roles import Person, Role

from .queries import ChildRecord, find_child

PRINTING = "Printing for a meeting"


def open_child(*, person: Person, child_id: UUID, act: str, purpose: str, at: datetime) -> ChildRecord:
    """The child, after the person has been let in and the child has been told of it. Raises NotFound or NotAllowed."""
    child = find_child(child_id)
    check_may(person, act, child.subject)
    if not (person.role is Role.CHILD and child.id in person.children):
        record_look(person=person, child_id=child.id, act=act, purpose=purpose, at=at)
    return child
