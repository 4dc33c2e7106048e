"""The only writers of the local register of homes."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from carecommons.common.errors import NotFound, NotNow, Refused
from carecommons.constitution.parameters import whole
from carecommons.people.may import check_may
from carecommons.people.roles import Person, Subject
from carecommons.provision.capability import (
    Capability,
    DomainAnswer,
    Evidence,
    check_evidence,
    check_specialism,
)
from carecommons.provision.entry import HomeEntry, check_entry, check_levels, reference
from carecommons.provision.homes import FAMILY_KINDS, Terms
from carecommons.provision.models.local import (
    LEGAL_FORMS,
    SECTORS,
    Agreement,
    CapabilityClaim,
    EvidenceItem,
    GroupImpact,
    Home,
    HomeLevels,
    HomeTerms,
    NamedChild,
    Owner,
    Provider,
    Resident,
    VacancyReport,
)
from carecommons.provision.vacancies import Said, free_now

__all__ = [
    "add_agreement",
    "add_home",
    "add_homes",
    "add_owner",
    "add_provider",
    "check_evidence_read",
    "claim_capability",
    "evidence_capability",
    "leave_place",
    "note_impact",
    "record_levels",
    "record_terms",
    "report_vacancy",
    "take_place",
    "verify_provider",
]

Draw = Callable[[int], bytes]
KEEP = "provision.keep_homes"


@transaction.atomic
def add_owner(
    *, name: str, legal_form: str, kept_by: str, by: Person, at: datetime, company_number: str = "",
    draw: Draw = secrets.token_bytes,
) -> UUID:  # fmt: skip
    """Write down who owns providers of homes."""
    check_may(by, KEEP, Subject(authority=kept_by))
    if not name.strip() or legal_form not in LEGAL_FORMS:
        raise Refused("owner_not_complete", f"An owner has a name and one of these forms: {', '.join(LEGAL_FORMS)}.")
    owner = Owner.objects.create(
        id=_id(draw), name=name.strip(), legal_form=legal_form, company_number=company_number,
        kept_by=kept_by, recorded_at=at,
    )  # fmt: skip
    return owner.id


@transaction.atomic
def add_provider(
    *, name: str, sector: str, kept_by: str, by: Person, at: datetime, owner_id: UUID | None = None,
    draw: Draw = secrets.token_bytes,
) -> UUID:  # fmt: skip
    """Write down who runs homes. Nobody's home is shown to a child before its provider is verified."""
    check_may(by, KEEP, Subject(authority=kept_by))
    if not name.strip() or sector not in SECTORS:
        raise Refused("provider_not_complete", f"A provider has a name and one of these sectors: {', '.join(SECTORS)}.")
    provider = Provider.objects.create(
        id=_id(draw), name=name.strip(), sector=sector, owner_id=owner_id, kept_by=kept_by, recorded_at=at
    )
    return provider.id


@transaction.atomic
def verify_provider(*, provider_id: UUID, on: date, by: Person, at: datetime) -> None:
    """Say that someone outside the provider has made sure that it is who it says. The council's own too."""
    provider = _provider(provider_id)
    check_may(by, "provision.verify", Subject(authority=provider.kept_by))
    provider.verified_on = on
    provider.verified_by_role = by.role
    provider.save(update_fields=["verified_on", "verified_by_role"])


@transaction.atomic
def add_home(*, entry: HomeEntry, by: Person, at: datetime, draw: Draw = secrets.token_bytes) -> UUID:
    """Enter one home in the register."""
    return add_homes(entries=(entry,), by=by, at=at, draw=draw)[0]


@transaction.atomic
def add_homes(
    *, entries: Sequence[HomeEntry], by: Person, at: datetime, draw: Draw = secrets.token_bytes
) -> tuple[UUID, ...]:
    """Enter homes in the register, all or none; the ids stand in the order of `entries`."""
    for kept_by, provider_id in {(entry.kept_by, entry.provider_id) for entry in entries}:
        check_may(by, KEEP, Subject(authority=kept_by, provider_id=provider_id))
    for entry in entries:
        check_entry(entry)
    homes = Home.objects.bulk_create(
        [_home_row(entry, home_id=_id(draw), ref=ref, at=at)
         for entry, ref in zip(entries, _references(len(entries), draw), strict=True)]
    )  # fmt: skip
    pairs = list(zip(homes, entries, strict=True))
    NamedChild.objects.bulk_create(
        NamedChild(home=home, child=child) for home, entry in pairs for child in sorted(entry.named)
    )
    HomeTerms.objects.bulk_create(_terms_row(home, entry.terms, at) for home, entry in pairs if entry.terms)
    HomeLevels.objects.bulk_create(
        _levels_row(home, entry.levels, basis=entry.levels_basis, by=by, at=at) for home, entry in pairs if entry.levels
    )
    VacancyReport.objects.bulk_create(
        VacancyReport(home=home, free=entry.free, said_at=at, said_by_role=by.role)
        for home, entry in pairs
        if entry.free is not None
    )
    _add_capabilities([(home, each) for home, entry in pairs for each in entry.capabilities], by=by, at=at)
    return tuple(home.id for home in homes)


