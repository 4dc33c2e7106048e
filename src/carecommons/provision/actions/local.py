"""The only writers of the local register of homes."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from carecommons.common.errors import NotAllowed, NotFound, NotNow, Refused
from carecommons.common.places import areas_beyond, authorities
from carecommons.common.unpriced import kept_unpriced
from carecommons.people.may import check_may, may
from carecommons.people.roles import Person, Subject
from carecommons.provision.capability import (
    Capability,
    DomainAnswer,
    Evidence,
)
from carecommons.provision.entry import (
    HomeEntry,
    check_entry,
    check_levels,
    check_terms,
    officers_only,
    reference,
)
from carecommons.provision.full_approval import check_full_days
from carecommons.provision.homes import Terms
from carecommons.provision.models import (
    CapabilityClaim,
    EvidenceItem,
    Home,
    HomeLevels,
    HomeTerms,
    NamedChild,
    Owner,
    Provider,
    Resident,
    VacancyReport,
)
from carecommons.provision.models.local import LEGAL_FORMS, SECTORS
from carecommons.provision.queries.gathered import holding, terms_of
from carecommons.provision.queries.sites import sites_of
from carecommons.register.actions import record

__all__ = [
    "accept_home",
    "accept_levels",
    "add_home",
    "add_homes",
    "add_owner",
    "add_provider",
    "close_home",
    "record_levels",
    "record_terms",
    "verify_provider",
]

Draw = Callable[[int], bytes]
KEEP = "provision.keep_homes"
VERIFY = "provision.verify"


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
    check_may(by, VERIFY, Subject(authority=provider.kept_by))
    provider.verified_on = on
    provider.verified_by_role = by.role
    provider.save(update_fields=["verified_on", "verified_by_role"])
    _sealed("provider_verified", {"provider": str(provider.id)}, by=by, at=at)


@transaction.atomic
def add_home(*, entry: HomeEntry, by: Person, at: datetime, draw: Draw = secrets.token_bytes) -> UUID:
    """Enter one home in the register."""
    return add_homes(entries=(entry,), by=by, at=at, draw=draw)[0]


@transaction.atomic
def add_homes(
    *, entries: Sequence[HomeEntry], by: Person, at: datetime, draw: Draw = secrets.token_bytes
) -> tuple[UUID, ...]:
    """Enter homes in the register, all or none; the ids stand in the order of `entries`.

    What an officer of the keeping council enters is accepted with it. What a provider enters takes no child until an
    officer accepts it, and says nothing of what the law allows: that is written by officers alone.
    """
    for kept_by, provider_id in {(entry.kept_by, entry.provider_id) for entry in entries}:
        check_may(by, KEEP, Subject(authority=kept_by, provider_id=provider_id))
    for entry in entries:
        check_entry(entry, timezone.localdate(at))
        _check_area(entry.authority, timezone.localdate(at))
        _check_own_entry(entry, by)
    entries = _sited(entries)
    homes = Home.objects.bulk_create(
        [_home_row(entry, home_id=_id(draw), ref=ref, by=by, at=at)
         for entry, ref in zip(entries, _references(len(entries), draw), strict=True)]
    )  # fmt: skip
    pairs = list(zip(homes, entries, strict=True))
    NamedChild.objects.bulk_create(
        NamedChild(home=home, child=child) for home, entry in pairs for child in sorted(entry.named)
    )
    HomeTerms.objects.bulk_create(_terms_row(home, entry.terms, at) for home, entry in pairs if entry.terms)
    HomeLevels.objects.bulk_create(
        _levels_row(
            home, entry.levels, basis=kept_unpriced(entry.levels_basis, what="What the levels rest on"), by=by, at=at
        )
        for home, entry in pairs
        if entry.levels
    )
    VacancyReport.objects.bulk_create(
        VacancyReport(home=home, free=entry.free, said_at=at, said_by_role=by.role)
        for home, entry in pairs
        if entry.free is not None
    )
    _add_capabilities([(home, each) for home, entry in pairs for each in entry.capabilities], by=by, at=at)
    return tuple(home.id for home in homes)


@transaction.atomic
def record_terms(
    *, home_id: UUID, terms: Terms, panel_recommended_on: date | None = None, decided_on: date | None = None,
    by: Person, at: datetime,
) -> None:  # fmt: skip
    """Write down a registration or approval, or a change to it. Which one binds says binding.py; all are kept.

    panel_recommended_on, decided_on: owed for the home of a relative or friend, but where the terms only change what
    stands under their number (Faulty("full_not_complete")); they are kept in the sealed part of the entry.
    """
    home = _home(home_id)
    check_may(by, VERIFY, Subject(authority=home.kept_by))
    check_terms(_as_entry(home, terms=terms))
    days = {"panel_recommended_on": panel_recommended_on, "decided_on": decided_on}
    recorded = [terms_of(row) for row in HomeTerms.objects.filter(home=home).order_by("recorded_at", "id")]
    check_full_days(home.kind, terms, days, recorded=recorded, on=timezone.localdate(at))
    row = _terms_row(home, terms, at)
    row.save(force_insert=True)
    told = {name: day.isoformat() for name, day in days.items() if day is not None}
    sealed = {"home": str(home.id), "number": terms.number, "terms": str(row.pk), **told}
    _sealed("terms_recorded", sealed, by=by, at=at)


@transaction.atomic
def close_home(*, home_id: UUID, on: date, reason: str, by: Person, at: datetime) -> None:
    """Write down that a home takes no child from a day on, and why. Whoever lives there moves first."""
    home = Home.objects.select_for_update().filter(id=home_id).first()
    if home is None:
        raise NotFound()
    check_may(by, VERIFY, Subject(authority=home.kept_by))
    if home.closed_on is not None:
        raise NotNow("closed_already", f"This home was closed from {home.closed_on:%-d %B %Y}. Nothing was changed.")
    if not reason.strip():
        raise Refused("reason_missing", "Say why the home closes.")
    if Resident.objects.filter(holding(on), home=home).exists():
        raise NotNow(
            "children_live_there",
            "A child lives in this home on that day, or is to come. Find them another home and record the move or the "
            "end of the stay first, then close it.",
        )
    home.closed_on, home.closed_because, home.closed_by_role = on, reason.strip(), by.role
    home.save(update_fields=["closed_on", "closed_because", "closed_by_role"])
    _sealed("home_closed", {"home": str(home.id), "reasons": home.closed_because}, by=by, at=at)


@transaction.atomic
def accept_home(*, home_id: UUID, on: date, by: Person, at: datetime) -> None:
    """Say that an officer of the keeping council has looked at what is written of this home and found it so."""
    home = _home(home_id)
    check_may(by, VERIFY, Subject(authority=home.kept_by))
    if home.accepted_on is not None:
        raise NotNow("accepted_already", f"This home was accepted on {home.accepted_on:%-d %B %Y}. Nothing changed.")
    home.accepted_on = on
    home.accepted_by_role = by.role
    home.save(update_fields=["accepted_on", "accepted_by_role"])


@transaction.atomic
def accept_levels(*, home_id: UUID, said_at: datetime, on: date, by: Person, at: datetime) -> None:
    """Say that an officer of the keeping council has checked what the home says it can meet.

    said_at: when the levels that were looked at were said, so that nobody accepts what they have not seen.
    """
    home = _home(home_id)
    check_may(by, VERIFY, Subject(authority=home.kept_by))
    row = HomeLevels.objects.select_for_update().filter(home=home).order_by("-recorded_at", "-id").first()
    if row is None:
        raise NotFound()
    if row.recorded_at != said_at:
        raise NotNow("levels_said_anew", "The home has said its levels anew since you looked. Read them, then accept.")
    row.checked_on = on
    row.checked_by_role = by.role
    row.save(update_fields=["checked_on", "checked_by_role"])


@transaction.atomic
def record_levels(*, home_id: UUID, levels: Mapping[str, DomainAnswer], basis: str, by: Person, at: datetime) -> None:
    """Say what the home can meet in each domain, and how that is known. A domain left out is unknown."""
    home = _kept(home_id, by)
    check_levels(levels)
    if not basis.strip():
        raise Refused("basis_missing", "Say on what these levels rest: a review, a visit, a report with its date.")
    words = kept_unpriced(basis, what="What the levels rest on")
    _levels_row(home, levels, basis=words, by=by, at=at).save(force_insert=True)


def _check_own_entry(entry: HomeEntry, by: Person) -> None:
    """Refuse what only an officer may write, and an entry in the register of a council that does not keep its owner."""
    if _is_officer(by, entry.kept_by):
        return
    if held := officers_only(entry):
        raise NotAllowed(
            "officers_only",
            f"Only an officer of the council that keeps the register may write these: {', '.join(held)}. Leave them "
            "out, enter the rest, and the council adds them when it accepts the home.",
            fields=list(held),
        )
    if entry.provider_id is None or _provider(entry.provider_id).kept_by != entry.kept_by:
        raise NotAllowed(
            "kept_by_another",
            "A home is entered in the register of the council that keeps its provider. Name that council.",
        )


def _is_officer(by: Person, kept_by: str) -> bool:
    return bool(may(by, VERIFY, Subject(authority=kept_by)))


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


def _sealed(kind: str, sealed: Mapping[str, object], *, by: Person, at: datetime) -> None:
    """The act's own entry: the public reads that it was done, and nothing else."""
    record(kind=kind, public={}, sealed=sealed, by_id=by.id, by_role=by.role.value, at=at)


