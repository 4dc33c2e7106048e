"""Emergencies as they were said, and the child as homes are asked tonight. For rooms that have asked who may."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from carecommons.children.in_need import ChildInNeed
from carecommons.children.queries import child_for_matching
from carecommons.common.errors import NotFound
from carecommons.constitution.parameters import whole
from carecommons.people.permissions import PERMISSIONS, Reach
from carecommons.people.roles import Person, Subject

from .. import models
from ..emergency import ROOT_CAUSES, Known, check_time_left, known_for, levels_tonight, runs_out_at
from ..shortlist import Referral

__all__ = [
    "EmergencyTold",
    "check_in_time",
    "child_of_search",
    "emergencies_of_all",
    "emergencies_told",
    "emergency_told",
    "why_not_asked",
]


@dataclass(frozen=True, slots=True)
class EmergencyTold:
    """What was said when an emergency was opened, with its two searches. Class D3.

    until: the moment from which nothing more is chosen on the emergency path.
    """

    search_id: UUID
    reference: str
    state: str
    full_search_id: UUID
    full_reference: str
    full_state: str
    child_id: UUID
    authority: str
    cause: str
    cannot_wait: str
    known_since: datetime | None
    danger: Known
    health: Known
    hidden_from: Known
    seen: dict[str, int]
    asked: bool
    not_asked_because: str
    opened_at: datetime
    opened_by: UUID | None
    opened_by_role: str
    until: datetime
    known_for: str

    @property
    def subject(self) -> Subject:
        return Subject(authority=self.authority, child_id=self.child_id)

    @property
    def cause_words(self) -> str:
        return ROOT_CAUSES[self.cause]


def emergency_told(search_id: UUID) -> EmergencyTold:
    """What was said of the emergency whose short search this is. Raises NotFound, also for a full search."""
    row = models.Emergency.objects.select_related("search", "full_search").filter(search_id=search_id).first()
    if row is None:
        raise NotFound()
    return _told(row)


def why_not_asked(search_id: UUID) -> str:
    """Why the child was not asked when the emergency of this short search was opened; "" where they were, or for any
    other search."""
    row = models.Emergency.objects.filter(search_id=search_id).first()
    return row.not_asked_because if row is not None and not row.asked else ""


def emergencies_told(
    person: Person, act: str, *, since: datetime | None = None, child_id: UUID | None = None
) -> tuple[EmergencyTold, ...]:
    """The emergencies within a person's reach under `act`, newest first. since: opened at that moment or later."""
    permission = PERMISSIONS[act]
    if person.role not in permission.reach:
        return ()
    rows = models.Emergency.objects.select_related("search", "full_search")
    if permission.reach[person.role] is not Reach.EVERYWHERE:
        rows = rows.filter(authority__in=person.authorities)
    if since is not None:
        rows = rows.filter(opened_at__gte=since)
    if child_id is not None:
        rows = rows.filter(child_id=child_id)
    return tuple(_told(row) for row in rows)


def emergencies_of_all(*, since: datetime, before: datetime) -> tuple[EmergencyTold, ...]:
    """Every emergency opened from one moment until before another: for counts, which print no child."""
    rows = models.Emergency.objects.select_related("search", "full_search").filter(
        opened_at__gte=since, opened_at__lt=before
    )
    return tuple(_told(row) for row in rows)


def child_of_search(found: Referral, on: date) -> ChildInNeed:
    """The child for whom a search asks. In an emergency what was seen tonight may raise a level, and lowers none."""
    child = child_for_matching(found.child_id, on)
    if not found.emergency:
        return child
    return replace(child, levels=levels_tonight(child.levels, emergency_told(found.id).seen))


def check_in_time(found: Referral, *, at: datetime) -> None:
    """Raise NotNow("emergency_ran_out") for a search of an emergency whose hours are over; other searches have none."""
    if found.emergency:
        check_time_left(found.made_at, at=at, hours=whole("emergency_hours_max", timezone.localdate(found.made_at)))


def _told(row: models.Emergency) -> EmergencyTold:
    on = timezone.localdate(row.opened_at)
    return EmergencyTold(
        search_id=row.search_id, reference=row.search.reference, state=row.search.state,
        full_search_id=row.full_search_id, full_reference=row.full_search.reference, full_state=row.full_search.state,
        child_id=row.child_id, authority=row.authority, cause=row.cause, cannot_wait=row.cannot_wait,
        known_since=row.known_since, danger=Known(row.danger, row.danger_words),
        health=Known(row.health, row.health_words), hidden_from=Known(row.hidden_from, row.hidden_from_words),
        seen=dict(row.seen), asked=row.asked, not_asked_because=row.not_asked_because, opened_at=row.opened_at,
        opened_by=row.opened_by, opened_by_role=row.opened_by_role,
        until=runs_out_at(row.opened_at, hours=whole("emergency_hours_max", on)),
        known_for=known_for(row.opened_at, row.known_since, hours=whole("emergency_known_hours", on)),
    )  # fmt: skip
