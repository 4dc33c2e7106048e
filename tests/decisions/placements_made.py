"""Placements in the states of their start, made through the real acts: planned, with a whole plan, begun."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import walk_world
from carecommons.decisions import actions, queries
from carecommons.decisions.starting import Reply
from carecommons.people.roles import Person
from walk_world import MANAGER, NOON, WORKER, Search


def planned(
    found: Search, home: str = "Alder", *, by: Person = MANAGER, reviewed_on: date | None = None, **more: Any
) -> UUID:
    """A placement whose choice has just been approved. reviewed_on: the review before a move out of another home."""
    decision_id = walk_world.choose(found, home, **more)
    actions.approve(decision_id=decision_id, reviewed_on=reviewed_on, by=by, at=found.at + timedelta(minutes=5))
    placement = queries.placement_of(decision_id)
    assert placement is not None
    return placement.id


def planned_tonight(found: Search, home: str = "Alder", *, by: Person = MANAGER) -> UUID:
    """A placement of an emergency whose choice has just been approved."""
    decision_id = walk_world.choose_tonight(found, home)
    actions.approve(decision_id=decision_id, by=by, at=found.at + timedelta(minutes=5))
    placement = queries.placement_of(decision_id)
    assert placement is not None
    return placement.id


def answer_all(placement_id: UUID, *, but: tuple[str, ...] = (), by: Person = WORKER, at: datetime = NOON) -> None:
    """Answer every item of the plan, but these."""
    for item in (line.item for line in queries.plan_of(queries.placement(placement_id)).lines):
        if item.code not in but:
            reply = Reply.SAID if Reply.SAID in item.replies else Reply.YES
            actions.answer_plan(
                placement_id=placement_id, item=item.code, reply=reply, words="Agreed with her carers.", by=by, at=at
            )  # fmt: skip
