"""Homes and places by kind, sector, council, region and level, from the regulator's public list.

Nothing here is about children, so nothing is suppressed: the list itself is public (D0).
Council fostering services are not in the list; places of agencies are not published.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from carecommons.common.places import Level, authorities, level_of, regions
from carecommons.provision.models import Listing, Premises
from carecommons.provision.queries.public_list import release

__all__ = [
    "HOMES_FOR_CHILDREN",
    "Tally",
    "by_authority",
    "by_kind",
    "by_kind_and_authority",
    "by_level",
    "by_region",
    "by_sector",
]

K = TypeVar("K")

# Where a child may live under the Children Act 1989, in the words of the list.
HOMES_FOR_CHILDREN = (
    "childrens_home",
    "secure_childrens_home",
    "special_school_registered_as_home",
    "supported_accommodation",
)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many stand in the list and with how many places; places None where the list gives none."""

    homes: int
    places: int | None

    def __add__(self, other: "Tally") -> "Tally":
        known = [places for places in (self.places, other.places) if places is not None]
        return Tally(self.homes + other.homes, sum(known) if known else None)


def by_kind(as_at: date | None = None, *, authority: str | None = None) -> dict[str, Tally]:
    """Providers by kind, the most numerous first; in one council's area when asked."""
    rows = _rows(as_at, None)
    return _most_first(_sum((r.kind, r.tally) for r in rows if authority is None or r.authority == authority))


def by_sector(as_at: date | None = None, *, kinds: Iterable[str] | None = None) -> dict[str, Tally]:
    """Providers by sector, the most numerous first."""
    return _most_first(_sum((r.sector, r.tally) for r in _rows(as_at, kinds)))


def by_authority(as_at: date | None = None, *, kinds: Iterable[str] | None = None) -> dict[str, Tally]:
    """Homes by the three-digit code of the council where they stand, every council of that day in order.

    Supported accommodation is counted by its buildings where the release lists them: a provider may have
    buildings in many councils. Homes outside England or without a known council are left out.
    """
    day = release(as_at).as_at
    found = _sum((r.authority, r.tally) for r in _placed_rows(as_at, kinds) if r.authority)
    return {code: found.get(code, Tally(0, None)) for code in authorities(day)}


def by_kind_and_authority(as_at: date | None = None, *, kinds: Iterable[str]) -> dict[str, dict[str, Tally]]:
    """Of each kind, homes by the council where they stand; councils without one are left out."""
    found = _sum(((r.kind, r.authority), r.tally) for r in _placed_rows(as_at, kinds) if r.authority)
    answer: dict[str, dict[str, Tally]] = {kind: {} for kind in kinds}
    for (kind, code), tally in sorted(found.items()):
        answer[kind][code] = tally
    return answer


def by_region(as_at: date | None = None, *, kinds: Iterable[str] | None = None) -> dict[str, Tally]:
    """Homes by region of the council where they stand, in the order of the statistics."""
    councils = by_authority(as_at, kinds=kinds)
    return {
        region: sum((councils[code] for code in codes), Tally(0, None))
        for region, codes in regions(release(as_at).as_at).items()
    }


def by_level(
    child_authority: str,
    as_at: date | None = None,
    *,
    kinds: Iterable[str] | None = None,
    groups: Mapping[str, frozenset[str]] | None = None,
) -> dict[Level, Tally]:
    """Homes by how near their council is to a child's: same, adjoining, region, nation; all four levels."""
    day = release(as_at).as_at
    pairs = (
        (level_of(child_authority, code, on=day, groups=groups), tally)
        for code, tally in by_authority(as_at, kinds=kinds).items()
    )
    found = _sum(pairs)
    return {level: found.get(level, Tally(0, None)) for level in Level}


@dataclass(frozen=True, slots=True)
class _Counted:
    urn: str
    kind: str
    sector: str
    authority: str
    tally: Tally


def _rows(as_at: date | None, kinds: Iterable[str] | None) -> list[_Counted]:
    rows = Listing.objects.filter(release_id=release(as_at).id)
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    values = rows.values_list("urn", "kind", "sector", "authority", "places")
    return [_Counted(urn, kind, sector, code, Tally(1, places)) for urn, kind, sector, code, places in values]


def _placed_rows(as_at: date | None, kinds: Iterable[str] | None) -> list[_Counted]:
    """Listings, with each provider whose buildings are listed replaced by those buildings."""
    rows = _rows(as_at, kinds)
    buildings = Premises.objects.filter(release_id=release(as_at).id).values_list("urn", "authority", "places")
    housed: dict[str, list[tuple[str, int | None]]] = {}
    for urn, code, places in buildings:
        housed.setdefault(urn, []).append((code, places))
    placed: list[_Counted] = []
    for row in rows:
        if row.urn in housed:
            placed += [_Counted(row.urn, row.kind, row.sector, code, Tally(1, n)) for code, n in housed[row.urn]]
        else:
            placed.append(row)
    return placed


def _sum(pairs: Iterable[tuple[K, Tally]]) -> dict[K, Tally]:
    found: dict[K, Tally] = {}
    for key, tally in pairs:
        found[key] = found[key] + tally if key in found else tally
    return found


def _most_first(found: dict[str, Tally]) -> dict[str, Tally]:
    return dict(sorted(found.items(), key=lambda item: (-item[1].homes, item[0])))
