"""The councils of England that answer for children in care: where they lie, since when, and beside whom.

Source: data/authorities.csv and data/groups.csv, which name theirs (Open Government Licence v3.0).
Key: the three-digit Department for Education code, which outlives the statistical (GSS) codes.
Adjacency is law here: a home is "at a distance" when it lies outside the council's area and in no adjoining
one (Care Planning, Placement and Case Review (England) Regulations 2010, regulation 11). Councils that face
each other across an estuary are `near`, not adjoining.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from .errors import Refused
from .places_names import folds


class Level(IntEnum):
    """How near a home's council is to the child's: the first that is true."""

    SAME = 1
    ADJOINING = 2
    REGION = 3
    NATION = 4


@dataclass(frozen=True, slots=True)
class Authority:
    """One council as it stands on the day that was asked for; its neighbours are those of that day."""

    dfe_code: str
    gss_code: str
    name: str
    region: str
    valid_from: date
    valid_to: date | None
    predecessors: tuple[str, ...]
    adjoining: tuple[str, ...]
    near: tuple[str, ...]
    adjoining_wales: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Councils that plan or find homes together, as its source and status allow us to say."""

    code: str
    title: str
    kind: str
    members: frozenset[str]
    status: str
    source: str


def authorities(on: date) -> dict[str, Authority]:
    """Every council that stood on that day, by three-digit code, in the order of the codes."""
    # The table changes only on the days when a council or a code begins: one answer serves all days between.
    return dict(_standing(max((day for day in _turning_days() if day <= on), default=date.min)))


def authority(code: str, on: date) -> Authority:
    """The council of that code on that day. Raises Refused("authority_unknown") with the way to mend it."""
    standing = _standing(max((day for day in _turning_days() if day <= on), default=date.min))
    if code in standing:
        return standing[code]
    raise Refused("authority_unknown", _unknown(code, on), authority=code, on=on.isoformat())


@lru_cache(maxsize=1)
def areas_beyond() -> Mapping[str, str]:
    """Where a home may stand outside England, by code: councils of Wales, "S" Scotland, "N" Northern Ireland."""
    return MappingProxyType({row["code"]: row["name"] for row in _rows("areas_beyond.csv")})


def area_name(code: str, on: date) -> str:
    """The name of the area in which a home stands, in England or beyond; the code where nobody knows a name."""
    council = authorities(on).get(code)
    return council.name if council else areas_beyond().get(code, code)


def code_for_gss(gss: str) -> str | None:
    """The three-digit code of a council's GSS code, or of a district's in its county, past or present."""
    return _codes_by_gss().get(gss.strip().upper())


def code_for_name(name: str, on: date) -> str | None:
    """The council of that name on that day; case, '&', 'City of', 'Council' and commas do not matter."""
    standing = authorities(on)
    for fold in folds(name):
        for code in _codes_by_name().get(fold, ()):
            if code in standing:
                return code
    return None


def ever_known(code: str) -> bool:
    """Whether a council has, or once had, this three-digit code."""
    return code in _table()


def regions(on: date) -> dict[str, tuple[str, ...]]:
    """The nine regions, north to south as the statistics order them, each with its councils of that day."""
    found: dict[str, list[str]] = {region: [] for region in REGIONS}
    for code, council in authorities(on).items():
        found[council.region].append(code)
    return {region: tuple(codes) for region, codes in found.items()}


def level_of(
    child_authority: str,
    home_authority: str,
    *,
    on: date,
    groups: Mapping[str, frozenset[str]] | None = None,
) -> Level:
    """How near the home's council is to the child's: same, adjoining or in one declared set, region, nation.

    groups: declared sub-regional sets by name, each of three-digit codes; none unless given.
    home_authority may be the GSS code of a council of Wales ("W06000023").
    """
    child = authority(child_authority, on)
    if home_authority == child_authority:
        return Level.SAME
    if home_authority.startswith("W"):
        return Level.ADJOINING if home_authority in child.adjoining_wales else Level.NATION
    home = authority(home_authority, on)
    declared = any({child_authority, home_authority} <= members for members in (groups or {}).values())
    if home_authority in child.adjoining or declared:
        return Level.ADJOINING
    return Level.REGION if home.region == child.region else Level.NATION


def at_a_distance(child_authority: str, home_authority: str, on: date) -> bool:
    """True when the home lies outside the child's council and in no adjoining one, declared sets or not."""
    return level_of(child_authority, home_authority, on=on) > Level.ADJOINING


def groups(on: date) -> tuple[Group, ...]:
    """The declared sets of councils on that day, in the order of the file."""
    found: dict[str, Group] = {}
    for row in _rows("groups.csv"):
        if not _within(on, row["from"], row["to"]):
            continue
        before = found[row["group"]].members if row["group"] in found else frozenset()
        found[row["group"]] = Group(
            code=row["group"], title=row["title"], kind=row["kind"], members=before | {row["dfe_code"]},
            status=row["status"], source=row["source"],
        )  # fmt: skip
    return tuple(found.values())


