"""Opening a placement at a door: found, permitted, and the look written down, for those around the child and at home.

A carer or provider reaches a placement through their home, while the child lives there and a short time after.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from carecommons.children.queries import ChildRecord, find_child
from carecommons.common.errors import NotFound
from carecommons.people.actions import record_look
from carecommons.people.doors import Request
from carecommons.people.may import check_may
from carecommons.people.roles import Person, Role

from . import queries
from .queries import EndNoticeRecord, PlacementRecord

P = ParamSpec("P")
T = TypeVar("T")


def placed(view: Callable[Concatenate[Request, P], T]) -> Callable[Concatenate[Request, P], T]:
    """Let a carer or provider see, while this page or operation runs, the children who live in their own homes."""

    @wraps(view)
    def within(request: Request, *args: P.args, **kwargs: P.kwargs) -> T:
        with queries.as_placed(request.person, at=datetime.now(UTC)):
            return view(request, *args, **kwargs)

    return within


def chosen(view: Callable[Concatenate[Request, P], T]) -> Callable[Concatenate[Request, P], T]:
    """As `placed`, and the children besides who are to come to their homes by a choice in force."""

    @wraps(view)
    def within(request: Request, *args: P.args, **kwargs: P.kwargs) -> T:
        with queries.as_chosen(request.person, at=datetime.now(UTC)):
            return view(request, *args, **kwargs)

    return within


def open_plan(
    person: Person, placement_id: UUID, *, at: datetime, act: str = "decisions.read_plan_at_home",
    purpose: str = "to follow the plan for living there",
) -> tuple[PlacementRecord, ChildRecord]:  # fmt: skip
    """The placement whose plan a home has to follow, and its child, after the look was written down.

    Raises NotFound for one that is no home of theirs, and once the child has left.
    """
    found = queries.placement(placement_id)
    check_may(person, act, queries.subject_of(found))
    if not queries.follows_plan(person, found, at=at):
        raise NotFound()
    return found, _looked(person, found.child_id, act=act, purpose=purpose, at=at)


def open_placement(
    person: Person, placement_id: UUID, *, act: str, purpose: str, at: datetime
) -> tuple[PlacementRecord, ChildRecord]:
    """The placement and its child, after the person was let in and the child told of it."""
    found = queries.placement(placement_id)
    check_may(person, act, queries.subject_of(found))
    _check_lives_there(person, found.child_id, found.home_id, at)
    return found, _looked(person, found.child_id, act=act, purpose=purpose, at=at)


def open_end_notice(
    person: Person, notice_id: UUID, *, act: str, purpose: str, at: datetime
) -> tuple[EndNoticeRecord, ChildRecord]:
    """The notice and its child, after the person was let in and the child told of it."""
    found = queries.end_notice(notice_id)
    check_may(person, act, found.subject)
    _check_lives_there(person, found.child_id, found.home_id, at)
    return found, _looked(person, found.child_id, act=act, purpose=purpose, at=at)


def look_at_stays(person: Person, stays: tuple[PlacementRecord, ...], *, at: datetime) -> None:
    """One look for each child on a list of those who live in one's homes."""
    for each in stays:
        _write_look(person, each.child_id, act="decisions.see_own_stays", purpose="Reading who lives here", at=at)


def _check_lives_there(person: Person, child_id: UUID, home_id: UUID, at: datetime) -> None:
    if person.role in queries.AT_HOME and queries.stays_with(person, at=at).get(child_id) != home_id:
        raise NotFound()


def _looked(person: Person, child_id: UUID, *, act: str, purpose: str, at: datetime) -> ChildRecord:
    child = find_child(child_id)
    _write_look(person, child_id, act=act, purpose=purpose, at=at)
    return child


def _write_look(person: Person, child_id: UUID, *, act: str, purpose: str, at: datetime) -> None:
    if not (person.role is Role.CHILD and child_id in person.children):
        record_look(person=person, child_id=child_id, act=act, purpose=purpose, at=at)
