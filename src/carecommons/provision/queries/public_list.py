"""What may be read of the public list, as the heart's own values, always of one release."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from carecommons.common.errors import NotFound
from carecommons.provision.models import Listing as ListingRow
from carecommons.provision.models import Premises as PremisesRow
from carecommons.provision.models import Release
from carecommons.provision.public_list import Listing, Premises, PublicList
from carecommons.provision.public_list.words import owner_key

__all__ = [
    "ReleaseRecord",
    "listed",
    "listing",
    "listings",
    "owner_listings",
    "release",
    "releases",
]

_LISTING = tuple(field.name for field in fields(Listing))
_PREMISES = tuple(field.name for field in fields(Premises))


@dataclass(frozen=True, slots=True)
class ReleaseRecord:
    """One stored list: the day it describes and where it came from."""

    id: UUID
    as_at: date
    file_name: str
    sha256: str
    providers: int
    imported_at: datetime


def releases() -> tuple[ReleaseRecord, ...]:
    """Every stored release, newest first."""
    return tuple(ReleaseRecord(*values) for values in Release.objects.order_by("-as_at").values_list(*_RELEASE))


def release(as_at: date | None = None) -> ReleaseRecord:
    """The release of that day, or the newest. Raises NotFound("no_public_list")."""
    rows = Release.objects.order_by("-as_at") if as_at is None else Release.objects.filter(as_at=as_at)
    values = rows.values_list(*_RELEASE).first()
    if values is None:
        which = f" as at {as_at.isoformat()}" if as_at else ""
        raise NotFound(
            "no_public_list",
            f"No public list of homes{which} has been imported. Run `carecommons homes import FILE` with the "
            "regulator's yearly list.",
        )
    return ReleaseRecord(*values)


def listing(urn: str, as_at: date | None = None) -> Listing:
    """What the list says of one provider. Raises NotFound("no_listing")."""
    of = release(as_at)
    values = ListingRow.objects.filter(release_id=of.id, urn=urn.strip().upper()).values_list(*_LISTING).first()
    if values is None:
        raise NotFound(
            "no_listing",
            f"The public list as at {of.as_at.isoformat()} holds no provider numbered {urn}. Check the number; homes "
            "that opened later, and council fostering services, are not in it.",
        )
    return Listing(*values)


def listings(
    as_at: date | None = None, *, kind: str | None = None, authority: str | None = None
) -> tuple[Listing, ...]:
    """Providers of a release in the order of their numbers, of one kind or one council when asked."""
    rows = ListingRow.objects.filter(release_id=release(as_at).id)
    if kind is not None:
        rows = rows.filter(kind=kind)
    if authority is not None:
        rows = rows.filter(authority=authority)
    return tuple(Listing(*values) for values in rows.order_by("urn").values_list(*_LISTING))


def owner_listings(name: str, as_at: date | None = None) -> tuple[Listing, ...]:
    """All that one registered company runs; 'Ltd' and 'Limited', case and points do not matter.

    The company is not the group: who owns whom is another, dated table.
    """
    rows = ListingRow.objects.filter(release_id=release(as_at).id, owner_key=owner_key(name))
    return tuple(Listing(*values) for values in rows.order_by("urn").values_list(*_LISTING))


def listed(as_at: date) -> PublicList:
    """A whole stored release as it was read."""
    of = release(as_at)
    buildings = PremisesRow.objects.filter(release_id=of.id).order_by("row").values_list(*_PREMISES)
    return PublicList(
        as_at=of.as_at,
        file=of.file_name,
        sha256=of.sha256,
        listings=listings(as_at),
        premises=tuple(Premises(*values) for values in buildings),
    )


_RELEASE = tuple(field.name for field in fields(ReleaseRecord))
