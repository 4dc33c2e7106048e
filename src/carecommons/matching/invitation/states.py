"""The states of a round of invitations and of one invitation, as data.

A round asks every home of one frozen list that passed the lawful and the capability gate: the council's own homes
and everybody else's alike. Source: handbook C2, C7, section 5 steps 4-5 and section 6 (withdraw = revoke).
"""

from collections.abc import Iterable
from datetime import datetime

from carecommons.common.errors import NotNow

ROUND_NEXT: dict[str, tuple[str, ...]] = {
    "open": ("closed", "called_off"),
    "closed": (),
    "called_off": (),
}
ROUND_WORDS: dict[str, str] = {
    "open": "Open: homes may answer",
    "closed": "Closed: the time to answer has passed, or every home answered",
    "called_off": "Called off, with the reason",
}
# A changed answer is a new version of the reply. A home that answered may change its mind until the round closes.
INVITATION_NEXT: dict[str, tuple[str, ...]] = {
    "sent": ("opened", "offered", "declined", "run_out", "revoked"),
    "opened": ("offered", "declined", "run_out", "revoked"),
    "offered": ("declined", "revoked"),
    "declined": ("offered", "revoked"),
    "run_out": ("revoked",),
    "revoked": (),
}
INVITATION_WORDS: dict[str, str] = {
    "sent": "Sent, not opened yet",
    "opened": "Opened, not answered yet",
    "offered": "Offered a home",
    "declined": "Declined, with a reason",
    "run_out": "Not answered in time",
    "revoked": "Withdrawn",
}
ANSWERED = ("offered", "declined")
UNANSWERED = ("sent", "opened")


def round_state_at(state: str, closes_at: datetime, at: datetime) -> str:
    """The state of a round at a moment: an open one is closed from `closes_at` on, whether anybody looked or not."""
    return "closed" if state == "open" and at >= closes_at else state


def check_round_next(state: str, new: str) -> None:
    """Raise NotNow("round_over") when a round in `state` cannot become `new`."""
    if new not in ROUND_NEXT[state]:
        raise NotNow(
            "round_over",
            f"This round of invitations is over ({state.replace('_', ' ')}), so it stays as it is. "
            "Look at every home again, and invite again, if more answers are wanted.",
            state=state,
        )


def check_takes_answers(state: str, closes_at: datetime, at: datetime) -> None:
    """Raise NotNow("round_not_open") once the clock has run out, or the round was called off: the same for all."""
    if round_state_at(state, closes_at, at) != "open":
        raise NotNow(
            "round_not_open",
            "The time to answer is over, for every home alike. What was answered in time counts as it stood.",
            state=state,
        )


def check_counts(state: str, closes_at: datetime, at: datetime) -> None:
    """Raise NotNow("reply_may_change") while a round runs, NotNow("round_over") where it was called off."""
    now = round_state_at(state, closes_at, at)
    if now == "open":
        raise NotNow(
            "reply_may_change",
            "The home may still change its answer, as every invited home may. Accept it when the round is over.",
        )
    if now == "called_off":
        raise NotNow(
            "round_over",
            "This round was called off, so nothing that was answered in it counts. Invite every home again.",
            state=now,
        )


def check_may_close(closes_at: datetime, invitations: Iterable[str], at: datetime) -> None:
    """Raise NotNow("round_still_runs") before the clock runs out, unless every home has answered."""
    if at < closes_at and any(state in UNANSWERED for state in invitations):
        raise NotNow(
            "round_still_runs",
            "Homes still have time to answer, and all of them have the same time. Wait until it ends or until all have "
            "answered; or call the round off and say why.",
        )


def check_invitation_next(state: str, new: str) -> None:
    """Raise NotNow("invitation_over") when one in `state` cannot become `new`; a new version of an answer may."""
    if new != state and new not in INVITATION_NEXT[state]:
        raise NotNow(
            "invitation_over",
            f"This invitation is over ({INVITATION_WORDS[state].casefold()}). Nothing can be added to it.",
            state=state,
        )
