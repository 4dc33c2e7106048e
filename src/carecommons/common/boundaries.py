"""The outlines of the councils' areas, for maps, and who borders whom, both drawn from where postcodes lie.

Source: the postcode lookup file (ONS postcode directory, Open Government Licence v3.0). The outlines are our
own drawing: squares of 250 m by the council of most of their postcodes, simplified. They are good for maps of
the country and of a region; they are not the legal boundaries.
Units: metres on the British National Grid (EPSG:27700). File: GeoJSON, at most 300 kB.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from .boundaries_grid import Grid, gridded, parted, touching
from .boundaries_rings import Ring, corners, simplified, turns_left
from .errors import Refused
from .places import authorities
from .postcodes import PostcodeBook

NAME = "boundaries.geojson"
BYTES_MAX = 300_000
# The day of the postcode directory's codes.
AS_AT = date(2025, 11, 30)

_SIZE_METRES = 250
# Gaps of up to twice this many squares between postcodes are land: moors, not the Solent.
_REACH = 5
_WATER = 3
_NORTH_MAX = 700_000

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Outline:
    """One council's area. Outer rings run anticlockwise, holes clockwise; the last point joins the first."""

    code: str
    name: str
    region: str
    rings: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Who borders whom by the map, beside the table of facts: pairs of three-digit codes, lower first.

    agreed: in both. unseen: in the table, not on the map (very short borders). across_water: on the map only
    because water between them is narrow, and the table says so. unlisted: on the map, not in the table.
    """

    agreed: tuple[Pair, ...]
    unseen: tuple[Pair, ...]
    across_water: tuple[Pair, ...]
    unlisted: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a build wrote, and how it compares with the table of facts."""

    path: Path
    areas: int
    points: int
    bytes: int
    comparison: Comparison


def build(path: Path, book: PostcodeBook, progress: Callable[[int], object]) -> Drawn:
    """Write the outlines of the English councils from the lookup file, whole or not at all.

    progress: called with the number of further steps done, 4 in all.
    """
    easting, northing, area = book.positions()
    south = northing < _NORTH_MAX
    easting, northing, area = easting[south], northing[south], area[south]
    grid = gridded(easting, northing, area, size=_SIZE_METRES, reach=_REACH)
    progress(1)
    comparison = compare(_pairs(grid, book.areas))
    facing = _labels(near_pairs(), book.areas)
    grid = parted(grid, facing, dry=grid.squares(easting, northing), width=_WATER)
    progress(1)
    english = {label: code for label, code in enumerate(book.areas) if len(code) == 3}
    rings = corners(grid.labels, frozenset(english))
    progress(1)
    text, points = _fitting(rings, grid, english, book.source)
    _write(path, text)
    progress(1)
    return Drawn(path=path, areas=len(english), points=points, bytes=len(text), comparison=comparison)


def read(path: Path) -> dict[str, Outline]:
    """The outlines by three-digit code, as `build` wrote them. Raises Refused("boundaries_missing")."""
    try:
        features = json.loads(path.read_bytes())["features"]
        return {
            f["properties"]["code"]: Outline(
                code=f["properties"]["code"], name=f["properties"]["name"], region=f["properties"]["region"],
                rings=tuple(
                    tuple((x, y) for x, y in ring[:-1]) for polygon in f["geometry"]["coordinates"] for ring in polygon
                ),
            )
            for f in features
        }  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError):
        raise Refused(
            "boundaries_missing",
            f"There are no map outlines at {path}. Run `carecommons postcodes build` once (under a minute).",
        ) from None


def compare(on_map: frozenset[Pair]) -> Comparison:
    """The pairs of councils that touch on the map, set against the table of facts."""
    listed, near = adjoining_pairs(), near_pairs()
    return Comparison(
        agreed=tuple(sorted(listed & on_map)),
        unseen=tuple(sorted(listed - on_map)),
        across_water=tuple(sorted((on_map - listed) & near)),
        unlisted=tuple(sorted(on_map - listed - near)),
    )


def adjoining_pairs() -> frozenset[Pair]:
    """The pairs that the table of facts says adjoin, on the day of the postcode directory."""
    return frozenset(_pair(code, other) for code, a in authorities(AS_AT).items() for other in a.adjoining)


def near_pairs() -> frozenset[Pair]:
    """The pairs that the table of facts says face each other across water."""
    return frozenset(_pair(code, other) for code, a in authorities(AS_AT).items() for other in a.near)


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def _pairs(grid: Grid, areas: tuple[str, ...]) -> frozenset[Pair]:
    met = ((areas[low], areas[high]) for low, high in touching(grid))
    return frozenset(_pair(one, other) for one, other in met if len(one) == len(other) == 3)


def _labels(pairs: frozenset[Pair], areas: tuple[str, ...]) -> frozenset[tuple[int, int]]:
    place = {code: label for label, code in enumerate(areas)}
    return frozenset((place[one], place[other]) for one, other in pairs if one in place and other in place)


def _fitting(rings: dict[int, list[Ring]], grid: Grid, english: dict[int, str], source: str) -> tuple[bytes, int]:
    """The finest drawing that fits the file: tolerance in squares grows until it does."""
    tolerance = 0.6
    while True:
        thin = simplified(rings, tolerance)
        text = _geojson(thin, grid, english, source)
        if len(text) <= BYTES_MAX:
            return text, sum(len(ring) for mine in thin.values() for ring in mine)
        tolerance *= 1.15


def _geojson(rings: dict[int, list[Ring]], grid: Grid, english: dict[int, str], source: str) -> bytes:
    councils = authorities(AS_AT)
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": councils[code].name, "region": councils[code].region},
            "geometry": {"type": "MultiPolygon", "coordinates": _polygons(rings.get(label, []), grid)},
        }
        for label, code in sorted(english.items(), key=lambda item: item[1])
    ]
    document = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}},
        "source": f"{source}; contains OS data and Royal Mail data; Open Government Licence v3.0",
        "features": features,
    }
    return json.dumps(document, separators=(",", ":")).encode("ascii")


def _polygons(rings: list[Ring], grid: Grid) -> list[list[list[tuple[int, int]]]]:
    """Outer rings with their holes, in metres, closed as GeoJSON wants."""
    outer = [ring for ring in rings if turns_left(ring)]
    polygons = [[_metres(ring, grid)] for ring in outer]
    for hole in (ring for ring in rings if not turns_left(ring)):
        around = [i for i, ring in enumerate(outer) if _inside(hole[0], ring)]
        # The smallest ring round a hole is its own.
        if around:
            polygons[min(around, key=lambda i: len(outer[i]))].append(_metres(hole, grid))
    return polygons


def _metres(ring: Ring, grid: Grid) -> list[tuple[int, int]]:
    points = [(grid.west + x * grid.size, grid.south + y * grid.size) for x, y in ring]
    return [*points, points[0]]


def _inside(point: tuple[int, int], ring: Ring) -> bool:
    """Whether the point lies within the ring, a corner of the ring itself counting as outside."""
    x, y = point[0] + 0.5, point[1] + 0.5
    edges = np.array(ring, dtype=np.float64)
    after = np.roll(edges, -1, axis=0)
    spans = (edges[:, 1] > y) != (after[:, 1] > y)
    rise = np.where(after[:, 1] == edges[:, 1], 1, after[:, 1] - edges[:, 1])
    cross = edges[:, 0] + (y - edges[:, 1]) * (after[:, 0] - edges[:, 0]) / rise
    return bool(np.count_nonzero(spans & (x < cross)) % 2)


def _write(path: Path, text: bytes) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
