"""Which planned moves wait for a review, or for a child to be answered again, as ids. It holds no words."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from carecommons.matching.queries import agreements_withdrawn

from ..hold import FREE, Hold
from ..models import Decision, Placement, Review
from ..placement import Placed
from ..review import HOLDING, freezes
from ..review import Review as Asked
from .disagreements import moves_waiting

__all__ = ["frozen", "holding", "moves_held", "moves_on_hold", "what_holds"]


def frozen(placement_id: UUID) -> frozenset[str]:
    """The ids of the reviews that hold this planned move now; empty where it may begin. See review.check_not_frozen."""
    return frozenset(str(each) for each in holding(Review.objects.filter(placement_id=placement_id)))


def moves_held(decisions: Iterable[UUID]) -> frozenset[UUID]:
    """Of these decisions, those whose planned move a review holds now."""
    may_hold = Q(frozen=True) | Q(state=Asked.FOUND, remedy__in=[*HOLDING])
    rows = list(Review.objects.filter(may_hold, decision_id__in=set(decisions)))
    held = holding(rows)
    return frozenset(row.decision_id for row in rows if row.pk in held)


def moves_on_hold(decisions: Iterable[UUID]) -> frozenset[UUID]:
    """Of these decisions, those whose planned move does not take place now, whatever holds it: their day does not."""
    return frozenset(what_holds(decisions))


def what_holds(decisions: Iterable[UUID]) -> dict[UUID, Hold]:
    """Decision -> what holds its planned move now, for those whose move is held."""
    asked = set(decisions)
    if not asked:
        return {}
    looked_at, withdrawn = moves_held(asked) | moves_waiting(asked), _without_agreement(asked)
    return {key: Hold(key in looked_at, withdrawn.get(key)) for key in looked_at | withdrawn.keys()}


def hold_of(decision_id: UUID) -> Hold:
    """What holds the planned move of one decision now."""
    return what_holds([decision_id]).get(decision_id, FREE)


def _without_agreement(decisions: set[UUID]) -> dict[UUID, UUID]:
    """Of these, those of a child whose parent took back their agreement since the choice was approved (section 20),
    with the search that was opened for it."""
    planned = Placement.objects.filter(decision__in=decisions, state=Placed.PLANNED).values("decision")
    rows = Decision.objects.filter(id__in=planned, answered_at__isnull=False)
    chosen = list(rows.values_list("id", "child_id", "answered_at"))
    taken_back = agreements_withdrawn(child for _, child, _ in chosen)
    return {
        key: search
        for key, child, at in chosen
        for whose, when, search in taken_back
        if at is not None and whose == child and when > at
    }


def holding(rows: Iterable[Review]) -> frozenset[UUID]:
    """Of these reviews, the ids of those that hold the planned move now."""
    asked = [row for row in rows if row.placement_id is not None]
    if not asked:
        return frozenset()
    states = dict(
        Placement.objects.filter(pk__in={row.placement_id for row in asked}).values_list("pk", "state")
    )  # fmt: skip
    return frozenset(
        row.pk
        for row in asked
        if freezes(
            frozen=row.frozen, lifted=row.lifted_at is not None, placed=states.get(row.placement_id or row.pk, ""),
            state=row.state, redirected_to=row.redirected_to, remedy=row.remedy,
        )
    )  # fmt: skip
