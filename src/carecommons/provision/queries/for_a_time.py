"""Homes of relatives and friends of one child, what binds them, and what homes say they are able to do.

For rooms that have asked who may.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from carecommons.provision.homes import Terms
from carecommons.provision.models import CapabilityClaim, Home, NamedChild

from .gathered import binding_terms

__all__ = ["FamilyHome", "claims_of", "family_homes_of", "terms_in_force"]


@dataclass(frozen=True, slots=True)
class FamilyHome:
    """The home of a relative or friend that is in the register for one child by name."""

    id: UUID
    name: str
    reference: str


def family_homes_of(child: UUID) -> tuple[FamilyHome, ...]:
    """The open homes of relatives and friends of a child, by name."""
    named = NamedChild.objects.filter(child=child).values("home_id")
    rows = Home.objects.filter(id__in=named, kind="connected_person", closed_on__isnull=True).order_by("name", "id")
    return tuple(FamilyHome(row.id, row.name, row.reference) for row in rows)


def terms_in_force(home_id: UUID, on: date) -> Terms | None:
    """The registration or approval that binds a home on a day."""
    return binding_terms(home_id, on)


def claims_of(homes: Iterable[UUID]) -> dict[UUID, frozenset[str]]:
    """home -> the specialist needs that it says it answers (codes), whatever the proof."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for home_id, code in CapabilityClaim.objects.filter(home_id__in=set(homes)).values_list("home_id", "code"):
        found[home_id].add(code)
    return {home_id: frozenset(codes) for home_id, codes in found.items()}
