"""Letters to homes that offered themselves and were not chosen, and how many offers were told why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from carecommons.common.errors import NotFound
from carecommons.people.may import may_at_all
from carecommons.people.roles import Person, Subject
from carecommons.provision.queries import home_cards

from ..models import HomeLetter
from .until import asked_until

__all__ = ["LetterRecord", "OffersTold", "letter", "letter_subject", "letters_for", "letters_of", "offers_told"]


@dataclass(frozen=True, slots=True)
class LetterRecord:
    """One letter. review_until: the last day on which the home may ask for a review."""

    id: UUID
    home_id: UUID
    home_name: str
    provider_id: UUID | None
    home_kept_by: str
    code: str
    words: str
    told_at: datetime
    read_at: datetime | None
    review_until: date


@dataclass(frozen=True, slots=True)
class OffersTold:
    """How many homes that offered themselves were not chosen and told why, and how many have read it (C3, G9)."""

    told: int
    read: int


def letter(letter_id: UUID) -> LetterRecord:
    """One letter. Raises NotFound, as for one that is not the asker's."""
    found = _records(HomeLetter.objects.filter(id=letter_id))
    if not found:
        raise NotFound()
    return found[0]


def letters_of(decision_id: UUID) -> tuple[LetterRecord, ...]:
    """The letters that a decision sent. For rooms that have asked who may."""
    return _records(HomeLetter.objects.filter(decision_id=decision_id))


def letters_for(person: Person) -> tuple[LetterRecord, ...]:
    """The letters to this person's homes, newest first."""
    if not may_at_all(person, "decisions.see_letter"):
        return ()
    rows = HomeLetter.objects.filter(home_id__in=person.home_ids)
    if person.runs is not None:
        rows = rows | HomeLetter.objects.filter(provider_id=person.runs)
    return _records(rows.distinct())


def letter_subject(found: LetterRecord) -> Subject:
    """The home as the policy asks about it."""
    return Subject(authority=found.home_kept_by, provider_id=found.provider_id, home_id=found.home_id)


def offers_told(authorities: Iterable[str], *, since: datetime) -> OffersTold:
    """The letters of these councils since a moment. A count of homes, not of children."""
    rows = HomeLetter.objects.filter(authority__in=set(authorities), told_at__gte=since)
    return OffersTold(told=rows.count(), read=rows.filter(read_at__isnull=False).count())


def _records(rows: Iterable[HomeLetter]) -> tuple[LetterRecord, ...]:
    found = sorted(rows, key=lambda row: (row.told_at, str(row.pk)), reverse=True)
    cards = home_cards([row.home_id for row in found]) if found else {}
    return tuple(
        LetterRecord(
            id=row.pk, home_id=row.home_id, home_name=cards[row.home_id].name, provider_id=row.provider_id,
            home_kept_by=row.home_kept_by, code=row.code, words=row.words, told_at=row.told_at, read_at=row.read_at,
            review_until=asked_until(timezone.localdate(row.told_at)),
        )
        for row in found
    )  # fmt: skip
