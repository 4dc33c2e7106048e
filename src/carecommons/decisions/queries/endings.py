"""Notices, the meetings about them, ends, and what is said afterwards, as values. The caller asks who may read them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from carecommons.children.plain import who_words
from carecommons.children.queries import children_named
from carecommons.common.days import add_working_days
from carecommons.common.errors import NotFound
from carecommons.common.walls import seeing
from carecommons.constitution.queries import whole
from carecommons.people.permissions import PERMISSIONS, Reach
from carecommons.people.roles import Person, Role, Subject
from carecommons.provision.card import HomeCard
from carecommons.provision.queries import home_cards, lodgers, provider_of
from carecommons.provision.where import left_home, lives_at

from ..ending import BELONGINGS, CHANGE_REASONS, CLOSED, NOTICED_WORDS, ChildThere, LedBy, Noticed, Party, Reviews, Task
from ..models import (
    Belongings,
    CareReview,
    Debrief,
    EmergencyEndRead,
    EndNotice,
    NoticeNo,
    Placement,
    PlacementEnd,
    StabilisationMeeting,
)
from ..placement import UNDER_WAY, Placed
from .holding import what_holds
from .placements import PlacementRecord, placement

__all__ = [
    "AT_HOME", "BelongingsRecord", "DebriefRecord", "EndNoticeRecord", "EndRecord", "MeetingRecord", "NoRecord",
    "as_placed", "belongings_of", "debriefs_of", "end", "end_notice", "end_notices_of", "end_of", "ends_unexplained",
    "ends_without_review", "left_without", "notice_now", "notices_open", "own_stays", "references_of",
    "reviews_before", "stays_with", "subject_of",
]  # fmt: skip

# Those who live or work where the child lives: they reach a placement through the home, and only while it is one.
AT_HOME = frozenset(
    role for role, reach in PERMISSIONS["decisions.see_own_stays"].reach.items() if reach is Reach.OWN_PROVIDER
)


@dataclass(frozen=True, slots=True)
class NoRecord:
    """A child's no to a notice."""

    words: str
    said_at: datetime
    said_by_role: Role


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """A meeting after a notice."""

    held_on: date
    there: tuple[str, ...]
    child_there: ChildThere
    why_not: str
    child_said: str
    would_change: str
    tasks: tuple[Task, ...]
    outcome: Noticed
    outcome_words: str
    recorded_by_role: Role


@dataclass(frozen=True, slots=True)
class EndNoticeRecord:
    """One notice and what became of it.

    meet_by, tell_by: the last working days for the meeting and for telling the child. moves_on: the day of the move to
    another home that was approved meanwhile; None where there is none, or where it waits.
    """

    id: UUID
    placement_id: UUID
    child_id: UUID
    child_reference: str
    home_id: UUID
    home_name: str
    home_kind: str
    authority: str
    state: Noticed
    party: Party
    reason: str
    words: str
    tried: str
    at_once: str
    given_on: date
    ends_on: date
    reviewed_on: date | None
    emergency: str
    closed_words: str
    told_words: str
    told_on: date | None
    given_by_role: Role
    meet_by: date
    tell_by: date
    noes: tuple[NoRecord, ...]
    meetings: tuple[MeetingRecord, ...]
    read: bool
    moves_on: date | None = None

    @property
    def lives_at(self) -> str:
        """The home as it stands after "lives"."""
        return lives_at(self.home_name, self.home_kind)

    @property
    def left_home(self) -> str:
        """The home as it stands after "has left"."""
        return left_home(self.home_name, self.home_kind)

    @property
    def subject(self) -> Subject:
        return Subject(
            authority=self.authority, child_id=self.child_id, home_id=self.home_id,
            provider_id=provider_of(self.home_id),
        )  # fmt: skip

    @property
    def state_words(self) -> str:
        return NOTICED_WORDS[self.state]

    @property
    def reason_words(self) -> str:
        return CHANGE_REASONS[self.reason]

    @property
    def is_open(self) -> bool:
        return self.state not in CLOSED

    @property
    def who(self) -> str:
        """Who gave it, in a young person's words."""
        return who_words(self.given_by_role)

    def child_reads(self, on: date) -> bool:
        """Whether the child's page shows it: once somebody has told them, and at the latest when they should have."""
        return self.told_on is not None or on > self.tell_by


