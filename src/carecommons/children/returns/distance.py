"""How far a child lives from home, and in whose area: from the two postcodes of an episode.

miles = sqrt(dE^2 + dN^2) / 1000 / 1.6093, to 0.1, as the return defines it; nothing is said where either
postcode is missing, unknown or outside England (for an unaccompanied child there often is no home postcode).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from carecommons.common.postcodes import PostcodeBook, distance_miles

from .link import Record


@dataclass(frozen=True, slots=True)
class Distances:
    """For each episode: the council in whose area the place lies ("" when not known), and miles (nan)."""

    place_authority: npt.NDArray[np.str_]
    miles: npt.NDArray[np.float64]


def distances(record: Record, book: PostcodeBook | None) -> Distances:
    """Every episode's place and distance; all unknown without a postcode lookup."""
    size = len(record.episodes)
    if book is None or not size:
        return Distances(np.full(size, "", "<U3"), np.full(size, np.nan))
    homes = book.find(record.words["home_post"])
    places = book.find(record.words["place_post"])
    home, place = record.episodes.home_post.astype(np.int64), record.episodes.place_post.astype(np.int64)
    in_england = (homes.authority != "")[home] & (places.authority != "")[place]
    miles = distance_miles(homes.easting[home], homes.northing[home], places.easting[place], places.northing[place])
    return Distances(places.authority[place].astype("<U3"), np.where(in_england, miles, np.nan))
