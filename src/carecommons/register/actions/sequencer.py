"""The sequencer: it numbers what was queued, ties it into the tree and signs the new root. There is one at a time.

Numbers are given here, in the order in which entries became visible, because a database's own counters leave
gaps and let late commits overtake.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from carecommons.common.errors import Refused

from .. import checkpoint, leaf, outside, stamps, tiles, tree
from ..models import Checkpoint, Entry, Sealed, Tile, Waiting
from ..queries import checkpoint as newest_checkpoint
from ..queries import entry_facts, keyring, name, read_tile, root

SEQUENCER_LOCK = 0x0CA2E_C0_6962  # any number that no other part of the database locks on


def sequence(*, at: datetime, home: Path, at_most: int = 1000) -> int:
    """One turn of the sequencer beside a data folder: refuse after a rollback, integrate, keep the new checkpoint.

    Returns how many entries were numbered. Raises Refused("register_put_back") when the register no longer holds
    what the kept checkpoint says.
    """
    kept = outside.kept(home)
    if kept is not None:
        _check_kept(kept)
    done = integrate(at=at, at_most=at_most) if Waiting.objects.exists() else 0
    last = _size()
    if last and (kept is None or checkpoint.read(kept).size < last):
        outside.keep(home, newest_checkpoint().text)
    return done


def integrate(*, at: datetime, at_most: int = 1000) -> int:
    """Number the waiting entries, add them to the tree and sign its new root: the single sequencer's step.

    All of it is one transaction under one lock: two sequencers take turns, and one that is killed leaves the
    queue as it was. Returns how many entries were numbered. Raises Refused rather than sign over a changed tree.
    """
    alone = not connection.in_atomic_block
    with transaction.atomic():
        _take_turn(alone)
        return _integrate(at, at_most)


def _integrate(at: datetime, at_most: int) -> int:
    last = Checkpoint.objects.order_by("-size").first()
    size = last.size if last else 0
    _check_head(last)
    month = Sealed.objects.order_by("-number").values_list("month", flat=True).first() or ""
    month = max(month, leaf.month_of(at))  # a clock that was put back never backdates an entry
    rows = [_seal(entry, number, month) for number, entry in enumerate(_genuine(at_most), start=size + 1)]
    if not rows:
        return 0
    Sealed.objects.bulk_create(rows, batch_size=500)
    for start in range(0, len(rows), 500):
        Waiting.objects.filter(entry__in=[row.entry_id for row in rows[start : start + 500]]).delete()
    for (level, index), hashes in tiles.grow(size, [bytes(row.leaf_hash) for row in rows], read_tile).items():
        Tile.objects.update_or_create(level=level, index=index, defaults={"hashes": hashes})
    _sign(size + len(rows), at, before=bytes(last.mac) if last else None)
    return len(rows)


def _size() -> int:
    return Checkpoint.objects.order_by("-size").values_list("size", flat=True).first() or 0


def _take_turn(alone: bool) -> None:
    # SQLite is in IMMEDIATE mode, so the transaction itself is the turn; PostgreSQL needs a lock by name.
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        if alone:
            # Each statement sees what was committed before it: also what the sequencer before us has done.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEQUENCER_LOCK])


def _check_kept(kept: str) -> None:
    note, size = checkpoint.read(kept), _size()
    words = "The checkpoint in the data folder is not signed by this register's key."
    if checkpoint.signed_by(note, keyring().public_key):
        then = root(note.size) if note.size <= size else None
        words = outside.difference(note, size=size, root_then=then) or ""
    if words:
        raise Refused("register_put_back", f"Nothing was sealed. {words}")


def _check_head(last: Checkpoint | None) -> None:
    """Refuse to build upon a tree that is not the one that was signed last."""
    size = last.size if last else 0
    try:
        whole = root(size) == (bytes(last.root) if last else tree.EMPTY_ROOT)
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
        if left and keyring().stamped("entry", entry_facts(entry), bytes(entry.mac)):
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
    facts = stamps.sealed(number=number, entry_id=entry.id, month=month, leaf_hash=bytes(row.leaf_hash))
    row.mac = keyring().stamp("sealed", facts)
    return row


def _sign(size: int, at: datetime, *, before: bytes | None) -> None:
    found = root(size)
    text = checkpoint.sign(name=name(), size=size, root=found, key=keyring().signing)
    facts = stamps.checkpoint(size=size, root=found, text=text, at=at, before=before)
    Checkpoint.objects.create(
        size=size, root=found, text=text, at=at, mac=keyring().stamp("checkpoint", facts)
    )  # fmt: skip
