"""What a shortlisted home may read of a child once it has accepted the terms (class D2), and until when.

    asked -> accepted | declined | revoked;  accepted -> revoked

Pseudonymised history, known risks, school and health needs: no name, no address, no reference, no day of birth, and
nothing of class D4. Source: handbook section 6, D2; "withdraw provider copies at non-selection".
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from carecommons.children.needs import DOMAIN, DOMAINS, FLAGS, LEVEL_HELP
from carecommons.common.errors import NotNow, ReasonMissing

from .blind import blinded
from .invitation.scanning import Known


class Asked(StrEnum):
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REVOKED = "revoked"


ASKED_WORDS = {
    Asked.ASKED: "Asked to accept the terms",
    Asked.ACCEPTED: "Accepted: may read",
    Asked.DECLINED: "Did not accept the terms",
    Asked.REVOKED: "Over: may not read any more",
}
NEXT: dict[Asked, tuple[Asked, ...]] = {
    Asked.ASKED: (Asked.ACCEPTED, Asked.DECLINED, Asked.REVOKED),
    Asked.ACCEPTED: (Asked.REVOKED,),
    Asked.DECLINED: (),
    Asked.REVOKED: (),
}
SAID_NO = "said_no"
LEFT = "left"  # never written: it comes with the day
REVOKED_BECAUSE = {
    "not_chosen": "Another home was chosen for this child.",
    "withdrawn": "The search has ended without a home.",
    "taken_off": "The home is not on the shortlist any more.",
    "invited": "Every home is asked anew, and while homes have time to answer all of them read the same.",
    "not_listed": "The home cannot be chosen for this child any more: a new list does not hold it.",
    "move_withdrawn": "The move to this home was taken back.",
    SAID_NO: "The home has read more, and said that it is not right for this child.",
    LEFT: "The child left this home, and the days for which it may still read are over.",
}
# The same in the few words of an inbox: what came of an offer.
OUTCOMES = {
    Asked.ASKED: "On the shortlist: read the terms",
    Asked.ACCEPTED: "On the shortlist: you may read more",
    Asked.DECLINED: "You did not accept the terms",
    Asked.REVOKED: "Not on the shortlist any more",
}
OVER = {
    "not_chosen": "Another home was chosen",
    "withdrawn": "The search ended without a home",
    "move_withdrawn": "The move to your home was taken back",
    SAID_NO: "You said that your home is not right",
    LEFT: "The child has left your home",
}
RISKS = ("BEH", "SAF", "EMO")
SCHOOL, HEALTH = ("EDU", "DEV"), ("HEA",)


@dataclass(frozen=True, slots=True)
class DetailFacts:
    """What the detail is made from, as plain values.

    ratings: (code of a part of life, level or None, what was seen, or why it is not known); flags: (code, what it rests
    on); strengths: (code, words); moves: how often in care; years_in_care: whole years. None: not known.
    """

    age_band: str
    years_in_care: int | None
    moves: int | None
    ratings: tuple[tuple[str, int | None, str], ...]
    flags: tuple[tuple[str, str], ...]
    strengths: tuple[tuple[str, str], ...]
    helps: str
    known: Known


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what a home reads: a heading and lines of words."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DetailRecord:
    """One home that was asked. told: nothing unless it has accepted and may still read."""

    id: UUID
    code: str
    referral_id: UUID
    child_id: UUID
    home_id: UUID
    home_name: str
    provider_id: UUID | None
    home_kept_by: str
    authority: str
    terms_version: int
    state: Asked
    told: tuple[Part, ...]
    asked_at: datetime
    answered_at: datetime | None
    answered_by_role: str
    why_not: str
    revoked_at: datetime | None
    revoked_because: str

    @property
    def words(self) -> str:
        return ASKED_WORDS[self.state]

    @property
    def open(self) -> bool:
        """Whether the home is still on the shortlist: it may read, or may say that it accepts the terms."""
        return self.state in (Asked.ASKED, Asked.ACCEPTED)

    @property
    def revoked_said(self) -> str:
        return REVOKED_BECAUSE.get(self.revoked_because, "")


def over_since(*, left_on: date | None, asked_on: date, days_after: int, on: date) -> date | None:
    """The day from which a home may read no more because the child left it; None while it still may.

    left_on: the last day of the last stay; a stay that was over before the home was asked is another story.
    """
    if left_on is None or left_on < asked_on:
        return None
    since = left_on + timedelta(days=days_after + 1)
    return since if since <= on else None


def check_asked_next(state: str, new: Asked) -> None:
    """Raise NotNow("detail_not_so") when a home in `state` cannot become `new`."""
    if new not in NEXT[Asked(state)]:
        raise NotNow(
            "detail_not_so",
            f"{ASKED_WORDS[Asked(state)]}, so this cannot be done. Nothing was changed.",
            state=state,
        )


def check_may_say_no(state: str, *, chosen: bool) -> None:
    """Raise NotNow("detail_not_so") unless a home has accepted the terms, may still read, and was not chosen."""
    if chosen:
        raise NotNow(
            "detail_not_so",
            "Your home was chosen for this child, so it does not end here. Speak with the council that chose it.",
            state=state,
        )
    if Asked(state) is not Asked.ACCEPTED:
        raise NotNow("detail_not_so", f"{ASKED_WORDS[Asked(state)]}, so there is nothing to take back.", state=state)


def detail_of(facts: DetailFacts) -> tuple[Part, ...]:
    """What a home reads, every text blinded; parts in a fixed order."""
    parts = (
        Part("What goes well", _strengths(facts)),
        Part("History", _history(facts)),
        Part("Known risks, and what helps", (*_rated(facts, RISKS, no_need=False), *_flags(facts), *_helps(facts))),
        Part("School and learning", _rated(facts, SCHOOL)),
        Part("Health", _rated(facts, HEALTH)),
        Part("Every other part of life", _rated(facts, _others())),
    )
    return tuple(part for part in parts if part.lines)


def fingerprint(told: Sequence[Part]) -> str:
    """The SHA-256 of what a home would read, so that what is sent is what somebody has read, word for word."""
    words = [[part.heading, list(part.lines)] for part in told]
    return sha256(json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def check_was_read(told: Sequence[Part], *, read: str) -> None:
    """Raise ReasonMissing("detail_not_read") before a person has read what a home would, and
    NotNow("detail_changed_since") where that is no longer what would be sent.

    read: the fingerprint of what was read.
    """
    if not read:
        raise ReasonMissing(
            "detail_not_read",
            "Nothing was sent. Read first what the home would be told: what only looks like a name or a place still "
            "stands in it. Then ask again.",
        )
    if read != fingerprint(told):
        raise NotNow(
            "detail_changed_since",
            "Nothing was sent: what the home would be told is not what you read, because the record has changed "
            "since. Read it again, then ask.",
        )


def _others() -> tuple[str, ...]:
    return tuple(each.code for each in DOMAINS if each.code not in (*RISKS, *SCHOOL, *HEALTH))


def _strengths(facts: DetailFacts) -> tuple[str, ...]:
    return tuple(f"{DOMAIN[code].name}: {blinded(words, facts.known)}" for code, words in facts.strengths if words)


def _history(facts: DetailFacts) -> tuple[str, ...]:
    found = [f"Aged {facts.age_band}."]
    if facts.years_in_care is not None:
        years = facts.years_in_care
        found.append(
            f"In care for {'less than a year' if years < 1 else f'{years} year' + ('s' if years > 1 else '')}."
        )
    if facts.moves is not None:
        found.append("Has not moved in care." if not facts.moves else f"Moves in care so far: {facts.moves}.")
    return tuple(found)


def _rated(facts: DetailFacts, codes: Sequence[str], *, no_need: bool = True) -> tuple[str, ...]:
    """no_need: whether a part of life without any need is told too; among the risks it would read as one."""
    told = {code: (level, words) for code, level, words in facts.ratings if level != 0 or no_need}
    return tuple(_rating(code, *told[code], facts.known) for code in codes if code in told)


def _rating(code: str, level: int | None, words: str, known: Known) -> str:
    said = blinded(words, known)
    if level is None:
        return f"{DOMAIN[code].name}: not known yet. {said}".strip()
    return f"{DOMAIN[code].name}, level {level} ({LEVEL_HELP[level]}): {said}".rstrip(": ")


def _flags(facts: DetailFacts) -> tuple[str, ...]:
    return tuple(f"{FLAGS[code]}: {blinded(basis, facts.known)}" for code, basis in facts.flags)


def _helps(facts: DetailFacts) -> tuple[str, ...]:
    return (f"What helps: {blinded(facts.helps, facts.known)}",) if facts.helps.strip() else ()
