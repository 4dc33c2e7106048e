"""Free places, who takes them, what a newcomer would mean, and agreements: written here and nowhere else."""

import secrets
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from carecommons.common.errors import NotFound, NotNow, Refused
from carecommons.constitution.parameters import whole
from carecommons.people.may import check_may
from carecommons.people.roles import Person, Subject
from carecommons.provision.homes import FAMILY_KINDS
from carecommons.provision.models import Agreement, GroupImpact, Home, HomeTerms, Resident, VacancyReport
from carecommons.provision.vacancies import Said, free_now

from .local import KEEP, Draw, _home, _id, _kept, _provider, _subject

__all__ = ["add_agreement", "leave_place", "note_impact", "report_vacancy", "take_place"]


@transaction.atomic
def report_vacancy(*, home_id: UUID, free: int, by: Person, at: datetime, next_free_on: date | None = None) -> None:
    """Say how many places are free now. The word holds for as long as the constitution says."""
    home = _home(home_id)
    check_may(by, "provision.report_vacancy", _subject(home))
    living = Resident.objects.filter(home=home, to_day__isnull=True).count()
    places = _capacity(home)
    if not 0 <= free <= max(0, places - living):
        raise Refused(
            "vacancy_out_of_range",
            f"This home has {places} places and {living} children living there, so 0 to {max(0, places - living)} "
            "can be free. Give a number in that range, or correct who lives there first.",
        )
    VacancyReport.objects.create(
        home=home, free=free, said_at=at, said_by_role=by.role, next_free_on=None if free else next_free_on
    )


@transaction.atomic
def note_impact(*, home_id: UUID, answer: str, words: str, by: Person, at: datetime, about: UUID | None = None) -> None:
    """Write down what a newcomer would mean for the children there, and they for the newcomer."""
    home = _kept(home_id, by)
    if answer not in ("acceptable", "not_acceptable", "unknown") or not words.strip():
        raise Refused(
            "impact_not_complete", "Say whether it is acceptable, not acceptable or unknown, and why in words."
        )
    GroupImpact.objects.create(
        home=home, about=about, answer=answer, words=words.strip(), recorded_at=at, recorded_by_role=by.role
    )


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


@transaction.atomic
def take_place(
    *, home_id: UUID, resident: UUID, from_day: date, by: Person, at: datetime, for_authority: str = ""
) -> int:
    """Give one free place of a home to one child, and answer its number. A place is never given twice.

    for_authority: the council that looks after the child; without it, the one that keeps the home.

    Raises NotNow("place_taken") for whoever comes second, NotNow("vacancy_ran_out") where the home's word is
    too old, NotNow("lives_here_already") where the child lives there.
    """
    home = Home.objects.select_for_update().filter(id=home_id).first()
    if home is None:
        raise NotFound()
    check_may(by, "provision.take_place", Subject(authority=for_authority or home.kept_by, home_id=home.id))
    current = {row.place: row for row in Resident.objects.filter(home=home, to_day__isnull=True)}
    if any(row.resident == resident for row in current.values()):
        raise NotNow("lives_here_already", "This child lives in this home already. Nothing was changed.")
    if home.kind not in FAMILY_KINDS:
        _check_vacant(home, living=len(current), at=at)
    if Resident.objects.filter(resident=resident, to_day__isnull=True, from_day__gt=from_day).exists():
        raise NotNow("moved_since", "This child came to another home after that day. Check the day of the move.")
    place = next((number for number in range(1, _capacity(home) + 1) if number not in current), None)
    if place is None:
        raise _place_taken()
    try:
        with transaction.atomic():
            Resident.objects.filter(resident=resident, to_day__isnull=True, from_day__lte=from_day).update(
                to_day=from_day
            )
            Resident.objects.create(home=home, place=place, resident=resident, from_day=from_day, recorded_at=at)
    except IntegrityError as clash:
        raise _place_taken() from clash
    return place


@transaction.atomic
def leave_place(*, resident: UUID, to_day: date, by: Person, at: datetime, for_authority: str = "") -> None:
    """Write down that a child no longer lives in the place that they had."""
    row = Resident.objects.select_related("home").filter(resident=resident, to_day__isnull=True).first()
    if row is None:
        raise NotFound()
    check_may(by, "provision.take_place", Subject(authority=for_authority or row.home.kept_by, home_id=row.home_id))
    if to_day < row.from_day:
        raise Refused("leaves_before_coming", "The last day lies before the first. Check the day.")
    row.to_day = to_day
    row.save(update_fields=["to_day"])


def _check_vacant(home: Home, *, living: int, at: datetime) -> None:
    """Whether the home's own word leaves a place to give at this moment."""
    valid = timedelta(hours=whole("vacancy_valid_hours", timezone.localdate(at)))
    report = VacancyReport.objects.filter(home=home, said_at__lte=at).order_by("-said_at", "-id").first()
    if report is None or at > report.said_at + valid:
        raise NotNow(
            "vacancy_ran_out",
            f"The home last said what is free more than {valid // timedelta(hours=1)} hours ago, or never. "
            "Ask it to say so again, then go on: nothing you wrote is lost.",
        )
    came = Resident.objects.filter(home=home, to_day__isnull=True, recorded_at__gte=report.said_at).count()
    said = Said(report.free, report.said_at)
    if free_now(said=said, places=_capacity(home), living=living, came_since=came, at=at, valid=valid) == 0:
        raise _place_taken()


def _place_taken() -> NotNow:
    return NotNow(
        "place_taken",
        "Someone else has just taken the last place. Nothing you wrote is lost: look at the next homes in order.",
    )


def _capacity(home: Home) -> int:
    """Places that both the house and its registration or approval allow."""
    terms = HomeTerms.objects.filter(home=home).order_by("-from_day", "-id").first()
    return home.places if terms is None else min(home.places, terms.places)
