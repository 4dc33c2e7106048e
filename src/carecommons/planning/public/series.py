"""The yearly series of an area from public statistics: children looked after, starts, ends, and the mix of placements.

Every figure is a number or the sign in its place, with the source and release that it came from. No series is carried
over a change of councils: a council has figures only under its own three-digit code.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from .mappings import load
from .values import Statistic

FLOWS = ("looked_after", "started", "ceased")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, or the sign in its place, or neither where no source speaks of it; and where it comes from."""

    number: float | None
    symbol: str
    source: str
    release: int

    @property
    def known(self) -> bool:
        return self.number is not None


NOTHING = Figure(None, "", "", 0)


@dataclass(frozen=True, slots=True)
class AreaYear:
    """One area in one year. mix: per cent of the children looked after at 31 March, by kind of placement."""

    area: str
    year: int
    looked_after: Figure
    started: Figure
    ceased: Figure
    mix: Mapping[str, Figure]

    def as_dict(self) -> dict[str, object]:
        """The year as one document."""
        flows = {flow: asdict(getattr(self, flow)) for flow in FLOWS}
        mix = {kind: asdict(each) for kind, each in self.mix.items()}
        return {"area": self.area, "year": self.year, **flows, "mix": mix}

    def children_in(self, kind: str) -> float | None:
        """Children in a kind of placement, as its whole per cent of all makes it; None where either is a sign."""
        share = self.mix.get(kind, NOTHING).number
        return None if share is None or self.looked_after.number is None else self.looked_after.number * share / 100


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure of a series in one source: `what` it is; place: its turn among sources of the same release."""

    what: str
    source: str
    measure: str
    parts: str
    place: int


@dataclass(frozen=True, slots=True)
class Break:
    """From this year on these kinds mean something else than before."""

    year: int
    kinds: tuple[str, ...]
    words: str
    source: str


Row = tuple[str, int, str, int, str, int, float | None, str]
"""A stored figure that a series is made of: what, place, source, release, area, year, number, sign."""


@lru_cache(maxsize=1)
def asked() -> tuple[Asked, ...]:
    """Everything that a series is made of."""
    told = load("series")
    flows = [
        Asked(flow, each["source"], each["measure"], each["parts"], place)
        for flow in FLOWS
        for place, each in enumerate(told[flow])
    ]
    mix = [Asked(f"mix:{kind}", each["source"], each["measure"], "", 0) for kind, each in told["mix"].items()]
    return (*flows, *mix)


@lru_cache(maxsize=1)
def kind_words() -> Mapping[str, str]:
    """The kinds of placement in the words of the source, in the order that they are shown."""
    return MappingProxyType({kind: each["words"] for kind, each in load("series")["mix"].items()})


@lru_cache(maxsize=1)
def breaks() -> tuple[Break, ...]:
    return tuple(
        Break(each["year"], tuple(each["kinds"]), each["words"], each["source"]) for each in load("series")["break"]
    )


def series(rows: Iterable[Row]) -> tuple[AreaYear, ...]:
    """By area, then year. Of several sources the newest release speaks; of one release the first of the list.

    A sign of a newer release stands, though an older one gave a number: it may have been withdrawn for a reason.
    """
    best: dict[tuple[str, int, str], tuple[tuple[int, int], Figure]] = {}
    for what, place, source, release, area, year, number, symbol in rows:
        rank = (release, -place)
        key = (area, year, what)
        if key not in best or rank > best[key][0]:
            best[key] = rank, Figure(number, symbol, source, release)

    def of(area: str, year: int, what: str) -> Figure:
        return best.get((area, year, what), _NONE)[1]

    found = []
    for area, year in sorted({(area, year) for area, year, _ in best}):
        kinds = [kind for kind in kind_words() if (area, year, f"mix:{kind}") in best]
        mix = MappingProxyType({kind: of(area, year, f"mix:{kind}") for kind in kinds})
        stock, starts, ends = (of(area, year, what) for what in FLOWS)
        found.append(AreaYear(area, year, stock, starts, ends, mix))
    return tuple(found)


_NONE = ((0, 0), NOTHING)


def rows_of(statistics: Iterable[Statistic]) -> list[Row]:
    """The figures of files just read that a series is made of."""
    wanted = {(each.source, each.measure, each.parts): each for each in asked()}
    return [
        (each.what, each.place, told.source, told.release, cell.area, cell.year, _float(cell.value), cell.symbol)
        for told in statistics
        for cell in told.cells
        if (each := wanted.get((told.source, cell.measure, cell.parts)))
    ]


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
