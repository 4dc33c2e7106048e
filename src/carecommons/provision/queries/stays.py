"""Where a child lives, and where they are to move: the stays that have not ended by a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from carecommons.people.roles import Person
from carecommons.provision.models import Home, Resident
from carecommons.provision.where import lives_at

from .gathered import holding, not_left, stay_of

__all__ = [
    "StayLine", "arrivals", "awaited_in", "homes_of_child", "left_homes", "lives_in", "lodgers", "provider_of",
    "providers_named", "stays_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class StayLine:
    """One stay. planned: it has not begun, whatever its day. to_day: the day of leaving, where one is set."""

    home_id: UUID
    home_name: str
    from_day: date
    to_day: date | None
    planned: bool
    home_kind: str = ""

    @property
    def lives_at(self) -> str:
        """The home as it stands after "lives"."""
        return lives_at(self.home_name, self.home_kind)


def stays_of(resident: UUID, on: date) -> tuple[StayLine, ...]:
    """The stays of a child that reach beyond a day, in the order of their first days."""
    rows = Resident.objects.filter(holding(on), resident=resident).select_related("home").order_by("from_day", "id")
    return tuple(
        StayLine(
            row.home_id, row.home.name, row.from_day, stay_of(row, on).to_day, row.awaited or row.from_day > on,
            row.home.kind,
        )
        for row in rows
    )  # fmt: skip


def lives_in(residents: Iterable[UUID], on: date) -> dict[UUID, StayLine]:
    """Of these children, those who live in a home on a day -> the stay; who is to come does not live there yet."""
    rows = Resident.objects.filter(holding(on), resident__in=set(residents), awaited=False, from_day__lte=on)
    return {
        row.resident: StayLine(row.home_id, row.home.name, row.from_day, stay_of(row, on).to_day, False, row.home.kind)
        for row in rows.select_related("home").order_by("from_day", "id")
    }


def arrivals(person: Person, *, on: date, days_before: int) -> tuple[tuple[UUID, str, str, date], ...]:
    """(home, its name, its kind, first day) of each stay in this provider's homes that began so few days ago, or today.

    Nothing of the child: a home knows who came.
    """
    if person.runs is None:
        return ()
    since = on - timedelta(days=days_before)
    rows = Resident.objects.filter(home__provider_id=person.runs, from_day__gte=since, from_day__lte=on, awaited=False)
    found = rows.order_by("from_day", "id").values_list("home_id", "home__name", "home__kind", "from_day")
    return tuple(found)


def lodgers(person: Person, *, on: date, days_after: int) -> dict[UUID, UUID]:
    """Child -> home, for each child who lives in a home of this provider or carer, or left it so few days ago.

    A child who has not come yet is none of theirs, and one who was to leave and has not is theirs still.
    """
    there = Q(to_day__isnull=True) | Q(to_day__gte=on - timedelta(days=days_after)) | not_left(on)
    rows = Resident.objects.filter(_own(person), there, from_day__lte=on, awaited=False).order_by("from_day", "id")
    return dict(rows.values_list("resident", "home_id"))


def awaited_in(person: Person) -> frozenset[tuple[UUID, UUID]]:
    """(child, home) of each place in a home of this provider or carer that is kept for a child who has not come yet."""
    return frozenset(Resident.objects.filter(_own(person), awaited=True).values_list("resident", "home_id"))


def _own(person: Person) -> Q:
    own = Q(home_id__in=person.home_ids)
    return own | Q(home__provider_id=person.runs) if person.runs is not None else own


def left_homes(residents: Iterable[UUID]) -> dict[tuple[UUID, UUID], date]:
    """(child, home) -> the last day of the last stay there; homes in which they live, or are to live, are left out."""
    found: dict[tuple[UUID, UUID], date | None] = {}
    rows = Resident.objects.filter(resident__in=set(residents)).order_by("from_day", "id")
    for resident, home, to_day in rows.values_list("resident", "home_id", "to_day"):
        found[resident, home] = to_day
    return {key: day for key, day in found.items() if day is not None}


def homes_of_child(resident: UUID) -> frozenset[UUID]:
    """Every home in which a child lives, lived or is to live."""
    return frozenset(Resident.objects.filter(resident=resident).values_list("home_id", flat=True))


def provider_of(home_id: UUID) -> UUID | None:
    """The provider that runs a home; None for a family's own."""
    return Home.objects.filter(id=home_id).values_list("provider_id", flat=True).first()


def providers_named(homes: Iterable[UUID]) -> dict[UUID, tuple[UUID, str]]:
    """Home -> its provider's id and name; homes without a provider are left out."""
    rows = Home.objects.filter(id__in=set(homes), provider__isnull=False)
    return {home: (provider, name) for home, provider, name in rows.values_list("id", "provider_id", "provider__name")}
