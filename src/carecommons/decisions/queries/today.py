"""Choices that somebody's day asks for: those sent back to them, those of this month, those that touch a school."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from carecommons.children.queries import children_named
from carecommons.constitution.queries import whole
from carecommons.matching.queries import shortlist
from carecommons.people.may import may_at_all
from carecommons.people.roles import Person

from ..approvals import in_key_stage_4
from ..models import Decision
from ..state import State
from .record import DecisionLine, _lines
from .sheet import SCHOOL_TEST

__all__ = ["SchoolMove", "decided_since", "moves_of_school", "sent_back"]


@dataclass(frozen=True, slots=True)
class SchoolMove:
    """A choice for a child in the last two years before exams whose home does not keep the school, or may not.

    answer: of the law's test of the school: no, part, or unknown. Holds no home and no reason: nothing but school.
    """

    decision_id: UUID
    child_id: UUID
    child_reference: str
    answer: str
    approved: bool
    from_day: date


def sent_back(person: Person) -> tuple[DecisionLine, ...]:
    """This person's own choices that were sent back and have no newer choice for the same search, oldest first."""
    if person.id is None or not may_at_all(person, "decisions.propose"):
        return ()
    newest: dict[UUID, Decision] = {}
    mine = Decision.objects.filter(proposed_by=person.id, authority__in=person.authorities)
    searches = mine.filter(state=State.REFUSED).values("referral")
    for row in Decision.objects.filter(referral__in=searches).order_by("proposed_at", "id"):
        newest[row.referral_id] = row
    rows = [row.id for row in newest.values() if row.state == State.REFUSED and row.proposed_by == person.id]
    return _lines(Decision.objects.filter(id__in=rows).order_by("answered_at", "id"), person) if rows else ()


def decided_since(person: Person, moment: datetime) -> tuple[DecisionLine, ...]:
    """The choices of the person's councils that were put in force since a moment, newest first."""
    if not may_at_all(person, "decisions.see_decision"):
        return ()
    rows = Decision.objects.filter(state=State.APPROVED, answered_at__gte=moment, authority__in=person.authorities)
    return _lines(rows.order_by("-answered_at", "id"), person)


def moves_of_school(person: Person, on: date) -> tuple[SchoolMove, ...]:
    """Choices that wait or are still to come, for children in Key Stage 4, that do not surely keep their school."""
    if not may_at_all(person, "children.see_schooling"):
        return ()
    rows = Decision.objects.filter(
        Q(state=State.PROPOSED) | Q(state=State.APPROVED, from_day__gte=on), authority__in=person.authorities
    )
    found = list(rows.order_by("from_day", "id"))
    children = children_named(row.child_id for row in found)
    ages = {"age_min": whole("key_stage_4_age_min", on), "age_max": whole("key_stage_4_age_max", on)}
    moves = []
    for row in found:
        child = children[row.child_id]
        if not in_key_stage_4(child.birth_date, max(on, row.from_day), **ages):
            continue
        answer = _school_answer(row)
        if answer != "yes":
            moves.append(
                SchoolMove(row.id, child.id, child.reference, answer, row.state == State.APPROVED, row.from_day)
            )
    return tuple(moves)


def _school_answer(row: Decision) -> str:
    """What the list said of the school; a list that does not say so leaves it unknown."""
    home = shortlist(row.referral_id).home(row.home_id)
    tests = home.laws if home else ()
    return next((test.answer for test in tests if (test.code or test.name) == SCHOOL_TEST), "unknown")
