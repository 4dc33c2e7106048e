"""A child who lives in a home, and everybody around them, all made through the real acts. No real child, ever."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.utils.timezone import localdate

from carecommons.decisions import actions, queries
from carecommons.decisions.ending import End, LedBy, Task
from carecommons.people.roles import Person, Role
from carecommons.provision.queries import provider_of
from walk_world import KENT, MANAGER, Search, acting, choose, search

NOW = datetime.now(UTC)
TODAY = localdate(NOW)
DAY = timedelta(days=1)
REVIEWING = acting(Role.REVIEWING_OFFICER)
TRIED = "Extra help at night for six weeks, and two meetings with the school."
WHY = "We cannot keep the younger children safe at night any more."
SENTENCE = "Somebody spoke with everybody concerned, and this is what was found."


@dataclass(frozen=True)
class Lived:
    """A child who has lived in a home for about four weeks."""

    found: Search
    placement: UUID
    home: UUID
    child: UUID
    manager: Person  # the home's own

    @property
    def robin(self) -> Person:
        return Person(role=Role.CHILD, id=self.manager.id, children=frozenset({self.child}))


def at_home(home: UUID, role: Role = Role.PROVIDER_MANAGER) -> Person:
    who = acting(role, KENT, 7)
    if role is Role.FOSTER_CARER:
        return Person(role=role, id=who.id, name="Invented", home_ids=frozenset({home}))
    return Person(role=role, id=who.id, name="Invented", provider_id=provider_of(home))


def lived(*, at: datetime = NOW, days: int = 40, **homes: dict) -> Lived:
    """The child came to Alder two weeks after a choice of `days` ago."""
    found = search(at=at - timedelta(days=days), **homes)
    decision = choose(found)
    actions.approve(decision_id=decision, by=MANAGER, at=found.at + timedelta(minutes=1))
    (placement,) = queries.placements_of(found.child)
    begin(placement.id, placement.from_day, at=at)
    return Lived(found, placement.id, placement.home_id, found.child, at_home(placement.home_id))


def begin(placement: UUID, on: date, *, at: datetime = NOW) -> None:
    """The child has come to live there."""
    from carecommons.decisions.models import Placement
    from carecommons.decisions.placement import Placed
    from carecommons.provision.models import Resident

    rows = Placement.objects.filter(id=placement)
    rows.update(state=Placed.LIVING)
    Resident.objects.filter(resident=rows.get().child_id, home=rows.get().home_id).update(awaited=False)


def notice(there: Lived, *, by: Person | None = None, at: datetime = NOW, **more) -> UUID:
    """Notice of the home, unless `by` or `more` says otherwise."""
    given = {
        "reason": "CREQB", "words": WHY, "tried": TRIED, "ends_on": localdate(at) + timedelta(days=28), **more
    }  # fmt: skip
    return actions.give_notice(placement_id=there.placement, by=by or there.manager, at=at, **given)


def reviewed(there: Lived, day: date, *, at: datetime = NOW) -> date:
    """A review of the child's case on this day, on record for this placement; its day."""
    actions.record_review(
        placement_id=there.placement, day=day, took_part="PN7", not_asked="not_practicable",
        not_asked_why="Ill that week; asked since. Invented data.", decided=SENTENCE, until_18=False, by=REVIEWING,
        at=at,
    )  # fmt: skip
    return day


def meeting(notice_id: UUID, *, by: Person = REVIEWING, at: datetime = NOW, **more) -> UUID:
    given = {
        "held_on": localdate(at), "there": ["carer", "social_worker"], "child_there": "child",
        "would_change": "Someone awake at night, and a room of their own.",
        "tasks": [Task("Find a night worker", "Manager of the home", localdate(at) + timedelta(days=5))],
        "outcome": "met", **more,
    }  # fmt: skip
    return actions.record_meeting(notice_id=notice_id, by=by, at=at, **given)


def an_end(**more) -> End:
    """A move that the carers asked for."""
    given = {
        "to_day": TODAY, "care_ends": "X1", "change": "CREQB", "planned": False, "led_by": LedBy.CARER,
        "words": SENTENCE, **more,
    }  # fmt: skip
    return End(**given)
