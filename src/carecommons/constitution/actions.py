"""Publishing the criteria: the only way in which rules come into force."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from carecommons.common.errors import NotNow
from carecommons.people.may import check_may
from carecommons.people.roles import Person
from carecommons.register.actions import record

from .criteria import hash_of, packaged_text
from .models import NumbersSeal, Publication
from .parameters import packaged_numbers
from .queries import numbers_sealed, publication
from .reading import read

FOUNDING = 1


@transaction.atomic
def publish(*, version: int, by: Person, at: datetime) -> int:
    """Publish a version that comes with this release; it decides from today or from its own later day."""
    check_may(by, "constitution.publish_criteria")
    if Publication.objects.filter(version=version).exists():
        raise NotNow(
            "criteria_already_published",
            f"Version {version} is published already, since {publication(version).published_at:%-d %B %Y}. "
            "A published text never changes; write a new version.",
            version=version,
        )
    _seal(version, by=by, at=at)
    _seal_numbers(by=by, at=at)
    return version


@transaction.atomic
def publish_founding(*, at: datetime) -> int:
    """Publish version 1, and the numbers, where nothing is published yet; a second call changes nothing.

    Numbers that a later release changes are not published here: an operator does that, by name (`publish_numbers`).
    """
    if not Publication.objects.filter(version=FOUNDING).exists():
        _seal(FOUNDING, by=None, at=at)
    if numbers_sealed() is None:
        _seal_numbers(by=None, at=at)
    return FOUNDING


@transaction.atomic
def publish_numbers(*, by: Person, at: datetime) -> bool:
    """Publish the policy numbers of this release; False, and nothing done, where they are those published last."""
    check_may(by, "constitution.publish_criteria")
    return _seal_numbers(by=by, at=at)


def _seal_numbers(*, by: Person | None, at: datetime) -> bool:
    found = numbers_sealed()
    if found is not None and found.whole:
        return False
    text = packaged_numbers()
    digest = hash_of(text)
    entry_id = record(
        kind="numbers", public={"digest": digest}, sealed={}, by_id=by.id if by else None,
        by_role=by.role.value if by else "founding", at=at,
    )  # fmt: skip
    NumbersSeal.objects.create(text=text, digest=digest, sealed_at=at, entry_id=entry_id)
    return True


def _seal(version: int, *, by: Person | None, at: datetime) -> None:
    text = packaged_text(version)
    found = read(text)
    in_force_from = max(found.in_force_from, timezone.localdate(at))
    entry_id = record(
        kind="criteria",
        public={
            "version": version,
            "in_force_from": in_force_from.isoformat(),
            "digest": found.text_hash,
        },
        sealed={},
        by_id=by.id if by else None,
        by_role=by.role.value if by else "founding",
        at=at,
    )
    Publication.objects.create(
        version=version,
        text=text,
        text_hash=hash_of(text),
        in_force_from=in_force_from,
        published_at=at,
        entry_id=entry_id,
    )
