"""Relatives and friends of a child who were looked at, and approvals for a time, as values.

For rooms that have asked who may; `approvals_waiting` asks whose they are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from carecommons.children.queries import children_named
from carecommons.common.errors import NotFound
from carecommons.constitution.parameters import whole
from carecommons.people.may import may_at_all
from carecommons.people.roles import Person, Subject
from carecommons.provision.queries import (
    FamilyHome,
    family_homes_of,
    full_approval_days,
    home_cards,
    is_approved,
    terms_in_force,
)

from .. import models
from ..family import APPROVED_STATES, RELATIONS, UNDER_WAY, Approved, Viability, first_looks, lapsed, newest

__all__ = [
    "ApprovalLine", "ApprovalRecord", "approval_for_a_time", "approvals_of", "approvals_waiting", "approved_before",
    "assessment_of", "assessments_of", "full_days", "homes_to_approve", "looked_at_by", "people_asked",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ApprovalRecord:
    """One approval for a time. to_day: its last day, as it stands now. number: of the terms of the home.

    most_appropriate_on, panel_asked_on, reviewer_told_on: what stood before it was made longer; None where it was not.
    panel_recommended_on, decided_on: what made it one in full; None where it is none, or from before they were asked.
    """

    id: UUID
    child_id: UUID
    authority: str
    home_id: UUID
    home_name: str
    assessment_id: UUID
    relation: str
    number: str
    state: Approved
    from_day: date
    to_day: date
    because: str
    extended_because: str
    most_appropriate_on: date | None
    panel_asked_on: date | None
    reviewer_told_on: date | None
    closed_because: str
    closed_on: date | None
    panel_recommended_on: date | None
    decided_on: date | None

    @property
    def subject(self) -> Subject:
        return Subject(authority=self.authority, child_id=self.child_id)

    @property
    def words(self) -> str:
        return APPROVED_STATES[self.state]

    @property
    def under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def ran_to(self) -> date:
        """The last day that it covered, where it is over; else the last that it covers as it stands now."""
        return self.to_day if self.closed_on is None else min(self.to_day, self.closed_on)

    def has_lapsed(self, on: date) -> bool:
        """Whether it ran out: the home may not have the child until it is approved in full."""
        return self.under_way and lapsed(self.to_day, on)

    def may_be_longer(self, on: date) -> bool:
        return self.state is Approved.APPROVED and not lapsed(self.to_day, on)


@dataclass(frozen=True, slots=True)
class ApprovalLine:
    """One approval for a time that somebody must act on."""

    id: UUID
    child_id: UUID
    child_reference: str
    to_day: date
    may_be_longer: bool


def assessments_of(child_id: UUID) -> tuple[Viability, ...]:
    """Every assessment of a relative or friend of a child, oldest first."""
    return tuple(_viability(row) for row in models.ViabilityAssessment.objects.filter(child_id=child_id))


def people_asked(child_id: UUID) -> tuple[Viability, ...]:
    """The newest assessment of each person who was asked."""
    return newest(assessments_of(child_id))


def looked_at_by(child_id: UUID, person_id: UUID | None) -> frozenset[UUID]:
    """Every assessment of those relatives and friends of a child whom this account assessed, at first or later."""
    if person_id is None:
        return frozenset()
    mine = models.ViabilityAssessment.objects.filter(child_id=child_id, recorded_by=person_id)
    return _of_same_people(child_id, mine.values_list("id", flat=True))


def approved_before(child_id: UUID) -> frozenset[UUID]:
    """Every assessment of those relatives and friends of a child who were approved for a time: no second time."""
    tried = models.TemporaryApproval.objects.filter(child_id=child_id)
    return _of_same_people(child_id, tried.values_list("assessment_id", flat=True))


def homes_to_approve(child_id: UUID, on: date) -> tuple[FamilyHome, ...]:
    """The homes of relatives and friends that can be approved for a time: never before, and not approved already."""
    tried = set(models.TemporaryApproval.objects.filter(child_id=child_id).values_list("home_id", flat=True))
    return tuple(each for each in family_homes_of(child_id) if each.id not in tried and not is_approved(each.id, on))


def full_days(home_id: UUID, number: str, on: date) -> dict[str, date] | None:
    """The days of panel and decision of the full approval of a home, as far as the register of homes was told them.

    number: of the approval for a time. None where no full approval is in force on the day.
    """
    terms = terms_in_force(home_id, on)
    if terms is None or terms.number == number or not is_approved(home_id, on):
        return None
    return full_approval_days(home_id, terms.number)


def _of_same_people(child_id: UUID, ids: Iterable[UUID]) -> frozenset[UUID]:
    """Every assessment of the people whom these assessments are about."""
    first = first_looks(assessments_of(child_id))
    people = {first[each] for each in ids}
    return frozenset(each for each, whose in first.items() if whose in people)


def assessment_of(assessment_id: UUID) -> tuple[UUID, Viability]:
    """(child, assessment). Raises NotFound."""
    row = models.ViabilityAssessment.objects.filter(id=assessment_id).first()
    if row is None:
        raise NotFound()
    return row.child_id, _viability(row)


def approvals_of(child_id: UUID) -> tuple[ApprovalRecord, ...]:
    """Every approval for a time of a child's relatives and friends, newest first."""
    return _records(list(models.TemporaryApproval.objects.filter(child_id=child_id).select_related("assessment")))


