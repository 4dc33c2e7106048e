"""Reading the register: entries, openings, proofs, checkpoints. `check` (check.py) looks at the whole."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial, reduce
from operator import or_
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db.models import Count, Min, Q

from carecommons.common.errors import NotFound, NotNow, Refused

from .. import checkpoint as checkpoints
from .. import keyring as keys
from .. import leaf, stamps, tiles, tree
from ..kinds import KINDS
from ..models import Checkpoint, Entry, Opening, Sealed, Tile, Waiting
from ..proof import Proof

PAGE = 25


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """What everyone may read of one entry."""

    number: int
    kind: str
    sealed_month: str
    public: Mapping[str, Any]
    commitments: Mapping[str, str]
    leaf_hash: str


@dataclass(frozen=True, slots=True)
class Opened:
    """One sealed part, for a party to the entry: `salt` and `value` are None once erased."""

    salt: bytes | None
    value: Any


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """The newest signed root: what an outsider keeps."""

    size: int
    root: str
    text: str
    public_key: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list, newest first. `last` is the number of the last page."""

    entries: tuple[PublicEntry, ...]
    page: int
    last: int
    total: int


# ---- entries


def public_entry(number: int) -> PublicEntry:
    """The public side of entry `number`. Raises NotFound when no entry has that number."""
    found = Sealed.objects.select_related("entry").filter(number=_in_range(number)).first()
    if found is None:
        raise NotFound(
            "entry_unknown",
            f"No entry has the number {number:,}. Numbers begin at 1; the newest entries wait a moment for theirs.",
        )
    return _public(found)


def entry_number(entry_id: UUID) -> int | None:
    """The number of an entry, or None while it waits for one."""
    return Sealed.objects.filter(entry_id=entry_id).values_list("number", flat=True).first()


def said(entry_id: UUID) -> dict[str, Any]:
    """What an entry says in public, numbered yet or not. Raises NotFound."""
    found = Entry.objects.filter(pk=entry_id).values_list("public", flat=True).first()
    if found is None:
        raise NotFound()
    public: dict[str, Any] = json.loads(found)
    return public


def openings(entry_id: UUID) -> dict[str, Opened]:
    """The sealed parts of an entry by name. The caller has asked whether this person may open them."""
    return {
        row.name: Opened(
            bytes(row.salt) if row.salt is not None else None, None if row.value is None else json.loads(row.value)
        )
        for row in Opening.objects.filter(entry_id=entry_id).order_by("name")
    }


def who_recorded(entry_id: UUID) -> tuple[UUID, str] | None:
    """The account and the role that stand in the sealed part of an entry; None where nobody does, or it was emptied.

    For rooms that ask who had a part in something whose row keeps no account.
    """
    told = openings(entry_id)
    by, role = (told[name].value if name in told else None for name in ("by", "role"))
    return (UUID(by), str(role)) if by and role else None


def entry_that_says(kind: str, part: str, value: str, *, since: datetime, until: datetime | None = None) -> UUID | None:
    """The first entry of a kind, queued since a moment, whose sealed part is this value; None where there is none.

    What is sealed cannot be searched, so each is opened in turn: give the moment from which it can be.
    """
    rows = Entry.objects.filter(kind=kind, queued_at__gte=since)
    if until is not None:
        rows = rows.filter(queued_at__lte=until)
    for entry_id in rows.order_by("queued_at", "id").values_list("id", flat=True).iterator():
        told = openings(entry_id).get(part)
        if told is not None and told.value == value:
            return entry_id
    return None


def entries_after(number: int, limit: int = 100) -> tuple[PublicEntry, ...]:
    """The entries that follow `number`, in order: how a follower of the register reads it."""
    rows = Sealed.objects.select_related("entry").filter(number__gt=max(number, 0)).order_by("number")
    return tuple(_public(row) for row in rows[:limit])


def size() -> int:
    """How many entries are numbered: the number of the last."""
    return Sealed.objects.count()


def entry_id_of(number: int) -> UUID:
    """The id of entry `number`, for the room that opens it to its parties. Raises NotFound."""
    found = Sealed.objects.filter(number=_in_range(number)).values_list("entry_id", flat=True).first()
    if found is None:
        raise NotFound()
    return found


