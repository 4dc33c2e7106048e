"""Exceptions, counted by council for planners: spot purchases, and starts before the plan or the notices were there.

Each count stands on its own and is suppressed (handbook C9 and section 5, step 8). The door opens the wall
(people/doors/behind.py).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from carecommons.common.places import authorities
from carecommons.common.suppress import Shown, show
from carecommons.constitution.queries import whole

from ..models import Decision, NoticeSent, PlacementStart
from ..state import State

__all__ = ["ExceptionsLine", "exceptions"]


@dataclass(frozen=True, slots=True)
class ExceptionsLine:
    """One council. spot: choices in force outside every agreement. without_plan: children who came in an emergency
    before the plan was whole. late_notice: notices that were sent after the child's first day."""

    name: str
    choices: Shown
    spot: Shown
    without_plan: Shown
    late_notice: Shown


def exceptions(*, on: date) -> tuple[ExceptionsLine, ...]:
    """A line for each council that has a choice in force, by name."""
    chosen = Decision.objects.filter(state=State.APPROVED)
    choices = _by(chosen.values_list("authority", flat=True))
    spot = _by(chosen.filter(spot=True).values_list("authority", flat=True))
    without = _by(PlacementStart.objects.filter(plan_whole=False).values_list("authority", flat=True))
    late = _by(_late())
    known = authorities(on)
    lines = [
        ExceptionsLine(
            name=known[code].name if code in known else code, choices=_shown(choices[code], on),
            spot=_shown(spot[code], on), without_plan=_shown(without[code], on), late_notice=_shown(late[code], on),
        )
        for code in choices
    ]  # fmt: skip
    return tuple(sorted(lines, key=lambda line: line.name))


def _late() -> Iterable[str]:
    """The council of each notice that was sent after the child had come."""
    rows = NoticeSent.objects.filter(decision__placement__start__isnull=False)
    for code, sent_on, came_on in rows.values_list("authority", "sent_on", "decision__placement__start__came_on"):
        if sent_on > came_on:
            yield code


def _by(codes: Iterable[str]) -> Counter[str]:
    return Counter(codes)


def _shown(count: int, on: date) -> Shown:
    return show(count, threshold=whole("suppression_threshold", on), round_to=whole("suppression_round_to", on))
