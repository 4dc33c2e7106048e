"""The start of a placement: answering its plan, planning visits, recording notices, and that the child came.

Each is one entry of the register whose words are sealed.
"""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from carecommons.common.errors import NotFound, NotNow, ReasonMissing, Refused
from carecommons.common.texts import kept
from carecommons.constitution.queries import whole
from carecommons.people.may import check_may
from carecommons.people.roles import Person, Subject
from carecommons.provision.actions import come_to_place
from carecommons.register.actions import record

from ..before_move import First, check_review_first
from ..models import Decision, Introduction, NoticeSent, Placement, PlacementStart, PlanAnswer
from ..notices import check_owed, check_sent
from ..placement import Placed, check_next
from ..queries import (
    agreement_gone,
    answered_items,
    asks_to_wait,
    emergency,
    follows_plan,
    frozen,
    holds_move,
    notices_of,
    placement,
    plan_of,
    review_before,
    standing_now,
    subject_of,
)
from ..review import check_no_unanswered, check_not_frozen, check_not_waiting
from ..standing import check_may_come
from ..starting import (
    BRING,
    HOME_AGREES,
    STEPS,
    Reply,
    Step,
    check_agreement_stands,
    check_homes_word,
    check_may_begin,
    check_step,
    checked,
    plan_due,
)
from ..state import State
from .ending import ended_by_move

__all__ = [
    "answer_for_home", "answer_plan", "answer_visit", "begin_placement", "plan_visit", "record_notice",
    "say_what_comes",
]  # fmt: skip

UNDER_WAY = (Placed.PLANNED, Placed.LIVING)


@transaction.atomic
def answer_plan(*, placement_id: UUID, item: str, reply: str, words: str = "", by: Person, at: datetime) -> UUID:
    """Answer one item of the plan for living somewhere; a later answer stands beside it, and counts.

    Raises NotNow("placement_is_over"), and what `starting.checked` raises.
    """
    row = _under_way(placement_id, "decisions.write_plan", by)
    found, moves = placement(row.id), row.decision_id is not None
    given = checked(found.home_kind, item, reply, kept(words, what="The answer"), owes_yes=found.owes_yes, moves=moves)
    return _answer(row, item, given.reply, given.words, by=by, at=at)


@transaction.atomic
def answer_for_home(*, placement_id: UUID, right: bool, words: str = "", by: Person, at: datetime) -> UUID:
    """The home says that the yes written down for it is right, or what is wrong; where none is, it gives its own.

    While it says that it is not so, the plan is not whole: the council settles it with the home and writes it anew.
    Raises NotFound for a home of somebody else and where no yes is owed, and what `starting.check_homes_word` raises.
    """
    row = _locked(placement_id)
    found = placement(row.id)
    check_may(by, "decisions.answer_for_home", subject_of(found))
    if not follows_plan(by, found, at=at):
        raise NotFound()
    line = plan_of(found).line(HOME_AGREES)
    words = kept(words, what="The answer")
    return _answer(row, HOME_AGREES, check_homes_word(right, words, written=bool(line.words)), words, by=by, at=at)


@transaction.atomic
def say_what_comes(*, placement_id: UUID, words: str, by: Person, at: datetime) -> UUID:
    """Keep what a child wants to bring to the new home, word for word. Raises ReasonMissing("nothing_said"), and
    Refused("plan_item_unknown") where no move led there."""
    row = _under_way(placement_id, "decisions.say_what_comes", by)
    words = kept(words, what="What you wrote")
    if row.decision_id is None:
        checked(placement(row.id).home_kind, BRING, Reply.SAID, words, owes_yes=False, moves=False)
    if not words:
        raise ReasonMissing("nothing_said", "Write what you want to bring. One word is enough.")
    return _answer(row, BRING, Reply.SAID, words, by=by, at=at)