@dataclass(frozen=True, slots=True)
class EndRecord:
    """An end as it was recorded last. planned None, care_ends "": a move ended it, and nobody has said why yet."""

    id: UUID
    placement_id: UUID | None
    child_id: UUID
    child_reference: str
    authority: str
    to_day: date
    care_ends: str
    change: str
    planned: bool | None
    led_by: LedBy | None
    words: str
    reviewed_on: date | None
    emergency: str
    recorded_at: datetime
    recorded_by_role: Role
    read: bool

    @property
    def subject(self) -> Subject:
        return Subject(authority=self.authority, child_id=self.child_id)


@dataclass(frozen=True, slots=True)
class DebriefRecord:
    """What a child said of a home that they left. wanted False: they did not want to say."""

    wanted: bool
    with_whom: str
    good: str
    hard: str
    next_home: str
    said_at: datetime
    said_by_role: Role


@dataclass(frozen=True, slots=True)
class BelongingsRecord:
    """What went with a child, and what did not."""

    there: tuple[str, ...]
    lacks: tuple[str, ...]
    missing: str
    checked_at: datetime
    checked_by_role: Role


# ------------------------------------------------------------------ who reaches a placement through its home
def subject_of(found: PlacementRecord) -> Subject:
    """The placement as the policy asks about it, with who runs the home."""
    return Subject(
        authority=found.authority, child_id=found.child_id, home_id=found.home_id,
        provider_id=provider_of(found.home_id),
    )  # fmt: skip


def reviews_before(placement_id: UUID | None, day: date, *, on: date) -> Reviews:
    """The reviews that may come first of a council's notice, or of an end, of a day (reg 14)."""
    held = None
    if placement_id is not None:
        held = frozenset(CareReview.objects.filter(placement=placement_id).values_list("day", flat=True))
    return Reviews(held=held, before=day, valid_days=whole("review_before_end_days", on))


def stays_with(person: Person, *, at: datetime) -> dict[UUID, UUID]:
    """Child -> home, for those who live with this carer or in this provider's homes, or left them a short time ago."""
    if person.role not in AT_HOME:
        return {}
    on = timezone.localdate(at)
    return lodgers(person, on=on, days_after=whole("provider_after_leaving_days", on))


@contextmanager
def as_placed(person: Person, *, at: datetime) -> Iterator[dict[UUID, UUID]]:
    """Show the rows of the children who live in a carer's or provider's own homes, until the block ends.

    Handbook section 6, class D3: the placed provider beside the case team. For everybody else nothing changes.
    """
    found = stays_with(person, at=at)
    if person.role not in AT_HOME:
        yield found
        return
    with seeing(authorities=person.authorities, children=person.children | found.keys(), person=person.id):
        yield found


def own_stays(person: Person, *, at: datetime) -> tuple[PlacementRecord, ...]:
    """The placements of the children who live in a carer's or provider's own homes; call within `as_placed`."""
    there = stays_with(person, at=at)
    rows = Placement.objects.filter(child_id__in=there, state__in=[*UNDER_WAY, Placed.ENDED])
    found = [placement(row.id) for row in rows.order_by("-from_day", "id") if there[row.child_id] == row.home_id]
    newest: dict[UUID, PlacementRecord] = {}
    for each in found:
        newest.setdefault(each.child_id, each)
    return tuple(newest.values())


def references_of(children: Iterable[UUID]) -> dict[UUID, str]:
    """Child -> the reference by which a home knows them."""
    return {child: found.reference for child, found in children_named(children).items()}


# ------------------------------------------------------------------ notices
def end_notice(notice_id: UUID) -> EndNoticeRecord:
    """One notice. Raises NotFound."""
    found = _notices(EndNotice.objects.filter(id=notice_id))
    if not found:
        raise NotFound()
    return found[0]


