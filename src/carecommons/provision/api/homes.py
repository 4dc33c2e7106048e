"""The register of homes for machines: the same acts, permissions and refusals as the pages."""

from datetime import UTC, date, datetime
from typing import Annotated
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema, Status
from pydantic import Field

from carecommons.common.wire import (
    Body,
    Code,
    Count,
    Day,
    Id,
    Line,
    Moment,
    Number,
    Page,
    Paged,
    Text,
    Window,
    YesNo,
    cut,
    line,
)
from carecommons.people.doors import Request, door_api

from .. import actions, queries
from ..capability import DOMAIN_CODES, DomainAnswer
from ..doors import look_at_named, open_home
from ..entry import HomeEntry
from ..homes import Standing, Terms
from ..queries import HomeLine, HomeRecord, VacancyAsked
from ..vacancies import Opening
from .router import router

Codes = Annotated[list[Code], Field(max_length=100)]


class TermsIn(Body):
    number: Code = ""
    from_day: Day
    to_day: Day | None = None
    age_min: Count
    age_max: Count
    sexes: Code = "any"
    places: Count
    restricted_from: Day | None = None
    restricted_to: Day | None = None
    suspended_from: Day | None = None
    suspended_to: Day | None = None
    cancelled_on: Day | None = None
    inadequate_since: Day | None = None
    exempt: YesNo = False
    exempt_on: Day | None = None
    exempt_because: Text = ""
    stays: Codes = []
    conditions: Text = ""
    range_of_needs: Codes = []

    def as_terms(self) -> Terms:
        given = self.model_dump()
        return Terms(**{**given, "stays": tuple(self.stays), "range_of_needs": tuple(self.range_of_needs)})


class ApprovalIn(TermsIn):
    """The days are owed for relatives and friends: the fostering panel recommended the full approval; it was decided.

    Not where the terms only change or stop what stands under their number (Fostering Services Regulations 2011 reg
    25(1)(a) and 27).
    """

    panel_recommended_on: Day | None = None
    decided_on: Day | None = None

    def as_terms(self) -> Terms:
        given = self.model_dump(exclude={"panel_recommended_on", "decided_on"})
        return Terms(**{**given, "stays": tuple(self.stays), "range_of_needs": tuple(self.range_of_needs)})


class HomeIn(Body):
    kind: Code
    name: Annotated[str, line(120)]
    kept_by: Code
    authority: Code
    places: Count
    provider_id: Id | None = None
    postcode: Annotated[str, line(8)] = ""
    easting: Number | None = None
    northing: Number | None = None
    school_places: Count = 0
    public_urn: Annotated[str, line(12)] = ""
    access: Codes | None = None
    culture: Codes | None = None
    description: Text = ""
    opened_on: Day | None = None
    named: Annotated[list[Id], Field(max_length=100)] = []
    terms: TermsIn | None = None

    def entry(self) -> HomeEntry:
        given = self.model_dump() | {
            "access": None if self.access is None else frozenset(self.access),
            "culture": None if self.culture is None else frozenset(self.culture),
            "named": frozenset(self.named),
            "terms": self.terms.as_terms() if self.terms else None,
        }
        return HomeEntry(**given)


class LevelIn(Body):
    meets: Number | None = None
    with_support: Number | None = None
    support: Annotated[str, line(80)] = ""


class LevelsIn(Body):
    """levels: by the code of the part of life."""

    levels: Annotated[dict[Code, LevelIn], Field(max_length=100)]
    basis: Text


class VacancyIn(Body):
    free: Count
    next_free_on: Day | None = None


class ClaimIn(Body):
    code: Code
    specialist: YesNo = False


class EvidenceIn(Body):
    code: Code
    kind: Code
    document: Line
    issued_on: Day
    expires_on: Day | None = None


class LevelsSeenIn(Body):
    said_at: Moment


class ImpactIn(Body):
    answer: Code
    words: Text


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


