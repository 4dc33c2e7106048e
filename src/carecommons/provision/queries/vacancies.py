"""Whose word about free places is wanted: the homes that somebody may speak for, those that have run out first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from carecommons.constitution.parameters import whole
from carecommons.people.may import may_at_all
from carecommons.people.roles import Person
from carecommons.provision.homes import FAMILY_KINDS, Standing
from carecommons.provision.vacancies import Opening

from .local import HomeLine, homes_seen_by

__all__ = ["VacancyAsked", "vacancies_asked", "word_hours"]


@dataclass(frozen=True, slots=True)
class VacancyAsked:
    """One home and its last word. still: what "Still N free" would say; room: the most that can be free."""

    id: UUID
    reference: str
    name: str
    kind: str
    opening: Opening
    still: int
    room: int
    said_at: datetime | None
    holds_until: datetime | None

    @property
    def wanted(self) -> bool:
        return self.opening in (Opening.RAN_OUT, Opening.NEVER_SAID)


def vacancies_asked(person: Person, *, at: datetime) -> tuple[VacancyAsked, ...]:
    """The homes whose free places this person may say: word run out, never said, soonest to run out, then the full.

    Families are asked in person, and a home that has closed is not asked at all.
    """
    if not may_at_all(person, "provision.report_vacancy"):
        return ()
    lines = [
        line for line in homes_seen_by(person, at=at)
        if line.kind not in FAMILY_KINDS and line.standing is not Standing.CLOSED
    ]  # fmt: skip
    return tuple(_asked(line) for line in sorted(lines, key=_most_wanted))


def word_hours(at: datetime) -> int:
    """For how many hours a home's word about its places holds (`vacancy_valid_hours`)."""
    return whole("vacancy_valid_hours", timezone.localdate(at))


def _most_wanted(line: HomeLine) -> tuple[int, float, str]:
    order = {Opening.RAN_OUT: 0, Opening.NEVER_SAID: 1, Opening.OPEN: 2, Opening.FULL: 3}
    return order[line.opening], line.said_at.timestamp() if line.said_at else 0.0, line.reference


def _asked(line: HomeLine) -> VacancyAsked:
    room = max(0, line.capacity - line.living)
    # What still stands is what can be free: whoever came since has taken a place from the home's own number.
    still = line.free if line.opening is Opening.OPEN else min(line.said_free or 0, room)
    return VacancyAsked(
        id=line.id, reference=line.reference, name=line.name, kind=line.kind, opening=line.opening, still=still,
        room=room, said_at=line.said_at, holds_until=line.holds_until,
    )  # fmt: skip
