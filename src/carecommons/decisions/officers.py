"""What those who place children must answer for, beside what homes do: which facts fall on which line of which table.

Each fact is counted once, in the year in which it came about, and stands on one line of each table of its family; the
lines of a table add up to the family. Nothing is ranked, weighed or added across families, and no fact holds a price.
Source: handbook G9, A2, B17, C2, C3, C7, C8, C9; section 7, creaming indicator (early notice).
Units: counts; hours by the clock; days by the calendar; working days.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from carecommons.children.exceptions import EXCEPTIONS
from carecommons.common.days import day_in_london, working_days_between
from carecommons.matching.emergency import KNOWN_FOR_WORDS
from carecommons.matching.invitation.clocks import CLOCKS
from carecommons.matching.invitation.replies import DECLINE_REASONS
from carecommons.matching.officers import AskedHome, EmergencyOpened, FirstAsked, HomesQuestion, RoundOver

from .no_round import NO_ROUND

__all__ = [
    "EARLY", "FAMILIES", "NAMES", "NOT_EARLY", "SPREADS", "Choice", "Facts", "Family", "Given", "Of", "SpreadOf",
    "Stay", "Unchosen", "settled_on",
]  # fmt: skip

OFFERED, DECLINED, RUN_OUT = "Offered a home", "Declined, with a reason", "Did not answer in time"
RAN, CALLED_OFF = "Ran to its end", "Called off before its end"
NO_OFFER, ONE_OFFER, MORE_OFFERS = "No home offered", "One home offered", "Two homes or more offered"
ANSWERED, LEFT = "Answered before the round ended", "Not answered before the round ended"
WITH_ROUND, WITHOUT_ROUND = "After a round that was over", "Without a round that was over"
OFFERED_OR_FAMILY = "The home had offered itself in a round that was over, or is the child’s family"
NONE_FITS, ONE_FITS, MORE_FIT = "None: the choice is a compromise", "One alone", "Two or more"
OWN_WAY, NOT_YET = "In the child’s own way", "Nothing was recorded by then"
AGREED, SPOT = "Under an agreement, or with family", "Spot purchase, outside every agreement"
READ, UNREAD, UNTOLD = "Told why, and the letter was read", "Told why, and the letter was not read yet", "Not told"
HOME_SOON, HOME_LATER, COUNCIL = "By the home, in the first days of a stay", "By the home, later", "By the council"
EARLY, NOT_EARLY = "Ended early by the home’s notice", "Lasted longer, or ended otherwise"


# ------------------------------------------------------------------------------------- facts
@dataclass(frozen=True, slots=True)
class Choice:
    """One choice that came into force. suitable: homes of its list that stopped at no gate.

    heard_list, heard_choice: how the child was heard before the list and before the choice; "" for not yet.
    round_over: when the last round before it ended; None without one.
    """

    authority: str
    at: datetime
    no_round: str
    spot: bool
    suitable: int
    heard_list: str
    heard_choice: str
    round_over: datetime | None


@dataclass(frozen=True, slots=True)
class Unchosen:
    """One home that had offered itself when another was chosen. told, read: its letter, by the end of the year."""

    authority: str
    told: bool
    read: bool


@dataclass(frozen=True, slots=True)
class Given:
    """One notice. by_home: else the council gave it. soon: in the first days of the stay, as early ends are counted."""

    authority: str
    by_home: bool
    soon: bool


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay of which it was settled in the year whether it ended early by the home's notice."""

    authority: str
    early: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One home's invitation in a round that ran to its end. hours: to its first answer; None without one."""

    authority: str
    line: str
    reason: str
    hours: float | None


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a home. hours: to the answer; None where there was none before the round ended."""

    authority: str
    hours: float | None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything of one year."""

    first: tuple[FirstAsked, ...] = ()
    rounds: tuple[RoundOver, ...] = ()
    choices: tuple[Choice, ...] = ()
    emergencies: tuple[EmergencyOpened, ...] = ()
    unchosen: tuple[Unchosen, ...] = ()
    notices: tuple[Given, ...] = ()
    stays: tuple[Stay, ...] = ()

    @property
    def councils(self) -> tuple[str, ...]:
        """Every council of which something is counted."""
        return tuple(sorted({one.authority for family in FAMILIES for one in family.of(self)}))


def asked_homes(facts: Facts) -> tuple[Asked, ...]:
    """The invitations of rounds that ran to their end: whoever was called off had no time to answer."""
    return tuple(_asked(each, home) for each in facts.rounds if not each.called_off for home in each.homes)


def _asked(found: RoundOver, home: AskedHome) -> Asked:
    answer, hours = home.answer(found.ended_at), home.hours_to_answer(found.ended_at)
    if answer is None:
        return Asked(found.authority, RUN_OUT, "", hours)
    return Asked(found.authority, OFFERED if answer.offers else DECLINED, answer.reason, hours)


def questions(facts: Facts) -> tuple[Question, ...]:
    return tuple(
        Question(each.authority, _hours(one, each.ended_at)) for each in facts.rounds for one in each.questions
    )


def _hours(question: HomesQuestion, until: datetime) -> float | None:
    if question.answered_at is None or question.answered_at > until:
        return None
    return (question.answered_at - question.asked_at).total_seconds() / 3600


def settled_on(*, began: date, ended_on: date | None, known_on: date | None, within_days: int) -> date:
    """The day on which it was settled whether a stay ended early: when its end was recorded, or when it had lasted.

    known_on: when the end was first recorded. So each stay is counted once, and in a year that is over nothing moves.
    """
    lasted = began + timedelta(days=within_days)
    if ended_on is None or known_on is None or ended_on > lasted:
        return lasted
    return min(known_on, lasted)


