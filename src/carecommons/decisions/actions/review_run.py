"""Running a review, by somebody who did not decide: acknowledging, naming the panel, sending it on, letting a move go.

Source: handbook section 7, Adjudication: acknowledged in 2 working days; a move is frozen where that is safe; three
people with no interest. SI 2006/1738 and the courts stay open beside it.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from carecommons.common.errors import NotAllowed, NotFound, NotNow, ReasonMissing
from carecommons.common.texts import kept
from carecommons.constitution.queries import whole
from carecommons.people.may import check_may
from carecommons.people.queries import post_held
from carecommons.people.roles import Person, Role, Subject
from carecommons.register.actions import record

from ..digest import check_for_outside, scan
from ..models import Review, ReviewSeat
from ..panel import Member, check_may_free, check_outside, check_panel
from ..queries import frozen
from ..queries.reviews import (
    deciders_of,
    names_hidden_from_asker,
    places_known,
    review,
    seats_to_free,
    team_of,
)
from ..reasons import too_thin
from ..review import OUTSIDE, Redirect, check_may_seat, check_move_free, check_next_step
from ..review import Review as Asked

__all__ = ["acknowledge_review", "free_seat", "let_move_go", "name_panel", "redirect_review"]

RUN = "decisions.run_review"


@transaction.atomic
def acknowledge_review(*, review_id: UUID, words: str, read: bool = False, by: Person, at: datetime) -> None:
    """Tell whoever asked that it was received, what happens now and by when. Raises ReasonMissing.

    read: whoever writes has read each word that may say who or where the child is (`_to_asker`).
    """
    row = _to_run(review_id, RUN, by)
    check_next_step(row.state, Asked.ACKNOWLEDGED)
    row.acknowledged_words = _to_asker(row, words, at, what="what happens now, and by when", read=read)
    row.state, row.acknowledged_at = Asked.ACKNOWLEDGED, at
    row.save(update_fields=["state", "acknowledged_at", "acknowledged_words"])
    _step(row, "acknowledged", {"words": row.acknowledged_words}, by=by, at=at)


@transaction.atomic
def name_panel(*, review_id: UUID, posts: Sequence[UUID], by: Person, at: datetime) -> None:
    """Name who hears the review, by the posts that they hold; those who still sit count, so that one can be replaced,
    also after the hearing: whoever takes that seat reads what was said there.

    Raises NotAllowed or NotNow as panel.check_panel says: nobody who had a part in it is ever on it.
    """
    row = _to_run(review_id, RUN, by)
    if row.state == Asked.ASKED:
        raise NotNow("review_not_acknowledged", "Acknowledge the review first; then name who hears it.")
    check_may_seat(row.state)
    sitting = list(ReviewSeat.objects.filter(review=row, left=False))
    there = {each.account for each in ReviewSeat.objects.filter(review=row)}
    named = [post_held(post) for post in posts]
    if gone := [each for each in named if each.id in there]:
        raise NotNow(
            "panel_sat_already",
            f"{len(gone)} of these people is on this panel or has left it. Name somebody else for the empty seat.",
        )
    members = [
        *(Member(each.account, Role(each.role), frozenset(each.authorities)) for each in sitting),
        *(Member(each.id, each.role, each.authorities) for each in named if each.id is not None),
    ]
    on = timezone.localdate(at)
    check_panel(
        members, deciders=team_of(row), askers={row.asked_by}, authority=row.authority,
        seats=whole("review_panel_members", on),
    )  # fmt: skip
    for each in named:
        assert each.id is not None, "a post belongs to an account"
        ReviewSeat(
            review=row, child_id=row.child_id, authority=row.authority, account=each.id, role=each.role.value,
            authorities=sorted(each.authorities), name=each.name, named_at=at,
        ).save(force_insert=True)  # fmt: skip
    _step(row, "panel_named", {"panel": [str(each.account) for each in members]}, by=by, at=at)


@transaction.atomic
def free_seat(*, review_id: UUID, seat_id: UUID, by: Person, at: datetime) -> None:
    """Make free the seat of a member whose post has ended, or who is silent, so that somebody else can be named.

    Who had it stays on record as having left, and reads nothing more; a voice on a finding that waits is never lost.
    Raises NotFound, NotNow("review_not_so") and NotNow("seat_not_free").
    """
    row = _to_run(review_id, RUN, by)
    check_may_seat(row.state)
    seat = ReviewSeat.objects.select_for_update().filter(id=seat_id, review=row, left=False).first()
    if seat is None:
        raise NotFound()
    on = timezone.localdate(at)
    because = check_may_free(
        seats_to_free(review(row.pk), on=on).get(seat.pk), working_days=whole("review_seat_silent_working_days", on)
    )
    seat.left = True
    seat.save(update_fields=["left"])
    _step(row, "seat_freed", {"seat": str(seat.pk), "because": because.value}, by=by, at=at)


@transaction.atomic
def redirect_review(
    *, review_id: UUID, to: str, words: str, read: bool = False, by: Person, at: datetime
) -> None:  # fmt: skip
    """Send on what this panel cannot settle, in words that whoever asked reads. A held move stays held for a complaint.

    to: a code of review.Redirect. Raises NotNow("redirect_unknown") and ReasonMissing.
    """
    row = _to_run(review_id, RUN, by)
    check_next_step(row.state, Asked.REDIRECTED)
    if to not in [*Redirect]:
        raise NotNow("redirect_unknown", f"Say where it goes on: {', '.join(Redirect)}.")
    row.closed_words = _to_asker(
        row, words, at, what="where it goes on, why, and what they can do there", read=read
    )  # fmt: skip
    row.state, row.closed_at, row.redirected_to = Asked.REDIRECTED, at, to
    row.save(update_fields=["state", "closed_at", "closed_words", "redirected_to"])
    record(
        kind="review_closed", public={"how": "redirected"},
        sealed={"review": str(row.pk), "words": row.closed_words, "to": to},
        by_id=by.id, by_role=by.role.value, at=at,
    )  # fmt: skip


@transaction.atomic
def let_move_go(*, review_id: UUID, words: str, by: Person, at: datetime) -> None:
    """Let a held move go on because it is not safe to wait. The panel and the child read the words.

    Only a manager who did not decide. Raises NotNow("nothing_held"), ReasonMissing, and NotNow("panel_holds") where the
    panel found that the home must be chosen again.
    """
    row = _to_run(review_id, "decisions.let_move_go", by)
    check_move_free(row.placement_id is not None and str(row.pk) in frozen(row.placement_id), row.state)
    row.lifted_words = _said(words, at, what="why it is not safe for the child to wait")
    row.lifted_at, row.lifted_by_role = at, by.role.value
    row.save(update_fields=["lifted_at", "lifted_by_role", "lifted_words"])
    _step(row, "move_let_go", {"words": row.lifted_words}, by=by, at=at)


# ------------------------------------------------------------------ for this room's other acts on reviews
def _to_run(review_id: UUID, act: str, by: Person) -> Review:
    """The review, locked, when this person may run it, had no part in what is reviewed and did not ask."""
    row = Review.objects.select_for_update().filter(id=review_id).first()
    if row is None:
        raise NotFound()
    check_may(by, act, Subject(authority=row.authority, child_id=row.child_id))
    check_outside(by.id, deciders_of(row))
    if row.asked_by == by.id:
        raise NotAllowed("own_review", "You asked for this review, so somebody else runs it. You read what follows.")
    return row


def _said(words: str, at: datetime, *, what: str) -> str:
    """The words, when they can be an answer. Raises ReasonMissing("review_words_missing")."""
    text = kept(words, what="What you wrote")
    if too_thin(text, words_min=whole("reason_words_min", timezone.localdate(at))):
        raise ReasonMissing("review_words_missing", f"Write in a sentence or more {what}. Who asked reads it.")
    return text


def _to_asker(row: Review, words: str, at: datetime, *, what: str, read: bool) -> str:
    """Words that whoever asked reads. To a family or a home they say nothing of where the child lives.

    Raises Refused("review_words_locate") and ReasonMissing("review_words_not_read") beside what `_said` raises.
    """
    text = _said(words, at, what=what)
    if row.asked_as in OUTSIDE:
        known, places = names_hidden_from_asker(row), places_known(timezone.localdate(at))
        check_for_outside(text, scan(text, known=known, places=places), what=what, read=read)
    return text


def _step(row: Review, name: str, sealed: dict[str, object], *, by: Person, at: datetime) -> None:
    """One entry of the register for one step of a review."""
    record(
        kind="review_step", public={"step": name}, sealed={"review": str(row.pk), **sealed}, by_id=by.id,
        by_role=by.role.value, at=at,
    )  # fmt: skip
