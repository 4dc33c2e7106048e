"""A gap as it may be told: every figure of children rounded or withheld, each level by itself, and why.

A figure is withheld where the count of profiled children on which it stands is withheld, and so is the gap made of it:
need less places would give it away. The rest goes by the house's rule, usable places too: with a home's free places
beside them they would tell how many children live in a home. The same shape serves both ledgers; no value holds both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from carecommons.common.places import Level
from carecommons.common.suppress import Shown, show
from carecommons.common.withhold import WITHHELD

from .strata import Floats
from .supply import LEVEL_NAMES
from .usable import Places

__all__ = ["LEVEL_CODES", "DateGap", "Gap", "LevelPlaces", "Range", "Rule", "level_places", "range_of", "tell_gap"]

LEVEL_CODES: dict[Level, str] = {level: f"L{level.value}" for level in Level}
LOW, HIGH = 10, 90


@dataclass(frozen=True, slots=True)
class Rule:
    """How counts are shown: 1 to threshold are not, the rest is rounded."""

    threshold: int
    round_to: int

    def shown(self, count: float) -> Shown:
        return show(max(0, round(count)), threshold=self.threshold, round_to=self.round_to)


@dataclass(frozen=True, slots=True)
class Range:
    """The middle of the paths, and the interval that holds 80 in 100 of them."""

    median: Shown
    low: Shown
    high: Shown

    @property
    def words(self) -> str:
        if self.median == WITHHELD:
            return WITHHELD.words
        if self.low.words == self.high.words == self.median.words:
            return self.median.words
        return f"{self.median.words} (low {self.low.words}, high {self.high.words})"


@dataclass(frozen=True, slots=True)
class LevelPlaces:
    """The homes of one level by itself. not_said: places of homes that said nothing that holds, where nobody lives.

    by_others: places in which children of other councils live. claimed: homes that exist for a specialist need and have
    no evidence that counts; None in the general ledger.
    """

    level: str
    words: str
    homes: int
    registered: int
    not_said: int
    by_others: Shown
    usable: Shown
    claimed: int | None = None


@dataclass(frozen=True, slots=True)
class DateGap:
    """One date. by_level: the gap beside each level by itself; counted: beside all up to the one that was chosen."""

    on: date
    need: Range
    by_level: tuple[Range, ...]
    counted: Range


@dataclass(frozen=True, slots=True)
class Gap:
    """One stratum, or one specialist need. nearest: the code of the nearest level with a home that counts, or ""."""

    code: str
    words: str
    dates: tuple[DateGap, ...]
    levels: tuple[LevelPlaces, ...]
    counted_usable: Shown
    nearest: str

    @property
    def last(self) -> DateGap:
        return self.dates[-1]


def range_of(values: Floats, rule: Rule, behind: Sequence[Shown] = ()) -> Range:
    """values (P,): of each path. behind: the counts on which they stand."""
    if any(each == WITHHELD for each in behind):
        return Range(WITHHELD, WITHHELD, WITHHELD)
    low, middle, high = np.percentile(values, [LOW, 50, HIGH])
    return Range(rule.shown(middle), rule.shown(low), rule.shown(high))


def level_places(level: Level, places: Places, rule: Rule, claimed: int | None = None) -> LevelPlaces:
    """What may be said of the places of one level."""
    return LevelPlaces(
        LEVEL_CODES[level], LEVEL_NAMES[level], places.homes, places.registered, places.not_said,
        rule.shown(places.by_others), rule.shown(int(places.usable)), claimed,
    )  # fmt: skip


def tell_gap(
    code: str, words: str, dates: Sequence[date], need: Floats, by_level: Sequence[Floats], counted: Floats,
    levels: Sequence[LevelPlaces], counted_places: Places, rule: Rule, behind: Sequence[Shown],
) -> Gap:  # fmt: skip
    """need, counted and each of by_level: (P, M)."""
    return Gap(
        code, words,
        tuple(
            DateGap(
                on, range_of(need[:, m], rule, behind), tuple(range_of(each[:, m], rule, behind) for each in by_level),
                range_of(counted[:, m], rule, behind),
            )
            for m, on in enumerate(dates)
        ),
        tuple(levels), rule.shown(int(counted_places.usable)),
        next((each.level for each in levels if each.homes), ""),
    )  # fmt: skip
