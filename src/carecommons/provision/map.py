"""The homes that are there, council by council, and how near each is to one that was chosen.

Two sources, asked one at a time and never added: the regulator's public list (D0), and the local register, which
alone knows foster families, free places and proof. Source: handbook B3 (four levels), B8 (a claim is not proof).
Units: homes, places. A site never stands here: the smallest area is a council's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from carecommons.common.atlas import Outlined, Shown
from carecommons.common.charts import Table
from carecommons.common.drawing import said
from carecommons.common.errors import Refused
from carecommons.common.places import Authority, Level, level_of

from .capability import SPECIALISMS, check_specialism
from .homes import FAMILY_KINDS, KINDS
from .public_list.words import KIND_NAMES

LIST, REGISTER = "list", "register"
# In the words of the list: where a child may live under the Children Act 1989, and then the others that matter here.
LISTED_KINDS: tuple[str, ...] = (
    "childrens_home",
    "secure_childrens_home",
    "special_school_registered_as_home",
    "supported_accommodation",
)
LISTED_MORE: tuple[str, ...] = ("independent_fostering_agency", "residential_family_centre")
KEPT_KINDS: dict[str, str] = {
    code: words for code, words in KINDS.items() if code not in FAMILY_KINDS | {"other_arrangement"}
}
LEVEL_WORDS: dict[Level, str] = {
    Level.SAME: "The same council",
    Level.ADJOINING: "Adjoining, or in a declared group",
    Level.REGION: "Elsewhere in the region",
    Level.NATION: "Elsewhere in England",
}
LEVEL_SHORT: dict[Level, str] = {
    Level.SAME: "Same", Level.ADJOINING: "Adjoining", Level.REGION: "Region", Level.NATION: "England"
}  # fmt: skip
SHADES: dict[str, str] = {"homes": "homes", "places": "places", "free": "places free now"}
SORTS: dict[str, str] = {
    "name": "Council", "level": "Level", "homes": "Homes", "places": "Places", "free": "Free now"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ask:
    """What somebody wants to see. All words may be empty; `proof` and `free` are asked of the register alone.

    council: the three-digit code from which the four levels are told. kind: one kind in the words of the source.
    specialism: a code; proof "proved" or "claimed" (claimed counts the proved too). free: only homes with a place now.
    shade: the figure that the maps are shaded by. sort: a column of the table, "-" before it turns it round.
    """

    source: str = LIST
    council: str = ""
    kind: str = ""
    specialism: str = ""
    proof: str = "proved"
    free: bool = False
    shade: str = "homes"
    sort: str = "name"

    @property
    def of_register(self) -> bool:
        return self.source == REGISTER


@dataclass(frozen=True, slots=True)
class Homes:
    """How many homes, their places (None: the source does not say) and places said to be free now (register only)."""

    homes: int = 0
    places: int | None = None
    free: int | None = None

    def __add__(self, other: "Homes") -> "Homes":
        return Homes(
            self.homes + other.homes, _plus(self.places, other.places), _plus(self.free, other.free)
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One council of the table. level: how near it is to the one chosen; None where none is."""

    code: str
    name: str
    region: str
    level: Level | None
    found: Homes


@dataclass(frozen=True, slots=True)
class Atlas:
    """The answer: every council of the day in the order asked for, the four levels, and all together."""

    ask: Ask
    as_at: date
    lines: tuple[Line, ...]
    levels: tuple[tuple[Level, Homes], ...]
    total: Homes
    beyond: Homes  # homes that stand outside England, or in no council that is known: in no line and no total

    @property
    def empty_councils(self) -> int:
        return sum(line.found.homes == 0 for line in self.lines)


@dataclass(frozen=True, slots=True)
class KindHere:
    """One kind of home around one council: at each of the four levels, the council itself first."""

    code: str
    words: str
    levels: tuple[Homes, ...]


