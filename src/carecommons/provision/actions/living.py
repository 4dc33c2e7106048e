"""Free places, what a newcomer would mean, and agreements: written here and nowhere else."""

import secrets
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from carecommons.common.errors import Refused
from carecommons.common.unpriced import kept_unpriced
from carecommons.people.may import check_may
from carecommons.people.roles import Person, Subject
from carecommons.provision.impact import both_ways, check_impact
from carecommons.provision.living_there import places_held
from carecommons.provision.models import Agreement, GroupImpact, Resident, VacancyReport
from carecommons.provision.queries.gathered import binding_terms, capacity, holding, stay_of

from .local import KEEP, Draw, _home, _id, _kept, _provider, _subject

__all__ = ["add_agreement", "note_impact", "report_vacancy"]


@transaction.atomic
def report_vacancy(*, home_id: UUID, free: int, by: Person, at: datetime, next_free_on: date | None = None) -> None:
    """Say how many places are free now. The word holds for as long as the constitution says."""
    home = _home(home_id)
    check_may(by, "provision.report_vacancy", _subject(home))
    on = timezone.localdate(at)
    living = places_held((stay_of(row, on) for row in Resident.objects.filter(holding(on), home=home)), on)
    places = capacity(home, binding_terms(home.id, on))
    if not 0 <= free <= max(0, places - living):
        raise Refused(
            "vacancy_out_of_range",
            f"This home has {places} {'place' if places == 1 else 'places'} and "
            f"{living} {'child' if living == 1 else 'children'} living there, so {_range(max(0, places - living))} "
            "Give a number in that range, or correct who lives there first.",
        )
    VacancyReport.objects.create(
        home=home, free=free, said_at=at, said_by_role=by.role, next_free_on=None if free else next_free_on
    )


def _range(room: int) -> str:
    return f"0 to {room} can be free." if room else "0 places can be free."


@transaction.atomic
def note_impact(
    *, home_id: UUID, answer: str, words: str, by: Person, at: datetime, about: UUID | None = None, newcomer: str = "",
    newcomer_words: str = "",
) -> None:  # fmt: skip
    """Write down what a newcomer would mean for the children there, and they for the newcomer.

    newcomer, newcomer_words: the second way, of those who live there on the newcomer, where the two are said apart;
    the worse of the two counts then.
    """
    home = _kept(home_id, by)
    check_impact(answer=answer, words=words, newcomer=newcomer, newcomer_words=newcomer_words)
    GroupImpact.objects.create(
        home=home, about=about, answer=both_ways(answer, newcomer) if newcomer else answer,
        words=kept_unpriced(words, what="What a newcomer would mean"), there=answer if newcomer else "",
        newcomer=newcomer, newcomer_words=kept_unpriced(newcomer_words, what="What it would mean for the newcomer"),
        recorded_at=at, recorded_by_role=by.role,
    )  # fmt: skip


@transaction.atomic
def add_agreement(
    *, provider_id: UUID, authority: str, from_day: date, to_day: date, slots: int, by: Person, at: datetime,
    draw: Draw = secrets.token_bytes,
) -> UUID:  # fmt: skip
    """Write down a lasting agreement between a council and a provider: parties, days and places."""
    provider = _provider(provider_id)
    check_may(by, KEEP, Subject(authority=authority))
    if to_day < from_day or slots < 1:
        raise Refused("agreement_not_complete", "An agreement ends after it starts and is about at least one place.")
    row = Agreement.objects.create(
        id=_id(draw),
        provider=provider,
        authority=authority,
        from_day=from_day,
        to_day=to_day,
        slots=slots,
        recorded_at=at,
    )
    return row.id
