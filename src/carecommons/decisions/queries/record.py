"""Decisions as they stand, and what waits for whom. The caller has asked who may see them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from carecommons.children.queries import children_named, find_child, wishes
from carecommons.children.wishes import Wish, standing
from carecommons.common.errors import NotFound
from carecommons.matching.preference import Placed
from carecommons.people.may import may_at_all
from carecommons.people.permissions import PERMISSIONS, Reach
from carecommons.people.roles import Person, Role, Subject
from carecommons.provision.queries import home_names
from carecommons.provision.where import lives_at, moves_to
from carecommons.register.queries import entry_number

from ..approvals import FACTS, may_approve
from ..choice import WishesEffect
from ..hold import Hold
from ..models import Decision
from ..reasons import folded
from ..state import State
from .holding import hold_of, moves_on_hold
from .letters import LetterRecord, letters_of
from .sealing import as_sealed
from .sheet import BEFORE_DECISION
from .until import choice_until

__all__ = [
    "DecisionLine", "DecisionRecord", "PassedOver", "decision", "decision_of_entry", "last_answered", "made",
    "recorded_before", "spoken_since", "waiting_for", "wishes_before",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PassedOver:
    """One suitable home that was not chosen, and why."""

    home_id: UUID
    name: str
    reference: str
    why: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, and every home that it was given for, in the order of the list."""

    homes: tuple[PassedOver, ...]
    why: str

    @property
    def names(self) -> str:
        return ", ".join(home.name for home in self.homes)


@dataclass(frozen=True, slots=True)
class Telling:
    """One text to homes that offered themselves and were not chosen, with every home it goes to: (name, read at)."""

    words: str
    homes: tuple[tuple[str, datetime | None], ...]


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """One choice with its words. Class D3: whoever shows it writes down the look first.

    as_sealed: whether every word is the one that the register sealed; None while the entry has no number.
    hold: what holds its planned move: its day does not hold then.
    """

    id: UUID
    state: State
    referral_id: UUID
    shortlist_id: UUID
    child_id: UUID
    child_reference: str
    child_known_as: str
    authority: str
    home_id: UUID
    home_name: str
    home_reference: str
    home_kind: str
    provider: str
    from_day: date
    criteria_version: int
    why_chosen: str
    passed_over: tuple[PassedOver, ...]
    wishes_effect: WishesEffect
    wishes_how: str
    prevailed: str
    search_evidence: str
    no_round: str
    no_round_words: str
    spot: bool
    spot_reason: str
    spot_remedy: str
    compromise: bool
    missing: tuple[str, ...]
    approver_needed: Role
    approver_words: str
    proposed_by: UUID
    proposed_by_role: Role
    proposed_at: datetime
    answered_by_role: Role | None
    answered_at: datetime | None
    answer_words: str
    satisfied: tuple[str, ...]
    proposal_number: int | None
    entry_id: UUID | None
    entry_number: int | None
    as_sealed: bool | None
    review_until: date | None
    hold: Hold
    reviewed_on: date | None = None  # the review that came before the move, where one was owed
    no_review: str = ""  # why none could
    formulation_by: date | None = None  # after an emergency: the day by which a clinical formulation is owed
    emergency: bool = False
    exempt_until: date | None = None
    exempt_because: str = ""
    own_order: tuple[Placed, ...] = ()
    own_order_answer: str = ""
    meeting_id: UUID | None = None
    no_meeting: str = ""
    to_homes: Mapping[UUID, str] = field(default_factory=dict)
    letters: tuple[LetterRecord, ...] = ()
    tellings: tuple[Telling, ...] = ()  # what those homes were told, or will be: each text once

    @property
    def lacking(self) -> tuple[str, ...]:
        """What is missing in the chosen home, as parts of one sentence: no part ends it."""
        return tuple(each.rstrip(" .;:,") for each in self.missing)

    @property
    def lives_at(self) -> str:
        """The home as it stands after "lives"."""
        return lives_at(self.home_name, self.home_kind)

    @property
    def moves_to(self) -> str:
        """The home as it stands after "the move"."""
        return moves_to(self.home_name, self.home_kind)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why not the others: each reason once, where it first stands."""
        found: dict[str, list[PassedOver]] = {}
        for home in self.passed_over:
            found.setdefault(folded(home.why), []).append(home)
        return tuple(Reason(tuple(homes), homes[0].why) for homes in found.values())

    @property
    def order_words(self) -> str:
        """What the child's own order said of the home that was chosen; "" where there was none."""
        said = next((each for each in self.own_order if each.home_id == self.home_id), None)
        return said.told if said else ("Not in the child’s order" if self.own_order else "")

    @property
    def move_waits(self) -> bool:
        """Whether its planned move is on hold, so that the day does not hold."""
        return bool(self.hold)

    @property
    def subject(self) -> Subject:
        """The child as the policy asks about them."""
        return Subject(authority=self.authority, child_id=self.child_id)


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One row of a list of decisions."""

    id: UUID
    referral_id: UUID
    child_id: UUID
    child_reference: str
    home_name: str
    state: State
    compromise: bool
    approver_needed: Role
    proposed_by_role: Role
    proposed_at: datetime
    answered_at: datetime | None
    from_day: date
    mine: bool
    move_waits: bool


def decision(decision_id: UUID) -> DecisionRecord:
    """One decision. Raises NotFound, as for one that is not the asker's."""
    row = Decision.objects.filter(id=decision_id).first()
    if row is None:
        raise NotFound()
    return _record(row)