def end_notices_of(placement_id: UUID) -> tuple[EndNoticeRecord, ...]:
    """Every notice of a placement, oldest first."""
    return _notices(EndNotice.objects.filter(placement_id=placement_id))


def notice_now(child_id: UUID) -> EndNoticeRecord | None:
    """The notice that stands open for a child, if one does."""
    found = _notices(EndNotice.objects.filter(child_id=child_id).exclude(state__in=CLOSED))
    return found[-1] if found else None


def notices_open(person: Person, *, at: datetime) -> tuple[EndNoticeRecord, ...]:
    """The open notices within somebody's councils or own homes, oldest first; call within `as_placed`."""
    rows = EndNotice.objects.exclude(state__in=CLOSED)
    if person.role in AT_HOME:
        there = stays_with(person, at=at)
        found = _notices(rows.filter(child_id__in=there))
        return tuple(each for each in found if there[each.child_id] == each.home_id)
    return _notices(rows.filter(authority__in=person.authorities))


def _notices(rows: Any) -> tuple[EndNoticeRecord, ...]:
    found = list(rows.order_by("given_at", "id").prefetch_related("noes", "meetings", "reads"))
    if not found:
        return ()
    names, cards = children_named(row.child_id for row in found), home_cards([row.home_id for row in found])
    moves = _moves_on({row.child_id for row in found})
    return tuple(
        _notice(row, names[row.child_id].reference, cards[row.home_id], moves.get(row.child_id)) for row in found
    )


def _moves_on(children: Collection[UUID]) -> dict[UUID, date]:
    """Child -> the day of the move that is planned for them, where nothing holds it."""
    planned = Placement.objects.filter(child_id__in=children, state=Placed.PLANNED, decision__isnull=False)
    rows = list(planned.values_list("child_id", "from_day", "decision_id"))
    held = what_holds(decision for _, _, decision in rows if decision)
    return {child: day for child, day, decision in rows if decision not in held}


def _notice(row: EndNotice, reference: str, card: HomeCard, moves_on: date | None) -> EndNoticeRecord:
    return EndNoticeRecord(
        id=row.id, placement_id=row.placement_id, child_id=row.child_id, child_reference=reference,
        home_id=row.home_id, home_name=card.name, home_kind=card.kind, authority=row.authority,
        state=Noticed(row.state), party=Party(row.party), reason=row.reason, words=row.words, tried=row.tried,
        at_once=row.at_once, given_on=row.given_on, ends_on=row.ends_on, reviewed_on=row.reviewed_on,
        emergency=row.emergency, closed_words=row.closed_words, told_words=row.told_words, told_on=row.told_on,
        given_by_role=Role(row.given_by_role),
        meet_by=add_working_days(row.given_on, whole("stabilisation_meeting_working_days", row.given_on)),
        tell_by=add_working_days(row.given_on, whole("notice_told_working_days", row.given_on)),
        noes=tuple(_no(each) for each in row.noes.all()),
        meetings=tuple(_meeting(each) for each in row.meetings.all()),
        read=bool(row.reads.all()), moves_on=moves_on,
    )  # fmt: skip


def _no(row: NoticeNo) -> NoRecord:
    return NoRecord(row.words, row.said_at, Role(row.said_by_role))


def _meeting(row: StabilisationMeeting) -> MeetingRecord:
    return MeetingRecord(
        held_on=row.held_on, there=tuple(row.there), child_there=ChildThere(row.child_there), why_not=row.why_not,
        child_said=row.child_said, would_change=row.would_change,
        tasks=tuple(Task(what, who, date.fromisoformat(day)) for what, who, day in row.tasks),
        outcome=Noticed(row.outcome), outcome_words=row.outcome_words, recorded_by_role=Role(row.recorded_by_role),
    )  # fmt: skip


# ------------------------------------------------------------------ ends
def end_of(placement_id: UUID) -> EndRecord | None:
    """The end of a placement as it was recorded last."""
    found = _ends(PlacementEnd.objects.filter(placement_id=placement_id))
    return found[-1] if found else None


