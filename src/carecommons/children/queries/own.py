"""A young person's own view, drafts and private messages, as values. The caller has asked who may read them."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from ..models import OwnDraft, OwnView, PrivateMessage
from ..own import Message, Own

__all__ = [
    "drafts_since", "messages", "messages_shared", "own_draft", "own_drafts", "own_views", "shared_last",
    "threads_waiting",
]  # fmt: skip


def own_views(child_id: UUID) -> tuple[Own, ...]:
    """Everything that the young person has said of the parts of life, oldest first."""
    rows = OwnView.objects.filter(child_id=child_id).order_by("said_at", "id")
    return tuple(Own(row.domain, row.level, row.words, row.said_at, row.recorded_by_role) for row in rows)


def messages(child_id: UUID) -> tuple[Message, ...]:
    """The private thread, oldest first: for the young person and their advocate, and nobody else (D6)."""
    return tuple(_message(row) for row in PrivateMessage.objects.filter(child_id=child_id).order_by("sent_at", "id"))


def messages_shared(child_id: UUID) -> tuple[Message, ...]:
    """The messages that the young person chose to share with their reviewing officer, oldest first."""
    rows = PrivateMessage.objects.filter(child_id=child_id, with_reviewing=True).order_by("sent_at", "id")
    return tuple(_message(row) for row in rows)


def threads_waiting(children: Iterable[UUID]) -> dict[UUID, datetime]:
    """Of these children's threads, those that end with the child: child -> when they last wrote. It opens no words."""
    rows = PrivateMessage.objects.filter(child_id__in=set(children)).order_by("sent_at", "id")
    last = {child: (from_child, at) for child, from_child, at in rows.values_list("child_id", "from_child", "sent_at")}
    return {child: at for child, (from_child, at) in last.items() if from_child}


def shared_last(authorities: Iterable[str]) -> dict[UUID, datetime]:
    """Child of these councils -> when they last chose to share a message with their officer. It opens no words."""
    rows = PrivateMessage.objects.filter(child__authority__in=set(authorities), with_reviewing=True)
    return dict(rows.order_by("sent_at").values_list("child_id", "sent_at"))


def own_draft(child_id: UUID, *, account: UUID, form: str, since: datetime) -> dict[str, str]:
    """What this account typed into a form of this child's and has not sent; nothing where it is older than `since`."""
    row = OwnDraft.objects.filter(child_id=child_id, account=account, form=form, kept_at__gte=since).first()
    return json.loads(row.answers) if row else {}


def own_drafts(child_id: UUID, *, account: UUID, since: datetime) -> dict[str, dict[str, str]]:
    """Everything that this account typed into this child's forms and has not sent: form -> answers, newest first."""
    rows = OwnDraft.objects.filter(child_id=child_id, account=account, kept_at__gte=since).order_by("-kept_at", "form")
    return {row.form: json.loads(row.answers) for row in rows}


def drafts_since(at: datetime, days: int) -> datetime:
    """The moment before which a draft is gone."""
    return at - timedelta(days=days)


def _message(row: PrivateMessage) -> Message:
    return Message(row.pk, row.words, row.from_child, row.with_reviewing, row.sent_at)
