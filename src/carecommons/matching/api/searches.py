"""Searches for machines: the same acts, permissions, looks and refusals as the pages."""

import secrets
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Annotated
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema, Status

from carecommons.children.doors import open_child
from carecommons.common.wire import Body, Code, Day, Id, Page, Paged, Text, Window, YesNo, cut, line
from carecommons.constitution.behind import ground_of
from carecommons.people.actions import record_look
from carecommons.people.doors import Request, door_api

from .. import actions, queries
from ..childs import ChildsHomes, Reply
from ..lottery import SEED_BYTES
from ..queries import SearchLine
from ..reasons import rule_of
from ..referral import NEXT_STEPS
from ..shortlist import PassedHome, Referral, Shortlist, ShownHome
from .router import router


class ReferIn(Body):
    """why_words: no names, places, schools or dates. read: each word of it that only looks like one was read."""

    child_id: Id
    wanted_by: Day
    why: Code
    stay: Code = "any"
    why_words: Text = ""
    read: YesNo = False


class RungIn(Body):
    rung: Code
    answer: Code
    reason: Text


class WishAnswerIn(Body):
    home_id: Id
    wish_id: Id
    answer: Code
    words: Text


class WithdrawIn(Body):
    reason: Text


class SearchLineOut(Schema):
    id: UUID
    reference: str
    child_id: UUID
    child_reference: str
    authority: str
    wanted_by: date
    why: str
    state: str
    next: str
    next_words: str
    answer_until: datetime | None
    made_at: datetime


class RungOut(Schema):
    rung: str
    answer: str
    reason: str
    answered_at: datetime
    answered_by_role: str


class SearchOut(Schema):
    id: UUID
    reference: str
    child_id: UUID
    authority: str
    wanted_by: date
    why: str
    why_words: str
    stay: str
    criteria_version: int
    commitment: str
    state: str
    made_at: datetime
    ladder: list[RungOut]
    shortlist_id: UUID | None
    next: str
    next_words: str
    answer_until: datetime | None

    @staticmethod
    def resolve_next(found: Referral) -> str:
        return queries.next_of(found, timezone.now())

    @staticmethod
    def resolve_next_words(found: Referral) -> str:
        return NEXT_STEPS[queries.next_of(found, timezone.now())][0]

    @staticmethod
    def resolve_answer_until(found: Referral) -> datetime | None:
        return queries.line_of(found, timezone.now()).answer_until


class TestAnswerOut(Schema):
    code: str
    name: str
    answer: str
    words: str


class BehindOut(Schema):
    """What stands behind a reason. kind: law, physics or policy choice."""

    kind: str
    rule: str
    source: str


def _behind(reason_code: int) -> BehindOut | None:
    found = ground_of("", {"rule": rule_of(reason_code)})
    return BehindOut(kind=found.kind, rule=found.code, source=found.source) if found else None


class ShownOut(Schema):
    home_id: UUID
    reference: str
    name: str
    kind: str
    provider_kind: str
    authority: str
    level: int
    miles: float | None
    place_words: str
    tie: int
    equals: int
    appropriate: bool
    compromise: bool
    waiting: bool
    answers: list[str]
    supports: list[str]
    failed_gate: int | None
    reason_code: int
    reason: str
    laws: list[TestAnswerOut]
    beside: list[TestAnswerOut]
    wishes: list[TestAnswerOut]
    impact: str
    impact_words: str
    free: int
    says_more: list[str]
    behind: BehindOut | None = None

    @staticmethod
    def resolve_behind(home: ShownHome) -> BehindOut | None:
        return _behind(home.reason_code)


class PassedOut(Schema):
    """home_id is left out, like the reference, where the home is approved for another child by name."""

    home_id: UUID | None
    reference: str
    name: str
    kind: str
    provider_kind: str
    authority: str
    failed_gate: int
    reason_code: int
    reason: str
    says_more: list[str]
    behind: BehindOut | None = None

    @staticmethod
    def resolve_home_id(home: PassedHome) -> UUID | None:
        return home.home_id if home.reference else None

    @staticmethod
    def resolve_behind(home: PassedHome) -> BehindOut | None:
        return _behind(home.reason_code)


class GateCountOut(Schema):
    gate: int
    word: str
    homes: int


class ShortlistOut(Schema):
    id: UUID
    referral_id: UUID
    criteria_version: int
    profile_version: int | None
    made_at: datetime
    looked_at: int
    counts: list[GateCountOut]
    commitment: str
    seed: str
    levels: list[int | None]
    flags: list[str]
    shown: list[ShownOut]
    passed_over: list[PassedOut]


@router.get("/searches", response=Paged[SearchLineOut], summary="The searches within reach, soonest first")
@door_api("matching.see_referral")
def searches(request: Request, window: Query[Window]) -> Page[SearchLine]:
    page = cut(queries.referrals_seen_by(request.person), window)
    page = replace(page, items=list(queries.with_next(page.items, timezone.now())))
    for child_id in {each.child_id for each in page.items}:
        record_look(
            person=request.person, child_id=child_id, act="matching.see_referral",
            purpose="Reading a list of searches", at=datetime.now(UTC),
        )  # fmt: skip
    return page


@router.post("/searches", response={201: SearchOut}, summary="Ask for a home for a child; the draw is sealed now")
@door_api("matching.refer")
def refer(request: Request, body: ReferIn) -> Status[Referral]:
    search_id = actions.refer(
        lottery_seed=secrets.token_bytes(SEED_BYTES), by=request.person, at=datetime.now(UTC), **body.model_dump()
    )
    return Status(201, _read(request, search_id))


