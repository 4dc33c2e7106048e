"""What a child wishes and feels, when they were asked, and how we know.

Source: Children Act 1989 s22(4)-(5); handbook A2: asked before the shortlist, before the decision and at
reviews. A correction is a new wish that names the one it corrects; nothing is overwritten.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from carecommons.common.days import add_working_days
from carecommons.common.errors import Fault, Faulty

from . import dictionary
from .exceptions import (
    ASKED_STAGES,
    EXCEPTIONS,
    NOT_REACHED,
    NOT_SAFE,
    NOT_SAID,
    OBSERVED,
    OWN_EXCEPTIONS,
)
from .hearing import heard, standing

__all__ = [
    "ASKED_STAGES", "EXCEPTIONS", "HOWS", "NOT_REACHED", "NOT_SAFE", "NOT_SAID", "OBSERVED", "OWN_EXCEPTIONS", "STAGES",
    "Wish", "asked_at", "check_wish", "heard", "standing", "still_to_ask",
]  # fmt: skip
STAGES: dict[str, str] = dictionary.choices("wish_stage")
HOWS: dict[str, str] = dictionary.choices("wish_how")


@dataclass(frozen=True, slots=True)
class Wish:
    """One recorded wish. said_on: the child's day; recorded_at: ours."""

    id: UUID
    stage: str
    words: str
    how: str
    said_on: date
    recorded_at: datetime
    recorded_by_role: str
    corrects: UUID | None = None
    observed_by: str = ""

    @property
    def unsaid(self) -> bool:
        """Whether the child said nothing of their own: `words` then hold the reason, or what was seen."""
        return self.how in EXCEPTIONS

    @property
    def excused(self) -> bool:
        """Whether nobody heard or saw what the child wants: `words` then hold an adult's reason, and no wish."""
        return self.unsaid and self.how != OBSERVED

    @property
    def unsaid_words(self) -> str:
        """Why there are no words of the child, for those who work with them; "" where there are."""
        said = EXCEPTIONS.get(self.how, "")
        return f"{said} by {self.observed_by}" if said and self.observed_by else said

    @property
    def own_unsaid_words(self) -> str:
        """The same, as the child reads it (to be translated where it is shown)."""
        return OWN_EXCEPTIONS.get(self.how, "")

    @property
    def typed_by_adult(self) -> str:
        """The role of whoever typed it, when that was not the child; else ""."""
        return "" if self.recorded_by_role == "child" else self.recorded_by_role.replace("_", " ")


def still_to_ask(wishes: Sequence[Wish], *, working_days: int) -> date | None:
    """The day by which a child who could not be reached must be asked after all; None where none is owed.

    Owed by the first such exception since which the child was not asked: at whatever stage, whatever came of it.
    working_days: how many after the day on which they could not be reached.
    """
    said = standing(wishes)
    asked = [wish for wish in said if wish.how != NOT_REACHED]
    owed = [
        wish.said_on for wish in said
        if wish.how == NOT_REACHED and not any(each.recorded_at > wish.recorded_at for each in asked)
    ]  # fmt: skip
    return add_working_days(min(owed), working_days) if owed else None


def asked_at(wishes: Sequence[Wish], stage: str) -> bool:
    """Whether the child has been asked at a stage; being asked and choosing not to say counts."""
    return any(wish.stage == stage for wish in standing(wishes))


def check_wish(
    *, stage: str, words: str, how: str, said_on: date, on: date, observed_by: str = "", reason_words_min: int = 1
) -> None:
    """Raise Faulty("wish_not_complete") with everything that keeps a wish from being recorded.

    A child who could not be asked is owed a reason of `reason_words_min` words; one who was watched, who watched.
    """
    given = {"stage": stage, "words": words, "how": how, "said_on": said_on, "observed_by": observed_by}
    found = dictionary.faults("wish", given)
    found += _exception_faults(words=words, how=how, observed_by=observed_by, words_min=reason_words_min)
    if type(said_on) is date and said_on > on:
        found.append(Fault("wish", 0, "said_on", "in_future", "On which day? This day has not come yet."))
    if found:
        raise Faulty("wish_not_complete", "The wish was not recorded. Put right what is named below.", found)


def _exception_faults(*, words: str, how: str, observed_by: str, words_min: int) -> list[Fault]:
    found = []
    if how == OBSERVED and not str(observed_by or "").strip():
        found.append(Fault("wish", 0, "observed_by", "missing", "Say who watched: their role, and how they know them."))
    if how != OBSERVED and str(observed_by or "").strip():
        asked = "Leave this empty, or say above that the child was watched."
        found.append(Fault("wish", 0, "observed_by", "not_watched", asked))
    if how in (OBSERVED, NOT_SAFE, NOT_REACHED) and 0 < len(str(words or "").split()) < words_min:
        what = "what was seen" if how == OBSERVED else "why the child could not be asked"
        found.append(Fault("wish", 0, "words", "too_thin", f"Say in {words_min} words or more {what}."))
    return found
