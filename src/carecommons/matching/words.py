"""The words for a reason, made only for homes that somebody reads.

They say what, and where they can, until when; never "not suitable", never a number out of something, and never
anything about another child.
"""

from collections.abc import Sequence

from carecommons.children.needs import DOMAINS
from carecommons.common.days import in_words
from carecommons.provision.capability import SPECIALISM_BIT, SPECIALISMS, codes_in
from carecommons.provision.card import HomeCard
from carecommons.provision.homes import APPROVED_KINDS, Homes

from .reasons import Reason
from .seeker import Seeker

FIXED = {
    Reason.UNREGISTERED: "Not registered. Nobody can choose an unregistered home for a child",
    Reason.NOT_IN_FORCE: "Its approval is not in force today",
    Reason.NOT_VERIFIED: "The council has not checked yet who runs it and what is written of it",
    Reason.CLOSED: "Closed",
    Reason.INADEQUATE: "Judged inadequate at its last inspection",
    Reason.UNDER_AGE_WITHOUT_CARE: "Gives support, not care: never for a child under 16. Nobody can make an exception",
    Reason.NAMED_FOR_ANOTHER: "Approved for another child by name",
    Reason.SECURE_WITHOUT_AUTHORITY: "A secure home: only where the legal test for it is met and recorded",
    Reason.SECURE_TOO_YOUNG: "A secure home for a child this young needs the Secretary of State’s approval",
    Reason.AVOID_AREA: "In an area where this child must not live",
    Reason.AVOID_PLACE: "Near a place that this child must keep away from",
    Reason.AVOID_NOT_KNOWN: "Its site is not recorded, so nobody can say that it is away from a place to avoid",
    Reason.CHILDS_AVOID_NOT_KNOWN: "Nobody can say where a place is that this child must keep away from",
    Reason.SEX_NOT_KNOWN: "Takes children of one sex only, and the child’s is not recorded",
    Reason.STAY: "Not approved for this kind of stay",
    Reason.USUAL_LIMIT: "Has as many foster children already as is usual, and no exemption",
    Reason.LIVES_THERE: "The child lives here now. If they can stay, end the search and say so",
    Reason.VACANCY_RAN_OUT: "Its word about free places has run out; ask it again",
    Reason.VACANCY_NEVER_SAID: "Has not said whether a place is free",
    Reason.NO_ACCESS: "The child could not get in or move about here",
    Reason.ACCESS_NOT_KNOWN: "Has not said whether the child could get in and move about",
    Reason.HARMS_THE_GROUP: "Would not be right with the children who live there: reason held",
    Reason.IMPACT_NOT_KNOWN: "Has not said lately what a newcomer would mean for the children who live there",
}
SEX_WORDS = {"M": "boys and young men", "F": "girls and young women"}
PROOF_WORDS = {
    Reason.NOT_CLAIMED: "{name}: does not say that it can",
    Reason.CLAIM_ONLY: "{name}: claimed, and no dated evidence. A claim alone never passes",
    Reason.UNCHECKED: "{name}: evidence given, and nobody outside the home has read it yet",
    Reason.EVIDENCE_PART: "{name}: only part of the evidence that counts is there",
    Reason.EVIDENCE_RAN_OUT: "{name}: evidence ran out on {day}",
}


def reason_words(
    reason: int, *, child: Seeker, homes: Homes, row: int, card: HomeCard, answers: Sequence[str] = ()
) -> str:
    """Why a home stopped, in one line; empty for a home that did not."""
    if reason == Reason.NONE:
        return ""
    found = Reason(reason)
    if found in PROOF_WORDS:
        return _proof_words(found, child, homes, row, card)
    if found in (Reason.UNMET, Reason.HOME_NOT_KNOWN, Reason.CHILD_NOT_KNOWN):
        return _needs_words(found, child, answers)
    return FIXED.get(found) or _terms_words(found, card)


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th ... 11th, 12th, 13th ... 21st."""
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ends.get(number % 10, 'th')}"


def place_words(*, rank: int, equals: int, compromise: bool) -> str:
    """A home's place as a word: "1st", "Equal 2nd", "4th, only as a recorded compromise"."""
    place = ordinal(rank) if equals < 2 else f"Equal {ordinal(rank)}"
    return f"{place}, only as a recorded compromise" if compromise else place


def waiting_words(unknown: int) -> str:
    return "Waiting for one answer" if unknown == 1 else f"Waiting for {unknown} answers"


def _proof_words(reason: Reason, child: Seeker, homes: Homes, row: int, card: HomeCard) -> str:
    code = next(code for code in codes_in(child.flags) if homes.proofs[SPECIALISM_BIT[code].bit_length() - 1, row])
    ran_out = card.evidence_ran_out.get(code)
    return PROOF_WORDS[reason].format(name=SPECIALISMS[code], day=in_words(ran_out) if ran_out else "an earlier day")


def _needs_words(reason: Reason, child: Seeker, answers: Sequence[str]) -> str:
    if reason == Reason.UNMET:
        return f"Cannot meet {_names(said == 'unmet' for said in answers)}"
    if reason == Reason.CHILD_NOT_KNOWN:
        return f"Nobody has said yet what the child needs in {_names(level is None for level in child.levels)}"
    return f"Has not said what it can meet in {_names(said == 'unknown' for said in answers)}"


def _names(chosen: object) -> str:
    names = [domain.name.lower() for domain, is_it in zip(DOMAINS, chosen, strict=True) if is_it]  # type: ignore[call-overload]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _terms_words(reason: Reason, card: HomeCard) -> str:
    terms = card.terms
    said = "Approved" if card.kind in APPROVED_KINDS else "Registered"
    if reason == Reason.FULL:
        return f"No free place; next expected {in_words(card.next_free_on)}" if card.next_free_on else "No free place"
    if reason == Reason.DECLINED:
        return f"Was invited, and declined: {card.declined}" if card.declined else "Was invited, and declined"
    if terms is None:
        return "Its terms are not recorded"
    if reason in (Reason.TOO_YOUNG, Reason.TOO_OLD):
        return f"{said} for ages {terms.age_min} to {terms.age_max}"
    if reason == Reason.SEX:
        return f"{said} for {SEX_WORDS.get(terms.sexes, 'others')} only"
    dated = {
        Reason.CANCELLED: ("Registration cancelled on", terms.cancelled_on),
        Reason.SUSPENDED: ("Suspended since", terms.suspended_from),
        Reason.RESTRICTED: ("Admissions restricted by the regulator since", terms.restricted_from),
    }
    words, day = dated[reason]
    return f"{words} {in_words(day)}" if day else words