def approval_for_a_time(approval_id: UUID) -> ApprovalRecord:
    """One approval. Raises NotFound."""
    rows = list(models.TemporaryApproval.objects.filter(id=approval_id).select_related("assessment"))
    if not rows:
        raise NotFound()
    return _records(rows)[0]


def approvals_waiting(person: Person, on: date) -> tuple[ApprovalLine, ...]:
    """Approvals within reach that run out soon, or have run out and are not closed: the first to run out first."""
    if not may_at_all(person, "matching.see_relatives"):
        return ()
    until = on + timedelta(weeks=whole("connected_person_seen_weeks", on))
    rows = list(
        models.TemporaryApproval.objects.filter(
            authority__in=person.authorities, state__in=UNDER_WAY, to_day__lte=until
        ).order_by("to_day", "id")
    )
    named = children_named(row.child_id for row in rows)
    return tuple(
        ApprovalLine(
            row.id, row.child_id, named[row.child_id].reference, row.to_day,
            row.state == Approved.APPROVED and not lapsed(row.to_day, on),
        )
        for row in rows
    )  # fmt: skip


def _viability(row: models.ViabilityAssessment) -> Viability:
    return Viability(
        id=row.id, relation=row.relation, who=row.who, outcome=row.outcome, words=row.words, assessor=row.assessor,
        training=row.training, experience=row.experience, assessed_on=row.assessed_on, recorded_at=row.recorded_at,
        follows=row.follows_id,
    )  # fmt: skip


def _records(rows: list[models.TemporaryApproval]) -> tuple[ApprovalRecord, ...]:
    cards = home_cards([row.home_id for row in rows]) if rows else {}
    return tuple(
        ApprovalRecord(
            id=row.id, child_id=row.child_id, authority=row.authority, home_id=row.home_id,
            home_name=cards[row.home_id].name, assessment_id=row.assessment_id,
            relation=RELATIONS[row.assessment.relation], number=row.number,
            state=Approved(row.state), from_day=row.from_day, to_day=row.to_day, because=row.because,
            extended_because=row.extended_because, most_appropriate_on=row.most_appropriate_on,
            panel_asked_on=row.panel_asked_on, reviewer_told_on=row.reviewer_told_on,
            closed_because=row.closed_because, closed_on=row.closed_on,
            panel_recommended_on=row.panel_recommended_on, decided_on=row.decided_on,
        )
        for row in rows
    )  # fmt: skip
