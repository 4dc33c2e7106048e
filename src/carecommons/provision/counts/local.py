"""Homes and places from the locally kept register: by kind and council, free now, and proved for specialist needs.

Counted are the homes that may take a child today in law; those that may not are told apart. Left out are parents,
relatives and friends: each is a home for named children only. Free means what homes said, while it holds
(`vacancy_valid_hours`). A specialism counts with evidence that somebody outside the home has checked and that is in
date (handbook B8, B9); a claim alone is counted apart. Nothing here is about children. Units: homes, places.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Model, Q
from django.utils import timezone

from carecommons.common.remembered import Remembered
from carecommons.constitution.parameters import whole
from carecommons.provision.capability import SPECIALISMS, Proof, proof, required_kinds
from carecommons.provision.homes import FAMILY_KINDS, KINDS, Standing
from carecommons.provision.models import (
    CapabilityClaim,
    EvidenceItem,
    Home,
    HomeTerms,
    Provider,
    Resident,
    VacancyReport,
)  # fmt: skip
from carecommons.provision.queries.gathered import Lean, capacity, free_of, standing_of

__all__ = ["LocalHomes", "LocalTally", "added", "local_homes"]


@dataclass(frozen=True, slots=True)
class LocalTally:
    """How many homes, the places that they are registered or approved for, and those said to be free now."""

    homes: int = 0
    places: int = 0
    free: int = 0

    def __add__(self, other: "LocalTally") -> "LocalTally":
        return LocalTally(self.homes + other.homes, self.places + other.places, self.free + other.free)


@dataclass(frozen=True, slots=True)
class LocalHomes:
    """The register in numbers, by the code of the council where homes stand.

    by_kind: kind -> council -> tally. proved, claimed: specialism -> council -> tally; claimed are homes that say so
    and have no evidence that counts. held_back: council -> homes that may take no child today.
    """

    by_kind: dict[str, dict[str, LocalTally]]
    proved: dict[str, dict[str, LocalTally]]
    claimed: dict[str, dict[str, LocalTally]]
    held_back: dict[str, int]


_COUNTED: Remembered[LocalHomes] = Remembered(4)


def local_homes(*, at: datetime) -> LocalHomes:
    """Every home of the register that is not one family's own, counted at one moment.

    Counted once a minute while nothing is written: what runs out with time (a vacancy, a document) is then at most
    a minute late, and what is written is seen at once.
    """
    key = (_state(), timezone.localtime(at).replace(second=0, microsecond=0))
    return _COUNTED.get(key, lambda: _local_homes(at))


def _state() -> tuple[object, ...]:
    """Changes with every row written, and with every act that fills a field in or changes it."""
    asked: dict[type[Model], tuple[Count | Max, ...]] = {
        Home: (Count("accepted_on"), Count("closed_on"), Max("recorded_at")),
        Provider: (Count("verified_on"),),
        HomeTerms: (Max("recorded_at"),),
        VacancyReport: (Max("said_at"),),
        Resident: (Count("to_day"), Count("pk", filter=Q(awaited=True)), Max("recorded_at")),
        CapabilityClaim: (Count("pk", filter=Q(specialist=True)),),
        EvidenceItem: (Count("checked_on"), Max("recorded_at")),
    }
    return tuple(
        tuple(model._default_manager.aggregate(Count("pk"), **{f"n{n}": each for n, each in enumerate(found)}).values())
        for model, found in asked.items()
    )


def _local_homes(at: datetime) -> LocalHomes:
    found = LocalHomes(
        {kind: {} for kind in KINDS if kind not in FAMILY_KINDS and kind != "other_arrangement"},
        {code: {} for code in SPECIALISMS},
        {code: {} for code in SPECIALISMS},
        {},
    )
    on, beside = timezone.localdate(at), Lean(None, timezone.localdate(at), capable=True)
    kinds = required_kinds(on)
    for row, lawful, tally in _rows(beside, at):
        if not lawful:
            found.held_back[row.authority] = found.held_back.get(row.authority, 0) + 1
            continue
        _count(found.by_kind[row.kind], row.authority, tally)
        for capability in beside.capabilities.get(row.id, ()):
            proved = proof(capability, on, kinds) is Proof.PROVED
            _count((found.proved if proved else found.claimed)[capability.code], row.authority, tally)
    return found


def added(found: Mapping[str, LocalTally], councils: Collection[str]) -> LocalTally:
    """The tallies of some councils together."""
    whole_area = LocalTally()
    for code, tally in found.items():
        whole_area += tally if code in councils else LocalTally()
    return whole_area


def _rows(beside: Lean, at: datetime) -> Iterator[tuple[Home, bool, LocalTally]]:
    on = timezone.localdate(at)
    valid = timedelta(hours=whole("vacancy_valid_hours", on))
    rows = Home.objects.exclude(kind__in=[*FAMILY_KINDS, "other_arrangement"]).select_related("provider")
    for row in rows.order_by("id"):
        if row.closed_on is not None and row.closed_on <= on:
            continue
        terms = beside.terms.get(row.id)
        free, _ = free_of(row, beside, terms, at, valid)
        places = capacity(row, terms)
        lawful = standing_of(row, terms, on) is Standing.LAWFUL
        yield row, lawful, LocalTally(1, places, free)


def _count(found: dict[str, LocalTally], council: str, tally: LocalTally) -> None:
    found[council] = found.get(council, LocalTally()) + tally
