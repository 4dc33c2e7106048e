"""Where a postcode is, from the lookup file that an operator builds once. Without the file nothing is known."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from carecommons.common.postcodes import NAME, PostcodeBook

from ..in_need import Place

__all__ = ["places_of"]


def places_of(postcodes: Sequence[str]) -> dict[str, Place]:
    """postcode -> (easting, northing) in metres, for those that the lookup knows; empty without a lookup."""
    asked = sorted({postcode for postcode in postcodes if postcode})
    path = Path(settings.HOME) / NAME
    if not asked or not path.exists():
        return {}
    found = _book(path, path.stat().st_mtime_ns).find(asked)
    where = zip(asked, found.easting.tolist(), found.northing.tolist(), strict=True)
    return {postcode: (easting, northing) for postcode, easting, northing in where if easting >= 0}


@lru_cache(maxsize=2)
def _book(path: Path, _written: int) -> PostcodeBook:
    # Opened once a process, and again when the operator has built a newer file.
    return PostcodeBook.open(path)
