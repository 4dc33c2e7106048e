"""Homes of the register that may take a child today, as facts to be counted: raw, so never rendered home by home.

For `decisions.flows`, which alone can tell whose children live there. Staffed places are those that a home itself says
it can fill: where somebody lives, and what it said to be free while its word holds. Source: handbook section 7 (Gap).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from carecommons.constitution.parameters import whole
from carecommons.provision.capability import Kinds, Proof, proof, required_kinds
from carecommons.provision.homes import Standing
from carecommons.provision.models import Home, HomeLevels
from carecommons.provision.queries.gathered import Lean, capacity, checked_answers_of, free_of, standing_of
from carecommons.provision.vacancies import Opening

__all__ = ["HomeInForce", "homes_in_force", "kinds_lived_in"]

SAID = (Opening.OPEN, Opening.FULL)
FOR_NAMED = "connected_person"


@dataclass(frozen=True, slots=True)
class HomeInForce:
    """One home. council: where it stands. staffed None: it has said nothing that holds. living: opaque ids of those who
    live there or are to come. proved, exists_for: specialisms with evidence that counts, and those it exists for.
    meets: the highest level that its checked word meets in any part of life; None: nobody knows."""

    council: str
    kind: str
    ages: tuple[int, int]
    registered: int
    staffed: int | None
    living: tuple[UUID, ...]
    named: bool
    proved: frozenset[str]
    exists_for: frozenset[str]
    meets: int | None


def homes_in_force(*, at: datetime) -> tuple[HomeInForce, ...]:
    """Every home that may take a child in law at a moment; parents' own homes are none that one could plan with."""
    on = timezone.localdate(at)
    beside, kinds = Lean(None, on, capable=True), required_kinds(on)
    valid = timedelta(hours=whole("vacancy_valid_hours", on))
    said = {
        row["home_id"]: row
        for row in HomeLevels.objects.order_by("recorded_at", "id").values("home_id", "answers", "checked_on")
    }
    rows = Home.objects.exclude(kind__in=["parents", "other_arrangement"]).select_related("provider").order_by("id")
    return tuple(
        _home(row, beside, said.get(row.id), at, valid, kinds)
        for row in rows
        if standing_of(row, beside.terms.get(row.id), on) is Standing.LAWFUL
    )


def kinds_lived_in(*, at: datetime) -> dict[UUID, str]:
    """Opaque id -> the kind of home where somebody lives on the day, whatever its standing."""
    beside = Lean(None, timezone.localdate(at), capable=False)
    kind = dict(Home.objects.filter(id__in=beside.residents).values_list("id", "kind"))
    return {
        each.resident: kind[home_id]
        for home_id, stays in beside.residents.items()
        for each in stays
        if each.from_day <= beside.on and not each.awaited
    }


def _home(row: Home, beside: Lean, answers: Any, at: datetime, valid: timedelta, kinds: Kinds) -> HomeInForce:
    terms, on = beside.terms.get(row.id), beside.on
    registered, lived_in = capacity(row, terms), beside.living(row.id)
    free, opening = free_of(row, beside, terms, at, valid)
    told = opening in SAID or row.kind == FOR_NAMED
    capable = beside.capabilities.get(row.id, ())
    levels = [each.meets for each in checked_answers_of(answers, on) if each.meets is not None]
    return HomeInForce(
        council=row.authority, kind=row.kind, ages=(terms.age_min, terms.age_max) if terms else (0, 17),
        registered=registered, staffed=min(registered, lived_in + free) if told else None,
        living=tuple(sorted({each.resident for each in beside.residents.get(row.id, ())}, key=str)),
        named=row.kind == FOR_NAMED,
        proved=frozenset(each.code for each in capable if proof(each, on, kinds) is Proof.PROVED),
        exists_for=frozenset(each.code for each in capable if each.specialist), meets=max(levels, default=None),
    )  # fmt: skip
