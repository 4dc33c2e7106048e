"""When two acts meet in the database, the one that lost is done again from its beginning.

PostgreSQL at SERIALIZABLE tells one of two clashing transactions to start over (SQLSTATE 40001), as it does
to break a deadlock (40P01). Whoever does the act again asks every question again, so the answer is right.
"""

from collections.abc import Callable
from typing import TypeVar

START_OVER = frozenset({"40001", "40P01"})
SQLITE_BUSY = 5  # sqlite.org/rescode.html
Result = TypeVar("Result")


def again(act: Callable[[], Result], *, times: int = 5) -> Result:
    """What `act` returns; done up to `times` times while the database says to start over.

    act: one whole transaction, which leaves nothing behind when it fails.
    """
    for _ in range(times - 1):
        try:
            return act()
        except Exception as error:
            if not told_to_start_over(error):
                raise
    return act()


def told_to_start_over(error: BaseException) -> bool:
    """Whether the database itself said: start this transaction over."""
    cause = error.__cause__
    return getattr(cause if cause is not None else error, "sqlstate", None) in START_OVER


def is_busy(error: BaseException | None) -> bool:
    """Whether SQLite said that another connection is writing, and this one waited for as long as it may."""
    cause = getattr(error, "__cause__", None) or error
    return getattr(cause, "sqlite_errorcode", 0) & 0xFF == SQLITE_BUSY
