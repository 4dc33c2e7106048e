"""Whose word about free places is wanted: the homes that somebody may speak for, those that have run out first."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from carecommons.constitution.parameters import whole
from carecommons.people.may import may_at_all
from carecommons.people.roles import Person
from carecommons.provision.homes import FAMILY_KINDS
from carecommons.provision.models import Home
from carecommons.provision.vacancies import Opening

from .gathered import Lean, still_free
from .local import within_reach

__all__ = ["VacancyAsked", "vacancies_asked", "word_hours"]


@dataclass(frozen=True, slots=True)
class VacancyAsked:
    """One home and its last word. still: what "Still N places free" would say; room: the most that can be free."""

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
    rows = list(within_reach(person).exclude(kind__in=FAMILY_KINDS))
    ids = [row.id for row in rows] if len(rows) <= 500 else None
    beside = Lean(ids, timezone.localdate(at), capable=False)
    valid = timedelta(hours=word_hours(at))
    asked = [
        _asked(row, beside, at, valid)
        for row in rows
        if row.closed_on is None or row.closed_on > timezone.localdate(at)
    ]
    return tuple(sorted(asked, key=_most_wanted))


def word_hours(at: datetime) -> int:
    """For how many hours a home's word about its places holds (`vacancy_valid_hours`)."""
    return whole("vacancy_valid_hours", timezone.localdate(at))


def _most_wanted(asked: VacancyAsked) -> tuple[int, float, str]:
    order = {Opening.RAN_OUT: 0, Opening.NEVER_SAID: 1, Opening.OPEN: 2, Opening.FULL: 3}
    return order[asked.opening], asked.said_at.timestamp() if asked.said_at else 0.0, asked.reference


def _asked(row: Home, beside: Lean, at: datetime, valid: timedelta) -> VacancyAsked:
    terms = beside.terms.get(row.id)
    still, room, opening = still_free(row, beside, terms, at, valid)
    report = beside.vacancies.get(row.id)
    return VacancyAsked(
        id=row.id, reference=row.reference, name=row.name, kind=row.kind, opening=opening, still=still, room=room,
        said_at=report.said_at if report else None, holds_until=report.said_at + valid if report else None,
    )  # fmt: skip
