"""Whether a review is owed before a move takes a child out of where they live, and which there are. It holds no words
of a child but those with which a council says why it could not wait. The caller has asked who may read."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from carecommons.common.errors import NotFound
from carecommons.constitution.queries import whole
from carecommons.matching.queries import emergency_told
from carecommons.provision.queries import home_names
from carecommons.provision.where import lives_at

from ..before_move import LAW_WORDS, NOT_GIVEN, First, Law, Leaves, review_owed
from ..ending import CLOSED, Party, Reviews
from ..models import CareReview, Decision, EndNotice, Placement
from ..placement import Placed
from ..state import State
from .endings import reviews_before
from .starting import emergency

__all__ = ["ReviewBefore", "moves_without_review", "review_before"]


@dataclass(frozen=True, slots=True)
class ReviewBefore:
    """What one choice owes of a review before its move.

    owed: the laws that ask; none where no review is owed. placement_id: where the child lives, and where the review is
    recorded. days: the reviews on record there that may come first, newest first. first: what was said at the approval,
    as far as it still counts for this placement; of an emergency, why it could not wait.
    """

    decision_id: UUID | None
    owed: tuple[Law, ...]
    placement_id: UUID | None = None
    home_name: str = ""
    home_kind: str = ""
    began: date | None = None
    days: tuple[date, ...] = ()
    valid_days: int = 0
    first: First = NOT_GIVEN
    said_on: date | None = None

    @property
    def lacks(self) -> bool:
        """Whether a review is owed, and nothing was said yet of one that came first."""
        return bool(self.owed) and not self.first

    @property
    def lives_at(self) -> str:
        """The home as it stands after "lives"."""
        return lives_at(self.home_name, self.home_kind)

    @property
    def words(self) -> str:
        """Why it is owed, by which law."""
        return " ".join(LAW_WORDS[law] for law in self.owed)

    def reviews(self, day: date, *, on: date) -> Reviews:
        """The reviews that may come first of a move on a day."""
        return reviews_before(self.placement_id, day, on=on)


def review_before(decision_id: UUID | None, *, at: datetime) -> ReviewBefore:
    """What this choice owes of a review before its move, by the facts of a moment. Raises NotFound.

    Nothing once the child has come, where the move was taken back, or for a stay that was taken up (None): no move
    leads there. A stay that was taken up is one that a move ends, like any other.
    """
    if decision_id is None:
        return ReviewBefore(None, ())
    row = Decision.objects.select_related("placement").filter(id=decision_id).first()
    if row is None:
        raise NotFound()
    placed = getattr(row, "placement", None)
    if row.state not in (State.PROPOSED, State.APPROVED) or (placed is not None and placed.state != Placed.PLANNED):
        return ReviewBefore(row.id, ())
    lived_in = Placement.objects.filter(child_id=row.child_id, state=Placed.LIVING).exclude(decision=row).first()
    if lived_in is None:
        return ReviewBefore(row.id, ())
    on, names = timezone.localdate(at), home_names([row.home_id, lived_in.home_id])
    leaves, to_kind = _leaves(lived_in, names[lived_in.home_id].kind), names[row.home_id].kind
    urgent = emergency(row.id)
    owed = review_owed(leaves, to_kind, emergency=urgent)
    if not owed:
        by_day = review_owed(leaves, to_kind, emergency=False)
        words = emergency_told(row.referral_id).cannot_wait if urgent and by_day else ""
        return ReviewBefore(row.id, (), first=First(None, words))
    valid_days = whole("review_before_end_days", on)
    since = max(lived_in.from_day, on - timedelta(days=valid_days))
    held = CareReview.objects.filter(placement=lived_in, day__gte=since, day__lte=on).order_by("-day")
    first, said_on = _said(row, lived_in)
    return ReviewBefore(
        row.id, owed, placement_id=lived_in.pk, home_name=names[lived_in.home_id].name,
        home_kind=names[lived_in.home_id].kind, began=lived_in.from_day,
        days=tuple(dict.fromkeys(held.values_list("day", flat=True))), valid_days=valid_days, first=first,
        said_on=said_on,
    )  # fmt: skip


def moves_without_review(authorities: frozenset[str]) -> tuple[tuple[UUID, UUID, date], ...]:
    """(choice, child, day of approval) of each planned move that was approved without a review, for a reason in words.

    The reviewing officer is told at once; once the child has moved, the end of the stay says so (ends_without_review).
    """
    rows = Decision.objects.filter(
        authority__in=authorities, state=State.APPROVED, placement__state=Placed.PLANNED, reviewed_on__isnull=True
    ).exclude(no_review="")  # fmt: skip
    return tuple(
        (row.id, row.child_id, timezone.localdate(row.answered_at)) for row in rows if row.answered_at is not None
    )


def _leaves(row: Placement, kind: str) -> Leaves:
    notice = EndNotice.objects.filter(placement=row).exclude(state__in=CLOSED).first()
    if notice is None:
        return Leaves(kind, row.from_day)
    return Leaves(
        kind, row.from_day, home_gave_notice=notice.party == Party.HOME,
        council_reviewed=notice.party == Party.COUNCIL and bool(notice.reviewed_on or notice.emergency),
    )  # fmt: skip


def _said(row: Decision, lived_in: Placement) -> tuple[First, date | None]:
    """What the approver said came first, where it was said of this placement: the child may have moved since."""
    if row.answered_at is None:
        return NOT_GIVEN, None
    said_on = timezone.localdate(row.answered_at)
    since, day = lived_in.from_day, row.reviewed_on
    if day is not None and day >= since and CareReview.objects.filter(placement=lived_in, day=day).exists():
        return First(day), said_on
    if row.no_review and since <= said_on:
        return First(None, row.no_review), said_on
    return NOT_GIVEN, None
