"""Where a child did not agree, and what was answered, as values. The caller has asked who may read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from carecommons.children.plain import who_words
from carecommons.children.queries import children_named
from carecommons.common.errors import NotFound
from carecommons.constitution.queries import whole
from carecommons.people.may import may_at_all
from carecommons.people.roles import Person, Role, Subject

from ..answering import answer_by
from ..models import Disagreement, DisagreementAnswer
from ..placement import Placed

__all__ = [
    "AnswerRecord", "DisagreementRecord", "advocate_asked", "asks_to_wait", "disagreement", "disagreements",
    "disagreements_waiting", "holds_move", "moves_waiting",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """One answer to a child who did not agree."""

    words: str
    move_waits: bool
    answered_at: datetime
    answered_by_role: Role

    @property
    def who(self) -> str:
        """Who answered, in a young person's words."""
        return who_words(self.answered_by_role)


@dataclass(frozen=True, slots=True)
class DisagreementRecord:
    """One disagreement with its answers, oldest first. answer_by: the last day on which an answer is in time.

    move_on: the day of the move that they want to wait; None where they do not ask it, or nobody moves any more.
    decided_by: the accounts of those who proposed and who approved the decision. They may not answer it.
    review_id: the review that was made of it; None where none was.
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
    move_on: date | None
    answers: tuple[AnswerRecord, ...]
    decided_by: frozenset[UUID]
    review_id: UUID | None = None

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


def advocate_asked(person: Person) -> tuple[DisagreementRecord, ...]:
    """The disagreements that nobody has answered in which a child of this advocate's asks for their help."""
    if person.role is not Role.ADVOCATE:
        return ()
    return _records(
        Disagreement.objects.filter(child_id__in=person.children, wants_advocate=True, answers__isnull=True)
    )


def moves_waiting(decisions: Iterable[UUID]) -> frozenset[UUID]:
    """Of these decisions, those whose move waits: the newest answer to a disagreement said so, or a child who wants it
    to wait has no answer yet. It holds no words."""
    asked = set(decisions)
    return frozenset(_holding(asked).values()) | frozenset(_asking(asked).values())


def holds_move(decision_id: UUID) -> frozenset[str]:
    """The ids of the disagreements whose newest answer says that the move waits. See review.check_not_waiting."""
    return frozenset(str(each) for each in _holding([decision_id]))


def asks_to_wait(decision_id: UUID) -> frozenset[str]:
    """The ids of the disagreements that ask for a planned move to wait, and that nobody has answered. None of an
    emergency: that it cannot wait is what was decided. See review.check_no_unanswered."""
    return frozenset(str(each) for each in _asking([decision_id]))


def _asking(decisions: Iterable[UUID]) -> dict[UUID, UUID]:
    """Disagreement -> its decision, for those that ask for a planned move to wait, and have no answer."""
    rows = Disagreement.objects.filter(
        decision_id__in=set(decisions), move_should_wait=True, answers__isnull=True, decision__emergency=False,
        decision__placement__state=Placed.PLANNED,
    )  # fmt: skip
    return dict(rows.values_list("id", "decision_id"))


def _holding(decisions: Iterable[UUID]) -> dict[UUID, UUID]:
    """Disagreement -> its decision, for those whose newest answer says that the move waits."""
    rows = DisagreementAnswer.objects.filter(disagreement__decision_id__in=set(decisions))
    newest = {
        disagreement: (decision, waits)
        for disagreement, decision, waits in rows.order_by("answered_at", "id").values_list(
            "disagreement_id", "disagreement__decision_id", "move_waits"
        )
    }
    return {disagreement: decision for disagreement, (decision, waits) in newest.items() if waits}


def _records(rows) -> tuple[DisagreementRecord, ...]:  # type: ignore[no-untyped-def]
    ordered = rows.order_by("said_at", "id").select_related("decision__placement", "review")
    found = list(ordered.prefetch_related("answers"))
    names = children_named(row.child_id for row in found)
    return tuple(_record(row, names[row.child_id].reference) for row in found)


def _record(row: Disagreement, reference: str) -> DisagreementRecord:
    said_on = timezone.localdate(row.said_at)
    return DisagreementRecord(
        id=row.pk, decision_id=row.decision_id, child_id=row.child_id, child_reference=reference,
        authority=row.authority, words=row.words, wants=row.wants, move_should_wait=row.move_should_wait,
        wants_advocate=row.wants_advocate, said_at=row.said_at, said_by_role=Role(row.said_by_role),
        move_on=_move_on(row),
        answer_by=answer_by(
            said_on=said_on, usual_working_days=whole("review_finding_working_days", said_on),
            before_move_on=row.decision.from_day if row.move_should_wait else None,
        ),
        answers=tuple(
            AnswerRecord(each.words, each.move_waits, each.answered_at, Role(each.answered_by_role))
            for each in row.answers.all()
        ),
        decided_by=row.decision.decided_by,
        review_id=row.review.pk if hasattr(row, "review") else None,
    )  # fmt: skip


def _move_on(row: Disagreement) -> date | None:
    """The day of the move that a child asks to wait, while it is still planned."""
    placement = getattr(row.decision, "placement", None)
    if not row.move_should_wait or placement is None or placement.state != Placed.PLANNED:
        return None
    return placement.from_day
