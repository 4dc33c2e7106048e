"""Homes of relatives and friends of one child, what binds them, and what homes say they are able to do.

For rooms that have asked who may.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from carecommons.provision.full_approval import CONNECTED, FULL_DAYS
from carecommons.provision.homes import Standing, Terms, standing
from carecommons.provision.models import CapabilityClaim, Home, HomeTerms, NamedChild
from carecommons.register.queries import entry_that_says, openings

from .gathered import binding_terms

__all__ = ["FamilyHome", "claims_of", "family_homes_of", "full_approval_days", "is_approved", "terms_in_force"]


@dataclass(frozen=True, slots=True)
class FamilyHome:
    """The home of a relative or friend that is in the register for one child by name."""

    id: UUID
    name: str
    reference: str


def family_homes_of(child: UUID) -> tuple[FamilyHome, ...]:
    """The open homes of relatives and friends of a child, by name."""
    named = NamedChild.objects.filter(child=child).values("home_id")
    rows = Home.objects.filter(id__in=named, kind=CONNECTED, closed_on__isnull=True).order_by("name", "id")
    return tuple(FamilyHome(row.id, row.name, row.reference) for row in rows)


def terms_in_force(home_id: UUID, on: date) -> Terms | None:
    """The registration or approval that binds a home on a day."""
    return binding_terms(home_id, on)


def is_approved(home_id: UUID, on: date) -> bool:
    """Whether the terms of an open home of a relative or friend let it have a child on a day."""
    terms = binding_terms(home_id, on)
    return standing(CONNECTED, terms, verified=True, closed_on=None, on=on) is Standing.LAWFUL


def full_approval_days(home_id: UUID, number: str) -> dict[str, date]:
    """When a full approval was recommended by the panel and when it was decided, as the register was told.

    number: of the approval. Empty where it was recorded before these days were asked, or the entry was emptied.
    """
    rows = HomeTerms.objects.filter(home_id=home_id, number=number).order_by("-recorded_at", "-id")
    for row_id, moment in rows.values_list("id", "recorded_at"):
        entry = entry_that_says("terms_recorded", "terms", str(row_id), since=moment, until=moment)
        told = openings(entry) if entry is not None else {}
        days = {name: told[name].value for name in FULL_DAYS if name in told and told[name].value}
        if len(days) == len(FULL_DAYS):
            return {name: date.fromisoformat(str(day)) for name, day in days.items()}
    return {}


def claims_of(homes: Iterable[UUID]) -> dict[UUID, frozenset[str]]:
    """home -> the specialist needs that it says it answers (codes), whatever the proof."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for home_id, code in CapabilityClaim.objects.filter(home_id__in=set(homes)).values_list("home_id", "code"):
        found[home_id].add(code)
    return {home_id: frozenset(codes) for home_id, codes in found.items()}
