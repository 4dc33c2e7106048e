"""Putting a choice, with every reason that it owes, to the person who must approve it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from carecommons.common.errors import NotNow
from carecommons.common.texts import cleaned
from carecommons.constitution.queries import check_in_force
from carecommons.matching.actions import mark_proposed
from carecommons.matching.queries import check_has_not_said_no, check_no_round_runs, referral
from carecommons.people.may import check_may
from carecommons.people.roles import Person, Subject
from carecommons.register.actions import record

from ..gaps import gaps_of
from ..models import Decision
from ..no_round import lacks_of_round
from ..queries import Sheet, meeting_owed, no_round_owed, sheet
from ..queries.beside import kept_order
from ..queries.sealing import sealed_choice
from ..ruling import Draft, Ruling, rule

__all__ = ["propose"]


@transaction.atomic
def propose(
    *,
    referral_id: UUID,
    home_id: UUID,
    why_chosen: str,
    why_not: Mapping[UUID, str],
    wishes_effect: str,
    wishes_how: str,
    prevailed: str | None = None,
    compromise_missing: Sequence[str] = (),
    search_evidence: str | None = None,
    own_order_answer: str | None = None,
    no_meeting: str | None = None,
    to_homes: Mapping[UUID, str] | None = None,
    no_round: str = "",
    no_round_words: str = "",
    spot_reason: str | None = None,
    spot_remedy: str | None = None,
    by: Person,
    at: datetime,
) -> UUID:
    """Choose one home of the list, with reasons; the approver is worked out, never chosen.

    why_not: home id -> why it was passed over; every suitable home that is not chosen is owed one.
    spot_reason, spot_remedy: owed where no agreement stands with whoever runs the home.
    wishes_effect: changed_choice, changed_how or did_not_change; wishes_how says how.
    own_order_answer: owed where the child's own order of the homes points elsewhere. no_meeting: owed where no
    meeting was held, for every home but one of family where nobody was invited. to_homes: home that offered itself ->
    what it is told when it is not chosen.
    no_round: why a home is chosen that did not offer in a round that is over (a code of NO_ROUND), and words.
    Raises NotNow("round_open") while homes have time to answer, NotNow("choice_waiting") where this search has a
    choice already, ReasonMissing with every lack at once, NotAppropriate for a home that a binding gate stopped, and
    NotAppropriate("home_said_no") for one that has read more and said since that it is not right.
    """
    search = referral(referral_id)
    check_may(by, "decisions.propose", Subject(authority=search.authority, child_id=search.child_id))
    if search.emergency:
        raise NotNow(
            "emergency_path",
            "This is the short search of an emergency: its home is chosen on the page of the emergency. "
            "The full search beside it is decided here.",
        )
    found = sheet(referral_id, at=at)
    check_in_force(found.criteria_version, timezone.localdate(at))
    if found.active_id is not None:
        raise _choice_waiting()
    check_no_round_runs(referral_id, at=at)
    check_has_not_said_no(referral_id, home_id)
    owed = no_round_owed(found, home_id)
    draft = Draft(
        home_id=home_id,
        why_chosen=why_chosen,
        why_not=why_not,
        wishes_effect=wishes_effect,
        wishes_how=wishes_how,
        prevailed=prevailed or "",
        compromise_missing=tuple(compromise_missing),
        search_evidence=search_evidence or "",
        own_order_answer=own_order_answer or "",
        no_meeting=no_meeting or "",
        to_homes=to_homes or {},
        spot_reason=spot_reason or "",
        spot_remedy=spot_remedy or "",
    )
    ruling = rule(
        draft, found.options, asked=found.asked, shortlisted_at=found.made_at, wishes_heard_at=found.wishes_heard_at,
        weighed=replace(found.beside, meeting_owed=meeting_owed(found, home_id)),
        formulations=found.formulations_owed(home_id),
        beside=lacks_of_round(
            owed=owed, code=no_round, words=no_round_words, words_min=found.asked.words_min
        ),
    )  # fmt: skip
    row = _row(found, ruling, by=by, at=at)
    if owed:
        row.no_round, row.no_round_words = no_round, cleaned(no_round_words)
    row.proposal_entry_id = record(
        kind="proposal",
        public={"criteria_version": found.criteria_version},
        sealed=sealed_choice(row),
        by_id=by.id,
        by_role=by.role.value,
        at=at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as clash:
        raise _choice_waiting() from clash
    mark_proposed(referral_id=referral_id, by=by, at=at)
    return row.id


def _row(found: Sheet, ruling: Ruling, *, by: Person, at: datetime) -> Decision:
    assert by.id is not None, "check_may lets nobody act without an account"
    option = next(option for option in found.options if option.home_id == ruling.home_id)
    gaps = gaps_of(ruling.compromise_missing, (*option.unmet, *option.unknown)) if ruling.compromise else ()
    approval = found.approvals[ruling.home_id]
    return Decision(
        referral_id=found.referral_id,
        shortlist_id=found.shortlist_id,
        child_id=found.child_id,
        home_id=ruling.home_id,
        authority=found.authority,
        criteria_version=found.criteria_version,
        from_day=max(found.wanted_by, timezone.localdate(at)),
        level=found.shown[ruling.home_id].level,
        own_order=kept_order(found.beside.preference),
        own_order_answer=ruling.own_order_answer,
        meeting_id=found.beside.meeting_id,
        no_meeting=ruling.no_meeting,
        to_homes={str(home): words for home, words in ruling.to_homes.items()} or None,
        why_chosen=ruling.why_chosen,
        why_not={str(home): words for home, words in ruling.why_not.items()},
        wishes_effect=ruling.wishes_effect,
        wishes_how=ruling.wishes_how,
        prevailed=ruling.prevailed,
        search_evidence=ruling.search_evidence,
        spot=ruling.spot,
        spot_reason=ruling.spot_reason,
        spot_remedy=ruling.spot_remedy,
        compromise=ruling.compromise,
        missing=[[gap.missing, gap.domain] for gap in gaps],
        approver_needed=approval.role,
        approver_words=approval.words,
        proposed_by=by.id,
        proposed_by_role=by.role,
        proposed_at=at,
    )


def _choice_waiting() -> NotNow:
    return NotNow(
        "choice_waiting",
        "A home has been chosen for this search already, and waits for approval or is in force. "
        "Open that choice; withdraw it there if it should be another.",
    )
