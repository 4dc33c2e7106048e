"""Specialist need: each category by itself, beside the homes that have proved that they can meet it, level by level.

gap[need, level] = children left without such a home. A home counts for a need only with evidence that counts today,
dated and checked by somebody outside it: never because it is large, near, free or has many staff (handbook B8, B9). A
child may have several needs and a home may prove several, so categories have no total and none fills another. Source:
handbook B4, B6, B7, B8, section 7 (Gap). This module knows nothing of generalist sufficiency.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from carecommons.common.places import Level

from .strata import FLAG_CODES, Floats, Needs
from .usable import LEVELS, Home, Places, at_level, missing, places_of, within

__all__ = ["LevelOfNeed", "NeedGap", "gaps"]


@dataclass(frozen=True, slots=True)
class LevelOfNeed:
    """One level by itself. gap (P, M): children left without a home that has proved it. claimed: homes that exist for
    it and have no evidence that counts; they stand in no count of places."""

    level: Level
    places: Places
    claimed: int
    gap: Floats


@dataclass(frozen=True, slots=True)
class NeedGap:
    """One specialist need. need (P, M); nearest: the level at which the nearest proved home stands, or None."""

    code: str
    dates: tuple[date, ...]
    need: Floats
    levels: tuple[LevelOfNeed, ...]
    reach: Level
    counted: Floats
    counted_places: Places

    @property
    def nearest(self) -> Level | None:
        return next((each.level for each in self.levels if each.places.homes), None)


def gaps(needs: Needs, homes: Sequence[Home], *, reach: Level, occupancy: float) -> tuple[NeedGap, ...]:
    """Each need by itself, in the handbook's order. reach: how far the asker chose that children may travel."""
    return tuple(_need(code, needs, homes, reach, occupancy) for code in FLAG_CODES)


def _need(code: str, needs: Needs, homes: Sequence[Home], reach: Level, occupancy: float) -> NeedGap:
    need = needs.flag(code)
    by_level = {
        level: places_of((home for home in at_level(homes, level) if code in home.proved), occupancy=occupancy)
        for level in LEVELS
    }
    levels = tuple(
        LevelOfNeed(
            level, places,
            sum(code in home.exists_for and code not in home.proved for home in at_level(homes, level)),
            missing(need, places),
        )
        for level, places in by_level.items()
    )  # fmt: skip
    together = within(by_level, reach)
    return NeedGap(code, needs.dates, need.sum(2), levels, reach, missing(need, together), together)