# ------------------------------------------------------------------------------------- tables
@dataclass(frozen=True, slots=True)
class Of:
    """One table: its lines in order, and the line of one fact. inside: a table of the facts of one line alone."""

    name: str
    lines: tuple[str, ...]
    line: Callable[[Any], str]
    inside: Mapping[str, "Of"] | None = None

    def tree(self) -> "tuple[Of, ...]":
        return (self, *(each for one in (self.inside or {}).values() for each in one.tree()))


@dataclass(frozen=True, slots=True)
class Family:
    """Tables about the same facts."""

    of: Callable[[Facts], Sequence[Any]]
    tables: tuple[Of, ...]


def _heard(how: str) -> str:
    return EXCEPTIONS.get(how, OWN_WAY) if how else NOT_YET


def _notice(given: Given) -> str:
    return COUNCIL if not given.by_home else HOME_SOON if given.soon else HOME_LATER


HEARD = (OWN_WAY, *EXCEPTIONS.values(), NOT_YET)
BY_OFFERS = (NO_OFFER, ONE_OFFER, MORE_OFFERS)
OFFERS = Of("offers", BY_OFFERS, lambda one: BY_OFFERS[min(len(one.offered), 2)])
REASONS = Of("reasons", tuple(DECLINE_REASONS.values()), lambda one: DECLINE_REASONS[one.reason])
FAMILIES: tuple[Family, ...] = (
    Family(lambda facts: facts.first, (Of("searches", tuple(CLOCKS.values()), lambda one: CLOCKS[one.clock]),)),
    Family(
        lambda facts: facts.rounds,
        (Of("rounds", (RAN, CALLED_OFF), lambda one: CALLED_OFF if one.called_off else RAN, {RAN: OFFERS}),),
    ),
    Family(questions, (Of("questions", (ANSWERED, LEFT), lambda one: LEFT if one.hours is None else ANSWERED),)),
    Family(
        lambda facts: facts.choices,
        (
            Of("timed", (WITH_ROUND, WITHOUT_ROUND), lambda one: WITH_ROUND if one.round_over else WITHOUT_ROUND),
            Of("no_round", (OFFERED_OR_FAMILY, *NO_ROUND.values()),
               lambda one: NO_ROUND[one.no_round] if one.no_round else OFFERED_OR_FAMILY),
            Of("suitable", (MORE_FIT, ONE_FITS, NONE_FITS),
               lambda one: (NONE_FITS, ONE_FITS, MORE_FIT)[min(one.suitable, 2)]),
            Of("heard_list", HEARD, lambda one: _heard(one.heard_list)),
            Of("heard_choice", HEARD, lambda one: _heard(one.heard_choice)),
            Of("spot", (AGREED, SPOT), lambda one: SPOT if one.spot else AGREED),
        ),
    ),
    Family(
        lambda facts: facts.emergencies,
        (Of("known", tuple(KNOWN_FOR_WORDS.values()), lambda one: KNOWN_FOR_WORDS[one.known]),),
    ),
    Family(
        lambda facts: facts.unchosen,
        (Of("told", (READ, UNREAD, UNTOLD), lambda one: READ if one.read else UNREAD if one.told else UNTOLD),),
    ),
    Family(asked_homes, (Of("answers", (OFFERED, DECLINED, RUN_OUT), lambda one: one.line, {DECLINED: REASONS}),)),
    Family(
        lambda facts: facts.notices,
        (Of("notices", (HOME_SOON, HOME_LATER, COUNCIL), _notice),),
    ),
    Family(
        lambda facts: facts.stays, (Of("early", (EARLY, NOT_EARLY), lambda one: EARLY if one.early else NOT_EARLY),)
    ),
)  # fmt: skip
NAMES = tuple(each.name for family in FAMILIES for table in family.tables for each in table.tree())


# ------------------------------------------------------------------------------------- spreads
@dataclass(frozen=True, slots=True)
class SpreadOf:
    """What a median is of. table, lines: where the facts behind it are counted; no line: all of the table.

    values: the council and the value of each of those facts.
    """

    name: str
    unit: str
    table: str
    lines: tuple[str, ...]
    values: Callable[[Facts], Iterable[tuple[str, float]]]


def _days_to_invite(one: FirstAsked) -> int:
    return (day_in_london(one.invited_at) - day_in_london(one.search_at)).days


def _days_to_decide(one: Choice) -> int:
    assert one.round_over is not None, "only of choices after a round"
    return working_days_between(day_in_london(one.round_over), day_in_london(one.at))


SPREADS: tuple[SpreadOf, ...] = (
    SpreadOf("to_invite", "days", "searches", (),
             lambda facts: ((one.authority, _days_to_invite(one)) for one in facts.first)),
    SpreadOf("to_answer", "hours", "questions", (ANSWERED,),
             lambda facts: ((one.authority, one.hours) for one in questions(facts) if one.hours is not None)),
    SpreadOf("to_decide", "working days", "timed", (WITH_ROUND,),
             lambda facts: ((one.authority, _days_to_decide(one)) for one in facts.choices if one.round_over)),
    SpreadOf("invited", "homes", "rounds", (RAN,),
             lambda facts: ((one.authority, len(one.homes)) for one in facts.rounds if not one.called_off)),
    SpreadOf("replied", "homes", "rounds", (RAN,),
             lambda facts: ((one.authority, one.answered) for one in facts.rounds if not one.called_off)),
    SpreadOf("to_reply", "hours", "answers", (OFFERED, DECLINED),
             lambda facts: ((one.authority, one.hours) for one in asked_homes(facts) if one.hours is not None)),
)  # fmt: skip
