"""A child's visit to a home before anybody chooses, from the asking to what the child thought of it after.

    asked -> arranged | not_possible;  arranged -> arranged (another day) | happened | not_possible

An officer may arrange a visit that the child has not asked for yet. Source: handbook A6 (a right to meet and visit).
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from carecommons.common.errors import Fault, Faulty, NotNow, ReasonMissing, Refused
from carecommons.common.texts import gettext_noop as _


class Visit(StrEnum):
    ASKED = "asked"
    ARRANGED = "arranged"
    HAPPENED = "happened"
    NOT_POSSIBLE = "not_possible"


VISIT_WORDS = {
    Visit.ASKED: "The child asked to visit",
    Visit.ARRANGED: "A day is arranged",
    Visit.HAPPENED: "The child was there",
    Visit.NOT_POSSIBLE: "The visit could not be",
}
# The same, to the child.
OWN_VISIT_WORDS = {
    Visit.ASKED: _("You asked to visit. We are finding a day."),
    Visit.ARRANGED: _("You can visit."),
    Visit.HAPPENED: _("You were there."),
    Visit.NOT_POSSIBLE: _("You could not visit."),
}
NEXT: dict[Visit, tuple[Visit, ...]] = {
    Visit.ASKED: (Visit.ARRANGED, Visit.NOT_POSSIBLE),
    Visit.ARRANGED: (Visit.ARRANGED, Visit.HAPPENED, Visit.NOT_POSSIBLE),
    Visit.HAPPENED: (),
    Visit.NOT_POSSIBLE: (),
}
GOING_ON = (Visit.ASKED, Visit.ARRANGED)
THOUGHTS = {
    "liked": _("I liked it"),
    "mixed": _("Some things were good and some were not"),
    "not": _("I did not like it"),
    "unsure": _("I do not know yet"),
}
# How a thought is kept as a wish: the child's own sentence.
KEPT_THOUGHTS = {
    "liked": _("I liked it."), "mixed": _("Some things were good and some were not."), "not": _("I did not like it."),
    "unsure": _("I do not know yet."),
}  # fmt: skip
WORDS_MAX = 2_000


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """One visit. on: the day as arranged, then as it was; thought: what the child said of it after, or ""."""

    id: UUID
    referral_id: UUID
    child_id: UUID
    home_id: UUID
    home_name: str
    state: Visit
    asked_at: datetime
    on: date | None
    with_whom: str
    why_not: str
    thought: str
    thought_words: str
    thought_at: datetime | None

    @property
    def words(self) -> str:
        return VISIT_WORDS[self.state]

    @property
    def own_words(self) -> str:
        return OWN_VISIT_WORDS[self.state]

    @property
    def thought_said(self) -> str:
        """What they thought, as they chose to say it; "" before they have."""
        return THOUGHTS.get(self.thought, "")


def check_visit_next(state: str, new: Visit) -> None:
    """Raise NotNow("visit_not_so") when a visit in `state` cannot become `new`."""
    if new not in NEXT[Visit(state)]:
        raise NotNow(
            "visit_not_so",
            f"{VISIT_WORDS[Visit(state)]}, so this cannot be done. Nothing was changed. Arrange a new visit instead.",
            state=state,
        )


def check_arranged(*, day: date, with_whom: str, on: date) -> None:
    """Raise unless a visit lies ahead and somebody comes along."""
    if day < on:
        raise Refused("visit_day_past", "This day has passed. Give a day on which the child can visit.")
    if not with_whom.strip():
        raise ReasonMissing("visit_company_missing", "Say who comes along: the child reads it, and is not sent alone.")


def check_happened(*, day: date | None, on: date) -> date:
    """The day of a visit. Raises ReasonMissing("visit_day_missing"), Refused("visit_not_yet") for a day to come."""
    if day is None:
        raise ReasonMissing("visit_day_missing", "Say on which day the child was there. Nothing was changed.")
    if day > on:
        raise Refused("visit_not_yet", "This day has not come yet. Write down the visit when the child was there.")
    return day


def check_thought(*, thought: str, words: str) -> None:
    """Raise Faulty("visit_thought_not_complete") unless the child said something of the visit."""
    faults = []
    if thought and thought not in THOUGHTS:
        faults.append(Fault("visit", 0, "thought", "not_in_list", _("Choose one of the answers in the list.")))
    if not thought and not words.strip():
        faults.append(Fault("visit", 0, "thought", "missing", _("Choose an answer, or write some words.")))
    if len(words) > WORDS_MAX:
        faults.append(Fault("visit", 0, "words", "too_long", _("This is too long. Write a bit less.")))
    if faults:
        raise Faulty(
            "visit_thought_not_complete", _("Your answer was not kept. Put right what is named below."), faults
        )
