"""Who comes to live in a home, who leaves, and a planned stay that is taken back: written here and nowhere else.

A stay runs from its first day to the day of leaving. A place is given once for every night, and a child lives in one
place on every night: the home is locked while a place is given, and the database refuses two stays of one place that
share a night (PostgreSQL).
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
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

__all__ = ["come_to_place", "leave_place", "lives_in_place", "take_place", "withdraw_stay"]

TAKE = "provision.take_place"
BEGIN = "decisions.begin_placement"
TAKE_UP = "decisions.take_up_stay"
NOT_TAKEN_UP = "The child came to live in another home, so this move did not take place."


@transaction.atomic
def take_place(
    *, home_id: UUID, resident: UUID, from_day: date, by: Person, at: datetime, for_authority: str = "",
    awaited: bool = False,
) -> int:  # fmt: skip
    """Give one free place of a home to one child, and answer its number. A place is never given twice.

    for_authority: the council that looks after the child; without it, the one that keeps the home.
    awaited: the child lives there only once somebody says that they came (come_to_place).

    Raises NotNow("place_taken") for whoever comes second, NotNow("vacancy_ran_out") where the home's word is
    too old, NotNow("lives_here_already") where the child lives there, NotNow("moved_since") where the child comes to
    another home after that day.
    """
    home = Home.objects.select_for_update().filter(id=home_id).first()
    if home is None:
        raise NotFound()
    check_may(by, TAKE, Subject(authority=for_authority or home.kept_by, home_id=home.id))
    today = timezone.localdate(at)
    there = [stay_of(row, from_day) for row in Resident.objects.filter(holding(from_day, today), home=home)]
    if any(stay.resident == resident and stay.to_day is None for stay in there):
        raise NotNow("lives_here_already", "This child lives in this home already. Nothing was changed.")
    own = Resident.objects.filter(holding(from_day, today), resident=resident)
    if own.filter(from_day__gt=from_day).exists():
        raise NotNow(
            "moved_since",
            "This child came, or is to come, to another home after that day. Check the day of the move; where that "
            "move is only planned, withdraw it first.",
        )
    if any(stay.resident == resident for stay in there):
        raise NotNow("lives_here_already", "This child lives in this home until then. Nothing was changed.")
    places = capacity(home, binding_terms(home.id, max(from_day, today)))
    if home.kind not in FAMILY_KINDS:
        _check_vacant(home, places=places, living=places_held(there, from_day), from_day=from_day, at=at)
    place = free_place(there, places=places, from_day=from_day)
    if place is None:
        raise _place_taken()
    try:
        with transaction.atomic():
            for row in own.filter(from_day__lte=from_day):
                _until(row, from_day)
            Resident.objects.create(
                home=home, place=place, resident=resident, from_day=from_day, awaited=awaited, recorded_at=at
            )
    except IntegrityError as clash:
        raise _place_taken() from clash
    return place


@transaction.atomic
def come_to_place(
    *, home_id: UUID, resident: UUID, came_on: date, by: Person, at: datetime, for_authority: str
) -> None:
    """Say that a child came to the place that was theirs, on which day: there they live, and where they lived no more.

    The stay that the move ends, ends on that day; whoever is to come into the place that is left comes no sooner. A
    move that was decided before this one, and that they never made, is taken back.
    Raises NotNow("place_not_left") where whoever lives there has not left, and no other place of the home is free.
    """
    check_may(by, BEGIN, Subject(authority=for_authority, child_id=resident))
    own = list(Resident.objects.select_for_update().filter(resident=resident).order_by("recorded_at", "id"))
    row = next((each for each in reversed(own) if each.home_id == home_id), None)
    if row is None:
        raise NotFound()
    homes = {each.home_id for each in own}
    assert len(Home.objects.select_for_update().filter(id__in=homes).order_by("id")) == len(homes), "homes are kept"
    waiting = [each for each in own if each.awaited and each.pk != row.pk]
    made = own.index(row)
    never, later = [e for e in waiting if own.index(e) < made], [e for e in waiting if own.index(e) > made]
    days = {row.from_day, *(each.from_day for each in never)}
    lived = [each for each in own if not each.awaited and each.pk != row.pk and not each.end_reason]
    before = next((each for each in reversed(lived) if each.to_day in days), None)
    for each in never:
        _take_back(each, NOT_TAKEN_UP, by=by, at=at)
    row.place = _place_to_live_in(row, came_on, timezone.localdate(at))
    row.awaited = False
    for each in (row, *later):
        _no_sooner(each, came_on)
    if before is not None:
        _stays_until(before, came_on)


@transaction.atomic
def lives_in_place(*, home_id: UUID, resident: UUID, since: date, by: Person, at: datetime, for_authority: str) -> None:
    """Write down that a child lives in a home since a day, from before anybody asked for a place here.

    It asks for no free place and for no word of the home: that they live there is a fact, though the home then has
    more children than places, and none to give. Where the child is written down as living there, only the first day
    may go back. A move that is planned still ends the stay.

    Raises NotNow("lives_elsewhere") where the child is written down in another home, now or on that day;
    Refused("lived_there_before") for a day later than the one that is on record; NotNow("end_is_written_down"); and
    NotNow("move_before_that") where a move was planned for a day before.
    """
    home = Home.objects.select_for_update().filter(id=home_id).first()
    if home is None:
        raise NotFound()
    check_may(by, TAKE_UP, Subject(authority=for_authority, child_id=resident))
    today = timezone.localdate(at)
    held = list(Resident.objects.filter(holding(today), resident=resident).order_by("from_day", "id"))
    coming = next((each for each in held if each.awaited or each.from_day > today), None)
    lives = next((each for each in held if not each.awaited and each.from_day <= today), None)
    _check_lived_nowhere_else(resident, since, home=home, lives=lives)
    if coming is not None and (coming.from_day < since or coming.home_id == home.id):
        raise NotNow(
            "move_before_that",
            "A move of this child is planned, to this home or for a day before that. Say on the page of that placement "
            "that they came, or take the planned move back.",
        )
    row = lives or Resident(
        home=home, resident=resident, to_day=coming.from_day if coming else None, recorded_at=at
    )  # fmt: skip
    if lives is None or since < row.from_day:
        row.from_day = since
        if lives is None or _clashes(row):
            row.place = _any_place(home, since, today, but=lives)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as clash:
            raise _lives_elsewhere() from clash


def _check_lived_nowhere_else(resident: UUID, since: date, *, home: Home, lives: Resident | None) -> None:
    """Whether what is on record lets a child live in a home since a day. lives: the stay that holds a place today."""
    if lives is not None and lives.home_id != home.id:
        raise _lives_elsewhere()
    if lives is not None and lives.end_reason:
        raise NotNow(
            "end_is_written_down", "The end of this stay is written down already, with its day. Nothing was changed."
        )
    if lives is not None and since > lives.from_day:
        raise Refused(
            "lived_there_before",
            f"The register of homes says that the child lives there since {lives.from_day:%d %B %Y}. Give that day or "
            "an earlier one.",
        )
    before = Resident.objects.filter(resident=resident, awaited=False, to_day__gt=since)
    if before.exclude(pk__in=[lives.pk] if lives else []).exists():
        raise _lives_elsewhere()


def _any_place(home: Home, day: date, today: date, *, but: Resident | None) -> int:
    """The lowest place that is nobody's from the day on, beyond the number of places where all are held."""
    rows = Resident.objects.filter(holding(day, today), home=home).exclude(pk__in=[but.pk] if but else [])
    there = [stay_of(row, day) for row in rows]
    place = free_place(there, places=len(there) + 1, from_day=day)
    assert place is not None, "so many stays hold no more places than that"
    return place


