"""Whether a child was heard at a stage, since a moment: of what was recorded, and no word of it.

Source: Children Act 1989 s22(4)-(5); handbook A2. What a wish says is kept in `wishes`; here stand only its stage, how
it was said and when, so that those who count may ask as well.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol, TypeVar
from uuid import UUID

from .exceptions import NOT_REACHED

__all__ = ["Said", "heard", "standing"]


class Said(Protocol):
    """What is known of one recorded wish without reading it. said_on: the child's day; recorded_at: ours."""

    @property
    def id(self) -> UUID: ...
    @property
    def stage(self) -> str: ...
    @property
    def how(self) -> str: ...
    @property
    def said_on(self) -> date: ...
    @property
    def recorded_at(self) -> datetime: ...
    @property
    def corrects(self) -> UUID | None: ...


S = TypeVar("S", bound=Said)


def standing(said: Sequence[S]) -> tuple[S, ...]:
    """The wishes that no later one corrects, in the order given."""
    corrected = {wish.corrects for wish in said if wish.corrects is not None}
    return tuple(wish for wish in said if wish.id not in corrected)


def heard(
    said: Sequence[S], stage: str, *, since: datetime, since_on: date, emergency: bool = False
) -> tuple[S, ...]:  # fmt: skip
    """The standing wishes of a stage for which the child was asked since a moment, in the order given.

    A lawful exception with its reason counts as asked; "could not be reached in the time" counts in an emergency
    only (emergency=True).

    since_on: its day. Both what the child said and its record must be since then; a correction counts from what it
    corrects, so that mending a word of an old wish is not hearing the child again (A2).
    """
    by_id = {wish.id: wish for wish in said}

    def first_recorded(wish: S) -> datetime:
        while wish.corrects is not None and wish.corrects in by_id:
            wish = by_id[wish.corrects]
        return wish.recorded_at

    return tuple(
        wish
        for wish in standing(said)
        if wish.stage == stage
        and wish.said_on >= since_on
        and first_recorded(wish) >= since
        and (emergency or wish.how != NOT_REACHED)
    )
