"""Exceptions, counted by council for planners: spot purchases, and starts before the plan or the notices were there.

Of whole quarters that are over, and suppressed for every council at once (handbook C9 and section 5, step 8). The door
opens the wall (people/doors/behind.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from carecommons.common.places import authorities
from carecommons.common.suppress import Shown
from carecommons.common.withhold import Table, membership, withhold

from ..models import Decision, NoticeSent, PlacementStart
from ..state import State
from . import periods
from .tables import counted

__all__ = ["ExceptionsLine", "exceptions"]

USUAL, EXCEPTION = "usual", "exception"


@dataclass(frozen=True, slots=True)
class ExceptionsLine:
    """One council. spot: choices outside every agreement. without_plan: children who came in an emergency before the
    plan was whole. late_notice: notices that were sent after the child's first day."""

    name: str
    choices: Shown
    spot: Shown
    without_plan: Shown
    late_notice: Shown


def exceptions(*, on: date) -> tuple[ExceptionsLine, ...]:
    """A line for each council of which a choice came into force in `last_period`, by name."""
    period = periods.last_period(on)
    chosen = Decision.objects.filter(
        state=State.APPROVED, answered_at__gte=period.first, answered_at__lt=period.before
    ).values_list("authority", "spot")
    came = PlacementStart.objects.filter(
        came_on__range=(period.from_day, period.to_day), said_at__lt=period.before
    ).values_list("authority", "plan_whole")
    sent = NoticeSent.objects.filter(
        decision__placement__start__isnull=False, sent_on__range=(period.from_day, period.to_day),
        recorded_at__lt=period.before, decision__placement__start__said_at__lt=period.before,
    ).values_list("authority", "sent_on", "decision__placement__start__came_on")  # fmt: skip
    facts = {
        "choices": [(code, bool(spot)) for code, spot in chosen],
        "came": [(code, not whole) for code, whole in came],
        "sent": [(code, sent_on > came_on) for code, sent_on, came_on in sent],
    }
    named = sorted({code for code, _ in facts["choices"]})
    if not named:
        return ()
    known = authorities(period.to_day)
    printed = {what: _printed(found, named, period) for what, found in facts.items()}
    lines = [
        ExceptionsLine(
            known[code].name if code in known else code, printed["choices"][code][0], printed["choices"][code][1],
            printed["came"][code][1], printed["sent"][code][1],
        )
        for code in named
    ]  # fmt: skip
    return tuple(sorted(lines, key=lambda line: line.name))


def _printed(
    found: Sequence[tuple[str, bool]], named: Sequence[str], period: periods.Period
) -> dict[str, tuple[Shown, Shown]]:
    """Council -> all of them, and the exceptions among them; a small number of the usual ones withholds those too."""
    councils = sorted({*named, *(code for code, _ in found)})
    rows = [(code, EXCEPTION if exception else USUAL) for code, exception in found]
    table = Table((USUAL, EXCEPTION), counted(rows, councils, (USUAL, EXCEPTION)))
    printed = withhold({"all": table}, membership([[code] for code in councils], councils), **period.rule)["all"]
    return {code: (printed.total[n], printed.lines[EXCEPTION][n]) for n, code in enumerate(councils)}
