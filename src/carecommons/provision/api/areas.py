"""What exists and where, for machines: the same numbers as the maps, a council's page and an owner's."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from ninja import Path, Query, Schema

from carecommons.common.wire import Code, Line, Page, Paged, Window, cut, paged
from carecommons.people.doors import Request, door_api

from .. import counts, queries
from ..map import LEVEL_WORDS, Ask, Atlas, CouncilHomes, Homes, KindHere
from ..owners import Owner, OwnerLine
from .router import router


class MapIn(Schema):
    """The question of the map. All may be left out."""

    source: Code = "list"
    council: Code = ""
    kind: Code = ""
    specialism: Code = ""
    proof: Code = "proved"
    free: bool = False
    sort: Code = "name"


class HomesFoundOut(Schema):
    homes: int
    places: int | None
    free: int | None


class CouncilLineOut(HomesFoundOut):
    code: str
    name: str
    region: str
    level: int | None


class LevelOut(HomesFoundOut):
    level: int
    words: str


class MapOut(Schema):
    source: str
    as_at: date
    councils: list[CouncilLineOut]
    levels: list[LevelOut]
    total: HomesFoundOut
    beyond: HomesFoundOut


class KindOut(Schema):
    kind: str
    words: str
    levels: list[LevelOut]


class CouncilOut(Schema):
    """listed: the public list; kept: the local registers, null for those who may not see them. Never added."""

    code: str
    name: str
    region: str
    adjoining: list[str]
    as_at: date | None
    listed: list[KindOut]
    kept: list[KindOut] | None
    held_back: int


class OwnerLineOut(HomesFoundOut):
    name: str
    key: str


class NamedOut(HomesFoundOut):
    words: str


class RegisteredOut(Schema):
    urn: str
    kind: str
    authority: str
    region: str
    places: int | None
    grade: str


class OwnerOut(Schema):
    """The registered company, not the group."""

    names: list[str]
    as_at: date
    total: HomesFoundOut
    kinds: list[NamedOut]
    regions: list[NamedOut]
    grades: dict[str, int]
    registered: list[RegisteredOut]


@router.get("/map", response=MapOut, summary="Homes by council, and by level around one")
@door_api("site.read_public")
def map_of_homes(request: Request, asked: Query[MapIn]) -> dict[str, Any]:
    """source "list" is public; "register" adds specialism, proof and free places for those who may see them."""
    return map_said(counts.map_of_homes(Ask(**asked.dict()), by=request.person, at=datetime.now(UTC)))


@router.get("/councils/{council}", response=CouncilOut, summary="Homes in and around one council's area")
@door_api("site.read_public")
def council_homes(request: Request, council: Annotated[str, Path(max_length=40)]) -> dict[str, Any]:
    return council_said(counts.council_homes(council, by=request.person, at=datetime.now(UTC)))


@router.get("/owners", response=Paged[OwnerLineOut], summary="Owners in the public list, most places first")
@door_api("site.read_public")
def owners(request: Request, window: Query[Window], words: Line = "") -> Page[dict[str, Any]]:
    page = cut(queries.owners(words=words), window)
    return paged([_owner_line(line) for line in page.items], window, total=page.total)


@router.get("/owner", response=OwnerOut, summary="All that one registered company runs")
@door_api("site.read_public")
def owner(request: Request, name: Line) -> dict[str, Any]:
    """name: in any spelling; 'Ltd' and 'Limited', case and points do not matter."""
    return owner_said(queries.owner_of(name))


def map_said(found: Atlas) -> dict[str, Any]:
    """The map as one document, for the API and the command line alike."""
    return {
        "source": found.ask.source, "as_at": found.as_at,
        "councils": [
            {"code": line.code, "name": line.name, "region": line.region,
             "level": line.level.value if line.level else None, **_found(line.found)}
            for line in found.lines
        ],
        "levels": [{"level": level.value, "words": LEVEL_WORDS[level], **_found(each)} for level, each in found.levels],
        "total": _found(found.total), "beyond": _found(found.beyond),
    }  # fmt: skip


def council_said(found: CouncilHomes) -> dict[str, Any]:
    return {
        "code": found.code, "name": found.name, "region": found.region, "adjoining": list(found.adjoining),
        "as_at": found.as_at, "listed": [_kind(each) for each in found.listed],
        "kept": None if found.kept is None else [_kind(each) for each in found.kept], "held_back": found.held_back,
    }  # fmt: skip


def owner_said(found: Owner) -> dict[str, Any]:
    return {
        "names": list(found.names), "as_at": found.as_at, "total": _found(found.found),
        "kinds": [{"words": words, **_found(each)} for words, each in found.kinds],
        "regions": [{"words": words, **_found(each)} for words, each in found.regions],
        "grades": dict(found.grades),
        "registered": [
            {"urn": each.urn, "kind": each.kind, "authority": each.authority, "region": each.region,
             "places": each.places, "grade": each.grade}
            for each in found.listings
        ],
    }  # fmt: skip


def _kind(each: KindHere) -> dict[str, Any]:
    return {
        "kind": each.code, "words": each.words,
        "levels": [
            {"level": level.value, "words": LEVEL_WORDS[level], **_found(found)}
            for level, found in zip(LEVEL_WORDS, each.levels, strict=True)
        ],
    }  # fmt: skip


def _owner_line(line: OwnerLine) -> dict[str, Any]:
    return {"name": line.name, "key": line.key, **_found(line.found)}


def _found(found: Homes) -> dict[str, int | None]:
    return {"homes": found.homes, "places": found.places, "free": found.free}
