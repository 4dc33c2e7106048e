"""Why a home stopped at a gate: one number a reason, so that 60,000 homes carry theirs in one array.

The hundreds are the gate (1 lawful, 2 able, 3 needs, 4 kept, 5 together); 0 is "stopped at none". The order in
which a home is asked stands in gates.py; the first reason that holds is the one that is shown.
Words are made only for the homes that somebody reads: words.py.
"""

from enum import IntEnum

from carecommons.provision.capability import Proof
from carecommons.provision.homes import Standing
from carecommons.provision.vacancies import Opening

LAWFUL, ABLE, NEEDS, KEPT, TOGETHER, DECIDED = 1, 2, 3, 4, 5, 6
GATE_WORDS = {1: "Lawful", 2: "Able", 3: "Needs", 4: "Kept", 5: "Together", 6: "Decided"}

STANDING_BASE = 100  # + Standing
OPENING_BASE = 130  # + Opening
PROOF_BASE = 200  # + Proof


class Reason(IntEnum):
    NONE = 0
    UNREGISTERED = STANDING_BASE + Standing.UNREGISTERED
    CANCELLED = STANDING_BASE + Standing.CANCELLED
    SUSPENDED = STANDING_BASE + Standing.SUSPENDED
    RESTRICTED = STANDING_BASE + Standing.RESTRICTED
    NOT_IN_FORCE = STANDING_BASE + Standing.NOT_IN_FORCE
    NOT_VERIFIED = STANDING_BASE + Standing.NOT_VERIFIED
    CLOSED = STANDING_BASE + Standing.CLOSED
    INADEQUATE = STANDING_BASE + Standing.INADEQUATE
    UNDER_AGE_WITHOUT_CARE = 111
    NAMED_FOR_ANOTHER = 112
    SECURE_WITHOUT_AUTHORITY = 113
    SECURE_TOO_YOUNG = 114
    AVOID_AREA = 115
    AVOID_PLACE = 116
    AVOID_NOT_KNOWN = 117
    TOO_YOUNG = 118
    TOO_OLD = 119
    SEX = 120
    SEX_NOT_KNOWN = 121
    STAY = 122
    USUAL_LIMIT = 123
    CHILDS_AVOID_NOT_KNOWN = 124
    LIVES_THERE = 125
    DECLINED = 126
    FULL = OPENING_BASE + Opening.FULL
    VACANCY_RAN_OUT = OPENING_BASE + Opening.RAN_OUT
    VACANCY_NEVER_SAID = OPENING_BASE + Opening.NEVER_SAID
    NOT_CLAIMED = PROOF_BASE + Proof.NOT_CLAIMED
    CLAIM_ONLY = PROOF_BASE + Proof.CLAIM_ONLY
    UNCHECKED = PROOF_BASE + Proof.UNCHECKED
    EVIDENCE_RAN_OUT = PROOF_BASE + Proof.RAN_OUT
    EVIDENCE_PART = PROOF_BASE + Proof.PART
    NO_ACCESS = 211
    ACCESS_NOT_KNOWN = 212
    UNMET = 301
    CHILD_NOT_KNOWN = 302
    HOME_NOT_KNOWN = 303
    HARMS_THE_GROUP = 501
    IMPACT_NOT_KNOWN = 502


def gate_of(reason: int) -> int:
    """The gate to which a reason belongs; 0 for none."""
    return reason // 100


def is_waiting(reason: int) -> bool:
    """Whether the reason is that something is not known yet, so that the home cannot be ordered."""
    return reason in (Reason.CHILD_NOT_KNOWN, Reason.HOME_NOT_KNOWN, Reason.IMPACT_NOT_KNOWN)


# reason -> the published rule (constitution, criteria) that it rests on. A test holds that each is published, under
# the gate that the reason names: nothing stops a home that anybody could not have read beforehand (C1).
RULE_OF: dict[Reason, str] = {
    Reason.UNREGISTERED: "registered",
    Reason.CANCELLED: "not_suspended",
    Reason.SUSPENDED: "not_suspended",
    Reason.RESTRICTED: "not_suspended",
    Reason.NOT_IN_FORCE: "not_suspended",
    Reason.CLOSED: "registered",
    Reason.INADEQUATE: "not_inadequate",
    Reason.NOT_VERIFIED: "verified",
    Reason.UNDER_AGE_WITHOUT_CARE: "regulated_under_16",
    Reason.NAMED_FOR_ANOTHER: "approval_terms",
    Reason.SECURE_WITHOUT_AUTHORITY: "secure_authority",
    Reason.SECURE_TOO_YOUNG: "secure_authority",
    Reason.AVOID_AREA: "avoid",
    Reason.AVOID_PLACE: "avoid",
    Reason.AVOID_NOT_KNOWN: "avoid",
    Reason.CHILDS_AVOID_NOT_KNOWN: "avoid",
    Reason.TOO_YOUNG: "age",
    Reason.TOO_OLD: "age",
    Reason.SEX: "sex",
    Reason.SEX_NOT_KNOWN: "sex",
    Reason.STAY: "approval_terms",
    Reason.USUAL_LIMIT: "approval_terms",
    Reason.LIVES_THERE: "not_there_already",
    Reason.DECLINED: "vacancy",
    Reason.FULL: "vacancy",
    Reason.VACANCY_RAN_OUT: "vacancy",
    Reason.VACANCY_NEVER_SAID: "vacancy",
    Reason.NOT_CLAIMED: "capability_evidenced",
    Reason.CLAIM_ONLY: "capability_evidenced",
    Reason.UNCHECKED: "capability_evidenced",
    Reason.EVIDENCE_RAN_OUT: "capability_evidenced",
    Reason.EVIDENCE_PART: "capability_evidenced",
    Reason.NO_ACCESS: "access",
    Reason.ACCESS_NOT_KNOWN: "access",
    Reason.UNMET: "unmet_is_compromise",
    Reason.CHILD_NOT_KNOWN: "unknown_is_not_zero",
    Reason.HOME_NOT_KNOWN: "unknown_is_not_zero",
    Reason.HARMS_THE_GROUP: "no_harm",
    Reason.IMPACT_NOT_KNOWN: "impact",
}


def rule_of(reason: int) -> str:
    """The published rule behind a reason; empty for a home that was stopped at none."""
    return RULE_OF.get(Reason(reason), "") if reason else ""
