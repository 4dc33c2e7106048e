"""What may be read of the local register, as values: one home, the list of homes, and the arrays for matching."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from carecommons.common.errors import NotFound
from carecommons.constitution.parameters import whole
from carecommons.people.may import check_may, may_at_all
from carecommons.people.permissions import PERMISSIONS, Reach
from carecommons.people.roles import Person, Subject
from carecommons.provision.capability import (
    DOMAIN_CODES,
    NOT_KNOWN,
    Capability,
    DomainAnswer,
    Evidence,
    Proof,
    proof,
)
from carecommons.provision.card import HomeCard
from carecommons.provision.homes import (
    FAMILY_KINDS,
    HomeFacts,
    Homes,
    Impact,
    Opening,
    Standing,
    Terms,
    gather,
    standing,
)
from carecommons.provision.models.local import (
    Agreement,
    CapabilityClaim,
    EvidenceItem,
    GroupImpact,
    Home,
    HomeLevels,
    HomeTerms,
    NamedChild,
    Provider,
    Resident,
    VacancyReport,
)
from carecommons.provision.vacancies import Said, free_now, opening

__all__ = [
    "CapabilityLine",
    "HomeCard",
    "HomeLine",
    "HomeRecord",
    "agreements",
    "evidence_by_code",
    "home",
    "home_cards",
    "homes_for_matching",
    "homes_of",
    "homes_seen_by",
    "providers_kept_by",
]

IMPACT_OF = {"acceptable": Impact.ACCEPTABLE, "not_acceptable": Impact.NOT_ACCEPTABLE, "unknown": Impact.UNKNOWN}


@dataclass(frozen=True, slots=True)
class CapabilityLine:
    """One claim of a home, how far it is proved on the day, and every document behind it."""

    code: str
    claimed_on: date
    specialist: bool
    proof: Proof
    evidence: tuple[tuple[UUID, Evidence], ...]


@dataclass(frozen=True, slots=True)
class HomeRecord:
    """One home of the local register in full, for those who keep it."""

    id: UUID
    reference: str
    kind: str
    name: str
    kept_by: str
    authority: str
    postcode: str
    places: int
    school_places: int
    public_urn: str
    access: tuple[str, ...] | None
    culture: tuple[str, ...] | None
    description: str
    opened_on: date | None
    closed_on: date | None
    provider_id: UUID | None
    provider: str
    sector: str
    verified_on: date | None
    owner: str
    legal_form: str
    terms: tuple[Terms, ...]
    standing: Standing
    opening: Opening
    free: int
    living: int
    said_free: int | None
    said_at: datetime | None
    next_free_on: date | None
    answers: tuple[DomainAnswer, ...]
    levels_basis: str
    levels_on: datetime | None
    capabilities: tuple[CapabilityLine, ...]
    impact: str
    impact_words: str


@dataclass(frozen=True, slots=True)
class HomeLine:
    """One row of the list of homes."""

    id: UUID
    reference: str
    name: str
    kind: str
    authority: str
    provider: str
    places: int
    free: int
    opening: Opening
    said_at: datetime | None
    standing: Standing
    proved: tuple[str, ...]
    claimed: tuple[str, ...]


def homes_for_matching(*, at: datetime) -> Homes:
    """Every home of the register as arrays, read for one moment. Row order is by id and decides nothing."""
    return gather(_facts(Home.objects.all(), at), timezone.localdate(at))


def home(home_id: UUID, *, by: Person, at: datetime) -> HomeRecord:
    """One home in full. Raises NotFound; NotAllowed where the person's reach ends before it."""
    row = Home.objects.select_related("provider__owner").filter(id=home_id).first()
    if row is None:
        raise NotFound()
    check_may(by, "provision.see_homes", Subject(authority=row.kept_by, provider_id=row.provider_id, home_id=row.id))
    return _record(row, at)


def homes_seen_by(
    person: Person, *, at: datetime, kind: str = "", specialism: str = "", vacancy: str = "", words: str = ""
) -> tuple[HomeLine, ...]:
    """The homes within a person's reach, by reference; filters narrow them.

    vacancy: "open" only with a place now, "old" only where the home's word has run out or was never given.
    """
    rows = _within_reach(person)
    if kind:
        rows = rows.filter(kind=kind)
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(reference__icontains=words))
    found = _lines(rows, at)
    if specialism:
        found = [line for line in found if specialism in line.proved or specialism in line.claimed]
    if vacancy == "open":
        found = [line for line in found if line.opening is Opening.OPEN]
    elif vacancy == "old":
        found = [line for line in found if line.opening in (Opening.RAN_OUT, Opening.NEVER_SAID)]
    return tuple(found)


