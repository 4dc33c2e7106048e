"""Reading the register: entries, proofs, checkpoints, and a check of the whole."""

import os
from datetime import UTC
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings

from . import keyring as keys
from .models import Entry


def keyring() -> keys.Keyring:
    """The register's key: from CARECOMMONS_REGISTER_KEY, else from the file in the data folder."""
    return _keyring(os.environ.get("CARECOMMONS_REGISTER_KEY", ""), str(settings.HOME))


@lru_cache(maxsize=4)
def _keyring(text: str, home: str) -> keys.Keyring:
    if text:
        return keys.from_text(text)
    # A key is made only for a register that is still empty: a lost key must be noticed, not replaced.
    make = None if Entry.objects.exists() else os.urandom
    return keys.from_file(Path(home) / "register.key", make=make)


def entry_facts(entry: Entry) -> dict[str, Any]:
    """What the stamp of an entry covers: every column but the stamp."""
    return {
        "id": entry.id,
        "kind": entry.kind,
        "public": entry.public,
        "commitments": entry.commitments,
        "queued_at": entry.queued_at.astimezone(UTC),
    }


def opening_id(entry_id: UUID, name: str) -> UUID:
    """The id of an opening follows from what it opens, so a row moved to another entry shows."""
    return uuid5(entry_id, name)
