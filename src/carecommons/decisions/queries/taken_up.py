"""Stays from before any choice here: those that were taken up, and those that somebody still has to take up.

The caller has asked who may read them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from carecommons.children.queries import ChildRecord, child_ids_in, children_named
from carecommons.common.days import age_on
from carecommons.constitution.queries import whole
from carecommons.people.roles import Role
from carecommons.provision.queries import lives_in
from carecommons.provision.where import lives_at

from ..models import CareReview, HealthAssessment, Placement, Visit
from ..placement import Placed
from ..timers import Kind
from .placements import PlacementRecord, running

__all__ = ["TakenUp", "ToTakeUp", "may_be_taken_up", "not_written_in", "stays_to_take_up", "taken_up"]


@dataclass(frozen=True, slots=True)
class TakenUp:
    """That a stay was taken up: on which day, by which role, and where it is written that the child lives there."""

    on: date
    by_role: Role
    words: str


@dataclass(frozen=True, slots=True)
class ToTakeUp:
    """A child who lives in a home by the register of homes, since a day, with no stay that is kept here."""

    child_id: UUID
    child_reference: str
    known_as: str
    age: int
    home_id: UUID
    home_name: str
    home_kind: str
    since: date

    @property
    def lives_at(self) -> str:
        """The home as it stands after "lives"."""
        return lives_at(self.home_name, self.home_kind)


def taken_up(placement_id: UUID) -> TakenUp | None:
    """How a stay was taken up; None for one that was chosen here."""
    row = Placement.objects.filter(id=placement_id, decision__isnull=True).first()
    if row is None:
        return None
    return TakenUp(timezone.localdate(row.made_at), Role(row.taken_up_by_role), row.taken_up_words)


def not_written_in(found: PlacementRecord) -> tuple[Kind, ...]:
    """Of a stay that was taken up and goes on: what nobody has written in yet, so that it falls due as if new.

    As the timers read it: visits in this placement; reviews and health assessments of the child, wherever they were.
    """
    if found.taken_up_on is None or found.state is not Placed.LIVING:
        return ()
    there = {
        Kind.VISIT: Visit.objects.filter(placement=found.id),
        Kind.REVIEW: CareReview.objects.filter(child_id=found.child_id),
        Kind.HEALTH: HealthAssessment.objects.filter(child=found.child_id),
    }
    return tuple(kind for kind, rows in there.items() if not rows.exists())


def may_be_taken_up(child: ChildRecord, *, on: date) -> bool:
    """Whether a stay of this child could be taken up: they are no adult, and live in no placement that is kept here."""
    if age_on(child.birth_date, on) > whole("looked_after_age_max", on):
        return False
    return not Placement.objects.filter(running(on), child_id=child.id).exclude(state=Placed.PLANNED).exists()


def stays_to_take_up(councils: Iterable[str], *, on: date) -> tuple[ToTakeUp, ...]:
    """The children of these councils who live in a home with no stay kept here, those who live there longest first.

    A few questions to the database, whatever their number. Who is 18 or over is left out: see taken_up.check_take_up.
    """
    kept = Placement.objects.filter(running(on), authority__in=set(councils)).exclude(state=Placed.PLANNED)
    stays = lives_in(child_ids_in(councils) - set(kept.values_list("child_id", flat=True)), on)
    if not stays:
        return ()
    age_max = whole("looked_after_age_max", on)
    found = [
        ToTakeUp(
            child.id, child.reference, child.known_as, age_on(child.birth_date, on), stays[child.id].home_id,
            stays[child.id].home_name, stays[child.id].home_kind, stays[child.id].from_day,
        )
        for child in children_named(stays).values()
        if age_on(child.birth_date, on) <= age_max
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (each.since, each.child_reference)))
