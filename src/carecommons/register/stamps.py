"""What each row's stamp covers: every column that means something, in one written order (keyring.py stamps it).

A checkpoint's stamp covers the stamp before it, so that no checkpoint can be taken out of the middle.
"""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

Facts = dict[str, Any]


def entry(*, id: UUID, kind: str, public: str, commitments: str, queued_at: datetime) -> Facts:  # noqa: A002
    return {
        "id": id,
        "kind": kind,
        "public": public,
        "commitments": commitments,
        "queued_at": queued_at.astimezone(UTC),
    }


def sealed(*, number: int, entry_id: UUID, month: str, leaf_hash: bytes) -> Facts:
    return {"number": number, "entry": entry_id, "month": month, "leaf_hash": bytes(leaf_hash)}


def erased(*, entry_id: UUID, name: str, erased_on: date) -> Facts:
    return {"entry": entry_id, "name": name, "erased_on": erased_on}


def checkpoint(*, size: int, root: bytes, text: str, at: datetime, before: bytes | None) -> Facts:
    return {"size": size, "root": bytes(root), "text": text, "at": at.astimezone(UTC), "before": before}
