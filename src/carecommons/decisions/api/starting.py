"""Placements for machines: how one stands, its plan, the visits before it, its notices, and that the child came."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Schema, Status

from carecommons.children.doors import open_child
from carecommons.children.queries import ChildRecord
from carecommons.common.papers import Paper, make_pdf
from carecommons.common.wire import Body, Code, Day, Line, Page, Paged, Text, Window, YesNo, cut
from carecommons.people.doors import Request, door_api
from carecommons.people.roles import ROLE_NAMES, Role

from .. import actions, counts, queries
from ..doors import chosen, open_plan
from ..notice_paper import day, notice_paper
from ..own_start import AGREED
from ..queries import PlacementRecord
from ..starting import BRING
from .router import router

SEE = "decisions.see_placement"
OWN_READS = frozenset({*AGREED, BRING})  # what their page shows too: the rest an adult explains first


class HomeSaysOut(Schema):
    """What the home says of the yes written down for it. Where it is not right, `reply` is null until it is settled."""

    right: bool
    words: str
    said_on: date


class PlanLineOut(Schema):
    """One item of a plan. reply: null while nobody has answered it. home_says: of `home_agrees`, what the home says."""

    item: str
    title: str
    asks: str
    source: str
    replies: list[str]
    reply: str | None
    words: str
    said_on: date | None
    home_says: HomeSaysOut | None


class FirstVisitOut(Schema):
    id: UUID
    kind: str
    on_day: date
    who: str
    state: str
    how_it_was: str


class NoticeOut(Schema):
    """One notice that the move owes. before_approval: it comes before the choice can be approved."""

    kind: str
    to: str
    law: str
    due_on: date
    before_approval: bool
    sent_on: date | None


class PlacementLineOut(Schema):
    """move_waits: the planned move is on hold, so that the day in `from_day` does not hold.

    decision_id: null for a stay that began before any choice here; taken_up_on: the day on which it was taken up.
    """

    id: UUID
    decision_id: UUID | None
    home_name: str
    state: str
    from_day: date
    ended_on: date | None
    move_waits: bool
    taken_up_on: date | None


class PlacementOut(PlacementLineOut):
    """One placement with its plan. plan_due_on: the day by which it is whole; null for a stay that was taken up. The
    young person reads no notices.

    review_owed: regulation_14, section_22d: a review comes before this move, and none was named yet. review_of: where
    the child lives, and the review is recorded.

    waits_because: looked_at_again, agreement_withdrawn: what holds the planned move. no_home_from, no_home_until: for
    those around the child, the last day in one home and the first in the next where no home is known between; the
    second is null while the move waits.
    """

    child_id: UUID
    emergency: bool
    plan_due_on: date | None
    plan_lacks: list[str]
    plan: list[PlanLineOut]
    visits: list[FirstVisitOut]
    notices: list[NoticeOut]
    review_owed: list[str]
    review_of: UUID | None
    waits_because: list[str]
    no_home_from: date | None
    no_home_until: date | None


class DueThereOut(Schema):
    words: str
    on: date


class HomePlanLineOut(Schema):
    """One item of a plan as the home reads it. reply: null while nobody has answered it. home_says: see there."""

    item: str
    title: str
    reply: str | None
    words: str
    said_on: date | None
    home_says: HomeSaysOut | None


class HomePlanOut(Schema):
    """The plan of a child as their home reads it. due: visits, reviews and health, once the child has come."""

    id: UUID
    child_reference: str
    known_as: str
    home_name: str
    state: str
    from_day: date
    ended_on: date | None
    move_waits: bool
    plan: list[HomePlanLineOut]
    visits: list[FirstVisitOut]
    due: list[DueThereOut]


class PlanAnswerIn(Body):
    """item: a code of the plan; reply: said, does_not_apply, yes, no or ask, as the item takes it."""

    item: Code
    reply: Code
    words: Text = ""


class FirstVisitIn(Body):
    kind: Code
    on_day: Day
    who: Text


class VisitAnswerIn(Body):
    held: YesNo
    how_it_was: Text


class BeginIn(Body):
    """reviewed_on, no_review: where a review comes first and the approval named none that still counts."""

    came_on: Day
    reviewed_on: Day | None = None
    no_review: Text = ""


class OurYesIn(Body):
    """right: the yes that was written down for the home is right, or the home gives it now; else what is wrong."""

    right: YesNo
    words: Text = ""


class BringIn(Body):
    words: Text


class NoticeIn(Body):
    sent_on: Day
    sent_to: Line


class StartSectionOut(Schema):
    heading: str
    lines: list[str]


class StartPaperOut(Schema):
    """A notice as it is printed: headings, each with its lines."""

    title: str
    to_whom: str
    sections: list[StartSectionOut]
    foot: str


@router.get(
    "/children/{child_id}/placements", response=Paged[PlacementLineOut], summary="A child’s placements, newest first"
)
@door_api("decisions.see_placement")
def read_placements(request: Request, child_id: UUID, window: Query[Window]) -> Page[PlacementRecord]:
    child = open_child(
        person=request.person, child_id=child_id, act=SEE, purpose="to read where a move stands", at=timezone.now()
    )
    return cut(queries.placements_of(child.id), window)


@router.get("/placements/{uuid:placement_id}", response=PlacementOut, summary="A placement: its plan, and what it owes")
@door_api("decisions.see_placement")
def read_placement(request: Request, placement_id: UUID) -> dict[str, Any]:
    return _shown(request, placement_id, SEE)


@router.get("/placements/{placement_id}/plan", response=HomePlanOut, summary="The plan, for the home that follows it")
@door_api("decisions.read_plan_at_home")
@chosen
def read_plan_at_home(request: Request, placement_id: UUID) -> dict[str, Any]:
    at = timezone.now()
    found, child = open_plan(request.person, placement_id, at=at)
    return _at_home(found, child, at)


@router.post("/placements/{placement_id}/our-yes", response=HomePlanOut, summary="Say whether one’s home said yes")
@door_api("decisions.answer_for_home")
@chosen
def our_yes(request: Request, placement_id: UUID, body: OurYesIn) -> dict[str, Any]:
    at = timezone.now()
    actions.answer_for_home(placement_id=placement_id, by=request.person, at=at, **body.model_dump())
    found, child = open_plan(
        request.person, placement_id, at=at, act="decisions.answer_for_home",
        purpose="to say whether the home said yes",
    )  # fmt: skip
    return _at_home(found, child, at)


def _at_home(found: PlacementRecord, child: ChildRecord, at: datetime) -> dict[str, Any]:
    """The plan as the home reads it."""
    return {
        "id": found.id, "child_reference": child.reference, "known_as": child.known_as, "home_name": found.home_name,
        "state": found.state, "from_day": found.from_day, "ended_on": found.ended_on, "move_waits": found.move_waits,
        "plan": [
            {
                "item": line.item.code, "title": line.item.title, "reply": line.reply, "words": line.words,
                "said_on": line.said_on, "home_says": line.home_says,
            }
            for line in queries.plan_of(found).lines
        ],
        "visits": queries.visits_of(found.id),
        "due": queries.due_there(found, at=at),
    }  # fmt: skip


@router.post("/placements/{placement_id}/plan", response={201: PlacementOut}, summary="Answer one item of the plan")
@door_api("decisions.write_plan")
def answer_plan(request: Request, placement_id: UUID, body: PlanAnswerIn) -> Status[dict[str, Any]]:
    actions.answer_plan(placement_id=placement_id, by=request.person, at=timezone.now(), **body.model_dump())
    return Status(201, _shown(request, placement_id, "decisions.write_plan"))


@router.post("/placements/{placement_id}/visits", response={201: PlacementOut}, summary="Plan a visit before the move")
@door_api("decisions.write_plan")
def plan_visit(request: Request, placement_id: UUID, body: FirstVisitIn) -> Status[dict[str, Any]]:
    actions.plan_visit(placement_id=placement_id, by=request.person, at=timezone.now(), **body.model_dump())
    return Status(201, _shown(request, placement_id, "decisions.write_plan"))


@router.post("/placements/visits/{introduction_id}", response=PlacementOut, summary="Say whether a visit happened")
@door_api("decisions.write_plan")
def answer_visit(request: Request, introduction_id: UUID, body: VisitAnswerIn) -> dict[str, Any]:
    actions.answer_visit(visit_id=introduction_id, by=request.person, at=timezone.now(), **body.model_dump())
    return _shown(request, queries.visit(introduction_id)[1], "decisions.write_plan")


@router.post("/placements/{placement_id}/begin", response=PlacementOut, summary="Say that the child came")
@door_api("decisions.begin_placement")
def begin(request: Request, placement_id: UUID, body: BeginIn) -> dict[str, Any]:
    actions.begin_placement(placement_id=placement_id, by=request.person, at=timezone.now(), **body.model_dump())
    return _shown(request, placement_id, "decisions.begin_placement")


@router.post("/placements/{placement_id}/bring", response=PlacementOut, summary="Say what the child brings along")
@door_api("decisions.say_what_comes")
def bring(request: Request, placement_id: UUID, body: BringIn) -> dict[str, Any]:
    actions.say_what_comes(placement_id=placement_id, words=body.words, by=request.person, at=timezone.now())
    return _shown(request, placement_id, "decisions.say_what_comes")


@router.get("/{decision_id}/notices/{kind}", response=StartPaperOut, summary="A notice that a choice owes, in words")
@door_api("decisions.send_notice")
def read_notice(request: Request, decision_id: UUID, kind: str) -> dict[str, Any]:
    paper = _paper(request, decision_id, kind)
    lines = [
        {
            "heading": section.heading,
            "lines": [
                line
                for block in section.blocks
                for line in (*filter(None, [block.words]), *block.items, *(f"{row[0]}: {row[1]}" for row in block.rows))
            ],
        }
        for section in paper.sections
    ]
    return {"title": paper.title, "to_whom": paper.kicker, "sections": lines, "foot": paper.foot}


@router.get("/{decision_id}/notices/{kind}/pdf", summary="The same notice as a tagged PDF")
@door_api("decisions.send_notice")
def notice_pdf(request: Request, decision_id: UUID, kind: str) -> HttpResponse:
    paper = _paper(request, decision_id, kind)
    pdf = make_pdf(paper, fonts=settings.PAPER_TYPEFACES, at=timezone.now())
    return HttpResponse(pdf, content_type="application/pdf")


@router.post("/{decision_id}/notices/{kind}", response={204: None}, summary="Record that a notice was sent")
@door_api("decisions.send_notice")
def record_notice(request: Request, decision_id: UUID, kind: str, body: NoticeIn) -> Status[None]:
    actions.record_notice(decision_id=decision_id, kind=kind, by=request.person, at=timezone.now(), **body.model_dump())
    return Status(204, None)


class ExceptionsOut(Schema):
    """One council, in whole quarters. Each count in words: suppressed where it is small, and rounded."""

    from_day: date
    to_day: date
    council: str
    choices: str
    spot_purchases: str
    came_before_plan: str
    notices_after_first_day: str


@router.get("/counts/exceptions", response=Paged[ExceptionsOut], summary="Exceptions by council, suppressed")
@door_api("decisions.see_life_counts")
def read_exceptions(request: Request, window: Query[Window]) -> Page[ExceptionsOut]:
    on = timezone.localdate(timezone.now())
    period = counts.last_period(on)
    found = [
        ExceptionsOut(
            from_day=period.from_day, to_day=period.to_day, council=each.name, choices=each.choices.words,
            spot_purchases=each.spot.words,
            came_before_plan=each.without_plan.words, notices_after_first_day=each.late_notice.words,
        )
        for each in counts.exceptions(on=on)
    ]  # fmt: skip
    return cut(found, window)


def _paper(request: Request, decision_id: UUID, kind: str) -> Paper:
    found, at = queries.decision(decision_id), timezone.now()
    open_child(
        person=request.person, child_id=found.child_id, act="decisions.send_notice", purpose="To make a notice", at=at
    )
    here = timezone.localtime(at)
    facts = queries.facts_for_notice(decision_id, kind, on=timezone.localdate(at), at=at)
    role = ROLE_NAMES[request.person.role]
    return notice_paper(facts, printed=f"{day(here)}, {here:%H:%M}", role=role, made_up=settings.DEMO)


def _shown(request: Request, placement_id: UUID, act: str) -> dict[str, Any]:
    """The placement, after the look is written down."""
    found, at = queries.placement(placement_id), timezone.now()
    open_child(person=request.person, child_id=found.child_id, act=act, purpose="to read where a move stands", at=at)
    plan, own = queries.plan_of(found), request.person.role in (Role.CHILD, Role.ADVOCATE)
    before = queries.review_before(found.decision_id, at=at)
    gap = None if own else queries.between_of(found.child_id, on=timezone.localdate(at))
    if gap is not None and found.id not in (gap.leaves, gap.moves):
        gap = None
    return {
        "waits_because": found.hold.codes, "no_home_from": gap.last_day if gap else None,
        "no_home_until": gap.first_day if gap else None,
        "review_owed": before.owed if before.lacks and not own else (),
        "review_of": before.placement_id if before.lacks and not own else None,
        "id": found.id, "decision_id": found.decision_id, "child_id": found.child_id, "home_name": found.home_name,
        "state": found.state, "from_day": found.from_day, "ended_on": found.ended_on, "move_waits": found.move_waits,
        "taken_up_on": found.taken_up_on, "emergency": plan.emergency,
        "plan_due_on": plan.due_on, "plan_lacks": [each.code for each in plan.lacks],
        "plan": [
            {
                "item": line.item.code, "title": line.item.title, "asks": line.item.asks, "source": line.item.source,
                "replies": list(line.item.replies), "reply": line.reply, "words": line.words, "said_on": line.said_on,
                "home_says": line.home_says,
            }
            for line in plan.lines if not own or line.item.code in OWN_READS
        ],
        "visits": queries.visits_of(found.id),
        "notices": [] if own else [
            {
                "kind": each.kind.code, "to": each.kind.to, "law": each.kind.law, "due_on": each.due_on,
                "before_approval": each.before, "sent_on": each.sent_on,
            }
            for each in queries.notices_of(found.decision_id, at=at)
        ],
    }  # fmt: skip