def home_cards(ids: Sequence[UUID] | None = None) -> dict[UUID, HomeCard]:
    """Names and words for homes that a search shows; without ids, of every home."""
    rows = Home.objects.select_related("provider").order_by("id")
    rows = rows if ids is None else rows.filter(id__in=ids)
    near = _Beside(None if ids is None else list(ids))
    return {row.id: _card(row, near) for row in rows}


def homes_of(child: UUID, *, kind: str) -> tuple[UUID, ...]:
    """The homes of parents, relatives or friends approved for this child by name."""
    found = NamedChild.objects.filter(child=child, home__kind=kind, home__closed_on__isnull=True)
    return tuple(found.order_by("home_id").values_list("home_id", flat=True))


def providers_kept_by(person: Person) -> tuple[tuple[UUID, str], ...]:
    """The providers whose homes a person may enter: id and name, by name."""
    rows = Provider.objects.order_by("name", "id")
    if person.provider_id is not None:
        rows = rows.filter(id=person.provider_id)
    else:
        rows = rows.filter(kept_by__in=person.authorities)
    return tuple(rows.values_list("id", "name"))


def agreements(provider_id: UUID, *, by: Person) -> tuple[tuple[str, date, date, int], ...]:
    """(authority, first day, last day, places) of each agreement with a provider."""
    rows = Agreement.objects.filter(provider_id=provider_id)
    return tuple(
        (row.authority, row.from_day, row.to_day, row.slots)
        for row in rows
        if PERMISSIONS["provision.see_homes"].reach.get(by.role) is Reach.EVERYWHERE
        or row.authority in by.authorities
        or row.provider_id == by.provider_id
    )


def evidence_by_code(on: date) -> dict[str, int]:
    """How many homes have proved each specialism on a day."""
    counts: Counter[str] = Counter()
    for claims in _Beside(None).capabilities.values():
        counts.update(claim.code for claim in claims if proof(claim, on) is Proof.PROVED)
    return dict(counts)


# ---------------------------------------------------------------- reading rows


class _Beside:
    """Everything that stands beside the homes, read in one query each; `ids` None reads for every home."""

    def __init__(self, ids: Sequence[UUID] | None) -> None:
        self.ids = ids
        self.terms = {row.home_id: row for row in self._of(HomeTerms, "from_day")}
        self.levels = {row["home_id"]: row for row in self._values(HomeLevels, "recorded_at", "answers")}
        self.vacancies = {row.home_id: row for row in self._of(VacancyReport, "said_at", newest=True)}
        self.capabilities = self._capabilities()
        self.residents: dict[UUID, list[Resident]] = defaultdict(list)
        for resident in self._of(Resident, "place").filter(to_day__isnull=True):
            self.residents[resident.home_id].append(resident)
        self.impacts: dict[UUID, dict[UUID | None, GroupImpact]] = defaultdict(dict)
        for note in self._of(GroupImpact, "recorded_at"):
            self.impacts[note.home_id][note.about] = note
        self.named: dict[UUID, set[UUID]] = defaultdict(set)
        for home_id, child in self._of(NamedChild, "id").values_list("home_id", "child"):
            self.named[home_id].add(child)

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
        claims = CapabilityClaim.objects.order_by("home_id", "code")
        items = EvidenceItem.objects.order_by("issued_on", "id")
        if self.ids is not None:
            claims = claims.filter(home_id__in=self.ids)
            items = items.filter(claim__home_id__in=self.ids)
        behind: dict[int, list[Evidence]] = defaultdict(list)
        for item in items:
            evidence = Evidence(item.kind, item.document, item.issued_on, item.expires_on, item.checked_on)
            behind[item.claim_id].append(evidence)
        found: dict[UUID, list[Capability]] = defaultdict(list)
        for row in claims:
            found[row.home_id].append(Capability(row.code, row.claimed_on, row.specialist, tuple(behind[row.id])))
        return found


def _facts(rows: QuerySet[Home], at: datetime, ids: Sequence[UUID] | None = None) -> list[HomeFacts]:
    beside = _Beside(ids)
    valid = timedelta(hours=whole("vacancy_valid_hours", timezone.localdate(at)))
    return [_fact(row, beside, at, valid) for row in rows.select_related("provider").order_by("id")]


