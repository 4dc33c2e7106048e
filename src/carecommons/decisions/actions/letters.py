"""Telling each home that offered itself why it was not chosen, and that it was read: written here alone."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from carecommons.common.errors import NotFound
from carecommons.matching.queries import codes_of_homes
from carecommons.people.may import check_may
from carecommons.people.roles import Person
from carecommons.provision.queries import home_subjects

from ..models import Decision, HomeLetter
from ..queries import LetterRecord, letter, letter_subject

__all__ = ["read_letter"]


def tell_homes(row: Decision, *, at: datetime) -> None:
    """A letter for each home that offered itself, with the words of whoever proposed: part of the approval."""
    told = {UUID(home): words for home, words in (row.to_homes or {}).items()}
    whose, codes = home_subjects(told), codes_of_homes(row.referral_id)
    for home, words in told.items():
        HomeLetter(
            decision=row, home_id=home, provider_id=whose[home].provider_id, home_kept_by=whose[home].authority or "",
            authority=row.authority, code=codes.get(home, ""), words=words, told_at=at,
        ).save(force_insert=True)  # fmt: skip


@transaction.atomic
def read_letter(*, letter_id: UUID, by: Person, at: datetime) -> LetterRecord:
    """The letter, for whoever runs the home; that it was read is kept the first time."""
    found = letter(letter_id)
    check_may(by, "decisions.see_letter", letter_subject(found))
    row = HomeLetter.objects.select_for_update().filter(id=letter_id).first()
    if row is None:
        raise NotFound()
    if row.read_at is None:
        row.read_at, row.read_by_role = at, by.role
        row.save(update_fields=["read_at", "read_by_role"])
    return letter(letter_id)
