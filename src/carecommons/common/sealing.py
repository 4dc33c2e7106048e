"""Sealing single values with AES-256-GCM, and the ring of keys that opens them. No database here.

A sealed value is text: `s1.KEY.BASE64(nonce, ciphertext, tag)`. The nonce is 96 random bits; what a value is
bound to (table, column, row) goes in as associated data, so that a value moved elsewhere does not open. Up to
2**32 values may be sealed with one key (NIST SP 800-38D, 8.3); a rotation makes the next.

Keys are text, one a line or comma: `k2-1f0c9a=BASE64`. The six digits are a fingerprint of the key, so that a key
that was copied badly is found at once. The first data key is the one that seals; `index-...` makes blind indexes.
"""

import base64
import binascii
import hashlib
import hmac
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

__all__ = ["FieldNotOpened", "KeyRing", "KeysFaulty", "NotSealed", "new_key", "new_ring", "read_ring"]

FORM = "s1"
KEY_BYTES, NONCE_BYTES, FINGERPRINT = 32, 12, 6
VARIETY_MIN = 12  # different bytes in a key: 32 random ones have fewer in no lifetime
_NAME = re.compile(r"(?:k[1-9][0-9]{0,5}|index)-[0-9a-f]{6}")
_SEPARATOR = b"\x1f"


class KeysFaulty(ValueError):
    """The text of a key ring is not usable. The words never show a key."""


class NotSealed(TypeError):
    """A plain value was on its way into a sealed column, or a sealed column was asked for by its value."""


class FieldNotOpened(Exception):
    """A sealed value does not open. Names table and column, never the value, the row or the key."""

    def __init__(self, table: str, column: str, why: str) -> None:
        super().__init__(f"A value of {table}.{column} does not open: {why}")
        self.table, self.column = table, column


@dataclass(frozen=True)
class KeyRing:
    """The keys of one house: `keys` by name, the one that seals first; `index` for blind indexes."""

    keys: dict[str, bytes]
    index: bytes

    @property
    def current(self) -> str:
        return next(iter(self.keys))

    def seal(
        self, plain: bytes, *, table: str, column: str, row: str, nonce: Callable[[int], bytes] = os.urandom
    ) -> str:
        """The sealed form of `plain`, bound to this place."""
        own = nonce(NONCE_BYTES)
        sealed = own + self._ciphers[self.current].encrypt(own, plain, _bound(table, column, row))
        return f"{FORM}.{self.current}.{base64.b64encode(sealed).decode()}"

    def open(self, sealed: str, *, table: str, column: str, row: str) -> bytes:
        """What was sealed at this place. Raises FieldNotOpened."""
        form, _, rest = sealed.partition(".")
        name, _, packed = rest.partition(".")
        if form != FORM or not packed:
            raise FieldNotOpened(table, column, "it is not in the sealed form. Was it written past the software?")
        cipher = self._ciphers.get(name)
        if cipher is None:
            known = _NAME.fullmatch(name) is not None
            raise FieldNotOpened(
                table, column,
                f"it was sealed with the key {name}, which is not among the keys. Put it back (docs/manual/keys.md)."
                if known else "the name of its key is not one.",
            )  # fmt: skip
        try:
            raw = base64.b64decode(packed, validate=True)
            return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _bound(table, column, row))
        except (InvalidTag, ValueError, binascii.Error):
            raise FieldNotOpened(
                table, column, "it was changed, moved here from another place, or the key is wrong."
            ) from None

    def blind(self, value: str, *, table: str, column: str, within: str) -> str:
        """A fingerprint by which equal values of one place are found: 64 hex digits, the same for ever."""
        return hmac.new(
            self.index, _bound(table, column, within) + _SEPARATOR + value.encode(), hashlib.sha256
        ).hexdigest()

    def with_key(self, key: bytes) -> "KeyRing":
        """This ring with one more key, which seals from now on."""
        number = max((int(name[1:].partition("-")[0]) for name in self.keys), default=0) + 1
        return KeyRing({_name(f"k{number}", key): key, **self.keys}, self.index)

    def without(self, name: str) -> "KeyRing":
        return KeyRing({each: key for each, key in self.keys.items() if each != name}, self.index)

    def as_text(self, separator: str = "\n") -> str:
        """The ring as it is kept: for its file only."""
        lines = [*self.keys.items(), (_name("index", self.index), self.index)]
        return separator.join(f"{name}={base64.b64encode(key).decode()}" for name, key in lines)

    @cached_property
    def _ciphers(self) -> dict[str, AESGCM]:
        return {name: AESGCM(key) for name, key in self.keys.items()}

    def __repr__(self) -> str:
        return f"KeyRing({', '.join(self.keys)})"


def key_of(sealed: str) -> str:
    """The name of the key with which a value was sealed; empty when it is not in the sealed form."""
    form, _, rest = sealed.partition(".")
    return rest.partition(".")[0] if form == FORM else ""


def prefix(name: str) -> str:
    """What every value sealed with this key begins with."""
    return f"{FORM}.{name}."


def new_key() -> bytes:
    return os.urandom(KEY_BYTES)


def new_ring() -> KeyRing:
    """A ring with one fresh key, and a fresh index key."""
    key = new_key()
    return KeyRing({_name("k1", key): key}, new_key())


def read_ring(text: str) -> KeyRing:
    """The ring that a text holds. Raises KeysFaulty, naming the line and never the key."""
    keys: dict[str, bytes] = {}
    index = b""
    for number, line in enumerate(_lines(text), start=1):
        name, _, packed = (part.strip() for part in line.partition("="))
        if not _NAME.fullmatch(name):
            raise KeysFaulty(f"Line {number} does not begin with the name of a key, such as k1-1f0c9a=")
        key = _key(packed, f"The key {name}")
        if name != _name(name.partition("-")[0], key):
            raise KeysFaulty(f"The key {name} is not the one that bore this name: it was copied badly or replaced.")
        if name.startswith("index-"):
            if index:
                raise KeysFaulty("There are two index keys: the house can know one only.")
            index = key
        elif name in keys:
            raise KeysFaulty(f"The key {name} stands twice.")
        else:
            keys[name] = key
    if not keys or not index:
        raise KeysFaulty("It needs at least one data key (k1-...) and the index key (index-...).")
    if index in keys.values() or len(set(keys.values())) != len(keys):
        raise KeysFaulty("Two names have the same key: each needs a key of its own.")
    return KeyRing(keys, index)


def _lines(text: str) -> Iterable[str]:
    parts = (part.strip() for part in text.replace(",", "\n").splitlines())
    return (part for part in parts if part and not part.startswith("#"))


def _key(packed: str, which: str) -> bytes:
    try:
        key = base64.b64decode(packed, validate=True)
    except (ValueError, binascii.Error):
        raise KeysFaulty(f"{which} is not base64.") from None
    if len(key) != KEY_BYTES:
        raise KeysFaulty(f"{which} has {len(key)} bytes and must have {KEY_BYTES}.")
    if len(set(key)) < VARIETY_MIN:
        raise KeysFaulty(f"{which} is no random key. Make keys with: carecommons keys make")
    return key


def _name(stem: str, key: bytes) -> str:
    return f"{stem}-{hashlib.sha256(b'carecommons key ' + key).hexdigest()[:FINGERPRINT]}"


def _bound(table: str, column: str, row: str) -> bytes:
    return _SEPARATOR.join(part.encode() for part in (table, column, row))
