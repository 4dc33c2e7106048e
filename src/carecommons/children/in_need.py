"""What the room where a home is chosen may know of a child: plain values, no name, no story, no postcode.

Units: places are British National Grid (easting, northing) in metres; avoid_places add a radius in miles.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from .wishes import Wish

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ChildInNeed:
    """One child as matching sees them. levels: twelve, None = unknown; flags: active codes on the day.

    avoid_not_known: a place to avoid is on record, and nobody can say where it is. No home is safe until it is known.
    keep_places: where friends, relatives and clubs to keep are, one each; None where nobody has said. No name (A8).
    born_from: the earliest day of birth that is possible, where only a year or an age is known; then birth_date is the
    latest.
    secure_approved: the Secretary of State's approval of a secure home is on record.
    """

    id: UUID
    birth_date: date
    sex: str
    authority: str
    home_place: Place | None
    levels: tuple[int | None, ...]
    flags: tuple[str, ...]
    siblings: tuple[UUID, ...]
    school_place: Place | None
    school_keep: bool
    access_needs: frozenset[str]
    culture: frozenset[str]
    avoid_authorities: frozenset[str]
    avoid_places: tuple[tuple[int, int, int], ...]
    wishes: tuple[Wish, ...]
    unaccompanied: bool
    legal_status: str
    profile_version: int | None = None
    avoid_not_known: bool = False
    keep_places: tuple[Place | None, ...] = ()
    secure_approved: bool = False
    born_from: date | None = None