@dataclass(frozen=True, slots=True)
class CouncilHomes:
    """One council's page: the public list (as_at None: none was imported), and the register (None: not for them).

    adjoining: names of the councils beside it. held_back: homes of the register there that may take no child today.
    """

    code: str
    name: str
    region: str
    adjoining: tuple[str, ...]
    as_at: date | None
    listed: tuple[KindHere, ...]
    kept: tuple[KindHere, ...] | None
    held_back: int

    @property
    def here(self) -> Homes:
        """What the public list says of the council's own area, where a child may live."""
        return _sum(each.levels[0] for each in self.listed if each.code in LISTED_KINDS)


def check_ask(ask: Ask, councils: Mapping[str, Authority]) -> Ask:
    """The question as it can be answered. Raises Refused("map_question") that names the word and what may stand there.

    A part of the question that the public list cannot answer is refused there, never silently dropped.
    """
    kinds = KEPT_KINDS if ask.of_register else dict.fromkeys((*LISTED_KINDS, *LISTED_MORE))
    wrong = [
        (ask.source not in (LIST, REGISTER), "source", ask.source, f"{LIST} or {REGISTER}"),
        (bool(ask.kind) and ask.kind not in kinds, "kind", ask.kind, ", ".join(kinds)),
        (bool(ask.council) and ask.council not in councils, "council", ask.council, "a three-digit code, such as 878"),
        (ask.proof not in ("proved", "claimed"), "proof", ask.proof, "proved or claimed"),
        (ask.shade not in SHADES, "shade", ask.shade, ", ".join(SHADES)),
        (ask.sort.removeprefix("-") not in SORTS, "sort", ask.sort, ", ".join(SORTS)),
    ]
    for is_wrong, word, given, may_be in wrong:
        if is_wrong:
            raise Refused("map_question", f"The map cannot be asked for {word} {given!r}. Give {may_be}.")
    if ask.specialism:
        check_specialism(ask.specialism)
    if not ask.of_register and (ask.specialism or ask.free or "free" in (ask.shade, ask.sort.removeprefix("-"))):
        raise Refused(
            "map_question",
            "The regulator’s public list knows neither free places nor specialist needs. Sign in and ask the local "
            f"register (source {REGISTER}), or leave that part of the question out.",
        )
    return ask


def atlas(
    ask: Ask, counted: Mapping[str, Homes], councils: Mapping[str, Authority], groups: Mapping[str, frozenset[str]],
    *, as_at: date, on: date,
) -> Atlas:  # fmt: skip
    """Every council, with none left out: one without homes stands there with nought.

    councils: those of `on`, the day for which nearness is told. groups: declared sets that count as adjoining.
    """
    lines = [
        Line(
            code, each.name, each.region,
            level_of(ask.council, code, on=on, groups=groups) if ask.council else None,
            counted.get(code, Homes()),
        )
        for code, each in councils.items()
    ]  # fmt: skip
    levels = tuple(
        (level, _sum(line.found for line in lines if line.level is level)) for level in Level if ask.council
    )  # fmt: skip
    beyond = _sum(each for code, each in counted.items() if code not in councils)
    return Atlas(ask, as_at, _sorted(lines, ask.sort), levels, _sum(line.found for line in lines), beyond)


def shown(found: Atlas) -> tuple[Shown, ...]:
    """Each council for the maps: shaded by one figure, told with all of them."""
    figure = found.ask.shade
    return tuple(
        Shown(line.code, getattr(line.found, figure) or 0, f"{line.name}: {told(line.found)}") for line in found.lines
    )


def outlined(found: Atlas) -> tuple[Outlined, ...]:
    """The region, then the adjoining, then the council itself: the nearest is drawn last, on top."""
    if not found.ask.council:
        return ()
    mine = next(line for line in found.lines if line.code == found.ask.council)
    by_level = {level: frozenset(line.code for line in found.lines if line.level is level) for level in Level}
    region = frozenset(line.code for line in found.lines if line.region == mine.region)
    looks = (
        ("region", f"3. {mine.region}", region),
        ("near", "2. Adjoining, or in a declared group", by_level[Level.ADJOINING]),
        ("same", f"1. {mine.name}", by_level[Level.SAME]),
    )
    return tuple(Outlined(look, words, codes) for look, words, codes in looks if codes)


