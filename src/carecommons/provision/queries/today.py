"""What of the local register asks for somebody: answers not accepted, homes in trouble, evidence that ran out."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Max, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from carecommons.people.may import may_at_all
from carecommons.people.roles import Person
from carecommons.provision.homes import Standing
from carecommons.provision.models import EvidenceItem, Home, HomeLevels

from .gathered import Lean, standing_of
from .local import within_reach

__all__ = ["LevelsWaiting", "Standings", "evidence_ran_out", "home_id_of", "levels_waiting", "standings"]

IN_TROUBLE = (
    Standing.UNREGISTERED, Standing.CANCELLED, Standing.SUSPENDED, Standing.RESTRICTED, Standing.INADEQUATE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LevelsWaiting:
    """One home whose newest answers on what it can meet no officer has accepted: until then each counts as unknown."""

    home_id: UUID
    reference: str
    name: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Standings:
    """The homes that may take no child for a reason of the regulator's, by reason, and how many were looked at."""

    homes: tuple[tuple[UUID, str, str, Standing], ...]
    looked_at: int


def levels_waiting(person: Person) -> tuple[LevelsWaiting, ...]:
    """Answers that wait for an officer, longest waiting first: for the officer who accepts them and for the home."""
    homes = within_reach(person).filter(closed_on__isnull=True)
    nth = Window(RowNumber(), partition_by=F("home_id"), order_by=[F("recorded_at").desc(), F("id").desc()])
    rows = HomeLevels.objects.filter(home__in=homes).select_related("home").annotate(nth=nth).filter(nth=1)
    return tuple(
        LevelsWaiting(row.home_id, row.home.reference, row.home.name, row.recorded_at)
        for row in rows.order_by("recorded_at", "id")
        if row.checked_on is None
    )


def standings(person: Person, *, at: datetime) -> Standings:
    """The homes within reach that are unregistered, cancelled, suspended, restricted or judged inadequate today."""
    on = timezone.localdate(at)
    rows = list(within_reach(person))
    terms = Lean(None if len(rows) > 500 else [row.id for row in rows], on, capable=False).terms
    found = [(row.id, row.reference, row.name, standing_of(row, terms.get(row.id), on)) for row in rows]
    found = [each for each in found if each[3] in IN_TROUBLE]
    return Standings(tuple(sorted(found, key=lambda each: (IN_TROUBLE.index(each[3]), each[1]))), len(rows))


def evidence_ran_out(person: Person, *, at: datetime) -> tuple[tuple[UUID, str, str], ...]:
    """(home, its reference, its name) of the homes a specialism of which has evidence that ran out, by reference."""
    if not may_at_all(person, "provision.see_evidence"):
        return ()
    on = timezone.localdate(at)
    homes = within_reach(person).filter(closed_on__isnull=True).order_by()
    behind = EvidenceItem.objects.filter(claim__home__in=homes).order_by()
    # Of each kind behind each claim only what is good for longest counts: newer evidence replaces the older.
    kinds = behind.values("claim", "kind").annotate(until=Max("expires_on")).filter(until__lt=on)
    found = kinds.values_list("claim__home", "claim__home__reference", "claim__home__name")
    return tuple(sorted(set(found), key=lambda home: home[1]))


def home_id_of(reference: str) -> UUID | None:
    """The home with this reference; None when there is none. `home` then asks who may open it."""
    return Home.objects.filter(reference=reference.strip().upper()).values_list("id", flat=True).first()
