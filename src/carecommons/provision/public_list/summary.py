"""A list in numbers: how many providers and places, of which kind and sector, and what could not be placed."""

from collections import Counter
from collections.abc import Iterable

from .values import Reading


def summary(reading: Reading) -> dict[str, object]:
    """The list as one document: counts by the words of words.py, kinds in the order of their number.

    places: kinds for which the list gives none are absent. outside_england counts providers.
    """
    listings = reading.list.listings
    unmatched = sorted({x.authority_name for x in listings if not x.authority and not x.outside_england})
    return {
        "as_at": reading.list.as_at.isoformat(),
        "providers": len(listings),
        "by_type": by_number(x.kind for x in listings),
        "places": _sums((x.kind, x.places) for x in listings),
        "premises": _sums((x.kind, x.premises) for x in listings),
        "by_sector": by_number(x.sector for x in listings),
        "outside_england": sum(x.outside_england for x in listings),
        "unmatched_authorities": unmatched,
        "notes": [
            {"kind": n.kind, "count": n.count, "words": n.words, "examples": list(n.examples)} for n in reading.notes
        ],
        "faults": [fault.as_dict() for fault in reading.faults],
        "accepted": not reading.faults,
    }


def by_number(words: Iterable[str]) -> dict[str, int]:
    """How often each word comes, most often first, then by the alphabet."""
    return dict(sorted(Counter(words).items(), key=lambda item: (-item[1], item[0])))


def _sums(pairs: Iterable[tuple[str, int | None]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for word, number in pairs:
        if number is not None:
            found[word] = found.get(word, 0) + number
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
