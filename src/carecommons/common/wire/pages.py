"""One shape for every list: a page of it, how long the whole is, and where the next page begins.

A list is read with `limit` and `offset`. Its order is the query's own and is stated there, so that pages neither
overlap nor leave a gap while nothing changes. Only what stands on the page was read: looks are written for that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

PAGE, PAGE_MAX = 100, 1000  # things on a page: when nothing is said, and at most
OFFSET_MAX = 2**31 - 1

T = TypeVar("T")


class Window(BaseModel):
    """Which part of a list is asked for."""

    limit: int = Field(PAGE, ge=1, le=PAGE_MAX, description="How many at most")
    offset: int = Field(0, ge=0, le=OFFSET_MAX, description="How many to leave out from the beginning")


class Paged(BaseModel, Generic[T]):
    """A page of a list."""

    model_config = ConfigDict(from_attributes=True)

    items: list[T]
    total: int = Field(description="How many there are in all")
    limit: int
    offset: int
    next: int | None = Field(description="The offset of the page that follows; null on the last page")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A page as an operation answers it."""

    items: list[T]
    total: int
    limit: int
    offset: int
    next: int | None


def cut(whole: Sequence[T], window: Window) -> Page[T]:
    """The asked part of a list that is at hand as a whole."""
    return paged(whole[window.offset : window.offset + window.limit], window, total=len(whole))


def paged(items: Sequence[T], window: Window, *, total: int) -> Page[T]:
    """A part that was cut already, by the database for instance, with the length of the whole."""
    end = window.offset + len(items)
    following = end if items and end < total else None
    return Page(items=list(items), total=total, limit=window.limit, offset=window.offset, next=following)
