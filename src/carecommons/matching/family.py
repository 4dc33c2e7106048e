"""Relatives and friends before strangers: whether each could care for the child, and approval for a time.

Source: Children Act 1989 s22C(5)-(7) (connected persons are preferred); Care Planning, Placement and Case Review
(England) Regulations 2010: regulation 24 with Schedule 4 (a connected person approved for at most 16 weeks, when the
child must live there before a full assessment is made), regulation 25 (made longer once, by at most 8 weeks, when the
assessment or the panel is not done: first it is considered whether this is still the most appropriate home, the
fostering panel's views are sought, and the independent reviewing officer is told). Approved in full: Fostering Services
(England) Regulations 2011 regulation 25(1)(a) (the fostering panel recommends it) and regulation 27 (the decision maker
decides it). Days run from the first day; `to_day` is the last day that the approval covers.
Handbook B13: each assessment carries who made it, with what training and experience.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from carecommons.common.days import in_words
from carecommons.common.errors import Fault, Faulty, NotAllowed, NotNow, ReasonMissing
from carecommons.common.texts import cleaned
from carecommons.provision.full_approval import FULL_DAYS

RELATIONS: dict[str, str] = {
    "grandparent": "A grandparent",
    "aunt_or_uncle": "An aunt or uncle",
    "sibling": "A grown-up brother or sister",
    "other_relative": "Another relative",
    "step_family": "A step-parent, or their family",
    "godparent": "A godparent",
    "family_friend": "A friend of the family",
    "friends_family": "The family of the child’s friend",
    "known_carer": "Somebody who has cared for the child before",
    "known_adult": "A teacher, neighbour or other adult whom the child trusts",
}
OUTCOMES: dict[str, str] = {
    "viable": "Could care for the child",
    "not_viable": "Could not care for the child",
    "find_out": "More must be found out first",
}


class Approved(StrEnum):
    """How an approval for a time stands. That it has run out is read off its last day, and is no state of its own."""

    APPROVED = "approved"
    EXTENDED = "extended"
    IN_FULL = "in_full"
    ENDED = "ended"


APPROVED_STATES: dict[Approved, str] = {
    Approved.APPROVED: "Approved for a time",
    Approved.EXTENDED: "Approved for a time, made longer once",
    Approved.IN_FULL: "Approved in full",
    Approved.ENDED: "Ended",
}
# state -> what may follow. Made longer once: EXTENDED never follows itself (reg 25).
NEXT: dict[Approved, tuple[Approved, ...]] = {
    Approved.APPROVED: (Approved.EXTENDED, Approved.IN_FULL, Approved.ENDED),
    Approved.EXTENDED: (Approved.IN_FULL, Approved.ENDED),
    Approved.IN_FULL: (),
    Approved.ENDED: (),
}
UNDER_WAY = (Approved.APPROVED, Approved.EXTENDED)
# What stands before an approval is made longer (reg 25), each with the day on which it was so.
LONGER_FACTS: dict[str, str] = {
    "most_appropriate_on": "It was considered whether this is still the most appropriate home, and it is.",
    "panel_asked_on": "The fostering panel was asked for its views.",
    "reviewer_told_on": "The independent reviewing officer was told.",
}


@dataclass(frozen=True, slots=True)
class Viability:
    """One assessment of one person. who: a name, for those who see the record; the relation is what others read."""

    id: UUID
    relation: str
    who: str
    outcome: str
    words: str
    assessor: str
    training: str
    experience: str
    assessed_on: date
    recorded_at: datetime
    follows: UUID | None = None

    @property
    def relation_words(self) -> str:
        return RELATIONS[self.relation]

    @property
    def outcome_words(self) -> str:
        return OUTCOMES[self.outcome]


def newest(found: Sequence[Viability]) -> tuple[Viability, ...]:
    """The assessments that no later one follows, in the order given: one for each person who was asked."""
    followed = {each.follows for each in found if each.follows is not None}
    return tuple(each for each in found if each.id not in followed)


def first_looks(found: Sequence[Viability]) -> dict[UUID, UUID]:
    """Each assessment -> the first one of the same person."""
    before = {each.id: each.follows for each in found}
    first: dict[UUID, UUID] = {}
    for each in before:
        at = each
        while (earlier := before[at]) is not None:
            at = earlier
        first[each] = at
    return first


def check_viability(
    *, relation: str, outcome: str, words: str, assessor: str, training: str, experience: str, assessed_on: date,
    words_min: int, on: date,
) -> None:  # fmt: skip
    """Raise Faulty("viability_not_complete") with everything that keeps an assessment from being recorded."""
    told = {"assessor": assessor, "training": training, "experience": experience}
    wrong = {
        "relation": "" if relation in RELATIONS else f"Say who was asked by their relation: {', '.join(RELATIONS)}.",
        "outcome": "" if outcome in OUTCOMES else f"Say what was found with one of: {', '.join(OUTCOMES)}.",
        "words": "" if len(cleaned(words).split()) >= words_min
        else f"Say in {words_min} words or more what was looked at and what was found.",
        **{name: _wrong_competence(name, said) for name, said in told.items()},
        "assessed_on": "" if assessed_on <= on else "On which day? This day has not come yet.",
    }  # fmt: skip
    found = [Fault("viability", 0, column, "not_complete", said) for column, said in wrong.items() if said]
    if found:
        raise Faulty("viability_not_complete", "Nothing was recorded. Put right what is named below.", found)


# What is asked of whoever assessed, with the most letters of an answer (B13).
_ASKED_OF_ASSESSOR = {
    "assessor": ("Say in which role the person who assessed works.", 60),
    "training": ("Say what training they have had for this. “None yet” is an answer.", 200),
    "experience": ("Say what experience they have of this work.", 200),
}


def _wrong_competence(name: str, said: str) -> str:
    missing, longest = _ASKED_OF_ASSESSOR[name]
    if not cleaned(said):
        return missing
    return f"Write it in {longest} letters or fewer." if len(said.strip()) > longest else ""


def check_family_answer(*, rung: str, answer: str, assessed: Sequence[Viability]) -> None:
    """What the assessments must say before the family rung is answered.

    Raises NotNow("nobody_assessed") for a yes without anybody who could, and NotNow("family_not_found_out") for a no
    while more must be found out about somebody, or while somebody could.
    """
    if rung != "connected_person":
        return
    outcomes = {each.outcome for each in newest(assessed)}
    if answer == "possible" and "viable" not in outcomes:
        raise NotNow(
            "nobody_assessed",
            "If it is possible, say first who was looked at: record an assessment of the relative or friend who could "
            "care for the child. Then record the answer.",
        )
    if answer != "possible" and outcomes & {"viable", "find_out"}:
        raise NotNow(
            "family_not_found_out",
            "On record is somebody who could care for the child, or about whom more must be found out. Record what "
            "became of it as the next assessment of that person; then record the answer.",
        )


def last_day(from_day: date, *, weeks: int) -> date:
    """The last day of an approval that begins on a day: so many weeks, the first day counted."""
    return from_day + timedelta(weeks=weeks, days=-1)


def longer(to_day: date, *, weeks: int) -> date:
    """The last day after it was made longer."""
    return to_day + timedelta(weeks=weeks)


def lapsed(to_day: date, on: date) -> bool:
    return to_day < on


def check_next(state: Approved, new: Approved, *, to_day: date, on: date) -> None:
    """Raise NotNow where an approval in `state` cannot become `new` on a day.

    NotNow("extended_already") for a second time longer, NotNow("approval_lapsed") for one that has run out: the
    regulation has it made longer before it expires. NotNow("approval_over") for one that ended.
    """
    if state is Approved.EXTENDED and new is Approved.EXTENDED:
        raise NotNow(
            "extended_already",
            "This approval was made longer once already, and the law allows no second time (Care Planning Regulations "
            "2010 reg 25). Finish the full assessment, or look for another home.",
        )
    if new not in NEXT[state]:
        raise NotNow("approval_over", f"This approval is over: {APPROVED_STATES[state].lower()}. Nothing was changed.")
    if new is Approved.EXTENDED and lapsed(to_day, on):
        raise NotNow(
            "approval_lapsed",
            f"This approval ran out after {to_day.day} {to_day:%B %Y}. It can be made longer only before it runs out. "
            "Finish the full assessment, or look for another home.",
        )


def check_longer_facts(days: Mapping[str, date | None], *, from_day: date, on: date) -> None:
    """Raise Faulty("longer_not_complete") naming each fact of LONGER_FACTS without a day since the approval began."""
    found = [
        Fault("longer", 0, name, "not_complete", f"{words} On which day? {wrong}".rstrip())
        for name, words in LONGER_FACTS.items()
        if (wrong := _wrong_day(days.get(name), from_day=from_day, on=on)) is not None
    ]
    if found:
        raise Faulty(
            "longer_not_complete",
            "Nothing was changed. Before an approval is made longer the law asks for all of this (Care Planning "
            "Regulations 2010 reg 25). Do what is missing, then give its day.",
            found,
        )


def _wrong_day(day: date | None, *, from_day: date, on: date) -> str | None:
    if day is None:
        return ""
    if day > on:
        return "This day has not come yet."
    return "This day is before the approval began." if day < from_day else None


def check_full_facts(
    days: Mapping[str, date | None], *, in_full: bool, assessed_on: date, on: date,
    registered: Mapping[str, date] = MappingProxyType({}),
) -> None:  # fmt: skip
    """Raise Faulty("full_not_complete") naming each fact of FULL_DAYS whose day is missing or cannot be.

    The panel recommends on or after the day of the assessment, and the decision comes on or after the recommendation.
    Nothing but an approval in full has these days. registered: what the register of homes says of them.
    """
    panel = days.get("panel_recommended_on")
    before = {"panel_recommended_on": ("they were assessed", assessed_on)}
    before["decided_on"] = ("the panel recommended it", panel) if panel else before["panel_recommended_on"]
    wrong = {
        name: _wrong_full_day(name, days.get(name), before=before[name], registered=registered.get(name), on=on)
        if in_full else _UNASKED if days.get(name) else ""
        for name in FULL_DAYS
    }  # fmt: skip
    found = [Fault("full", 0, name, "not_complete", said) for name, said in wrong.items() if said]
    if found:
        raise Faulty(
            "full_not_complete",
            "Nothing was changed. Somebody is approved in full when the fostering panel has made its recommendation "
            "and the decision maker has decided, in this order (Fostering Services (England) Regulations 2011 reg "
            "25(1)(a) and 27). Give both days, and for no other end.",
            found,
        )


_UNASKED = "Leave it empty: they are not approved in full."


def _wrong_full_day(
    name: str, day: date | None, *, before: tuple[str, date], registered: date | None, on: date
) -> str:  # fmt: skip
    """What is wrong with the day of one fact, in a sentence; "" where nothing is."""
    what, first = before
    if day is None:
        return FULL_DAYS[name]
    if registered is not None and day != registered:
        return f"The register of homes says {in_words(registered)}. Give that day, or have the register put right."
    if day > on:
        return f"{in_words(day)} has not come yet. Give the day on which it happened."
    if day < first:
        return (
            f"{in_words(day)} is too early: {what} on {in_words(first)}. Give the day on which it happened after that."
        )
    return ""


def check_not_assessor(assessed: bool) -> None:
    """Raise NotAllowed("own_assessment") for whoever looked at the person whom they would approve."""
    if assessed:
        raise NotAllowed(
            "own_assessment",
            "You recorded an assessment of this person, so somebody else must approve them, and say whether the "
            "approval is made longer. Ask another approver of your council.",
        )


def check_reason(words: str, *, words_min: int, what: str) -> str:
    """The cleaned reason. Raises ReasonMissing("approval_reason_missing") for one too short to say anything."""
    said = cleaned(words)
    if len(said.split()) < words_min:
        raise ReasonMissing("approval_reason_missing", f"Say in {words_min} words or more {what}.")
    return said
