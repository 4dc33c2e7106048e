"""Who comes to live in a home, who leaves, and a planned stay that is taken back: written here and nowhere else.

A stay runs from its first day to the day of leaving. A place is given once for every night, and a child lives in one
place on every night: the home is locked while a place is given, and the database refuses two stays of one place that
share a night (PostgreSQL).
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from carecommons.common.errors import NotFound, NotNow, Refused
from carecommons.constitution.parameters import whole
from carecommons.people.may import check_may
from carecommons.people.roles import Person, Subject
from carecommons.provision.homes import FAMILY_KINDS
from carecommons.provision.living_there import free_place, overlap, places_held
from carecommons.provision.models import Home, Resident, VacancyReport, WithdrawnStay
from carecommons.provision.queries.gathered import binding_terms, capacity, holding, stay_of
from carecommons.provision.vacancies import Said, free_now

from .local import _sealed

__all__ = ["leave_place", "take_place", "withdraw_stay"]

TAKE = "provision.take_place"


@transaction.atomic
def take_place(
    *, home_id: UUID, resident: UUID, from_day: date, by: Person, at: datetime, for_authority: str = ""
) -> int:
    """Give one free place of a home to one child, and answer its number. A place is never given twice.

    for_authority: the council that looks after the child; without it, the one that keeps the home.

    Raises NotNow("place_taken") for whoever comes second, NotNow("vacancy_ran_out") where the home's word is
    too old, NotNow("lives_here_already") where the child lives there, NotNow("moved_since") where the child comes to
    another home after that day.
    """
    home = Home.objects.select_for_update().filter(id=home_id).first()
    if home is None:
        raise NotFound()
    check_may(by, TAKE, Subject(authority=for_authority or home.kept_by, home_id=home.id))
    there = [stay_of(row) for row in Resident.objects.filter(holding(from_day), home=home)]
    if any(stay.resident == resident and stay.to_day is None for stay in there):
        raise NotNow("lives_here_already", "This child lives in this home already. Nothing was changed.")
    own = Resident.objects.filter(holding(from_day), resident=resident)
    if own.filter(from_day__gt=from_day).exists():
        raise NotNow(
            "moved_since",
            "This child came, or is to come, to another home after that day. Check the day of the move; where that "
            "move is only planned, withdraw it first.",
        )
    if any(stay.resident == resident for stay in there):
        raise NotNow("lives_here_already", "This child lives in this home until then. Nothing was changed.")
    places = capacity(home, binding_terms(home.id, max(from_day, timezone.localdate(at))))
    if home.kind not in FAMILY_KINDS:
        _check_vacant(home, places=places, living=places_held(there, from_day), from_day=from_day, at=at)
    place = free_place(there, places=places, from_day=from_day)
    if place is None:
        raise _place_taken()
    try:
        with transaction.atomic():
            own.filter(from_day__lte=from_day).update(to_day=from_day, end_reason="")
            Resident.objects.create(home=home, place=place, resident=resident, from_day=from_day, recorded_at=at)
    except IntegrityError as clash:
        raise _place_taken() from clash
    return place


@transaction.atomic
def leave_place(
    *, resident: UUID, to_day: date, reason: str, by: Person, at: datetime, for_authority: str = ""
) -> None:
    """Write down that a child no longer lives in the place that they had, and why.

    to_day: the day of leaving. reason: a code of the statutory return's end reasons (children know the list).
    Said again before that day has come, it takes the place of what was said.
    """
    on = timezone.localdate(at)
    row = Resident.objects.select_related("home").filter(holding(on), resident=resident).order_by("-from_day").first()
    if row is None:
        raise NotFound()
    check_may(by, TAKE, Subject(authority=for_authority or row.home.kept_by, home_id=row.home_id))
    if not reason.strip():
        raise Refused("end_reason_missing", "Say why the stay ends, with a reason of the statutory return.")
    if to_day < row.from_day:
        if row.from_day > on:
            raise NotNow(
                "move_is_planned",
                "A move of this child to another home is planned for after that day. Withdraw the planned move first, "
                "then end the stay.",
            )
        raise Refused("leaves_before_coming", "The last day lies before the first. Check the day.")
    Home.objects.select_for_update().get(id=row.home_id)
    row.to_day, row.end_reason = to_day, reason.strip()
    if _clashes(row):
        raise NotNow(
            "place_given_on",
            "The place has been given to somebody else from the day of leaving that was said before. An earlier or "
            "the same day can be said, not a later one.",
        )
    row.save(update_fields=["to_day", "end_reason"])
    _seal("stay_ended", row, {"reasons": row.end_reason}, by=by, at=at)


@transaction.atomic
def withdraw_stay(*, resident: UUID, reason: str, by: Person, at: datetime, for_authority: str = "") -> bool:
    """Take back a stay that has not begun; answer whether the child stays on where they live now.

    The earlier stay goes on as if nothing had been planned, unless its place has been given to somebody else from
    the day of the move: then it still ends on that day, and another home must be found before.

    Raises NotNow("stay_has_begun") where the child lives there by now: then they leave, they are not withdrawn.
    """
    on = timezone.localdate(at)
    held = Resident.objects.select_related("home").filter(holding(on), resident=resident).order_by("-from_day")
    row = held.first()
    if row is None:
        raise NotFound()
    check_may(by, TAKE, Subject(authority=for_authority or row.home.kept_by, home_id=row.home_id))
    if row.from_day <= on:
        raise NotNow("stay_has_begun", "No move is planned: the child lives there by now. Nothing was changed.")
    if not reason.strip():
        raise Refused("reason_missing", "Say why the planned move is taken back.")
    WithdrawnStay.objects.create(
        home=row.home, resident=resident, from_day=row.from_day, reason=reason.strip(), withdrawn_at=at,
        withdrawn_by_role=by.role,
    )  # fmt: skip
    _seal("move_withdrawn", row, {"reasons": reason.strip()}, by=by, at=at)
    row.delete()
    return _goes_on(resident, row.from_day)


def _goes_on(resident: UUID, day: date) -> bool:
    """Reopen the stay that a move on this day had ended, where its place is still the child's to keep."""
    earlier = Resident.objects.filter(resident=resident, to_day=day, end_reason="").order_by("-from_day").first()
    if earlier is None:
        return False
    Home.objects.select_for_update().get(id=earlier.home_id)
    earlier.to_day = None
    if _clashes(earlier):
        return False
    earlier.save(update_fields=["to_day"])
    return True


