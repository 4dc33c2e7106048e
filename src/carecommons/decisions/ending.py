"""Notice, the meeting that tries to save a home, and the end of a placement, in the order in which they may follow.

    given -> met | stays | ends | over;  met -> met | stays | ends | over;  ends -> stays | over

Notice is the same both ways: the home's and the council's have the same days, the same reasons owed and the same
meeting. A council ends nothing before a review, except where somebody is in danger.
Source: handbook section 5, step 12; Care Planning Regulations 2010 reg 14; codes of the statutory return (SSDA903).
Units: whole days and working days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from carecommons.children.returns.tables import codes
from carecommons.common.errors import NotNow, ReasonMissing, Refused

from .reasons import too_thin
from .stays import END_REASONS, NO_END

__all__ = [
    "BELONGINGS",
    "CHANGE_REASONS",
    "CHILD_THERE",
    "CLOSED",
    "EARLY_CODES",
    "LED_BY_WORDS",
    "NEXT",
    "NOTICED_WORDS",
    "NOTICE_REASONS",
    "OUTCOMES",
    "PARTY_WORDS",
    "ROLES_THERE",
    "ChildThere",
    "End",
    "LedBy",
    "NoticeGiven",
    "Noticed",
    "Party",
    "Reviews",
    "Task",
    "check_belongings",
    "check_end",
    "check_meeting",
    "check_next",
    "check_notice",
    "check_reviewed",
    "ends_early",
    "first_lawful_day",
    "planned_by_code",
]  # fmt: skip


class Noticed(StrEnum):
    GIVEN = "given"
    MET = "met"
    ENDS = "ends"
    STAYS = "stays"
    OVER = "over"


NOTICED_WORDS = {
    Noticed.GIVEN: "Notice was given",
    Noticed.MET: "A meeting was held, and what would have to change is being tried",
    Noticed.ENDS: "A meeting found that the stay ends",
    Noticed.STAYS: "The child stays after all",
    Noticed.OVER: "The child has left",
}
# state -> the states that may follow.
NEXT: dict[Noticed, tuple[Noticed, ...]] = {
    Noticed.GIVEN: (Noticed.MET, Noticed.STAYS, Noticed.ENDS, Noticed.OVER),
    Noticed.MET: (Noticed.MET, Noticed.STAYS, Noticed.ENDS, Noticed.OVER),
    Noticed.ENDS: (Noticed.STAYS, Noticed.OVER),
    Noticed.STAYS: (),
    Noticed.OVER: (),
}
CLOSED = (Noticed.STAYS, Noticed.OVER)
# What a meeting can come to.
OUTCOMES = {
    Noticed.STAYS: "The child stays after all",
    Noticed.MET: "We try what was agreed, and meet again",
    Noticed.ENDS: "The stay ends, and another home is looked for",
}


class Party(StrEnum):
    """Who gives notice. Both have the same days and owe the same reasons."""

    HOME = "home"
    COUNCIL = "council"


PARTY_WORDS = {Party.HOME: "The home", Party.COUNCIL: "The council"}


class LedBy(StrEnum):
    """Who brought an end about."""

    CHILD = "child"
    CARER = "carer"
    COUNCIL = "council"
    NOBODY = "nobody"


LED_BY_WORDS = {
    LedBy.CHILD: "The child, or the child’s family",
    LedBy.CARER: "The carer, the home or its provider",
    LedBy.COUNCIL: "The council",
    LedBy.NOBODY: "Nobody: a court’s order, an age reached, or a death",
}
# PLACE says only that the status of a placement changed, which ends nothing.
CHANGE_REASONS: dict[str, str] = {
    code: known.means
    for code, known in codes("episodes", "REASON_PLACE_CHANGE").items()
    if code != "PLACE" and known.last_year == 9999
}
NOTICE_REASONS: dict[Party, dict[str, str]] = {
    Party.HOME: {code: CHANGE_REASONS[code] for code in ("CREQB", "CREQO", "CLOSE", "APPRR", "OTHER")},
    Party.COUNCIL: {
        code: CHANGE_REASONS[code] for code in ("CARPL", "CHILD", "LAREQ", "STAND", "ALLEG", "APPRR", "OTHER")
    },
}
_PLANNED = {"CARPL": True} | dict.fromkeys(("CREQB", "CREQO", "CLOSE", "ALLEG", "STAND", "APPRR", "CUSTOD"), False)
_LED = {"CREQB": LedBy.CARER, "CREQO": LedBy.CARER, "CHILD": LedBy.CHILD}
# An end that a provider brings about for one of these is early notice, where it comes soon (handbook section 7).
EARLY_CODES = frozenset({"CREQB", "CREQO", "LAREQ", "STAND", "CLOSE"})


class ChildThere(StrEnum):
    """Whether the child was at the meeting that concerns them."""

    CHILD = "child"
    BOTH = "both"
    ADVOCATE = "advocate"
    NEITHER = "neither"


CHILD_THERE = {
    ChildThere.CHILD: "The child was there",
    ChildThere.BOTH: "The child and an advocate were there",
    ChildThere.ADVOCATE: "An advocate was there for the child",
    ChildThere.NEITHER: "Neither was there",
}
ROLES_THERE = {
    "carer": "Foster carer, or those who work in the home", "home_manager": "Manager of the home or agency",
    "social_worker": "Social worker", "team_manager": "Team manager", "reviewing_officer": "Reviewing officer",
    "family": "Family", "school": "School", "health": "Health", "other": "Somebody else",
}  # fmt: skip
# What must be so when a child leaves. What is not so is owed in words.
BELONGINGS = {
    "asked_child": "The child said what goes with them, and what they want kept",
    "proper_bags": "Everything is in cases or boxes that are the child’s: never in bin bags",
    "photos": "Photographs, letters, life-story work and keepsakes go with them",
    "money": "Savings and pocket money go with them",
    "medicine": "Medicine, glasses and aids go with them",
    "papers": "Passport, health book, school things and passwords go with them",
    "pets": "Pets, bicycle and large things have a plan",
    "goodbye": "There was time to say goodbye",
}


@dataclass(frozen=True, slots=True)
class NoticeGiven:
    """A notice as somebody writes it. at_once: why it cannot wait the agreed days; empty where it can.

    tried: what was tried before. reviewed_on, emergency: the review that the council owes first, or why it could not.
    """

    party: Party
    reason: str
    words: str
    tried: str
    given_on: date
    ends_on: date
    at_once: str = ""
    reviewed_on: date | None = None
    emergency: str = ""


@dataclass(frozen=True, slots=True)
class Reviews:
    """The reviews that a council may name as the one held first (reg 14).

    held: the days of those on record for this placement; None for a stay from before any choice, which has no record of
    any. before: the day of the notice, or of the end where there was none: a review counts for valid_days before it.
    """

    held: frozenset[date] | None
    before: date
    valid_days: int


@dataclass(frozen=True, slots=True)
class Task:
    """Who does what by when."""

    what: str
    who: str
    by_day: date


@dataclass(frozen=True, slots=True)
class End:
    """An end as it is recorded. care_ends: a code of REC; X1 where the child stays in care and lives elsewhere.

    change: a code of REASON_PLACE_CHANGE, which X1 owes and nothing else may have.
    """

    to_day: date
    care_ends: str
    change: str
    planned: bool
    led_by: LedBy
    words: str = ""
    reviewed_on: date | None = None
    emergency: str = ""


def check_next(state: str, new: Noticed) -> None:
    """Raise NotNow("notice_not_so") when a notice in `state` cannot become `new`."""
    if new not in NEXT[Noticed(state)]:
        raise NotNow(
            "notice_not_so",
            f"{NOTICED_WORDS[Noticed(state)]}, so this cannot be done. Nothing was changed.",
            state=state,
        )


def first_lawful_day(given_on: date, notice_days: int) -> date:
    """The first day on which a stay may end under a notice of this day."""
    return given_on + timedelta(days=notice_days)


def check_notice(given: NoticeGiven, reviews: Reviews, *, began: date, notice_days: int, words_min: int) -> None:
    """Raise where a notice lacks what it owes, whoever gives it. reviews: which the council may name as held first.

    Refused("notice_reason_unknown"), ReasonMissing("notice_words_missing"), ReasonMissing("tried_missing"),
    Refused("notice_day_wrong"), ReasonMissing("notice_too_short"), and for the council ReasonMissing("review_first"),
    Refused("review_day_wrong"), Refused("review_not_recorded"), Refused("review_too_old").
    """
    reasons = NOTICE_REASONS[given.party]
    if given.reason not in reasons:
        raise Refused("notice_reason_unknown", f"Give the reason by its code: {', '.join(reasons)}.")
    if too_thin(given.words, words_min=words_min):
        raise ReasonMissing("notice_words_missing", "Say in a sentence why notice is given. The child may read it.")
    if too_thin(given.tried, words_min=words_min):
        raise ReasonMissing(
            "tried_missing", "Say what was tried so that the child can stay. No notice is given before something was."
        )
    if given.ends_on < given.given_on or given.given_on < began:
        raise Refused("notice_day_wrong", "The last day lies before the notice, or the notice before the stay.")
    if given.ends_on < first_lawful_day(given.given_on, notice_days) and too_thin(given.at_once, words_min=words_min):
        raise ReasonMissing(
            "notice_too_short",
            f"Notice is {notice_days} days, the same both ways: the first day is "
            f"{first_lawful_day(given.given_on, notice_days):%-d %B %Y}. Choose that day or a later one; or, where "
            "somebody is in danger, say who and why it cannot wait.",
            first=first_lawful_day(given.given_on, notice_days).isoformat(),
        )
    if given.party is Party.COUNCIL:
        check_reviewed(
            given.reviewed_on, given.emergency, reviews, began=began, by_day=given.given_on, words_min=words_min
        )


def check_end(
    end: End, reviews: Reviews, *, began: date | None, words_min: int, council_gave_notice: bool = False
) -> None:
    """Raise where an end lacks what it owes. began: the first day there, where it is known.

    council_gave_notice: its notice stands open, so that a review is owed whatever is said of who brought the end about.

    Refused("end_reason_unknown"), ReasonMissing("change_reason_missing"), Refused("change_reason_not_asked"),
    Refused("end_codes_disagree"), ReasonMissing("end_words_missing"), ReasonMissing("review_first"),
    Refused("review_day_wrong"), Refused("review_not_recorded"), Refused("review_too_old"),
    Refused("leaves_before_coming").
    """
    if began is not None and end.to_day < began:
        raise Refused(
            "leaves_before_coming",
            f"The child came on {began.day} {began:%B %Y}, so they cannot have left before. Check the day.",
        )
    if end.care_ends not in END_REASONS and end.care_ends != NO_END:
        raise Refused(
            "end_reason_unknown",
            f"Give the reason by its code in the statutory return: {', '.join((NO_END, *END_REASONS))}.",
        )
    if end.care_ends == NO_END and end.change not in CHANGE_REASONS:
        raise ReasonMissing(
            "change_reason_missing",
            f"The child stays in care and lives elsewhere. Say why, by its code: {', '.join(CHANGE_REASONS)}.",
        )
    if end.care_ends != NO_END and end.change:
        raise Refused(
            "change_reason_not_asked",
            "The child leaves care, so the return asks for no reason of a move. Leave it empty, or choose X1.",
        )
    wanted, led = _PLANNED.get(end.change, end.planned), _LED.get(end.change, end.led_by)
    if end.planned is not wanted or end.led_by is not led:
        raise Refused(
            "end_codes_disagree",
            f"{end.change} ({CHANGE_REASONS[end.change]}) is {'planned' if wanted else 'not planned'}, and brought "
            f"about by: {LED_BY_WORDS[led].lower()}. Choose another reason, or change the other answers.",
        )
    if (end.care_ends == NO_END or not end.planned) and too_thin(end.words, words_min=words_min):
        raise ReasonMissing("end_words_missing", "Say in a sentence what led to the end, without blaming the child.")
    if end.led_by is LedBy.COUNCIL or council_gave_notice:
        check_reviewed(end.reviewed_on, end.emergency, reviews, began=began, by_day=end.to_day, words_min=words_min)


def check_reviewed(
    reviewed_on: date | None, emergency: str, reviews: Reviews, *, began: date | None, by_day: date, words_min: int
) -> None:
    """Regulation 14: a review first; in an emergency its reason, of which the reviewing officer is told."""
    if reviewed_on is None:
        if too_thin(emergency, words_min=words_min):
            raise ReasonMissing(
                "review_first",
                "The council ends no placement before a review of the child’s case (Care Planning Regulations 2010 "
                "reg 14). Give the day of the review; or, where somebody is in danger, say who and why it could not "
                "wait: the reviewing officer is told at once.",
            )
        return
    if reviewed_on > by_day or (began is not None and reviewed_on < began):
        raise Refused("review_day_wrong", "The review lies after that day, or before the child came. Check its day.")
    if reviews.held is not None and reviewed_on not in reviews.held:
        raise Refused(
            "review_not_recorded",
            f"No review of this child’s case on {reviewed_on:%-d %B %Y} is on record for this placement. Hold it and "
            "record it on the page of the placement first, or correct its day; where somebody is in danger, leave the "
            "day empty, and say who and why it could not wait.",
        )
    if (reviews.before - reviewed_on).days > reviews.valid_days:
        raise Refused(
            "review_too_old",
            f"The review of {reviewed_on:%-d %B %Y} lies more than {reviews.valid_days} days before this, so it did "
            "not weigh it. Hold a review of whether the child should leave, record it, and give its day.",
        )


def check_meeting(
    *, given_on: date, held_on: date, today: date, there: Sequence[str], child_there: str, why_not: str,
    would_change: str, tasks: Sequence[Task], outcome: str, words_min: int,
) -> None:  # fmt: skip
    """Raise where the record of a meeting lacks what it owes.

    Refused("meeting_day_wrong"), ReasonMissing("meeting_nobody"), ReasonMissing("child_not_there"),
    ReasonMissing("change_not_said"), ReasonMissing("tasks_missing"), Refused("meeting_outcome_unknown").
    """
    if not given_on <= held_on <= today:
        raise Refused("meeting_day_wrong", "The meeting lies before the notice, or in the future. Check its day.")
    if not there or set(there) - set(ROLES_THERE):
        raise ReasonMissing("meeting_nobody", f"Say who was there, by role: {', '.join(ROLES_THERE)}.")
    if child_there not in set(ChildThere) or (
        child_there == ChildThere.NEITHER and too_thin(why_not, words_min=words_min)
    ):
        raise ReasonMissing(
            "child_not_there",
            "Say whether the child or an advocate was there. Where neither was, say why not, and how the child was "
            "heard instead.",
        )
    if too_thin(would_change, words_min=words_min):
        raise ReasonMissing("change_not_said", "Say what would have to change so that the child can stay.")
    if outcome not in {*OUTCOMES}:
        raise Refused("meeting_outcome_unknown", f"Choose what the meeting came to: {', '.join(OUTCOMES)}.")
    if outcome != Noticed.ENDS and not tasks:
        raise ReasonMissing("tasks_missing", "Say who does what by when, at least once: without that nothing changes.")
    if any(not task.what.strip() or not task.who.strip() or task.by_day < held_on for task in tasks):
        raise ReasonMissing("tasks_missing", "Each task needs what, who, and a day that is not before the meeting.")


def check_belongings(there: Sequence[str], missing: str, *, words_min: int) -> None:
    """Raise Refused("belonging_unknown"), or ReasonMissing("belongings_missing") where what is not so has no words."""
    if set(there) - set(BELONGINGS):
        raise Refused("belonging_unknown", f"Tick what is so, by its code: {', '.join(BELONGINGS)}.")
    if set(BELONGINGS) - set(there) and too_thin(missing, words_min=words_min):
        raise ReasonMissing(
            "belongings_missing", "Not everything is ticked. Say what is missing, and who puts it right by when."
        )


def planned_by_code(change: str) -> bool | None:
    """Whether a reason for a move is planned by its nature; None where it may be either."""
    return _PLANNED.get(change)


def ends_early(*, began: date, ended_on: date, change: str, planned: bool, led_by: LedBy, within_days: int) -> bool:
    """Whether an end counts as early notice: unplanned, led by the provider, for one of EARLY_CODES, and soon."""
    soon = (ended_on - began).days <= within_days
    return soon and not planned and led_by is LedBy.CARER and change in EARLY_CODES
