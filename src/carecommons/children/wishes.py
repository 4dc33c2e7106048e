"""What a child wishes and feels, when they were asked, and how we know.

Source: Children Act 1989 s22(4)-(5); handbook A2: asked before the shortlist, before the decision and at
reviews. A correction is a new wish that names the one it corrects; nothing is overwritten.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from carecommons.common.errors import Fault, Faulty

from . import dictionary

STAGES: dict[str, str] = dictionary.choices("wish_stage")
HOWS: dict[str, str] = dictionary.choices("wish_how")
ASKED_STAGES = ("before_shortlist", "before_decision", "review")  # when the law has a child asked


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

    @property
    def typed_by_adult(self) -> str:
        """The role of whoever typed it, when that was not the child; else ""."""
        return "" if self.recorded_by_role == "child" else self.recorded_by_role.replace("_", " ")


def standing(wishes: Sequence[Wish]) -> tuple[Wish, ...]:
    """The wishes that no later one corrects, in the order given."""
    corrected = {wish.corrects for wish in wishes if wish.corrects is not None}
    return tuple(wish for wish in wishes if wish.id not in corrected)


def heard(wishes: Sequence[Wish], stage: str, *, since: datetime, since_on: date) -> tuple[Wish, ...]:
    """The standing wishes of a stage for which the child was asked since a moment, in the order given.

    since_on: its day. Both what the child said and its record must be since then; a correction counts from what it
    corrects, so that mending a word of an old wish is not hearing the child again (A2).
    """
    by_id = {wish.id: wish for wish in wishes}

    def first_recorded(wish: Wish) -> datetime:
        while wish.corrects is not None and wish.corrects in by_id:
            wish = by_id[wish.corrects]
        return wish.recorded_at

    return tuple(
        wish
        for wish in standing(wishes)
        if wish.stage == stage and wish.said_on >= since_on and first_recorded(wish) >= since
    )


def asked_at(wishes: Sequence[Wish], stage: str) -> bool:
    """Whether the child has been asked at a stage; being asked and choosing not to say counts."""
    return any(wish.stage == stage for wish in standing(wishes))


def check_wish(*, stage: str, words: str, how: str, said_on: date, on: date) -> None:
    """Raise Faulty("wish_not_complete") with everything that keeps a wish from being recorded."""
    found = dictionary.faults("wish", {"stage": stage, "words": words, "how": how, "said_on": said_on})
    if type(said_on) is date and said_on > on:
        found.append(Fault("wish", 0, "said_on", "in_future", "On which day? This day has not come yet."))
    if found:
        raise Faulty("wish_not_complete", "The wish was not recorded. Put right what is named below.", found)
