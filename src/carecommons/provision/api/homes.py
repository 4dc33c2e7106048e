"""The register of homes for machines: the same acts, permissions and refusals as the pages."""

from datetime import UTC, date, datetime
from typing import Annotated
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema, Status

from carecommons.people.doors import Request, door_api

from .. import actions, queries
from ..capability import DOMAIN_CODES, DomainAnswer
from ..doors import look_at_named, open_home
from ..entry import HomeEntry
from ..homes import Standing, Terms
from ..queries import HomeLine, HomeRecord
from ..vacancies import Opening
from .router import router


class TermsIn(Schema):
    number: str = ""
    from_day: date
    to_day: date | None = None
    age_min: int
    age_max: int
    sexes: str = "any"
    places: int
    restricted_from: date | None = None
    restricted_to: date | None = None
    suspended_from: date | None = None
    suspended_to: date | None = None
    cancelled_on: date | None = None
    inadequate_since: date | None = None
    exempt: bool = False
    stays: tuple[str, ...] = ()
    conditions: str = ""
    range_of_needs: tuple[str, ...] = ()


class HomeIn(Schema):
    kind: str
    name: str
    kept_by: str
    authority: str
    places: int
    provider_id: UUID | None = None
    postcode: str = ""
    easting: int | None = None
    northing: int | None = None
    school_places: int = 0
    public_urn: str = ""
    access: frozenset[str] | None = None
    culture: frozenset[str] | None = None
    description: str = ""
    opened_on: date | None = None
    named: frozenset[UUID] = frozenset()
    terms: TermsIn | None = None


class LevelIn(Schema):
    meets: int | None = None
    with_support: int | None = None
    support: str = ""


class LevelsIn(Schema):
    levels: dict[str, LevelIn]
    basis: str


class VacancyIn(Schema):
    free: int
    next_free_on: date | None = None


class ClaimIn(Schema):
    code: str
    specialist: bool = False


class EvidenceIn(Schema):
    code: str
    kind: str
    document: str
    issued_on: date
    expires_on: date | None = None


class LevelsSeenIn(Schema):
    said_at: datetime


class ImpactIn(Schema):
    answer: str
    words: str


class HomeLineOut(Schema):
    id: UUID
    reference: str
    name: str
    kind: str
    authority: str
    provider: str
    places: int
    free: int
    opening: str
    said_at: datetime | None
    holds_until: datetime | None
    standing: str
    proved: tuple[str, ...]
    claimed: tuple[str, ...]

    @staticmethod
    def resolve_opening(line: HomeLine) -> str:
        return Opening(line.opening).name.lower()

    @staticmethod
    def resolve_standing(line: HomeLine) -> str:
        return Standing(line.standing).name.lower()


class EvidenceOut(Schema):
    id: UUID
    kind: str
    document: str
    issued_on: date
    expires_on: date
    checked_on: date | None


class CapabilityOut(Schema):
    code: str
    claimed_on: date
    specialist: bool
    proof: str
    evidence: list[EvidenceOut]


class HomeOut(Schema):
    id: UUID
    reference: str
    kind: str
    name: str
    kept_by: str
    authority: str
    places: int
    school_places: int
    public_urn: str
    access: tuple[str, ...] | None
    culture: tuple[str, ...] | None
    provider: str
    sector: str
    owner: str
    legal_form: str
    verified_on: date | None
    accepted_on: date | None
    standing: str
    opening: str
    free: int
    living: int
    said_at: datetime | None
    holds_until: datetime | None
    next_free_on: date | None
    binding: TermsIn | None
    terms: list[TermsIn]
    answers: dict[str, LevelIn]
    levels_on: datetime | None
    levels_checked_on: date | None
    capabilities: list[CapabilityOut]
    impact: str


@router.get("/homes", response=list[HomeLineOut], summary="The homes within reach")
@door_api("provision.see_homes")
def homes(
    request: Request, kind: str = "", specialism: str = "", vacancy: str = "", words: str = "", council: str = "",
    proof: str = "", level: Annotated[int, Query(ge=0, le=4)] = 0, around: str = "",
) -> tuple[HomeLine, ...]:  # fmt: skip
    """level 1 to 4 around a council: as near as that, or nearer. proof "proved" leaves out what is only claimed."""
    now = datetime.now(UTC)
    lines = queries.homes_seen_by(
        request.person, at=now, kind=kind, specialism=specialism, vacancy=vacancy, words=words,
        council=council, proof=proof, level=level, around=around,
    )  # fmt: skip
    look_at_named(lines, by=request.person, at=now)
    return lines


@router.post("/homes", response={201: HomeOut}, summary="Enter a home in the register")
@door_api("provision.keep_homes")
def add(request: Request, body: HomeIn) -> Status[HomeOut]:
    given = body.dict()
    terms = given.pop("terms")
    entry = HomeEntry(**given, terms=Terms(**terms) if terms else None)
    home_id = actions.add_home(entry=entry, by=request.person, at=datetime.now(UTC))
    return Status(201, read_home(request, home_id))