def _fact(row: Home, beside: _Beside, at: datetime, valid: timedelta) -> HomeFacts:
    terms = _terms(beside.terms.get(row.id))
    living = beside.residents.get(row.id, [])
    free, is_open = _free(row, beside, terms, at, valid)
    notes = beside.impacts.get(row.id, {})
    general = notes.get(None)
    return HomeFacts(
        id=row.id, reference=row.reference, kind=row.kind, authority=row.authority,
        standing=_standing(row, terms, timezone.localdate(at)), opening=is_open, free=free, living=len(living),
        easting=-1 if row.easting is None else row.easting, northing=-1 if row.northing is None else row.northing,
        age_min=terms.age_min if terms else 0, age_max=terms.age_max if terms else 25,
        sexes=terms.sexes if terms else "any", stays=terms.stays if terms else (), exempt=bool(terms and terms.exempt),
        answers=_answers(beside.levels.get(row.id)), capabilities=tuple(beside.capabilities.get(row.id, ())),
        access=None if row.access is None else frozenset(row.access),
        culture=None if row.culture is None else frozenset(row.culture),
        impact=IMPACT_OF[general.answer] if general else Impact.UNKNOWN,
        impact_about={about: IMPACT_OF[note.answer] for about, note in notes.items() if about is not None},
        named=frozenset(beside.named.get(row.id, ())),
        residents=frozenset(each.resident for each in living),
    )  # fmt: skip


def _free(row: Home, beside: _Beside, terms: Terms | None, at: datetime, valid: timedelta) -> tuple[int, Opening]:
    living = beside.residents.get(row.id, [])
    places = min(row.places, terms.places) if terms else row.places
    if row.kind in FAMILY_KINDS:
        # Family is asked in person, and the answer recorded on the ladder: it reports no vacancies.
        free = max(0, places - len(living))
        return free, Opening.OPEN if free else Opening.FULL
    report = beside.vacancies.get(row.id)
    said = Said(report.free, report.said_at) if report else None
    came = sum(1 for each in living if said and each.recorded_at >= said.said_at)
    free = free_now(said=said, places=places, living=len(living), came_since=came, at=at, valid=valid)
    return free, opening(said=said, free=free, at=at, valid=valid)


def _standing(row: Home, terms: Terms | None, on: date) -> Standing:
    # A relative's approval is the council's own act on a named person: there is no provider to verify.
    verified = row.provider is None or (row.provider.verified_on is not None and row.provider.verified_on <= on)
    return standing(row.kind, terms, verified=verified, closed_on=row.closed_on, on=on)


def _terms(row: HomeTerms | None) -> Terms | None:
    if row is None:
        return None
    facts = {each.name: getattr(row, each.name) for each in fields(Terms)}
    return Terms(**facts | {"stays": tuple(row.stays), "range_of_needs": tuple(row.range_of_needs)})


def _answers(row: Mapping[str, Any] | None) -> tuple[DomainAnswer, ...]:
    said = row["answers"] if row else {}
    return tuple(DomainAnswer(*said[code]) if code in said else NOT_KNOWN for code in DOMAIN_CODES)


def _card(row: Home, near: _Beside) -> HomeCard:
    notes = near.impacts.get(row.id, {})
    report = near.vacancies.get(row.id)
    levels = near.levels.get(row.id)
    claims = near.capabilities.get(row.id, ())
    return HomeCard(
        id=row.id, reference=row.reference, name=row.name, kind=row.kind, authority=row.authority,
        sector=row.provider.sector if row.provider else "", provider=row.provider.name if row.provider else "",
        description=row.description, terms=_terms(near.terms.get(row.id)),
        next_free_on=report.next_free_on if report else None,
        support={code: said[2] for code, said in (levels["answers"] if levels else {}).items() if said[2]},
        impact_words=notes[None].words if None in notes else "",
        living=len(near.residents.get(row.id, ())),
        evidence_dates=_dates(claims, "issued_on"), evidence_ran_out=_dates(claims, "expires_on"),
        impact_about={about: note.words for about, note in notes.items() if about is not None},
    )  # fmt: skip


def _dates(claims: Iterable[Capability], field: str) -> dict[str, date]:
    return {each.code: max(getattr(item, field) for item in each.evidence) for each in claims if each.evidence}


