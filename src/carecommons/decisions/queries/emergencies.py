"""Emergencies as they stand: what was said, what was chosen, what is owed, until when. The caller asks who may see."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from carecommons.children.queries import birth_not_known, children_named, wishes
from carecommons.children.wishes import NOT_REACHED, Wish, standing
from carecommons.common.errors import NotNow, Refused
from carecommons.constitution.parameters import whole
from carecommons.matching.queries import EmergencyTold, emergencies_told, emergency_told, referral
from carecommons.matching.shortlist import RUNGS
from carecommons.people.roles import Person, Subject
from carecommons.provision.queries import home_cards

from ..emergency import PHASE_WORDS, UNDER_WAY, Phase, Review, check_may_go_on, phase, stays_until, times_left
from ..models import Decision, Placement, PlanAnswer, TrailEntry
from ..placement import Placed
from ..starting import lacking
from ..state import State
from ..trail import Item, trail
from .lawful import approval_owed
from .record import DecisionRecord, decision
from .sheet import Sheet, sheet
from .starting import notices_of

__all__ = [
    "EmergencyRecord", "Written", "emergencies", "emergency_record", "facts_after", "full_reasons", "sheet_tonight",
    "wishes_since",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """What was written with one thing of the trail."""

    code: str
    words: Mapping[str, Any]
    done_on: date
    recorded_at: datetime
    recorded_by: UUID
    recorded_by_role: str


@dataclass(frozen=True, slots=True)
class EmergencyRecord:
    """One emergency at a moment. Class D3: whoever shows it writes down the look first.

    choice: what waits or is in force on the emergency path. until: when the stay, or else the path, runs out.
    goes_on_most: how often its reviews may let the stay go on, in all.
    """

    told: EmergencyTold
    child_reference: str
    birth_known: bool
    phase: Phase
    until: datetime
    choice: DecisionRecord | None
    placed_at: datetime | None
    trail: tuple[Item, ...]
    written: Mapping[str, Written]
    reviews: tuple[Review, ...]
    goes_on_most: int

    @property
    def subject(self) -> Subject:
        return self.told.subject

    @property
    def id(self) -> UUID:
        return self.told.search_id

    @property
    def phase_words(self) -> str:
        return PHASE_WORDS[self.phase]

    @property
    def under_way(self) -> bool:
        return self.phase in UNDER_WAY

    @property
    def to_do(self) -> tuple[Item, ...]:
        return tuple(item for item in self.trail if not item.done)

    @property
    def times_left(self) -> int:
        """How many more reviews may let the stay go on."""
        return times_left(self.reviews, most=self.goes_on_most)

    def may_go_on(self, by: UUID | None, *, at: datetime) -> bool:
        """Whether this person's review may let the stay go on."""
        try:
            exempt = self.choice.exempt_until if self.choice is not None else None
            check_may_go_on(exempt, self.reviews, most=self.goes_on_most, by=by, at=at)
        except Refused:
            return False
        return True

    def item(self, code: str) -> Item | None:
        return next((item for item in self.trail if item.code == code), None)


def emergency_record(search_id: UUID, *, at: datetime) -> EmergencyRecord:
    """The emergency whose short search this is. Raises NotFound."""
    told = emergency_told(search_id)
    reference = children_named([told.child_id])[told.child_id].reference
    return _record(told, reference, bool(birth_not_known([told.child_id])), at)


def emergencies(person: Person, act: str, *, at: datetime) -> tuple[EmergencyRecord, ...]:
    """The emergencies within a person's reach that are under way or still owe something, newest first."""
    every = [each for each in emergencies_told(person, act) if each.state != "withdrawn"]
    over = _finished(every, on=timezone.localdate(at))
    told = [each for each in every if each.search_id not in over]
    names = children_named(each.child_id for each in told)
    unborn = birth_not_known(each.child_id for each in told)
    found = (_record(each, names[each.child_id].reference, each.child_id in unborn, at) for each in told)
    return tuple(each for each in found if each.under_way or each.to_do)


def _finished(told: Sequence[EmergencyTold], *, on: date) -> frozenset[UUID]:
    """Those whose trail is whole and whose stay is over: years of them are left out in a few questions for them all."""
    complete = set(
        TrailEntry.objects.filter(code="confirmed", decision__referral__in=[each.search_id for each in told])
        .values_list("decision__referral_id", flat=True)
    )  # fmt: skip
    return _over(complete, on=on)


def full_reasons(decision_id: UUID) -> Mapping[str, Any] | None:
    """The full reasons that were written after an emergency, by name; None before they were, and for other choices."""
    row = TrailEntry.objects.filter(decision_id=decision_id, code="reasons").first()
    return row.words if row is not None else None


def sheet_tonight(search_id: UUID, *, at: datetime) -> Sheet:
    """The list of an emergency, as a choice is made from it. Raises NotFound for a search that is none."""
    emergency_told(search_id)
    return sheet(search_id, at=at)


