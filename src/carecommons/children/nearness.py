"""How far the people and places around a child are from where the child comes from: in words, never an address.

Source: handbook A8; Children Act 1989 s22C(7)-(9): near home, the school kept, family and friends kept. The words
are all that leaves: a band says less than a postcode, and an exact place is class D4. Units: miles, straight.
"""

from dataclasses import dataclass
from math import hypot
from typing import Literal

from carecommons.common.postcodes import METRES_A_MILE

from .connections import Connection
from .in_need import Place

Band = Literal["same", "near", "far", "unknown"]
Group = Literal["family", "friends", "school", "places"]

GROUPS: dict[str, Group] = {
    "sibling": "family", "parent": "family", "relative": "family", "friend": "friends", "school": "school",
    "club": "places",
}  # fmt: skip
GROUP_WORDS: dict[Group, str] = {
    "family": "Family", "friends": "Friends", "school": "School", "places": "Clubs and places",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Around:
    """One person or place around a child, and about how far away."""

    connection: Connection
    group: Group
    band: Band


@dataclass(frozen=True, slots=True)
class Bands:
    """Everyone around one child. near_miles: where "near" ends (a published number)."""

    around: tuple[Around, ...]
    near_miles: int
    home_known: bool

    def words(self, band: Band) -> str:
        return {
            "same": "In the same part of town",
            "near": f"Less than {self.near_miles} miles away",
            "far": f"{self.near_miles} miles away or more",
            "unknown": "How far is not known",
        }[band]

    @property
    def parts(self) -> tuple[tuple[Band, str, tuple[Around, ...]], ...]:
        """(band, its words, who is in it), nearest first; bands with nobody are left out."""
        order: tuple[Band, ...] = ("same", "near", "far", "unknown")
        groups = {band: tuple(each for each in self.around if each.band == band) for band in order}
        return tuple((band, self.words(band), inside) for band, inside in groups.items() if inside)


def band_of(
    *, home: str, where: str, home_place: Place | None, place: Place | None, near_miles: int
) -> Band:  # fmt: skip
    """How far, as a band. home, where: postcodes; the first half of one names a part of a town.

    The same first half counts as the same part of town even when no map can say where it is.
    """
    if home and where and _district(home) == _district(where):
        return "same"
    if home_place is None or place is None:
        return "unknown"
    miles = hypot(home_place[0] - place[0], home_place[1] - place[1]) / METRES_A_MILE
    return "near" if miles < near_miles else "far"


def _district(postcode: str) -> str:
    return "".join(postcode.upper().split())[:-3]
