"""Opening an emergency: its own short search, and by itself the full search that runs beside it from the start."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from carecommons.children.actions import add_connection, open_minimal_record, record_wish
from carecommons.children.connections import AVOID
from carecommons.children.queries import find_child
from carecommons.constitution.parameters import whole
from carecommons.people.may import check_may
from carecommons.people.roles import Person
from carecommons.register.actions import record

from .. import models
from ..emergency import Said, checked, runs_out_at
from ..lottery import SEED_BYTES
from ..queries import open_search_of
from .searches import refer

__all__ = ["Newcomer", "open_emergency", "open_emergency_for_newcomer"]

Draw = Callable[[int], bytes]
AVOIDED = "Said in an emergency: this child must not live in this council’s area"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A child of whom there is no record yet: a name that is used, a sex (U: not known), and a day, year or age."""

    reference: str
    known_as: str
    sex: str
    authority: str
    birth_date: date | None = None
    birth_year: int | None = None
    age: int | None = None


@transaction.atomic
def open_emergency(
    *, child_id: UUID, said: Said, how: str = "said", avoid_area: str = "", by: Person, at: datetime,
    draw: Draw = secrets.token_bytes,
) -> UUID:  # fmt: skip
    """Open an emergency for a child, and answer the id of its short search. The needs profile is not touched.

    how: how the child said it, a code of the dictionary. avoid_area: a council where the child must not live, or "".
    A full search opens with it where none is open; it is wanted by the day on which the emergency path ends.
    Raises Faulty("emergency_not_complete"), NotNow("search_open_already") where an emergency is open already.
    """
    child = find_child(child_id)
    check_may(by, "matching.open_emergency", child.subject)
    said, on = checked(said, at=at), timezone.localdate(at)
    if said.asked:
        record_wish(
            child_id=child_id, stage="before_shortlist", words=said.child_said, how=how, said_on=on, by=by, at=at
        )
    if avoid_area:
        add_connection(child_id=child_id, kind=AVOID, name=AVOIDED, authority=avoid_area, by=by, at=at)
    search_id = refer(
        child_id=child_id, wanted_by=on, why="emergency", stay="emergency", emergency=True,
        lottery_seed=draw(SEED_BYTES), by=by, at=at, draw=draw,
    )  # fmt: skip
    until = runs_out_at(at, hours=whole("emergency_hours_max", on))
    full_id = open_search_of(child_id) or refer(
        child_id=child_id, wanted_by=timezone.localdate(until), why="short_stay_ends", lottery_seed=draw(SEED_BYTES),
        by=by, at=at, draw=draw,
    )  # fmt: skip
    _keep(said, search_id=search_id, full_id=full_id, child_id=child_id, authority=child.authority, by=by, at=at)
    return search_id


@transaction.atomic
def open_emergency_for_newcomer(
    *, newcomer: Newcomer, said: Said, how: str = "said", avoid_area: str = "", by: Person, at: datetime,
    draw: Draw = secrets.token_bytes,
) -> UUID:  # fmt: skip
    """Open a record with almost nothing, and the emergency with it: both or neither."""
    child_id = open_minimal_record(
        reference=newcomer.reference, known_as=newcomer.known_as, sex=newcomer.sex, authority=newcomer.authority,
        birth_date=newcomer.birth_date, birth_year=newcomer.birth_year, age=newcomer.age, by=by, at=at,
    )  # fmt: skip
    return open_emergency(child_id=child_id, said=said, how=how, avoid_area=avoid_area, by=by, at=at, draw=draw)


def _keep(
    said: Said, *, search_id: UUID, full_id: UUID, child_id: UUID, authority: str, by: Person, at: datetime
) -> None:
    row = models.Emergency(
        search_id=search_id, full_search_id=full_id, child_id=child_id, authority=authority, cause=said.cause,
        known_since=said.known_since, cannot_wait=said.cannot_wait, danger=said.danger.state,
        danger_words=said.danger.words, health=said.health.state, health_words=said.health.words,
        hidden_from=said.hidden_from.state, hidden_from_words=said.hidden_from.words, seen=dict(said.seen),
        asked=said.asked, not_asked_because=said.not_asked_because, opened_at=at, opened_by=by.id,
        opened_by_role=by.role,
    )  # fmt: skip
    row.entry_id = record(
        kind="emergency",
        public={},
        sealed={
            "child": str(child_id), "search": str(search_id), "full_search": str(full_id), "cause": said.cause,
            "cannot_wait": said.cannot_wait, "asked": said.asked, "opened_at": at.isoformat(),
            "known_since": said.known_since.isoformat() if said.known_since else "",
        },
        by_id=by.id, by_role=by.role, at=at,
    )  # fmt: skip
    row.save(force_insert=True)