@transaction.atomic
def record_terms(*, home_id: UUID, terms: Terms, by: Person, at: datetime) -> None:
    """Write down a registration or approval, or a change to it. The newest counts; earlier ones are kept."""
    home = _kept(home_id, by)
    entry = _as_entry(home, terms=terms)
    check_entry(entry)
    _terms_row(home, terms, at).save(force_insert=True)


@transaction.atomic
def record_levels(*, home_id: UUID, levels: Mapping[str, DomainAnswer], basis: str, by: Person, at: datetime) -> None:
    """Say what the home can meet in each domain, and how that is known. A domain left out is unknown."""
    home = _kept(home_id, by)
    check_levels(levels)
    if not basis.strip():
        raise Refused("basis_missing", "Say on what these levels rest: a review, a visit, a report with its date.")
    _levels_row(home, levels, basis=basis.strip(), by=by, at=at).save(force_insert=True)


@transaction.atomic
def claim_capability(*, home_id: UUID, code: str, on: date, by: Person, at: datetime, specialist: bool = False) -> None:
    """Write down that a home says it has a specialism. Until evidence is read, the claim opens nothing."""
    home = _kept(home_id, by)
    check_specialism(code)
    claim, is_new = CapabilityClaim.objects.get_or_create(
        home=home, code=code, defaults={"claimed_on": on, "specialist": specialist}
    )
    if not is_new and claim.specialist != specialist:
        claim.specialist = specialist
        claim.save(update_fields=["specialist"])


@transaction.atomic
def evidence_capability(
    *, home_id: UUID, code: str, kind: str, document: str, issued_on: date, by: Person, at: datetime,
    expires_on: date | None = None, draw: Draw = secrets.token_bytes,
) -> UUID:  # fmt: skip
    """Attach a dated document to a claim.

    It counts once someone outside the home has read it: a council's officer who attaches it has done so.
    Staffing ratios and statements of purpose are refused: they are not evidence of a specialism (B9).
    """
    home = _kept(home_id, by)
    check_specialism(code)
    ends = expires_on or _months_later(issued_on, whole("capability_evidence_months", issued_on))
    item = Evidence(kind, document.strip(), issued_on, ends)
    check_evidence(item)
    claim, _ = CapabilityClaim.objects.get_or_create(home=home, code=code, defaults={"claimed_on": issued_on})
    row = _evidence_row(claim, item, by=by, at=at)
    row.id = _id(draw)
    row.save(force_insert=True)
    return row.id


@transaction.atomic
def check_evidence_read(*, evidence_id: UUID, on: date, by: Person, at: datetime) -> None:
    """Say that someone outside the home has read the document and found what it says."""
    row = EvidenceItem.objects.select_related("claim__home").filter(id=evidence_id).first()
    if row is None:
        raise NotFound()
    check_may(by, "provision.verify", Subject(authority=row.claim.home.kept_by))
    row.checked_on = on
    row.checked_by_role = by.role
    row.save(update_fields=["checked_on", "checked_by_role"])


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
def take_place(*, home_id: UUID, resident: UUID, from_day: date, by: Person, at: datetime) -> int:
    """Give one free place of a home to one child, and answer its number. A place is never given twice.

    Raises NotNow("place_taken") for whoever comes second, NotNow("vacancy_ran_out") where the home's word is
    too old, NotNow("lives_here_already") where the child lives there.
    """
    check_may(by, "provision.take_place")
    home = Home.objects.select_for_update().filter(id=home_id).first()
    if home is None:
        raise NotFound()
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
def leave_place(*, resident: UUID, to_day: date, by: Person, at: datetime) -> None:
    """Write down that a child no longer lives in the place that they had."""
    check_may(by, "provision.take_place")
    row = Resident.objects.filter(resident=resident, to_day__isnull=True).first()
    if row is None:
        raise NotFound()
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


