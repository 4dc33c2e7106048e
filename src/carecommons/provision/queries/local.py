"""What may be read of the local register, as values: one home, the list of homes, and the arrays for matching."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from carecommons.common.errors import NotFound
from carecommons.common.places import areas_beyond, authorities, groups, level_of
from carecommons.constitution.parameters import whole
from carecommons.people.may import check_may, may, may_at_all
from carecommons.people.permissions import PERMISSIONS, Reach
from carecommons.people.roles import Person, Subject
from carecommons.provision.capability import (
    Capability,
    DomainAnswer,
    Evidence,
    Proof,
    proof,
    required_kinds,
)
from carecommons.provision.card import HomeCard
from carecommons.provision.homes import (
    FAMILY_KINDS,
    Opening,
    Standing,
    Terms,
)
from carecommons.provision.models import (
    CapabilityClaim,
    EvidenceItem,
    Home,
    HomeLevels,
    HomeTerms,
    NamedChild,
)

from .gathered import Beside, Lean, answers_of, free_of, standing_of, still_free, terms_of

__all__ = [
    "CapabilityLine",
    "HomeCard",
    "HomeLine",
    "HomeRecord",
    "home",
    "homes_of",
    "homes_seen_by",
    "within_reach",
]


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
    """One home of the local register in full. postcode: only for those who keep it, empty for everyone else."""

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
    accepted_on: date | None
    closed_on: date | None
    provider_id: UUID | None
    provider: str
    sector: str
    verified_on: date | None
    owner: str
    legal_form: str
    # The terms that bind on the day, and everything recorded, what was recorded last first.
    binding: Terms | None
    terms: tuple[Terms, ...]
    standing: Standing
    opening: Opening
    free: int
    living: int
    here: int
    coming: int
    still: int
    said_at: datetime | None
    holds_until: datetime | None
    next_free_on: date | None
    answers: tuple[DomainAnswer, ...]
    levels_basis: str
    levels_on: datetime | None
    levels_checked_on: date | None
    capabilities: tuple[CapabilityLine, ...]
    impact: str
    impact_words: str
    named: tuple[UUID, ...] = ()


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
    holds_until: datetime | None
    standing: Standing
    proved: tuple[str, ...]
    claimed: tuple[str, ...]
    # The children for whom it is approved by name; nobody but the case team is shown such a line.
    named: tuple[UUID, ...] = ()


def home(home_id: UUID, *, by: Person, at: datetime) -> HomeRecord:
    """One home in full. Raises NotFound; NotAllowed where the person's reach ends before it.

    A home of a named child (parents, relatives, friends) is there only for the keeping council's team around the
    child, and for those who live in it or run it: for everyone else it is as missing as any other address. Pages and
    programs read it through doors.open_home, which writes the look.
    """
    row = Home.objects.select_related("provider__owner").filter(id=home_id).first()
    if row is None:
        raise NotFound()
    subject = Subject(authority=row.kept_by, provider_id=row.provider_id, home_id=row.id)
    check_may(by, "provision.see_homes", subject)
    named = tuple(sorted(NamedChild.objects.filter(home=row).values_list("child", flat=True)))
    own = PERMISSIONS["provision.see_homes"].reach[by.role] is Reach.OWN_PROVIDER
    if (named or row.kind in FAMILY_KINDS) and not own and not may(by, "provision.see_family_home", subject):
        raise NotFound()
    found = _record(row, at)
    return replace(found, named=named, postcode=row.postcode if may(by, "provision.keep_homes", subject) else "")


def homes_seen_by(
    person: Person, *, at: datetime, kind: str = "", specialism: str = "", vacancy: str = "", words: str = "",
    council: str = "", proof: str = "", level: int = 0, around: str = "",
) -> tuple[HomeLine, ...]:  # fmt: skip
    """The homes within a person's reach, by reference; filters narrow them.

    Homes of named children are in it only for the keeping council's team around the child: whoever shows a line with
    `named` writes the look (doors.look_at_named).

    vacancy: "open" only with a place now, "old" only where the home's word has run out or was never given.
    specialism: a code; proof "proved" leaves out what is only claimed. words: part of the home's name or reference, or
    of who runs it. council: where it stands. level 1 to 4 around a council: as near as that, or nearer.
    """
    rows = within_reach(person)
    if kind:
        rows = rows.filter(kind=kind)
    if council:
        rows = rows.filter(authority=council)
    if words:
        rows = rows.filter(
            Q(name__icontains=words) | Q(reference__icontains=words) | Q(provider__name__icontains=words)
        )
    if level and around:
        rows = rows.filter(authority__in=_as_near(around, level, timezone.localdate(at)))
    found = _lines(rows, at)
    if specialism:
        found = [
            line for line in found
            if specialism in line.proved or (proof != "proved" and specialism in line.claimed)
        ]  # fmt: skip
    if vacancy == "open":
        found = [line for line in found if line.opening is Opening.OPEN]
    elif vacancy == "old":
        found = [line for line in found if line.opening in (Opening.RAN_OUT, Opening.NEVER_SAID)]
    return tuple(found)


def _as_near(council: str, level: int, on: date) -> list[str]:
    """The councils that are as near as a level or nearer, declared sets counted as adjoining."""
    declared = {each.code: each.members for each in groups(on) if each.status == "confirmed"}
    areas = [*authorities(on), *(code for code in areas_beyond() if code.startswith("W"))]
    return [code for code in areas if level_of(council, code, on=on, groups=declared) <= level]


def homes_of(child: UUID, *, kind: str) -> tuple[UUID, ...]:
    """The homes of parents, relatives or friends approved for this child by name."""
    found = NamedChild.objects.filter(child=child, home__kind=kind, home__closed_on__isnull=True)
    return tuple(found.order_by("home_id").values_list("home_id", flat=True))


# ---------------------------------------------------------------- reading rows


_OF_NAMED_CHILDREN = Q(kind__in=FAMILY_KINDS) | Q(id__in=NamedChild.objects.values("home_id"))


def within_reach(person: Person) -> QuerySet[Home]:
    """The rows that a person may see. A home for named children is there only for the team around the child."""
    rows = Home.objects.select_related("provider").order_by("reference")
    if not may_at_all(person, "provision.see_homes"):
        return rows.none()
    reach = PERMISSIONS["provision.see_homes"].reach[person.role]
    if reach is Reach.EVERYWHERE:
        return rows.exclude(_OF_NAMED_CHILDREN)
    if reach is Reach.OWN_AUTHORITY:
        rows = rows.filter(kept_by__in=person.authorities)
        return rows if may_at_all(person, "provision.see_family_home") else rows.exclude(_OF_NAMED_CHILDREN)
    own = Q(id__in=person.home_ids)
    return rows.filter(own | Q(provider_id=person.runs)) if person.runs else rows.filter(own)


def _lines(rows: QuerySet[Home], at: datetime) -> list[HomeLine]:
    homes = list(rows)
    ids = [row.id for row in homes] if len(homes) <= 500 else None
    beside = Lean(ids, timezone.localdate(at), capable=True, named=True)
    valid = timedelta(hours=whole("vacancy_valid_hours", timezone.localdate(at)))
    return [_line(row, beside, at, valid) for row in homes]


def _line(row: Home, beside: Beside, at: datetime, valid: timedelta) -> HomeLine:
    on = timezone.localdate(at)
    terms = beside.terms.get(row.id)
    free, is_open = free_of(row, beside, terms, at, valid)
    claims = beside.capabilities.get(row.id, ())
    proved = tuple(each.code for each in claims if proof(each, on, required_kinds(on)) is Proof.PROVED)
    # A family is asked in person: it says nothing of vacancies, and no word of it runs out.
    report = None if row.kind in FAMILY_KINDS else beside.vacancies.get(row.id)
    return HomeLine(
        id=row.id, reference=row.reference, name=row.name, kind=row.kind, authority=row.authority,
        provider=row.provider.name if row.provider else "", places=row.places, free=free, opening=is_open,
        said_at=report.said_at if report else None, holds_until=report.said_at + valid if report else None,
        standing=standing_of(row, terms, on), proved=proved,
        claimed=tuple(each.code for each in claims if each.code not in proved),
        named=tuple(sorted(beside.named.get(row.id, ()))),
    )  # fmt: skip


def _record(row: Home, at: datetime) -> HomeRecord:
    on = timezone.localdate(at)
    beside = Beside([row.id], on)
    valid = timedelta(hours=whole("vacancy_valid_hours", timezone.localdate(at)))
    history = tuple(terms_of(each) for each in HomeTerms.objects.filter(home=row).order_by("-recorded_at", "-id"))
    terms = beside.terms.get(row.id)
    free, is_open = free_of(row, beside, terms, at, valid)
    here, coming = beside.here_and_coming(row.id)
    report = beside.vacancies.get(row.id)
    newest = HomeLevels.objects.filter(home=row).order_by("-recorded_at", "-id").first()
    note = beside.impacts.get(row.id, {}).get(None)
    provider, owner = row.provider, row.provider.owner if row.provider else None
    return HomeRecord(
        id=row.id, reference=row.reference, kind=row.kind, name=row.name, kept_by=row.kept_by, authority=row.authority,
        postcode=row.postcode, places=row.places, school_places=row.school_places, public_urn=row.public_urn,
        access=None if row.access is None else tuple(row.access),
        culture=None if row.culture is None else tuple(row.culture), description=row.description,
        opened_on=row.opened_on, accepted_on=row.accepted_on, closed_on=row.closed_on, provider_id=row.provider_id,
        provider=provider.name if provider else "", sector=provider.sector if provider else "",
        verified_on=provider.verified_on if provider else None, owner=owner.name if owner else "",
        legal_form=owner.legal_form if owner else "", binding=terms, terms=history,
        standing=standing_of(row, terms, on), opening=is_open, free=free,
        living=beside.living(row.id), here=here, coming=coming,
        still=still_free(row, beside, terms, at, valid)[0],
        said_at=report.said_at if report else None, holds_until=report.said_at + valid if report else None,
        next_free_on=report.next_free_on if report else None,
        answers=answers_of(beside.levels.get(row.id)), levels_basis=newest.basis if newest else "",
        levels_on=newest.recorded_at if newest else None,
        levels_checked_on=newest.checked_on if newest else None, capabilities=_capability_lines(row.id, on),
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
        lines.append(
            CapabilityLine(claim.code, claim.claimed_on, claim.specialist, proof(known, on, required_kinds(on)), behind)
        )
    return tuple(lines)
