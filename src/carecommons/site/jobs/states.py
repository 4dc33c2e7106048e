"""The states of a job, and what may follow which.

waiting -> running -> done, refused (the files cannot be used, or the person may not) or failed (our fault);
waiting, running -> cancelled. A failed job, and a running one whose worker died, can be started again: waiting.
"""

from enum import StrEnum


class State(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def has_ended(self) -> bool:
        return self not in (State.WAITING, State.RUNNING)


WORDS: dict[State, str] = {
    State.WAITING: "Waiting for its turn",
    State.RUNNING: "Running",
    State.DONE: "Done",
    State.REFUSED: "Refused",
    State.FAILED: "Failed",
    State.CANCELLED: "Cancelled",
}
# state -> the states that may follow.
NEXT: dict[State, tuple[State, ...]] = {
    State.WAITING: (State.RUNNING, State.CANCELLED),
    State.RUNNING: (State.DONE, State.REFUSED, State.FAILED, State.CANCELLED, State.WAITING),
    State.DONE: (),
    State.REFUSED: (),
    State.FAILED: (State.WAITING,),
    State.CANCELLED: (),
}
