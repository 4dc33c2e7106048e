"""Reviews for machines: the same acts, permissions and refusals as the pages."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from carecommons.children.doors import open_child, reach_child
from carecommons.common.errors import NotAllowed, NotFound
from carecommons.common.wire import Body, Code, Id, Page, Paged, Text, Window, YesNo, cut, paged
from carecommons.people.actions import record_look
from carecommons.people.doors import Request, door_api
from carecommons.people.roles import Person, Role

from .. import actions, counts, queries
from ..digest import DigestLine
from ..panel import check_outside
from ..queries import Concerned, PanelCall, ReviewRecord, Sitter
from ..review import About, AskedAs
from ..rights import Way

router = Router(tags=["reviews"])
OWN = (Role.CHILD, Role.ADVOCATE)
OWN_REVIEWS, RUN, SIT = "decisions.see_own_reviews", "decisions.run_review", "decisions.sit_on_panel"


class AskIn(Body):
    """about: decision or ending. safety: somebody may be unsafe, so that it cannot wait."""

    decision_id: Id
    words: Text
    wants: Text = ""
    about: Code = About.DECISION
    safety: YesNo = False


class AskForHomeIn(Body):
    """Either the decision in which the home had a part, or the public number of one for which it was not asked."""

    home_id: Id
    decision_id: Id | None = None
    entry_number: Annotated[int, Field(ge=1, lt=2**53)] | None = None
    words: Text
    wants: Text = ""
    about: Code = About.DECISION


class WordsIn(Body):
    words: Text


class ToAskerIn(Body):
    """Words that who asked reads. read: each word that may say who or where the child is was read, and says neither."""

    words: Text
    read: YesNo = False


class TakeBackReviewIn(Body):
    words: Text = ""


class PanelIn(Body):
    """posts: the posts in which people would sit; those who sit already count."""

    posts: Annotated[list[Id], Field(max_length=9)]


class FreeSeatIn(Body):
    """seat_id: the seat of a member whose post has ended, or who is silent."""

    seat_id: Id


class RedirectIn(Body):
    to: Code
    words: Text
    read: YesNo = False


class DigestIn(Body):
    """read: each word at the start of a sentence that may be a name was read, and names nobody."""

    text: Text
    read: YesNo = False


class InterestIn(Body):
    interest: YesNo
    words: Text = ""


class HearingIn(Body):
    how: Code
    words: Text


class FindingIn(Body):
    outcome: Code
    remedy: Code
    words_child: Text
    words_parties: Text
    duty_words: Text = ""
    digest: Text
    read: YesNo = False


class VoiceIn(Body):
    agrees: YesNo
    words: Text = ""


class OwnReviewOut(Schema):
    """A review as who asked for it reads it. told: what the panel found, in the words meant for this reader."""

    id: UUID
    decision_id: UUID
    about: str
    asked_as: str
    asked_at: datetime
    words: str
    wants: str
    urgent: bool
    acknowledge_by: date
    finding_by: date
    holds: bool
    state: str
    acknowledged_words: str
    closed_words: str
    redirected_to: str | None
    outcome: str | None
    remedy: str | None
    told: str
    duty_words: str
    duty_by: date | None
    remedied_words: str
    lifted_words: str


class SeatOut(Schema):
    """stands: how it stands with this member, in words."""

    id: UUID
    name: str
    role: str
    interest: bool | None
    left: bool
    stands: str


class FindingOut(Schema):
    outcome: str
    remedy: str
    words_child: str
    words_parties: str
    duty_words: str
    digest: str
    voices: int
    dissent: list[str]


class ReviewOut(Schema):
    """A review as who runs or hears it reads it. stands: the finding is that of the panel; else it waits or fell."""

    id: UUID
    decision_id: UUID
    child_reference: str
    about: str
    asked_as: str
    asked_by_role: str
    asked_at: datetime
    words: str
    wants: str
    safety: bool
    urgent: bool
    acknowledge_by: date
    finding_by: date
    holds: bool
    lifted_words: str
    state: str
    acknowledged_words: str
    seats: list[SeatOut]
    heard_how: str
    heard_words: str
    closed_words: str
    redirected_to: str | None
    finding: FindingOut | None
    stands: bool
    duty_by: date | None
    remedied_words: str
    published: str


class PanelCallOut(Schema):
    """What a member of a panel may know at any time. opens: they may read the rest now. owes: what is theirs to do."""

    review_id: UUID
    role: str
    about: str
    asked_as: str
    asked_on: date
    urgent: bool
    finding_by: date
    state: str
    opens: bool
    owes: str
    may_leave: bool
    child_reference: str


class PaperOut(Schema):
    """What a member of a panel reads: the review, and the choice that it is about with its reasons.

    All but `call` is null before the member has said that they have no interest, and once the review is closed.
    """

    call: PanelCallOut
    review: ReviewOut | None
    home_name: str | None
    from_day: date | None
    why_chosen: str | None
    wishes_how: str | None
    prevailed: str | None
    criteria_version: int | None


class DigestOut(Schema):
    """The words of a finding. The rest is null unless so many say the same of the period that it is no small number."""

    text: str
    period: str | None
    asked_as: str | None
    about: str | None
    outcome: str | None
    remedy: str | None
    criteria_version: int | None


class DayKeptOut(Schema):
    """One day that councils owe, of the whole quarters from from_day to to_day. kept, late: null where withheld."""

    from_day: date
    to_day: date
    what: str
    kept: int | None
    late: int | None


class WayOut(Schema):
    code: str
    name: str
    who: str
    what: str
    days: list[str]


class ConcernedOut(Schema):
    """abouts: what may be looked at again now. ask_by: null while a notice stands and the child lives there."""

    decision_id: UUID
    home_id: UUID
    home_name: str
    chosen: bool
    decided_on: date
    ask_by: date | None
    abouts: list[str]


class SitterOut(Schema):
    post_id: UUID
    name: str
    role: str
    outside: bool
    councils: list[str]


# ------------------------------------------------------------------ everybody
@router.get("/digests", response=Paged[DigestOut], summary="What reviews found, without names, places or days")
@door_api("site.read_public")
def digests(request: Request, window: Query[Window]) -> Page[DigestLine]:
    return cut(counts.digests(timezone.localdate()), window)


@router.get(
    "/days", response=Paged[DayKeptOut],
    summary="How councils kept the days of reviews, in four whole quarters; small numbers withheld",
)  # fmt: skip
@door_api("site.read_public")
def days(request: Request, window: Query[Window]) -> Page[dict[str, Any]]:
    on = timezone.localdate()
    period = counts.last_period(on)
    return cut(
        [
            {
                "from_day": period.from_day, "to_day": period.to_day, "what": each.what, "kept": each.kept.value,
                "late": each.late.value,
            }
            for each in counts.days_kept(on)
        ],
        window,
    )  # fmt: skip


@router.get("/rights", response=Paged[WayOut], summary="Every way to say that something is wrong, with its days")
@door_api("site.read_public")
def rights(request: Request, window: Query[Window]) -> Page[Way]:
    return cut(list(queries.ways_on(timezone.localdate())), window)


# ------------------------------------------------------------------ who asks
@router.get("/", response=Paged[OwnReviewOut], summary="The reviews that I asked for, newest first")
@door_api(OWN_REVIEWS)
def mine(request: Request, window: Query[Window]) -> Page[dict[str, Any]]:
    page = cut(queries.my_reviews(request.person), window)
    if request.person.role is not Role.CHILD:
        children = {each.child_id for each in page.items if each.asked_as is not AskedAs.HOME}
        _look_at(request, children, OWN_REVIEWS)
    return paged([own_review(request.person, each) for each in page.items], window, total=page.total)


@router.post("/", response={201: OwnReviewOut}, summary="Ask that people who did not decide look again")
@door_api("decisions.ask_review")
def ask(request: Request, body: AskIn) -> Status[dict[str, Any]]:
    made = actions.ask_review(by=request.person, at=timezone.now(), **body.model_dump())
    return Status(201, _opened_own(request, made))


@router.get("/homes", response=Paged[ConcernedOut], summary="Decisions in which my homes had a part, still in time")
@door_api("decisions.ask_review_for_home")
def concerning(request: Request, window: Query[Window]) -> Page[Concerned]:
    page = cut(queries.decisions_concerning(request.person, at=timezone.now()), window)
    _look_at(request, {each.child_id for each in page.items}, "decisions.ask_review_for_home")
    return page


@router.post("/homes", response={201: OwnReviewOut}, summary="Ask for a review for one of my homes")
@door_api("decisions.ask_review_for_home")
def ask_for_home(request: Request, body: AskForHomeIn) -> Status[dict[str, Any]]:
    made = actions.ask_review_for_home(by=request.person, at=timezone.now(), **body.model_dump())
    return Status(201, _opened_own(request, made))


@router.post("/of-no/{disagreement_id}", response={201: OwnReviewOut}, summary="Make a review of a child's no")
@door_api("decisions.disagree")
def of_no(request: Request, disagreement_id: UUID) -> Status[dict[str, Any]]:
    made = actions.ask_review_of_no(disagreement_id=disagreement_id, by=request.person, at=timezone.now())
    return Status(201, _opened_own(request, made))


@router.get("/docket", response=Paged[ReviewOut], summary="The reviews of my councils that I may run")
@door_api(RUN)
def docket(request: Request, window: Query[Window]) -> Page[ReviewRecord]:
    page = cut(queries.docket(request.person), window)
    _look_at(request, {each.child_id for each in page.items}, RUN)
    return page


@router.get("/panels", response=Paged[PanelCallOut], summary="The reviews on whose panel I sit")
@door_api(SIT)
def panels(request: Request, window: Query[Window]) -> Page[PanelCall]:
    page = cut(queries.panels_of(request.person), window)
    _look_at(request, {each.child_id for each in page.items if each.child_id is not None}, SIT)
    return page


@router.get("/{review_id}", response=OwnReviewOut, summary="One review that I asked for")
@door_api(OWN_REVIEWS)
def one(request: Request, review_id: UUID) -> dict[str, Any]:
    return _opened_own(request, review_id)


@router.post("/{review_id}/withdraw", response=OwnReviewOut, summary="Take a review back, without a reason")
@door_api(OWN_REVIEWS)
def withdraw(request: Request, review_id: UUID, body: TakeBackReviewIn | None = None) -> dict[str, Any]:
    words = body.words if body else ""
    actions.withdraw_review(review_id=review_id, words=words, by=request.person, at=timezone.now())
    return _opened_own(request, review_id)


# ------------------------------------------------------------------ who runs it
@router.get("/{review_id}/run", response=ReviewOut, summary="One review, for whoever runs it")
@door_api(RUN)
def run(request: Request, review_id: UUID) -> ReviewRecord:
    return _run(request, review_id)


@router.get("/{review_id}/sitters", response=Paged[SitterOut], summary="Who may be named for the panel")
@door_api(RUN)
def sitters(request: Request, review_id: UUID, window: Query[Window]) -> Page[Sitter]:
    _run(request, review_id, look=False)
    return cut(queries.sitters_for(review_id, on=timezone.localdate()), window)


@router.post("/{review_id}/acknowledge", response=ReviewOut, summary="Tell who asked that it was received")
@door_api(RUN)
def acknowledge(request: Request, review_id: UUID, body: ToAskerIn) -> ReviewRecord:
    actions.acknowledge_review(review_id=review_id, by=request.person, at=timezone.now(), **body.model_dump())
    return _run(request, review_id)


@router.post("/{review_id}/panel", response=ReviewOut, summary="Name who hears the review")
@door_api(RUN)
def name_panel(request: Request, review_id: UUID, body: PanelIn) -> ReviewRecord:
    actions.name_panel(review_id=review_id, posts=body.posts, by=request.person, at=timezone.now())
    return _run(request, review_id)


@router.post("/{review_id}/free-seat", response=ReviewOut, summary="Make free the seat of a member who cannot speak")
@door_api(RUN)
def free_seat(request: Request, review_id: UUID, body: FreeSeatIn) -> ReviewRecord:
    actions.free_seat(review_id=review_id, seat_id=body.seat_id, by=request.person, at=timezone.now())
    return _run(request, review_id)


@router.post("/{review_id}/redirect", response=ReviewOut, summary="Send on what a panel cannot settle")
@door_api(RUN)
def send_on(request: Request, review_id: UUID, body: RedirectIn) -> ReviewRecord:
    actions.redirect_review(review_id=review_id, by=request.person, at=timezone.now(), **body.model_dump())
    return _run(request, review_id)


@router.post("/{review_id}/let-go", response=ReviewOut, summary="Let a held move go on, and say why")
@door_api("decisions.let_move_go")
def let_go(request: Request, review_id: UUID, body: WordsIn) -> ReviewRecord:
    actions.let_move_go(review_id=review_id, words=body.words, by=request.person, at=timezone.now())
    return _run(request, review_id)


@router.post("/{review_id}/remedied", response=ReviewOut, summary="Say what was done of what was found")
@door_api(RUN)
def remedied(request: Request, review_id: UUID, body: ToAskerIn) -> ReviewRecord:
    actions.remedy_done(review_id=review_id, by=request.person, at=timezone.now(), **body.model_dump())
    return _run(request, review_id)


@router.post("/{review_id}/digest", response=ReviewOut, summary="Publish the digest, after a scan")
@door_api(RUN)
def publish(request: Request, review_id: UUID, body: DigestIn) -> ReviewRecord:
    actions.release_digest(review_id=review_id, by=request.person, at=timezone.now(), **body.model_dump())
    return _run(request, review_id)


# ------------------------------------------------------------------ the panel
@router.get("/{review_id}/paper", response=PaperOut, summary="What a member of the panel reads")
@door_api(SIT)
def paper(request: Request, review_id: UUID) -> dict[str, Any]:
    return _paper(request, review_id)


@router.post("/{review_id}/interest", response={204: None}, summary="Say whether I have an interest")
@door_api(SIT)
def interest(request: Request, review_id: UUID, body: InterestIn) -> Status[None]:
    actions.declare_interest(
        review_id=review_id, interest=body.interest, words=body.words, by=request.person, at=timezone.now()
    )
    return Status(204, None)


@router.post("/{review_id}/hearing", response=PaperOut, summary="Write down that it was heard")
@door_api(SIT)
def hearing(request: Request, review_id: UUID, body: HearingIn) -> dict[str, Any]:
    actions.hear_review(review_id=review_id, how=body.how, words=body.words, by=request.person, at=timezone.now())
    return _paper(request, review_id)


@router.post("/{review_id}/finding", response=PaperOut, summary="Write a finding for the panel")
@door_api(SIT)
def finding(request: Request, review_id: UUID, body: FindingIn) -> dict[str, Any]:
    actions.write_finding(review_id=review_id, by=request.person, at=timezone.now(), **body.model_dump())
    return _paper(request, review_id)


@router.post("/{review_id}/voice", response=PaperOut, summary="Say whether I agree with the finding that waits")
@door_api(SIT)
def voice(request: Request, review_id: UUID, body: VoiceIn) -> dict[str, Any]:
    actions.agree_finding(
        review_id=review_id, agrees=body.agrees, words=body.words, by=request.person, at=timezone.now()
    )
    return _paper(request, review_id)


# ------------------------------------------------------------------ opening, with the look written
def _look_at(request: Request, children: set[UUID], act: str) -> None:
    for child_id in sorted(children):
        record_look(
            person=request.person, child_id=child_id, act=act, purpose="to read a list of reviews", at=timezone.now()
        )


def _opened_own(request: Request, review_id: UUID) -> dict[str, Any]:
    found = queries.review(review_id)
    if not queries.review_is_theirs(found, request.person):
        raise NotFound()
    if found.asked_as is not AskedAs.HOME:
        open_child(
            person=request.person, child_id=found.child_id, act=OWN_REVIEWS, purpose="to read a review",
            at=timezone.now(),
        )  # fmt: skip
    return own_review(request.person, found)


def own_review(person: Person, found: ReviewRecord) -> dict[str, Any]:
    """The review in the words meant for this reader: the child's own, or those for the parties."""
    own = person.role in OWN
    stands = found.finding if found.stands else None
    told = (stands.words_child if own else stands.words_parties) if stands else ""
    shown = (
        "id", "decision_id", "about", "asked_as", "asked_at", "words", "wants", "urgent", "acknowledge_by",
        "finding_by", "holds", "state", "acknowledged_words", "closed_words", "redirected_to", "duty_by",
        "remedied_words",
    )  # fmt: skip
    return {
        **{name: getattr(found, name) for name in shown},
        "outcome": stands.outcome if stands else None, "remedy": stands.remedy if stands else None, "told": told,
        "duty_words": stands.duty_words if stands else "", "lifted_words": found.lifted_words if own else "",
    }  # fmt: skip


def _run(request: Request, review_id: UUID, *, look: bool = True) -> ReviewRecord:
    found = queries.review(review_id)
    if look:
        open_child(
            person=request.person, child_id=found.child_id, act=RUN, purpose="to run a review", at=timezone.now()
        )
    else:
        reach_child(person=request.person, child_id=found.child_id, act=RUN)
    check_outside(request.person.id, found.deciders)
    if found.asked_by == request.person.id:
        raise NotAllowed("own_review", "You asked for this review, so somebody else runs it. You read what follows.")
    return found


def _paper(request: Request, review_id: UUID) -> dict[str, Any]:
    found = queries.panel_paper(review_id, request.person)
    if found.call.child_id is not None:  # nothing of the child is shown before, and nothing after
        record_look(
            person=request.person, child_id=found.call.child_id, act=SIT, purpose="to hear a review", at=timezone.now()
        )
    shown = ("home_name", "from_day", "why_chosen", "wishes_how", "prevailed", "criteria_version")
    choice = {name: getattr(found.decision, name) if found.decision else None for name in shown}
    return {"call": found.call, "review": found.review, **choice}
