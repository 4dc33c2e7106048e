"""Looks: that somebody read what is kept about a child, written once for each child whom an answer shows.

While a door is open its looks are held back until the answer stands, and fall with an answer that shows nobody: a
refusal, or a way onward to another page, which writes its own. They are written before the answer is sent.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from uuid import UUID

from carecommons.common.errors import Refused
from carecommons.common.walls import seeing_all

from ..models import Look
from ..roles import Person

__all__ = ["held_looks", "record_look", "write_held_looks"]

_held: ContextVar[list[Look] | None] = ContextVar("held_looks", default=None)


def record_look(
    *,
    person: Person,
    child_id: UUID,
    act: str,
    purpose: str,
    at: datetime,
    automatic: bool = False,
    at_once: bool = False,
) -> None:
    """Write down that `person` read what is kept about a child; the child may read the list.

    at_once: whatever becomes of the answer. An act owes it that is itself a look, such as emergency access.
    """
    if person.id is None and not automatic:
        raise Refused("look_without_a_person", "Only somebody who has signed in may look at a child's record.")
    if child_id in person.emergencies and not purpose.startswith("Emergency access"):
        purpose = f"Emergency access. {purpose}"[:300]
    look = Look(
        account_id=person.id,
        role=person.role.value,
        child_id=child_id,
        act=act,
        purpose=purpose,
        at=at,
        automatic=automatic,
    )
    held = _held.get()
    if held is None or at_once:
        _write(look)
    else:
        held.append(look)


@contextmanager
def held_looks() -> Iterator[None]:
    """Hold looks back until the block ends; what is not written by then (write_held_looks) falls."""
    token = _held.set([])
    try:
        yield
    finally:
        _held.reset(token)


def write_held_looks() -> None:
    """Write what is held: the answer stands. A page that shows the looks themselves calls it before it reads them."""
    held = _held.get()
    while held:
        _write(held[0])
        held.pop(0)


def _write(look: Look) -> None:
    with seeing_all("a look is written whoever's child it is: to lose one would be worse than to see one"):
        look.save(force_insert=True)