def _within_reach(person: Person) -> QuerySet[Home]:
    rows = Home.objects.select_related("provider").order_by("reference")
    if not may_at_all(person, "provision.see_homes"):
        return rows.none()
    reach = PERMISSIONS["provision.see_homes"].reach[person.role]
    if reach is Reach.EVERYWHERE:
        return rows
    if reach is Reach.OWN_AUTHORITY:
        return rows.filter(kept_by__in=person.authorities)
    own = Q(id__in=person.home_ids)
    return rows.filter(own | Q(provider_id=person.provider_id)) if person.provider_id else rows.filter(own)


def _lines(rows: QuerySet[Home], at: datetime) -> list[HomeLine]:
    homes = list(rows)
    beside = _Beside([row.id for row in homes] if len(homes) <= 500 else None)
    valid = timedelta(hours=whole("vacancy_valid_hours", timezone.localdate(at)))
    return [_line(row, beside, at, valid) for row in homes]


def _line(row: Home, beside: _Beside, at: datetime, valid: timedelta) -> HomeLine:
    terms = _terms(beside.terms.get(row.id))
    free, is_open = _free(row, beside, terms, at, valid)
    claims = beside.capabilities.get(row.id, ())
    proved = tuple(each.code for each in claims if proof(each, timezone.localdate(at)) is Proof.PROVED)
    report = beside.vacancies.get(row.id)
    return HomeLine(
        id=row.id, reference=row.reference, name=row.name, kind=row.kind, authority=row.authority,
        provider=row.provider.name if row.provider else "", places=row.places, free=free, opening=is_open,
        said_at=report.said_at if report else None, standing=_standing(row, terms, timezone.localdate(at)), proved=proved,
        claimed=tuple(each.code for each in claims if each.code not in proved),
    )  # fmt: skip


def _record(row: Home, at: datetime) -> HomeRecord:
    beside = _Beside([row.id])
    valid = timedelta(hours=whole("vacancy_valid_hours", timezone.localdate(at)))
    history = tuple(_terms(each) for each in HomeTerms.objects.filter(home=row).order_by("-from_day", "-id"))
    terms = _terms(beside.terms.get(row.id))
    free, is_open = _free(row, beside, terms, at, valid)
    report = beside.vacancies.get(row.id)
    newest = HomeLevels.objects.filter(home=row).order_by("-recorded_at", "-id").first()
    note = beside.impacts.get(row.id, {}).get(None)
    provider, owner = row.provider, row.provider.owner if row.provider else None
    return HomeRecord(
        id=row.id, reference=row.reference, kind=row.kind, name=row.name, kept_by=row.kept_by, authority=row.authority,
        postcode=row.postcode, places=row.places, school_places=row.school_places, public_urn=row.public_urn,
        access=None if row.access is None else tuple(row.access),
        culture=None if row.culture is None else tuple(row.culture), description=row.description,
        opened_on=row.opened_on, closed_on=row.closed_on, provider_id=row.provider_id,
        provider=provider.name if provider else "", sector=provider.sector if provider else "",
        verified_on=provider.verified_on if provider else None, owner=owner.name if owner else "",
        legal_form=owner.legal_form if owner else "", terms=tuple(each for each in history if each),
        standing=_standing(row, terms, timezone.localdate(at)), opening=is_open, free=free,
        living=len(beside.residents.get(row.id, ())), said_free=report.free if report else None,
        said_at=report.said_at if report else None, next_free_on=report.next_free_on if report else None,
        answers=_answers(beside.levels.get(row.id)), levels_basis=newest.basis if newest else "",
        levels_on=newest.recorded_at if newest else None, capabilities=_capability_lines(row.id, timezone.localdate(at)),
        impact=note.answer if note else "unknown", impact_words=note.words if note else "",
    )  # fmt: skip


def _capability_lines(home_id: UUID, on: date) -> tuple[CapabilityLine, ...]:
    items: dict[int, list[tuple[UUID, Evidence]]] = defaultdict(list)
    for row in EvidenceItem.objects.filter(claim__home_id=home_id).order_by("issued_on", "id"):
        item = Evidence(row.kind, row.document, row.issued_on, row.expires_on, row.checked_on)
        items[row.claim_id].append((row.id, item))
    lines = []
    for claim in CapabilityClaim.objects.filter(home_id=home_id).order_by("code"):
        behind = tuple(items[claim.id])
        known = Capability(claim.code, claim.claimed_on, claim.specialist, tuple(item for _, item in behind))
        lines.append(CapabilityLine(claim.code, claim.claimed_on, claim.specialist, proof(known, on), behind))
    return tuple(lines)