def decision_of_entry(entry_id: UUID) -> DecisionRecord:
    """The decision whose approval is this register entry. Raises NotFound."""
    row = Decision.objects.filter(entry_id=entry_id).first()
    if row is None:
        raise NotFound()
    return _record(row)


def last_answered(referral_id: UUID) -> DecisionRecord | None:
    """The newest choice of a search that was sent back or withdrawn: its words serve the next one."""
    row = Decision.objects.filter(referral_id=referral_id, state__in=[State.REFUSED, State.WITHDRAWN])
    newest = row.order_by("-proposed_at", "id").first()
    return _record(newest) if newest else None


def wishes_before(found: DecisionRecord) -> tuple[Wish, ...]:
    """What the child said before this decision, as it stood when the choice was made."""
    return tuple(wish for wish in recorded_before(found) if wish.stage == BEFORE_DECISION)


def recorded_before(found: DecisionRecord) -> tuple[Wish, ...]:
    """Everything recorded of the child's wishes, at whatever stage, as it stood when the choice was made."""
    return tuple(wish for wish in standing(wishes(found.child_id)) if wish.recorded_at <= found.proposed_at)


def spoken_since(child_id: UUID, moment: datetime) -> tuple[Wish, ...]:
    """What the child has said since a moment, at whatever stage: an approver reads it, and a choice must weigh it."""
    return tuple(wish for wish in standing(wishes(child_id)) if wish.recorded_at > moment)


def waiting_for(person: Person) -> tuple[DecisionLine, ...]:
    """The choices that wait for this person's approval, longest waiting first."""
    if person.id is None or not may_at_all(person, "decisions.approve"):
        return ()
    rows = Decision.objects.filter(state=State.PROPOSED, authority__in=person.authorities)
    rows = rows.exclude(proposed_by=person.id).order_by("proposed_at", "id")
    return tuple(line for line in _lines(rows, person) if may_approve(person.role, line.approver_needed))


def made(person: Person, *, at_most: int = 50) -> tuple[DecisionLine, ...]:
    """The choices within this person's reach, newest first; a child, advocate or parent sees those in force."""
    if not may_at_all(person, "decisions.see_decision"):
        return ()
    if PERMISSIONS["decisions.see_decision"].reach[person.role] is Reach.OWN_AUTHORITY:
        rows = Decision.objects.filter(authority__in=person.authorities)
    else:
        rows = Decision.objects.filter(child_id__in=person.children, state=State.APPROVED)
    return _lines(rows.order_by("-proposed_at", "id")[:at_most], person)


