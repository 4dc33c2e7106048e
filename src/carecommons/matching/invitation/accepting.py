"""Whether a provider accepts children of one kind less often than others who were asked for the same children (C7).

    ratio = (a / n) / (b / m)      a of n own invitations offered; b of m of the comparable ones
    interval: exp(ln ratio +- z sqrt(1/a - 1/n + 1/b - 1/m)), half an offer added on both sides where one has none
Comparable are the invitations of other providers in the same rounds, for children of the same stratum. Below the least
number of invitations nothing is said. It opens a conversation; it is no penalty, and no gate, fit or order reads it.
Source: handbook section 7, creaming indicator.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Answered:
    """One invitation of a round that is over. stratum: of the needs as they were sent."""

    round: UUID
    provider: UUID
    stratum: str
    offered: bool


@dataclass(frozen=True, slots=True)
class Acceptance:
    """How often one provider offered, beside the others who were asked for the same children."""

    provider: UUID
    stratum: str
    invited: int
    offered: int
    others_invited: int
    others_offered: int
    ratio: float
    low: float
    high: float

    @property
    def finding(self) -> str:
        """fewer or more where the whole interval says so; else no_difference."""
        return "fewer" if self.high < 1 else "more" if self.low > 1 else "no_difference"


def acceptances(answered: Iterable[Answered], *, invitations_min: int, coverage_percent: int) -> tuple[Acceptance, ...]:
    """Each provider and stratum with enough invitations on both sides, in no order of merit."""
    found = list(answered)
    rounds: dict[tuple[UUID, str], set[UUID]] = defaultdict(set)
    for each in found:
        rounds[each.provider, each.stratum].add(each.round)
    made = []
    for (provider, stratum), shared in sorted(rounds.items(), key=lambda pair: (str(pair[0][0]), pair[0][1])):
        same = [each for each in found if each.stratum == stratum and each.round in shared]
        own = [each.offered for each in same if each.provider == provider]
        others = [each.offered for each in same if each.provider != provider]
        if min(len(own), len(others)) >= invitations_min:
            counts = len(own), sum(own), len(others), sum(others)
            made.append(Acceptance(provider, stratum, *counts, *ratio_of(*counts, coverage_percent=coverage_percent)))
    return tuple(made)


def ratio_of(
    invited: int, offered: int, others_invited: int, others_offered: int, *, coverage_percent: int
) -> tuple[float, float, float]:
    """The ratio of the two rates, and the interval around it."""
    assert 0 <= offered <= invited
    assert 0 <= others_offered <= others_invited
    half = 0.5 if not offered or not others_offered else 0.0
    a, n, b, m = offered + half, invited + half, others_offered + half, others_invited + half
    ratio = (a / n) / (b / m)
    z = NormalDist().inv_cdf(0.5 + coverage_percent / 200)
    width = z * sqrt(max(1 / a - 1 / n + 1 / b - 1 / m, 0.0))
    return ratio, exp(log(ratio) - width), exp(log(ratio) + width)
