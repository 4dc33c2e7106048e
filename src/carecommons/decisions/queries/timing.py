"""What is due for children in their homes, as values: for one placement, and for everybody within a person's reach."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from carecommons.children.queries import ChildRecord, children_named
from carecommons.constitution.queries import whole
from carecommons.matching.queries import emergency_told
from carecommons.people.may import may_at_all
from carecommons.people.permissions import PERMISSIONS, Reach
from carecommons.people.roles import Person
from carecommons.provision.card import HomeCard
from carecommons.provision.queries import home_cards
from carecommons.provision.where import lives_at

from ..emergency import Review, hours_from, stays_until
from ..models import CareReview, EmergencyReview, HealthAssessment, Placement, PlacementEnd, Visit
from ..placement import Placed
from ..stays import NO_END
from ..timers import Due, Facts, Kind, Terms, due
from .placements import running, taken_up_on

__all__ = ["DueLine", "due_for", "facts_of_placements", "timer_terms"]


@dataclass(frozen=True, slots=True)
class DueLine:
    """One thing that is due for one child in one home."""

    placement_id: UUID
    child_id: UUID
    child_reference: str
    authority: str
    home_name: str
    home_kind: str
    due: Due

    @property
    def lives_at(self) -> str:
        """The home as it stands after "lives"."""
        return lives_at(self.home_name, self.home_kind)


def timer_terms(on: date) -> Terms:
    """The numbers of the law as they stand on a day."""
    return Terms(
        first_visit_days=whole("first_visit_days", on),
        visit_weeks=whole("visit_weeks", on),
        first_year_months=whole("visit_first_year_months", on),
        settled_months=whole("visit_settled_months", on),
        weekly_days=whole("visit_weekly_days", on),
        first_review_working_days=whole("first_review_working_days", on),
        second_review_months=whole("second_review_months", on),
        later_review_months=whole("later_review_months", on),
        health_young_age=whole("health_young_age", on),
        health_young_months=whole("health_young_months", on),
        health_older_months=whole("health_older_months", on),
    )


def due_for(person: Person, on: date, *, kinds: Iterable[Kind] = tuple(Kind)) -> tuple[DueLine, ...]:
    """What is due for the children within this person's reach who have moved in, soonest first."""
    if not may_at_all(person, "decisions.see_living"):
        return ()
    rows = Placement.objects.filter(running(on), from_day__lte=on)
    if PERMISSIONS["decisions.see_living"].reach[person.role] is Reach.OWN_AUTHORITY:
        rows = rows.filter(authority__in=person.authorities)
    else:
        rows = rows.filter(child__in=person.children)
    found = list(rows.select_related("decision").order_by("id"))
    if not found:
        return ()
    facts, children, cards = facts_of_placements(found, on)
    terms, wanted = timer_terms(on), frozenset(kinds)
    lines = [
        DueLine(
            row.id,
            row.child_id,
            children[row.child_id].reference,
            row.authority,
            cards[row.home_id].name,
            cards[row.home_id].kind,
            each,
        )
        for row in found
        if row.id in facts
        for each in due(facts[row.id], terms)
        if each.kind in wanted
    ]
    return tuple(sorted(lines, key=lambda line: (line.due.on, line.due.kind, line.child_reference)))


def facts_of_placements(
    rows: Sequence[Placement], on: date
) -> tuple[dict[UUID, Facts], dict[UUID, ChildRecord], dict[UUID, HomeCard]]:
    """Placement -> what the timers need to know; with the children and homes by id, in a few questions for them all."""
    children = children_named(row.child_id for row in rows)
    cards = home_cards([row.home_id for row in rows], on=on)
    hours = _hours(rows)
    visits, health = defaultdict(list), defaultdict(list)
    for placement, day in Visit.objects.filter(placement__in=rows).values_list("placement_id", "day"):
        visits[placement].append(day)
    for child, day in HealthAssessment.objects.filter(child__in=[*children]).values_list("child_id", "day"):
        health[child].append(day)
    reviews = defaultdict(list)
    for review in CareReview.objects.filter(child__in=[*children]).order_by("day", "recorded_at", "id"):
        reviews[review.child_id].append(review)
    left, began = _left_and_began([*children])
    facts = {
        row.id: _facts(
            row, children[row.child_id], cards[row.home_id], visits[row.id], reviews[row.child_id],
            health[row.child_id], hours.get(row.id),
            _in_care_since(row, children[row.child_id].looked_after_since, left[row.child_id], began[row.child_id]),
        )
        for row in rows
    }  # fmt: skip
    return facts, children, cards


