"""Keeping what a child says: the story and the wishes. Each is added; nothing is overwritten."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from carecommons.common.errors import NotFound, NotNow
from carecommons.people.roles import Person

from ..models import RecordedWish, WrittenStory
from ..story import check_story
from ..wishes import check_wish
from .record import child_to_change

__all__ = ["record_wish", "write_story"]


@transaction.atomic
def write_story(
    *,
    child_id: UUID,
    words: str,
    strengths: str,
    helps: str,
    authorship: str,
    not_agreed_because: str = "",
    by: Person,
    at: datetime,
) -> int:
    """Keep a new version of a child's story; return its number. authorship: child, agreed or adult."""
    child = child_to_change(child_id=child_id, act="children.write_story", by=by)
    check_story(
        words=words,
        strengths=strengths,
        helps=helps,
        authorship=authorship,
        not_agreed_because=not_agreed_because,
    )
    last = WrittenStory.objects.filter(child=child).order_by("-version").values_list("version", flat=True).first()
    row = WrittenStory(
        child=child, version=(last or 0) + 1, words=words, strengths=strengths, helps=helps, authorship=authorship,
        not_agreed_because=not_agreed_because if authorship == "adult" else "",
        written_at=at, written_by=by.id, written_by_role=by.role.value,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise NotNow(
            "story_just_changed",
            "Someone else kept a version at the same moment. Read it, then save yours again.",
        ) from None
    return row.version


@transaction.atomic
def record_wish(
    *,
    child_id: UUID,
    stage: str,
    words: str,
    how: str,
    said_on: date,
    corrects: UUID | None = None,
    by: Person,
    at: datetime,
) -> UUID:
    """Record what a child wishes and feels, how we know, and when they were asked (A2).

    Raises Faulty("wish_not_complete"); NotNow("already_corrected") when `corrects` has been corrected already.
    """
    child = child_to_change(child_id=child_id, act="children.write_wishes", by=by)
    check_wish(stage=stage, words=words, how=how, said_on=said_on, on=at.date())
    if corrects is not None:
        if not RecordedWish.objects.filter(pk=corrects, child=child).exists():
            raise NotFound()
        if RecordedWish.objects.filter(corrects_id=corrects).exists():
            raise NotNow(
                "already_corrected",
                "Someone has corrected this already. Read the correction, then correct that.",
            )
    row = RecordedWish(
        child=child, stage=stage, words=words, how=how, said_on=said_on, corrects_id=corrects,
        recorded_at=at, recorded_by=by.id, recorded_by_role=by.role.value,
    )  # fmt: skip
    row.save(force_insert=True)
    return row.pk