@router.get("/homes/{home_id}", response=HomeOut, summary="One home")
@door_api("provision.see_homes")
def home(request: Request, home_id: UUID) -> HomeOut:
    return read_home(request, home_id)


@router.post("/homes/{home_id}/free", response=HomeOut, summary="Say how many places are free now")
@door_api("provision.report_vacancy")
def free(request: Request, home_id: UUID, body: VacancyIn) -> HomeOut:
    actions.report_vacancy(home_id=home_id, by=request.person, at=datetime.now(UTC), **body.dict())
    return read_home(request, home_id)


@router.post("/homes/{home_id}/terms", response=HomeOut, summary="Record a registration or approval")
@door_api("provision.verify")
def terms(request: Request, home_id: UUID, body: TermsIn) -> HomeOut:
    actions.record_terms(home_id=home_id, terms=Terms(**body.dict()), by=request.person, at=datetime.now(UTC))
    return read_home(request, home_id)


@router.post("/homes/{home_id}/levels", response=HomeOut, summary="Say what the home can meet, domain by domain")
@door_api("provision.keep_homes")
def levels(request: Request, home_id: UUID, body: LevelsIn) -> HomeOut:
    said = {code: DomainAnswer(each.meets, each.with_support, each.support) for code, each in body.levels.items()}
    actions.record_levels(home_id=home_id, levels=said, basis=body.basis, by=request.person, at=datetime.now(UTC))
    return read_home(request, home_id)


@router.post("/homes/{home_id}/accept", response=HomeOut, summary="The council has looked at what is written of it")
@door_api("provision.verify")
def accept(request: Request, home_id: UUID) -> HomeOut:
    now = datetime.now(UTC)
    actions.accept_home(home_id=home_id, on=timezone.localdate(now), by=request.person, at=now)
    return read_home(request, home_id)


@router.post("/homes/{home_id}/levels/checked", response=HomeOut, summary="The council has checked these levels")
@door_api("provision.verify")
def accept_levels(request: Request, home_id: UUID, body: LevelsSeenIn) -> HomeOut:
    now = datetime.now(UTC)
    on = timezone.localdate(now)
    actions.accept_levels(home_id=home_id, said_at=body.said_at, on=on, by=request.person, at=now)
    return read_home(request, home_id)


@router.post("/homes/{home_id}/claims", response=HomeOut, summary="Claim a specialism; it opens nothing by itself")
@door_api("provision.keep_homes")
def claim(request: Request, home_id: UUID, body: ClaimIn) -> HomeOut:
    now = datetime.now(UTC)
    actions.claim_capability(home_id=home_id, on=timezone.localdate(now), by=request.person, at=now, **body.dict())
    return read_home(request, home_id)


@router.post("/homes/{home_id}/evidence", response=HomeOut, summary="Attach dated evidence to a specialism")
@door_api("provision.keep_homes")
def evidence(request: Request, home_id: UUID, body: EvidenceIn) -> HomeOut:
    actions.evidence_capability(home_id=home_id, by=request.person, at=datetime.now(UTC), **body.dict())
    return read_home(request, home_id)


@router.post("/homes/{home_id}/together", response=HomeOut, summary="What a newcomer would mean for those there")
@door_api("provision.keep_homes")
def together(request: Request, home_id: UUID, body: ImpactIn) -> HomeOut:
    actions.note_impact(home_id=home_id, by=request.person, at=datetime.now(UTC), **body.dict())
    return read_home(request, home_id)


def read_home(request: Request, home_id: UUID) -> HomeOut:
    found = open_home(home_id, by=request.person, at=datetime.now(UTC))
    return HomeOut.model_validate(_said(found))


def _said(found: HomeRecord) -> dict[str, object]:
    """The record as the API gives it: codes as words, the site left out."""
    given = {name: getattr(found, name) for name in HomeOut.model_fields if hasattr(found, name)}
    return given | {
        "standing": found.standing.name.lower(),
        "opening": found.opening.name.lower(),
        "binding": TermsIn.model_validate(found.binding, from_attributes=True) if found.binding else None,
        "terms": [TermsIn.model_validate(each, from_attributes=True) for each in found.terms],
        "answers": {
            code: LevelIn(meets=said.meets, with_support=said.with_support, support=said.support)
            for code, said in zip(DOMAIN_CODES, found.answers, strict=True)
        },
        "capabilities": [
            {
                "code": line.code, "claimed_on": line.claimed_on, "specialist": line.specialist,
                "proof": line.proof.name.lower(),
                "evidence": [
                    {
                        "id": each, "kind": item.kind, "document": item.document, "issued_on": item.issued_on,
                        "expires_on": item.expires_on, "checked_on": item.checked_on,
                    }
                    for each, item in line.evidence
                ],
            }
            for line in found.capabilities
        ],
    }  # fmt: skip
