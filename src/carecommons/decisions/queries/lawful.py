"""What holds on the day of approval: the binding gates, and who must approve. A list is a photograph, no licence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

import numpy as np
from django.utils import timezone

from carecommons.children.in_need import ChildInNeed
from carecommons.children.needs import DOMAINS
from carecommons.common.errors import NotAppropriate, NotFound, NotNow
from carecommons.constitution.parameters import listed
from carecommons.constitution.queries import criteria
from carecommons.matching.fit import ANSWER_CODES, Answer, fit
from carecommons.matching.gates import able, lawful, together
from carecommons.matching.invitation.said import Said
from carecommons.matching.kept import law_tests
from carecommons.matching.queries import child_of_search, referral, said_in_rounds, shortlist
from carecommons.matching.reasons import OPENING_BASE, gate_of, rule_of
from carecommons.matching.rules import Rules, rules_of
from carecommons.matching.seeker import Seeker, seeker_of
from carecommons.matching.shortlist import Referral
from carecommons.matching.words import reason_words
from carecommons.provision.homes import KINDS, Homes
from carecommons.provision.queries import home_cards, homes_for_matching, outside_agreements

from ..approvals import Approval
from ..models import Decision
from .sheet import approval_of, examined_on

__all__ = ["approval_before", "approval_now", "approval_owed", "before_emergency", "facts_owed"]


@dataclass(frozen=True, slots=True)
class Today:
    """One home for one child as both are today: what the gates and the approver are asked from."""

    search: Referral
    needing: ChildInNeed
    child: Seeker
    homes: Homes
    rules: Rules
    row: int
    said: Said
    on: date

    @property
    def approval(self) -> Approval:
        """Who must approve, and of what they must be satisfied."""
        moves = max(self.on, self.search.wanted_by)
        home_id = self.homes.ids[self.row]
        return approval_of(
            authority=self.search.authority,
            home_authority=self.homes.authorities[self.homes.authority[self.row]],
            home_kind=tuple(KINDS)[self.homes.kind[self.row]],
            laws=law_tests(self.child, self.homes, self.row, self.rules),
            examined=examined_on(self.needing.birth_date, moves, self.on),
            legal_status=self.needing.legal_status,
            stay=self.search.stay,
            on=self.on,
            spot=bool(outside_agreements([home_id], self.search.authority, moves)),
        )


def approval_owed(decision_id: UUID, *, at: datetime) -> Approval:
    """Who must approve a choice, and of what they must be satisfied, by the facts of today. Raises NotFound.

    In an emergency some of it follows within days (approval_before).

    Asks no gate: a page that waits for an answer shows what is owed, and the act says what has stopped the home.
    """
    row = Decision.objects.filter(id=decision_id).first()
    if row is None:
        raise NotFound()
    return _today(row.referral_id, row.home_id, criteria_version=row.criteria_version, at=at).approval


def approval_before(decision_id: UUID, *, at: datetime) -> Approval:
    """The same with the facts that are owed before the choice is in force: in an emergency the others follow."""
    found = approval_owed(decision_id, at=at)
    if Decision.objects.filter(id=decision_id, emergency=True).exists():
        return replace(found, facts=before_emergency(found.facts, timezone.localdate(at)))
    return found


def facts_owed(decision_id: UUID, *, at: datetime) -> tuple[str, ...]:
    """Of what the approver of a choice must be satisfied before it is in force (codes of FACTS)."""
    return approval_before(decision_id, at=at).facts


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
    now = _today(referral_id, home_id, criteria_version=criteria_version, at=at)
    on, child, homes, rules, row = now.on, now.child, now.homes, now.rules, now.row
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
    answers = now.said.fit(child, homes, rows, fit(child.levels, homes, rows, rules.support_gap_max)).answers[:, 0]
    _check_answers(referral_id, home_id, [ANSWER_CODES[Answer(code)] for code in answers])
    return now.approval


def _today(referral_id: UUID, home_id: UUID, *, criteria_version: int, at: datetime) -> Today:
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
    return Today(
        search=search, needing=needing, child=child, homes=homes, rules=rules, row=homes.ids.index(home_id), said=said,
        on=on,
    )  # fmt: skip


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
