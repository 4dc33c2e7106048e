"""Writing the register: queue an entry inside the act, number it later, empty its sealed parts if the law asks."""

import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from uuid import UUID, uuid4

from django.db import transaction

from carecommons.common.errors import NotFound

from .. import leaf, stamps
from ..kinds import Public, check_public, check_sealed_names
from ..models import Entry, Opening, Waiting
from ..queries import entry_facts, entry_number, keyring, opening_id
from .sequencer import integrate, sequence

__all__ = ["erase", "integrate", "record", "sequence"]


def _new_salt() -> bytes:
    return secrets.token_bytes(leaf.SALT_BYTES)


@transaction.atomic
def record(
    *,
    kind: str,
    public: Mapping[str, Public],
    sealed: Mapping[str, object],
    by_id: UUID | None,
    by_role: str,
    at: datetime,
    salt: Callable[[], bytes] = _new_salt,
) -> UUID:
    """Queue one entry in the caller's own transaction, so that act and entry stand or fall together.

    public: only the fields that kinds.py allows for this kind; everyone reads them for ever.
    sealed: name -> value; each becomes a salted commitment, and its value is shown to the parties only.
    `by` and `role` are sealed always. Returns the entry's id; its number comes from the sequencer.
    """
    check_public(kind, public)
    check_sealed_names(sealed)
    given = {**sealed, "by": by_id, "role": by_role}
    parts = {part: (salt(), leaf.canonical(given[part])) for part in sorted(given)}
    commitments = {part: leaf.commitment_of_text(part, value, own) for part, (own, value) in parts.items()}
    entry = Entry(
        id=uuid4(),
        kind=kind,
        public=leaf.canonical(public).decode(),
        commitments=leaf.canonical(commitments).decode(),
        queued_at=at.astimezone(UTC),
    )
    entry.mac = keyring().stamp("entry", entry_facts(entry))
    entry.save(force_insert=True)
    Opening.objects.bulk_create(
        Opening(id=opening_id(entry.id, part), entry=entry, name=part, salt=own, value=value.decode())
        for part, (own, value) in parts.items()
    )
    Waiting.objects.create(entry=entry, queued_at=entry.queued_at)
    return entry.id


@transaction.atomic
def erase(*, entry_id: UUID, by_id: UUID | None, by_role: str, at: datetime) -> None:
    """Empty every sealed part of an entry, as the law may ask. The entry still verifies and then tells nothing.

    The erasure is itself an entry. Raises NotFound when there is no such entry; a second erasure changes nothing.
    """
    held = list(Opening.objects.select_for_update().filter(entry_id=entry_id))
    if not held:
        raise NotFound("entry_unknown", "There is no such entry, so nothing was erased. Check its id.")
    whole = [row for row in held if row.erased_on is None]
    if not whole:
        return
    for row in whole:
        row.salt = row.value = None
        row.erased_on = at.astimezone(leaf.LONDON).date()
        facts = stamps.erased(entry_id=entry_id, name=row.name, erased_on=row.erased_on)
        row.erased_mac = keyring().stamp("opening", facts)
    Opening.objects.bulk_update(whole, ["salt", "value", "erased_on", "erased_mac"])
    number = entry_number(entry_id)
    record(
        kind="erasure", public={} if number is None else {"entry_number": number}, sealed={"entry": entry_id},
        by_id=by_id, by_role=by_role, at=at,
    )  # fmt: skip
