"""Telling each home that offered itself why it was not chosen, and that it was read: written here alone."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from carecommons.common.errors import NotFound
from carecommons.people.may import check_may
from carecommons.people.roles import Person

from ..models import HomeLetter
from ..queries import LetterRecord, letter, letter_subject

__all__ = ["read_letter"]


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
