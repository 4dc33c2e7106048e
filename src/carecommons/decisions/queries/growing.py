"""Growing up in a home: what comes when, and what was said of the time after 18. The caller asks who may read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from carecommons.children.queries import children_named
from carecommons.constitution.queries import whole
from carecommons.people.roles import Role

from ..leaving import AFTER_WORDS, After, Milestone, milestones, staying_ends_on
from ..models import EighteenChoice, Placement
from .placements import running

__all__ = ["AfterRecord", "Growing", "after_of", "coming_for", "growing_up"]


@dataclass(frozen=True, slots=True)
class AfterRecord:
    """Where somebody lives after 18. ended: it was said on or after the birthday, and ended the placement."""

    choice: After
    wants: str
    words: str
    care_ends: str
    ended: bool
    said_at: datetime
    said_by_role: Role

    @property
    def choice_words(self) -> str:
        return AFTER_WORDS[self.choice]


@dataclass(frozen=True, slots=True)
class Growing:
    """Somebody in a placement, and what comes for them."""

    placement_id: UUID
    child_id: UUID
    child_reference: str
    coming: tuple[Milestone, ...]
    after: AfterRecord | None

    def day_of(self, code: str) -> date:
        """The day of one milestone."""
        return next(each.on for each in self.coming if each.code == code)


def coming_for(birth_date: date, on: date) -> tuple[Milestone, ...]:
    """What comes for somebody born on a day, by the numbers in force on another."""
    until = whole("staying_put_until_age", on)
    found = milestones(
        birth_date, leaving_care_age=whole("leaving_care_age", on), pathway_months=whole("pathway_plan_months", on),
        adult_age=whole("looked_after_age_max", on) + 1, plan_months=whole("eighteen_asked_months", on),
    )  # fmt: skip
    words = f"{until}st birthday: until then staying put is supported"
    return (*found, Milestone("staying_ends", staying_ends_on(birth_date, until), words))


def after_of(placement_id: UUID) -> AfterRecord | None:
    """What was said last of the time after 18."""
    return _afters([placement_id]).get(placement_id)


def growing_up(authorities: Iterable[str], *, on: date) -> tuple[Growing, ...]:
    """Everybody in a placement of these councils, with what comes for them."""
    rows = list(Placement.objects.filter(running(on), authority__in=set(authorities)).order_by("from_day", "id"))
    if not rows:
        return ()
    names, afters = children_named(row.child_id for row in rows), _afters([row.id for row in rows])
    return tuple(
        Growing(
            row.id, row.child_id, names[row.child_id].reference, coming_for(names[row.child_id].birth_date, on),
            afters.get(row.id),
        )
        for row in rows
    )  # fmt: skip


def _afters(ids: Iterable[UUID]) -> dict[UUID, AfterRecord]:
    rows = EighteenChoice.objects.filter(placement_id__in=set(ids)).order_by("said_at", "id")
    return {
        row.placement_id: AfterRecord(
            After(row.choice), row.wants, row.words, row.care_ends, row.ended, row.said_at, Role(row.said_by_role)
        )
        for row in rows
    }
