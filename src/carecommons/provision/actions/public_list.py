"""Storing the regulator's public list: whole or not at all, and the same list twice changes nothing."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from carecommons.common.errors import Faulty, Refused
from carecommons.common.steps import Step, quiet
from carecommons.people.may import check_may
from carecommons.people.roles import Person
from carecommons.provision.models import Listing as ListingRow
from carecommons.provision.models import Premises as PremisesRow
from carecommons.provision.models import Release
from carecommons.provision.public_list import Changes, PublicList, Reading, changes
from carecommons.provision.public_list.words import owner_key
from carecommons.provision.queries.public_list import listed
from carecommons.register.actions import record

__all__ = ["ListImported", "import_public_list"]

_BATCH = 400


@dataclass(frozen=True, slots=True)
class ListImported:
    """What an import did. changes: against the release that it replaced, None when the day is new."""

    as_at: date
    providers: int
    unchanged: bool
    replaced: bool
    changes: Changes | None
    entry_id: UUID | None


@transaction.atomic
def import_public_list(*, reading: Reading, by: Person, at: datetime, step: Step = quiet) -> ListImported:
    """Store one release; a corrected list of the same day replaces its predecessor.

    step: told how far it is; what it raises undoes everything.
    Raises Faulty("list_faulty") with every fault of the reading, Refused("list_of_the_future").
    """
    check_may(by, "provision.import_list")
    new = reading.list
    _check_whole(reading)
    if new.as_at > timezone.localdate(at):
        raise Refused(
            "list_of_the_future",
            f"The list says that it is as at {new.as_at.isoformat()}, which is still to come. Check the day, or give "
            "the right one with --as-at.",
        )
    step("Comparing with what is held")
    before = Release.objects.select_for_update().filter(as_at=new.as_at).first()
    differs = changes(listed(new.as_at), new) if before else None
    if before and not differs:
        return ListImported(new.as_at, before.providers, True, False, differs, None)
    if before:
        before.delete()
    _store(new, at, step)
    step("Writing the entry in the register")
    entry_id = record(
        kind="public_list_imported",
        public={"as_at": new.as_at.isoformat(), "providers": len(new.listings), "digest": new.sha256},
        sealed={},
        by_id=by.id,
        by_role=by.role.value,
        at=at,
    )
    return ListImported(new.as_at, len(new.listings), False, before is not None, differs, entry_id)


def _check_whole(reading: Reading) -> None:
    if reading.faults:
        number = len(reading.faults)
        raise Faulty(
            "list_faulty",
            f"{reading.list.file}: {number} {'fault makes' if number == 1 else 'faults make'} the list unusable, and "
            "nothing was stored. Mend the rows named below and import it again.",
            reading.faults,
        )


def _store(new: PublicList, at: datetime, step: Step) -> None:
    stored = Release.objects.create(
        as_at=new.as_at,
        file_name=new.file[-200:],
        sha256=new.sha256,
        providers=len(new.listings),
        imported_at=at,
    )
    rows = _listing_rows(new, stored)
    for done in range(0, len(new.listings), _BATCH):
        step("Storing the list, provider by provider", done, len(new.listings))
        ListingRow.objects.bulk_create(islice(rows, _BATCH))
    step("Storing the buildings")
    PremisesRow.objects.bulk_create(
        (PremisesRow(release=stored, **asdict(building)) for building in new.premises), batch_size=_BATCH
    )


def _listing_rows(new: PublicList, stored: Release) -> Iterator[ListingRow]:
    for listing in new.listings:
        yield ListingRow(release=stored, owner_key=owner_key(listing.owner), **asdict(listing))
