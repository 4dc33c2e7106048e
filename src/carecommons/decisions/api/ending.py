"""Notice, the meeting that tries to save a home, ends, and what comes after, for machines."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema, Status
from pydantic import Field

from carecommons.children.doors import open_child
from carecommons.common.wire import Body, Code, Day, Line, MadeOut, Page, Paged, Text, Window, YesNo, cut
from carecommons.people.doors import Request, door_api
from carecommons.people.may import check_may

from .. import actions, counts, queries
from ..doors import chosen, look_at_stays, open_end_notice, placed
from ..ending import Task
from .choices import WhyIn
from .router import router

MANY = 50


class TaskBody(Body):
    """Who does what by when."""

    what: Line
    who: Line
    by_day: Day


class TaskOut(Schema):
    what: str
    who: str
    by_day: date


class NoticeOfEndIn(Body):
    """reason: a code of REASON_PLACE_CHANGE that this side may give. The council owes a review or an emergency."""

    reason: Code
    words: Text
    tried: Text
    ends_on: Day
    at_once: Text = ""
    reviewed_on: Day | None = None
    emergency: Text = ""


class EndingWordsIn(Body):
    words: Text


class TellIn(EndingWordsIn):
    told_on: Day


class EndingMeetingIn(Body):
    """there: roles. child_there: child, both, advocate or neither. outcome: stays, met or ends."""

    held_on: Day
    there: Annotated[list[Code], Field(max_length=MANY)]
    child_there: Code
    why_not: Text = ""
    child_said: Text = ""
    would_change: Text
    tasks: Annotated[list[TaskBody], Field(max_length=MANY)] = []
    outcome: Code
    outcome_words: Text = ""


class NoOut(Schema):
    words: str
    said_at: datetime
    said_by_role: str


class EndingMeetingOut(Schema):
    held_on: date
    there: list[str]
    child_there: str
    why_not: str
    child_said: str
    would_change: str
    tasks: list[TaskOut]
    outcome: str
    outcome_words: str


class EndNoticeOut(Schema):
    """One notice and what became of it. meet_by, tell_by: the last days for the meeting and for telling the child."""

    id: UUID
    placement_id: UUID
    child_reference: str
    home_name: str
    state: str
    party: str
    reason: str
    words: str
    tried: str
    at_once: str
    given_on: date
    ends_on: date
    reviewed_on: date | None
    emergency: str
    told_on: date | None
    told_words: str
    meet_by: date
    tell_by: date
    noes: list[NoOut]
    meetings: list[EndingMeetingOut]


class EndOut(Schema):
    """How a placement ended. care_ends "": a move ended it, and nobody has said why yet."""

    id: UUID
    to_day: date
    care_ends: str
    change: str
    planned: bool | None
    led_by: str | None
    words: str
    reviewed_on: date | None
    emergency: str


class DebriefOut(Schema):
    """What the child said of a home. wanted: false where they did not want to say."""

    wanted: bool
    with_whom: str
    good: str
    hard: str
    next_home: str
    said_at: datetime
    said_by_role: str


class BelongingsOut(Schema):
    there: list[str]
    lacks: list[str]
    missing: str
    checked_at: datetime


class AfterOut(Schema):
    """Where somebody lives after 18. ended: it was said on or after the birthday."""

    choice: str
    wants: str
    words: str
    ended: bool
    said_at: datetime


class MilestoneOut(Schema):
    code: str
    on: date
    words: str


class EndingOut(Schema):
    """Notice and end of one placement, and what comes as somebody grows up."""

    notices: list[EndNoticeOut]
    end: EndOut | None
    debriefs: list[DebriefOut]
    belongings: BelongingsOut | None
    after: AfterOut | None
    coming: list[MilestoneOut]


class DebriefIn(Body):
    """wanted: false where the child does not want to say anything; then no words are kept."""

    good: Text = ""
    hard: Text = ""
    next_home: Text = ""
    with_whom: Text = ""
    wanted: YesNo = True


class BelongingsIn(Body):
    there: Annotated[list[Code], Field(max_length=MANY)]
    missing: Text = ""


class EighteenIn(Body):
    """choice: staying_put, staying_close, moved_on or other. care_ends: REC, where the answer does not settle it."""

    choice: Code
    wants: Text
    words: Text
    care_ends: Code = ""


class OwnStayOut(Schema):
    """state "planned": the child is to come. move_waits: that move is on hold, so that `from_day` does not hold."""

    id: UUID
    home_name: str
    state: str
    from_day: date
    ended_on: date | None
    move_waits: bool


class EndingShownOut(Schema):
    value: int | None
    words: str


class EarlyOut(Schema):
    """One provider, in whole quarters. low, high: whole percent, null where a count is withheld."""

    from_day: date
    to_day: date
    name: str
    stays: EndingShownOut
    early: EndingShownOut
    low: int | None
    high: int | None


def _made(made: UUID) -> Status[MadeOut]:
    return Status(201, MadeOut(id=made))


# ------------------------------------------------------------------ notice
@router.get("/placements/{placement_id}/ending", response=EndingOut, summary="Notice and end of a placement")
@door_api("decisions.see_placement")
def ending(request: Request, placement_id: UUID) -> dict[str, Any]:
    at = timezone.now()
    found = queries.placement(placement_id)
    child = open_child(
        person=request.person, child_id=found.child_id, act="decisions.see_placement",
        purpose="to read of notice and end", at=at,
    )  # fmt: skip
    on = timezone.localdate(at)
    notices = queries.end_notices_of(found.id)
    staff = bool(request.person.authorities)
    return {
        "notices": notices if staff else (), "end": queries.end_of(found.id) if staff else None,
        "debriefs": queries.debriefs_of(found.id), "belongings": queries.belongings_of(found.id),
        "after": queries.after_of(found.id), "coming": queries.coming_for(child.birth_date, on),
    }  # fmt: skip


@router.post("/placements/{placement_id}/notice", response={201: MadeOut}, summary="Give notice that a stay ends")
@door_api("decisions.give_notice")
@placed
def give_notice(request: Request, placement_id: UUID, body: NoticeOfEndIn) -> Status[MadeOut]:
    at = timezone.now()
    return _made(actions.give_notice(placement_id=placement_id, by=request.person, at=at, **body.model_dump()))


@router.get("/ending/{notice_id}", response=EndNoticeOut, summary="A notice and what became of it")
@door_api("decisions.see_notice")
@placed
def end_notice(request: Request, notice_id: UUID) -> queries.EndNoticeRecord:
    at = timezone.now()
    found, _ = open_end_notice(request.person, notice_id, act="decisions.see_notice", purpose="to read a notice", at=at)
    return found


@router.post("/ending/{notice_id}/tell", response={204: None}, summary="Write down what a child was told of a notice")
@door_api("decisions.tell_notice")
def tell_notice(request: Request, notice_id: UUID, body: TellIn) -> Status[None]:
    actions.tell_of_notice(notice_id=notice_id, by=request.person, at=timezone.now(), **body.model_dump())
    return Status(204, None)


@router.post("/ending/{notice_id}/take-back", response={204: None}, summary="Take a notice back: the child stays")
@door_api("decisions.give_notice")
@placed
def take_notice_back(request: Request, notice_id: UUID, body: EndingWordsIn) -> Status[None]:
    actions.take_notice_back(notice_id=notice_id, by=request.person, at=timezone.now(), **body.model_dump())
    return Status(204, None)


@router.post("/ending/{notice_id}/no", response={201: MadeOut}, summary="A child says no to a notice")
@door_api("decisions.refuse_notice")
def refuse_notice(request: Request, notice_id: UUID, body: EndingWordsIn) -> Status[MadeOut]:
    at = timezone.now()
    return _made(actions.refuse_notice(notice_id=notice_id, by=request.person, at=at, **body.model_dump()))


@router.post("/ending/{notice_id}/meeting", response={201: MadeOut}, summary="Record a meeting after a notice")
@door_api("decisions.hold_meeting")
def record_meeting(request: Request, notice_id: UUID, body: EndingMeetingIn) -> Status[MadeOut]:
    given = {name: getattr(body, name) for name in EndingMeetingIn.model_fields if name != "tasks"}
    tasks = [Task(each.what, each.who, each.by_day) for each in body.tasks]
    at = timezone.now()
    return _made(actions.record_meeting(notice_id=notice_id, tasks=tasks, by=request.person, at=at, **given))


@router.post(
    "/ending/{notice_id}/read", response={201: MadeOut}, summary="Answer a notice that had no review before it"
)
@door_api("decisions.read_emergency_end")
def read_notice_without_review(request: Request, notice_id: UUID, body: EndingWordsIn) -> Status[MadeOut]:
    at = timezone.now()
    return _made(actions.read_emergency_end(notice_id=notice_id, words=body.words, by=request.person, at=at))


@router.post("/ends/{end_id}/read", response={201: MadeOut}, summary="Answer an end that had no review before it")
@door_api("decisions.read_emergency_end")
def read_end_without_review(request: Request, end_id: UUID, body: EndingWordsIn) -> Status[MadeOut]:
    at = timezone.now()
    return _made(actions.read_emergency_end(end_id=end_id, words=body.words, by=request.person, at=at))


# ------------------------------------------------------------------ ends, and after
@router.post("/placements/{placement_id}/why-it-ended", response={201: MadeOut}, summary="Say why a stay ended")
@door_api("provision.take_place")
def why_ended(request: Request, placement_id: UUID, body: WhyIn) -> Status[MadeOut]:
    at, found = timezone.now(), queries.placement(placement_id)
    check_may(request.person, "provision.take_place", found.subject)
    end = body.end(found.ended_on or timezone.localdate(at))
    return _made(actions.say_why_ended(placement_id=placement_id, end=end, by=request.person, at=at))


@router.post("/placements/{placement_id}/how-it-was", response={201: MadeOut}, summary="A child says how a home was")
@door_api("decisions.say_how_it_was")
def how_it_was(request: Request, placement_id: UUID, body: DebriefIn) -> Status[MadeOut]:
    at = timezone.now()
    return _made(actions.say_how_it_was(placement_id=placement_id, by=request.person, at=at, **body.model_dump()))


@router.post(
    "/placements/{placement_id}/asked", response={201: MadeOut}, summary="A child did not want to say how it was"
)
@door_api("decisions.record_debrief")
def no_debrief(request: Request, placement_id: UUID, body: EndingWordsIn) -> Status[MadeOut]:
    at = timezone.now()
    return _made(actions.record_no_debrief(placement_id=placement_id, by=request.person, at=at, **body.model_dump()))


@router.post("/placements/{placement_id}/belongings", response={201: MadeOut}, summary="Say what goes with a child")
@door_api("decisions.check_belongings")
@placed
def check_belongings(request: Request, placement_id: UUID, body: BelongingsIn) -> Status[MadeOut]:
    at = timezone.now()
    return _made(actions.check_what_goes(placement_id=placement_id, by=request.person, at=at, **body.model_dump()))


@router.post("/placements/{placement_id}/next-home", response={201: MadeOut}, summary="What the next home must know")
@door_api("children.tell_next_home")
@placed
def note_for_next_home(request: Request, placement_id: UUID, body: EndingWordsIn) -> Status[MadeOut]:
    at = timezone.now()
    return _made(actions.note_for_next_home(placement_id=placement_id, by=request.person, at=at, words=body.words))


@router.post("/placements/{placement_id}/eighteen", response={201: MadeOut}, summary="Where somebody lives after 18")
@door_api("decisions.decide_at_eighteen")
def decide_at_eighteen(request: Request, placement_id: UUID, body: EighteenIn) -> Status[MadeOut]:
    at = timezone.now()
    return _made(actions.decide_at_eighteen(placement_id=placement_id, by=request.person, at=at, **body.model_dump()))


@router.get("/placements/ours", response=Paged[OwnStayOut], summary="Who lives in one's own homes, or is to come")
@door_api("decisions.see_own_stays")
@chosen
def own_stays(request: Request, window: Query[Window]) -> Page[queries.PlacementRecord]:
    at = timezone.now()
    shown = cut((*queries.own_coming(request.person), *queries.own_stays(request.person, at=at)), window)
    look_at_stays(request.person, tuple(shown.items), at=at)
    return shown


@router.get("/placements/early-ends", response=Paged[EarlyOut], summary="Early ends by provider, suppressed")
@door_api("decisions.see_early_ends")
def early_ends(request: Request, window: Query[Window]) -> Page[dict[str, Any]]:
    on = timezone.localdate()
    period = asdict(counts.last_period(on))
    return cut([{**period, **asdict(each)} for each in counts.early_ends(on=on)], window)
