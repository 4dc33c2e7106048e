"""The homes that are there, beside the need: two sources side by side, never added to one another.

The local register knows foster households, free places and proof; the public list knows every registered home in
England once a year. Source: handbook B3 (four levels), B8 (proof). Units: homes, places.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from carecommons.common.errors import Refused
from carecommons.common.places import Level, level_of

LEVEL_NAMES: dict[Level, str] = {
    Level.SAME: "In the same council",
    Level.ADJOINING: "In an adjoining council, or a declared group",
    Level.REGION: "Elsewhere in the region",
    Level.NATION: "Elsewhere in the country",
}


@dataclass(frozen=True, slots=True)
class Supply:
    """Homes, places and (from the local register) places said to be free now. None: the source does not say."""

    homes: int
    places: int | None
    free: int | None = None

    def __add__(self, other: "Supply") -> "Supply":
        return Supply(
            self.homes + other.homes, _plus(self.places, other.places), _plus(self.free, other.free)
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of home: what is in the audited place, and for a council what is at each of the four levels."""

    code: str
    words: str
    here: Supply
    levels: tuple[Supply, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """What one source says. total is of kinds that a child may be placed in; levels: names of the four levels."""

    kinds: tuple[Kind, ...]
    total: Kind
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """How near other councils are to one. groups: declared groups of councils that count as adjoining."""

    council: str
    on: date
    groups: Mapping[str, frozenset[str]]

    def level(self, code: str) -> Level | None:
        """None for a council outside England, which has no level."""
        try:
            return level_of(self.council, code, on=self.on, groups=self.groups)
        except Refused:
            return None


def source(
    counted: Mapping[str, Mapping[str, Supply]], words: Mapping[str, str], here: Collection[str], around: Around | None
) -> Source:
    """One source for one place. counted: kind -> council -> supply; around: for a single council only."""
    kinds = tuple(
        Kind(kind, words.get(kind, kind), _sum(found, here), _by_level(found, around))
        for kind, found in counted.items()
        if found
    )
    zero = Supply(0, None)
    total = Kind(
        "all", "All kinds", _add(zero, [kind.here for kind in kinds]),
        tuple(_add(zero, [kind.levels[n] for kind in kinds]) for n in range(len(Level) if around else 0)),
    )  # fmt: skip
    return Source(kinds, total, tuple(LEVEL_NAMES.values()) if around else ())


def _sum(found: Mapping[str, Supply], councils: Collection[str]) -> Supply:
    return _add(Supply(0, None), [supply for code, supply in found.items() if code in councils])


def _by_level(found: Mapping[str, Supply], around: Around | None) -> tuple[Supply, ...]:
    if around is None:
        return ()
    at = {code: around.level(code) for code in found}
    return tuple(
        _add(Supply(0, None), [supply for code, supply in found.items() if at[code] is level]) for level in Level
    )


def _add(first: Supply, others: Sequence[Supply]) -> Supply:
    for other in others:
        first = first + other
    return first


def _plus(a: int | None, b: int | None) -> int | None:
    return b if a is None else a if b is None else a + b
