"""Whether a choice has given everything that it owes, and the ruling when it has.

Source: handbook A2 (what the wishes changed), C3 (reasons for the choice and for each suitable home passed
over), B10 (a specialist home only on current formulations), C6 (a compromise is recorded with what was missing), C8
(never one option without search evidence), C9 (a spot purchase owes its reason and a remedy).
Every lack is found at once, each with the field that it belongs in.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from carecommons.common.errors import ReasonMissing
from carecommons.common.texts import cleaned
from carecommons.common.unpriced import prices_in
from carecommons.matching.invitation.scanning import Known

from .beside import NOTHING_BESIDE, Beside, answer_owed, telling
from .choice import WISHES_ANSWERS, Option, Owed, WishesEffect, check_can_be_chosen, option_of, owed, whole_groups
from .formulation import words_of
from .reasons import REASON_LETTERS_MAX, all_alike, folded, too_thin


@dataclass(frozen=True, slots=True)
class Draft:
    """A choice with its words, as typed."""

    home_id: UUID
    why_chosen: str
    why_not: Mapping[UUID, str]
    wishes_effect: str
    wishes_how: str
    prevailed: str
    compromise_missing: tuple[str, ...]
    search_evidence: str
    own_order_answer: str = ""  # to the child, where another home is first in their own order
    no_meeting: str = ""  # why there was no matching meeting
    to_homes: Mapping[UUID, str] = field(default_factory=dict)  # what each home that offered itself is told
    spot_reason: str = ""
    spot_remedy: str = ""


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is owed and not there: its field, and the sentence that asks for it."""

    field: str
    code: str
    words: str
    home_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """A choice that lacks nothing: its words cleaned, and whether it is a compromise."""

    home_id: UUID
    why_chosen: str
    why_not: Mapping[UUID, str]
    wishes_effect: WishesEffect
    wishes_how: str
    prevailed: str
    compromise: bool
    compromise_missing: tuple[str, ...]
    search_evidence: str
    own_order_answer: str
    no_meeting: str
    to_homes: Mapping[UUID, str]
    spot: bool = False
    spot_reason: str = ""
    spot_remedy: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the criteria ask of every decision, as in force: the least words of a reason, the fewest choices.

    singly_max: how many suitable homes from the top are owed words of their own; one text may serve the rest, and every
    home of a group of equals that reaches further.
    """

    words_min: int
    choices_min: int
    singly_max: int


def lacks(
    draft: Draft,
    options: Sequence[Option],
    *,
    asked: Asked,
    shortlisted_at: datetime,
    wishes_heard_at: Sequence[datetime],
    weighed: Beside = NOTHING_BESIDE,
    formulations: Sequence[str] = (),
) -> tuple[Lack, ...]:
    """Everything that the draft owes and lacks.

    wishes_heard_at: when each wish "before the decision" was put on record.
    formulations: codes of the specialist needs that the chosen home answers and whose formulation is not current;
    none in an emergency (B10).
    Raises NotAppropriate when the home is not on the list, or is among those that stopped.
    """
    check_can_be_chosen(option_of(options, draft.home_id))
    due = owed(options, draft.home_id, choices_min=asked.choices_min)
    words_min = asked.words_min
    found = _lacks_of_any(draft, shortlisted_at, wishes_heard_at, words_min)
    suitable = [each for each in options if each.appropriate]
    top = {option.home_id for option in suitable[: whole_groups(suitable, at_most=asked.singly_max)]}
    found += _lacks_of_why_not(draft, due, words_min, top)
    found += _lacks_of_wishes(draft, words_min)
    if formulations:
        found.append(Lack("formulation", "formulation_missing", words_of(formulations)))
    if due.prevailed:
        found += _lacks_of_words("prevailed", draft.prevailed, _PREVAILED, words_min)
    if due.search_evidence:
        found += _lacks_of_words("search_evidence", draft.search_evidence, _SEARCH, words_min)
    if due.spot:
        found += _lacks_of_words("spot_reason", draft.spot_reason, _SPOT_REASON, words_min)
        found += _lacks_of_words("spot_remedy", draft.spot_remedy, _SPOT_REMEDY, words_min)
    if due.compromise and not any(cleaned(each) for each in draft.compromise_missing):
        found.append(Lack("compromise_missing", "compromise_missing", _COMPROMISE_MISSING))
    if due.compromise:
        for each in draft.compromise_missing:
            found += lacks_unpriced("compromise_missing", each, "what the child goes without in this home")
    found += _lacks_beside(draft, weighed, words_min)
    return tuple(found)


def lacks_without_home(
    draft: Draft,
    options: Sequence[Option],
    *,
    asked: Asked,
    shortlisted_at: datetime,
    wishes_heard_at: Sequence[datetime],
) -> tuple[Lack, ...]:
    """What a draft lacks whichever home it will choose, so that a form without one names everything at once."""
    found = _lacks_of_any(draft, shortlisted_at, wishes_heard_at, asked.words_min)
    found += _lacks_of_wishes(draft, asked.words_min)
    if sum(option.appropriate for option in options) < asked.choices_min:
        found += _lacks_of_words("search_evidence", draft.search_evidence, _SEARCH, asked.words_min)
    return tuple(found)


def _lacks_of_any(
    draft: Draft, shortlisted_at: datetime, wishes_heard_at: Sequence[datetime], words_min: int
) -> list[Lack]:
    found: list[Lack] = []
    if not any(heard >= shortlisted_at for heard in wishes_heard_at):
        found.append(Lack("wishes", "wish_before_decision_missing", _WISH_MISSING))
    found += _lacks_of_words("why_chosen", draft.why_chosen, _WHY, words_min)
    return found


def _lacks_of_wishes(draft: Draft, words_min: int) -> list[Lack]:
    found: list[Lack] = []
    if draft.wishes_effect not in set(WISHES_ANSWERS):
        found.append(Lack("wishes_effect", "wishes_effect_missing", "Say what the child's wishes changed."))
    found += _lacks_of_words("wishes_how", draft.wishes_how, _HOW, words_min)
    return found


def rule(
    draft: Draft,
    options: Sequence[Option],
    *,
    asked: Asked,
    shortlisted_at: datetime,
    wishes_heard_at: Sequence[datetime],
    weighed: Beside = NOTHING_BESIDE,
    formulations: Sequence[str] = (),
    beside: Sequence[Lack] = (),
) -> Ruling:
    """The ruling on a draft. Raises ReasonMissing("reasons_missing") with every lack, in words and as facts.

    weighed: what the choice is made beside. beside: what else was found lacking, of how the search was made.
    """
    found = (
        *lacks(
            draft, options, asked=asked, shortlisted_at=shortlisted_at, wishes_heard_at=wishes_heard_at,
            weighed=weighed,
            formulations=formulations,
        ),
        *beside,
    )  # fmt: skip
    if found:
        raise ReasonMissing(
            "reasons_missing",
            "This decision cannot be recorded yet. " + " ".join(lack.words for lack in found),
            lacks=found,
        )
    due = owed(options, draft.home_id, choices_min=asked.choices_min)
    others = {option.home_id for option in options if option.can_be_chosen} - {draft.home_id}
    why_not = {home: cleaned(words) for home, words in draft.why_not.items() if home in others}
    missing = tuple(each for each in map(cleaned, draft.compromise_missing) if each)
    return Ruling(
        home_id=draft.home_id,
        why_chosen=cleaned(draft.why_chosen),
        why_not={home: words for home, words in why_not.items() if words},
        wishes_effect=WishesEffect(draft.wishes_effect),
        wishes_how=cleaned(draft.wishes_how),
        prevailed=cleaned(draft.prevailed) if due.prevailed else "",
        compromise=due.compromise,
        compromise_missing=missing if due.compromise else (),
        search_evidence=cleaned(draft.search_evidence),
        own_order_answer=cleaned(draft.own_order_answer) if answer_owed(weighed.preference, draft.home_id) else "",
        no_meeting=cleaned(draft.no_meeting) if _no_meeting(weighed) else "",
        to_homes={home: cleaned(draft.to_homes[home]) for home in weighed.letters_owed(draft.home_id)},
        spot=due.spot,
        spot_reason=cleaned(draft.spot_reason) if due.spot else "",
        spot_remedy=cleaned(draft.spot_remedy) if due.spot else "",
    )


_ORDER = (
    "to the child why another home was chosen than the one that they want most, or one to which they say no: it is "
    "their own order, and it is owed an answer"
)
_NO_MEETING = "why no matching meeting was held: this is no emergency"
_WHY = "why this is the most appropriate home"
_HOW = "how the child's wishes changed it, or why they did not"
_PREVAILED = (
    "which prevailed, the law's tests or the child's wishes, and why: they point to different homes, "
    "and only a person may weigh them"
)
_SEARCH = (
    "where else you searched and what came back: you cannot decide on one option without the search behind it. "
    "Attach it here, or keep searching"
)
_SPOT_REASON = "why a home outside every agreement of the council: it is a spot purchase, and an exception"
_SPOT_REMEDY = "what is done so that the next child is not chosen a home outside an agreement for the same want"
_WISH_MISSING = (
    "Ask the child what they wish now that there is a list, and record it as said before the decision. "
    "The law asks for it before any decision (Children Act 1989 section 22(4))."
)
_COMPROMISE_MISSING = (
    "This home leaves a need unmet or unknown. Name what is missing, so that it is planned for; "
    "the decision is then recorded as a compromise."
)


def lacks_unpriced(field: str, words: str, what: str, home_id: UUID | None = None) -> list[Lack]:
    """What a text lacks that says what a home charges: none of the words of a choice may (D7)."""
    if not (prices := prices_in(words)):
        return []
    said = ", ".join(f"“{each}”" for each in prices[:3])
    unpriced = f"Leave out {said}: what a home charges is no reason, and is not known here. Say {what}."
    return [Lack(field, f"{field}_names_a_price", unpriced, home_id)]


def _lacks_of_words(field: str, words: str, what: str, words_min: int, home_id: UUID | None = None) -> list[Lack]:
    if not cleaned(words):
        return [Lack(field, f"{field}_missing", f"Say {what}.", home_id)]
    if len(words) > REASON_LETTERS_MAX:
        return [Lack(field, f"{field}_too_long", f"Say in at most {REASON_LETTERS_MAX} letters {what}.", home_id)]
    if priced := lacks_unpriced(field, words, what, home_id):
        return priced
    if too_thin(words, words_min=words_min):
        return [Lack(field, f"{field}_too_thin", f"Say in {words_min} words or more {what}.", home_id)]
    return []


def _lacks_of_why_not(draft: Draft, due: Owed, words_min: int, top: Collection[UUID]) -> list[Lack]:
    found: list[Lack] = []
    for option in due.passed_over:
        words = draft.why_not.get(option.home_id, "")
        what = f"why {option.name} was not chosen. It is suitable, so it is owed a reason"
        lacking = _lacks_of_words("why_not", words, what, words_min, option.home_id)
        if not lacking and folded(words) == folded(draft.why_chosen):
            copied = f"The words against {option.name} are those for the chosen home. Say why it was not chosen."
            lacking = [Lack("why_not", "why_not_copied", copied, option.home_id)]
        found += lacking
    if not found and all_alike(draft.why_not[option.home_id] for option in due.passed_over if option.home_id in top):
        alike = "Too many homes have the same reason, word for word. Say for each home what decided against it."
        found.append(Lack("why_not", "why_not_all_alike", alike, due.passed_over[0].home_id))
    return found


def _lacks_beside(draft: Draft, beside: Beside, words_min: int) -> list[Lack]:
    found: list[Lack] = []
    if answer_owed(beside.preference, draft.home_id):
        found += _lacks_of_words("own_order_answer", draft.own_order_answer, _ORDER, words_min)
    if _no_meeting(beside):
        found += _lacks_of_words("no_meeting", draft.no_meeting, _NO_MEETING, words_min)
    for home in beside.letters_owed(draft.home_id):
        known = beside.known_to(home, chosen=draft.home_id)
        found += _lacks_of_letter(home, beside.offered[home], known, draft.to_homes.get(home, ""), words_min)
    return found


def _no_meeting(beside: Beside) -> bool:
    return beside.meeting_owed and beside.meeting_id is None


def _lacks_of_letter(home: UUID, name: str, known: Known, words: str, words_min: int) -> list[Lack]:
    """A home that offered itself is owed a reason that it may read: enough of it, and nothing of who the child is.

    Nor where they go: the home that was chosen, who runs it and its council stand in no letter.
    """
    what = f"to {name} why it was not chosen: it offered itself, and reads these words. Name nobody and no place"
    found = _lacks_of_words("to_homes", words, what, words_min, home)
    if not found and (told := telling(words, known)):
        words = f"The letter to {name} could tell who the child is, or where. Write it without: {', '.join(told)}."
        found.append(Lack("to_homes", "to_homes_tells_who", words, home))
    return found
