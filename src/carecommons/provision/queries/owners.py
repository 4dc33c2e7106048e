"""Owners in the public list: who there is, and one of them. All of it is public (D0)."""

from collections import Counter, defaultdict
from datetime import date

from carecommons.common.errors import NotFound
from carecommons.provision.map import Homes
from carecommons.provision.models import Listing as ListingRow
from carecommons.provision.owners import Owner, OwnerLine, owner
from carecommons.provision.public_list.words import owner_key

from .public_list import owner_listings, release

__all__ = ["owner_of", "owners"]


def owners(as_at: date | None = None, *, words: str = "") -> tuple[OwnerLine, ...]:
    """Every owner with its places, those with most first; `words` narrows by name."""
    rows = ListingRow.objects.filter(release_id=release(as_at).id).exclude(owner_key="").order_by("urn")
    if words.strip():
        rows = rows.filter(owner_key__contains=owner_key(words))
    found: dict[str, Homes] = {}
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for key, name, places in rows.values_list("owner_key", "owner", "places"):
        found[key] = found.get(key, Homes()) + Homes(1, places)
        names[key][name] += 1
    lines = (OwnerLine(key, names[key].most_common(1)[0][0], each) for key, each in found.items())
    return tuple(sorted(lines, key=lambda line: (-(line.found.places or 0), -line.found.homes, line.key)))


def owner_of(name: str, as_at: date | None = None) -> Owner:
    """One owner, by its name in any spelling. Raises NotFound("no_owner"), NotFound("no_public_list")."""
    of = release(as_at)
    key = owner_key(name)
    listings = owner_listings(key, as_at) if key else ()
    if not listings:
        raise NotFound(
            "no_owner",
            f"The public list as at {of.as_at.isoformat()} names no owner like that. Look for a part of its name "
            "in the list of owners; a group is not listed, only the companies that are registered.",
        )
    return owner(key, listings, as_at=of.as_at)