def _hours(rows: Sequence[Placement]) -> Mapping[UUID, tuple[date, date]]:
    """Placement of the emergency path -> the days on which its hours began and run out, as on the emergency's page."""
    chosen = [(row, row.decision) for row in rows if row.decision is not None]
    of_night = [(row, choice) for row, choice in chosen if choice.emergency and choice.answered_at is not None]
    reviews = defaultdict(list)
    for each in EmergencyReview.objects.filter(decision__in=[choice.pk for _, choice in of_night]):
        reviews[each.decision_id].append(
            Review(each.goes_on, each.words, each.reviewed_at, each.reviewed_by_role, each.reviewed_by)
        )
    found = {}
    for row, choice in of_night:
        placed_at, held = choice.answered_at, reviews[choice.pk]
        assert placed_at is not None, "only choices that an approver answered are of the night"
        opened_on = timezone.localdate(emergency_told(choice.referral_id).opened_at)
        until = stays_until(placed_at, held, hours=whole("emergency_hours_max", opened_on), exempt=choice.exempt_until)
        found[row.id] = (timezone.localdate(hours_from(placed_at, held)), timezone.localdate(until))
    return found


def _left_and_began(children: Sequence[UUID]) -> tuple[Mapping[UUID, list[date]], Mapping[UUID, list[date]]]:
    """Child -> the days on which they left care, and the first days of their placements."""
    newest = {
        (child, placement or end): (to_day, care_ends)
        for end, child, placement, to_day, care_ends in PlacementEnd.objects.filter(child__in=children)
        .order_by("recorded_at", "id").values_list("id", "child_id", "placement_id", "to_day", "care_ends")
    }  # fmt: skip
    left, began = defaultdict(list), defaultdict(list)
    for (child, _), (to_day, care_ends) in newest.items():
        if care_ends not in ("", NO_END):
            left[child].append(to_day)
    if left:
        there = Placement.objects.filter(child__in=[*left]).exclude(state=Placed.WITHDRAWN)
        for child, day in there.values_list("child_id", "from_day"):
            began[child].append(day)
    return left, began


def _in_care_since(row: Placement, known: date | None, left: Sequence[date], began: Sequence[date]) -> date | None:
    """When the time in care of this placement began: as the record says, or the first move since the child left."""
    out = max((day for day in left if day <= row.from_day), default=None)
    if out is None or (known is not None and known >= out):
        return known
    return min((day for day in began if day >= out), default=row.from_day)


def _facts(
    row: Placement,
    child: ChildRecord,
    home: HomeCard,
    visits: list[date],
    reviews: list[CareReview],
    health: list[date],
    hours: tuple[date, date] | None,
    since: date | None,
) -> Facts:
    held = [each for each in reviews if each.kind == Kind.REVIEW]
    # Of an earlier time in care neither the plan nor a day that its reviewing officer set binds this one.
    last = held[-1] if held and (since is None or held[-1].day >= since) else None
    for_a_time = home.kind == "connected_person" and home.terms is not None and home.terms.to_day is not None
    return Facts(
        began=row.from_day,
        birth_date=child.birth_date,
        looked_after_since=since,
        until_18=bool(last and last.until_18 and last.placement_id == row.id),
        watched=home.kind == "parents" or for_a_time,
        stay_from=hours[0] if hours else None,
        stay_until=hours[1] if hours else None,
        visits=tuple(visits),
        reviews=tuple(each.day for each in held),
        health=tuple(health),
        next_review_by=last.next_by if last else None,
        taken_up_on=taken_up_on(row),
    )  # fmt: skip
