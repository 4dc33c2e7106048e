"""Choosing a home at night, and what is owed afterwards: reasons, confirmation, reviews."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from carecommons.common.errors import NotAllowed, NotNow, ReasonMissing
from carecommons.common.texts import cleaned, kept
from carecommons.constitution.queries import check_in_force, whole
from carecommons.matching.actions import mark_proposed
from carecommons.matching.queries import check_in_time, check_no_round_runs, referral
from carecommons.people.may import check_may
from carecommons.people.roles import ROLE_NAMES, Person, Role
from carecommons.register.actions import record

from ..approvals import check_confirms, may_approve
from ..emergency import check_may_go_on, check_may_review, exempt_until
from ..gaps import gaps_of
from ..models import Decision, EmergencyReview, TrailEntry
from ..queries import (
    EmergencyRecord,
    Sheet,
    approval_now,
    emergency_record,
    facts_after,
    no_round_owed,
    sheet_tonight,
    wishes_since,
)
from ..queries.sealing import sealed_choice
from ..reasons import too_thin
from ..ruling import Draft, rule
from ..tonight import Tonight, rule_tonight, wishes_effect
from ..trail import check_not_done, check_ready_to_confirm
from .answer import _tell_homes

__all__ = ["confirm_emergency", "give_full_reasons", "propose_tonight", "review_emergency"]


@transaction.atomic
def propose_tonight(
    *, search_id: UUID, home_id: UUID, why: str, wishes_how: str = "", exempt_because: str = "", by: Person,
    at: datetime,
) -> UUID:  # fmt: skip
    """Choose one home of an emergency's list, with a sentence; the approver is worked out by the same law as by day.

    Raises ReasonMissing("reasons_missing"), NotAppropriate for a home that a binding gate stopped,
    NotNow("emergency_ran_out"), NotNow("choice_waiting"), NotNow("round_open") while invited homes have time to answer.
    """
    found = sheet_tonight(search_id, at=at)
    check_may(by, "decisions.propose", found.subject)
    search, on = referral(search_id), timezone.localdate(at)
    check_in_time(search, at=at)
    check_in_force(found.criteria_version, on)
    if found.active_id is not None:
        raise _choice_waiting()
    check_no_round_runs(search_id, at=at)
    told = emergency_record(search_id, at=at).told
    shown = found.shown.get(home_id)
    exempt = bool(shown and shown.outside_terms)
    ruled = rule_tonight(
        Tonight(home_id, why, wishes_how, exempt_because), found.options, exempt=exempt, asked=told.asked,
        words_min=whole("reason_words_min", on),
    )  # fmt: skip
    # A list is no licence: what stops the home now stops it here, before anybody is woken to approve it.
    approval_now(search_id, home_id, criteria_version=found.criteria_version, at=at)
    row = _row(found, ruled, exempt=exempt, by=by, at=at)
    if no_round_owed(found, home_id):  # counted: not every home was asked alike, with time to answer
        row.no_round, row.no_round_words = "tonight", ruled.why
    row.proposal_entry_id = record(
        kind="proposal", public={"criteria_version": found.criteria_version}, sealed=sealed_choice(row), by_id=by.id,
        by_role=by.role.value, at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as clash:
        raise _choice_waiting() from clash
    mark_proposed(referral_id=search_id, by=by, at=at)
    return row.id


@transaction.atomic
def give_full_reasons(
    *, search_id: UUID, why_chosen: str, why_not: Mapping[UUID, str], wishes_effect: str, wishes_how: str,
    prevailed: str | None = None, compromise_missing: Sequence[str] = (), search_evidence: str | None = None,
    own_order_answer: str | None = None, to_homes: Mapping[UUID, str] | None = None,
    spot_reason: str | None = None, spot_remedy: str | None = None, by: Person, at: datetime,
) -> None:  # fmt: skip
    """Write what the choice of the night owes: the same reasons, judged by the same rule, as any other choice.

    own_order_answer, to_homes: as for `propose`; the homes that offered themselves get their letters now.
    Raises ReasonMissing("reasons_missing") with every lack; the child must have been asked since the emergency began.
    """
    found, row = _in_force(search_id, "decisions.keep_trail", by=by, at=at)
    check_not_done(found.trail, "reasons")
    listed = sheet_tonight(search_id, at=at)
    draft = Draft(
        home_id=row.home_id, why_chosen=why_chosen, why_not=why_not, wishes_effect=wishes_effect, wishes_how=wishes_how,
        prevailed=prevailed or "", compromise_missing=tuple(compromise_missing), search_evidence=search_evidence or "",
        own_order_answer=own_order_answer or "", to_homes=to_homes or {}, spot_reason=spot_reason or "",
        spot_remedy=spot_remedy or "",
    )  # fmt: skip
    ruling = rule(
        draft, listed.options, asked=listed.asked, shortlisted_at=found.told.opened_at,
        wishes_heard_at=[wish.recorded_at for wish in wishes_since(row.child_id, found.told.opened_at)],
        weighed=listed.beside,
    )  # fmt: skip
    words = {
        "why_chosen": ruling.why_chosen, "why_not": {str(home): why for home, why in ruling.why_not.items()},
        "wishes_effect": str(ruling.wishes_effect), "wishes_how": ruling.wishes_how, "prevailed": ruling.prevailed,
        "missing": list(ruling.compromise_missing), "search_evidence": ruling.search_evidence,
        "spot_reason": ruling.spot_reason, "spot_remedy": ruling.spot_remedy,
        **({"own_order_answer": ruling.own_order_answer} if ruling.own_order_answer else {}),
        **({"to_homes": {str(home): said for home, said in ruling.to_homes.items()}} if ruling.to_homes else {}),
    }  # fmt: skip
    _write(row, "reasons", words, done_on=timezone.localdate(at), by=by, at=at)
    _tell_homes(row, ruling.to_homes, at=at)


@transaction.atomic
def confirm_emergency(
    *, search_id: UUID, words: str, satisfied: Collection[str] = (), by: Person, at: datetime
) -> None:  # fmt: skip
    """Confirm what was chosen at night, having read the full reasons; the last thing of the trail.

    satisfied: codes of approvals.FACTS; every fact that the law asks of this home, those left open at night too.
    Raises NotNow("trail_not_done"), NotAllowed("own_choice"), ReasonMissing("not_satisfied").
    """
    found, row = _in_force(search_id, "decisions.approve", by=by, at=at)
    _check_approver(row, by)
    check_not_done(found.trail, "confirmed")
    check_ready_to_confirm(found.trail)
    facts = check_confirms(facts_after(found, at=at), satisfied)
    words = kept(words, what="What you confirm")
    if too_thin(words, words_min=whole("reason_words_min", timezone.localdate(at))):
        raise ReasonMissing(
            "trail_words_missing", "Say in a sentence what you read, and why the choice stands, or what has to change."
        )
    written = {"words": words, "satisfied": list(facts)}
    _write(row, "confirmed", written, done_on=timezone.localdate(at), by=by, at=at)


@transaction.atomic
def review_emergency(*, search_id: UUID, goes_on: bool, words: str, by: Person, at: datetime) -> None:
    """Say whether an emergency stay goes on for the same hours again, and why; or that it ends here.

    Raises NotNow("emergency_not_placed"), ReasonMissing("emergency_review_reason_missing"); where it goes on,
    NotNow("exemption_over"), NotNow("stay_went_on_enough"), NotAllowed("same_reviewer").
    """
    found, row = _in_force(search_id, "decisions.review_emergency", by=by, at=at)
    check_may_review(found.phase)
    words = cleaned(words)
    if too_thin(words, words_min=whole("reason_words_min", timezone.localdate(at))):
        raise ReasonMissing(
            "emergency_review_reason_missing",
            "Say in a sentence why the stay goes on or ends: how the child is, and how far the full search has come.",
        )
    if goes_on:
        check_may_go_on(row.exempt_until, found.reviews, most=found.goes_on_most, by=by.id, at=at)
    assert by.id is not None, "the policy lets nobody in who has not signed in"
    made = EmergencyReview(
        decision=row, child_id=row.child_id, authority=row.authority, goes_on=goes_on, words=words, reviewed_at=at,
        reviewed_by=by.id, reviewed_by_role=by.role.value,
    )  # fmt: skip
    made.entry_id = record(
        kind="emergency_followed", public={},
        sealed={"decision": str(row.entry_id), "what": "review", "goes_on": goes_on, "words": words},
        by_id=by.id, by_role=by.role.value, at=at,
    )  # fmt: skip
    made.save(force_insert=True)


def _in_force(search_id: UUID, act: str, *, by: Person, at: datetime) -> tuple[EmergencyRecord, Decision]:
    """The emergency and its choice, when it is in force and this person may do this about it."""
    found = emergency_record(search_id, at=at)
    check_may(by, act, found.subject)
    if found.choice is None or found.placed_at is None:
        raise NotNow(
            "emergency_not_placed",
            f"{found.phase_words}: no home is in force for this emergency, so this cannot be done yet.",
            phase=found.phase.value,
        )
    row = Decision.objects.select_for_update().get(id=found.choice.id)
    return emergency_record(search_id, at=at), row  # read again: somebody may have written just before the lock


def _check_approver(row: Decision, by: Person) -> None:
    if not may_approve(by.role, Role(row.approver_needed)):
        raise NotAllowed(
            "approver_not_senior_enough",
            f"A {ROLE_NAMES[by.role]} cannot confirm this choice. It needs: {row.approver_words}",
            needed=row.approver_needed,
        )
    if row.proposed_by == by.id:
        raise NotAllowed("own_choice", "You proposed this choice, so somebody else must confirm it.")


def _row(found: Sheet, ruled: Tonight, *, exempt: bool, by: Person, at: datetime) -> Decision:
    assert by.id is not None, "check_may lets nobody act without an account"
    option = next(option for option in found.options if option.home_id == ruled.home_id)
    # What nobody knows of the child is no gap of a home: only what is known to be unmet is counted for planning.
    gaps = gaps_of((), option.unmet) if not option.appropriate else ()
    approval, on = found.approvals[ruled.home_id], timezone.localdate(at)
    return Decision(
        referral_id=found.referral_id, shortlist_id=found.shortlist_id, child_id=found.child_id, home_id=ruled.home_id,
        authority=found.authority, criteria_version=found.criteria_version, from_day=on,
        level=found.shown[ruled.home_id].level, why_chosen=ruled.why, why_not={},
        wishes_effect=wishes_effect(ruled), wishes_how=ruled.wishes_how, prevailed="", search_evidence="",
        # Outside every agreement: somebody above approves, and the reason and remedy stand in the full reasons (C9).
        spot=option.spot, compromise=not option.appropriate, missing=[[gap.missing, gap.domain] for gap in gaps],
        emergency=True,
        exempt_until=exempt_until(on, working_days=whole("emergency_foster_days", on)) if exempt else None,
        exempt_because=ruled.exempt_because, approver_needed=approval.role, approver_words=approval.words,
        proposed_by=by.id, proposed_by_role=by.role, proposed_at=at,
    )  # fmt: skip


def _write(
    row: Decision, code: str, words: Mapping[str, object], *, done_on: date, by: Person, at: datetime
) -> None:  # fmt: skip
    assert by.id is not None, "the policy lets nobody in who has not signed in"
    made = TrailEntry(
        decision=row, child_id=row.child_id, authority=row.authority, code=code, done_on=done_on, words=dict(words),
        recorded_at=at, recorded_by=by.id, recorded_by_role=by.role.value,
    )  # fmt: skip
    made.entry_id = record(
        kind="emergency_followed", public={},
        sealed={"decision": str(row.entry_id), "what": code, "done_on": done_on.isoformat(), "words": dict(words)},
        by_id=by.id, by_role=by.role.value, at=at,
    )  # fmt: skip
    made.save(force_insert=True)


def _choice_waiting() -> NotNow:
    return NotNow(
        "choice_waiting",
        "A home has been chosen in this emergency already, and waits for approval or is in force. Open that choice.",
    )
