"""Who runs homes, which council keeps them on its register, and what was agreed with them for years."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from carecommons.people.permissions import PERMISSIONS, Reach
from carecommons.people.roles import Person
from carecommons.provision.models import Agreement, Home, Owner, Provider
from carecommons.provision.models.local import SECTORS

__all__ = [
    "ProviderLine", "agreements", "keeper_of", "owners_in", "provider_names", "providers_in", "providers_kept_by",
    "providers_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProviderLine:
    """Who runs homes. agreements: (first day, last day, places) of each that the reader's own council has with it."""

    id: UUID
    name: str
    sector: str
    sector_words: str
    owner: str
    verified_on: date | None
    agreements: tuple[tuple[date, date, int], ...]


def provider_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Provider -> its name, in one question: for whoever shows nothing else of it."""
    return dict(Provider.objects.filter(id__in=set(ids)).values_list("id", "name"))


def providers_kept_by(person: Person) -> tuple[tuple[UUID, str], ...]:
    """The providers whose homes a person may enter: id and name, by name."""
    rows = Provider.objects.order_by("name", "id")
    if person.provider_id is not None:
        rows = rows.filter(id=person.provider_id)
    else:
        rows = rows.filter(kept_by__in=person.authorities)
    return tuple(rows.values_list("id", "name"))


def providers_in(person: Person) -> tuple[ProviderLine, ...]:
    """Everyone who runs homes of the registers that a person's councils keep, by name."""
    rows = Provider.objects.filter(kept_by__in=person.authorities).select_related("owner").order_by("name", "id")
    return tuple(
        ProviderLine(
            row.id, row.name, row.sector, SECTORS[row.sector], row.owner.name if row.owner else "", row.verified_on,
            tuple((first, last, slots) for _, first, last, slots in agreements(row.id, by=person)),
        )
        for row in rows
    )  # fmt: skip


def owners_in(person: Person) -> tuple[tuple[UUID, str], ...]:
    """The owners in the registers that a person's councils keep: id and name, by name."""
    rows = Owner.objects.filter(kept_by__in=person.authorities).order_by("name", "id")
    return tuple(rows.values_list("id", "name"))


def keeper_of(provider_id: UUID) -> str:
    """The council whose register holds a provider; empty where there is none."""
    return Provider.objects.filter(id=provider_id).values_list("kept_by", flat=True).first() or ""


def agreements(provider_id: UUID, *, by: Person) -> tuple[tuple[str, date, date, int], ...]:
    """(authority, first day, last day, places) of each agreement with a provider."""
    rows = Agreement.objects.filter(provider_id=provider_id)
    return tuple(
        (row.authority, row.from_day, row.to_day, row.slots)
        for row in rows
        if PERMISSIONS["provision.see_homes"].reach.get(by.role) is Reach.EVERYWHERE
        or row.authority in by.authorities
        or row.provider_id == by.runs
    )


def providers_of(homes: Iterable[UUID]) -> dict[UUID, UUID | None]:
    """home -> who runs it; None where nobody but the family that lives there does. For rooms that have asked."""
    return dict(Home.objects.filter(id__in=set(homes)).values_list("id", "provider_id"))
