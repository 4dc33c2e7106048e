"""What the pages of homes are made of: a line of the list, two sources side by side, and what was agreed."""

from collections.abc import Mapping
from typing import Any

from carecommons.common.errors import NotFound
from carecommons.common.places import Authority, areas_beyond
from carecommons.people.roles import Person

from .. import queries, showing
from ..capability import SPECIALISMS
from ..homes import KINDS, Standing
from ..public_list.words import KIND_NAMES as LISTED_KINDS
from ..queries import HomeLine, HomeRecord


def both_sources(found: HomeRecord, councils: Mapping[str, Authority]) -> list[showing.Beside]:
    """The regulator's entry with the same number, fact by fact; empty where the home names none."""
    if not found.public_urn:
        return []
    try:
        listing = queries.listing(found.public_urn)
    except NotFound:
        return [showing.Beside("Number in the public list", found.public_urn, "not in the newest list")]
    as_at = queries.release().as_at
    return [
        showing.Beside("Source", "Kept by the council", f"The regulator’s list of {as_at.day} {as_at:%B %Y}"),
        showing.Beside("Number", found.public_urn, listing.urn),
        showing.Beside("Kind", KINDS[found.kind], LISTED_KINDS.get(listing.kind, listing.kind)),
        showing.Beside("Places", str(found.places), "" if listing.places is None else str(listing.places)),
        showing.Beside("Council", council(found.authority, councils), council(listing.authority, councils)),
        showing.Beside("Owner", found.owner, listing.owner),
    ]


def agreements(found: HomeRecord, by: Person, councils: Mapping[str, Authority]) -> list[dict[str, Any]]:
    """What was agreed for years with whoever runs the home, as far as the person may see it."""
    rows = queries.agreements(found.provider_id, by=by) if found.provider_id else ()
    return [
        {"council": council(code, councils), "from_day": first, "to_day": last, "places": places}
        for code, first, last, places in rows
    ]


def listed_owner(found: HomeRecord) -> str:
    """The owner that the public list names for this home; empty where it names none."""
    try:
        return queries.listing(found.public_urn).owner if found.public_urn else ""
    except NotFound:
        return ""


def line_of(line: HomeLine, councils: Mapping[str, Authority]) -> dict[str, Any]:
    return {
        "home": line, "kind": KINDS[line.kind], "council": council(line.authority, councils),
        "free": showing.free_words(line.opening, line.free, line.said_at),
        "standing": showing.STANDING_WORDS[line.standing] if line.standing is not Standing.LAWFUL else "",
        "proved": [SPECIALISMS[code] for code in line.proved], "claimed": [SPECIALISMS[code] for code in line.claimed],
    }  # fmt: skip


def council(code: str, councils: Mapping[str, Authority]) -> str:
    """The name of the area: councils of one day looked up once, areas beyond England by their own name."""
    return councils[code].name if code in councils else areas_beyond().get(code, code)
