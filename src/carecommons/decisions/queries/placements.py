"""Placements as values. The caller has asked who may read them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from carecommons.common.errors import NotFound
from carecommons.people.roles import Subject
from carecommons.provision.queries import home_names
from carecommons.provision.where import lives_at, moves_to

from ..hold import FREE, Hold
from ..models import Decision, Placement
from ..placement import LEAVES, PLACED_WORDS, UNDER_WAY, WAITS, Placed, still_there
from ..starting import yes_owed
from .holding import what_holds

__all__ = ["PlacementRecord", "placement", "placement_now", "placement_of", "placements_of", "running"]


@dataclass(frozen=True, slots=True)
class PlacementRecord:
    """One placement. from_day: as planned, then as it was; ended_on: the day of leaving or of taking the plan back.

    hold: what holds the planned move, so that its day does not hold. decision_id: None for a stay that began
    before any choice here, with the day on which it was taken up (taken_up_on). owes_yes: the move is still
    to come, and the home gave its yes in no round, so that the plan says who gave it.
    """

    id: UUID
    decision_id: UUID | None
    child_id: UUID
    home_id: UUID
    home_name: str
    home_kind: str
    authority: str
    state: Placed
    from_day: date
    ended_on: date | None
    hold: Hold = FREE
    taken_up_on: date | None = None
    owes_yes: bool = False

    @property
    def subject(self) -> Subject:
        return Subject(authority=self.authority, child_id=self.child_id, home_id=self.home_id)

    @property
    def move_waits(self) -> bool:
        """Whether the planned move is on hold, so that its day does not hold."""
        return bool(self.hold)

    @property
    def lives_at(self) -> str:
        """The home as it stands after "lives"."""
        return lives_at(self.home_name, self.home_kind)

    @property
    def moves_to(self) -> str:
        """The home as it stands after "the move"."""
        return moves_to(self.home_name, self.home_kind)

    @property
    def words(self) -> str:
        if self.state is Placed.ENDED and not self.left(timezone.localdate()):
            return LEAVES.format(day=f"{self.ended_on:%d %B %Y}".lstrip("0"))
        if self.move_waits:
            return WAITS
        return PLACED_WORDS[self.state]

    def runs(self, on: date) -> bool:
        """Planned, or lived in on a day: an end that is written down ahead ends nothing before its day."""
        return still_there(self.state, self.ended_on, on)

    def lived_in(self, on: date) -> bool:
        """Whether the child lives there on a day, by what is kept here."""
        return self.state is not Placed.PLANNED and self.runs(on)

    def left(self, on: date) -> bool:
        """Whether the child has left by a day."""
        return self.state is Placed.ENDED and not self.runs(on)

    @property
    def under_way(self) -> bool:
        """Planned or lived in: its plan may still be written."""
        return self.state in UNDER_WAY


def running(on: date) -> Q:
    """Placements that are planned or lived in on a day: placement.still_there as a question to the database."""
    return Q(state__in=UNDER_WAY) | Q(state=Placed.ENDED, ended_on__gt=on)


def placement(placement_id: UUID) -> PlacementRecord:
    """One placement. Raises NotFound."""
    row = Placement.objects.filter(id=placement_id).first()
    if row is None:
        raise NotFound()
    return _records([row])[0]


def placement_of(decision_id: UUID) -> PlacementRecord | None:
    """The placement that a choice in force has; None for a choice that is not."""
    row = Placement.objects.filter(decision_id=decision_id).first()
    return _records([row])[0] if row else None


def placements_of(child_id: UUID) -> tuple[PlacementRecord, ...]:
    """Every placement of a child, newest first."""
    return _records(list(Placement.objects.filter(child_id=child_id)))


def placement_now(child_id: UUID) -> PlacementRecord | None:
    """The placement that a child lives in, or else the one that is planned; None where there is neither."""
    found = [each for each in placements_of(child_id) if each.state in UNDER_WAY]
    return next((each for each in found if each.state is Placed.LIVING), found[0] if found else None)


def taken_up_on(row: Placement) -> date | None:
    """The day on which a stay from before any choice was taken up; None for one that was chosen here."""
    return timezone.localdate(row.made_at) if row.decision_id is None else None


def _records(rows: list[Placement]) -> tuple[PlacementRecord, ...]:
    named = home_names(row.home_id for row in rows) if rows else {}
    held = what_holds(row.decision_id for row in rows if row.state == Placed.PLANNED and row.decision_id)
    chosen = [row.decision_id for row in rows if row.decision_id]
    no_round = dict(Decision.objects.filter(id__in=chosen).values_list("id", "no_round"))
    return tuple(
        PlacementRecord(
            id=row.id, decision_id=row.decision_id, child_id=row.child_id, home_id=row.home_id,
            home_name=named[row.home_id].name, home_kind=named[row.home_id].kind, authority=row.authority,
            state=Placed(row.state), from_day=row.from_day, ended_on=row.ended_on,
            hold=held.get(row.decision_id, FREE) if row.state == Placed.PLANNED and row.decision_id else FREE,
            taken_up_on=taken_up_on(row),
            owes_yes=row.state == Placed.PLANNED and row.decision_id is not None
            and yes_owed(named[row.home_id].kind, no_round[row.decision_id]),
        )
        for row in rows
    )  # fmt: skip
