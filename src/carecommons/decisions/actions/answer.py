"""Answering a choice: approving it, sending it back, or taking it back.

Approving takes the place, notes what was missing where the choice is a compromise, and records one entry in
the register: all or nothing. Whoever comes second to the last place gets a clean answer and the next homes.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from carecommons.common.days import add_working_days
from carecommons.common.errors import NotAllowed, NotAppropriate, NotFound, NotNow, ReasonMissing
from carecommons.common.texts import cleaned, kept
from carecommons.constitution.queries import whole
from carecommons.matching.actions import mark_decided, mark_not_chosen
from carecommons.matching.queries import codes_of_homes
from carecommons.people.may import check_may
from carecommons.people.roles import ROLE_NAMES, Person, Role, Subject
from carecommons.provision.actions import take_place
from carecommons.provision.queries import home_subjects
from carecommons.register.actions import record

from ..approvals import check_confirms, may_approve
from ..before_move import First
from ..models import Decision, GapNote, HomeLetter, Placement
from ..notices import check_told_before
from ..queries import before_emergency, check_still_stands, formulations_for, notices_of, review_before, sheet
from ..queries.sealing import sealed_choice
from ..reasons import too_thin
from ..state import State, check_waiting

__all__ = ["approve", "send_back", "withdraw"]


@transaction.atomic
def approve(
    *, decision_id: UUID, satisfied: Collection[str] = (), reviewed_on: date | None = None, no_review: str = "",
    by: Person, at: datetime,
) -> UUID:  # fmt: skip
    """Put a choice in force, and answer the id of its register entry.

    satisfied: codes of approvals.FACTS of which the approver is satisfied, each that a requirement owes.
    reviewed_on: the review that came first, where the move takes the child out of a placement; no_review: why none
    could (before_move).
    Raises NotNow("place_taken") with the next homes in order where somebody else was first,
    NotNow("approver_changed") where the facts now ask for somebody more senior, NotNow("agreement_ended_since"),
    NotNow("area_not_told") before a notice that comes first, ReasonMissing("not_satisfied") with every fact that is
    owed, NotAppropriate("home_stopped_since") where a binding gate stops the home, NotAppropriate("home_said_no") where
    it said since that it is not right, NotNow("needs_changed_since")
    where it now answers a need worse, NotNow("formulation_not_current") where a specialist need that it answers has no
    current formulation (in an emergency it is owed within days), and NotNow("child_spoke_since") where the child has
    said something since. Where a review comes first, what before_move.check_review_first raises.
    """
    row = _to_answer(decision_id, by)
    try:
        now = check_still_stands(row, at=at)
    except NotAppropriate as refusal:
        # Whoever lost the race for the last place reads that, and not what the winner's arrival changed.
        if refusal.code == "home_stopped_since":
            _check_place_left(row, by=by, at=at)
        raise
    row.formulation_by = _formulation_by(row, at=at)
    if row.emergency:
        now = replace(now, facts=before_emergency(now.facts, timezone.localdate(at)))
    row.satisfied = list(check_confirms(now.facts, satisfied))
    _check_review_first(row, First(reviewed_on, kept(no_review, what="Why it could not wait")), at=at)
    check_told_before(notices_of(row.id, at=at))
    _take(row, by=by, at=at)
    entry_id = record(
        kind="decision",
        public={
            "criteria_version": row.criteria_version,
            "approver_role": by.role.value,
            "compromise": row.compromise,
            "review_asked": False,
        },
        sealed=sealed_choice(row),
        by_id=by.id,
        by_role=by.role.value,
        at=at,
    )
    _answer(row, State.APPROVED, by=by, at=at, entry=entry_id)
    mark_decided(referral_id=row.referral_id, home_id=row.home_id, by=by, at=at)
    Placement.objects.create(
        decision=row, child_id=row.child_id, home_id=row.home_id, authority=row.authority, from_day=row.from_day,
        made_at=at,
    )  # fmt: skip
    _tell_homes(row, {UUID(home): words for home, words in (row.to_homes or {}).items()}, at=at)
    noted_on = timezone.localdate(at)
    GapNote.objects.bulk_create(
        GapNote(
            decision=row, authority=row.authority, missing=missing, domain=domain, level=row.level, noted_on=noted_on
        )
        for missing, domain in row.missing
    )
    return entry_id


@transaction.atomic
def send_back(*, decision_id: UUID, words: str, by: Person, at: datetime) -> None:
    """Say no to a choice, and why: no place is taken, and whoever proposed it can choose again."""
    row = _to_answer(decision_id, by)
    if too_thin(words, words_min=whole("reason_words_min", timezone.localdate(at))):
        raise ReasonMissing(
            "send_back_reason_missing",
            "Say why it goes back, in a sentence, so that whoever proposed it knows what to do next.",
        )
    _answer(row, State.REFUSED, by=by, at=at, words=cleaned(words))
    mark_not_chosen(referral_id=row.referral_id, by=by, at=at)
    _record_answer("proposal_sent_back", row, by=by, at=at)


@transaction.atomic
def withdraw(*, decision_id: UUID, by: Person, at: datetime) -> None:
    """Take back a choice that nobody has answered yet, and keep searching."""
    row = _locked(decision_id)
    check_may(by, "decisions.propose", Subject(authority=row.authority, child_id=row.child_id))
    check_waiting(row.state)
    _answer(row, State.WITHDRAWN, by=by, at=at)
    mark_not_chosen(referral_id=row.referral_id, by=by, at=at)
    _record_answer("proposal_withdrawn", row, by=by, at=at)


def _tell_homes(row: Decision, told: Mapping[UUID, str], *, at: datetime) -> None:
    """A letter for each home that offered itself, with the words of whoever proposed. told: home -> its words.

    Part of the approval; after an emergency, of the full reasons.
    """
    whose, codes = home_subjects(told), codes_of_homes(row.referral_id)
    for home, words in told.items():
        HomeLetter(
            decision=row, home_id=home, provider_id=whose[home].provider_id, home_kept_by=whose[home].authority or "",
            authority=row.authority, code=codes.get(home, ""), words=words, told_at=at,
        ).save(force_insert=True)  # fmt: skip


def _formulation_by(row: Decision, *, at: datetime) -> date | None:
    """By when a formulation is owed after an emergency; None where none is owed. Else it comes first (B10)."""
    on = timezone.localdate(at)
    owed = formulations_for(row.child_id, [row.home_id], on=on).get(row.home_id, ())
    return add_working_days(on, whole("formulation_owed_working_days", on)) if owed else None


def _check_review_first(row: Decision, first: First, *, at: datetime) -> None:
    """Keep which review came before this move, or why none could; nothing where none is owed."""
    on, owed = timezone.localdate(at), review_before(row.id, at=at)
    if not owed.owed or owed.began is None:
        return
    owed.check(first, on=on)
    row.reviewed_on, row.no_review = first.reviewed_on, "" if first.reviewed_on else first.emergency


def _record_answer(kind: str, row: Decision, *, by: Person, at: datetime) -> None:
    """An answer that takes no place is an act as well: who asked again cannot hide that it was refused."""
    record(
        kind=kind,
        public={"criteria_version": row.criteria_version},
        sealed={"proposal": str(row.proposal_entry_id), "reasons": row.answer_words},
        by_id=by.id,
        by_role=by.role.value,
        at=at,
    )


def _locked(decision_id: UUID) -> Decision:
    row = Decision.objects.select_for_update().filter(id=decision_id).first()
    if row is None:
        raise NotFound()
    return row


def _to_answer(decision_id: UUID, by: Person) -> Decision:
    """The choice, when this person may answer it and nobody has."""
    row = _locked(decision_id)
    check_may(by, "decisions.approve", Subject(authority=row.authority, child_id=row.child_id))
    check_waiting(row.state)
    if not may_approve(by.role, Role(row.approver_needed)):
        raise NotAllowed(
            "approver_not_senior_enough",
            f"A {ROLE_NAMES[by.role]} cannot answer this choice. It needs: {row.approver_words}",
            needed=row.approver_needed,
        )
    if row.proposed_by == by.id:
        raise NotAllowed(
            "own_choice",
            "You proposed this choice, so somebody else must answer it. It stays in their list until they do.",
        )
    return row


def _check_place_left(row: Decision, *, by: Person, at: datetime) -> None:
    """Raise NotNow("place_taken") where no place is left; what is tried here is undone."""
    try:
        with transaction.atomic():
            _take(row, by=by, at=at)
            transaction.set_rollback(True)
    except NotNow as refusal:
        if refusal.code == "place_taken":
            raise


def _take(row: Decision, *, by: Person, at: datetime) -> None:
    try:
        take_place(
            home_id=row.home_id, resident=row.child_id, from_day=row.from_day, by=by, at=at,
            for_authority=row.authority, awaited=True,
        )  # fmt: skip
    except NotNow as refusal:
        if refusal.code != "place_taken":
            raise
        found = sheet(row.referral_id, at=at)
        others = [option for option in (*found.suitable, *found.possible) if option.home_id != row.home_id][:3]
        named = ", ".join(option.name for option in others)
        onward = f"The next in order: {named}." if named else "No other home is on the list: keep searching."
        raise NotNow(
            "place_taken",
            "Someone else has just taken the last place. Nothing you wrote is lost: send the choice back, and its "
            f"words are there for the next one. {onward}",
            next=[str(option.home_id) for option in others],
        ) from refusal


def _answer(
    row: Decision, state: State, *, by: Person, at: datetime, words: str = "", entry: UUID | None = None
) -> None:
    row.state = state
    row.answered_by = by.id
    row.answered_by_role = by.role
    row.answered_at = at
    row.answer_words = words
    row.entry_id = entry
    row.save(
        update_fields=[
            "state", "answered_by", "answered_by_role", "answered_at", "answer_words", "satisfied", "entry",
            "formulation_by", "reviewed_on", "no_review",
        ]
    )  # fmt: skip
