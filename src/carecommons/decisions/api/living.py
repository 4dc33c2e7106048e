"""The life in a home, for machines: what is due, what was done, and the same acts as the pages."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema, Status
from pydantic import Field

from carecommons.children.doors import open_child
from carecommons.common.wire import Body, Code, Day, Line, Page, Paged, Text, Window, YesNo, cut
from carecommons.common.wire.bodies import Count, MadeOut
from carecommons.people.actions import record_look
from carecommons.people.doors import Request, door_api

from .. import actions, counts, queries
from ..living import Answered
from .router import router

SEE = "decisions.see_living"
OUTCOMES_MAX = 20


class LivingDueOut(Schema):
    """One thing that is due. on: the last day in time; do_by: the last working day not after it; rule: its source."""

    kind: str
    words: str
    since: date
    on: date
    do_by: date | None
    why: str
    rule: str


class DueLineOut(Schema):
    placement_id: UUID
    child_id: UUID
    child_reference: str
    home_name: str
    due: LivingDueOut


class CareVisitOut(Schema):
    id: UUID
    day: date
    alone: str
    why_not: str
    said: str
    seen: str
    by_role: str


class CareReviewOut(Schema):
    """One review. not_asked_words: "" where the child was asked for it."""

    id: UUID
    day: date
    kind: str
    took_part: str
    not_asked_words: str
    not_asked_why: str
    decided: str
    until_18: bool
    next_by: date | None


class SaidOut(Schema):
    day: date
    answer: str
    words: str


class SoughtOut(Schema):
    """One sought outcome: what reviews and the child said of it, apart, oldest first."""

    number: int
    outcome: str
    review_on: date
    adults: list[SaidOut]
    child: list[SaidOut]


class NeedOut(Schema):
    """One part of life when the placement began and now; null is unknown. Never added up."""

    code: str
    then: int | None
    now: int | None


class OwnOut(Schema):
    said_at: datetime
    feeling: str
    words: str
    by_child: bool


class ContactOut(Schema):
    key: str
    name: str
    what: str
    how_often: str
    last_on: date | None
    missed: int


class SignOut(Schema):
    """One early sign. key: what an answer to it names. open: nobody has answered it yet."""

    key: str
    code: str
    since: date
    why: str
    open: bool

    @staticmethod
    def resolve_key(line: queries.SignLine) -> str:
        return line.sign.key

    @staticmethod
    def resolve_code(line: queries.SignLine) -> str:
        return line.sign.code

    @staticmethod
    def resolve_since(line: queries.SignLine) -> date:
        return line.sign.since

    @staticmethod
    def resolve_why(line: queries.SignLine) -> str:
        return line.sign.why


class LifeOut(Schema):
    """The life in one home. hours: (what the time of the match went on, hours); nights_held: the place stood empty."""

    placement_id: UUID
    child_id: UUID
    due: list[LivingDueOut]
    visits: list[CareVisitOut]
    reviews: list[CareReviewOut]
    sought: list[SoughtOut]
    needs: list[NeedOut]
    own: list[OwnOut]
    contact: list[ContactOut]
    hours: list[tuple[str, float]]
    nights_held: int
    signs: list[SignOut]

    @staticmethod
    def resolve_placement_id(life: queries.LifeRecord) -> UUID:
        return life.placement.id

    @staticmethod
    def resolve_child_id(life: queries.LifeRecord) -> UUID:
        return life.placement.child_id


class CareVisitIn(Body):
    """alone: yes, refused, not_right or not_possible; the last two owe why_not."""

    day: Day
    alone: Code
    said: Text
    why_not: Text = ""
    seen: Text = ""


class AnsweredIn(Body):
    """number: the place of the outcome in the needs profile, from 1. answer: not_yet, partly, reached or given_up."""

    number: Count
    answer: Code
    words: Text = ""


Answers = Annotated[list[AnsweredIn], Field(max_length=OUTCOMES_MAX)]


class CareReviewIn(Body):
    """took_part: PN0 to PN7 of the statutory return. not_asked: only where the child was not asked, with why.

    child_said, child_how: what the child says for this review and how you know, where it is not among their wishes yet.
    """

    day: Day
    kind: Code = "review"
    took_part: Code
    decided: Text
    until_18: YesNo
    answers: Answers = []
    not_asked: Code = ""
    not_asked_why: Text = ""
    child_said: Text = ""
    child_how: Code = ""
    next_by: Day | None = None


class HowIn(Body):
    """feeling: good, ok, not_good or bad."""

    feeling: Code
    words: Text = ""
    answers: Answers = []


class HealthIn(Body):
    day: Day


class ContactIn(Body):
    """key: as the life says it: connection:ID, or sibling:N."""

    key: Line
    day: Day
    happened: YesNo
    why_not: Text = ""


class TimeIn(Body):
    day: Day
    kind: Code
    minutes: Count


class SignIn(Body):
    key: Line
    false_alarm: YesNo
    words: Text


class LivingShownOut(Schema):
    """A count as it may be shown: value null is withheld."""

    value: int | None
    words: str


class CountedOut(Schema):
    name: str
    total: LivingShownOut
    parts: dict[str, LivingShownOut]
    cohort: dict[str, LivingShownOut]


class HoursOut(Schema):
    name: str
    placements: LivingShownOut
    hours: int | None


class HeldOut(Schema):
    """Places held for a child between choice and move, and the nights: what a match costs a home."""

    name: str
    placements: LivingShownOut
    nights: int | None


class LifeCountsOut(Schema):
    """own: children by provider, as they say that it goes (well, low, silent); contact: how many of the times planned
    with those who matter happened; outcomes: children by provider; first_time: placements by council. cohort: the mix
    of needs beside them. from_day, to_day: the whole quarters that are counted, both inside.
    """

    from_day: date
    to_day: date
    days: int
    own: list[CountedOut]
    contact: list[CountedOut]
    outcomes: list[CountedOut]
    first_time: list[CountedOut]
    hours: list[HoursOut]
    held: list[HeldOut]


class OwnLifeOut(Schema):
    """What the child and their advocate read: what is hoped for, and how the child said it goes."""

    sought: list[SoughtOut]
    own: list[OwnOut]


@router.get("/placements/due", response=Paged[DueLineOut], summary="What is due for children in their homes, soonest")
@door_api(SEE)
def due(request: Request, window: Query[Window]) -> Page[queries.DueLine]:
    now = timezone.now()
    page = cut(queries.due_for(request.person, timezone.localdate(now)), window)
    for child_id in sorted({line.child_id for line in page.items}):
        record_look(person=request.person, child_id=child_id, act=SEE, purpose="to read what is due", at=now)
    return page


@router.get("/placements/counts", response=LifeCountsOut, summary="What came of placements, counted and suppressed")
@door_api("decisions.see_life_counts")
def life_counts(request: Request) -> counts.LifeCounts:
    return counts.life_counts(on=timezone.localdate(timezone.now()))


@router.get("/placements/{placement_id}/life", response=LifeOut, summary="The life of a child in one home")
@door_api(SEE)
def read_life(request: Request, placement_id: UUID) -> queries.LifeRecord:
    now, found = timezone.now(), queries.placement(placement_id)
    open_child(
        person=request.person, child_id=found.child_id, act=SEE, purpose="to read how it goes in the home", at=now
    )
    life = queries.life(placement_id, on=timezone.localdate(now), by=request.person)
    for each in life.contact:
        if each.child_id is not None:
            record_look(
                person=request.person, child_id=each.child_id, act=SEE, purpose="to read when they see each other",
                at=now,
            )  # fmt: skip
    return life


@router.post("/placements/{placement_id}/care-visits", response={201: MadeOut}, summary="Write down a visit")
@door_api("decisions.record_visit")
def record_visit(request: Request, placement_id: UUID, body: CareVisitIn) -> Status[MadeOut]:
    made = actions.record_visit(
        placement_id=placement_id, by=request.person, at=timezone.now(), **body.model_dump()
    )  # fmt: skip
    return Status(201, MadeOut(id=made))


@router.post("/placements/{placement_id}/reviews", response={201: MadeOut}, summary="Close a review")
@door_api("decisions.record_review")
def record_review(request: Request, placement_id: UUID, body: CareReviewIn) -> Status[MadeOut]:
    given = body.model_dump(exclude={"answers"})
    made = actions.record_review(
        placement_id=placement_id, answers=_answered(body.answers), by=request.person, at=timezone.now(), **given
    )
    return Status(201, MadeOut(id=made))


@router.post("/placements/{placement_id}/health", response={201: MadeOut}, summary="Health was assessed on a day")
@door_api("decisions.record_health")
def record_health(request: Request, placement_id: UUID, body: HealthIn) -> Status[MadeOut]:
    made = actions.record_health(placement_id=placement_id, day=body.day, by=request.person, at=timezone.now())
    return Status(201, MadeOut(id=made))


@router.post("/placements/{placement_id}/contact", response={201: MadeOut}, summary="A time with family or friends")
@door_api("decisions.record_visit")
def record_contact(request: Request, placement_id: UUID, body: ContactIn) -> Status[MadeOut]:
    made = actions.record_contact(
        placement_id=placement_id, by=request.person, at=timezone.now(), **body.model_dump()
    )  # fmt: skip
    return Status(201, MadeOut(id=made))


@router.post("/placements/{placement_id}/time", response={201: MadeOut}, summary="Time that a match took")
@door_api("decisions.record_time")
def record_time(request: Request, placement_id: UUID, body: TimeIn) -> Status[MadeOut]:
    made = actions.record_time(
        placement_id=placement_id, by=request.person, at=timezone.now(), **body.model_dump()
    )  # fmt: skip
    return Status(201, MadeOut(id=made))


@router.post("/placements/{placement_id}/signs", response={201: MadeOut}, summary="Answer an early sign")
@door_api("decisions.answer_sign")
def answer_sign(request: Request, placement_id: UUID, body: SignIn) -> Status[MadeOut]:
    made = actions.answer_sign(
        placement_id=placement_id, by=request.person, at=timezone.now(), **body.model_dump()
    )  # fmt: skip
    return Status(201, MadeOut(id=made))


@router.get("/placements/{placement_id}/how", response=OwnLifeOut, summary="How it goes, as the child said it")
@door_api("decisions.say_how_it_goes")
def read_how(request: Request, placement_id: UUID) -> OwnLifeOut:
    found = queries.placement(placement_id)
    open_child(
        person=request.person, child_id=found.child_id, act="decisions.say_how_it_goes",
        purpose="Reading how it goes", at=timezone.now(),
    )  # fmt: skip
    sought, own = queries.own_life(placement_id)
    return OwnLifeOut.from_orm({"sought": sought, "own": own})


@router.post("/placements/{placement_id}/how", response={201: MadeOut}, summary="Say how it goes, for the child")
@door_api("decisions.say_how_it_goes")
def say_how_it_goes(request: Request, placement_id: UUID, body: HowIn) -> Status[MadeOut]:
    made = actions.say_how_it_goes(
        placement_id=placement_id, feeling=body.feeling, words=body.words, answers=_answered(body.answers),
        by=request.person, at=timezone.now(),
    )  # fmt: skip
    return Status(201, MadeOut(id=made))


def _answered(given: list[AnsweredIn]) -> list[Answered]:
    return [Answered(each.number, "", each.answer, each.words) for each in given]
