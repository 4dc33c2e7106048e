"""What each child is waiting for next: one sentence, the most pressing first, never a score.

Source: handbook section 5 (steps 3 and 11) and A2.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

# The order in which children are listed.
STEPS: tuple[str, ...] = ("review", "draft", "profile", "story", "wishes", "unknown", "nothing")


@dataclass(frozen=True, slots=True)
class Known:
    """What the record holds of one child, as far as the next step needs to know."""

    has_profile: bool
    has_draft: bool
    unknown_parts: int
    has_story: bool
    asked_before_search: bool
    outcome_review_on: date | None


@dataclass(frozen=True, slots=True)
class Step:
    """What is next. part: the page to open within the child's record ("" = the record itself)."""

    code: str
    words: str
    part: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class ChildCard:
    """One line of the list."""

    id: UUID
    reference: str
    known_as: str
    age: int
    authority: str
    step: str
    next_words: str
    part: str
    urgent: bool
    assessed_on: date | None


def next_step(known: Known, on: date) -> Step:
    """The first of STEPS that applies. Urgent: a day that was promised to the child has passed."""
    if known.outcome_review_on is not None and known.outcome_review_on < on:
        due = f"{known.outcome_review_on.day} {known.outcome_review_on:%B %Y}"
        return Step("review", f"Review the outcome: due {due}", "needs", urgent=True)
    if known.has_draft:
        return Step("draft", "Finish the needs profile that you began", "needs")
    if not known.has_profile:
        return Step("profile", "Begin the needs profile", "needs")
    if not known.has_story:
        return Step("story", "Ask for the child’s story", "story")
    if not known.asked_before_search:
        return Step("wishes", "Ask what the child wishes, before any search", "wishes")
    if known.unknown_parts:
        parts = "one part" if known.unknown_parts == 1 else f"{known.unknown_parts} parts"
        return Step("unknown", f"Find out what is unknown in {parts} of life", "needs")
    return Step("nothing", "Nothing is waiting")
