"""What one list says, as values: who is registered, to do what, where, with how many places."""

from dataclasses import dataclass
from datetime import date

from carecommons.common.errors import Fault


@dataclass(frozen=True, slots=True)
class Listing:
    """One registered provider on the day of the list.

    kind, sector, status, grade: words of words.py. authority: three-digit code, '' outside England or unmatched.
    places, premises: None where the list gives none (agencies; years before places were published).
    row: where it stands in the file, the first row being 1.
    """

    urn: str
    kind: str
    sector: str
    status: str
    name: str
    owner: str
    authority: str
    authority_name: str
    region: str
    outside_england: bool
    postcode: str
    places: int | None
    premises: int | None
    grade: str
    graded_on: date | None
    registered_on: date | None
    short_breaks_only: bool
    linked_school_urn: str
    row: int


@dataclass(frozen=True, slots=True)
class Premises:
    """Places of one supported-accommodation provider in one building, in its council's area."""

    urn: str
    authority: str
    authority_name: str
    category: str
    places: int | None
    row: int


@dataclass(frozen=True, slots=True)
class Note:
    """Something doubtful that was kept, or mended, and how often; `examples` say where."""

    kind: str
    count: int
    words: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicList:
    """One release: providers in the order of their numbers, buildings in the order of the file."""

    as_at: date
    file: str
    sha256: str
    listings: tuple[Listing, ...]
    premises: tuple[Premises, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, what was doubtful, and what makes it unusable; with any fault it is not to be stored."""

    list: PublicList
    notes: tuple[Note, ...]
    faults: tuple[Fault, ...]
