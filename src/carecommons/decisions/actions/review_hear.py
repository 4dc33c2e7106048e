"""The panel at work: each member says that they have no interest, hears, writes a finding and agrees or dissents.

Source: handbook E4 and section 7, Adjudication; trust.md, promise 1 (each step is an entry of the register).
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from carecommons.common.days import add_working_days
from carecommons.common.errors import NotFound, NotNow, ReasonMissing
from carecommons.common.texts import kept
from carecommons.constitution.queries import whole
from carecommons.people.may import check_may_at_all
from carecommons.people.roles import Person
from carecommons.register.actions import record

from ..models import Review, ReviewFinding, ReviewSeat, ReviewVote
from ..panel import check_quorum, check_said_no_interest
from ..review import Hearing, Outcome, Remedy, check_may_seat, check_next_step, check_remedy
from ..review import Review as Asked
from .review_run import _said, _step, _to_asker

__all__ = ["agree_finding", "declare_interest", "hear_review", "write_finding"]

SIT = "decisions.sit_on_panel"


@transaction.atomic
def declare_interest(*, review_id: UUID, interest: bool, words: str = "", by: Person, at: datetime) -> None:
    """Say whether one has an interest in what is reviewed. Who has one leaves the panel, and the seat is empty.

    A member reads who and where it is about only once they have said that they have none: who finds on reading that
    they have one after all says so then, unless their voice stands on a finding that waits.
    Raises ReasonMissing("interest_words_missing") for an interest without a word of what it is, and
    NotNow("interest_said") for whoever has said so already.
    """
    seat, row = _seat(review_id, by)
    if seat.interest is not None and (not interest or _spoken(row, seat, at)):
        raise NotNow("interest_said", "You have said so already, and it stands.")
    check_may_seat(row.state)
    text = kept(words, what="What you wrote")
    if interest and not text:
        raise ReasonMissing("interest_words_missing", "Say in a few words what your interest is. You leave the panel.")
    seat.interest, seat.interest_words, seat.declared_at, seat.left = interest, text, at, interest
    seat.save(update_fields=["interest", "interest_words", "declared_at", "left"])
    _step(row, "interest", {"seat": str(seat.pk), "interest": interest, "words": text}, by=by, at=at)


@transaction.atomic
def hear_review(*, review_id: UUID, how: str, words: str, by: Person, at: datetime) -> None:
    """Write down that the review was heard: how the child took part, and what was said by whom.

    how: a code of review.Hearing. Raises NotNow("panel_not_whole") until every member has no interest,
    NotNow("hearing_unknown") and ReasonMissing.
    """
    _, row = _seat(review_id, by)
    check_next_step(row.state, Asked.HEARD)
    _check_whole(row, at)
    if how not in [*Hearing]:
        raise NotNow("hearing_unknown", f"Say how the child was heard: {', '.join(Hearing)}.")
    row.heard_words = _said(words, at, what="who was heard and what they said")
    row.state, row.heard_at, row.heard_how = Asked.HEARD, at, how
    row.save(update_fields=["state", "heard_at", "heard_how", "heard_words"])
    _step(row, "heard", {"how": how, "words": row.heard_words}, by=by, at=at)


@transaction.atomic
def write_finding(
    *,
    review_id: UUID,
    outcome: str,
    remedy: str,
    words_child: str,
    words_parties: str,
    duty_words: str = "",
    digest: str,
    read: bool = False,
    by: Person,
    at: datetime,
) -> UUID:
    """Write a finding for the panel; whoever writes it agrees with it. It stands when the others have spoken.

    read: whoever writes has read each word to the parties that may say who or where the child is.
    outcome, remedy: codes of review.Outcome and review.Remedy. A newer finding takes the place of one that fell.
    Raises NotNow("remedy_does_not_fit"), NotNow("finding_waits"), NotNow("finding_unknown"), ReasonMissing.
    """
    seat, row = _seat(review_id, by)
    check_next_step(row.state, Asked.FOUND)
    _check_whole(row, at)
    if outcome not in [*Outcome] or remedy not in [*Remedy]:
        raise NotNow("finding_unknown", f"Choose an outcome ({', '.join(Outcome)}) and a remedy ({', '.join(Remedy)}).")
    check_remedy(Outcome(outcome), Remedy(remedy))
    seats = whole("review_panel_members", timezone.localdate(at))
    last = ReviewFinding.objects.filter(review=row).order_by("-written_at", "-id").first()
    if last is not None and last.votes.count() < seats:
        raise NotNow("finding_waits", "A finding is written, and a member has not said yet whether they agree.")
    owes = remedy != Remedy.NONE
    made = ReviewFinding(
        review=row, child_id=row.child_id, authority=row.authority, seat=seat, outcome=outcome, remedy=remedy,
        words_child=_said(words_child, at, what="what you found, for the child"),
        words_parties=_to_asker(row, words_parties, at, what="what you found and why", read=read),
        duty_words=_to_asker(row, duty_words, at, what="what the council must do", read=read) if owes else "",
        digest=_said(digest, at, what="what others can learn from it, without names, places or days"), written_at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    _vote(row, made, seat, agrees=True, words="", by=by, at=at)
    return made.pk


@transaction.atomic
def agree_finding(*, review_id: UUID, agrees: bool, words: str = "", by: Person, at: datetime) -> None:
    """Say whether one agrees with the finding that waits; with the last voice it stands or falls, by majority.

    Whoever took an empty seat after the hearing reads what was said there, and then has a voice as the others have.
    Raises ReasonMissing("dissent_words_missing") for a no without reasons, NotNow("interest_not_said") and
    NotNow("no_finding_waits").
    """
    seat, row = _seat(review_id, by)
    check_next_step(row.state, Asked.FOUND)
    check_said_no_interest(seat.interest)
    last = ReviewFinding.objects.filter(review=row).order_by("-written_at", "-id").first()
    seats = whole("review_panel_members", timezone.localdate(at))
    if last is None or last.votes.count() >= seats or last.votes.filter(seat=seat).exists():
        raise NotNow("no_finding_waits", "No finding waits for your voice. Write one, or wait for the others.")
    text = kept(words, what="What you wrote")
    if not agrees and not text:
        raise ReasonMissing(
            "dissent_words_missing", "Say why you do not agree. Your reasons are kept with the finding."
        )
    _vote(row, last, seat, agrees=agrees, words=text, by=by, at=at)
    voices = list(last.votes.values_list("agrees", flat=True))
    if len(voices) == seats and 2 * sum(voices) > seats:
        _found(row, last, by=by, at=at)


def _found(row: Review, finding: ReviewFinding, *, by: Person, at: datetime) -> None:
    on = timezone.localdate(at)
    row.state, row.closed_at, row.outcome, row.remedy = Asked.FOUND, at, finding.outcome, finding.remedy
    owed = finding.remedy != Remedy.NONE
    row.duty_by = add_working_days(on, whole("review_remedy_working_days", on)) if owed else None
    row.save(update_fields=["state", "closed_at", "outcome", "remedy", "duty_by"])
    record(
        kind="review_found",
        public={"criteria_version": row.criteria_version, "outcome": finding.outcome, "remedy": finding.remedy},
        sealed={
            "review": str(row.pk), "finding": str(finding.pk), "child": finding.words_child,
            "parties": finding.words_parties, "duty": finding.duty_words,
        },
        by_id=by.id, by_role=by.role.value, at=at,
    )  # fmt: skip


def _vote(
    row: Review, finding: ReviewFinding, seat: ReviewSeat, *, agrees: bool, words: str, by: Person, at: datetime
) -> None:
    ReviewVote(
        finding=finding, child_id=row.child_id, authority=row.authority, seat=seat, agrees=agrees, words=words,
        said_at=at,
    ).save(force_insert=True)  # fmt: skip


def _seat(review_id: UUID, by: Person) -> tuple[ReviewSeat, Review]:
    """The seat that this person has on the panel, and the review, locked. NotFound for whoever sits on none."""
    check_may_at_all(by, SIT)
    assert by.id is not None, "the policy lets nobody in who has not signed in"
    row = Review.objects.select_for_update().filter(id=review_id).first()
    seats = ReviewSeat.objects.filter(review_id=review_id, account=by.id, role=by.role.value, left=False)
    if row is None or (seat := seats.first()) is None:
        raise NotFound()
    return seat, row


def _spoken(row: Review, seat: ReviewSeat, at: datetime) -> bool:
    """Whether a finding waits on which this member has said whether they agree."""
    last = ReviewFinding.objects.filter(review=row).order_by("-written_at", "-id").first()
    seats = whole("review_panel_members", timezone.localdate(at))
    return last is not None and last.votes.count() < seats and last.votes.filter(seat=seat).exists()


def _check_whole(row: Review, at: datetime) -> None:
    said_so = list(ReviewSeat.objects.filter(review=row, left=False).values_list("interest", flat=True))
    check_quorum(said_so, seats=whole("review_panel_members", timezone.localdate(at)))
