"""The people and places that a child wants to keep, and the places that must be avoided.

Source: handbook A8 and Children Act 1989 s22C(8): friendships, school, family and community are facts of
matching. Units: miles, whole. A place to avoid is class D4: named people, with a reason each time.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from carecommons.common.errors import Fault, Faulty

from . import dictionary

KINDS: dict[str, str] = dictionary.choices("connection_kind")
AVOID = "place_to_avoid"


@dataclass(frozen=True, slots=True)
class Connection:
    """Someone or somewhere that matters to a child. The postcode is not here: it is D4."""

    id: UUID
    kind: str
    name: str
    keep: bool
    how_often: str
    note: str
    recorded_at: datetime
    recorded_by_role: str

    @property
    def kind_words(self) -> str:
        return KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a connection is: class D4, read by named people who give a reason."""

    what: str
    postcode: str


@dataclass(frozen=True, slots=True)
class AvoidedPlace:
    """A place, or a whole council area, where this child must not live. miles: around the postcode."""

    id: UUID
    name: str
    authority: str
    postcode: str
    miles: int


def check_connection(*, kind: str, name: str, postcode: str, keep: bool, how_often: str, note: str) -> None:
    """Raise Faulty("connection_not_complete") with everything that is wrong."""
    given = {
        "kind": kind, "name": name, "postcode": postcode, "keep": keep, "how_often": how_often, "note": note,
    }  # fmt: skip
    _refuse(dictionary.faults("connection", given))


def check_avoided(*, name: str, authority: str, postcode: str, miles: int) -> None:
    """Raise Faulty: a place to avoid is one council area, or one postcode with miles around it."""
    found = dictionary.faults(
        "avoid",
        {"name": name, "authority": authority, "postcode": postcode, "miles": miles},
        where="connection",
    )
    if bool(authority) == bool(postcode):
        words = "Give either a whole council area, or the postcode of one place."
        found.append(Fault("connection", 0, "postcode", "one_or_the_other", words))
    _refuse(found)


def tidy_postcode(postcode: str) -> str:
    """A postcode in capitals with one space before its last three letters: "ex11aa" -> "EX1 1AA"."""
    plain = "".join(postcode.upper().split())
    return f"{plain[:-3]} {plain[-3:]}" if 5 <= len(plain) <= 7 else plain


def _refuse(found: list[Fault]) -> None:
    if found:
        raise Faulty("connection_not_complete", "This was not recorded. Put right what is named below.", found)
