"""Which of three cohorts a child's needs belong to, for planning only.

Source: handbook section 3A (Clough, Bullock and Ward's groups; NCERCC holds 2 and 3 to be different cohorts).
S stands in a ledger of its own and is never the top of the other two. Never mapped to money, never shown
beside one child, never used to choose a home.
"""

from collections.abc import Sequence
from typing import Literal

Stratum = Literal["G1", "G2", "S", "unknown"]
STRATA: tuple[Stratum, ...] = ("G1", "G2", "S", "unknown")


def stratum_of(levels: Sequence[int | None], flags: Sequence[str], *, high_from: int) -> Stratum:
    """S: any active flag. G2: some level of `high_from` or more. G1: every level known and lower. Else unknown."""
    if flags:
        return "S"
    if any(level is not None and level >= high_from for level in levels):
        return "G2"
    if not levels or any(level is None for level in levels):
        return "unknown"
    return "G1"
