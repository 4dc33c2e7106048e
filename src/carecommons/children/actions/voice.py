"""Keeping what a child says: the story and the wishes. Each is added; nothing is overwritten.

That a child was asked before the list, before the decision and at reviews is an official act (A2): each such wish
is an entry of the register, so that its place shows whether it came in time. What was said is only a sealed print.
"""

import hashlib
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from carecommons.common.errors import NotFound, NotNow
from carecommons.constitution.parameters import whole
from carecommons.people.roles import Person, Role
from carecommons.register.actions import record as record_entry

from ..models import RecordedWish, WrittenStory
from ..story import check_story
from ..wishes import ASKED_STAGES, check_wish
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
    """Keep a new version of a child's story; return its number. authorship: child, agreed or adult.

    Staff owe every part of it. The child, and the advocate who writes for them, write as little as they like.
    """
    child = child_to_change(child_id=child_id, act="children.write_story", by=by)
    check_story(
        words=words,
        strengths=strengths,
        helps=helps,
        authorship=authorship,
        not_agreed_because=not_agreed_because,
        own_voice=by.role in (Role.CHILD, Role.ADVOCATE),
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
    observed_by: str = "",
    by: Person,
    at: datetime,
) -> UUID:
    """Record what a child wishes and feels, how we know, and when they were asked (A2).

    The same words of the same person once more within `same_again_seconds` are one act sent twice: the id of the first.
    Raises Faulty("wish_not_complete"); NotNow("already_corrected") when `corrects` has been corrected already.
    """
    child = child_to_change(child_id=child_id, act="children.write_wishes", by=by)
    on = timezone.localdate(at)
    check_wish(
        stage=stage, words=words, how=how, said_on=said_on, on=on, observed_by=observed_by or "",
        reason_words_min=whole("reason_words_min", on),
    )  # fmt: skip
    since = at - timedelta(seconds=whole("same_again_seconds", on))
    same = RecordedWish.objects.filter(
        child=child, stage=stage, how=how, said_on=said_on, corrects_id=corrects, recorded_by=by.id,
        recorded_by_role=by.role.value, recorded_at__gte=since, recorded_at__lte=at,
    )  # fmt: skip
    for first in same.order_by("recorded_at"):
        if first.words == words:
            return first.pk
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
        observed_by=(observed_by or "").strip(), recorded_at=at, recorded_by=by.id, recorded_by_role=by.role.value,
    )  # fmt: skip
    row.save(force_insert=True)
    if stage in ASKED_STAGES:
        print_of_words = hashlib.sha256(words.encode()).hexdigest()
        record_entry(
            kind="wish_recorded",
            public={},
            sealed={"child": str(child.pk), "wish": str(row.pk), "stage": stage, "said_on": said_on.isoformat(),
                    "how": how, "words_print": print_of_words},
            by_id=by.id, by_role=by.role.value, at=at,
        )  # fmt: skip
    return row.pk
