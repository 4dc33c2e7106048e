"""What the next home must know, as values. The caller has asked who may read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from carecommons.people.roles import Role

from ..models import CarriedNote
from ..plain import who_words

__all__ = ["Carried", "carried", "carried_accepted", "carried_note", "carried_waiting"]


@dataclass(frozen=True, slots=True)
class Carried:
    """One note. accepted: None while the social worker has not answered. put_as: the words that the next home reads."""

    id: UUID
    child_id: UUID
    authority: str
    placement: UUID
    words: str
    said_at: datetime
    said_by_role: Role
    accepted: bool | None
    answer: str

    @property
    def who(self) -> str:
        """Who said it, in a young person's words."""
        return who_words(self.said_by_role)

    @property
    def put_as(self) -> str:
        """As the next home reads it; empty where it is not accepted."""
        return (self.answer or self.words) if self.accepted else ""


def carried(child_id: UUID) -> tuple[Carried, ...]:
    """Every note for a child's next home, oldest first."""
    return _values(CarriedNote.objects.filter(child_id=child_id))


def carried_accepted(child_id: UUID) -> tuple[Carried, ...]:
    """The notes that go with the child: what a home that is asked reads beside the story."""
    return tuple(each for each in carried(child_id) if each.accepted)


def carried_note(note_id: UUID) -> Carried | None:
    found = _values(CarriedNote.objects.filter(id=note_id))
    return found[0] if found else None


def carried_waiting(authorities: Iterable[str]) -> tuple[Carried, ...]:
    """The notes of these councils' children that nobody has answered, oldest first."""
    rows = CarriedNote.objects.filter(authority__in=set(authorities), answers__isnull=True)
    return _values(rows)


def _values(rows) -> tuple[Carried, ...]:  # type: ignore[no-untyped-def]
    found = []
    for row in rows.order_by("said_at", "id").prefetch_related("answers"):
        last = max(row.answers.all(), key=lambda each: (each.answered_at, str(each.id)), default=None)
        found.append(
            Carried(
                id=row.id, child_id=row.child_id, authority=row.authority, placement=row.placement, words=row.words,
                said_at=row.said_at, said_by_role=Role(row.said_by_role), accepted=last.accepted if last else None,
                answer=last.words if last else "",
            )
        )  # fmt: skip
    return tuple(found)
