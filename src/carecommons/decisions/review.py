"""A review as of right: who may ask that somebody who did not decide looks again, by when, and what becomes of it.

    asked -> acknowledged | withdrawn | redirected;  acknowledged -> heard | withdrawn | redirected;
    heard -> found | withdrawn | redirected

A move that is disputed waits where that is safe: asking by the child, their advocate or their family before the child
has moved holds the planned move. Where the panel finds that the home must be chosen again, a move that is still planned
never goes on, whoever asked: it is taken back, or another choice takes its place. A placement in which a child lives is
never held, so that nothing here moves a child.
Until the chamber of adjudication sits, a named panel outside the deciding team hears it (panel.py).
Source: handbook A9, C2, C4, E4 and section 7, Adjudication; SI 2006/1738 for what stays open beside it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from carecommons.common.days import add_working_days, working_days_between
from carecommons.common.errors import NotAllowed, NotNow
from carecommons.people.roles import Role

from .placement import UNDER_WAY, Placed

__all__ = [
    "ABOUT_WORDS", "ASKED_AS_WORDS", "FREEZING", "NEXT", "OPEN", "OUTCOME_WORDS", "REDIRECT_WORDS", "REMEDY_WORDS",
    "REVIEW_WORDS", "About", "AskedAs", "Hearing", "Outcome", "Redirect", "Remedy", "Review", "check_in_time",
    "check_may_seat", "check_move_free", "check_next_step", "check_no_unanswered", "check_not_frozen",
    "check_not_waiting", "check_put_right", "check_remedy", "due_by", "freezes", "heard_words", "is_urgent",
    "last_day", "starts_frozen", "who_asks",
]  # fmt: skip


class Review(StrEnum):
    ASKED = "asked"
    ACKNOWLEDGED = "acknowledged"
    HEARD = "heard"
    FOUND = "found"
    WITHDRAWN = "withdrawn"
    REDIRECTED = "redirected"


REVIEW_WORDS = {
    Review.ASKED: "Asked for",
    Review.ACKNOWLEDGED: "Under way",
    Review.HEARD: "Heard: the panel writes its finding",
    Review.FOUND: "Found",
    Review.WITHDRAWN: "Taken back by who asked",
    Review.REDIRECTED: "Goes on elsewhere",
}
# state -> the states that may follow.
NEXT: dict[Review, tuple[Review, ...]] = {
    Review.ASKED: (Review.ACKNOWLEDGED, Review.WITHDRAWN, Review.REDIRECTED),
    Review.ACKNOWLEDGED: (Review.HEARD, Review.WITHDRAWN, Review.REDIRECTED),
    Review.HEARD: (Review.FOUND, Review.WITHDRAWN, Review.REDIRECTED),
    Review.FOUND: (),
    Review.WITHDRAWN: (),
    Review.REDIRECTED: (),
}
OPEN = (Review.ASKED, Review.ACKNOWLEDGED, Review.HEARD)
# In these a seat of the panel may be empty, and is filled.
SEATING = (Review.ACKNOWLEDGED, Review.HEARD)


class About(StrEnum):
    """What is to be looked at again."""

    DECISION = "decision"
    ENDING = "ending"
    NOT_INVITED = "not_invited"


ABOUT_WORDS = {
    About.DECISION: "The choice of the home",
    About.ENDING: "A notice, or the end of living there",
    About.NOT_INVITED: "That a home was not asked",
}


class AskedAs(StrEnum):
    """For whom somebody asks; the public digest says no more than this."""

    CHILD = "child"
    FAMILY = "family"
    HOME = "home"
    PRACTITIONER = "practitioner"


ASKED_AS_WORDS = {
    AskedAs.CHILD: "the child, or their advocate for them",
    AskedAs.FAMILY: "the family",
    AskedAs.HOME: "a home",
    AskedAs.PRACTITIONER: "a practitioner",
}
# Who may not know where the child lives: words to them are searched for it before they are kept.
OUTSIDE = frozenset({AskedAs.FAMILY, AskedAs.HOME})
WHO_ASKS: dict[Role, AskedAs] = {
    Role.CHILD: AskedAs.CHILD,
    Role.ADVOCATE: AskedAs.CHILD,
    Role.PARENT: AskedAs.FAMILY,
    Role.PROVIDER_MANAGER: AskedAs.HOME,
    Role.PROVIDER_RESPONSIBLE: AskedAs.HOME,
    Role.FOSTER_CARER: AskedAs.HOME,
    Role.SOCIAL_WORKER: AskedAs.PRACTITIONER,
    Role.REVIEWING_OFFICER: AskedAs.PRACTITIONER,
    Role.VIRTUAL_SCHOOL_HEAD: AskedAs.PRACTITIONER,
    Role.CLINICIAN: AskedAs.PRACTITIONER,
}
# Those whose asking holds a planned move: a home that was not chosen cannot keep a child from moving.
FREEZING = (AskedAs.CHILD, AskedAs.FAMILY)


class Outcome(StrEnum):
    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not_upheld"


OUTCOME_WORDS = {
    Outcome.UPHELD: "Upheld: who asked was right",
    Outcome.PARTLY: "Upheld in part",
    Outcome.NOT_UPHELD: "Not upheld: the choice stands",
}


class Remedy(StrEnum):
    """What the council must do. The order is that of the ladder."""

    NONE = "none"
    EXPLAIN = "explain"
    DECIDE_AGAIN = "decide_again"
    OTHER_HOME = "other_home"
    CHANGE_PRACTICE = "change_practice"
    REFER = "refer"


REMEDY_WORDS = {
    Remedy.NONE: "Nothing is owed",
    Remedy.EXPLAIN: "Explain and apologise",
    Remedy.DECIDE_AGAIN: "Decide again, with what was missing",
    Remedy.OTHER_HOME: "Look for another home",
    Remedy.CHANGE_PRACTICE: "Change how the council works",
    Remedy.REFER: "Hand it to those whose business it is",
}
# The home itself is in question: the move that is planned there never goes on.
HOLDING = (Remedy.DECIDE_AGAIN, Remedy.OTHER_HOME)


class Redirect(StrEnum):
    """Where something goes that this panel cannot settle."""

    COMPLAINT = "complaint"
    COURT = "court"
    SAFEGUARDING = "safeguarding"
    REGULATOR = "regulator"


REDIRECT_WORDS = {
    Redirect.COMPLAINT: "The council’s complaints procedure, which the law gives",
    Redirect.COURT: "The court: only a court can change this",
    Redirect.SAFEGUARDING: "The council’s safeguarding team: somebody may be in danger",
    Redirect.REGULATOR: "The regulator: it concerns how a home is run",
}


class Hearing(StrEnum):
    """How the child was heard by the panel: always offered, never forced."""

    CAME = "came"
    ADVOCATE = "advocate"
    WRITTEN = "written"
    DID_NOT_WANT = "did_not_want"
    COULD_NOT = "could_not"


HEARING_WORDS = {
    Hearing.CAME: "The child came and spoke",
    Hearing.ADVOCATE: "An advocate spoke for the child",
    Hearing.WRITTEN: "The child’s own words were read",
    Hearing.DID_NOT_WANT: "The child was asked, and did not want to take part",
    Hearing.COULD_NOT: "The child could not be asked: see the words of the hearing",
}


@dataclass(frozen=True, slots=True)
class Days:
    """The days of one review. acknowledge_by, finding_by: the last day on which each is in time."""

    acknowledge_by: date
    finding_by: date


def who_asks(role: Role) -> AskedAs:
    """For whom somebody in this role asks. Raises NotAllowed("not_yours_to_ask")."""
    if role not in WHO_ASKS:
        raise NotAllowed(
            "not_yours_to_ask",
            "A review is asked for by a child, their advocate, their family, a home, or a practitioner who knows the "
            "child. Whoever decides for the council can decide again instead.",
        )
    return WHO_ASKS[role]


def last_day(days: Collection[date], *, working_days: int) -> date:
    """The last day to ask: so many working days after the last of the days on which somebody could know of it.

    days: of a choice, the day on which it was made and, for a home that was told only later, the day of its letter or
    of the full reasons; of an ending, the day on which it was written down and the day of leaving.
    """
    return add_working_days(max(days), working_days)


def check_in_time(about: About, *, on: date, until: date | None, placed: str = "") -> None:
    """Raise NotNow("review_too_late") when the time to ask is over.

    until: the last day to ask. placed: the state of the placement; while it is under way its ending may be asked about.
    Whoever had no part in a choice is not told the day: from it they could reckon on which day the choice was made.
    """
    if about is About.ENDING and placed and Placed(placed) in UNDER_WAY:
        return
    if until is None or on > until:
        raise NotNow(
            "review_too_late",
            "The time to ask for this review is over. The council’s complaints procedure, the Ombudsman and the court "
            "stay open: the page of rights says how, and by when.",
            **({} if about is About.NOT_INVITED or until is None else {"until": until.isoformat()}),
        )


def check_next_step(state: str, new: Review) -> None:
    """Raise NotNow("review_not_so") when a review in `state` cannot become `new`."""
    if new not in NEXT[Review(state)]:
        raise NotNow(
            "review_not_so",
            f"This review stands otherwise: {REVIEW_WORDS[Review(state)].lower()}. Nothing was changed. Open it to "
            "read what comes next.",
            state=state,
        )


def check_may_seat(state: str) -> None:
    """Raise NotNow("review_not_so") where no seat of the panel is filled, freed or left: before it was acknowledged,
    and once it is closed."""
    if Review(state) not in SEATING:
        raise NotNow(
            "review_not_so",
            f"This review stands otherwise: {REVIEW_WORDS[Review(state)].lower()}. Nothing was changed. Open it to "
            "read what comes next.",
            state=state,
        )


def is_urgent(*, safety: bool, placed: str, from_day: date, on: date, within: int) -> bool:
    """Whether an answer cannot wait: somebody may be unsafe, or a planned move is `within` working days or fewer."""
    return safety or (placed == Placed.PLANNED and working_days_between(on, max(on, from_day)) <= within)


def due_by(asked_on: date, *, urgent: bool, acknowledge: int, usual: int, soon: int) -> Days:
    """The days of a review that was asked for on a day; the three numbers are working days in England.

    An urgent one is acknowledged and answered in the shorter time, whichever of the two is shorter for each.
    """
    finding = min(soon, usual) if urgent else usual
    return Days(add_working_days(asked_on, min(acknowledge, finding)), add_working_days(asked_on, finding))


def starts_frozen(asked_as: AskedAs, *, placed: str, emergency: bool) -> bool:
    """Whether asking holds the move: it is only planned, the child or the family asks, and it can wait in safety.

    A move that was decided in an emergency is not held: that it cannot wait is what was decided.
    """
    return placed == Placed.PLANNED and asked_as in FREEZING and not emergency


def freezes(
    *,
    frozen: bool,
    lifted: bool,
    placed: str,
    state: str,
    redirected_to: str = "",
    remedy: str = "",
) -> bool:
    """Whether this review holds the planned move now. placed: the state of the placement; only a planned one is held.

    It holds while it is open, and where it went on as a complaint or to a court, until a manager says that the move may
    go on. Where the panel found that the home must be chosen again it holds whoever asked and whatever was let go
    before: no word ends that, only that this move is taken back or that another choice takes its place.
    """
    if placed != Placed.PLANNED:
        return False
    now = Review(state)
    if now is Review.FOUND:
        return remedy in HOLDING
    if not frozen or lifted:
        return False
    if now is Review.REDIRECTED:
        return redirected_to in (Redirect.COMPLAINT, Redirect.COURT)
    return now in OPEN


def check_not_frozen(reviews: Collection[str]) -> None:
    """Raise NotNow("move_frozen") while a review holds the planned move. reviews: the ids of those that do."""
    if reviews:
        raise NotNow(
            "move_frozen",
            "Somebody asked for this choice to be looked at again before the child has moved, so the move waits. "
            "It goes on when the panel has found, when the review is taken back, or when a manager who did not decide "
            "writes why it is not safe to wait. Where the panel found that the home must be chosen again, it does not "
            "go on: take the planned move back, or choose again.",
            reviews=sorted(reviews),
        )


def check_not_waiting(answered: Collection[str]) -> None:
    """Raise NotNow("move_frozen") while a child was answered that the move waits. answered: ids of disagreements."""
    if answered:
        raise NotNow(
            "move_frozen",
            "The child does not agree, and was answered that the move waits: so it waits. It goes on when somebody who "
            "did not decide answers the child again, says what has changed since, and that the move no longer waits; "
            "or the planned move is taken back.",
            disagreements=sorted(answered),
        )


def check_no_unanswered(asked: Collection[str]) -> None:
    """Raise NotNow("move_frozen") while a child who wants the move to wait has no answer. asked: ids of these noes."""
    if asked:
        raise NotNow(
            "move_frozen",
            "The child does not agree, wants the move to wait, and nobody has answered: so it waits. Somebody who did "
            "not decide answers the child first, on the page of the decision, and says whether the move goes on.",
            disagreements=sorted(asked),
        )


def check_move_free(holding: bool, state: str = Review.ASKED) -> None:
    """Raise NotNow("nothing_held") where there is no held move to let go, and NotNow("panel_holds") where the panel
    itself found that the home must be chosen again: nobody lets that move go."""
    if not holding:
        raise NotNow("nothing_held", "This review holds no move, so there is nothing to let go. Nothing was changed.")
    if Review(state) is Review.FOUND:
        raise NotNow(
            "panel_holds",
            "The panel found that the home must be chosen again, so nobody lets this move go on. Take the planned move "
            "back, or choose again; where it is not safe to wait, an emergency has a search of its own.",
        )


def check_put_right(remedy: str, *, planned: bool, chosen_again: bool) -> None:
    """Raise NotNow("move_still_planned") where the home must be chosen again, and its move stands as it was planned.

    planned: the child has not moved, and that move was not taken back. chosen_again: another choice is in force since
    the finding; for another home, it is of another home.
    """
    if remedy in HOLDING and planned and not chosen_again:
        raise NotNow(
            "move_still_planned",
            "What the panel found is not done yet: the move to this home stands as it was planned. Take it back, or "
            "choose again, and then say what was done. The move waits until then.",
        )


def check_remedy(outcome: Outcome, remedy: Remedy) -> None:
    """Raise NotNow("remedy_does_not_fit"): what is upheld owes a remedy, and what is not upheld owes none."""
    if (outcome is Outcome.NOT_UPHELD) != (remedy is Remedy.NONE):
        raise NotNow(
            "remedy_does_not_fit",
            "A finding that upholds, whole or in part, says what the council must do; one that does not uphold says "
            "that nothing is owed. Choose the remedy again.",
        )


def heard_words(code: str) -> str:
    """How the child was heard, in words; "" where nothing was heard yet."""
    return HEARING_WORDS[Hearing(code)] if code else ""
