"""The drawn outlines of the councils, which an operator builds once; without them there is no true map."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from carecommons.common import boundaries
from carecommons.common.atlas import Sheet, tile_sheet, true_sheet
from carecommons.common.errors import Refused
from carecommons.common.tiles import tiles

__all__ = ["tiled_england", "true_england"]


def true_england() -> Sheet | None:
    """England as it lies, ready to be drawn; None while nobody has built the outlines or they cannot be read."""
    path = Path(settings.HOME) / boundaries.NAME
    try:
        return _read(path, path.stat().st_mtime_ns)
    except (OSError, Refused):
        return None


@lru_cache(maxsize=1)
def tiled_england() -> Sheet:
    """One tile for each council, ready to be drawn."""
    return tile_sheet(tiles())


@lru_cache(maxsize=2)
def _read(path: Path, _written: int) -> Sheet:
    return true_sheet({code: outline.rings for code, outline in boundaries.read(path).items()})
