"""Until when a review may be asked for, and which homes have a part in a choice: one reckoning for every page and act.

Dates alone; it holds no words. Source: handbook C3, C4; parameter review_request_working_days.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.utils import timezone

from carecommons.constitution.queries import whole
from carecommons.matching.queries import homes_asked

from ..models import Decision, HomeLetter, Placement, PlacementEnd, TrailEntry
from ..placement import UNDER_WAY
from ..review import last_day
from ..state import State
from ..trail import REASONS

__all__ = ["choice_until", "ending_until", "ending_until_of", "homes_until"]


def choice_until(row: Decision) -> date | None:
    """The last day to ask about a choice; None while it is not in force."""
    if row.state != State.APPROVED or row.answered_at is None:
        return None
    return asked_until(timezone.localdate(row.answered_at))


def homes_until(rows: Sequence[Decision]) -> dict[UUID, Mapping[UUID, date]]:
    """Of these choices, each home that has a part in one -> the last day on which it may ask about it.

    A part has the home that was chosen; one that was passed over, in the choice or, after an emergency, in the full
    reasons; one that was invited or asked to accept terms, whatever it answered; and one that was written a letter.
    A home that was told only after the choice has its days from then.
    """
    in_force = {row.pk: timezone.localdate(row.answered_at) for row in rows if row.answered_at is not None}
    asked = homes_asked({row.referral_id for row in rows})
    known: dict[UUID, dict[UUID, date]] = {}
    for row in rows:
        if row.pk in in_force:
            homes = {row.home_id, *(UUID(each) for each in row.why_not), *asked[row.referral_id]}
            known[row.pk] = dict.fromkeys(homes, in_force[row.pk])
    told = list(HomeLetter.objects.filter(decision__in=[*known]).values_list("decision_id", "home_id", "told_at"))
    for entry in TrailEntry.objects.filter(decision__in=[*known], code=REASONS):
        told += [(entry.decision_id, UUID(home), entry.recorded_at) for home in entry.words.get("why_not", {})]
    for decision_id, home_id, moment in told:
        on = timezone.localdate(moment)
        known[decision_id][home_id] = max(known[decision_id].get(home_id, on), on)
    return {row: {home: asked_until(day) for home, day in homes.items()} for row, homes in known.items()}


def ending_until(lived: Placement | None) -> date | None:
    """The last day to ask about the end of a placement; None while it is under way, or where there is none.

    It runs from the day on which the end was written down last, with its reasons, and never from before the day of
    leaving; for a move that was only planned, from the day on which it was taken back.
    """
    return endings_until([lived]).get(lived.pk) if lived is not None else None


def ending_until_of(decision_id: UUID) -> date | None:
    """The last day to ask about the end of what a choice began; None while it is under way, or where nothing began."""
    return ending_until(Placement.objects.filter(decision_id=decision_id).first())


def endings_until(rows: Iterable[Placement]) -> dict[UUID, date]:
    """Of these placements, those that are over -> the last day to ask about that, as ending_until says."""
    days = {row.pk: [row.ended_on] for row in rows if row.state not in UNDER_WAY and row.ended_on is not None}
    said = PlacementEnd.objects.filter(placement__in=[*days]).values_list("placement_id", "recorded_at")
    for placement_id, moment in said:
        if placement_id is not None:
            days[placement_id].append(timezone.localdate(moment))
    return {row: asked_until(*each) for row, each in days.items()}


def asked_until(*days: date) -> date:
    """The last day to ask about what was to be known from the last of these days on."""
    return last_day(days, working_days=whole("review_request_working_days", max(days)))