def _id(draw: Draw) -> UUID:
    return UUID(bytes=draw(16), version=4)


def _sited(entries: Sequence[HomeEntry]) -> list[HomeEntry]:
    """The entries with the place of their postcode, where only a postcode was given."""
    where = sites_of([entry.postcode for entry in entries if entry.easting is None])
    return [
        replace(entry, easting=site[0], northing=site[1])
        if entry.easting is None and (site := where.get(entry.postcode)) else entry
        for entry in entries
    ]  # fmt: skip


def _check_area(code: str, on: date) -> None:
    """Raise Refused("home_area_unknown") unless a home can stand there: a council of England, or an area beyond."""
    if code not in authorities(on) and code not in areas_beyond():
        raise Refused(
            "home_area_unknown",
            f"No area has the code {code!r}. Give the three-digit code of the council in whose area the home stands, "
            "or, outside England, the nine-character code of a council of Wales, S for Scotland or N for Northern "
            "Ireland.",
        )


def _references(number: int, draw: Draw) -> list[str]:
    """References that nobody has yet; a clash (one in 33 million each) draws again."""
    fresh: dict[str, None] = {}
    while len(fresh) < number:
        drawn = [reference("H", draw(5)) for _ in range(number - len(fresh))]
        taken = set(Home.objects.filter(reference__in=drawn).values_list("reference", flat=True))
        fresh.update(dict.fromkeys(each for each in drawn if each not in taken))
    return list(fresh)


