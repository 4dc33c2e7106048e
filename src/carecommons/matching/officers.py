"""What a round of invitations says of those who asked and of those who were asked, for counting: no child, no words.

Everything is as it stood at the moment when the round ended, so that a period which is over is counted the same
whoever asks, and whenever: what grows from day to day would give a child away to whoever reads it twice.
Source: handbook G9 (commissioner beside provider), C2, C7, C8. Units: moments; hours by the clock.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

__all__ = ["AskedHome", "EmergencyOpened", "FirstAsked", "HomesAnswer", "HomesQuestion", "RoundOver", "offered_by"]


@dataclass(frozen=True, slots=True)
class HomesAnswer:
    """One version of a home's answer."""

    said_at: datetime
    offers: bool
    reason: str


@dataclass(frozen=True, slots=True)
class HomesQuestion:
    """When a home asked, and when it was answered; None: never."""

    asked_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class AskedHome:
    """One home that was invited. answers: every version, the oldest first."""

    home: UUID
    provider: UUID | None
    sent_at: datetime
    answers: tuple[HomesAnswer, ...] = ()

    def answer(self, until: datetime) -> HomesAnswer | None:
        """The answer that counted at a moment: the newest of those given by then."""
        given = [each for each in self.answers if each.said_at <= until]
        return given[-1] if given else None

    def hours_to_answer(self, until: datetime) -> float | None:
        """From the invitation to the first answer; None where there was none by then."""
        first = next((each for each in self.answers if each.said_at <= until), None)
        return None if first is None else (first.said_at - self.sent_at).total_seconds() / 3600


@dataclass(frozen=True, slots=True)
class RoundOver:
    """One round that has ended. search: of whom it asked; stratum: of the needs as they were sent."""

    id: UUID
    search: UUID
    authority: str
    ended_at: datetime
    called_off: bool
    stratum: str
    homes: tuple[AskedHome, ...]
    questions: tuple[HomesQuestion, ...]

    @property
    def answered(self) -> int:
        return sum(each.answer(self.ended_at) is not None for each in self.homes)

    @property
    def offered(self) -> tuple[UUID, ...]:
        """The homes whose answer, as it counted in the end, was an offer."""
        found = ((each.home, each.answer(self.ended_at)) for each in self.homes)
        return tuple(home for home, answer in found if answer is not None and answer.offers)


@dataclass(frozen=True, slots=True)
class FirstAsked:
    """The first round of a search: when the search was opened, and when homes were first invited."""

    authority: str
    clock: str
    search_at: datetime
    invited_at: datetime


@dataclass(frozen=True, slots=True)
class EmergencyOpened:
    """One emergency. known: a code of KnownFor."""

    authority: str
    known: str


def offered_by(rounds: Iterable[RoundOver], *, search: UUID, at: datetime) -> tuple[frozenset[UUID], datetime | None]:
    """The homes that offered themselves in the rounds of a search that were over by a moment, and when the last ended.

    The newest round that asked a home counts for it.
    """
    own: Sequence[RoundOver] = sorted(
        (each for each in rounds if each.search == search and not each.called_off and each.ended_at <= at),
        key=lambda each: each.ended_at,
    )
    newest: dict[UUID, bool] = {}
    for each in own:
        offered = set(each.offered)
        newest |= {home.home: home.home in offered for home in each.homes}
    return frozenset(home for home, offers in newest.items() if offers), own[-1].ended_at if own else None
