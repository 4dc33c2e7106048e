"""The life of a child in one home, as values: what was done, what is due, how it goes. The caller has asked who reads.

Needs at the start stand beside needs now, part by part; nothing is added up.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from carecommons.children.needs import DOMAINS, Outcome, Profile
from carecommons.children.queries import profile, profiles, wishes
from carecommons.children.strata import stratum_of
from carecommons.children.wishes import Wish, standing
from carecommons.constitution.queries import whole
from carecommons.people.roles import ROLE_NAMES, Person, Role

from ..living import ALONE, ANSWERS, FEELINGS, NOT_ASKED, REVIEW_KINDS, TIME_KINDS, TOOK_PART, nights_held, wish_counts
from ..models import CareReview, MatchingTime, OutcomeAnswer, OwnRating, Placement, Visit
from ..placement import still_there
from ..timers import Due, due
from .contact import ContactLine, contact_of
from .placements import PlacementRecord, placement
from .signs import SignLine, signs_of, stood_at_start
from .timing import facts_of_placements, timer_terms

__all__ = [
    "REVIEW_STAGE", "LifeRecord", "NeedThenNow", "OwnLine", "ReviewLine", "Said", "Sought", "VisitLine", "cohort_on",
    "life", "own_life", "said_for_review", "sought_now", "spoken_for_review",
]  # fmt: skip

REVIEW_STAGE = "review"


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit. alone: a code of living.ALONE."""

    id: UUID
    day: date
    alone: str
    alone_words: str
    why_not: str
    said: str
    seen: str
    by_role: str


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One review. not_asked: "" where the child was asked for it."""

    id: UUID
    day: date
    kind: str
    kind_words: str
    took_part: str
    took_part_words: str
    not_asked_words: str
    not_asked_why: str
    decided: str
    until_18: bool
    next_by: date | None
    by_role: str


@dataclass(frozen=True, slots=True)
class Said:
    """One answer about an outcome, with its day. by_child: the child said it."""

    day: date
    answer: str
    answer_words: str
    words: str
    by_child: bool


@dataclass(frozen=True, slots=True)
class Sought:
    """One outcome that is sought, with what was said of it in this placement: adults and child apart, oldest first."""

    number: int
    outcome: str
    measure: str
    owner: str
    review_on: date
    adults: tuple[Said, ...]
    child: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class NeedThenNow:
    """One part of life: its level when the placement began and as last rated; None is unknown or not rated."""

    code: str
    name: str
    then: int | None
    now: int | None

    @property
    def words(self) -> str:
        if self.then is None:
            return "Not known from before"
        if self.now is None:
            return "Not known now"
        if self.then == self.now:
            return "As before"
        return "Less help is needed" if self.now < self.then else "More help is needed"


@dataclass(frozen=True, slots=True)
class OwnLine:
    """How it goes, in the child's words."""

    said_at: datetime
    feeling: str
    feeling_words: str
    words: str
    by_child: bool


@dataclass(frozen=True, slots=True)
class LifeRecord:
    """Everything of one placement that this room holds after the move. minutes: kind of time -> minutes so far.

    needs_then_on: None where nobody had rated the needs when the placement began: they are not known from before.
    nights_held: for how many nights the place stood empty for this child, between the choice and the move.
    """

    placement: PlacementRecord
    due: tuple[Due, ...]
    visits: tuple[VisitLine, ...]
    reviews: tuple[ReviewLine, ...]
    sought: tuple[Sought, ...]
    needs: tuple[NeedThenNow, ...]
    needs_then_on: date | None
    needs_now_on: date | None
    own: tuple[OwnLine, ...]
    contact: tuple[ContactLine, ...]
    minutes: tuple[tuple[str, int], ...]
    signs: tuple[SignLine, ...]
    nights_held: int

    @property
    def hours(self) -> tuple[tuple[str, float], ...]:
        """Kind of time -> hours, to a tenth."""
        return tuple((kind, round(minutes / 60, 1)) for kind, minutes in self.minutes)


def life(placement_id: UUID, *, on: date, by: Person) -> LifeRecord:
    """The life in one home as it stands on a day. by: for whom, because brothers and sisters are named by their reach.

    Raises NotFound.
    """
    found = placement(placement_id)
    row = Placement.objects.select_related("decision").get(id=placement_id)
    versions = profiles(found.child_id)
    then, now = stood_at_start(found.from_day, versions), versions[0] if versions else None
    return LifeRecord(
        placement=found, due=_due(row, on), visits=_visits(row), reviews=_reviews(row),
        sought=_sought(row, versions[0] if versions else None), needs=_needs(then, now),
        needs_then_on=then.assessed_on if then else None, needs_now_on=now.assessed_on if now else None,
        own=_own(row), contact=contact_of(found, by=by), minutes=_minutes(row),
        signs=signs_of([row], on)[row.id],
        nights_held=nights_held(chosen_on=timezone.localdate(row.made_at), from_day=row.from_day),
    )  # fmt: skip


