"""An emergency: what is said of it in two minutes at night, and what it changes in how homes are looked at.

What nobody knows stays unknown, and is never nought. Nothing that is said tonight lowers what is recorded of a child's
needs: a level seen tonight can only raise what a home is asked for tonight, and is written into no profile.
Source: handbook section 5 (the emergency path), B17 (root cause of each emergency); section 7 (under-16 rule, gates).
Units: hours by the clock, from moment to moment; levels 0 to 4.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType

from carecommons.children.needs import DOMAIN, DOMAINS, LEVEL_MAX
from carecommons.common.errors import Fault, Faulty, NotNow
from carecommons.common.texts import cleaned

from .prevention import ROOT_CAUSES
from .referral import Step

SAID, NONE, UNKNOWN = "said", "none", "unknown"
STATES: dict[str, str] = {
    SAID: "Yes, and it is written below",
    NONE: "Asked, and there is nothing",
    UNKNOWN: "Nobody knows yet",
}
# What an officer at night can see of a child's needs: the other parts of life wait for those who know the child.
SEEN = ("SAF", "HEA")
# What comes first even tonight; everything else that a search owes is owed afterwards.
BINDING_TONIGHT = frozenset({"avoid", "criteria"})
HOURS = (
    (0, 5, "Night, 0 to 6"),
    (6, 11, "Morning, 6 to 12"),
    (12, 17, "Afternoon, 12 to 18"),
    (18, 23, "Evening, 18 to 24"),
)


class KnownFor:
    """How long it was known before: what was known early could have been planned."""

    BEFORE = "before"
    JUST = "just"
    UNKNOWN = "unknown"


KNOWN_FOR_WORDS = {
    KnownFor.BEFORE: "Known for longer before: it could have been planned",
    KnownFor.JUST: "Known only just before",
    KnownFor.UNKNOWN: "Nobody can say since when",
}


@dataclass(frozen=True, slots=True)
class Known:
    """One thing that is known, or asked and not there, or unknown. words: only of what is known."""

    state: str = UNKNOWN
    words: str = ""

    @property
    def told(self) -> str:
        """In a sentence; what nobody knows says so."""
        return self.words if self.state == SAID else STATES[self.state]


NOT_KNOWN = Known()


@dataclass(frozen=True, slots=True)
class Said:
    """What the officer on duty says. seen: part of life -> level seen tonight; a part that is not there is unknown.

    child_said: what the child says now; "" where the child was not asked, and then not_asked_because says why.
    """

    cause: str
    cannot_wait: str
    known_since: datetime | None = None
    danger: Known = NOT_KNOWN
    health: Known = NOT_KNOWN
    hidden_from: Known = NOT_KNOWN
    seen: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    child_said: str = ""
    not_asked_because: str = ""

    @property
    def asked(self) -> bool:
        return bool(self.child_said)


def checked(said: Said, *, at: datetime) -> Said:
    """What was said, its words cleaned. Raises Faulty("emergency_not_complete") with everything that is missing."""
    found = Said(
        cause=said.cause,
        cannot_wait=cleaned(said.cannot_wait),
        known_since=said.known_since,
        danger=_tidy(said.danger),
        health=_tidy(said.health),
        hidden_from=_tidy(said.hidden_from),
        seen=dict(said.seen),
        child_said=cleaned(said.child_said),
        not_asked_because="" if cleaned(said.child_said) else cleaned(said.not_asked_because),
    )
    faults = [*_faults_of_words(found), *_faults_of_facts(found, at)]
    if faults:
        raise Faulty(
            "emergency_not_complete",
            "The emergency is not opened yet. " + " ".join(fault.message for fault in faults),
            faults,
        )
    return found


def _tidy(known: Known) -> Known:
    return Known(known.state, cleaned(known.words) if known.state == SAID else "")


def _faults_of_words(said: Said) -> list[Fault]:
    found = []
    if said.cause not in ROOT_CAUSES:
        found.append(_fault("cause", "Choose what lies behind it; “not known yet” is an answer."))
    if not said.cannot_wait:
        found.append(_fault("cannot_wait", "Say in a sentence why it cannot wait until tomorrow."))
    if not said.child_said and not said.not_asked_because:
        found.append(_fault("child_said", "Say what the child says now, or why the child could not be asked."))
    return found


def _faults_of_facts(said: Said, at: datetime) -> list[Fault]:
    found = []
    for name, known in (("danger", said.danger), ("health", said.health), ("hidden_from", said.hidden_from)):
        if known.state not in STATES:
            found.append(_fault(name, f"Answer with one of: {', '.join(STATES)}."))
        elif known.state == SAID and not known.words:
            found.append(_fault(name, "Write down what is known, or answer that nobody knows yet."))
    for code, level in said.seen.items():
        if code not in DOMAIN or isinstance(level, bool) or not isinstance(level, int) or not 0 <= level <= LEVEL_MAX:
            found.append(_fault("seen", f"A level seen tonight is a whole number from 0 to {LEVEL_MAX}."))
    if said.known_since is not None and said.known_since > at:
        found.append(_fault("known_since", "Since when it was known lies in the future. Check the day and the hour."))
    return found


def _fault(name: str, words: str) -> Fault:
    return Fault("emergency", 0, name, "missing", words)


def levels_tonight(levels: Sequence[int | None], seen: Mapping[str, int]) -> tuple[int | None, ...]:
    """The twelve levels that homes are asked for tonight: never lower than recorded, unknown unless seen.

    tonight[d] = max(recorded[d], seen[d]), where what is not there counts for nothing.
    """
    merged = []
    for domain, level in zip(DOMAINS, levels, strict=True):
        known = [each for each in (level, seen.get(domain.code)) if each is not None]
        merged.append(max(known) if known else None)
    return tuple(merged)


def steps_tonight(steps: Sequence[Step]) -> tuple[Step, ...]:
    """What comes before homes are looked at tonight: the family, the wishes and the rest are owed afterwards."""
    return tuple(replace(step, binding=step.binding and step.code in BINDING_TONIGHT) for step in steps)


def runs_out_at(opened_at: datetime, *, hours: int) -> datetime:
    """The moment from which nothing more may be chosen on the emergency path."""
    return opened_at + timedelta(hours=hours)


def check_time_left(opened_at: datetime, *, at: datetime, hours: int) -> None:
    """Raise NotNow("emergency_ran_out") when the time of an emergency search is over."""
    if at > runs_out_at(opened_at, hours=hours):
        raise NotNow(
            "emergency_ran_out",
            f"The emergency path is open for {hours} hours, and they are over. Go on with the full search, which has "
            "been open beside it from the first minute; if tonight is a new emergency, end this one and open another.",
            hours=hours,
        )


def known_for(opened_at: datetime, known_since: datetime | None, *, hours: int) -> str:
    """Whether it was known for more than so many hours before the emergency was opened (B17: avoidable)."""
    if known_since is None:
        return KnownFor.UNKNOWN
    return KnownFor.BEFORE if opened_at - known_since > timedelta(hours=hours) else KnownFor.JUST


def hours_of(hour: int) -> str:
    """The part of the day in which an hour by the clock in England lies."""
    assert 0 <= hour <= 23, "an hour by the clock"
    return next(words for first, last, words in HOURS if first <= hour <= last)
