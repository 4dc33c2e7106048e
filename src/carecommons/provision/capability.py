"""What a home is able to do: needs answered by level, and specialisms proved by evidence.

Source: handbook section 3A (twelve domains, SP codes) and section 1B: a claim is not evidence (B8), and
staffing ratio is never evidence of specialism (B9). Units: level 0 to 4, None where nobody knows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from carecommons.common.errors import NotAppropriate, Refused
from carecommons.constitution.parameters import parameter

# The handbook's order. Children and provision stand side by side and may not read one another; a test in
# tests/matching holds that both speak of the same twelve domains and the same specialisms.
DOMAIN_CODES: tuple[str, ...] = (
    "EMO", "ATT", "BEH", "SAF", "HEA", "DEV", "EDU", "IDE", "FAM", "SOC", "IND", "STA",
)  # fmt: skip
DOMAIN_NAMES: tuple[str, ...] = (
    "Feelings", "Trust in adults", "Behaviour", "Staying safe", "Health", "Learning and talking", "School", "Identity",
    "Family", "Friends", "Self-care", "Settling",
)  # fmt: skip
LEVEL_MAX = 4
UNKNOWN = -1  # in arrays: nobody knows; never nought, never met

SPECIALISMS: dict[str, str] = {
    "SP-TRA": "Therapeutic community (trauma)",
    "SP-ASD": "Autism",
    "SP-LDD": "Learning disability",
    "SP-PMLD": "Profound and multiple learning disability",
    "SP-MED": "Complex health, or depends on technology",
    "SP-PHY": "Physical access",
    "SP-SEN": "Sensory access",
    "SP-EAT": "Eating disorder",
    "SP-SH": "High-lethality self-harm",
    "SP-PSY": "Psychosis or severe mental illness",
    "SP-HSB": "Harmful sexual behaviour",
    "SP-FIRE": "Fire-setting",
    "SP-CSE": "Sexual exploitation",
    "SP-CCE": "Criminal exploitation",
    "SP-TRAF": "Trafficking, or alone and seeking asylum",
    "SP-SUB": "Substance dependence",
    "SP-PAR": "Parent and child together",
    "SP-SEC": "Secure welfare criteria",
    "SP-DOL": "Deprivation of liberty authorised",
    "SP-REM": "Remand or youth justice",
    "SP-VIO": "Serious violence",
}
SPECIALISM_BIT: dict[str, int] = {code: 1 << place for place, code in enumerate(SPECIALISMS)}

ACCESS: dict[str, str] = {
    "step_free": "Step-free entrance",
    "wheelchair": "Room for a wheelchair throughout",
    "ground_floor_bedroom": "Bedroom on the ground floor",
    "adapted_bathroom": "Adapted bathroom",
    "hoist": "Hoist",
    "hearing": "Suited to a child who is deaf or hard of hearing",
    "sight": "Suited to a child who is blind or sees little",
    "calm_space": "A calm space with little noise and light",
}

EVIDENCE_KINDS: dict[str, str] = {
    "staff_qualification": "Staff or carers hold a recognised qualification",
    "carer_training": "Carers finished a recognised training",
    "clinical_input": "A clinician is part of the work, in writing",
    "outcomes": "Outcomes of earlier children, shown and dated",
    "inspection": "An inspection found it",
    "accreditation": "An outside body accredits it",
}
NOT_EVIDENCE: dict[str, str] = {
    "staffing_ratio": "Staff numbers are not a specialism: two or three staff to a child show how a home copes, "
    "not what it knows. Attach a qualification, clinical input, outcomes, an inspection or an accreditation.",
    "statement_of_purpose": "A statement of purpose is the home's own claim. Record it as the claim, and attach "
    "a qualification, clinical input, outcomes, an inspection or an accreditation beside it.",
}


class Proof(IntEnum):
    """How far a home has proved one specialism; only PROVED passes."""

    PROVED = 0
    NOT_CLAIMED = 1
    CLAIM_ONLY = 2
    UNCHECKED = 3
    RAN_OUT = 4
    PART = 5


@dataclass(frozen=True, slots=True)
class Evidence:
    """One document behind a claim. `checked_on` is the day someone other than the home read it."""

    kind: str
    document: str
    issued_on: date
    expires_on: date
    checked_on: date | None = None

    def counts(self, on: date) -> bool:
        return self.checked_on is not None and self.checked_on <= on and self.in_date(on)

    def in_date(self, on: date) -> bool:
        return self.issued_on <= on <= self.expires_on


@dataclass(frozen=True, slots=True)
class Capability:
    """A specialism that a home says it has, with whatever stands behind it.

    specialist: the home exists for this; its places are not for children without the need.
    """

    code: str
    claimed_on: date
    specialist: bool = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class DomainAnswer:
    """The highest level that a home meets alone, and with named support; None is unknown."""

    meets: int | None
    with_support: int | None
    support: str = ""


NOT_KNOWN = DomainAnswer(None, None)


Kinds = tuple[frozenset[str], ...]


def required_kinds(on: date) -> Kinds:
    """What must stand behind a specialism on a day: one document of each set (`capability_evidence_kinds`)."""
    listed = parameter("capability_evidence_kinds", on).value
    assert isinstance(listed, tuple)
    return tuple(frozenset(each.split(" or ")) for each in listed)


def proof(capability: Capability | None, on: date, kinds: Kinds) -> Proof:
    """How far the specialism is proved on a day: by a document of each of `kinds`. A claim alone never counts."""
    if capability is None or capability.claimed_on > on:
        return Proof.NOT_CLAIMED
    if not capability.evidence:
        return Proof.CLAIM_ONLY
    behind = [[item for item in capability.evidence if item.kind in each] for each in kinds]
    if all(any(item.counts(on) for item in items) for items in behind):
        return Proof.PROVED
    if all(any(item.in_date(on) for item in items) for items in behind):
        return Proof.UNCHECKED
    return Proof.RAN_OUT if all(behind) else Proof.PART


def good_until(capability: Capability, kinds: Kinds) -> date | None:
    """The last day on which a document of each of `kinds` is in date; None where one is missing altogether."""
    behind = [[item.expires_on for item in capability.evidence if item.kind in each] for each in kinds]
    return min(max(days) for days in behind) if behind and all(behind) else None


def mask(codes: Iterable[str]) -> int:
    """The codes as bits. Raises Refused("specialism_unknown")."""
    total = 0
    for code in codes:
        total |= SPECIALISM_BIT[check_specialism(code)]
    return total


def codes_in(bits: int) -> tuple[str, ...]:
    """The codes of a bit mask, in the handbook's order."""
    return tuple(code for code, bit in SPECIALISM_BIT.items() if bits & bit)


