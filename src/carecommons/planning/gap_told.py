"""A gap as it may be told: every figure of children rounded or withheld, each level by itself, and why.

Need is withheld where the count of profiled children on which it stands is withheld, and where it is small itself; and
so is every gap made of it: need less places would give it away. Whichever the reason, it is said in one word. The rest
is rounded, usable places too: beside a home's free places they would tell how many children live there. The same shape
serves both ledgers; no value holds both.
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

    def places(self, count: float) -> Shown:
        """Places of homes: a few are said to be a few."""
        return show(max(0, round(count)), threshold=self.threshold, round_to=self.round_to)

    def shown(self, count: float) -> Shown:
        """Children: a few are withheld, in the word that stands for every reason."""
        found = self.places(count)
        return WITHHELD if found.withheld else found


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


NOT_TOLD = Range(WITHHELD, WITHHELD, WITHHELD)


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
    """values (P,): of each path. behind: the counts on which they stand. A withheld middle withholds the whole."""
    low, middle, high = np.percentile(values, [LOW, 50, HIGH])
    if any(each.withheld for each in (*behind, rule.shown(middle))):
        return NOT_TOLD
    return Range(rule.shown(middle), rule.shown(low), rule.shown(high))


def level_places(level: Level, places: Places, rule: Rule, claimed: int | None = None) -> LevelPlaces:
    """What may be said of the places of one level."""
    return LevelPlaces(
        LEVEL_CODES[level], LEVEL_NAMES[level], places.homes, places.registered, places.not_said,
        rule.shown(places.by_others), rule.places(int(places.usable)), claimed,
    )  # fmt: skip


def tell_gap(
    code: str, words: str, dates: Sequence[date], need: Floats, by_level: Sequence[Floats], counted: Floats,
    levels: Sequence[LevelPlaces], counted_places: Places, rule: Rule, behind: Sequence[Shown],
) -> Gap:  # fmt: skip
    """need, counted and each of by_level: (P, M). Where need is withheld, so is every gap of that date."""

    def told(m: int) -> DateGap:
        whole = range_of(need[:, m], rule, behind)
        gaps = tuple(range_of(each[:, m], rule, (*behind, whole.median)) for each in (counted, *by_level))
        return DateGap(dates[m], whole, gaps[1:], gaps[0])

    return Gap(
        code, words, tuple(told(m) for m in range(len(dates))),
        tuple(levels), rule.places(int(counted_places.usable)),
        next((each.level for each in levels if each.homes), ""),
    )  # fmt: skip
