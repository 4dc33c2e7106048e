"""A reading in numbers: what it is, how many figures and signs, and the totals that prove it."""

from collections import Counter

from .mappings import LICENCE, sign_words, sources
from .values import Reading


def summary(reading: Reading) -> dict[str, object]:
    """The reading as one document."""
    told, source = reading.statistic, sources()[reading.statistic.source]
    areas = {cell.area for cell in told.cells}
    years = {cell.year for cell in told.cells}
    signs = Counter(cell.symbol for cell in told.cells if cell.symbol)
    return {
        "source": told.source, "title": source.title, "publisher": source.publisher, "release": told.release,
        "as_at": told.as_at.isoformat(), "file": told.file, "sha256": told.sha256, "rows": told.rows,
        "cells": len(told.cells), "values": len(told.cells) - signs.total(), "symbols": dict(sorted(signs.items())),
        "symbol_words": {sign: sign_words()[sign] for sign in sorted(signs)},
        "councils": sum(len(area) == 3 for area in areas),
        "first_year": min(years, default=None), "last_year": max(years, default=None),
        "totals": [
            {
                "words": each.words, "year": each.year, "england": float(each.nation),
                "regions": None if each.regions is None else float(each.regions), "councils": float(each.councils),
                "councils_without_number": each.signs, "agrees": each.agrees,
            }
            for each in reading.proofs
        ],
        "public": source.public, "licence": LICENCE if source.public else None,
        "attribution": source.attribution if source.public else None, "rounding": source.rounding,
        "notes": [
            {"kind": n.kind, "count": n.count, "words": n.words, "examples": list(n.examples)} for n in reading.notes
        ],
        "faults": [fault.as_dict() for fault in reading.faults],
        "accepted": not reading.faults,
    }  # fmt: skip