def check_specialism(code: str) -> str:
    if code not in SPECIALISMS:
        raise Refused(
            "specialism_unknown", f"'{code}' is not a specialism of the criteria. Use one of {', '.join(SPECIALISMS)}."
        )
    return code


def check_evidence(item: Evidence, on: date) -> None:
    """Refuse what is not evidence on the day that it is attached: NotAppropriate for ratios and claims, Refused for
    unusable dates. A document that has run out already may be kept: it counts for nothing."""
    if item.kind in NOT_EVIDENCE:
        raise NotAppropriate(f"{item.kind}_is_not_evidence", NOT_EVIDENCE[item.kind])
    if item.kind not in EVIDENCE_KINDS:
        raise Refused(
            "evidence_kind_unknown", f"'{item.kind}' is not a kind of evidence. Use one of {', '.join(EVIDENCE_KINDS)}."
        )
    if not item.document.strip():
        raise Refused("evidence_unnamed", "Evidence needs the name of its document, so that someone can read it.")
    if item.expires_on < item.issued_on:
        raise Refused("evidence_dates", "The evidence ends before it was issued. Check both days.")
    if item.issued_on > on:
        raise Refused("evidence_of_the_future", "The day on which it was issued has not come yet. Check the day.")


def check_answer(domain: str, answer: DomainAnswer) -> None:
    """A level is 0 to 4 or unknown, and support never makes a home able to do less."""
    for level in (answer.meets, answer.with_support):
        if level is not None and not 0 <= level <= LEVEL_MAX:
            raise Refused("level_out_of_range", f"{domain}: a level is 0 to {LEVEL_MAX}, or unknown. You gave {level}.")
    if answer.meets is not None and answer.with_support is not None and answer.with_support < answer.meets:
        raise Refused(
            "support_lowers_level",
            f"{domain}: with support the home meets level {answer.with_support}, alone {answer.meets}. "
            "Support cannot lower what a home can do; check the two levels.",
        )
