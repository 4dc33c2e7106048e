"""Opening a record with almost nothing, and completing it: the only writers of both."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from carecommons.common.errors import NotNow
from carecommons.constitution.parameters import whole
from carecommons.people.roles import Person

from ..minimal import born
from ..models import MinimalRecord
from .record import add_child, child_to_change

__all__ = ["complete_record", "open_minimal_record"]


@transaction.atomic
def open_minimal_record(
    *, reference: str, known_as: str, sex: str, authority: str, birth_date: date | None = None,
    birth_year: int | None = None, age: int | None = None, by: Person, at: datetime,
) -> UUID:  # fmt: skip
    """Open a child's record with a name that is used, a sex (U: not known), a council, and a day, year or age.

    Raises Faulty("birth_not_clear"), and what `add_child` raises. No register entry: as for every record opened.
    """
    on = timezone.localdate(at)
    found = born(day=birth_date, year=birth_year, age=age, on=on, age_max=whole("looked_after_age_max", on))
    child_id = add_child(
        reference=reference, known_as=known_as, birth_date=found.latest, sex=sex, authority=authority, by=by, at=at
    )
    if not found.known:
        MinimalRecord.objects.create(
            child_id=child_id, authority=authority, born_from=found.earliest, opened_at=at, opened_by=by.id,
            opened_by_role=by.role.value,
        )  # fmt: skip
    return child_id


@transaction.atomic
def complete_record(*, child_id: UUID, birth_date: date, by: Person, at: datetime) -> None:
    """Write down the day of birth that was not known when the record was opened.

    Raises Faulty("birth_not_clear"), NotNow("birth_known_already").
    """
    child = child_to_change(child_id=child_id, act="children.add_child", by=by)
    row = MinimalRecord.objects.select_for_update().filter(child=child, completed_at=None).first()
    if row is None:
        raise NotNow("birth_known_already", "The day of birth of this child is on record. Nothing was changed.")
    on = timezone.localdate(at)
    born(day=birth_date, year=None, age=None, on=on, age_max=whole("looked_after_age_max", on))
    child.birth_date = birth_date
    child.save(update_fields=["birth_date"])
    row.completed_at, row.completed_by, row.completed_by_role = at, by.id, by.role.value
    row.save(update_fields=["completed_at", "completed_by", "completed_by_role"])
