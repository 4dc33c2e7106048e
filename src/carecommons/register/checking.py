"""Is the register still what was written? Every row against its stamp, every entry against the tree and its seals.

`Checker` is fed the rows in order and remembers what is wrong, naming the entry. It trusts no row: a value
that cannot be read comes as None and fails its stamp.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from carecommons.common.errors import Refused

from . import checkpoint, leaf, stamps, tiles
from .keyring import Keyring
from .tree import Frontier, Hash, leaf_hash

Row = Mapping[str, Any]
LEAVES_AT_ONCE = 4096
FAULTS_KEPT = 100


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is not as it was written. `number` is the entry's, if it has one; else `entry_id` names it."""

    words: str
    number: int | None = None
    entry_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The answer of a check. `first_bad` is the number of the first entry that cannot be trusted."""

    ok: bool
    size: int
    waiting: int
    first_bad: int | None
    words: str
    faults: tuple[Wrong, ...] = ()


class Checker:
    """Feed `sealed`, `unsealed`, `checkpoint`, `tile` in order; then ask for the report."""

    def __init__(self, keyring: Keyring, *, sizes_wanted: Iterable[int] = ()) -> None:
        self._keys = keyring
        self._edge = Frontier()
        self._wanted = set(sizes_wanted)
        self.roots: dict[int, Hash] = {}  # root at each size wanted, as the register has it now
        self._wrong: list[Wrong] = []
        self._tiles: dict[tuple[int, int], bytes] = {}
        self._new: list[Hash] = []
        self._month, self._waiting, self._last_seal = "", 0, 0
        self._stamp_before: bytes | None = None
        self._note_roots()

    # ---- entries

    def sealed(self, row: Row, entry: Row | None, openings: Sequence[Row]) -> None:
        """The next numbered entry, lowest number first."""
        number, expected = row["number"], self._edge.size + 1
        if not isinstance(number, int):
            self._say("has a number that cannot be read", expected)
            number = expected
        while self._edge.size + 1 < number and self._edge.size - expected < FAULTS_KEPT:
            self._say("is missing", self._edge.size + 1)
            self._append(leaf_hash(b"missing"))
        facts = {name: row[name] for name in ("number", "entry_id", "month", "leaf_hash")}
        if None in facts.values() or not self._keys.stamped("sealed", stamps.sealed(**facts), row["mac"]):
            self._say("was not numbered by this register, or its number was changed", number)
        if row["month"] is not None:
            if row["month"] < self._month:
                self._say("is dated before the entry in front of it", number)
            self._month = max(self._month, row["month"])
        found = None
        if entry is None:
            self._say("has lost its row", number)
        else:
            found = self._leaf_of(number, row["month"], entry)
            self._check_entry(entry, openings, number)
        if found != row["leaf_hash"]:
            self._say("does not have the fingerprint it was sealed with", number)
        self._append(row["leaf_hash"] if row["leaf_hash"] is not None else leaf_hash(b"unreadable"))

    def unsealed(self, entry: Row, waiting: Row | None, openings: Sequence[Row]) -> None:
        """An entry without a number: it must stand in the queue, as it was queued."""
        self._waiting += 1
        entry_id = entry["id"]
        if waiting is None:
            self._say("has neither a number nor a place in the queue", None, entry_id)
        elif waiting["queued_at"] != entry["queued_at"]:
            self._say("has another moment in the queue than in its row", None, entry_id)
        self._check_entry(entry, openings, None)

    def stray(self, words: str, *, number: int | None = None, entry_id: UUID | None = None) -> None:
        """A row that belongs to no entry."""
        self._wrong.append(Wrong(words, number, entry_id))

    def _check_entry(self, entry: Row, openings: Sequence[Row], number: int | None) -> None:
        facts = {name: entry[name] for name in ("id", "kind", "public", "commitments", "queued_at")}
        entry_id = entry["id"]
        if None in facts.values() or not self._keys.stamped("entry", stamps.entry(**facts), entry["mac"]):
            self._say("was changed after it was queued, or was put in by another hand", number, entry_id)
        try:
            commitments = dict(json.loads(entry["commitments"]))
        except (TypeError, ValueError):
            return  # the stamp has already failed
        for opening in openings:
            if not self._opens(opening, commitments.pop(opening["name"], None)):
                self._say(f"has a sealed part that does not open it ({opening['name']})", number, entry_id)
        if commitments:
            self._say(f"has lost the opening of a sealed part ({', '.join(sorted(commitments))})", number, entry_id)

    def _opens(self, opening: Row, commitment: str | None) -> bool:
        if commitment is None or opening["id"] != opening["id_expected"]:
            return False
        if opening["salt"] is None and opening["value"] is None:
            facts = {name: opening[name] for name in ("entry_id", "name", "erased_on")}
            return None not in facts.values() and self._keys.stamped(
                "opening", stamps.erased(**facts), opening["erased_mac"]
            )
        if None in (opening["salt"], opening["value"]) or opening["erased_on"] or opening["erased_mac"]:
            return False
        try:
            value = json.loads(opening["value"])
            return leaf.canonical(value).decode() == opening["value"] and leaf.opens(
                commitment, opening["name"], value, opening["salt"]
            )
        except (ValueError, RecursionError):
            return False

    def _leaf_of(self, number: int, month: str, entry: Row) -> Hash | None:
        try:
            public, commitments = json.loads(entry["public"]), json.loads(entry["commitments"])
            return leaf_hash(
                leaf.leaf(number=number, kind=entry["kind"], month=month, public=public, commitments=commitments)
            )
        except (TypeError, ValueError, AssertionError, RecursionError):
            return None

    # ---- tree, tiles and seals

    def _append(self, found: Hash) -> None:
        self._edge.append(found)
        self._new.append(found)
        if len(self._new) == LEAVES_AT_ONCE:
            self._grow()
        self._note_roots()

    def _grow(self) -> None:
        before = self._edge.size - len(self._new)
        self._tiles |= tiles.grow(before, self._new, lambda level, index: self._tiles.get((level, index), b""))
        self._new = []

    def _note_roots(self) -> None:
        if self._edge.size in self._wanted:
            self.roots[self._edge.size] = self._edge.root()

    @property
    def size(self) -> int:
        return self._edge.size

    def checkpoint(self, row: Row) -> None:
        """The next checkpoint, smallest size first; the entries it seals have been fed (or are not there)."""
        size = row["size"]
        if not isinstance(size, int):
            self._say("is under a checkpoint whose size cannot be read", self._last_seal + 1)
            return
        facts = {name: row[name] for name in ("size", "root", "text", "at")}
        if None in facts.values() or not self._keys.stamped(
            "checkpoint", stamps.checkpoint(**facts, before=self._stamp_before), row["mac"]
        ):
            self._say("is under a checkpoint that was changed, or whose predecessor was taken out", max(size, 1))
        elif not self._signed(row):
            self._say("is under a checkpoint without this register's signature", max(size, 1))
        self._stamp_before = row["mac"]
        if self._edge.size < size:
            for number in range(self._edge.size + 1, min(size, self._edge.size + FAULTS_KEPT) + 1):
                self._say("is missing", number)
        elif self._edge.root() != row["root"] and not self._bad_up_to(size):
            self._say("or one after it, up to the next checkpoint, is not what was signed", self._last_seal + 1)
        self._last_seal = size

    def _signed(self, row: Row) -> bool:
        try:
            note = checkpoint.read(row["text"])
        except Refused:
            return False
        return (note.size, note.root) == (row["size"], row["root"]) and checkpoint.signed_by(
            note, self._keys.public_key
        )

    def tiles(self, rows: Iterable[Row]) -> None:
        """Every tile of the tree, after all entries."""
        self._grow()
        for row in rows:
            place = (row["level"], row["index"])
            expected = self._tiles.pop(place, None)
            if expected != row["hashes"]:
                self._say("lies under a row of the tree that was changed or put in", self._under(*place, row, expected))
        for level, index in sorted(self._tiles):
            self._say("lies under a row of the tree that is missing", self._under(level, index, {}, None))

    def _under(self, level: Any, index: Any, row: Row, expected: bytes | None) -> int | None:
        """The first entry under the first hash that differs in a tile."""
        if not isinstance(level, int) or not isinstance(index, int) or not 0 <= level <= 7:
            return None
        found, same = row.get("hashes") or b"", 0
        while expected and expected[same * 32 : same * 32 + 32] == found[same * 32 : same * 32 + 32] != b"":
            same += 1
        return ((index * tiles.WIDTH) + same) * tiles.WIDTH**level + 1

    # ---- the answer

    def finish(self) -> Report:
        """What was found. Every numbered entry must lie under a checkpoint."""
        if self._last_seal < self._edge.size:
            self._say("has a number but no signed checkpoint over it", self._last_seal + 1)
        size = self._edge.size
        if not self._wrong:
            words = f"All {size:,} entries are as they were sealed, and {self._waiting:,} wait for a number."
            return Report(True, size, self._waiting, None, words)
        first = min(self._wrong, key=lambda wrong: (wrong.number is None, wrong.number or 0))
        words = f"{first.words} {len(self._wrong):,} thing{'s' * (len(self._wrong) > 1)} found in all."
        faults = tuple(sorted(self._wrong, key=lambda wrong: (wrong.number is None, wrong.number or 0)))
        return Report(False, size, self._waiting, first.number, words, faults[:FAULTS_KEPT])

    def _bad_up_to(self, size: int) -> bool:
        return any(wrong.number is not None and wrong.number <= size for wrong in self._wrong)

    def _say(self, what: str, number: int | None, entry_id: UUID | None = None) -> None:
        name = f"Entry {number:,}" if number is not None else f"The unnumbered entry {entry_id or ''}".strip()
        self._wrong.append(Wrong(f"{name} {what}.", number, entry_id))
