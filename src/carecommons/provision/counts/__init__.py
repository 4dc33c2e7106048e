"""Homes and places in numbers, from each of the two sources by itself: the public list, and the local register."""

from .in_force import HomeInForce, homes_in_force, kinds_lived_in
from .local import LocalHomes, LocalTally, added, local_homes
from .map import council_homes, map_of_homes
from .public_list import (
    HOMES_FOR_CHILDREN,
    Tally,
    by_authority,
    by_kind,
    by_kind_and_authority,
    by_level,
    by_region,
    by_sector,
)

__all__ = [
    "HOMES_FOR_CHILDREN",
    "HomeInForce",
    "LocalHomes",
    "LocalTally",
    "Tally",
    "added",
    "by_authority",
    "by_kind",
    "by_kind_and_authority",
    "by_level",
    "by_region",
    "by_sector",
    "council_homes",
    "homes_in_force",
    "kinds_lived_in",
    "local_homes",
    "map_of_homes",
]
