"""What a child said of the homes of a list, and their visits, as values. For those who have asked who may."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from carecommons.common.errors import NotFound
from carecommons.people.may import may_at_all
from carecommons.people.roles import Person
from carecommons.provision.queries import home_cards

from ..models import HomeVisit, OwnOrder
from ..preference import Placed, Preference
from ..visits import GOING_ON, Visit, VisitRecord

__all__ = ["preference_of", "visit", "visits_of", "visits_of_child", "visits_waiting"]


def preference_of(referral_id: UUID, *, until: datetime | None = None) -> Preference | None:
    """In which order the child of a search wants the homes, as they said it last; None while they have not.

    until: as it stood at a moment.
    """
    rows = OwnOrder.objects.filter(referral_id=referral_id)
    row = (rows.filter(said_at__lte=until) if until else rows).order_by("-said_at", "-id").first()
    if row is None:
        return None
    placed = tuple(Placed(UUID(home), name, place, no, words) for home, name, place, no, words in row.placed)
    return Preference(placed, row.way, row.said_at, row.said_by_role)


def visits_of(referral_id: UUID) -> tuple[VisitRecord, ...]:
    """Every visit of a search, oldest first."""
    return _records(HomeVisit.objects.filter(referral_id=referral_id))


def visits_of_child(child_id: UUID) -> tuple[VisitRecord, ...]:
    """Every visit of a child, oldest first."""
    return _records(HomeVisit.objects.filter(child_id=child_id))


def visit(visit_id: UUID) -> VisitRecord:
    """One visit. Raises NotFound, as for one that is not the asker's."""
    found = _records(HomeVisit.objects.filter(id=visit_id))
    if not found:
        raise NotFound()
    return found[0]


def visits_waiting(person: Person) -> tuple[VisitRecord, ...]:
    """The visits that were asked for and have no day, and those whose day has come, within a person's reach."""
    if not may_at_all(person, "matching.keep_visits"):
        return ()
    return _records(
        HomeVisit.objects.filter(
            authority__in=person.authorities, state__in=GOING_ON, referral__state__in=("shortlisted", "proposed")
        )
    )


def _records(rows: Iterable[HomeVisit]) -> tuple[VisitRecord, ...]:
    found = sorted(rows, key=lambda row: (row.asked_at, str(row.pk)))
    names = home_cards([row.home_id for row in found]) if found else {}
    return tuple(
        VisitRecord(
            id=row.pk, referral_id=row.referral_id, child_id=row.child_id, home_id=row.home_id,
            home_name=names[row.home_id].name, state=Visit(row.state), asked_at=row.asked_at, on=row.on,
            with_whom=row.with_whom, why_not=row.why_not, thought=row.thought, thought_words=row.thought_words,
            thought_at=row.thought_at,
        )
        for row in found
    )  # fmt: skip