def end(end_id: UUID) -> EndRecord:
    """One end as it was recorded. Raises NotFound."""
    found = _ends(PlacementEnd.objects.filter(id=end_id))
    if not found:
        raise NotFound()
    return found[0]


def ends_unexplained(authorities: Iterable[str]) -> tuple[EndRecord, ...]:
    """The ends that a move brought about and of which nobody has said why yet, oldest first."""
    return tuple(each for each in _newest(authorities) if not each.care_ends)


def ends_without_review(authorities: Iterable[str]) -> tuple[EndRecord, ...]:
    """The ends that came before any review, and that no reviewing officer has answered yet.

    One that is said again in the same words, as when a move ended it and somebody says why later, is answered once.
    """
    rows = PlacementEnd.objects.filter(authority__in=set(authorities), reviewed_on__isnull=True).exclude(emergency="")
    found: dict[tuple[UUID, str], list[EndRecord]] = {}
    for each in _ends(rows):
        found.setdefault((each.placement_id or each.id, each.emergency), []).append(each)
    return tuple(same[0] for same in found.values() if not any(each.read for each in same))


def left_without(authorities: Iterable[str]) -> tuple[tuple[EndRecord, bool, bool], ...]:
    """The ends for which something is owed to the child: whether a debrief is, and whether belongings are."""
    ended = [each for each in _newest(authorities) if each.placement_id is not None]
    ids = {each.placement_id for each in ended if each.placement_id is not None}
    said = set(Debrief.objects.filter(placement_id__in=ids).values_list("placement_id", flat=True))
    checked = set(Belongings.objects.filter(placement_id__in=ids).values_list("placement_id", flat=True))
    owed = ((each, each.placement_id not in said, each.placement_id not in checked) for each in ended)
    return tuple(line for line in owed if line[1] or line[2])


def _newest(authorities: Iterable[str]) -> tuple[EndRecord, ...]:
    """The newest end of each placement of these councils, oldest first."""
    newest: dict[UUID | None, EndRecord] = {}
    for each in _ends(PlacementEnd.objects.filter(authority__in=set(authorities), placement__isnull=False)):
        newest[each.placement_id] = each
    return tuple(newest.values())


def _ends(rows: Any) -> tuple[EndRecord, ...]:
    found = list(rows.order_by("recorded_at", "id"))
    names = children_named(row.child_id for row in found) if found else {}
    read = set(EmergencyEndRead.objects.filter(end__in=found).values_list("end_id", flat=True)) if found else set()
    return tuple(_end(row, names[row.child_id].reference, row.id in read) for row in found)


def _end(row: PlacementEnd, reference: str, read: bool) -> EndRecord:
    return EndRecord(
        id=row.id, placement_id=row.placement_id, child_id=row.child_id, child_reference=reference,
        authority=row.authority, to_day=row.to_day, care_ends=row.care_ends, change=row.change, planned=row.planned,
        led_by=LedBy(row.led_by) if row.led_by else None, words=row.words, reviewed_on=row.reviewed_on,
        emergency=row.emergency, recorded_at=row.recorded_at, recorded_by_role=Role(row.recorded_by_role), read=read,
    )  # fmt: skip


# ------------------------------------------------------------------ afterwards
def debriefs_of(placement_id: UUID) -> tuple[DebriefRecord, ...]:
    """What the child said of a home, oldest first."""
    rows: Sequence[Debrief] = list(Debrief.objects.filter(placement_id=placement_id))
    return tuple(
        DebriefRecord(
            wanted=row.wanted, with_whom=row.with_whom, good=row.good, hard=row.hard, next_home=row.next_home,
            said_at=row.said_at, said_by_role=Role(row.said_by_role),
        )
        for row in rows
    )  # fmt: skip


def belongings_of(placement_id: UUID) -> BelongingsRecord | None:
    """What went with the child, as it was checked last."""
    row = Belongings.objects.filter(placement_id=placement_id).last()
    if row is None:
        return None
    lacks = tuple(words for code, words in BELONGINGS.items() if code not in row.there)
    return BelongingsRecord(tuple(row.there), lacks, row.missing, row.checked_at, Role(row.checked_by_role))
