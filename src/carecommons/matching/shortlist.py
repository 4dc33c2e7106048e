"""A shortlist as it was frozen: every home that was looked at, in the published order, each with its reason.

Source: handbook section 7; matching criteria in `constitution`. Nothing here is a score, and nothing here is
a price. `answers` are in the order of the twelve domains; `answer` words of a test are yes, part, no, unknown.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

ANSWER_NAMES = {
    "met": "Met",
    "support": "Met with support",
    "unmet": "Unmet",
    "unknown": "Unknown",
    "none": "No need here",
}
TEST_ANSWERS = ("yes", "part", "no", "unknown")
REFERRAL_STATES = ("open", "shortlisted", "proposed", "decided", "withdrawn")
# A search in one of these still looks for a home: a child has one such search at a time.
GOING_ON = ("open", "shortlisted", "proposed")
RUNGS = {"parents": "Parents", "connected_person": "Relatives and friends"}
RUNG_ANSWERS = {
    "possible": "Possible, and a home with them is on the list",
    "not_possible": "Asked, and not possible now",
    "nobody": "There is nobody to ask",
}


@dataclass(frozen=True, slots=True)
class Test:
    """One thing that the law asks to keep, or that the child asked for, answered for one home."""

    name: str
    answer: str
    words: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class ShownHome:
    """A home that passed the binding gates: appropriate, possible only as a compromise, or waiting for an answer.

    tie: the number of its group of equals, from 1; homes with the same number are equals. failed_gate is None
    exactly when `appropriate`. level: 1 same council, 2 next council, 3 region, 4 nation.
    outside_terms: in an emergency, what of a foster approval does not fit, so that it takes the exemption of reg 23.
    says_more: the parts of life of which its offer says more than was accepted of it, so that it does not count yet.
    """

    home_id: UUID
    reference: str
    name: str
    kind: str
    provider_kind: str
    authority: str
    level: int
    miles: float | None
    place_words: str
    tie: int
    equals: int
    appropriate: bool
    compromise: bool
    answers: tuple[str, ...]
    supports: tuple[str, ...]
    failed_gate: int | None
    reason_code: int
    reason: str
    laws: tuple[Test, ...]
    beside: tuple[Test, ...]
    wishes: tuple[Test, ...]
    impact: str
    impact_words: str
    free: int
    outside_terms: str = ""
    says_more: tuple[str, ...] = ()

    @property
    def waiting(self) -> bool:
        """Passed the binding gates, and cannot be put in order until something is known."""
        return not self.appropriate and not self.compromise

    def count(self, answer: str) -> int:
        """How many of the twelve have this answer."""
        return self.answers.count(answer)


@dataclass(frozen=True, slots=True)
class PassedHome:
    """A home that stopped at a gate: the first one that it failed, and why."""

    home_id: UUID
    reference: str
    name: str
    kind: str
    provider_kind: str
    authority: str
    failed_gate: int
    reason_code: int
    reason: str
    says_more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GateCount:
    """How many homes stopped first at one gate; gate 0 counts those that stopped at none."""

    gate: int
    word: str
    homes: int


@dataclass(frozen=True, slots=True)
class Shortlist:
    """Everything that was seen when the list was made, and what is needed to make it again.

    looked_at = len(shown) + len(passed_over): no home is hidden. `seed` was committed in the register when the
    search opened and is shown to those who may see the list, so that the draw can be run again.
    """

    id: UUID
    referral_id: UUID
    criteria_version: int
    profile_version: int | None
    made_at: datetime
    looked_at: int
    counts: tuple[GateCount, ...]
    seed: str
    commitment: str
    levels: tuple[int | None, ...]
    flags: tuple[str, ...]
    shown: tuple[ShownHome, ...]
    passed_over: tuple[PassedHome, ...]
    entry_id: UUID | None = None

    @property
    def appropriate(self) -> tuple[ShownHome, ...]:
        return tuple(home for home in self.shown if home.appropriate)

    @property
    def compromises(self) -> tuple[ShownHome, ...]:
        return tuple(home for home in self.shown if home.compromise)

    @property
    def waiting(self) -> tuple[ShownHome, ...]:
        return tuple(home for home in self.shown if home.waiting)

    @property
    def saying_more(self) -> tuple["ShownHome | PassedHome", ...]:
        """The homes whose offers say more than was accepted of them, in order."""
        homes: tuple[ShownHome | PassedHome, ...] = (*self.shown, *self.passed_over)
        return tuple(home for home in homes if home.says_more)

    def home(self, home_id: UUID) -> ShownHome | None:
        """The shown home with this id, if it is one that may be chosen or waits for an answer."""
        return next((each for each in self.shown if each.home_id == home_id), None)


@dataclass(frozen=True, slots=True)
class Rung:
    """What the law asks first: an answer of parents, then of relatives and friends (s22C(2)-(7))."""

    rung: str
    answer: str
    reason: str
    answered_at: datetime
    answered_by_role: str


@dataclass(frozen=True, slots=True)
class Referral:
    """A search for a home for one child. `reference` is fresh for each search and says nothing of the child.

    why_words: what those who look should know, for whoever may open the search.
    """

    id: UUID
    reference: str
    child_id: UUID
    authority: str
    wanted_by: date
    why: str
    stay: str
    criteria_version: int
    commitment: str
    state: str
    made_at: datetime
    made_by: UUID | None
    ladder: tuple[Rung, ...]
    shortlist_id: UUID | None
    entry_id: UUID | None = None
    emergency: bool = False
    why_words: str = ""
