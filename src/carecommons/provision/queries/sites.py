"""Where a home stands, from the postcode lookup that an operator builds once; without it nobody knows."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from carecommons.common.postcodes import NAME, PostcodeBook

__all__ = ["sites_of"]


def sites_of(postcodes: Sequence[str]) -> dict[str, tuple[int, int]]:
    """postcode -> (easting, northing) in metres, for those that the lookup knows."""
    asked = sorted({postcode for postcode in postcodes if postcode})
    path = Path(settings.HOME) / NAME
    if not asked or not path.exists():
        return {}
    found = _book(path, path.stat().st_mtime_ns).find(asked)
    where = zip(asked, found.easting.tolist(), found.northing.tolist(), strict=True)
    return {postcode: (easting, northing) for postcode, easting, northing in where if easting >= 0}


@lru_cache(maxsize=2)
def _book(path: Path, _written: int) -> PostcodeBook:
    return PostcodeBook.open(path)
