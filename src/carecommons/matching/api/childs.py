"""A child's own order of homes, visits, living together and meetings, for machines: the same acts as the pages."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema, Status
from pydantic import Field

from carecommons.children.doors import open_child
from carecommons.common.errors import NotFound, NotNow
from carecommons.common.wire import Body, Code, Day, Id, Line, Page, Paged, Text, Window, YesNo, cut
from carecommons.constitution.terms import detail_terms
from carecommons.people.doors import Request, door_api

from .. import actions, queries
from ..detail import DetailRecord, fingerprint
from ..meeting import HomeSaid, MeetingRecord
from ..preference import Preference
from ..visits import VisitRecord
from .router import router
from .searches import TestAnswerOut

MANY = 500


class PlaceIn(Body):
    """place: a number from 1, "no", or empty."""

    home_id: Id
    place: Code = ""
    why: Text = ""


class OrderIn(Body):
    """way: how the child showed it; empty for a child who writes themselves."""

    homes: Annotated[list[PlaceIn], Field(max_length=MANY)]
    way: Code = ""


class PlacedOut(Schema):
    home_id: UUID
    name: str
    place: int | None
    no: bool
    words: str


class OrderOut(Schema):
    """What a child says of all homes of a list: their order, and their noes."""

    placed: list[PlacedOut]
    way: str
    way_words: str
    said_at: datetime
    said_by_role: str


class VisitOut(Schema):
    id: UUID
    home_id: UUID
    home_name: str
    state: str
    asked_at: datetime
    on: date | None
    with_whom: str
    why_not: str
    thought: str
    thought_words: str


class ArrangeIn(Body):
    home_id: Id
    day: Day
    with_whom: Line


class VisitIn(Body):
    """What became of a visit. state: happened (with its day) or not_possible (with words to the child)."""

    state: Literal["happened", "not_possible"]
    day: Day | None = None
    words: Text = ""


class ThoughtIn(Body):
    """thought: liked, mixed, not, unsure or empty."""

    thought: Code = ""
    words: Text = ""


@router.get("/mine/{uuid:child_id}/order", response=OrderOut, summary="The child's own order of the homes")
@door_api("matching.see_own_homes")
def own_order(request: Request, child_id: UUID) -> Preference:
    return _order(request, child_id, "matching.see_own_homes")


@router.post(
    "/mine/{uuid:child_id}/order", response={201: OrderOut}, summary="Put the homes in the child's own order, or say no"
)
@door_api("matching.rank_homes")
def rank_homes(request: Request, child_id: UUID, body: OrderIn) -> Status[Preference]:
    actions.rank_homes(
        child_id=child_id, given={each.home_id: (each.place, each.why) for each in body.homes}, way=body.way,
        by=request.person, at=datetime.now(UTC),
    )  # fmt: skip
    return Status(201, _order(request, child_id, "matching.rank_homes"))


@router.get("/mine/{uuid:child_id}/visits", response=Paged[VisitOut], summary="The child's visits to homes")
@door_api("matching.see_own_homes")
def own_visits(request: Request, child_id: UUID, window: Query[Window]) -> Page[VisitRecord]:
    child = _mine(request, child_id, "matching.see_own_homes")
    return cut(queries.visits_of_child(child), window)


@router.post(
    "/mine/{uuid:child_id}/visits/{uuid:visit_id}", response=VisitOut, summary="What the child thought of a visit"
)
@door_api("matching.see_own_homes")
def think_of_visit(request: Request, child_id: UUID, visit_id: UUID, body: ThoughtIn) -> VisitRecord:
    if queries.visit(visit_id).child_id != _mine(request, child_id, "matching.see_own_homes"):
        raise NotFound()
    actions.think_of_visit(visit_id=visit_id, by=request.person, at=datetime.now(UTC), **body.model_dump())
    return queries.visit(visit_id)


@router.get("/searches/{search_id}/visits", response=Paged[VisitOut], summary="The visits of a search")
@door_api("matching.see_shortlist")
def visits(request: Request, search_id: UUID, window: Query[Window]) -> Page[VisitRecord]:
    return cut(queries.visits_of(_read(request, search_id)), window)


@router.post("/searches/{search_id}/visits", response={201: VisitOut}, summary="Arrange a child's visit to a home")
@door_api("matching.keep_visits")
def arrange_visit(request: Request, search_id: UUID, body: ArrangeIn) -> Status[VisitRecord]:
    made = actions.arrange_visit(
        referral_id=search_id, by=request.person, at=datetime.now(UTC), **body.model_dump()
    )  # fmt: skip
    _read(request, search_id, "matching.keep_visits")
    return Status(201, queries.visit(made))


@router.post("/searches/visits/{visit_id}", response=VisitOut, summary="What became of a visit")
@door_api("matching.keep_visits")
def visit_kept(request: Request, visit_id: UUID, body: VisitIn) -> VisitRecord:
    at = datetime.now(UTC)
    if body.state == "happened":
        actions.visit_happened(visit_id=visit_id, day=body.day, by=request.person, at=at)
    else:
        actions.visit_not_possible(visit_id=visit_id, words=body.words, by=request.person, at=at)
    found = queries.visit(visit_id)
    _read(request, found.referral_id, "matching.keep_visits")
    return found


class ImpactOut(Schema):
    there: str
    there_words: str
    newcomer: str
    newcomer_words: str
    answer: str
    answer_words: str


class ImpactAnswerIn(Body):
    home_id: Id
    answer: Code
    words: Text


@router.post("/searches/{search_id}/together", response=ImpactOut, summary="Answer a home on living together")
@door_api("matching.answer_impact")
def answer_impact(request: Request, search_id: UUID, body: ImpactAnswerIn) -> object:
    actions.answer_impact(referral_id=search_id, by=request.person, at=datetime.now(UTC), **body.model_dump())
    _read(request, search_id, "matching.answer_impact")
    return queries.impact_of(queries.referral(search_id), [body.home_id])[body.home_id]


class HomeSaidIn(Body):
    """What a meeting says of one home. place: from 1 for a home that goes on; needs: part of life -> what meets it."""

    home_id: Id
    words: Text
    place: Annotated[int, Field(ge=1, le=MANY)] | None = None
    why: Text
    needs: Annotated[dict[Code, Text], Field(max_length=12)] = {}


class MeetingIn(Body):
    held_on: Day
    took_part: Annotated[list[Code], Field(max_length=20)]
    absent: Code = ""
    absent_words: Text = ""
    homes: Annotated[list[HomeSaidIn], Field(max_length=MANY)]
    child_first: Text = ""


class MeetingHomeOut(Schema):
    home_id: UUID
    reference: str
    name: str
    answers: list[str]
    laws: list[TestAnswerOut]
    wishes: list[TestAnswerOut]
    preference: str
    preference_words: str
    impact: ImpactOut
    words: str
    unmet: dict[str, str]
    place: int | None
    why: str


class MeetingOut(Schema):
    id: UUID
    referral_id: UUID
    shortlist_id: UUID
    criteria_version: int
    held_on: date
    took_part: list[str]
    absent: str
    absent_words: str
    homes: list[MeetingHomeOut]
    child_first: str
    made_at: datetime
    made_by_role: str


@router.get("/searches/{search_id}/meetings", response=Paged[MeetingOut], summary="The matching meetings of a search")
@door_api("matching.see_shortlist")
def meetings(request: Request, search_id: UUID, window: Query[Window]) -> Page[MeetingRecord]:
    return cut(queries.meetings_of(_read(request, search_id)), window)


@router.post("/searches/{search_id}/meetings", response={201: MeetingOut}, summary="Write down a matching meeting")
@door_api("matching.hold_meeting")
def hold_meeting(request: Request, search_id: UUID, body: MeetingIn) -> Status[MeetingRecord]:
    given = body.model_dump(exclude={"homes"})
    made = actions.hold_meeting(
        referral_id=search_id, by=request.person, at=datetime.now(UTC), **given,
        homes=[HomeSaid(each.home_id, each.words, each.place, each.why, each.needs) for each in body.homes],
    )  # fmt: skip
    _read(request, search_id, "matching.hold_meeting")
    return Status(201, queries.meeting(made))


class AskedHomeOut(Schema):
    """One home that was asked to accept the terms."""

    id: UUID
    code: str
    home_id: UUID
    home_name: str
    terms_version: int
    state: str
    asked_at: datetime
    answered_at: datetime | None
    why_not: str
    revoked_because: str


class PartOut(Schema):
    heading: str
    lines: list[str]


class DetailOut(Schema):
    """What a home on the shortlist may read. told: empty before the terms are accepted and after they are over."""

    id: UUID
    code: str
    home_name: str
    terms_version: int
    terms: list[str]
    state: str
    told: list[PartOut]

    @staticmethod
    def resolve_terms(found: DetailRecord) -> list[str]:
        return list(detail_terms(found.terms_version).clauses)


class AskTermsIn(Body):
    """read: a person has read what the home would be told; fingerprint: that of the text that they read."""

    home_id: Id
    read: YesNo = False
    fingerprint: Line = ""


class WouldReadOut(Schema):
    """What a home on the shortlist would be told of the child once it has accepted the terms, and its fingerprint."""

    fingerprint: str
    told: list[PartOut]


class DeclineIn(Body):
    words: Text


class NotRightIn(Body):
    """words: why the home is not right for the child."""

    words: Text


@router.get("/searches/{search_id}/shortlisted", response=Paged[AskedHomeOut], summary="Homes asked to accept terms")
@door_api("matching.see_shortlist")
def asked_homes(request: Request, search_id: UUID, window: Query[Window]) -> Page[DetailRecord]:
    return cut(queries.details_of(_read(request, search_id)), window)


@router.get(
    "/searches/{search_id}/shortlisted/told", response=WouldReadOut, summary="What a home would be told, to read first"
)
@door_api("matching.ask_terms")
def would_read(request: Request, search_id: UUID) -> dict[str, object]:
    found = queries.referral(_read(request, search_id, "matching.ask_terms"))
    told = queries.detail_facts(found, timezone.localdate(datetime.now(UTC)))
    return {"fingerprint": fingerprint(told), "told": told}


@router.post("/searches/{search_id}/shortlisted", response={201: AskedHomeOut}, summary="Ask a home to accept terms")
@door_api("matching.ask_terms")
def ask_terms(request: Request, search_id: UUID, body: AskTermsIn) -> Status[DetailRecord]:
    made = actions.ask_terms(
        referral_id=search_id, home_id=body.home_id, read=body.fingerprint if body.read else "", by=request.person,
        at=datetime.now(UTC),
    )  # fmt: skip
    _read(request, search_id, "matching.ask_terms")
    return Status(201, queries.detail(made))


@router.post("/searches/shortlisted/{detail_id}/end", response={204: None}, summary="Take a home off the shortlist")
@door_api("matching.ask_terms")
def take_off(request: Request, detail_id: UUID) -> Status[None]:
    actions.take_off_shortlist(detail_id=detail_id, by=request.person, at=datetime.now(UTC))
    return Status(204, None)


@router.get("/shortlisted", response=Paged[AskedHomeOut], summary="The shortlists that one's homes are on")
@door_api("matching.see_detail")
def details(request: Request, window: Query[Window]) -> Page[DetailRecord]:
    return cut(queries.details_for(request.person), window)


@router.get("/shortlisted/{detail_id}", response=DetailOut, summary="What a home may read of a child, under terms")
@door_api("matching.see_detail")
def detail(request: Request, detail_id: UUID) -> DetailRecord:
    return actions.read_detail(detail_id=detail_id, by=request.person, at=datetime.now(UTC))


@router.post("/shortlisted/{detail_id}/accept", response={204: None}, summary="Accept the terms for a home")
@door_api("matching.answer_terms")
def accept_terms(request: Request, detail_id: UUID) -> Status[None]:
    actions.accept_terms(detail_id=detail_id, by=request.person, at=datetime.now(UTC))
    return Status(204, None)


@router.post("/shortlisted/{detail_id}/decline", response={204: None}, summary="Say that a home does not accept")
@door_api("matching.answer_terms")
def decline_terms(request: Request, detail_id: UUID, body: DeclineIn) -> Status[None]:
    actions.decline_terms(detail_id=detail_id, words=body.words, by=request.person, at=datetime.now(UTC))
    return Status(204, None)


@router.post("/shortlisted/{detail_id}/no", response={204: None}, summary="Say that a home is not right after all")
@door_api("matching.answer_terms")
def say_not_right(request: Request, detail_id: UUID, body: NotRightIn) -> Status[None]:
    actions.say_not_right(detail_id=detail_id, words=body.words, by=request.person, at=datetime.now(UTC))
    return Status(204, None)


def _mine(request: Request, child_id: UUID, act: str) -> UUID:
    return open_child(
        person=request.person, child_id=child_id, act=act, purpose="Reading about homes", at=datetime.now(UTC)
    ).id


def _order(request: Request, child_id: UUID, act: str) -> Preference:
    found = queries.homes_for_child(_mine(request, child_id, act))
    said = queries.preference_of(found.search_id) if found.search_id else None
    if said is None:
        raise NotNow("order_missing", "This child has put the homes in no order yet. When they have, it stands here.")
    return said


def _read(request: Request, search_id: UUID, act: str = "matching.see_shortlist") -> UUID:
    found = queries.referral(search_id)
    open_child(
        person=request.person, child_id=found.child_id, act=act, purpose="Looking for a home", at=datetime.now(UTC)
    )
    return found.id
