"""The register read in a few questions, whatever its size, and turned into the arrays that matching reads."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from carecommons.constitution.parameters import whole
from carecommons.provision.binding import terms_on
from carecommons.provision.capability import DOMAIN_CODES, NOT_KNOWN, Capability, DomainAnswer, Evidence
from carecommons.provision.homes import (
    FAMILY_KINDS,
    UNKNOWN,
    HomeFacts,
    Homes,
    Impact,
    Standing,
    Terms,
    gather,
    standing,
)
from carecommons.provision.living_there import Stay, places_held
from carecommons.provision.models import (
    CapabilityClaim,
    EvidenceItem,
    GroupImpact,
    Home,
    HomeLevels,
    HomeTerms,
    NamedChild,
    Resident,
    VacancyReport,
)
from carecommons.provision.vacancies import Opening, Said, free_now, opening

__all__ = ["homes_for_matching"]

TERMS = tuple(each.name for each in fields(Terms))

IMPACT_OF = {"acceptable": Impact.ACCEPTABLE, "not_acceptable": Impact.NOT_ACCEPTABLE, "unknown": Impact.UNKNOWN}


def homes_for_matching(
    *, at: datetime, home_ids: Collection[UUID] | None = None, lived_in_by: Collection[UUID] = ()
) -> Homes:
    """Every home of the register as arrays, read for one moment. Row order is by id and decides nothing.

    home_ids: these alone, for a question about them; with them stand the homes where the children of `lived_in_by` live
    or are to live, so that what is known of those children is the same as among all homes.
    """
    rows = Home.objects.select_related("provider").order_by("id")
    on, ids = timezone.localdate(at), None
    if home_ids is not None:
        lived_in = Resident.objects.filter(holding(on), resident__in=lived_in_by).values_list("home_id", flat=True)
        ids = sorted({*home_ids, *lived_in})
        rows = rows.filter(id__in=ids)
    return gather(facts_of(rows, Beside(ids, on), at), on)


def facts_of(rows: Iterable[Home], beside: "Beside", at: datetime) -> list[HomeFacts]:
    """The rows as plain facts of one moment."""
    on = timezone.localdate(at)
    valid = timedelta(hours=whole("vacancy_valid_hours", on))
    still = timedelta(days=whole("impact_valid_days", on))
    return [_fact(row, beside, at, on, valid, still) for row in rows]


class Beside:
    """Everything that stands beside the homes on a day, read in one query each; `ids` None reads for every home.

    residents: the stays that hold a place on the day or after it; one that has not begun holds its place already.
    """

    def __init__(self, ids: Sequence[UUID] | None, on: date) -> None:
        self.ids, self.on = ids, on
        self.terms = self._terms()
        self.levels = {row["home_id"]: row for row in self._values(HomeLevels, "recorded_at", "answers", "checked_on")}
        self.vacancies = {row.home_id: row for row in self._of(VacancyReport, "said_at", newest=True)}
        self.capabilities = self._capabilities()
        self.residents = self._residents()
        self.impacts: dict[UUID, dict[UUID | None, GroupImpact]] = defaultdict(dict)
        for note in self._of(GroupImpact, "recorded_at"):
            self.impacts[note.home_id][note.about] = note
        self.named = self._named()

    def living(self, home_id: UUID) -> int:
        """Places of a home that somebody lives in, or is to come to."""
        there = self.residents.get(home_id)
        return places_held((stay_of(each, self.on) for each in there), self.on) if there else 0

    def here_and_coming(self, home_id: UUID) -> tuple[int, int]:
        """How many children live in a home on the day, and how many are to come to it and do not live there yet."""
        stays = self.residents.get(home_id, [])
        here = {each.resident for each in stays if each.from_day <= self.on and not each.awaited}
        return len(here), len({each.resident for each in stays} - here)

    def _terms(self) -> dict[UUID, Terms | None]:
        recorded: dict[UUID, list[Terms]] = defaultdict(list)
        wanted = ("home_id", *TERMS)
        for row in self._of(HomeTerms, "recorded_at").values_list(*wanted, named=True):
            recorded[row.home_id].append(terms_of(row))
        return {home_id: terms_on(rows, self.on) for home_id, rows in recorded.items()}

    def _named(self) -> dict[UUID, set[UUID]]:
        found: dict[UUID, set[UUID]] = defaultdict(set)
        for home_id, child in self._of(NamedChild, "id").values_list("home_id", "child"):
            found[home_id].add(child)
        return found

    def _residents(self) -> dict[UUID, list[Any]]:
        found: dict[UUID, list[Any]] = defaultdict(list)
        wanted = ("home_id", "place", "resident", "from_day", "to_day", "awaited", "recorded_at")
        for row in self._of(Resident, "place").filter(holding(self.on)).values_list(*wanted, named=True):
            found[row.home_id].append(row)
        return found

    def _of(self, model: Any, order: str, *, newest: bool = False) -> QuerySet[Any]:
        rows = model.objects.order_by(order, "id")
        rows = rows if self.ids is None else rows.filter(home_id__in=self.ids)
        if newest:
            # A home may have said hundreds of times what is free: only its last word is read.
            latest = Window(RowNumber(), partition_by=F("home_id"), order_by=[F(order).desc(), F("id").desc()])
            rows = rows.annotate(nth=latest).filter(nth=1)
        return rows

    def _values(self, model: Any, order: str, *names: str) -> QuerySet[Any]:
        return self._of(model, order).values("home_id", *names)

    def _capabilities(self) -> dict[UUID, list[Capability]]:
        # Bare tuples: a register holds thousands of papers, and each as a row of its own costs more than reading it.
        claims = CapabilityClaim.objects.order_by("home_id", "code")
        items = EvidenceItem.objects.order_by("issued_on", "id")
        if self.ids is not None:
            claims = claims.filter(home_id__in=self.ids)
            items = items.filter(claim__home_id__in=self.ids)
        behind: dict[int, list[Evidence]] = defaultdict(list)
        papers = items.values_list("claim_id", "kind", "document", "issued_on", "expires_on", "checked_on")
        for claim, kind, document, issued, expires, checked in papers:
            behind[claim].append(Evidence(kind, document, issued, expires, checked))
        found: dict[UUID, list[Capability]] = defaultdict(list)
        said = claims.values_list("id", "home_id", "code", "claimed_on", "specialist")
        for claim, home_id, code, claimed_on, specialist in said:
            found[home_id].append(Capability(code, claimed_on, specialist, tuple(behind[claim])))
        return found


class Lean(Beside):
    """Only what free places and standing ask for: no levels, no judgements about anybody.

    capable: read claims and evidence too. named: read for which children a home is approved by name.
    The rows are bare tuples: a register is read whole for one page.
    """

    def __init__(self, ids: Sequence[UUID] | None, on: date, *, capable: bool, named: bool = False) -> None:
        self.ids, self.on = ids, on
        self.terms = self._terms()
        said = self._of(VacancyReport, "said_at", newest=True).values_list("home_id", "free", "said_at", named=True)
        self.vacancies = {row.home_id: row for row in said}
        self.capabilities = self._capabilities() if capable else {}
        self.residents = self._residents()
        self.named = self._named() if named else {}


def _fact(row: Home, beside: Beside, at: datetime, on: date, valid: timedelta, still: timedelta) -> HomeFacts:
    terms = beside.terms.get(row.id)
    living = beside.residents.get(row.id, [])
    easting, northing = row.place or (UNKNOWN, UNKNOWN)
    free, is_open = free_of(row, beside, terms, at, valid)
    notes = beside.impacts.get(row.id, {})
    general = notes.get(None)
    return HomeFacts(
        id=row.id, reference=row.reference, kind=row.kind, authority=row.authority,
        standing=standing_of(row, terms, on), opening=is_open, free=free,
        living=beside.living(row.id),
        easting=easting, northing=northing,
        age_min=terms.age_min if terms else 0, age_max=terms.age_max if terms else 25,
        sexes=terms.sexes if terms else "any", stays=terms.stays if terms else (),
        exempt=bool(terms and terms.exempted(on)),
        answers=checked_answers_of(beside.levels.get(row.id), on),
        capabilities=tuple(beside.capabilities.get(row.id, ())),
        access=None if row.access is None else frozenset(row.access),
        culture=None if row.culture is None else frozenset(row.culture),
        impact=_impact_of(general, at, still) if general else Impact.UNKNOWN,
        impact_about={
            about: _impact_of(newer_harm(note, general), at, still)
            for about, note in notes.items()
            if about is not None and _impact_of(note, at, still) is not Impact.UNKNOWN
        },
        named=frozenset(beside.named.get(row.id, ())),
        residents=frozenset(each.resident for each in living if each.from_day <= beside.on and not each.awaited),
        coming=frozenset(each.resident for each in living if each.from_day > beside.on or each.awaited),
    )  # fmt: skip


def newer_harm(about: GroupImpact, general: GroupImpact | None) -> GroupImpact:
    """The note that counts for one child: theirs, unless it was said since that any newcomer would not be right."""
    if general is None or general.answer != "not_acceptable" or general.recorded_at <= about.recorded_at:
        return about
    return general


def _impact_of(note: GroupImpact, at: datetime, still: timedelta) -> Impact:
    """What was said of living together, while it holds: "acceptable" runs out, "not acceptable" until said anew."""
    if note.answer == "acceptable" and at > note.recorded_at + still:
        return Impact.UNKNOWN
    return IMPACT_OF[note.answer]


def free_of(row: Home, beside: Beside, terms: Terms | None, at: datetime, valid: timedelta) -> tuple[int, Opening]:
    living = beside.residents.get(row.id, [])
    places = capacity(row, terms)
    if row.kind in FAMILY_KINDS:
        # Family is asked in person, and the answer recorded on the ladder: it reports no vacancies.
        free = max(0, places - beside.living(row.id))
        return free, Opening.OPEN if free else Opening.FULL
    report = beside.vacancies.get(row.id)
    said = Said(report.free, report.said_at) if report else None
    came = sum(1 for each in living if said and each.recorded_at >= said.said_at)
    free = free_now(said=said, places=places, living=beside.living(row.id), came_since=came, at=at, valid=valid)
    return free, opening(said=said, free=free, at=at, valid=valid)


def still_free(
    row: Home, beside: Beside, terms: Terms | None, at: datetime, valid: timedelta
) -> tuple[int, int, Opening]:  # fmt: skip
    """(what "Still N places free" would say, the most that can be free, whether the home's word holds).

    What still stands is what can be free: whoever came since has taken a place from the home's own number.
    """
    free, is_open = free_of(row, beside, terms, at, valid)
    room = max(0, capacity(row, terms) - beside.living(row.id))
    if is_open in (Opening.OPEN, Opening.FULL):  # its word still holds, less those who came since
        return free, room, is_open
    report = beside.vacancies.get(row.id)
    return min(report.free if report else 0, room), room, is_open


def standing_of(row: Home, terms: Terms | None, on: date) -> Standing:
    # A relative's approval is the council's own act on a named person: there is no provider to verify.
    known = row.provider is None or (row.provider.verified_on is not None and row.provider.verified_on <= on)
    verified = known and row.accepted_on is not None and row.accepted_on <= on
    return standing(row.kind, terms, verified=verified, closed_on=row.closed_on, on=on)


def terms_of(row: Any) -> Terms:
    """The terms of a row, or of a bare tuple with its columns."""
    facts = {name: getattr(row, name) for name in TERMS}
    return Terms(**facts | {"stays": tuple(row.stays), "range_of_needs": tuple(row.range_of_needs)})


def binding_terms(home_id: UUID, on: date) -> Terms | None:
    """The registration or approval of one home that binds on a day."""
    rows = HomeTerms.objects.filter(home_id=home_id).order_by("recorded_at", "id")
    return terms_on([terms_of(row) for row in rows], on)


def capacity(row: Home, terms: Terms | None) -> int:
    """Places that both the house and its registration or approval allow."""
    return row.places if terms is None else min(row.places, terms.places)


def holding(on: date, today: date | None = None) -> Q:
    """Stays that hold a place on the day or on some day after it: living_there.holds as a question to the database.

    today: the day on which it is asked, where that is another than `on`: who should have moved by then, and has not
    come, holds the place that they have not left.
    """
    return Q(to_day__isnull=True) | Q(to_day__gt=on) | not_left(today or on)


def not_left(today: date) -> Q:
    """Stays that a move was to end by today, where nobody has said yet that the child came to the other home."""
    moves = Resident.objects.filter(
        resident=OuterRef("resident"), awaited=True, from_day=OuterRef("to_day"), from_day__lte=today
    )
    return Q(Exists(moves), awaited=False, end_reason="")


def stay_of(row: Any, on: date | None = None) -> Stay:
    """The stay of a row, or of a bare tuple with its columns.

    on: the day for which the row was read through `holding`. A day of leaving that has passed by then is one of a move
    that has not taken place: nobody knows the day yet.
    """
    over = on is not None and row.to_day is not None and row.to_day <= on
    return Stay(row.home_id, row.place, row.resident, row.from_day, None if over else row.to_day)


def checked_answers_of(row: Mapping[str, Any] | None, on: date) -> tuple[DomainAnswer, ...]:
    """What counts of a home's word about itself: nothing before an officer has checked it."""
    checked = row is not None and row["checked_on"] is not None and row["checked_on"] <= on
    return answers_of(row if checked else None)


def answers_of(row: Mapping[str, Any] | None) -> tuple[DomainAnswer, ...]:
    said = row["answers"] if row else {}
    return tuple(_answer(*said[code]) if code in said else NOT_KNOWN for code in DOMAIN_CODES)


# A register says the same few thousand things of tens of thousands of parts of life: each is made once.
_answer = lru_cache(maxsize=4096)(DomainAnswer)
