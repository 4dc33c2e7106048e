"""Placements under way in homes that the law no longer lets have the child. The caller asks who may read them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from carecommons.children.queries import children_named, find_child
from carecommons.common.days import age_on
from carecommons.provision.queries import HomeLaw, home_cards, law_of_homes

from ..models import Decision, Placement
from ..placement import Placed
from ..standing import why_unlawful
from .placements import PlacementRecord, running

__all__ = ["Unlawful", "standing_now", "unlawful_among"]


@dataclass(frozen=True, slots=True)
class Unlawful:
    """One child in a home, or on the way to one, that may not have them; because: why, as half a sentence."""

    id: UUID
    child_id: UUID
    child_reference: str
    home_name: str
    state: Placed
    because: str


def unlawful_among(authorities: Collection[str], *, on: date) -> tuple[Unlawful, ...]:
    """Every such placement of these councils, those where a child lives already first."""
    rows = list(Placement.objects.filter(running(on), authority__in=authorities).order_by("from_day", "id"))
    exempt = exempt_among([row.decision_id for row in rows if row.decision_id], on)
    law = law_of_homes({row.home_id for row in rows}, on)
    children = children_named(row.child_id for row in rows)
    told = {
        row.id: _why(
            _state(row.state),
            law[row.home_id],
            children[row.child_id].birth_date,
            row.from_day,
            on,
            exempt=row.decision_id in exempt,
        )
        for row in rows
    }
    stopped = [row for row in rows if told[row.id]]
    if not stopped:
        return ()
    cards = home_cards([row.home_id for row in stopped])
    found = [
        Unlawful(
            row.id, row.child_id, children[row.child_id].reference, cards[row.home_id].name, _state(row.state),
            told[row.id],
        )
        for row in stopped
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: each.state is not Placed.LIVING))


def standing_now(found: PlacementRecord, *, on: date) -> str:
    """Why the home of one placement may not have the child on a day; "" where it may."""
    law = law_of_homes([found.home_id], on)[found.home_id]
    state = Placed.LIVING if found.state is Placed.ENDED and found.runs(on) else found.state
    return _why(state, law, find_child(found.child_id).birth_date, found.from_day, on,
                exempt=found.decision_id is not None and bool(exempt_among([found.decision_id], on)))  # fmt: skip


def _state(state: str) -> Placed:
    """Of a placement that runs: an end that is written down ahead is still lived in."""
    return Placed.LIVING if state == Placed.ENDED else Placed(state)


def exempt_among(decisions: Collection[UUID], on: date) -> frozenset[UUID]:
    """Those of these choices made in an emergency outside a foster family's terms whose last day has not passed."""
    rows = Decision.objects.filter(id__in=set(decisions), exempt_until__gte=on)
    return frozenset(rows.values_list("id", flat=True))


def _why(state: Placed, law: HomeLaw, born: date, first_day: date, on: date, *, exempt: bool) -> str:
    # Regulation 23: outside its terms for a few days, and never without a standing that is lawful.
    terms = None if exempt else law.terms
    return why_unlawful(state, law.standing, age=age_on(born, max(first_day, on)), terms=terms)
