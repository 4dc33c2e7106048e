"""The child as the gates see them: facts of one day, no name, no story, no postcode.

Units: whole years, levels 0 to 4 (None unknown), metres (easting, northing), miles for places to avoid.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from carecommons.children.in_need import ChildInNeed
from carecommons.common.days import age_on
from carecommons.provision.capability import SPECIALISM_BIT, mask

SECURE_FLAGS = SPECIALISM_BIT["SP-SEC"] | SPECIALISM_BIT["SP-REM"]


@dataclass(frozen=True, slots=True)
class Seeker:
    """A child for whom a home is sought.

    age_now, age_then: on the day of the search and on the day wanted; a home must be lawful on both.
    area_levels: authority code -> 1 same council, 2 next, 3 region, 4 nation.
    avoid_not_known: a place to avoid is on record, and nobody can say where it is.
    emergency: an approved foster family may take the child outside its terms for a few days (reg 23).
    secure_approved: the Secretary of State's approval is on record (needed under `secure_age_min`).
    """

    id: UUID
    age_now: int
    age_then: int
    sex: str
    stay: str
    levels: tuple[int | None, ...]
    flags: int
    authority: str
    area_levels: Mapping[str, int]
    home_place: tuple[int, int] | None = None
    school_place: tuple[int, int] | None = None
    school_keep: bool = False
    siblings: tuple[UUID, ...] = ()
    access: frozenset[str] = frozenset()
    culture: frozenset[str] = frozenset()
    avoid_authorities: frozenset[str] = frozenset()
    avoid_places: tuple[tuple[int, int, int], ...] = ()
    secure_approved: bool = False
    avoid_not_known: bool = False
    keep_places: tuple[tuple[int, int] | None, ...] = ()
    emergency: bool = False

    @property
    def may_be_secure(self) -> bool:
        """Whether the legal test for a secure home is met and recorded as a specialist need."""
        return bool(self.flags & SECURE_FLAGS)


def seeker_of(
    child: ChildInNeed, *, on: date, wanted_by: date, stay: str, area_levels: Mapping[str, int], emergency: bool = False
) -> Seeker:  # fmt: skip
    """The child on the day of the search, for a home wanted by a day.

    Where only the year or the age is known, the child is as young now, and as old then, as they may be: a home must be
    lawful for both.
    """
    return Seeker(
        id=child.id,
        age_now=age_on(child.birth_date, on),
        age_then=age_on(child.born_from or child.birth_date, max(on, wanted_by)),
        sex=child.sex,
        stay=stay,
        levels=child.levels,
        flags=mask(child.flags),
        authority=child.authority,
        area_levels=area_levels,
        home_place=child.home_place,
        school_place=child.school_place,
        school_keep=child.school_keep,
        siblings=child.siblings,
        access=child.access_needs,
        culture=child.culture,
        avoid_authorities=child.avoid_authorities,
        avoid_places=child.avoid_places,
        avoid_not_known=child.avoid_not_known,
        keep_places=child.keep_places,
        secure_approved=child.secure_approved,
        emergency=emergency,
    )
