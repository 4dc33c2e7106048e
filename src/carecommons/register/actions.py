"""Writing the register: queue an entry inside the act, number it later, empty its sealed parts when the law asks."""

import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from uuid import UUID, uuid4

from django.db import transaction

from .kinds import Public, check_public, check_sealed_names
from .leaf import SALT_BYTES, canonical, commitment
from .models import Entry, Opening, Waiting
from .queries import entry_facts, keyring, opening_id


def new_salt() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


@transaction.atomic
def record(
    *,
    kind: str,
    public: Mapping[str, Public],
    sealed: Mapping[str, object],
    by_id: UUID | None,
    by_role: str,
    at: datetime,
    salt: Callable[[], bytes] = new_salt,
) -> UUID:
    """Queue one entry in the caller's own transaction, so that act and entry stand or fall together.

    public: only the fields that kinds.py allows for this kind; everyone reads them for ever.
    sealed: name -> value; each becomes a salted commitment, and its value is shown to the parties only.
    `by` and `role` are sealed always. Returns the entry's id; its number comes from the sequencer.
    """
    check_public(kind, public)
    check_sealed_names(sealed)
    parts = {**sealed, "by": by_id, "role": by_role}
    salts = {name: salt() for name in sorted(parts)}
    commitments = {name: commitment(name, parts[name], salts[name]) for name in salts}
    entry = Entry(
        id=uuid4(),
        kind=kind,
        public=canonical(public).decode(),
        commitments=canonical(commitments).decode(),
        queued_at=at.astimezone(UTC),
    )
    entry.mac = keyring().stamp("entry", entry_facts(entry))
    entry.save(force_insert=True)
    Opening.objects.bulk_create(
        Opening(
            id=opening_id(entry.id, name),
            entry=entry,
            name=name,
            salt=salts[name],
            value=canonical(parts[name]).decode(),
        )
        for name in salts
    )
    Waiting.objects.create(entry=entry, queued_at=entry.queued_at)
    return entry.id