def _capacity(home: Home) -> int:
    """Places that both the house and its registration or approval allow."""
    terms = HomeTerms.objects.filter(home=home).order_by("-from_day", "-id").first()
    return home.places if terms is None else min(home.places, terms.places)


def _place_taken() -> NotNow:
    return NotNow(
        "place_taken",
        "Someone else has just taken the last place. Nothing you wrote is lost: look at the next homes in order.",
    )


def _home(home_id: UUID) -> Home:
    home = Home.objects.filter(id=home_id).first()
    if home is None:
        raise NotFound()
    return home


def _provider(provider_id: UUID) -> Provider:
    provider = Provider.objects.filter(id=provider_id).first()
    if provider is None:
        raise NotFound()
    return provider


def _kept(home_id: UUID, by: Person) -> Home:
    home = _home(home_id)
    check_may(by, KEEP, _subject(home))
    return home


def _subject(home: Home) -> Subject:
    return Subject(authority=home.kept_by, provider_id=home.provider_id, home_id=home.id)


def _id(draw: Draw) -> UUID:
    return UUID(bytes=draw(16), version=4)


def _references(number: int, draw: Draw) -> list[str]:
    """References that nobody has yet; a clash (one in 33 million each) draws again."""
    fresh: dict[str, None] = {}
    while len(fresh) < number:
        drawn = [reference("H", draw(5)) for _ in range(number - len(fresh))]
        taken = set(Home.objects.filter(reference__in=drawn).values_list("reference", flat=True))
        fresh.update(dict.fromkeys(each for each in drawn if each not in taken))
    return list(fresh)


def _home_row(entry: HomeEntry, *, home_id: UUID, ref: str, at: datetime) -> Home:
    return Home(
        id=home_id, reference=ref, kind=entry.kind, name=entry.name.strip(), provider_id=entry.provider_id,
        kept_by=entry.kept_by, authority=entry.authority, postcode=entry.postcode, easting=entry.easting,
        northing=entry.northing, places=entry.places, school_places=entry.school_places, public_urn=entry.public_urn,
        access=None if entry.access is None else sorted(entry.access),
        culture=None if entry.culture is None else sorted(entry.culture),
        description=entry.description, opened_on=entry.opened_on, recorded_at=at,
    )  # fmt: skip


def _as_entry(home: Home, *, terms: Terms) -> HomeEntry:
    return HomeEntry(
        kind=home.kind, name=home.name, kept_by=home.kept_by, authority=home.authority, places=home.places,
        provider_id=home.provider_id, terms=terms,
        named=frozenset(NamedChild.objects.filter(home=home).values_list("child", flat=True)),
    )  # fmt: skip


def _terms_row(home: Home, terms: Terms, at: datetime) -> HomeTerms:
    facts = asdict(terms) | {"stays": list(terms.stays), "range_of_needs": list(terms.range_of_needs)}
    return HomeTerms(home=home, recorded_at=at, **facts)


def _levels_row(home: Home, levels: Mapping[str, DomainAnswer], *, basis: str, by: Person, at: datetime) -> HomeLevels:
    answers = {code: [answer.meets, answer.with_support, answer.support] for code, answer in levels.items()}
    return HomeLevels(home=home, answers=answers, basis=basis, recorded_at=at, recorded_by_role=by.role)


def _add_capabilities(pairs: Sequence[tuple[Home, Capability]], *, by: Person, at: datetime) -> None:
    claims = CapabilityClaim.objects.bulk_create(
        CapabilityClaim(home=home, code=each.code, claimed_on=each.claimed_on, specialist=each.specialist)
        for home, each in pairs
    )
    EvidenceItem.objects.bulk_create(
        _evidence_row(claim, item, by=by, at=at)
        for claim, (_, each) in zip(claims, pairs, strict=True)
        for item in each.evidence
    )


def _evidence_row(claim: CapabilityClaim, item: Evidence, *, by: Person, at: datetime) -> EvidenceItem:
    # A provider cannot check its own evidence: only those whom the council lets verify have read it by attaching it.
    reads_it = by.provider_id is None
    return EvidenceItem(
        claim=claim, kind=item.kind, document=item.document, issued_on=item.issued_on, expires_on=item.expires_on,
        checked_on=(item.checked_on or timezone.localdate(at)) if reads_it else None,
        checked_by_role=by.role if reads_it else "", recorded_at=at,
    )  # fmt: skip


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    last = (date(day.year + years + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(day.year + years, month + 1, min(day.day, last))