def told(found: Homes) -> str:
    """Homes, places and free places in words."""
    parts = [_of(found.homes, "home", "homes")]
    parts += [_of(found.places, "place", "places")] if found.places is not None and found.homes else []
    parts += [f"{said(found.free)} free now"] if found.free is not None and found.homes else []
    return ", ".join(parts)


def what(ask: Ask) -> str:
    """What is counted, in words: the noun of the title."""
    names = KEPT_KINDS if ask.of_register else KIND_NAMES
    narrowed = ask.specialism or ask.free
    every = ("Homes" if narrowed else "Homes in the local registers") if ask.of_register else "Registered homes"
    kind = _many(names[ask.kind]) if ask.kind else every
    able = ""
    if ask.specialism:
        how_far = "proved" if ask.proof == "proved" else "proved or claimed"
        able = f" {how_far} for {_low(SPECIALISMS[ask.specialism])}"
    return f"{kind}{able}{' with a place free' if ask.free else ''}"


def levels_table(found: Atlas) -> Table:
    """The four levels as a table: the same words and numbers as the maps."""
    head = ("Level", "Homes", "Places", *(("Free now",) if found.ask.of_register else ()))
    rows = tuple((f"{level.value}. {LEVEL_WORDS[level]}", *cells(each, found.ask)) for level, each in found.levels)
    return Table("Homes at the four levels", head, rows)


def levels_in_words(found: Atlas) -> str:
    """How many at each level, as one sentence; empty where no council is chosen."""
    if not found.levels:
        return ""
    name = next(line.name for line in found.lines if line.code == found.ask.council)
    here, beside, region, nation = (said(each.homes) for _, each in found.levels)
    return (
        f"{here} in {name} itself, {beside} in adjoining councils or its declared group, {region} elsewhere in the "
        f"region, {nation} elsewhere in England."
    )


def cells(found: Homes, ask: Ask) -> tuple[str, ...]:
    """The figures of a line as they are printed; a dash where the source gives none."""
    places = "–" if found.places is None and found.homes else said(found.places or 0)
    return (said(found.homes), places, *((said(found.free or 0),) if ask.of_register else ()))


def turned(ask: Ask, column: str) -> Ask:
    """The same question with the table sorted by a column: figures highest first, and the other way at a second ask."""
    first = column if column in ("name", "level") else f"-{column}"
    again = first.removeprefix("-") if first.startswith("-") else f"-{first}"
    return replace(ask, sort=again if ask.sort == first else first)


def _sorted(lines: Sequence[Line], sort: str) -> tuple[Line, ...]:
    column, back = sort.removeprefix("-"), sort.startswith("-")
    keys = {
        "name": lambda line: line.name,
        "level": lambda line: line.level or 0,
        "homes": lambda line: line.found.homes,
        "places": lambda line: line.found.places or 0,
        "free": lambda line: line.found.free or 0,
    }
    by_name = sorted(lines, key=lambda line: line.name)
    return tuple(sorted(by_name, key=keys[column], reverse=back))


def _sum(each: Iterable[Homes]) -> Homes:
    total = Homes()
    for one in each:
        total += one
    return total


def _plus(a: int | None, b: int | None) -> int | None:
    return b if a is None else a if b is None else a + b


def _of(number: int, one: str, many: str) -> str:
    return f"{said(number)} {one if number == 1 else many}"


def _many(kind: str) -> str:
    """A kind of home in the plural, as English has it for these few."""
    irregular = {
        "Children's home": "Children’s homes",
        "Secure children's home": "Secure children’s homes",
        "Foster family": "Foster families",
        "Independent fostering agency": "Independent fostering agencies",
        "Residential special school registered as a children's home": "Residential special schools registered as "
        "children’s homes",
        "Supported accommodation": "Supported accommodation",
    }
    return irregular.get(kind, f"{kind}s")


def _low(words: str) -> str:
    return words[:1].lower() + words[1:]
