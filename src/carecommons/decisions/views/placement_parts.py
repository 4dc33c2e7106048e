"""What stands on the page of a placement, part by part, in its order.

A part is a template and a question: `gather` answers what its template shows as `part`, or None where there is nothing
to show to this reader. A new part of a placement's life adds one line to PARTS (for staff) or OWN_PARTS (for the young
person and their advocate), and a template of its own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from carecommons.people.doors import Request

from ..queries import PlacementRecord
from . import after, held, living, reviews, starting
from .disagree import noes_part

Gather = Callable[[Request, PlacementRecord, datetime], dict[str, Any] | None]
PARTS: tuple[tuple[str, Gather], ...] = (
    ("decisions/placement/between.html", held.between_part),
    ("decisions/placement/noes.html", noes_part),
    ("decisions/placement/plan.html", starting.plan_part),
    ("decisions/placement/visits.html", starting.visits_part),
    ("decisions/placement/notices.html", starting.notices_part),
    ("decisions/living/part.html", living.living_part),
    ("decisions/placement/ending.html", after.ending_part),
    ("decisions/placement/reviews.html", reviews.reviews_part),
)
OWN_PARTS: tuple[tuple[str, Gather], ...] = (
    ("decisions/living/own_part.html", living.how_part),
    ("decisions/placement/own_ending.html", after.own_ending_part),
    ("decisions/placement/own_next.html", starting.own_part),
    ("decisions/placement/own_reviews.html", reviews.own_reviews_part),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One part as its page includes it."""

    template: str
    part: dict[str, Any]


def shown(
    parts: tuple[tuple[str, Gather], ...], request: Request, found: PlacementRecord, at: datetime
) -> Iterator[Shown]:
    """The parts that have something to show."""
    for template, gather in parts:
        part = gather(request, found, at)
        if part is not None:
            yield Shown(template, part)
