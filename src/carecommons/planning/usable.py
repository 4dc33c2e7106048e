"""Places that can really be used: registered, staffed, and such that a child can be matched to them.

Usable = (places that a home itself says it can fill - places in which children of other councils live) x the occupancy
that matching leaves. A home that says nothing is not taken for full and not for empty: the places in which somebody
lives count, the rest stands as not said. Each level is counted by itself. A home has no name here: none is preferred.
Source: handbook section 7 (Gap), section 4 (occupancy), B3 (levels). Units: homes, places.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from carecommons.common.places import Level

from .strata import AGES, Floats

__all__ = ["LEVELS", "Home", "Places", "missing", "places_of", "within"]

LEVELS: tuple[Level, ...] = tuple(Level)
BANDS = len(AGES)


@dataclass(frozen=True, slots=True)
class Home:
    """One home in force, as one council sees it. kind: into strata.KINDS; ages: first and last year of its terms.

    level: how near it is; None is outside every level. staffed: places lived in and places said to be free; None: the
    home has said nothing that holds. lived_in: by anybody; by_others: by children of other councils or of nobody known.
    named: approved for named children only. proved: specialist needs with evidence that counts today. exists_for: those
    that it exists for, proved or not. high: its word, checked by an officer, that it gives help of the high level.
    """

    level: Level | None
    kind: int
    ages: tuple[int, int]
    registered: int
    staffed: int | None
    lived_in: int
    by_others: int
    named: bool = False
    proved: frozenset[str] = frozenset()
    exists_for: frozenset[str] = frozenset()
    high: bool = False

    def __post_init__(self) -> None:
        assert 0 <= self.by_others <= self.lived_in, "children of other councils are among those who live there"
        assert self.staffed is None or 0 <= self.staffed <= self.registered, (
            "no home fills more than it is registered for"
        )

    @property
    def bands(self) -> int:
        """The bands of age that it takes, as bits."""
        first, last = self.ages
        return sum(1 << n for n, (low, high) in enumerate(AGES) if first <= high and low <= last)

    @property
    def filled(self) -> int:
        """Places that somebody lives in, or that the home says it can fill."""
        return min(self.lived_in, self.registered) if self.staffed is None else self.staffed


@dataclass(frozen=True, slots=True)
class Places:
    """The places of some homes. usable by bits of the bands of age that they take, not rounded."""

    homes: int = 0
    registered: int = 0
    staffed: int = 0
    not_said: int = 0
    by_others: int = 0
    by_bands: Mapping[int, float] | None = None

    @property
    def usable(self) -> float:
        return sum((self.by_bands or {}).values())

    def __add__(self, other: "Places") -> "Places":
        bands = dict(self.by_bands or {})
        for bits, places in (other.by_bands or {}).items():
            bands[bits] = bands.get(bits, 0.0) + places
        return Places(
            self.homes + other.homes, self.registered + other.registered, self.staffed + other.staffed,
            self.not_said + other.not_said, self.by_others + other.by_others, bands,
        )  # fmt: skip


def places_of(homes: Iterable[Home], *, occupancy: float) -> Places:
    """The places of these homes. occupancy: the share of them that can be lived in at one time, 0 to 1.

    A home for named children offers nobody else a place, and matching leaves none of its places empty.
    """
    assert 0 < occupancy <= 1, "occupancy is a share"
    found = Places()
    for home in homes:
        own = max(0, home.filled - home.by_others)
        usable = max(0, min(home.lived_in, home.registered) - home.by_others) if home.named else own * occupancy
        not_said = 0 if home.staffed is not None else home.registered - home.filled
        found += Places(1, home.registered, home.filled, not_said, home.by_others, {home.bands: float(usable)})
    return found


def within(by_level: Mapping[Level, Places], reach: Level) -> Places:
    """The places of a level and of all nearer ones together: only for who chose that children travel so far."""
    return sum((places for level, places in by_level.items() if level <= reach), Places())


def missing(need: Floats, places: Places) -> Floats:
    """Children left without a place when places are given as well as their ages allow: (...,) of need (..., bands).

    missing = max over sets A of bands of age of (need in A - usable places that take any of A); never below nought.
    (Hall's theorem: so many children, and no fewer, are left over by the best sharing out.)
    """
    assert need.shape[-1] == BANDS, "need is by band of age"
    if not places.usable:
        return np.asarray(need.sum(-1))
    found: Floats = np.zeros(need.shape[:-1])
    for chosen in range(1, 1 << BANDS):
        bands = [n for n in range(BANDS) if chosen >> n & 1]
        there = sum(places for bits, places in (places.by_bands or {}).items() if bits & chosen)
        found = np.maximum(found, need[..., bands].sum(-1) - there)
    return found


def at_level(homes: Sequence[Home], level: Level) -> list[Home]:
    """The homes of one level."""
    return [home for home in homes if home.level is level]