def wishes_since(child_id: UUID, moment: datetime) -> tuple[Wish, ...]:
    """What the child was heard to say from a moment on; that they could not be reached is no answer of theirs."""
    said = standing(wishes(child_id))
    return tuple(wish for wish in said if wish.recorded_at >= moment and wish.how != NOT_REACHED)


def facts_after(found: EmergencyRecord, *, at: datetime) -> tuple[str, ...]:
    """Of what the confirming approver is satisfied: everything that the law asks of this choice."""
    if found.choice is None:
        raise NotNow("emergency_not_placed", "No home was chosen in this emergency, so nothing is to be confirmed.")
    return approval_owed(found.choice.id, at=at).facts


def _record(told: EmergencyTold, reference: str, birth_unknown: bool, at: datetime) -> EmergencyRecord:
    live = [State.PROPOSED, State.APPROVED]
    row = Decision.objects.filter(referral_id=told.search_id, state__in=live).first()
    placed_at = row.answered_at if row is not None and row.state == State.APPROVED else None
    rows = list(row.emergency_reviews.all()) if row is not None else []
    reviews = tuple(
        Review(each.goes_on, each.words, each.reviewed_at, each.reviewed_by_role, each.reviewed_by) for each in rows
    )
    on = timezone.localdate(told.opened_at)
    until = told.until
    if row is not None and placed_at is not None:
        until = stays_until(placed_at, reviews, hours=whole("emergency_hours_max", on), exempt=row.exempt_until)
    written = _written(row)
    return EmergencyRecord(
        told=told, child_reference=reference, birth_known=not birth_unknown,
        phase=phase(
            told.state, at=at, looks_until=told.until, stays_until=until if placed_at else None,
            over=bool(_over([told.search_id], on=timezone.localdate(at))),
        ),
        until=until, choice=decision(row.id) if row is not None else None, placed_at=placed_at,
        trail=trail(
            opened_on=on, placed_on=timezone.localdate(placed_at) if placed_at else None,
            done=_done(told, written, row, at), working_days=whole("emergency_trail_working_days", on),
            plan_working_days=whole("placement_plan_working_days", on),
        ),
        written=written, reviews=reviews, goes_on_most=whole("emergency_goes_on_most", on),
    )  # fmt: skip


def _over(searches: Collection[UUID], *, on: date) -> frozenset[UUID]:
    """Of these short searches, those whose stay is over: the child has left, or never came and the move was taken back.

    What a review says, and what the full search came to, moves no child: until then the stay has its clock.
    """
    gone = Q(state=Placed.WITHDRAWN) | Q(state=Placed.ENDED, ended_on__lte=on)
    rows = Placement.objects.filter(gone, decision__referral__in=set(searches), decision__state=State.APPROVED)
    return frozenset(rows.values_list("decision__referral_id", flat=True))


def _written(row: Decision | None) -> dict[str, Written]:
    rows = TrailEntry.objects.filter(decision=row) if row is not None else ()
    return {
        each.code: Written(
            each.code, each.words, each.done_on, each.recorded_at, each.recorded_by, each.recorded_by_role
        )
        for each in rows
    }  # fmt: skip


def _done(
    told: EmergencyTold, written: Mapping[str, Written], row: Decision | None, at: datetime
) -> dict[str, date]:  # fmt: skip
    """code -> the day on which it was done: what the record tells, and what was written."""
    done = {code: each.done_on for code, each in written.items()}
    if row is not None and row.state == State.APPROVED:
        done |= _done_at_the_start(row, at)
    heard = wishes_since(told.child_id, told.opened_at)
    if heard:
        done["wishes"] = timezone.localdate(min(wish.recorded_at for wish in heard))
    answered: dict[str, datetime] = {}
    for search in (told.search_id, told.full_search_id):
        for rung in referral(search).ladder:
            answered[rung.rung] = min(rung.answered_at, answered.get(rung.rung, rung.answered_at))
    if set(RUNGS) <= set(answered):
        done["family"] = max(timezone.localdate(max(answered.values())), timezone.localdate(told.opened_at))
    return done


def _done_at_the_start(row: Decision, at: datetime) -> dict[str, date]:
    """The notices that the council owes, once each is sent; the plan, once every part of it has an answer."""
    done = {}
    sent = [each.sent_on for each in notices_of(row.id, at=at) if not each.kind.by_home]
    days = [day for day in sent if day is not None]
    if days and len(days) == len(sent):
        done["notice"] = max(days)
    first: dict[str, date] = {}
    for item, said_at in PlanAnswer.objects.filter(placement__decision=row).values_list("item", "said_at"):
        day = timezone.localdate(said_at)
        first[item] = min(day, first.get(item, day))
    kind = home_cards([row.home_id])[row.home_id].kind
    if first and not lacking(kind, first, owes_yes=False):  # the child has come by then
        done["plan"] = max(first.values())
    return done