@transaction.atomic
def plan_visit(*, placement_id: UUID, kind: str, on_day: date, who: str, by: Person, at: datetime) -> UUID:
    """Plan a visit or a call before the move. Raises Refused("visit_kind_unknown", "visit_after_move"),
    ReasonMissing("visit_who_missing")."""
    row = _under_way(placement_id, "decisions.write_plan", by)
    if kind not in STEPS:
        raise Refused("visit_kind_unknown", f"Say what it is with one of: {', '.join(STEPS)}.")
    if row.state != Placed.PLANNED or on_day > row.from_day:
        raise Refused("visit_after_move", "A visit to get to know a home comes before the move. Give an earlier day.")
    who = kept(who, what="Who comes along")
    if not who:
        raise ReasonMissing("visit_who_missing", "Say who goes with the child, and whom they meet.")
    assert by.id is not None, "the policy lets nobody in who has not signed in"
    made = Introduction(
        placement=row, child_id=row.child_id, authority=row.authority, kind=kind, on_day=on_day, who=who,
        planned_at=at, planned_by=by.id, planned_by_role=by.role.value,
    )  # fmt: skip
    made.save(force_insert=True)
    _entry("visit_planned", row, {"visit": str(made.pk), "kind": kind, "on": str(on_day), "who": who}, by=by, at=at)
    return made.pk


@transaction.atomic
def answer_visit(*, visit_id: UUID, held: bool, how_it_was: str = "", by: Person, at: datetime) -> None:
    """Say whether a visit happened, and how it was for the child, or why it did not.

    Raises Refused("visit_answered"), Refused("visit_still_to_be") before its day, and
    ReasonMissing("visit_words_missing").
    """
    found = Introduction.objects.select_for_update().filter(id=visit_id).first()
    if found is None:
        raise NotFound()
    row = _under_way(found.placement_id, "decisions.write_plan", by)
    new = Step.HELD if held else Step.NOT_HELD
    check_step(found.state, new)
    if held and found.on_day > timezone.localdate(at):
        raise Refused("visit_still_to_be", "This visit is still to be. Say how it was on its day or after.")
    words = kept(how_it_was, what="How it was")
    if not words:
        raise ReasonMissing("visit_words_missing", "Say how it was for the child, or why it did not happen.")
    found.state, found.how_it_was, found.answered_at = new, words, at
    found.save(update_fields=["state", "how_it_was", "answered_at"])
    _entry("visit_planned", row, {"visit": str(found.pk), "state": new.value, "how_it_was": words}, by=by, at=at)


