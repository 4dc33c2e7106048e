"""Generalist sufficiency: children without a specialist need, beside the homes that can take them, level by level.

gap[stratum, level] = children left without a place, each kind of home by itself: a free foster place is no place in a
children's home, and the other way round. A place stands in one stratum only: in G2 where an officer has checked that
the home gives daily help in some part of life, else in G1. A home that exists for a specialist need or has proved one
is no generalist place. Nothing is netted: not over strata, kinds of home, levels or councils, unless whoever asks chose
that children travel. Source: handbook B4, B6, B7, section 7 (Gap). This module knows nothing of specialist need.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from carecommons.common.places import Level

from .strata import KINDS, Floats, Needs
from .usable import LEVELS, Home, Places, at_level, missing, places_of, within

__all__ = ["COUNTED_KINDS", "STRATA", "LevelOfStratum", "StratumGap", "gaps"]

STRATA = ("G1", "G2")
COUNTED_KINDS = ("fostering", "residential", "supported")
"""Children with parents or adopters, in secure homes or hospitals need no place of these homes."""


@dataclass(frozen=True, slots=True)
class LevelOfStratum:
    """One level by itself. by_kind: places of each kind of home; gap (P, M): children left without a place."""

    level: Level
    by_kind: tuple[Places, ...]
    gap: Floats

    @property
    def places(self) -> Places:
        return sum(self.by_kind, Places())


@dataclass(frozen=True, slots=True)
class StratumGap:
    """One stratum. need (P, M); levels each by itself; counted: the gap (P, M) when all up to `reach` are counted."""

    code: str
    dates: tuple[date, ...]
    need: Floats
    levels: tuple[LevelOfStratum, ...]
    reach: Level
    counted: Floats
    counted_places: Places


def gaps(needs: Needs, homes: Sequence[Home], *, reach: Level, occupancy: float) -> tuple[StratumGap, ...]:
    """Each stratum by itself. reach: how far the asker chose that children may travel."""
    return tuple(_stratum(code, needs, _homes(code, homes), reach, occupancy) for code in STRATA)


def _homes(code: str, homes: Sequence[Home]) -> list[Home]:
    return [home for home in homes if not home.proved and not home.exists_for and home.high == (code == "G2")]


def _stratum(code: str, needs: Needs, homes: Sequence[Home], reach: Level, occupancy: float) -> StratumGap:
    need = needs.stratum(code)
    by_level = {
        level: tuple(
            places_of((home for home in at_level(homes, level) if home.kind == KINDS.index(kind)), occupancy=occupancy)
            for kind in COUNTED_KINDS
        )
        for level in LEVELS
    }
    together = tuple(
        within({level: kinds[n] for level, kinds in by_level.items()}, reach) for n in range(len(COUNTED_KINDS))
    )
    return StratumGap(
        code, needs.dates, need[..., [KINDS.index(kind) for kind in COUNTED_KINDS]].sum((2, 3)),
        tuple(LevelOfStratum(level, kinds, _gap(need, kinds)) for level, kinds in by_level.items()),
        reach, _gap(need, together), sum(together, Places()),
    )  # fmt: skip


def _gap(need: Floats, kinds: Sequence[Places]) -> Floats:
    """need (P, M, G, S): the children left over in each kind of home, added over kinds and never netted."""
    found: Floats = np.sum(
        [missing(need[..., KINDS.index(kind)], places) for kind, places in zip(COUNTED_KINDS, kinds, strict=True)], 0
    )
    return found
