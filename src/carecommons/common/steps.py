"""Long work says what it is doing, and is asked between two steps whether it shall go on.

Whoever does long work calls `step` often: before each part, and within a part for every few thousand rows. Whoever
started it hands in a step that keeps what was said, and that raises Stopped when it shall not go on. Work is written
so that nothing is left behind when a step raises: one transaction, or nothing stored yet.
"""

from typing import Protocol

__all__ = ["Step", "Stopped", "quiet"]


class Stopped(Exception):
    """Somebody asked for this work to stop. Nothing of it is kept."""


class Step(Protocol):
    def __call__(self, words: str, done: int = 0, total: int = 0) -> None:
        """Say what is being done. done of total: how far this part is; total 0 when that is not known."""


def quiet(words: str, done: int = 0, total: int = 0) -> None:
    """A step that says nothing and never stops: nobody is watching."""
