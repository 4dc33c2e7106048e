"""Whether a review is owed before a move takes a child out of where they live, and which there are. It holds no words
of a child but those with which a council says why it could not wait. The caller has asked who may read."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from carecommons.children.queries import children_named
from carecommons.common.errors import NotFound
from carecommons.constitution.queries import whole
from carecommons.matching.queries import emergency_told
from carecommons.provision.queries import home_names
from carecommons.provision.where import lives_at, moves_to

from ..before_move import LAW_WORDS, NOT_GIVEN, First, Law, Leaves, check_review_first, review_owed
from ..ending import CLOSED, Party, Reviews
from ..models import CareReview, Decision, EndNotice, Placement
from ..placement import Placed
from ..state import State
from .endings import reviews_before
from .sheet import Sheet
from .starting import emergency

__all__ = [
    "ReviewAhead", "ReviewBefore", "ReviewWaitedFor", "moves_without_review", "review_ahead", "review_before",
    "reviews_waited_for",
]  # fmt: skip


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

    def check(self, first: First, *, on: date) -> None:
        """Raise what before_move.check_review_first raises of what an approver says on a day."""
        if self.owed and self.began is not None:
            check_review_first(
                self.owed, first, self.reviews(on, on=on), began=self.began, by_day=on,
                words_min=whole("reason_words_min", on),
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReviewAhead:
    """The review that a choice from a list will owe before its move.

    home_name: as after "lives". laws: each law that asks, in words, with the names of the homes for which it does; no
    name where it does for all. The rest as ReviewBefore has it.
    """

    laws: tuple[tuple[str, tuple[str, ...]], ...]
    placement_id: UUID
    home_name: str
    began: date
    days: tuple[date, ...]
    valid_days: int


@dataclass(frozen=True, slots=True)
class ReviewWaitedFor:
    """A review that a choice, or an approved move, waits for: none on record may come first.

    home_name: as after "lives"; to_home: as after "the move". placement_id: where it is recorded. approved:
    the move is planned; else it is a choice.
    """

    decision_id: UUID
    child_id: UUID
    child_reference: str
    placement_id: UUID
    home_name: str
    to_home: str
    from_day: date
    approved: bool


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
    first, said_on = _said(row, lived_in)
    return ReviewBefore(
        row.id, owed, placement_id=lived_in.pk, home_name=names[lived_in.home_id].name,
        home_kind=names[lived_in.home_id].kind, began=lived_in.from_day, days=_held(lived_in, on),
        valid_days=whole("review_before_end_days", on), first=first, said_on=said_on,
    )  # fmt: skip


def review_ahead(found: Sheet, *, at: datetime) -> ReviewAhead | None:
    """Which review a choice from this list will owe before its move, by the facts of a moment; None where it owes none.

    It is asked for before the choice is sent: a review asks the child what they want, and a choice that was sent
    before those words has not weighed them.
    """
    lived_in = Placement.objects.filter(child_id=found.child_id, state=Placed.LIVING).first()
    choosable = [*found.suitable, *found.possible]
    if lived_in is None or not choosable:
        return None
    on, name = timezone.localdate(at), home_names([lived_in.home_id])[lived_in.home_id]
    leaves = _leaves(lived_in, name.kind)
    owed = {
        each.home_id: review_owed(leaves, found.shown[each.home_id].kind, emergency=found.emergency)
        for each in choosable
    }
    for_law = {law: [each.name for each in choosable if law in owed[each.home_id]] for law in Law}
    laws = tuple(
        (LAW_WORDS[law], () if len(names) == len(choosable) else tuple(names))
        for law, names in for_law.items()
        if names
    )
    if not laws:
        return None
    return ReviewAhead(
        laws,
        lived_in.pk,
        lives_at(name.name, name.kind),
        lived_in.from_day,
        _held(lived_in, on),
        whole("review_before_end_days", on),
    )


def reviews_waited_for(authorities: frozenset[str], *, at: datetime) -> tuple[ReviewWaitedFor, ...]:
    """The choices and planned moves of these councils that wait for a review which nobody has recorded; soonest first.

    Where one on record may have weighed the move, whoever approves it says so, and nobody waits for another.
    """
    living = Placement.objects.filter(authority__in=authorities, state=Placed.LIVING).values("child_id")
    waits = Q(state=State.PROPOSED) | Q(state=State.APPROVED, placement__state=Placed.PLANNED)
    found = Decision.objects.filter(waits, authority__in=authorities, child_id__in=living)
    rows = list(found.order_by("from_day", "id"))
    if not rows:
        return ()
    children, homes = children_named(row.child_id for row in rows), home_names(row.home_id for row in rows)
    told = ((row, review_before(row.pk, at=at)) for row in rows)
    return tuple(
        ReviewWaitedFor(
            row.pk, row.child_id, children[row.child_id].reference, before.placement_id, before.lives_at,
            moves_to(homes[row.home_id].name, homes[row.home_id].kind), row.from_day, row.state == State.APPROVED,
        )
        for row, before in told
        if before.lacks and not before.days and before.placement_id is not None
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


def _held(lived_in: Placement, on: date) -> tuple[date, ...]:
    """The days of the reviews on record for a placement that may come first of a move, newest first."""
    since = max(lived_in.from_day, on - timedelta(days=whole("review_before_end_days", on)))
    held = CareReview.objects.filter(placement=lived_in, day__gte=since, day__lte=on).order_by("-day")
    return tuple(dict.fromkeys(held.values_list("day", flat=True)))


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
