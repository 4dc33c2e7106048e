"""What holds on the day of approval: the binding gates, and who must approve. A list is a photograph, no licence."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import numpy as np
from django.utils import timezone

from carecommons.children.needs import DOMAINS
from carecommons.common.errors import NotAppropriate, NotFound, NotNow
from carecommons.constitution.parameters import listed
from carecommons.constitution.queries import criteria
from carecommons.matching.fit import ANSWER_CODES, Answer, fit
from carecommons.matching.gates import able, lawful, together
from carecommons.matching.kept import law_tests
from carecommons.matching.queries import child_of_search, referral, said_in_rounds, shortlist
from carecommons.matching.reasons import OPENING_BASE, gate_of, rule_of
from carecommons.matching.rules import rules_of
from carecommons.matching.seeker import seeker_of
from carecommons.matching.words import reason_words
from carecommons.provision.homes import KINDS
from carecommons.provision.queries import home_cards, home_names, homes_for_matching, outside_agreements

from ..approvals import FACTS_OF, Approval, where
from ..models import Decision
from .sheet import approval_of, examined_on

__all__ = ["approval_now", "before_emergency", "facts_owed"]


def facts_owed(decision_id: UUID, *, on: date) -> tuple[str, ...]:
    """Of what the approver of a choice must be satisfied (codes of FACTS): nothing where the home is in the area."""
    row = Decision.objects.filter(id=decision_id).first()
    if row is None:
        raise NotFound()
    facts = FACTS_OF[where(row.authority, home_names([row.home_id])[row.home_id].authority, on)]
    return before_emergency(facts, on) if row.emergency else facts


def before_emergency(facts: Sequence[str], on: date) -> tuple[str, ...]:
    """Of which of these facts an approver is satisfied before an emergency stay begins; the others are owed after."""
    first = listed("emergency_facts_before", on)
    return tuple(code for code in facts if code in first)


def approval_now(referral_id: UUID, home_id: UUID, *, criteria_version: int, at: datetime) -> Approval:
    """Who must approve this home today, from the facts as they are today.

    Raises NotAppropriate("home_stopped_since") when a binding gate now stops the home for this child, and
    NotNow("needs_changed_since") when it now answers a need worse than on the list. Whether a place is free is not
    asked here: taking the place answers that.
    """
    search = referral(referral_id)
    on = timezone.localdate(at)
    needing = child_of_search(search, on)
    child = seeker_of(
        needing, on=on, wanted_by=search.wanted_by, stay=search.stay, area_levels={}, emergency=search.emergency
    )
    said = said_in_rounds(search, profile_version=needing.profile_version, at=at)
    # One home is asked about, so one is read, with those where the child, brothers and sisters live.
    beside = homes_for_matching(at=at, home_ids=[home_id], lived_in_by=[child.id, *child.siblings])
    homes = said.homes(child, beside)
    rules = rules_of(criteria(criteria_version), on)
    row = homes.ids.index(home_id)
    codes = [
        int(lawful(child, homes, rules)[row]),
        int(able(child, homes, np.array([row], dtype=np.intp))[0]),
        int(together(child, homes, np.array([row], dtype=np.intp))[0]),
    ]
    for code in codes:
        if code and not OPENING_BASE <= code < OPENING_BASE + 10:
            words = reason_words(code, child=child, homes=homes, row=row, card=home_cards([home_id], on=on)[home_id])
            raise NotAppropriate(
                "home_stopped_since",
                f"Since the list was made this home has been stopped at gate {gate_of(code)}: {words}. "
                "Send the choice back and make a new list; its words are kept.",
                gate=gate_of(code),
                reason=code,
                rule=rule_of(code),
            )
    rows = np.array([row], dtype=np.intp)
    answers = said.fit(child, homes, rows, fit(child.levels, homes, rows, rules.support_gap_max)).answers[:, 0]
    _check_answers(referral_id, home_id, [ANSWER_CODES[Answer(code)] for code in answers])
    return approval_of(
        authority=search.authority,
        home_authority=homes.authorities[homes.authority[row]],
        home_kind=tuple(KINDS)[homes.kind[row]],
        laws=law_tests(child, homes, row, rules),
        examined=examined_on(needing.birth_date, max(on, search.wanted_by), on),
        legal_status=needing.legal_status,
        on=on,
        spot=bool(outside_agreements([home_id], search.authority, max(on, search.wanted_by))),
    )


# From the best answer to a need to the worst; what nobody knows may be the worst.
_WORSE = ("none", "met", "support", "unmet", "unknown")


def _check_answers(referral_id: UUID, home_id: UUID, answers: Sequence[str]) -> None:
    """Raise NotNow("needs_changed_since") naming the parts of life that the home now answers worse than on the list.

    Levels or needs may have been written anew since: a choice made as appropriate must not be sealed as that when
    it has become a compromise.
    """
    listed = shortlist(referral_id).home(home_id)
    assert listed is not None, "a choice is made from its list"
    worse = [
        domain.name
        for domain, before, now in zip(DOMAINS, listed.answers, answers, strict=True)
        if _WORSE.index(now) > _WORSE.index(before)
    ]
    if worse:
        raise NotNow(
            "needs_changed_since",
            f"Since the list was made, what is known has changed: this home now answers less well for "
            f"{', '.join(worse)}. Send the choice back and make a new list; its words are kept.",
            domains=worse,
        )
