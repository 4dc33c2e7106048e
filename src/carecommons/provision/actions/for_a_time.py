"""The approval of a relative or friend for a time, as terms of their home: run out, the home stops at the lawful gate.

Source: Care Planning, Placement and Case Review (England) Regulations 2010 reg 24-25. Whether the law allows it, and
for how long, is asked in `matching`; here it becomes the terms that every list and every place reads.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from carecommons.common.errors import NotFound, NotNow
from carecommons.people.may import check_may
from carecommons.people.roles import Person, Subject
from carecommons.provision.homes import Standing, Terms, standing
from carecommons.provision.models import Home, HomeTerms, NamedChild
from carecommons.provision.queries.gathered import binding_terms

from .local import _sealed, _terms_row

__all__ = ["approve_family_for_a_time", "end_family_approval", "extend_family_approval"]

APPROVE = "provision.approve_for_a_time"
AGE_MAX = 25  # the child is named: no age is asked of the approval


@transaction.atomic
def approve_family_for_a_time(
    *, home_id: UUID, child: UUID, number: str, from_day: date, to_day: date, by: Person, at: datetime
) -> None:
    """Approve the home of a relative or friend, for this child by name, from a day to a last day.

    Raises NotNow("approval_home_not_theirs") for a home that is not this child's by name, and
    NotNow("approved_already") where an approval is in force.
    """
    home = _family_home(home_id, child, by)
    terms = binding_terms(home.id, timezone.localdate(at))
    if standing(home.kind, terms, verified=True, closed_on=home.closed_on, on=from_day) is Standing.LAWFUL:
        raise NotNow("approved_already", "This home is approved already, so it needs no approval for a time.")
    _write(home, number, from_day, to_day, by=by, at=at)


@transaction.atomic
def extend_family_approval(
    *, home_id: UUID, child: UUID, number: str, from_day: date, to_day: date, by: Person, at: datetime
) -> None:
    """Write down the later last day of an approval for a time: the same number, recorded last, binds."""
    _write(_family_home(home_id, child, by), number, from_day, to_day, by=by, at=at)


@transaction.atomic
def end_family_approval(
    *, home_id: UUID, child: UUID, number: str, from_day: date, to_day: date, on: date, by: Person, at: datetime
) -> None:
    """End an approval for a time before it runs out: from `on` the home is cancelled for every list and place."""
    home = _family_home(home_id, child, by)
    _write(home, number, from_day, to_day, by=by, at=at, cancelled_on=on)


def _family_home(home_id: UUID, child: UUID, by: Person) -> Home:
    home = Home.objects.select_for_update().filter(id=home_id).first()
    if home is None:
        raise NotFound()
    check_may(by, APPROVE, Subject(authority=home.kept_by))
    named = NamedChild.objects.filter(home=home, child=child).exists()
    if home.kind != "connected_person" or not named:
        raise NotNow(
            "approval_home_not_theirs",
            "Only the home of a relative or friend that is in the register for this child by name can be approved for "
            "a time. Have it entered there first.",
        )
    return home


def _write(
    home: Home, number: str, from_day: date, to_day: date, *, by: Person, at: datetime, cancelled_on: date | None = None
) -> HomeTerms:
    terms = Terms(
        number=number, from_day=from_day, to_day=to_day, age_min=0, age_max=AGE_MAX, sexes="any", places=home.places,
        cancelled_on=cancelled_on,
    )  # fmt: skip
    row = _terms_row(home, terms, at)
    row.save(force_insert=True)
    _sealed("terms_recorded", {"home": str(home.id), "number": number}, by=by, at=at)
    return row
