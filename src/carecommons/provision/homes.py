"""Every home that the register knows, as arrays: what the law, the home and its evidence say of each.

A home is anywhere a child may live (handbook section 7). Row i of every array is one home. Who owns a home,
which sector runs it and its name stand in no array: they can change no gate, no fit and no order.
Units: metres (OSGB36) for easting and northing, -1 unknown; levels 0 to 4, -1 unknown; ages in whole years.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from types import MappingProxyType
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from .capability import (
    ACCESS,
    DOMAIN_CODES,
    LEVEL_MAX,
    SPECIALISM_BIT,
    UNKNOWN,
    Capability,
    DomainAnswer,
    Proof,
    proof,
    required_kinds,
)
from .vacancies import Opening

KINDS: dict[str, str] = {
    "parents": "With parents",
    "connected_person": "With a relative or friend",
    "foster_household": "Foster family",
    "childrens_home": "Children's home",
    "secure_childrens_home": "Secure children's home",
    "special_school_registered_as_home": "Residential special school",
    "supported_accommodation": "Supported accommodation",
    "residential_family_centre": "Residential family centre",
    "other_arrangement": "Other arrangement, not registered",
}
KIND_NUMBER: dict[str, int] = {kind: number for number, kind in enumerate(KINDS)}
FAMILY_KINDS = frozenset({"parents", "connected_person"})
APPROVED_KINDS = frozenset({"connected_person", "foster_household"})
REGISTERED_KINDS = frozenset(KINDS) - FAMILY_KINDS - APPROVED_KINDS - {"other_arrangement"}

SEX_BIT = {"M": 1, "F": 2}
ANY_SEX = 3
STAY_BIT = {"short_term": 1, "long_term": 2, "emergency": 4, "short_break": 8}
STAY_WORDS = {
    "short_term": "Short term", "long_term": "Long term", "emergency": "In an emergency", "short_break": "Short breaks",
}  # fmt: skip
ANY_STAY = STAY_BIT["short_term"] | STAY_BIT["long_term"] | STAY_BIT["emergency"]


class Standing(IntEnum):
    """Whether a home may take any child at all on a day; only LAWFUL passes."""

    LAWFUL = 0
    UNREGISTERED = 1
    CANCELLED = 2
    SUSPENDED = 3
    RESTRICTED = 4
    NOT_IN_FORCE = 5
    NOT_VERIFIED = 6
    CLOSED = 7
    INADEQUATE = 8


class Impact(IntEnum):
    """What is known of the effect on the children already there and on the newcomer."""

    UNKNOWN = 0
    ACCEPTABLE = 1
    NOT_ACCEPTABLE = 2
    NOBODY_THERE = 3


IMPACT_ANSWERS = {"acceptable": "Acceptable", "not_acceptable": "Not acceptable", "unknown": "Not known"}


@dataclass(frozen=True, slots=True)
class Terms:
    """A registration or a foster approval: the law's word on whom a home may take.

    from_day None: never granted. sexes: "any", "M" or "F". stays: kinds of stay approved; empty = every kind
    but short breaks. exempt: the usual most children in one foster household does not bind it, from
    exempt_on on and for the reason written on the certificate (Children Act 1989 Schedule 7 paragraph 4).
    inadequate_since: judged inadequate at its last inspection.
    """

    number: str
    from_day: date | None
    to_day: date | None
    age_min: int
    age_max: int
    sexes: str
    places: int
    restricted_from: date | None = None
    restricted_to: date | None = None
    suspended_from: date | None = None
    suspended_to: date | None = None
    cancelled_on: date | None = None
    inadequate_since: date | None = None
    exempt: bool = False
    exempt_on: date | None = None
    exempt_because: str = ""
    stays: tuple[str, ...] = ()
    conditions: str = ""
    range_of_needs: tuple[str, ...] = ()

    def exempted(self, on: date) -> bool:
        """Whether an exemption stands on a day: without its day and its reason there is none."""
        return self.exempt and bool(self.exempt_because) and self.exempt_on is not None and self.exempt_on <= on


def standing(kind: str, terms: Terms | None, *, verified: bool, closed_on: date | None, on: date) -> Standing:
    """What the law says of the home on a day. An unregistered home is never lawful, whatever else is true.

    verified: the council knows who runs it, and an officer has accepted what the register says of it.
    """
    if kind == "other_arrangement":
        return Standing.UNREGISTERED
    if closed_on is not None and closed_on <= on:
        return Standing.CLOSED
    if kind == "parents":
        return Standing.LAWFUL if verified else Standing.NOT_VERIFIED
    if terms is None or terms.from_day is None:
        return Standing.UNREGISTERED if kind in REGISTERED_KINDS else Standing.NOT_IN_FORCE
    if terms.cancelled_on is not None and terms.cancelled_on <= on:
        return Standing.CANCELLED
    if _covers(terms.suspended_from, terms.suspended_to, on):
        return Standing.SUSPENDED
    if _covers(terms.restricted_from, terms.restricted_to, on):
        return Standing.RESTRICTED
    if not _covers(terms.from_day, terms.to_day, on):
        return Standing.NOT_IN_FORCE
    if _covers(terms.inadequate_since, None, on):
        return Standing.INADEQUATE
    return Standing.LAWFUL if verified else Standing.NOT_VERIFIED


def _covers(first: date | None, last: date | None, on: date) -> bool:
    return first is not None and first <= on and (last is None or on <= last)


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """One home as plain facts, already read for one moment: what `gather` turns into a row of the arrays."""

    id: UUID
    reference: str
    kind: str
    authority: str
    standing: Standing
    opening: Opening
    free: int
    living: int = 0
    easting: int = UNKNOWN
    northing: int = UNKNOWN
    age_min: int = 0
    age_max: int = 17
    sexes: str = "any"
    stays: tuple[str, ...] = ()
    exempt: bool = False
    answers: tuple[DomainAnswer, ...] = ()
    capabilities: tuple[Capability, ...] = ()
    access: frozenset[str] | None = None
    culture: frozenset[str] | None = None
    impact: Impact = Impact.UNKNOWN
    impact_about: Mapping[UUID, Impact] = field(default_factory=lambda: MappingProxyType({}))
    named: frozenset[UUID] = frozenset()
    residents: frozenset[UUID] = frozenset()
    coming: frozenset[UUID] = frozenset()


@dataclass(frozen=True, eq=False)
class Homes:
    """The arrays. n homes; `meets` and `with_support` are (12, n), a row a domain, so that one domain is one run."""

    ids: tuple[UUID, ...]
    id_bytes: tuple[bytes, ...]
    references: tuple[str, ...]
    authorities: tuple[str, ...]  # distinct codes; `authority` points into it
    access_bit: Mapping[str, int]  # what a building allows -> its bit in `access`
    residents: Mapping[UUID, int]  # opaque id of a child -> the row where that child lives, or is to live
    coming: Mapping[UUID, int]  # opaque id of a child -> the row where that child is to live, wherever they live now
    named: Mapping[UUID, tuple[int, ...]]  # opaque id -> the rows approved for that child by name
    impact_about: Mapping[UUID, Mapping[int, int]]  # opaque id -> row -> Impact
    kind: NDArray[np.int8]
    authority: NDArray[np.int16]
    easting: NDArray[np.int32]
    northing: NDArray[np.int32]
    standing: NDArray[np.int8]
    opening: NDArray[np.int8]
    free: NDArray[np.int16]
    living: NDArray[np.int16]
    exempt: NDArray[np.bool_]
    age_min: NDArray[np.int8]
    age_max: NDArray[np.int8]
    sexes: NDArray[np.int8]
    stays: NDArray[np.int8]
    for_named: NDArray[np.bool_]
    meets: NDArray[np.int8]
    with_support: NDArray[np.int8]
    levels: NDArray[np.uint8]  # (12, n): both levels as one number, 6 x (meets + 1) + with_support + 1
    proved: NDArray[np.uint32]
    proofs: NDArray[np.int8]  # (21, n): Proof of each specialism
    specialist: NDArray[np.uint32]  # the specialisms that the home exists for
    impact: NDArray[np.int8]
    access: NDArray[np.int64]  # bits of what the building allows; -1 unknown
    # Read only for the homes that are shown, so kept as words: languages, faiths, cultures.
    culture: tuple[frozenset[str] | None, ...]
    children: tuple[frozenset[UUID], ...]  # who lives there or is to live there

    def __len__(self) -> int:
        return len(self.ids)


def fold(word: str) -> str:
    """Access and culture words compare without case or doubled spaces."""
    return " ".join(word.split()).casefold()


def gather(facts: Sequence[HomeFacts], on: date) -> Homes:
    """The homes as arrays, in the order given. Row order never decides anything: ties go by lottery."""
    authorities = tuple(sorted({home.authority for home in facts}))
    place_of = {code: number for number, code in enumerate(authorities)}
    proofs = np.full((len(SPECIALISM_BIT), len(facts)), Proof.NOT_CLAIMED, dtype=np.int8)
    meets = np.full((len(DOMAIN_CODES), len(facts)), UNKNOWN, dtype=np.int8)
    with_support = meets.copy()
    specialist = np.zeros(len(facts), dtype=np.uint32)
    access_bit = {word: 1 << number for number, word in enumerate(ACCESS)}
    kinds = required_kinds(on)
    for row, home in enumerate(facts):
        _levels(meets, with_support, row, home.answers)
        for capability in home.capabilities:
            number = SPECIALISM_BIT[capability.code].bit_length() - 1
            proofs[number, row] = proof(capability, on, kinds)
            specialist[row] |= np.uint32(SPECIALISM_BIT[capability.code] if capability.specialist else 0)
    return Homes(
        ids=tuple(home.id for home in facts),
        id_bytes=tuple(home.id.bytes for home in facts),
        references=tuple(home.reference for home in facts),
        authorities=authorities,
        access_bit=access_bit,
        residents=_rows_of_residents(facts),
        coming={child: row for row, home in enumerate(facts) for child in home.coming},
        named=_rows_by_child(facts),
        impact_about=_impact_by_child(facts),
        kind=np.array([KIND_NUMBER[home.kind] for home in facts], dtype=np.int8),
        authority=np.array([place_of[home.authority] for home in facts], dtype=np.int16),
        easting=np.array([home.easting for home in facts], dtype=np.int32),
        northing=np.array([home.northing for home in facts], dtype=np.int32),
        standing=np.array([home.standing for home in facts], dtype=np.int8),
        opening=np.array([home.opening for home in facts], dtype=np.int8),
        free=np.array([home.free for home in facts], dtype=np.int16),
        living=np.array([home.living for home in facts], dtype=np.int16),
        exempt=np.array([home.exempt for home in facts], dtype=np.bool_),
        age_min=np.array([home.age_min for home in facts], dtype=np.int8),
        age_max=np.array([home.age_max for home in facts], dtype=np.int8),
        sexes=np.array([SEX_BIT.get(home.sexes, ANY_SEX) for home in facts], dtype=np.int8),
        stays=np.array([sum(STAY_BIT[s] for s in set(home.stays)) or ANY_STAY for home in facts], dtype=np.int8),
        for_named=np.array([home.kind in FAMILY_KINDS or bool(home.named) for home in facts], dtype=np.bool_),
        meets=meets,
        with_support=with_support,
        levels=((meets + 1) * (LEVEL_MAX + 2) + with_support + 1).astype(np.uint8),
        proved=_proved(proofs),
        proofs=proofs,
        specialist=specialist,
        impact=np.array([_impact(home) for home in facts], dtype=np.int8),
        access=np.array([_bits(home.access, access_bit) for home in facts], dtype=np.int64),
        culture=tuple(_folded(home.culture) for home in facts),
        children=tuple(home.residents | home.coming if home.coming else home.residents for home in facts),
    )


def _levels(meets: NDArray[np.int8], with_support: NDArray[np.int8], row: int, answers: Sequence[DomainAnswer]) -> None:
    for number, answer in enumerate(answers):
        if answer.meets is not None:
            meets[number, row] = answer.meets
        if answer.with_support is not None:
            with_support[number, row] = answer.with_support


def _proved(proofs: NDArray[np.int8]) -> NDArray[np.uint32]:
    bits = np.array(list(SPECIALISM_BIT.values()), dtype=np.uint32)[:, None]
    return np.asarray(np.where(proofs == Proof.PROVED, bits, np.uint32(0)).sum(axis=0, dtype=np.uint32))


def _bits(words: frozenset[str] | None, bit: Mapping[str, int]) -> int:
    return UNKNOWN if words is None else sum(bit[word] for word in words)


def _folded(words: frozenset[str] | None) -> frozenset[str] | None:
    return None if words is None else frozenset(fold(word) for word in words)


def _impact(home: HomeFacts) -> Impact:
    unknown_and_empty = home.impact is Impact.UNKNOWN and home.living == 0
    return Impact.NOBODY_THERE if unknown_and_empty else home.impact


def _rows_of_residents(facts: Sequence[HomeFacts]) -> dict[UUID, int]:
    # Who lives somewhere lives there until the day of the move, whatever is planned.
    coming = {child: row for row, home in enumerate(facts) for child in home.coming}
    return coming | {child: row for row, home in enumerate(facts) for child in home.residents}


def _rows_by_child(facts: Sequence[HomeFacts]) -> dict[UUID, tuple[int, ...]]:
    rows: dict[UUID, list[int]] = {}
    for row, home in enumerate(facts):
        for child in home.named:
            rows.setdefault(child, []).append(row)
    return {child: tuple(found) for child, found in rows.items()}


def _impact_by_child(facts: Sequence[HomeFacts]) -> dict[UUID, dict[int, int]]:
    about: dict[UUID, dict[int, int]] = {}
    for row, home in enumerate(facts):
        for child, impact in home.impact_about.items():
            about.setdefault(child, {})[row] = int(impact)
    return about
