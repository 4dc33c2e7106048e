"""Writing the register: queue an entry inside the act, number it later, empty its sealed parts if the law asks."""

import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from uuid import UUID, uuid4

from django.db import connection, transaction

from carecommons.common.errors import NotFound, Refused

from . import checkpoint, leaf, stamps, tiles, tree
from .kinds import Public, check_public, check_sealed_names
from .models import Checkpoint, Entry, Opening, Sealed, Tile, Waiting
from .queries import entry_number, keyring, name, node, opening_id, read_tile

SEQUENCER_LOCK = 0x0CA2E_C0_6962  # any number that no other part of the database locks on


def new_salt() -> bytes:
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
    salts = {part: salt() for part in sorted(parts)}
    commitments = {part: leaf.commitment(part, parts[part], salts[part]) for part in salts}
    entry = Entry(
        id=uuid4(),
        kind=kind,
        public=leaf.canonical(public).decode(),
        commitments=leaf.canonical(commitments).decode(),
        queued_at=at.astimezone(UTC),
    )
    entry.mac = keyring().stamp("entry", _facts(entry))
    entry.save(force_insert=True)
    Opening.objects.bulk_create(
        Opening(
            id=opening_id(entry.id, part),
            entry=entry,
            name=part,
            salt=salts[part],
            value=leaf.canonical(parts[part]).decode(),
        )
        for part in salts
    )
    Waiting.objects.create(entry=entry, queued_at=entry.queued_at)
    return entry.id


@transaction.atomic
def integrate(*, at: datetime, at_most: int = 1000) -> int:
    """Number the waiting entries, add them to the tree and sign its new root: the single sequencer's step.

    All of it is one transaction under one lock: two sequencers take turns, and one that is killed leaves the
    queue as it was. Returns how many entries were numbered. Raises Refused rather than sign over a changed tree.
    """
    _take_turn()
    last = Checkpoint.objects.order_by("-size").first()
    size = last.size if last else 0
    _check_head(last)
    month = Sealed.objects.order_by("-number").values_list("month", flat=True).first() or ""
    month = max(month, leaf.month_of(at))  # a clock that was put back never backdates an entry
    rows = [_seal(entry, number, month) for number, entry in enumerate(_genuine(at_most), start=size + 1)]
    if not rows:
        return 0
    Sealed.objects.bulk_create(rows, batch_size=500)
    Waiting.objects.filter(entry__in=[row.entry_id for row in rows]).delete()
    for (level, index), hashes in tiles.grow(size, [row.leaf_hash for row in rows], read_tile).items():
        Tile.objects.update_or_create(level=level, index=index, defaults={"hashes": hashes})
    _sign(size + len(rows), at, before=bytes(last.mac) if last else None)
    return len(rows)


@transaction.atomic
def erase(entry_id: UUID, *, by_id: UUID | None, by_role: str, at: datetime) -> None:
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


# ---- the sequencer's steps


def _take_turn() -> None:
    # SQLite is in IMMEDIATE mode, so the transaction itself is the turn; PostgreSQL needs a lock by name.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEQUENCER_LOCK])


def _check_head(last: Checkpoint | None) -> None:
    """Refuse to build upon a tree that is not the one that was signed last."""
    size = last.size if last else 0
    try:
        whole = tree.root(size, node) == (bytes(last.root) if last else tree.EMPTY_ROOT)
    except LookupError:
        whole = False
    numbered = Sealed.objects.order_by("-number").values_list("number", flat=True).first() or 0
    if not whole or numbered != size:
        raise Refused(
            "register_changed",
            f"The register is not what was signed at {size:,} entries, so nothing more was sealed. "
            "Run: carecommons register verify",
        )


def _genuine(at_most: int) -> Iterator[Entry]:
    """The waiting entries in the order of queueing; one that was not queued by us is left for the check to name."""
    waiting = Entry.objects.filter(waiting__isnull=False).order_by("waiting__queued_at", "id")
    left = at_most
    for entry in waiting.iterator(chunk_size=500):
        if left and keyring().stamped("entry", _facts(entry), bytes(entry.mac)):
            left -= 1
            yield entry
        if not left:
            return


def _seal(entry: Entry, number: int, month: str) -> Sealed:
    data = leaf.leaf(
        number=number, kind=entry.kind, month=month,
        public=json.loads(entry.public), commitments=json.loads(entry.commitments),
    )  # fmt: skip
    row = Sealed(number=number, entry=entry, month=month, leaf_hash=tree.leaf_hash(data))
    facts = stamps.sealed(number=number, entry_id=entry.id, month=month, leaf_hash=row.leaf_hash)
    row.mac = keyring().stamp("sealed", facts)
    return row


def _sign(size: int, at: datetime, *, before: bytes | None) -> None:
    root = tree.root(size, node)
    text = checkpoint.sign(name=name(), size=size, root=root, key=keyring().signing)
    facts = stamps.checkpoint(size=size, root=root, text=text, at=at, before=before)
    Checkpoint.objects.create(
        size=size, root=root, text=text, at=at, mac=keyring().stamp("checkpoint", facts)
    )  # fmt: skip


def _facts(entry: Entry) -> stamps.Facts:
    return stamps.entry(
        id=entry.id, kind=entry.kind, public=entry.public, commitments=entry.commitments, queued_at=entry.queued_at
    )