def newest(*, page: int = 1, kind: str | None = None, month: str | None = None) -> Page:
    """A page of the public list, newest first."""
    rows = Sealed.objects.select_related("entry").order_by("-number")
    if kind:
        rows = rows.filter(entry__kind=kind)
    if month:
        rows = rows.filter(month=month)
    total = rows.count()
    last = max(1, -(-total // PAGE))
    page = min(max(page, 1), last)
    return Page(tuple(_public(row) for row in rows[(page - 1) * PAGE : page * PAGE]), page, last, total)


def months() -> tuple[str, ...]:
    """The months in which anything was sealed, newest first."""
    return tuple(Sealed.objects.order_by("-month").values_list("month", flat=True).distinct())


def kinds() -> tuple[str, ...]:
    """The kinds of which anything was sealed, by their names."""
    held = Sealed.objects.order_by().values_list("entry__kind", flat=True).distinct()
    return tuple(sorted(held, key=kind_name))


def find(text: str) -> int:
    """The number of the entry that someone asks for, by number or by fingerprint. Raises NotFound."""
    plain = text.replace(",", "").replace(" ", "").lower()
    if plain.isascii() and plain.isdigit() and len(plain) < 16:
        return public_entry(int(plain)).number
    if len(plain) == 64 and set(plain) <= set("0123456789abcdef"):
        found = Sealed.objects.filter(leaf_hash=bytes.fromhex(plain)).values_list("number", flat=True).first()
        if found is not None:
            return found
    raise NotFound(
        "entry_unknown",
        "No entry has this number or fingerprint. Write a number such as 12, or all 64 letters of a fingerprint.",
    )


def _public(row: Sealed) -> PublicEntry:
    return PublicEntry(
        number=row.number,
        kind=row.entry.kind,
        sealed_month=row.month,
        public=json.loads(row.entry.public),
        commitments=json.loads(row.entry.commitments),
        leaf_hash=bytes(row.leaf_hash).hex(),
    )


def _in_range(number: int) -> int:
    return number if 0 < number < 2**53 else 0


# ---- proofs and seals


def proof(number: int) -> Proof:
    """Why entry `number` is in the register, under the newest checkpoint. Raises NotFound or NotNow."""
    entry = public_entry(number)
    seal = checkpoint()
    if number > seal.size:
        raise NotNow("entry_not_sealed_yet", f"Entry {number:,} is not under a signed checkpoint yet. Try in a minute.")
    data = leaf.leaf(
        number=number, kind=entry.kind, month=entry.sealed_month, public=entry.public, commitments=entry.commitments
    )
    try:
        path = tree.inclusion(number - 1, seal.size, nodes(number - 1, seal.size))
    except LookupError:
        path = ()
    found = Proof(number, data, seal.size, path, seal.text, seal.public_key)
    if not found.holds:
        raise Refused(
            "entry_not_proven",
            f"Entry {number:,} does not lead to the signed root: the register was changed. "
            "Tell the operator to run: carecommons register verify",
        )
    return found


def checkpoint() -> SignedCheckpoint:
    """The newest signed checkpoint. Raises NotNow while nothing has been sealed."""
    row = Checkpoint.objects.order_by("-size").first()
    if row is None:
        raise NotNow("register_empty", "Nothing has been sealed yet. The first checkpoint follows the first entry.")
    public_key = checkpoints.verifier(checkpoints.read(row.text).name, keyring().public_key)
    return SignedCheckpoint(row.size, bytes(row.root).hex(), row.text, public_key)


def sealed_at() -> datetime | None:
    """When the newest seal was made; None while there is none."""
    return Checkpoint.objects.order_by("-size").values_list("at", flat=True).first()


def waiting_for_number() -> tuple[int, datetime | None]:
    """How many entries wait for a number, and since when the oldest of them does."""
    found = Waiting.objects.aggregate(number=Count("entry"), oldest=Min("queued_at"))
    return found["number"], found["oldest"]


def consistency(old: int, new: int) -> tuple[bytes, ...]:
    """The hashes that show the register of `old` entries to be the head of that of `new`. Raises Refused."""
    size = checkpoint().size
    if not 0 < old <= new <= size:
        raise Refused("sizes_wrong", f"Give two sizes, the smaller first, from 1 to {size:,} (the newest checkpoint).")
    return tree.consistency(old, new, nodes(old - 1, new))


def root(size: int) -> tree.Hash:
    """The root of the first `size` entries, as the tiles have it now. Raises LookupError when tiles are missing."""
    return tree.root(size, nodes(size - 1, size)) if size else tree.EMPTY_ROOT


def nodes(index: int, size: int) -> tree.Node:
    """The full nodes of the tree; the tiles over leaf `index` of `size` are read together, others once each."""
    ways = reduce(or_, (Q(level=level, index=place) for level, place in tiles.on_the_way(index, size)))
    rows = Tile.objects.filter(ways).values_list("level", "index", "hashes")
    held = {(level, place): bytes(hashes) for level, place, hashes in rows}

    def read(level: int, place: int) -> bytes:
        if (level, place) not in held:
            held[level, place] = read_tile(level, place)
        return held[level, place]

    return partial(tiles.node, read)


def read_tile(level: int, index: int) -> bytes:
    found = Tile.objects.filter(level=level, index=index).values_list("hashes", flat=True).first()
    return b"" if found is None else bytes(found)


# ---- the key


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


def name() -> str:
    """The name under which this register signs (C2SP: like an address, without its scheme)."""
    return os.environ.get("CARECOMMONS_REGISTER_NAME", "carecommons.local/register")


def entry_facts(entry: Entry) -> stamps.Facts:
    """What the stamp of an entry covers."""
    return stamps.entry(
        id=entry.id,
        kind=entry.kind,
        public=entry.public,
        commitments=entry.commitments,
        queued_at=entry.queued_at,
    )


def opening_id(entry_id: UUID, part: str) -> UUID:
    """The id of an opening follows from what it opens, so a row moved to another entry shows."""
    return uuid5(entry_id, part)


def kind_name(kind: str) -> str:
    """A kind in plain words."""
    return KINDS[kind].name if kind in KINDS else "Entry"
