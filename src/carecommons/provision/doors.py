"""Opening a home at a door: found, permitted, and the look written down where the home is a named child's.

A home of parents, relatives or friends tells where one child's family lives: reading it is reading of that child, who
may read who looked. Those who live in the home or run it leave no look: it is their own.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from carecommons.people.actions import record_look
from carecommons.people.may import may_at_all
from carecommons.people.roles import Person

from . import actions, queries
from .documents import Document
from .queries import EvidenceDue, HomeLine, HomeRecord

__all__ = ["look_at_named", "open_document", "open_home"]

FAMILY = "provision.see_family_home"


def open_home(home_id: UUID, *, by: Person, at: datetime) -> HomeRecord:
    """One home in full, and a look at each child for whom it is approved by name. Raises NotFound or NotAllowed."""
    found = queries.home(home_id, by=by, at=at)
    _look(found.named, "Reading a home that is approved for this child", by=by, at=at)
    return found


def open_document(evidence_id: UUID, *, by: Person, at: datetime) -> tuple[Document, bytes]:
    """One document as it was sent, of a home that this person may open. Raises NotFound, NotAllowed or Refused."""
    home = queries.home(queries.home_of(evidence_id), by=by, at=at)
    opened = actions.open_document(evidence_id=evidence_id, by=by, at=at)
    _look(home.named, "Reading a document of a home that is approved for this child", by=by, at=at)
    return opened


def look_at_named(lines: Iterable[HomeLine | EvidenceDue], *, by: Person, at: datetime) -> None:
    """Write a look at each child whose family's home stands in the lines that are shown."""
    named = sorted({child for line in lines for child in line.named})
    _look(named, "Reading a list with a home that is approved for this child", by=by, at=at)


def _look(children: Iterable[UUID], purpose: str, *, by: Person, at: datetime) -> None:
    if may_at_all(by, FAMILY):
        for child in children:
            record_look(person=by, child_id=child, act=FAMILY, purpose=purpose, at=at)