def own_life(placement_id: UUID) -> tuple[tuple[Sought, ...], tuple[OwnLine, ...]]:
    """What the child's own page shows: what is sought, with what was said of it, and how they said it goes."""
    row = Placement.objects.get(id=placement_id)
    return _sought(row, profile(row.child_id)), _own(row)


def sought_now(child_id: UUID) -> tuple[int, tuple[Outcome, ...]]:
    """(version of the needs profile, the outcomes that are sought in it)."""
    found = profile(child_id)
    return (found.version, found.outcomes) if found else (0, ())


def said_for_review(child_id: UUID, *, review_on: date, days_max: int) -> bool:
    """Whether the child was asked for a review of a day (stage: review); choosing not to say counts."""
    return any(
        wish.stage == REVIEW_STAGE and wish_counts(wish.said_on, review_on=review_on, days_max=days_max)
        for wish in standing(wishes(child_id))
    )


def spoken_for_review(child_id: UUID, *, on: date) -> Wish | None:
    """The newest that the child said for a review closed on this day; None where they have not been asked for it."""
    days_max = whole("review_wish_days_max", on)
    said = [
        wish for wish in standing(wishes(child_id))
        if wish.stage == REVIEW_STAGE and wish_counts(wish.said_on, review_on=on, days_max=days_max)
    ]  # fmt: skip
    return max(said, key=lambda wish: wish.recorded_at, default=None)


def cohort_on(child_id: UUID, on: date) -> str:
    """The group of needs that a child belongs to on a day, for counting alone; "unknown" without a profile."""
    found = profile(child_id)
    if found is None:
        return "unknown"
    return stratum_of(found.levels, found.active_flags(on), high_from=whole("stratum_high_level", on))


# ------------------------------------------------------------------------------------- what was done
def _due(row: Placement, on: date) -> tuple[Due, ...]:
    if not still_there(row.state, row.ended_on, on) or row.from_day > on:
        return ()
    facts, _, _ = facts_of_placements([row], on)
    return due(facts[row.id], timer_terms(on))


def _visits(row: Placement) -> tuple[VisitLine, ...]:
    return tuple(
        VisitLine(
            each.id, each.day, each.alone, ALONE[each.alone], each.why_not, each.said, each.seen,
            ROLE_NAMES[Role(each.recorded_by_role)],
        )
        for each in Visit.objects.filter(placement=row).order_by("-day", "-recorded_at", "id")
    )  # fmt: skip


def _reviews(row: Placement) -> tuple[ReviewLine, ...]:
    return tuple(
        ReviewLine(
            each.id, each.day, each.kind, REVIEW_KINDS[each.kind], each.took_part, TOOK_PART[each.took_part],
            NOT_ASKED.get(each.not_asked, ""), each.not_asked_why, each.decided, each.until_18, each.next_by,
            ROLE_NAMES[Role(each.recorded_by_role)],
        )
        for each in CareReview.objects.filter(placement=row).order_by("-day", "-recorded_at", "id")
    )  # fmt: skip


def _minutes(row: Placement) -> tuple[tuple[str, int], ...]:
    found: dict[str, int] = defaultdict(int)
    for kind, minutes in MatchingTime.objects.filter(placement=row).values_list("kind", "minutes"):
        found[kind] += minutes
    return tuple((TIME_KINDS[kind], found[kind]) for kind in TIME_KINDS if kind in found)


# ------------------------------------------------------------------------------------- how it goes
def _needs(then: Profile | None, now: Profile | None) -> tuple[NeedThenNow, ...]:
    if now is None:
        return ()
    return tuple(
        NeedThenNow(
            domain.code, domain.name, then.rating(domain.code).level if then else None, now.rating(domain.code).level
        )
        for domain in DOMAINS
    )  # fmt: skip


def _sought(row: Placement, now: Profile | None) -> tuple[Sought, ...]:
    """The outcomes of the newest profile. What was said of one is kept with its words, so that it is found again."""
    if now is None:
        return ()
    said: dict[tuple[str, bool], list[Said]] = defaultdict(list)
    for each in OutcomeAnswer.objects.filter(placement=row).order_by("day", "recorded_at", "number", "id"):
        said[each.outcome, each.by_child].append(
            Said(each.day, each.answer, ANSWERS[each.answer], each.words, each.by_child)
        )
    return tuple(
        Sought(
            number, each.outcome, each.measure, each.owner, each.review_on, tuple(said[each.outcome, False]),
            tuple(said[each.outcome, True]),
        )
        for number, each in enumerate(now.outcomes, start=1)
    )  # fmt: skip


def _own(row: Placement) -> tuple[OwnLine, ...]:
    return tuple(
        OwnLine(each.recorded_at, each.feeling, FEELINGS[each.feeling], each.words, each.recorded_by_role == Role.CHILD)
        for each in OwnRating.objects.filter(placement=row).order_by("-recorded_at", "id")
    )