def _home_row(entry: HomeEntry, *, home_id: UUID, ref: str, by: Person, at: datetime) -> Home:
    accepts = _is_officer(by, entry.kept_by)
    return Home(
        accepted_on=timezone.localdate(at) if accepts else None, accepted_by_role=by.role if accepts else "",
        id=home_id, reference=ref, kind=entry.kind, name=entry.name.strip(), provider_id=entry.provider_id,
        kept_by=entry.kept_by, authority=entry.authority, postcode=entry.postcode,
        site=Home.site_of(entry.easting, entry.northing), places=entry.places, school_places=entry.school_places,
        public_urn=entry.public_urn,
        access=None if entry.access is None else sorted(entry.access),
        culture=None if entry.culture is None else sorted(entry.culture),
        description=kept_unpriced(entry.description, what="The description of the home"), opened_on=entry.opened_on,
        recorded_at=at,
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
    checks = _is_officer(by, home.kept_by)
    return HomeLevels(
        home=home, answers=answers, basis=basis, recorded_at=at, recorded_by_role=by.role,
        checked_on=timezone.localdate(at) if checks else None, checked_by_role=by.role if checks else "",
    )  # fmt: skip


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
    # A provider cannot check its own evidence: only an officer of the keeping council has read it by attaching it.
    reads_it = _is_officer(by, claim.home.kept_by)
    return EvidenceItem(
        claim=claim, kind=item.kind, document=item.document, issued_on=item.issued_on, expires_on=item.expires_on,
        checked_on=(item.checked_on or timezone.localdate(at)) if reads_it else None,
        checked_by_role=by.role if reads_it else "", recorded_at=at,
    )  # fmt: skip
