"""What comes before a search, for machines: what was tried, relatives and friends, approvals for a time, causes."""

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from ninja import Schema, Status

from carecommons.children.doors import open_child
from carecommons.common.wire import Body, Code, Day, Id, MadeOut, Text, YesNo
from carecommons.people.doors import Request, door_api

from .. import actions, counts, queries
from ..prevention import Prevention, Tried
from ..queries import ApprovalRecord
from .router import router


class TriedIn(Body):
    what: Text
    by_whom: Text
    tried_on: Day
    came_of: Text


class PreventionIn(Body):
    """root_cause: a code; tried: what was tried, or nothing_because: why nothing could be."""

    root_cause: Code
    tried: list[TriedIn] = []
    nothing_because: Text = ""


class TriedOut(Schema):
    what: str
    by_whom: str
    tried_on: date
    came_of: str


class PreventionOut(Schema):
    """recorded: whether anything is on record yet; owed: whether this search owes it before homes are looked at."""

    recorded: bool
    owed: bool
    root_cause: str = ""
    tried: list[TriedOut] = []
    nothing_because: str = ""
    recorded_at: datetime | None = None
    recorded_by_role: str = ""


class AssessIn(Body):
    """relation, outcome: codes. follows: the earlier assessment of the same person."""

    relation: Code
    outcome: Code
    words: Text
    assessor: Text
    training: Text
    experience: Text
    assessed_on: Day
    who: Text = ""
    follows: Id | None = None


class ApproveForATimeIn(Body):
    home_id: Id
    from_day: Day
    because: Text


class LongerIn(Body):
    """Each day is owed: considered still the most appropriate home; panel asked; reviewing officer told (reg 25)."""

    because: Text
    most_appropriate_on: Day | None = None
    panel_asked_on: Day | None = None
    reviewer_told_on: Day | None = None


class CloseForATimeIn(Body):
    """in_full: approved in full (the register of homes says so); else not approved any more.

    For an approval in full both days are owed: the fostering panel recommended it; it was decided (Fostering Services
    Regulations 2011 reg 25(1)(a) and 27).
    """

    in_full: YesNo
    because: Text
    panel_recommended_on: Day | None = None
    decided_on: Day | None = None


class ViabilityOut(Schema):
    id: UUID
    relation: str
    who: str
    outcome: str
    words: str
    assessor: str
    training: str
    experience: str
    assessed_on: date
    recorded_at: datetime
    follows: UUID | None


class ApprovalForATimeOut(Schema):
    """to_day: the last day that it covers, as it stands now. lapsed: it ran out, and the home stops."""

    id: UUID
    home_id: UUID
    home_name: str
    relation: str
    state: str
    from_day: date
    to_day: date
    lapsed: bool
    because: str
    extended_because: str
    most_appropriate_on: date | None
    panel_asked_on: date | None
    reviewer_told_on: date | None
    closed_because: str
    closed_on: date | None
    panel_recommended_on: date | None
    decided_on: date | None

    @staticmethod
    def resolve_lapsed(found: ApprovalRecord) -> bool:
        return found.has_lapsed(timezone.localdate())


class RelativesOut(Schema):
    """Every assessment, oldest first, and every approval for a time, newest first."""

    assessments: list[ViabilityOut]
    approvals: list[ApprovalForATimeOut]


@router.get("/searches/{search_id}/prevention", response=PreventionOut, summary="What was tried before a search")
@door_api("matching.see_referral")
def tried_before(request: Request, search_id: UUID) -> dict[str, Any]:
    return _prevention(request, search_id, "matching.see_referral")


@router.post(
    "/searches/{search_id}/prevention", response={201: PreventionOut}, summary="Say what was tried before a search"
)
@door_api("matching.record_prevention")
def prevention(request: Request, search_id: UUID, body: PreventionIn) -> Status[dict[str, Any]]:
    tried = [Tried(each.what, each.by_whom, each.tried_on, each.came_of) for each in body.tried]
    actions.record_prevention(
        referral_id=search_id, root_cause=body.root_cause, tried=tried, nothing_because=body.nothing_because,
        by=request.person, at=datetime.now(UTC),
    )  # fmt: skip
    return Status(201, _prevention(request, search_id, "matching.record_prevention"))


@router.get("/relatives/{uuid:child_id}", response=RelativesOut, summary="Relatives and friends who were asked")
@door_api("matching.see_relatives")
def relatives(request: Request, child_id: UUID) -> dict[str, Any]:
    child = open_child(
        person=request.person, child_id=child_id, act="matching.see_relatives",
        purpose="Reading which relatives and friends were asked", at=datetime.now(UTC),
    )  # fmt: skip
    return {"assessments": queries.assessments_of(child.id), "approvals": queries.approvals_of(child.id)}


@router.post("/relatives/{uuid:child_id}", response={201: MadeOut}, summary="Record what was found about a relative")
@door_api("matching.assess_relative")
def assess(request: Request, child_id: UUID, body: AssessIn) -> Status[dict[str, UUID]]:
    made = actions.assess_relative(child_id=child_id, by=request.person, at=datetime.now(UTC), **body.model_dump())
    return Status(201, {"id": made})


@router.post(
    "/relatives/assessments/{uuid:assessment_id}/approve", response={201: MadeOut},
    summary="Approve a relative or friend for a time (reg 24)",
)  # fmt: skip
@door_api("matching.approve_for_a_time")
def approve_relative(request: Request, assessment_id: UUID, body: ApproveForATimeIn) -> Status[dict[str, UUID]]:
    made = actions.approve_for_a_time(
        assessment_id=assessment_id, by=request.person, at=datetime.now(UTC), **body.model_dump()
    )
    return Status(201, {"id": made})


@router.post(
    "/relatives/approvals/{uuid:approval_id}/longer", response={204: None},
    summary="Make an approval for a time longer, once (reg 25)",
)  # fmt: skip
@door_api("matching.extend_approval")
def longer(request: Request, approval_id: UUID, body: LongerIn) -> Status[None]:
    actions.extend_approval(approval_id=approval_id, by=request.person, at=datetime.now(UTC), **body.model_dump())
    return Status(204, None)


@router.post(
    "/relatives/approvals/{uuid:approval_id}/close",
    response={204: None},
    summary="Say how an approval for a time ended",
)
@door_api("matching.close_approval")
def end_early(request: Request, approval_id: UUID, body: CloseForATimeIn) -> Status[None]:
    actions.close_approval(approval_id=approval_id, by=request.person, at=datetime.now(UTC), **body.model_dump())
    return Status(204, None)


@router.get("/causes", response=dict[str, Any], summary="What lay behind unplanned searches, counted and suppressed")
@door_api("matching.see_causes")
def causes(request: Request) -> dict[str, Any]:
    """A count that is withheld has the value null."""
    return asdict(counts.causes_for(request.person, timezone.localdate()))


def _prevention(request: Request, search_id: UUID, act: str) -> dict[str, Any]:
    found = queries.referral(search_id)
    open_child(
        person=request.person, child_id=found.child_id, act=act, purpose="Reading what was tried before a search",
        at=datetime.now(UTC),
    )  # fmt: skip
    owed = queries.is_unplanned(found.why, timezone.localdate(found.made_at))
    told: Prevention | None = queries.prevention_of(found.id)
    return {"recorded": told is not None, "owed": owed, **(asdict(told) if told else {})}