class VacancyOut(Schema):
    """One home and its last word. wanted: the word has run out, or was never given. room: the most that can be free."""

    id: UUID
    reference: str
    name: str
    kind: str
    opening: str
    wanted: bool
    still: int
    room: int
    said_at: datetime | None
    holds_until: datetime | None

    @staticmethod
    def resolve_opening(asked: VacancyAsked) -> str:
        return asked.opening.name.lower()


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
    binding: Terms | None
    terms: list[Terms]
    answers: dict[str, DomainAnswer]
    levels_on: datetime | None
    levels_checked_on: date | None
    capabilities: list[CapabilityOut]
    impact: str


@router.get("/homes", response=Paged[HomeLineOut], summary="The homes within reach")
@door_api("provision.see_homes")
def homes(
    request: Request, window: Query[Window], kind: Code = "", specialism: Code = "", vacancy: Code = "",
    words: Line = "", council: Code = "", proof: Code = "", level: Annotated[int, Query(ge=0, le=4)] = 0,
    around: Code = "",
) -> Page[HomeLine]:  # fmt: skip
    """level 1 to 4 around a council: as near as that, or nearer. proof "proved" leaves out what is only claimed."""
    now = datetime.now(UTC)
    lines = queries.homes_seen_by(
        request.person, at=now, kind=kind, specialism=specialism, vacancy=vacancy, words=words,
        council=council, proof=proof, level=level, around=around,
    )  # fmt: skip
    page = cut(lines, window)
    look_at_named(page.items, by=request.person, at=now)
    return page


@router.post("/homes", response={201: HomeOut}, summary="Enter a home in the register")
@door_api("provision.keep_homes")
def add(request: Request, body: HomeIn) -> Status[HomeOut]:
    home_id = actions.add_home(entry=body.entry(), by=request.person, at=datetime.now(UTC))
    return Status(201, read_home(request, home_id))


@router.get("/homes/{home_id}", response=HomeOut, summary="One home")
@door_api("provision.see_homes")
def home(request: Request, home_id: UUID) -> HomeOut:
    return read_home(request, home_id)


@router.get("/vacancies", response=Paged[VacancyOut], summary="Homes whose free places you may say, most wanted first")
@door_api("provision.report_vacancy")
def vacancies(request: Request, window: Query[Window]) -> Page[VacancyAsked]:
    return cut(queries.vacancies_asked(request.person, at=datetime.now(UTC)), window)


@router.post("/homes/{home_id}/free", response=HomeOut, summary="Say how many places are free now")
@door_api("provision.report_vacancy")
def free(request: Request, home_id: UUID, body: VacancyIn) -> HomeOut:
    actions.report_vacancy(home_id=home_id, by=request.person, at=datetime.now(UTC), **body.model_dump())
    return read_home(request, home_id)


@router.post("/homes/{home_id}/terms", response=HomeOut, summary="Record a registration or approval")
@door_api("provision.verify")
def terms(request: Request, home_id: UUID, body: ApprovalIn) -> HomeOut:
    actions.record_terms(
        home_id=home_id, terms=body.as_terms(), panel_recommended_on=body.panel_recommended_on,
        decided_on=body.decided_on, by=request.person, at=datetime.now(UTC),
    )  # fmt: skip
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
    actions.claim_capability(
        home_id=home_id, on=timezone.localdate(now), by=request.person, at=now, **body.model_dump()
    )
    return read_home(request, home_id)


@router.post("/homes/{home_id}/evidence", response=HomeOut, summary="Attach dated evidence to a specialism")
@door_api("provision.keep_homes")
def evidence(request: Request, home_id: UUID, body: EvidenceIn) -> HomeOut:
    actions.evidence_capability(home_id=home_id, by=request.person, at=datetime.now(UTC), **body.model_dump())
    return read_home(request, home_id)


@router.post("/homes/{home_id}/together", response=HomeOut, summary="What a newcomer would mean for those there")
@door_api("provision.keep_homes")
def together(request: Request, home_id: UUID, body: ImpactIn) -> HomeOut:
    actions.note_impact(home_id=home_id, by=request.person, at=datetime.now(UTC), **body.model_dump())
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
        "binding": found.binding,
        "terms": found.terms,
        "answers": dict(zip(DOMAIN_CODES, found.answers, strict=True)),
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