def _lines(rows: QuerySet[Decision], person: Person) -> tuple[DecisionLine, ...]:
    found = list(rows)
    cards = home_names([row.home_id for row in found]) if found else {}
    held = moves_on_hold(row.id for row in found)
    children = children_named(row.child_id for row in found)
    return tuple(
        DecisionLine(
            id=row.id,
            referral_id=row.referral_id,
            child_id=row.child_id,
            child_reference=children[row.child_id].reference,
            home_name=cards[row.home_id].name,
            state=State(row.state),
            compromise=row.compromise,
            approver_needed=Role(row.approver_needed),
            proposed_by_role=Role(row.proposed_by_role),
            proposed_at=row.proposed_at,
            answered_at=row.answered_at,
            from_day=row.from_day,
            mine=row.proposed_by == person.id,
            move_waits=row.id in held,
        )
        for row in found
    )


def _record(row: Decision) -> DecisionRecord:
    why_not: Mapping[UUID, str] = {UUID(home): words for home, words in row.why_not.items()}
    to_homes = {UUID(home): words for home, words in (row.to_homes or {}).items()}
    cards = home_names([row.home_id, *why_not, *to_homes])
    letters = letters_of(row.id)
    child = find_child(row.child_id)
    chosen = cards[row.home_id]
    number = entry_number(row.entry_id) if row.entry_id else None
    return DecisionRecord(
        id=row.id,
        state=State(row.state),
        referral_id=row.referral_id,
        shortlist_id=row.shortlist_id,
        child_id=row.child_id,
        child_reference=child.reference,
        child_known_as=child.known_as,
        authority=row.authority,
        home_id=row.home_id,
        home_name=chosen.name,
        home_reference=chosen.reference,
        home_kind=chosen.kind,
        provider=chosen.provider,
        from_day=row.from_day,
        criteria_version=row.criteria_version,
        why_chosen=row.why_chosen,
        passed_over=tuple(
            PassedOver(home, cards[home].name, cards[home].reference, words) for home, words in why_not.items()
        ),
        wishes_effect=WishesEffect(row.wishes_effect),
        wishes_how=row.wishes_how,
        prevailed=row.prevailed,
        search_evidence=row.search_evidence,
        no_round=row.no_round,
        no_round_words=row.no_round_words,
        spot=row.spot,
        spot_reason=row.spot_reason,
        spot_remedy=row.spot_remedy,
        compromise=row.compromise,
        missing=tuple(missing for missing, _ in row.missing),
        approver_needed=Role(row.approver_needed),
        approver_words=row.approver_words,
        proposed_by=row.proposed_by,
        proposed_by_role=Role(row.proposed_by_role),
        proposed_at=row.proposed_at,
        answered_by_role=Role(row.answered_by_role) if row.answered_by_role else None,
        answered_at=row.answered_at,
        answer_words=row.answer_words,
        satisfied=tuple(FACTS[code] for code in row.satisfied),
        proposal_number=entry_number(row.proposal_entry_id),
        entry_id=row.entry_id,
        entry_number=number,
        as_sealed=as_sealed(row, row.entry_id, number) if row.entry_id and number is not None else None,
        review_until=choice_until(row),
        reviewed_on=row.reviewed_on,
        no_review=row.no_review,
        formulation_by=row.formulation_by,
        emergency=row.emergency,
        exempt_until=row.exempt_until,
        exempt_because=row.exempt_because,
        hold=hold_of(row.id),
        own_order=tuple(
            Placed(UUID(home), name, place, no, words) for home, name, place, no, words in row.own_order or ()
        ),
        own_order_answer=row.own_order_answer,
        meeting_id=row.meeting_id,
        no_meeting=row.no_meeting,
        to_homes=to_homes,
        letters=letters,
        tellings=_tellings(
            [(each.home_name, each.words, each.read_at) for each in letters]
            or [(cards[home].name, words, None) for home, words in to_homes.items()]
        ),
    )


def _tellings(told: Iterable[tuple[str, str, datetime | None]]) -> tuple[Telling, ...]:
    """(home, words, read at) -> each text once with its homes by name; those that go to most homes first."""
    found: dict[str, list[tuple[str, datetime | None]]] = {}
    for name, words, read_at in told:
        found.setdefault(words, []).append((name, read_at))
    tellings = (Telling(words, tuple(sorted(homes, key=lambda home: home[0]))) for words, homes in found.items())
    return tuple(sorted(tellings, key=lambda each: (-len(each.homes), each.homes[0][0])))
