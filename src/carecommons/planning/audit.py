"""The audit of need beside provision: for a council, a declared group, a region or the nation.

Source: handbook B1 (needs audits, individual to nation), B3 (four levels), B7 (specialist need apart), B12 (right
first time). Every count of children is `Shown`: suppressed before it comes here. Nothing is added up across the
two ledgers, and nothing here is public: what may be is decided by a release engine that does not stand yet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from carecommons.common.errors import NotFound
from carecommons.common.places import Group, authorities, groups, regions
from carecommons.common.suppress import Shown

NATION = "nation"
DIMENSIONS: dict[str, str] = {
    "age_band": "Age",
    "sex": "Sex",
    "ethnicity": "Ethnicity",
    "unaccompanied": "Unaccompanied children seeking asylum",
    "legal_status": "Legal status",
    "need": "Reason for care",
    "place": "Where they live",
    "provider": "Who runs the home",
    "area": "In or outside the council's area",
    "distance": "Distance from home",
}
"""The dimensions of the audit, in the order of the page: the child first, then where the child lives."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is audited. code: "council:382", "group:CODE", "region:North East" or "nation"; councils: DfE codes."""

    code: str
    kind: str
    name: str
    councils: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: what, and its counts, one for each place of the audit."""

    words: str
    cells: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One dimension: rows that were withheld stay withheld, rows of nobody anywhere are left out."""

    code: str
    title: str
    rows: tuple[Row, ...]
    total: Row

    @property
    def first(self) -> tuple[tuple[str, float | None], ...]:
        """The counts of the first place, for a drawing: None where a count is withheld."""
        return self.of(0)

    def of(self, place: int) -> tuple[tuple[str, float | None], ...]:
        """The counts of one place, by its number among the places of the audit."""
        return tuple((row.words, row.cells[place].value) for row in self.rows)

    def finding(self, place: int = 0) -> str:
        """The table in a sentence: its largest printed line, of all."""
        whole = self.total.cells[place]
        if whole.value == 0:
            return f"{self.title}: nobody to count"
        printed = [(row.cells[place].value or 0, row.words) for row in self.rows if not row.cells[place].withheld]
        most = max((count for count, _ in printed), default=0)
        if not most:
            return f"{self.title}: too few to print, line by line"
        largest = [f"“{words}”" for count, words in printed if count == most]
        of = f" of {whole.words}" if not whole.withheld else ""
        some = " printed" if any(row.cells[place].withheld for row in self.rows) else ""
        if len(largest) > 1:
            return f"{self.title}: {' and '.join(largest)} are the largest{some}, {most:,} each{of}"
        return f"{self.title}: {largest[0]} is the largest{some}, {most:,}{of}"


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator: its definition, its source, and how each place stands. percents: None where it is not printed."""

    code: str
    name: str
    definition: str
    cells: tuple[str, ...]
    percents: tuple[float | None, ...] = ()


def place_of(code: str, on: date) -> Place:
    """The place that a code names. Raises NotFound("place_unknown")."""
    councils = authorities(on)
    kind, _, rest = code.partition(":")
    if code == NATION:
        return Place(NATION, "nation", "England", tuple(sorted(councils)))
    if kind == "council" and rest in councils:
        return Place(code, "council", councils[rest].name, (rest,))
    if kind == "region" and rest in regions(on):
        return Place(code, "region", rest, tuple(regions(on)[rest]))
    group = next((each for each in groups(on) if kind == "group" and each.code == rest), None)
    if group is not None:
        return Place(code, "group", group.title, tuple(sorted(group.members)))
    raise NotFound("place_unknown", "There is no such council, group or region in this register of places.")


def head(place: Place, counted: int) -> str:
    """The head of a place's column: for a place of several councils, on how many of them the column stands."""
    return place.name if place.kind == "council" else f"{place.name} ({counted} of {len(place.councils)} councils)"


def above(place: Place, on: date) -> tuple[Place, ...]:
    """The places that hold this one, nearest first: a council's declared group and region, then England.

    Of several confirmed groups the smallest stands for the sub-region, when it is smaller than the region.
    """
    if place.kind == "nation":
        return ()
    nation = place_of(NATION, on)
    if place.kind != "council":
        return (nation,)
    (council,) = place.councils
    region = place_of(f"region:{authorities(on)[council].region}", on)
    held = [each for each in groups(on) if each.status == "confirmed" and council in each.members]
    sub = sorted((each for each in held if 1 < len(each.members) < len(region.councils)), key=lambda g: len(g.members))
    return (*(place_of(f"group:{each.code}", on) for each in sub[:1]), region, nation)


def choices(known: Sequence[str], on: date) -> tuple[Place, ...]:
    """What a planner may choose: each council with a return, declared groups and regions that hold one, England."""
    councils = tuple(place_of(f"council:{code}", on) for code in sorted(known) if code in authorities(on))
    named = tuple(place_of(f"group:{group.code}", on) for group in groups(on) if _holds(group, known))
    wide = tuple(place_of(f"region:{name}", on) for name, codes in regions(on).items() if set(codes) & set(known))
    return (*sorted(councils, key=lambda place: place.name), *named, *wide, place_of(NATION, on))


def _holds(group: Group, known: Sequence[str]) -> bool:
    return bool(group.members & set(known))


def table(
    code: str,
    title: str,
    totals: Sequence[Shown],
    parts: Sequence[Mapping[str, Shown]],
    words: Mapping[str, str] | None = None,
    *,
    keep_empty: bool = False,
) -> Table:
    """One dimension over several places. totals, parts: in the order of the places; the same labels in each."""
    labels = list(parts[0]) if parts else []
    lines = (Row((words or {}).get(label, label), tuple(part[label] for part in parts)) for label in labels)
    rows = tuple(row for row in lines if keep_empty or any(cell.value != 0 for cell in row.cells))
    return Table(code, title, rows, Row("All", tuple(totals)))


def headline(total: Shown, inside: Mapping[str, Shown]) -> str:
    """The finding that opens the page, in one sentence that prints nothing that is withheld."""
    if total.withheld:
        return "Too few children to print"
    outside = inside.get("Outside the council's area")
    if outside is None or outside.value is None or not total.value:
        return f"{total.words} children in care"
    of_ten = round(10 * outside.value / total.value)
    share = f"about {of_ten} in 10" if of_ten else "fewer than 1 in 20"
    return f"{total.words} children in care, {share} of them living outside their council's area"