@transaction.atomic
def record_notice(*, decision_id: UUID, kind: str, sent_on: date, sent_to: str, by: Person, at: datetime) -> UUID:
    """Record that a notice which a choice owes was sent, on which day and to whom.

    Raises NotNow("choice_is_over") for one that was sent back or withdrawn, Refused("notice_not_owed"),
    Refused("notice_recorded") for one that is recorded already, and what `notices.check_sent` raises.
    """
    row = Decision.objects.select_for_update().filter(id=decision_id).first()
    if row is None:
        raise NotFound()
    check_may(by, "decisions.send_notice", Subject(authority=row.authority, child_id=row.child_id))
    if row.state not in (State.PROPOSED, State.APPROVED):
        raise NotNow("choice_is_over", "This choice was sent back or withdrawn, so nobody is told of it any more.")
    owed = check_owed(notices_of(decision_id, at=at), kind)
    if owed.sent_on is not None:
        raise Refused("notice_recorded", "This notice is recorded already, with its day. Nothing was changed.")
    sent_to = kept(sent_to, what="Whom it was sent to")
    check_sent(sent_to, sent_on, timezone.localdate(at))
    assert by.id is not None, "the policy lets nobody in who has not signed in"
    made = NoticeSent(
        decision=row, child_id=row.child_id, authority=row.authority, kind=kind, sent_on=sent_on, sent_to=sent_to,
        recorded_at=at, recorded_by=by.id, recorded_by_role=by.role.value,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as twice:
        raise Refused("notice_recorded", "Somebody has just recorded this notice. Nothing was changed.") from twice
    sealed = {"decision": str(row.pk), "kind": kind, "sent_on": str(sent_on), "sent_to": sent_to}
    record(kind="notice_sent", public={}, sealed=sealed, by_id=by.id, by_role=by.role.value, at=at)
    return made.pk


@transaction.atomic
def begin_placement(
    *, placement_id: UUID, came_on: date, reviewed_on: date | None = None, no_review: str = "", by: Person, at: datetime
) -> bool:
    """Say that the child has come to live there, and answer whether the plan was whole by then.

    Raises NotNow("placement_not_so") unless the move is planned, NotNow("move_frozen") while a review or the answer to
    a child who did not agree holds it, or the no of one who wants it to wait has no answer yet,
    NotNow("agreement_withdrawn") where a parent took back their agreement since and nobody has answered that,
    NotAppropriate("home_stopped_since") where the law no longer lets that home have the child on that day, and what
    `starting.check_may_begin` raises: without the whole plan only an emergency begins, and owes the rest within its
    working days. Where a review comes first and the approver named none that still counts, it is asked for again
    (reviewed_on, no_review), with what before_move.check_review_first raises.
    """
    row = _locked(placement_id)
    check_may(by, "decisions.begin_placement", _subject(row))
    check_next(row.state, Placed.LIVING)
    check_not_frozen(frozen(row.id))
    assert row.decision_id is not None, "only a move that was chosen here is planned"
    found, urgent = placement(row.id), emergency(row.decision_id)
    check_not_waiting(holds_move(row.decision_id))
    check_no_unanswered(asks_to_wait(row.decision_id))
    check_agreement_stands(agreement_gone(row.decision_id))
    first = _review_first(
        row, First(reviewed_on, kept(no_review, what="Why it could not wait")), came_on=came_on, at=at
    )
    missing = check_may_begin(
        found.home_kind, answered_items(row.id), owes_yes=found.owes_yes, planned_day=row.from_day, came_on=came_on,
        today=timezone.localdate(at), emergency=urgent,
    )  # fmt: skip
    check_may_come(standing_now(found, on=came_on))
    days = whole("placement_plan_working_days", came_on)
    assert by.id is not None, "the policy lets nobody in who has not signed in"
    PlacementStart(
        placement=row, child_id=row.child_id, authority=row.authority, came_on=came_on, emergency=urgent,
        plan_whole=not missing, due_on=plan_due(came_on, emergency=True, working_days=days) if missing else None,
        said_at=at, said_by=by.id, said_by_role=by.role.value,
    ).save(force_insert=True)  # fmt: skip
    come_to_place(
        home_id=row.home_id, resident=row.child_id, came_on=came_on, by=by, at=at, for_authority=row.authority
    )
    row.state, row.from_day = Placed.LIVING, came_on
    row.save(update_fields=["state", "from_day"])
    ended_by_move(to=row, on=came_on, first=first, by=by, at=at)
    _entry("placement_begun", row, {"came_on": str(came_on), "plan_whole": not missing}, by=by, at=at)
    return not missing


def _review_first(row: Placement, said_now: First, *, came_on: date, at: datetime) -> First:
    """What came before this move: what is said now, or else what the approver said; in an emergency its own words."""
    on, owed = timezone.localdate(at), review_before(row.decision_id, at=at)
    if not owed.owed or owed.began is None:
        return owed.first
    first = said_now or owed.first
    day = came_on if said_now or owed.said_on is None else owed.said_on
    check_review_first(
        owed.owed, first, owed.reviews(day, on=on), began=owed.began, by_day=day,
        words_min=whole("reason_words_min", on),
    )  # fmt: skip
    return first


def _answer(row: Placement, item: str, reply: Reply, words: str, *, by: Person, at: datetime) -> UUID:
    assert by.id is not None, "the policy lets nobody in who has not signed in"
    made = PlanAnswer(
        placement=row, child_id=row.child_id, authority=row.authority, item=item, reply=reply, words=words, said_at=at,
        said_by=by.id, said_by_role=by.role.value,
    )  # fmt: skip
    made.save(force_insert=True)
    sealed = {"answer": str(made.pk), "item": item, "reply": reply.value, "words": words}
    _entry("plan_answered", row, sealed, by=by, at=at)
    return made.pk


def _entry(kind: str, row: Placement, sealed: Mapping[str, object], *, by: Person, at: datetime) -> None:
    told = {"placement": str(row.pk), **sealed}
    record(kind=kind, public={}, sealed=told, by_id=by.id, by_role=by.role.value, at=at)


def _locked(placement_id: UUID) -> Placement:
    row = Placement.objects.select_for_update().filter(id=placement_id).first()
    if row is None:
        raise NotFound()
    return row


def _under_way(placement_id: UUID, act: str, by: Person) -> Placement:
    """The placement, locked, when this person may do the act and it is not over."""
    row = _locked(placement_id)
    check_may(by, act, _subject(row))
    if row.state not in UNDER_WAY:
        raise NotNow("placement_is_over", "This placement is over, so its plan stands as it was. Nothing was changed.")
    return row


def _subject(row: Placement) -> Subject:
    return Subject(authority=row.authority, child_id=row.child_id)
