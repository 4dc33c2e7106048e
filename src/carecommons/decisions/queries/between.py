"""Days on which no home is known for a child: where they live ends before the home that was chosen for them begins."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from carecommons.children.queries import children_named
from carecommons.provision.queries import home_names
from carecommons.provision.where import lives_at, moves_to

from ..ending import CLOSED
from ..models import EndNotice, Placement, PlacementEnd
from ..placement import Placed
from ..stays import NO_END
from .holding import what_holds

__all__ = ["Between", "between_among", "between_of"]


@dataclass(frozen=True, slots=True)
class Between:
    """One child, and the days between two homes. leaves_home: as after "lives"; to_home: as after "the move".

    last_day: under the notice that stands (notice_id), or of an end that is written down (None). first_day: of the
    planned move; None while it waits, so that no day of it holds.
    """

    child_id: UUID
    child_reference: str
    leaves: UUID
    leaves_home: str
    last_day: date
    notice_id: UUID | None
    moves: UUID
    to_home: str
    first_day: date | None


def between_among(authorities: Collection[str], *, on: date) -> tuple[Between, ...]:
    """Every child of these councils for whom there are such days ahead; soonest first."""
    return _between(Placement.objects.filter(authority__in=authorities, state=Placed.PLANNED), on)


def between_of(child_id: UUID, *, on: date) -> Between | None:
    """The days ahead on which no home is known for one child; None where there are none."""
    return next(iter(_between(Placement.objects.filter(child_id=child_id, state=Placed.PLANNED), on)), None)


def _between(planned: Iterable[Placement], on: date) -> tuple[Between, ...]:
    coming = [row for row in planned if row.decision_id is not None]
    if not coming:
        return ()
    children, held = {row.child_id for row in coming}, what_holds(row.decision_id for row in coming if row.decision_id)
    lives = _last_days(children)
    found = []
    for row in coming:
        stay, last_day, notice_id = lives.get(row.child_id, (None, None, None))
        first_day = None if row.decision_id in held else row.from_day
        if stay is None or last_day is None or (first_day is not None and not max(last_day, on) < first_day):
            continue
        found.append((row, stay, last_day, notice_id, first_day))
    if not found:
        return ()
    names = children_named(row.child_id for row, *_ in found)
    homes = home_names(each.home_id for row, stay, *_ in found for each in (row, stay))
    told = [
        Between(
            row.child_id, names[row.child_id].reference, stay.pk,
            lives_at(homes[stay.home_id].name, homes[stay.home_id].kind), last_day, notice_id, row.pk,
            moves_to(homes[row.home_id].name, homes[row.home_id].kind), first_day,
        )
        for row, stay, last_day, notice_id, first_day in found
    ]  # fmt: skip
    return tuple(sorted(told, key=lambda each: (each.last_day, each.child_reference)))


def _last_days(children: Collection[UUID]) -> dict[UUID, tuple[Placement, date, UUID | None]]:
    """Child -> where they live, or lived last, its last day, and the notice that says so.

    Nothing where they live in a home whose end nobody has named, or where they left care: they are at home then.
    """
    stays = Placement.objects.filter(child_id__in=children, state__in=[Placed.LIVING, Placed.ENDED])
    found: dict[UUID, tuple[Placement, date, UUID | None]] = {}
    living = {row.child_id: row for row in stays if row.state == Placed.LIVING}
    for notice in (
        EndNotice.objects.filter(placement__in=living.values()).exclude(state__in=CLOSED).order_by("given_at")
    ):
        row = living[notice.child_id]
        found[row.child_id] = (row, notice.ends_on, notice.pk)
    ended = [row for row in stays if row.child_id not in living and row.ended_on is not None]
    why = dict(
        PlacementEnd.objects.filter(placement__in=ended)
        .order_by("recorded_at")
        .values_list("placement_id", "care_ends")
    )
    for row in sorted(ended, key=lambda each: (each.ended_on or date.min, each.pk)):
        assert row.ended_on is not None, "only those with a day were taken"
        if why.get(row.pk) == NO_END:
            found[row.child_id] = (row, row.ended_on, None)
        else:
            found.pop(row.child_id, None)
    return found
