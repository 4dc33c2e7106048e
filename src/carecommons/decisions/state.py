"""The life of a choice: proposed, then approved, sent back or withdrawn. Nothing follows on from an answer.

    proposed -> approved | refused | withdrawn

A new choice is a new decision, with its own reasons; the old one stays as it was.
"""

from enum import StrEnum

from carecommons.common.errors import NotNow


class State(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


STATE_WORDS = {
    State.PROPOSED: "Waiting for approval",
    State.APPROVED: "In force",
    State.REFUSED: "Sent back",
    State.WITHDRAWN: "Withdrawn",
}
# state -> the states that may follow.
NEXT: dict[State, tuple[State, ...]] = {
    State.PROPOSED: (State.APPROVED, State.REFUSED, State.WITHDRAWN),
    State.APPROVED: (),
    State.REFUSED: (),
    State.WITHDRAWN: (),
}


def check_waiting(state: str) -> None:
    """Raise NotNow("decision_answered") unless the choice still waits for an answer."""
    if not NEXT[State(state)]:
        raise NotNow(
            "decision_answered",
            f"This choice was answered already: {STATE_WORDS[State(state)].lower()}. "
            "Nothing was changed. Open it to read what was said.",
            state=state,
        )
