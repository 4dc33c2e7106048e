"""A child who has lived in a home for some weeks, made through the real acts. No real child, ever."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from django.utils.timezone import localdate

from carecommons.children import actions as children
from carecommons.children.needs import DOMAINS, Outcome, Rating, Strength
from carecommons.decisions.actions import approve
from carecommons.decisions.models import Placement
from carecommons.people.roles import Person, Role
from carecommons.register.actions import integrate
from walk_world import MANAGER, WORKER, acting, choose, search

LIVES_SINCE_DAYS = 50
SOUGHT = ("Goes to drama every week", "Sleeps through most nights")
REVIEWER = acting(Role.REVIEWING_OFFICER)
ADVOCATE_ID = uuid4()


@dataclass(frozen=True)
class Living:
    """A child of Kent who moved in `moved`; at: now."""

    child: UUID
    placement: UUID
    home: UUID
    moved: date
    at: datetime

    @property
    def on(self) -> date:
        return localdate(self.at)

    @property
    def robin(self) -> Person:
        return Person(role=Role.CHILD, id=WORKER.id, children=frozenset({self.child}))


def over(day: date) -> date:
    """The first day on which the quarter of a day is over, and is counted."""
    quarter = (day.month - 1) // 3
    return date(day.year + 1, 1, 1) if quarter == 3 else date(day.year, 3 * quarter + 4, 1)


def rate(child: UUID, *, at: datetime, after: int, outcomes: tuple[str, ...] = SOUGHT, **levels: int) -> None:
    """A new version of the needs, rated on the day of `at`."""
    children.record_needs(
        child_id=child, flags=(), matters=("Seeing my brother every week",), after=after, assessed_on=localdate(at),
        outcomes=tuple(Outcome(words, "Seen by the carer", "Carer", date(2090, 1, 1)) for words in outcomes),
        ratings=tuple(
            Rating(
                domain=domain.code, level=levels.get(domain.code, 1), evidence="Seen at home and at school.",
                rater="Social worker", training="Two days, March 2026", experience="Six years", confidence="high",
                rated_on=localdate(at),
            )
            for domain in DOMAINS
        ),
        strengths=tuple(Strength(domain.code, "present", "Goes well") for domain in DOMAINS), by=WORKER, at=at,
    )  # fmt: skip


def lives_there(*, days: int = LIVES_SINCE_DAYS) -> Living:
    """Decided so long ago that the child has lived there for `days`, with two outcomes sought."""
    at = datetime.now(UTC)
    then = at - timedelta(days=days + 14)
    found = search(at=then)
    decision = choose(found)
    approve(decision_id=decision, by=MANAGER, at=found.at + timedelta(minutes=1))
    integrate(at=found.at + timedelta(minutes=2))
    rate(found.child, at=then + timedelta(hours=1), after=1)
    row = Placement.objects.get(decision_id=decision)
    return Living(found.child, row.id, row.home_id, row.from_day, at)


def asked_for_review(lives: Living) -> None:
    children.record_wish(
        child_id=lives.child, stage="review", words="I want to stay here.", how="said", said_on=lives.on, by=WORKER,
        at=lives.at,
    )  # fmt: skip