def _clashes(row: Resident) -> bool:
    """Whether another stay of the same place shares a night with this one."""
    others = Resident.objects.filter(home_id=row.home_id, place=row.place).exclude(pk=row.pk)
    return any(overlap(stay_of(row), stay_of(other)) for other in others)


def _check_vacant(home: Home, *, places: int, living: int, from_day: date, at: datetime) -> None:
    """Whether the home's own word leaves a place to give at this moment."""
    valid = timedelta(hours=whole("vacancy_valid_hours", timezone.localdate(at)))
    report = VacancyReport.objects.filter(home=home, said_at__lte=at).order_by("-said_at", "-id").first()
    if report is None or at > report.said_at + valid:
        raise NotNow(
            "vacancy_ran_out",
            f"The home last said what is free more than {valid // timedelta(hours=1)} hours ago, or never. "
            "Ask it to say so again, then go on: nothing you wrote is lost.",
        )
    came = Resident.objects.filter(holding(from_day), home=home, recorded_at__gte=report.said_at).count()
    said = Said(report.free, report.said_at)
    if free_now(said=said, places=places, living=living, came_since=came, at=at, valid=valid) == 0:
        raise _place_taken()


def _seal(kind: str, row: Resident, more: dict[str, object], *, by: Person, at: datetime) -> None:
    _sealed(kind, {"child": str(row.resident), "home": str(row.home_id), **more}, by=by, at=at)


def _place_taken() -> NotNow:
    return NotNow(
        "place_taken",
        "Someone else has just taken the last place. Nothing you wrote is lost: look at the next homes in order.",
    )
