"""Keeping what a young person says for themselves: their own view, private messages, and drafts of either.

A private message writes no entry in the register and no look: that there is one is nobody's business but theirs.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from carecommons.common.errors import NotAllowed
from carecommons.people.roles import Person, Role

from .. import queries
from ..models import Child, OwnDraft, OwnView, PrivateMessage
from ..own import check_message, check_own_view, worth_keeping
from .record import child_to_change

__all__ = ["drop_own_draft", "keep_own_draft", "say_own_view", "send_message"]


@transaction.atomic
def say_own_view(*, child_id: UUID, domain: str, level: int | None, words: str, by: Person, at: datetime) -> UUID:
    """Keep how much help the young person says they need in one part. Raises Faulty("own_view_not_complete").

    Where there is an answer already, theirs or one that an adult wrote down for them, no level and no words take it
    back: a new version that says nothing. The earlier ones stay, as every version does.
    """
    child = child_to_change(child_id=child_id, act="children.write_own_view", by=by)
    check_own_view(domain=domain, level=level, words=words, said_before=_said_before(child, domain))
    row = OwnView(
        child=child, domain=domain, level=level, words=words.strip(), said_at=at, recorded_by=by.id,
        recorded_by_role=by.role.value,
    )  # fmt: skip
    row.save(force_insert=True)
    return row.pk


@transaction.atomic
def send_message(*, child_id: UUID, words: str, with_reviewing: bool = False, by: Person, at: datetime) -> UUID:
    """Send a private message from the young person to their advocate, or back (D6).

    with_reviewing: the young person, and only they, may let the reviewing officer read this one as well.
    Raises Faulty("message_not_complete"), NotAllowed("only_you_may_share").
    """
    child = child_to_change(child_id=child_id, act="children.write_message", by=by)
    check_message(words)
    if with_reviewing and by.role is not Role.CHILD:
        raise NotAllowed(
            "only_you_may_share",
            "Only the young person chooses who else reads a message. Ask them to send it, or send it to them alone.",
        )
    assert by.id is not None, "the policy lets nobody in who has not signed in"
    row = PrivateMessage(
        child=child, words=words.strip(), from_child=by.role is Role.CHILD, with_reviewing=with_reviewing, sent_at=at,
        sent_by=by.id,
    )  # fmt: skip
    row.save(force_insert=True)
    return row.pk


@transaction.atomic
def keep_own_draft(
    *, child_id: UUID, form: str, answers: Mapping[str, str], days: int, by: Person, at: datetime
) -> None:
    """Keep what was typed and not sent, for its writer alone; drafts older than `days` are dropped on the way."""
    child = child_to_change(child_id=child_id, act="children.keep_draft", by=by)
    OwnDraft.objects.filter(child=child, kept_at__lt=at - timedelta(days=days)).delete()
    told = worth_keeping(answers)
    if not told:
        drop_own_draft(child_id=child_id, form=form, by=by)
        return
    assert by.id is not None, "the policy lets nobody in who has not signed in"
    row = OwnDraft.objects.select_for_update().filter(child=child, account=by.id, form=form).first()
    row = row or OwnDraft(child=child, account=by.id, form=form)
    row.answers, row.kept_at = json.dumps(told), at
    row.save()


def drop_own_draft(*, child_id: UUID, form: str, by: Person) -> None:
    """What was sent, or emptied, is no draft any more."""
    assert by.id is not None, "the policy lets nobody in who has not signed in"
    OwnDraft.objects.filter(child_id=child_id, account=by.id, form=form).delete()


def _said_before(child: Child, domain: str) -> bool:
    if OwnView.objects.filter(child=child, domain=domain).exists():
        return True
    profile = queries.profile(child.pk)
    told = [rating for rating in profile.ratings if rating.domain == domain] if profile else []
    return any(rating.own_level is not None or rating.own_words.strip() for rating in told)
