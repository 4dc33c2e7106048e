"""What a newcomer would mean for those who live in a home, and they for the newcomer: both ways, and the worse counts.

Source: Children's Homes (England) Regulations 2015 reg 14; handbook section 7, stage 5 (group impact on children
already there and on this child).
"""

from dataclasses import dataclass
from datetime import datetime

from carecommons.common.errors import Refused

from .homes import IMPACT_ANSWERS

_WORST_FIRST = ("not_acceptable", "unknown", "acceptable")


@dataclass(frozen=True, slots=True)
class BothWays:
    """What a home says of one child. there: on those there; newcomer: of them on the child; "" if not parted."""

    answer: str
    there: str
    there_words: str
    newcomer: str
    newcomer_words: str
    recorded_at: datetime


def both_ways(there: str, newcomer: str) -> str:
    """The answer for everybody together: the worse of the two ways."""
    return next(answer for answer in _WORST_FIRST if answer in (there, newcomer))


def check_impact(*, answer: str, words: str, newcomer: str, newcomer_words: str) -> None:
    """Raise Refused("impact_not_complete") unless each way that is said has an answer and words."""
    said = [(answer, words)] + ([(newcomer, newcomer_words)] if newcomer or newcomer_words.strip() else [])
    if any(each not in IMPACT_ANSWERS or not why.strip() for each, why in said):
        raise Refused(
            "impact_not_complete", "Say whether it is acceptable, not acceptable or unknown, and why in words."
        )