REGIONS: tuple[str, ...] = (
    "North East",
    "North West",
    "Yorkshire and The Humber",
    "East Midlands",
    "West Midlands",
    "East of England",
    "London",
    "South East",
    "South West",
)


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of authorities.csv; `gss` holds (code, last day or None), oldest first."""

    dfe_code: str
    name: str
    region: str
    valid_from: date
    valid_to: date | None
    replaced: tuple[str, ...]
    gss: tuple[tuple[str, date | None], ...]
    also_called: tuple[str, ...]
    adjoining: tuple[str, ...]
    near: tuple[str, ...]
    adjoining_wales: tuple[str, ...]
    districts: tuple[str, ...]

    def stands(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def gss_on(self, on: date) -> str:
        return next((code for code, last in self.gss if last is None or on <= last), "")


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (files("carecommons.common") / "data" / name).read_text(encoding="utf-8")
    yield from csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _within(on: date, first: str, last: str) -> bool:
    return (not first or date.fromisoformat(first) <= on) and (not last or on <= date.fromisoformat(last))


def _gss(cell: str) -> tuple[tuple[str, date | None], ...]:
    pairs = (part.partition("..") for part in cell.split())
    return tuple((code, _day(last)) for code, _, last in pairs)


@lru_cache(maxsize=1)
def _table() -> dict[str, _Row]:
    found = {}
    for row in _rows("authorities.csv"):
        first = _day(row["from"])
        assert first is not None, row["dfe_code"]
        found[row["dfe_code"]] = _Row(
            dfe_code=row["dfe_code"], name=row["name"], region=row["region"],
            valid_from=first, valid_to=_day(row["to"]), replaced=tuple(row["replaced"].split()),
            gss=_gss(row["gss"]), also_called=tuple(filter(None, row["also_called"].split(";"))),
            adjoining=tuple(row["adjoining"].split()), near=tuple(row["near"].split()),
            adjoining_wales=tuple(row["adjoining_wales"].split()), districts=tuple(row["districts"].split()),
        )  # fmt: skip
    return found


@lru_cache(maxsize=1)
def _turning_days() -> tuple[date, ...]:
    days = {row.valid_from for row in _table().values()}
    ends = {row.valid_to for row in _table().values()} | {last for row in _table().values() for _, last in row.gss}
    return tuple(sorted(days | {date.fromordinal(day.toordinal() + 1) for day in ends if day}))


@lru_cache(maxsize=64)
def _standing(on: date) -> dict[str, Authority]:
    alive = {code: row for code, row in _table().items() if row.stands(on)}

    def living(codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(code for code in codes if code in alive)

    return {
        code: Authority(
            dfe_code=code, gss_code=row.gss_on(on), name=row.name, region=row.region,
            valid_from=row.valid_from, valid_to=row.valid_to, predecessors=row.replaced,
            adjoining=living(row.adjoining), near=living(row.near), adjoining_wales=row.adjoining_wales,
        )
        for code, row in sorted(alive.items())
    }  # fmt: skip


@lru_cache(maxsize=1)
def _codes_by_gss() -> dict[str, str]:
    rows = _table().items()
    councils = {gss: code for code, row in rows for gss, _ in row.gss}
    return councils | {gss: code for code, row in rows for gss in row.districts}


@lru_cache(maxsize=1)
def _codes_by_name() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for code, row in _table().items():
        for name in (row.name, *row.also_called):
            for fold in folds(name):
                found[fold] = (*found.get(fold, ()), code)
    return found


def _unknown(code: str, on: date) -> str:
    day = f"{on.day} {on:%B %Y}"
    row = _table().get(code)
    if row is None:
        return (
            f"No council of England has the code {code!r}. Give the three-digit code of the Department for "
            "Education, such as 878 for Devon; `carecommons postcodes find` shows the one of a postcode."
        )
    if row.valid_to is not None and on > row.valid_to:
        heirs = [f"{heir.name} ({heir.dfe_code})" for heir in _table().values() if code in heir.replaced]
        return (
            f"{row.name} ({code}) ended on {row.valid_to.day} {row.valid_to:%B %Y}, before {day}. "
            f"Use its successor: {' or '.join(heirs)}."
        )
    before = [f"{_table()[old].name} ({old})" for old in row.replaced] or ["another council"]
    return (
        f"{row.name} ({code}) began on {row.valid_from.day} {row.valid_from:%B %Y}, after {day}. "
        f"On that day the area belonged to {' and '.join(before)}."
    )
