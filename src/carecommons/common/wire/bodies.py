"""What a program may send: strict where JSON is strict, and nothing that a database cannot hold.

A form sends text, so a page reads "3" as three. JSON knows numbers from text, so an operation does not guess.
Refused for every text: the NUL character, which PostgreSQL cannot keep, and halves of surrogate pairs, which are
no characters. Whole numbers fit 32 bits; days lie between 1900 and 2199, so that arithmetic on them stays in the
calendar. What a number, a day or a text means is judged by the act, in the words of the page.
"""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ..texts import TEXT_MAX

INT_MAX = 2**31 - 1
NO_NUL = r"^[^\x00]*$"
YEAR_FIRST, YEAR_LAST = 1900, 2199
LINE_MAX = 200  # characters of a line of text; what somebody says in their own words is bounded by TEXT_MAX


class Body(BaseModel):
    """What an operation takes: every part is named, and nothing is there that was not asked."""

    model_config = ConfigDict(extra="forbid")


class MadeOut(BaseModel):
    """What was made, by its id."""

    id: UUID


def _day(given: Any) -> Any:
    """A day as YYYY-MM-DD and in no other way."""
    if isinstance(given, str) and len(given) == len("2026-11-20") and given.isascii():
        try:
            return _in_our_time(date.fromisoformat(given))
        except ValueError:
            pass
    if type(given) is date:
        return _in_our_time(given)
    raise ValueError("a day is written YYYY-MM-DD, between 1900 and 2199")


def _moment(given: Any) -> Any:
    """A moment with its offset from UTC: without one, nobody knows which moment it is."""
    if isinstance(given, str) and given.isascii():
        try:
            given = datetime.fromisoformat(given)
        except ValueError:
            given = None
    if isinstance(given, datetime) and given.tzinfo is not None:
        return _in_our_time(given)
    raise ValueError("a moment is written 2026-11-20T12:00:00+00:00, between 1900 and 2199")


def _in_our_time(given: Any) -> Any:
    if not YEAR_FIRST <= given.year <= YEAR_LAST:
        raise ValueError("a day lies between 1900 and 2199")
    return given


def _id(given: Any) -> Any:
    if isinstance(given, UUID):
        return given
    if isinstance(given, str) and len(given) == len(str(UUID(int=0))):
        try:
            return UUID(given)
        except ValueError:
            pass
    raise ValueError("an id is written as 8-4-4-4-12 hexadecimal digits")


A_DAY = "YYYY-MM-DD, from 1900 to 2199"
Day = Annotated[date, BeforeValidator(_day), Field(description=A_DAY)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Id = Annotated[UUID, BeforeValidator(_id)]
YesNo = Annotated[bool, Field(strict=True)]
Number = Annotated[int, Field(strict=True, ge=-INT_MAX, le=INT_MAX)]
Count = Annotated[int, Field(strict=True, ge=0, le=INT_MAX)]


def line(longest: int = LINE_MAX, **more: Any) -> Any:
    """What a line of text is held to: Annotated[str, line(12)] is a reference, for example."""
    return Field(strict=True, max_length=longest, pattern=NO_NUL, **more)


Line = Annotated[str, line()]
Code = Annotated[str, line(40)]
Text = Annotated[str, line(TEXT_MAX)]