@router.get("/searches/{search_id}", response=SearchOut, summary="One search")
@door_api("matching.see_referral")
def search(request: Request, search_id: UUID) -> Referral:
    return _read(request, search_id)


@router.post("/searches/{search_id}/family", response=SearchOut, summary="What family answered (s22C(2)-(7))")
@door_api("matching.answer_ladder")
def family(request: Request, search_id: UUID, body: RungIn) -> Referral:
    actions.answer_ladder(referral_id=search_id, by=request.person, at=datetime.now(UTC), **body.model_dump())
    return _read(request, search_id)


@router.post("/searches/{search_id}/homes", response={201: ShortlistOut}, summary="Look at every home and freeze it")
@door_api("matching.make_shortlist")
def look(request: Request, search_id: UUID) -> Status[Shortlist]:
    actions.make_shortlist(referral_id=search_id, by=request.person, at=datetime.now(UTC))
    return Status(201, _listed(request, search_id))


@router.get("/searches/{search_id}/homes", response=ShortlistOut, summary="Every home looked at, in order")
@door_api("matching.see_shortlist")
def shortlist(request: Request, search_id: UUID) -> Shortlist:
    return _listed(request, search_id)


@router.post("/searches/{search_id}/wishes", response=ShortlistOut, summary="What a home answers to a wish")
@door_api("matching.answer_wish")
def wish(request: Request, search_id: UUID, body: WishAnswerIn) -> Shortlist:
    actions.answer_wish(referral_id=search_id, by=request.person, at=datetime.now(UTC), **body.model_dump())
    return _listed(request, search_id)


@router.post("/searches/{search_id}/withdraw", response=SearchOut, summary="End a search without a home")
@door_api("matching.refer")
def withdraw(request: Request, search_id: UUID, body: WithdrawIn) -> Referral:
    actions.withdraw(referral_id=search_id, reason=body.reason, by=request.person, at=datetime.now(UTC))
    return _read(request, search_id)


class NewcomerIn(Body):
    """search: the reference of a search that is going on."""

    search: Annotated[str, line(12)]
    answer: Code
    words: Text
    newcomer: Code = ""
    newcomer_words: Text = ""


@router.post("/homes/{home_id}/newcomer", response={204: None}, summary="What the child of a search would mean there")
@door_api("provision.keep_homes")
def newcomer(request: Request, home_id: UUID, body: NewcomerIn) -> Status[None]:
    actions.note_impact_of(home_id=home_id, by=request.person, at=datetime.now(UTC), **body.model_dump())
    return Status(204, None)


def _read(request: Request, search_id: UUID) -> Referral:
    found = queries.referral(search_id)
    open_child(
        person=request.person, child_id=found.child_id, act="matching.see_referral", purpose="Reading a search",
        at=datetime.now(UTC),
    )  # fmt: skip
    return found


def _listed(request: Request, search_id: UUID) -> Shortlist:
    found = queries.referral(search_id)
    open_child(
        person=request.person, child_id=found.child_id, act="matching.see_shortlist", purpose="Looking for a home",
        at=datetime.now(UTC),
    )  # fmt: skip
    return queries.shortlist(found.id)


class OwnWishOut(Schema):
    words: str
    said_on: date


class ReplyOut(Schema):
    """What the child asked one home, or to visit it. answer: yes, part, no or unknown."""

    home_id: UUID
    home_name: str
    wish_id: UUID
    asked: str
    visit: bool
    answer: str
    words: str


class OwnHomeOut(Schema):
    """One home as a child reads it: no code, no score, no price, no address."""

    id: UUID
    name: str
    kind_words: str
    living: int
    miles: int | None
    good: list[str]
    asked: list[tuple[str, str]]
    said: list[OwnWishOut]
    replies: list[ReplyOut]


class OwnHomesOut(Schema):
    state: str
    search_id: UUID | None
    homes: list[OwnHomeOut]


class OwnHomeIn(Body):
    """view: like, not, unsure or empty."""

    view: Code = ""
    words: Text = ""
    question: Text = ""
    visit: YesNo = False


@router.get(
    "/searches/{search_id}/asked", response=Paged[ReplyOut], summary="What the child asked homes, and to visit them"
)
@door_api("matching.see_shortlist")
def asked(request: Request, search_id: Id, window: Query[Window]) -> Page[Reply]:
    """Answer each with POST .../wishes: the child reads it on their page."""
    found = queries.referral(search_id)
    open_child(
        person=request.person, child_id=found.child_id, act="matching.see_shortlist", purpose="Looking for a home",
        at=datetime.now(UTC),
    )  # fmt: skip
    return cut(tuple(queries.asked_of_homes(found.id)), window)


@router.get("/mine/{uuid:child_id}", response=OwnHomesOut, summary="The homes that the child could live in, by name")
@door_api("matching.see_own_homes")
def own_homes(request: Request, child_id: UUID) -> ChildsHomes:
    return _own_homes(request, child_id)


@router.post(
    "/mine/{uuid:child_id}/{uuid:home_id}", response={201: OwnHomesOut}, summary="Say what the child thinks of a home"
)
@door_api("matching.see_own_homes")
def say_of_home(request: Request, child_id: UUID, home_id: UUID, body: OwnHomeIn) -> Status[ChildsHomes]:
    actions.say_of_home(
        child_id=child_id, home_id=home_id, by=request.person, at=datetime.now(UTC), **body.model_dump()
    )
    return Status(201, _own_homes(request, child_id))


def _own_homes(request: Request, child_id: UUID) -> ChildsHomes:
    child = open_child(
        person=request.person, child_id=child_id, act="matching.see_own_homes", purpose="Reading about homes",
        at=datetime.now(UTC),
    )  # fmt: skip
    return queries.homes_for_child(child.id)