def _lives_elsewhere() -> NotNow:
    return NotNow(
        "lives_elsewhere",
        "The register of homes says that this child lives in another home, or lived elsewhere after that day. Take up "
        "the stay there, record first that they left it, or give a later day.",
    )


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
    if row.awaited or to_day < row.from_day:
        if row.awaited or row.from_day > on:
            raise NotNow(
                "move_is_planned",
                "A move of this child to another home is planned, and nobody has said that they came. Say so where "
                "they did; otherwise withdraw the planned move first, then end the stay.",
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

    A stay to which nobody has said that the child came has not begun, whatever its day. The earlier stay goes on as if
    nothing had been planned, unless its place has been given to somebody else from the day of the move: then it still
    ends on that day, and another home must be found before.

    Raises NotNow("stay_has_begun") where the child lives there by now: then they leave, they are not withdrawn; and
    NotNow("place_given_on") where that day has passed, the child lives where they lived, and has no place there.
    """
    on = timezone.localdate(at)
    held = Resident.objects.select_related("home").filter(holding(on), resident=resident).order_by("-from_day", "-id")
    planned = held.filter(Q(awaited=True) | Q(from_day__gt=on)).first()
    row = planned or held.first()
    if row is None:
        raise NotFound()
    check_may(by, TAKE, Subject(authority=for_authority or row.home.kept_by, home_id=row.home_id))
    if planned is None:
        raise NotNow("stay_has_begun", "No move is planned: the child lives there by now. Nothing was changed.")
    if not reason.strip():
        raise Refused("reason_missing", "Say why the planned move is taken back.")
    day = row.from_day
    _take_back(row, reason.strip(), by=by, at=at)
    return _goes_on(resident, day, on)


def _take_back(row: Resident, reason: str, *, by: Person, at: datetime) -> None:
    WithdrawnStay.objects.create(
        home=row.home, resident=row.resident, from_day=row.from_day, reason=reason, withdrawn_at=at,
        withdrawn_by_role=by.role,
    )  # fmt: skip
    _seal("move_withdrawn", row, {"reasons": reason}, by=by, at=at)
    row.delete()


def _goes_on(resident: UUID, day: date, on: date) -> bool:
    """Reopen the stay that a move on this day had ended, where its place is still the child's to keep."""
    earlier = Resident.objects.filter(resident=resident, to_day=day, end_reason="").order_by("-from_day").first()
    if earlier is None:
        return False
    home = Home.objects.select_for_update().get(id=earlier.home_id)
    earlier.to_day = None
    if _clashes(earlier):
        if day > on:
            return False
        other = _free_beside(earlier, home, on, on)
        if other is None:
            raise NotNow(
                "place_given_on",
                "The child still lives where they lived, and that place has been given to somebody else. Take back the "
                "move of whoever is to come there first, or choose another home for this child: that takes the place "
                "of the planned move.",
            )
        earlier.place = other
    earlier.save(update_fields=["to_day", "place"])
    return True


def _until(row: Resident, day: date) -> None:
    """A move that is planned ends a stay on its day. One that should have ended already, and whose place was given on,
    keeps its day: the child has not left, and who has the place next waits until they have."""
    passed = row.to_day is not None and row.to_day <= day
    row.to_day, row.end_reason = day, ""
    if not (passed and _clashes(row)):
        row.save(update_fields=["to_day", "end_reason"])


def _stays_until(row: Resident, day: date) -> None:
    """Let a stay that a move ended go on until the day on which the child really left.

    Whoever is to come into the place comes no sooner, and lives on where they live.
    """
    awaited = Resident.objects.filter(home_id=row.home_id, place=row.place, awaited=True, from_day__lt=day)
    for other in awaited.exclude(resident=row.resident):
        lives = Resident.objects.filter(
            resident=other.resident, awaited=False, end_reason="", to_day=other.from_day
        ).order_by("-from_day").first()  # fmt: skip
        _no_sooner(other, day)
        if lives is not None:
            _stays_until(lives, day)
    row.to_day = day
    if not _clashes(row):
        row.save(update_fields=["to_day"])


def _no_sooner(row: Resident, day: date) -> None:
    row.from_day = max(row.from_day, day)
    if row.to_day is not None:
        row.to_day = max(row.to_day, row.from_day)
    row.save(update_fields=["from_day", "to_day", "awaited", "place"])


def _place_to_live_in(row: Resident, day: date, today: date) -> int:
    """The place that was given, or another that is free where whoever lives in it has not left."""
    others = Resident.objects.filter(holding(day, today), home_id=row.home_id, place=row.place, awaited=False)
    if not others.exclude(resident=row.resident).filter(from_day__lte=day).exists():
        return row.place
    home = Home.objects.get(id=row.home_id)
    other = _free_beside(row, home, day, today)
    if other is None:
        raise NotNow(
            "place_not_left",
            "Whoever had this place before is still written down as living there. Say first that they came to their "
            "new home, or end their stay; then say that this child came.",
        )
    return other


def _free_beside(row: Resident, home: Home, day: date, today: date) -> int | None:
    rows = Resident.objects.filter(holding(day, today), home=home).exclude(pk=row.pk)
    there = [stay_of(each, day) for each in rows]
    return free_place(there, places=capacity(home, binding_terms(home.id, max(day, today))), from_day=day)


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
