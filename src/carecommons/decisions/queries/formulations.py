"""Which formulations a choice of a home owes today, and those owed since an emergency."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from carecommons.children.queries import children_named, profile
from carecommons.constitution.queries import whole
from carecommons.people.may import may_at_all
from carecommons.people.roles import Person
from carecommons.provision.queries import claims_of

from ..formulation import owed_formulations
from ..models import Decision
from ..state import State

__all__ = ["FormulationOwed", "formulations_for", "formulations_waiting"]


@dataclass(frozen=True, slots=True)
class FormulationOwed:
    """A decision made in an emergency that still owes a formulation. codes: of specialist needs."""

    decision_id: UUID
    child_id: UUID
    child_reference: str
    codes: tuple[str, ...]
    by_day: date


def formulations_for(child_id: UUID, homes: list[UUID], *, on: date) -> dict[UUID, tuple[str, ...]]:
    """home -> codes of the specialist needs that it answers and whose formulation is not current on a day."""
    needs = profile(child_id)
    if needs is None or not needs.flags:
        return {}
    months, claims = whole("formulation_months", on), claims_of(homes)
    return {home: owed_formulations(needs.flags, claims.get(home, frozenset()), on=on, months=months) for home in homes}


def formulations_waiting(person: Person, on: date) -> tuple[FormulationOwed, ...]:
    """Decisions within reach that were made in an emergency and still owe a formulation, the earliest day first."""
    if not may_at_all(person, "children.write_needs"):
        return ()
    rows = Decision.objects.filter(
        state=State.APPROVED, authority__in=person.authorities, formulation_by__isnull=False
    ).order_by("formulation_by", "id")
    found = [(row, formulations_for(row.child_id, [row.home_id], on=on).get(row.home_id, ())) for row in rows]
    named = children_named(row.child_id for row, _ in found)
    return tuple(
        FormulationOwed(row.id, row.child_id, named[row.child_id].reference, codes, row.formulation_by)
        for row, codes in found
        if codes and row.formulation_by is not None
    )
