"""What may be said of a home in words, for the few homes that somebody reads: never a price, never a score."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from .homes import Terms


@dataclass(frozen=True, slots=True)
class HomeCard:
    """One home by name. support: domain code -> the support with which it meets that need.

    evidence_dates, evidence_ran_out: specialism -> newest day of issue, and last day on which any counts.
    declined: why it said no to the child of one search, who was told apart; empty elsewhere.
    sector: council, private, voluntary, health, or empty for family.
    """

    id: UUID
    reference: str
    name: str
    kind: str
    authority: str
    sector: str
    provider: str
    description: str
    terms: Terms | None
    next_free_on: date | None
    support: Mapping[str, str]
    impact_words: str
    living: int
    evidence_dates: Mapping[str, date]
    evidence_ran_out: Mapping[str, date]
    impact_about: Mapping[UUID, str]
    declined: str = ""
