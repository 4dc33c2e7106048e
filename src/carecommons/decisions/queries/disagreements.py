"""Where a child did not agree, and what was answered, as values. The caller has asked who may read them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from carecommons.children.queries import children_named
from carecommons.common.days import add_working_days
from carecommons.common.errors import NotFound
from carecommons.constitution.queries import whole
from carecommons.people.may import may_at_all
from carecommons.people.roles import Person, Role, Subject

from ..models import Disagreement

__all__ = ["AnswerRecord", "DisagreementRecord", "disagreement", "disagreements", "disagreements_waiting"]


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """One answer to a child who did not agree."""

    words: str
    move_waits: bool
    answered_at: datetime
    answered_by_role: Role


@dataclass(frozen=True, slots=True)
class DisagreementRecord:
    """One disagreement with its answers, oldest first. answer_by: the last day on which an answer is in time.

    decided_by: the accounts of those who proposed and who approved the decision. They may not answer it.
    """

    id: UUID
    decision_id: UUID
    child_id: UUID
    child_reference: str
    authority: str
    words: str
    wants: str
    move_should_wait: bool
    wants_advocate: bool
    said_at: datetime
    said_by_role: Role
    answer_by: date
    answers: tuple[AnswerRecord, ...]
    decided_by: frozenset[UUID]

    @property
    def subject(self) -> Subject:
        """The child as the policy asks about them."""
        return Subject(authority=self.authority, child_id=self.child_id)


def disagreement(disagreement_id: UUID) -> DisagreementRecord:
    """One disagreement. Raises NotFound, as for one that is not the asker's."""
    found = _records(Disagreement.objects.filter(id=disagreement_id))
    if not found:
        raise NotFound()
    return found[0]


def disagreements(decision_id: UUID) -> tuple[DisagreementRecord, ...]:
    """Every disagreement with a decision, oldest first."""
    return _records(Disagreement.objects.filter(decision_id=decision_id))


def disagreements_waiting(person: Person) -> tuple[DisagreementRecord, ...]:
    """The disagreements that nobody has answered, within the reach of somebody who may, oldest first.

    Those with one's own decisions wait for somebody else.
    """
    if not may_at_all(person, "decisions.answer_disagreement"):
        return ()
    found = _records(Disagreement.objects.filter(authority__in=person.authorities, answers__isnull=True))
    return tuple(each for each in found if person.id not in each.decided_by)


def _records(rows) -> tuple[DisagreementRecord, ...]:  # type: ignore[no-untyped-def]
    found = list(rows.order_by("said_at", "id").select_related("decision").prefetch_related("answers"))
    names = children_named(row.child_id for row in found)
    return tuple(_record(row, names[row.child_id].reference) for row in found)


def _record(row: Disagreement, reference: str) -> DisagreementRecord:
    said_on = timezone.localdate(row.said_at)
    return DisagreementRecord(
        id=row.pk, decision_id=row.decision_id, child_id=row.child_id, child_reference=reference,
        authority=row.authority, words=row.words, wants=row.wants, move_should_wait=row.move_should_wait,
        wants_advocate=row.wants_advocate, said_at=row.said_at, said_by_role=Role(row.said_by_role),
        answer_by=add_working_days(said_on, whole("review_finding_working_days", said_on)),
        answers=tuple(
            AnswerRecord(each.words, each.move_waits, each.answered_at, Role(each.answered_by_role))
            for each in row.answers.all()
        ),
        decided_by=row.decision.decided_by,
    )  # fmt: skip
