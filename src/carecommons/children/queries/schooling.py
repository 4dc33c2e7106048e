"""What a virtual school head may read of a child: school, learning and talking, and nothing else of the record.

Source: Children Act 1989 s22(3A) (the council promotes a child's education) and handbook section 6: each reader
sees what their work asks for. Class D2: no family, no health, no story, no move, no address.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ..connections import Connection
from ..needs import DOMAIN, Profile, Rating, Strength
from .needs import profiles
from .record import connections

__all__ = ["SCHOOL_DOMAINS", "SchoolPart", "Schooling", "schooling"]

SCHOOL_DOMAINS = ("EDU", "DEV")


@dataclass(frozen=True, slots=True)
class SchoolPart:
    """One of the two parts of life that concern school. before: the level as rated the time before."""

    name: str
    rating: Rating
    before: int | None
    strength: Strength | None


@dataclass(frozen=True, slots=True)
class Schooling:
    """A child at school: the schools on record, the two parts of life, and the day of the rating."""

    schools: tuple[Connection, ...]
    parts: tuple[SchoolPart, ...]
    assessed_on: date | None
    earlier_on: date | None


def schooling(child_id: UUID) -> Schooling:
    """The school matters of one child. The caller has asked who may see them."""
    newest, earlier = (*profiles(child_id)[:2], None, None)[:2]
    return Schooling(
        schools=tuple(each for each in connections(child_id) if each.kind == "school"),
        parts=tuple(_part(code, newest, earlier) for code in SCHOOL_DOMAINS) if newest else (),
        assessed_on=newest.assessed_on if newest else None,
        earlier_on=earlier.assessed_on if earlier else None,
    )


def _part(code: str, newest: Profile, earlier: Profile | None) -> SchoolPart:
    rating = next(each for each in newest.ratings if each.domain == code)
    before = next((each.level for each in earlier.ratings if each.domain == code), None) if earlier else None
    strength = next((each for each in newest.strengths if each.domain == code and each.state != "unknown"), None)
    return SchoolPart(DOMAIN[code].name, rating, before, strength)
