"""Recording a child's needs: every time a new version, and drafts that lose nothing.

No register entry: a profile is private, and the version that a decision rested on is sealed with that decision.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from carecommons.common.errors import NotNow
from carecommons.people.roles import Person

from ..models import NeedsDraft, NeedsProfile
from ..needs import Flag, Outcome, Profile, Rating, Strength, check_profile, in_order
from ..packing import pack, unpack
from .record import child_to_change

__all__ = ["discard_draft", "keep_draft", "record_needs"]


@transaction.atomic
def record_needs(
    *,
    child_id: UUID,
    ratings: Sequence[Rating],
    flags: Sequence[Flag] | None = None,
    strengths: Sequence[Strength] = (),
    matters: Sequence[str] = (),
    outcomes: Sequence[Outcome] = (),
    assessed_on: date,
    after: int | None = None,
    by: Person,
    at: datetime,
) -> int:
    """Record a child's needs as a new version; return its number. Earlier versions stay as they were.

    flags: None leaves the specialist needs as they stand. One that holds ends with its day, never by being left out.
    after: the version that the author had before them (0 = none); NotNow("needs_just_changed") when a later
    one exists. Raises Faulty("needs_not_complete") with every fault.
    """
    child = child_to_change(child_id=child_id, act="children.write_needs", by=by)
    newest = NeedsProfile.objects.filter(child=child).order_by("-version").first()
    last, before = (newest.version, unpack(Flag, newest.flags)) if newest else (0, ())
    if after is not None and last != after:
        raise _just_changed()
    needs = Profile(
        version=last + 1, child_id=child.pk, assessed_on=assessed_on, ratings=in_order(ratings),
        flags=before if flags is None else tuple(flags),
        strengths=in_order(strengths), matters=tuple(matters), outcomes=tuple(outcomes),
    )  # fmt: skip
    check_profile(needs, on=timezone.localdate(at), held=[flag.code for flag in before if flag.active(assessed_on)])
    row = NeedsProfile(
        child=child, version=needs.version, assessed_on=assessed_on, ratings=pack(needs.ratings),
        flags=pack(needs.flags), strengths=pack(needs.strengths), matters=list(needs.matters),
        outcomes=pack(needs.outcomes), recorded_at=at, recorded_by=by.id, recorded_by_role=by.role.value,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise _just_changed() from None
    if by.id is not None:
        NeedsDraft.objects.filter(child=child, author=by.id).delete()
    return needs.version


@transaction.atomic
def keep_draft(*, child_id: UUID, begun_from: int, parts: dict[str, Any], by: Person, at: datetime) -> None:
    """Keep what one author has written so far; nobody else sees it and nothing counts it as recorded."""
    child = child_to_change(child_id=child_id, act="children.write_needs", by=by)
    assert by.id is not None, "whoever may write needs has signed in"
    NeedsDraft.objects.update_or_create(
        child=child, author=by.id, defaults={"parts": parts, "changed_at": at, "begun_from": begun_from}
    )


@transaction.atomic
def discard_draft(*, child_id: UUID, by: Person) -> None:
    """Let an author's own draft go; recorded versions are untouched."""
    child = child_to_change(child_id=child_id, act="children.write_needs", by=by)
    assert by.id is not None, "whoever may write needs has signed in"
    NeedsDraft.objects.filter(child=child, author=by.id).delete()


def _just_changed() -> NotNow:
    return NotNow(
        "needs_just_changed",
        "Someone else has recorded these needs since you began. What you wrote is kept: read the new version, "
        "then confirm yours again.",
    )
