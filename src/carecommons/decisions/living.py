"""What is written down of a child's life in a home: visits, reviews, how the child says it goes, time with family.

Source: Care Planning Regulations 2010 regs 28-36; handbook A2 (wishes at review), A3, A4 (outcomes by adults and by
the child), A8 (contact in view), B15 (the time that matching takes: hours, never money). Codes of taking part: the
statutory return (SSDA903). Nothing here is added up into one number for a child.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from carecommons.common.errors import NotNow, ReasonMissing, Refused
from carecommons.common.texts import gettext_noop as _

# code -> words. Seen alone: the law asks for it unless the child refuses or it would be wrong (reg 29).
ALONE: dict[str, str] = {
    "yes": "Yes",
    "refused": "No: the child did not want to",
    "not_right": "No: it would not have been right, at their age and understanding",
    "not_possible": "No: it was not possible",
}
ALONE_WITHOUT_REASON = frozenset({"yes", "refused"})

TOOK_PART: dict[str, str] = {
    "PN0": "Under four years old",
    "PN1": "Came, and spoke for themselves",
    "PN2": "Came, and an advocate spoke for them",
    "PN3": "Came, and told us without speech",
    "PN4": "Came, and did not say what they think",
    "PN5": "Did not come, and asked an advocate to speak for them",
    "PN6": "Did not come, and sent their views another way",
    "PN7": "Did not come, and sent no views",
}
# Under four: PN0 is for them alone.
YOUNG_AGE = 4

REVIEW_KINDS: dict[str, str] = {
    "review": "Review of the care plan",
    "emergency_review": "Review after an emergency move",
}
# Why nobody asked the child what they wish, where the law lets a review be closed without (A2). Each owes words.
NOT_ASKED: dict[str, str] = {
    "not_practicable": "It was not reasonably practicable (Children Act 1989 s22(4))",
    "public_protection": "To protect members of the public from serious injury (Children Act 1989 s22(6))",
}

# How a sought outcome stands. The same four for adults and child, so that they can be read side by side.
ANSWERS: dict[str, str] = {
    "not_yet": "Not yet", "partly": "Partly", "reached": "Reached", "given_up": "Given up",
}  # fmt: skip
CAME_ABOUT = frozenset({"partly", "reached"})
OWN_ANSWERS: dict[str, str] = {
    "not_yet": _("Not yet"), "partly": _("A bit"), "reached": _("Yes, it happened"),
    "given_up": _("I do not want this now"),
}  # fmt: skip

# How it goes, in the child's own words: face and word. The last two are low.
FEELINGS: dict[str, str] = {"good": _("Good"), "ok": _("OK"), "not_good": _("Not so good"), "bad": _("Bad")}
FACES: dict[str, str] = {"good": "☺", "ok": "😐", "not_good": "🙁", "bad": "☹"}
LOW = frozenset({"not_good", "bad"})

TIME_KINDS: dict[str, str] = {
    "search": "Looking for the right home",
    "meeting": "Meetings",
    "visit": "Visits before the move",
    "introduction": "Introductions and the move itself",
    "travel": "Travel",
    "writing": "Writing and reading",
}
MINUTES_MAX = 24 * 60


@dataclass(frozen=True, slots=True)
class Answered:
    """One sought outcome with what is said of it. number: its place among the outcomes of that version, from 1."""

    number: int
    outcome: str
    answer: str
    words: str = ""


def check_visit(*, day: date, began: date, on: date, alone: str, why_not: str, said: str) -> None:
    """Raise Refused or ReasonMissing unless a visit can be written down."""
    check_day(day, began=began, on=on)
    if alone not in ALONE:
        raise Refused("alone_unknown", f"Say whether the child was seen alone: {', '.join(ALONE)}.")
    if alone not in ALONE_WITHOUT_REASON and not why_not.strip():
        raise ReasonMissing(
            "not_alone_reason_missing",
            "The law asks that a visited child is seen alone. Say why that was not so this time.",
        )
    if not said.strip():
        raise ReasonMissing(
            "visit_said_missing",
            "Write what the child said or showed, in their words. If they said nothing, write that.",
        )


def check_day(day: date, *, began: date | None, on: date) -> None:
    """Raise Refused unless something can have happened on a day: not to come, and not before the move."""
    if day > on:
        raise Refused("living_day_ahead", "This day has not come yet. Write it down when it has happened.")
    if began is not None and day < began:
        raise Refused("living_day_before", "This was before the child moved in. Use a day since the move.")


def check_took_part(code: str, *, age: int) -> None:
    """Raise Refused unless the code of taking part is one of the return's, and fits the child's age."""
    if code not in TOOK_PART:
        raise Refused("took_part_unknown", f"Say how the child took part by its code: {', '.join(TOOK_PART)}.")
    if (code == "PN0") != (age < YOUNG_AGE):
        raise Refused(
            "took_part_age",
            "PN0 is for a child under four on the day of the review, and only for them. Choose the code that fits.",
        )


def check_heard(*, heard: bool, why: str, words: str) -> None:
    """Raise NotNow("review_wish_missing") unless the child was asked for this review, or the law lets it close without.

    heard: a wish said for a review is recorded, not too long before. why: a code of NOT_ASKED; it owes words.
    """
    if heard:
        return
    if not why:
        raise NotNow(
            "review_wish_missing",
            "The child has not been asked for this review. Ask, and record what they say (stage: review); they may "
            "choose not to say. Where the law lets a review close without, choose the reason and write why.",
        )
    if why not in NOT_ASKED:
        raise Refused("not_asked_unknown", f"Nobody may leave the child out for that. Use: {', '.join(NOT_ASKED)}.")
    if not words.strip():
        raise ReasonMissing(
            "not_asked_reason_missing", "Say why the child was not asked for this review. The child may read it."
        )


def wish_counts(said_on: date, *, review_on: date, days_max: int) -> bool:
    """Whether something said on a day was said for a review."""
    return review_on - timedelta(days=days_max) <= said_on <= review_on


def check_answers(given: Sequence[Answered], sought: Sequence[str], *, all_of_them: bool) -> None:
    """Raise Refused unless each answer is one of ANSWERS about an outcome that is sought; at a review, all of them."""
    numbers = [each.number for each in given]
    if any(each.answer not in ANSWERS for each in given):
        raise Refused("outcome_answer_unknown", f"Say how each outcome stands: {', '.join(ANSWERS)}.")
    if len(set(numbers)) != len(numbers) or not set(numbers) <= set(range(1, len(sought) + 1)):
        raise Refused("outcome_unknown", "One of these outcomes is not sought now, or was answered twice.")
    if all_of_them and len(numbers) < len(sought):
        raise ReasonMissing(
            "outcome_answer_missing", "Say of each outcome that is sought how it stands. One or more have no answer."
        )
    if all_of_them and any(each.answer == "given_up" and not each.words.strip() for each in given):
        raise ReasonMissing("given_up_reason_missing", "Say why an outcome was given up. The child may read it.")


def nights_held(*, chosen_on: date, from_day: date, taken_back_on: date | None = None) -> int:
    """How many nights a place stood empty for one child, between the choice and the move (B15): never money.

    taken_back_on: the day on which the move was taken back; then the place was free again.
    """
    last = from_day if taken_back_on is None else min(taken_back_on, from_day)
    return max((last - chosen_on).days, 0)


def check_minutes(minutes: int, kind: str) -> None:
    """Raise Refused unless a time can be what one person spent on one day."""
    if kind not in TIME_KINDS:
        raise Refused("time_kind_unknown", f"Say what the time went on: {', '.join(TIME_KINDS)}.")
    if not 1 <= minutes <= MINUTES_MAX:
        raise Refused("minutes_out_of_day", "Enter a time of at least one minute and at most one day.")


def low_in_a_row(feelings: Sequence[str]) -> int:
    """How many of the newest answers in a row were low. feelings: oldest first."""
    count = 0
    for feeling in reversed(feelings):
        if feeling not in LOW:
            break
        count += 1
    return count


def how_many_came_about(answers: Mapping[int, str]) -> str:
    """For counting children, each once: "all" of what was sought reached, "some" of it came about, or "none"."""
    assert answers, "a child for whom nothing is sought is not counted"
    if all(answer == "reached" for answer in answers.values()):
        return "all"
    return "some" if any(answer in CAME_ABOUT for answer in answers.values()) else "none"


def how_it_goes(feeling: str) -> str:
    """For counting children, each once: "well" or "low" as the child says, or "silent" where nobody has heard."""
    if not feeling:
        return "silent"
    return "low" if feeling in LOW else "well"


def how_many_happened(times: Sequence[bool]) -> str:
    """For counting children, each once: "all" of the times planned with those who matter happened, "some" or "none"."""
    assert times, "a child for whom no time was planned is not counted"
    return "all" if all(times) else "some" if any(times) else "none"
