"""The register's secret, kept outside the database: it signs checkpoints and stamps rows.

One 32-byte seed. From it come the Ed25519 key that signs checkpoints, and (by HKDF) the key of the stamp
(HMAC-SHA256) that every row of the register carries. Someone who can write to the database but cannot read
the seed can forge neither. It comes from CARECOMMONS_REGISTER_KEY (base64) or from a file that only its
owner can read.
"""

import base64
import binascii
import hashlib
import hmac
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from carecommons.common.errors import Refused

from .leaf import canonical

SEED_BYTES = 32


@dataclass(frozen=True)
class Keyring:
    """The seed, and what is made from it. Never printed: `repr` hides it."""

    seed: bytes

    def __post_init__(self) -> None:
        assert len(self.seed) == SEED_BYTES

    def __repr__(self) -> str:
        return "Keyring(seed hidden)"

    @cached_property
    def signing(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @cached_property
    def public_key(self) -> bytes:
        """The 32 bytes that everyone may know, to check signatures."""
        return self.signing.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    @cached_property
    def _stamping(self) -> bytes:
        return HKDF(SHA256(), 32, salt=None, info=b"carecommons register rows v1").derive(self.seed)

    def stamp(self, table: str, facts: Any) -> bytes:
        """HMAC-SHA256 over a row's facts; the table's name keeps a stamp from being moved to another table."""
        return hmac.new(self._stamping, canonical([table, facts]), hashlib.sha256).digest()

    def stamped(self, table: str, facts: Any, mac: bytes | None) -> bool:
        """Whether this row carries the stamp that only this register could have made."""
        return mac is not None and hmac.compare_digest(self.stamp(table, facts), mac)


def from_text(text: str) -> Keyring:
    """The keyring of a base64 seed. Raises Refused when it is not 32 bytes of base64."""
    try:
        seed = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        seed = b""
    if len(seed) != SEED_BYTES:
        raise Refused(
            "register_key_wrong",
            "The register's key is not 32 bytes written in base64, so nothing can be signed or checked. "
            "Restore the key from its backup; a new key would make every earlier seal unverifiable.",
        )
    return Keyring(seed)


def from_file(path: Path, *, make: Callable[[int], bytes] | None) -> Keyring:
    """The keyring kept in `path`; made there with `make(32)` if there is none yet and `make` is given.

    Raises Refused when the file is missing and may not be made, or when others can read it.
    """
    if not path.exists():
        if make is None:
            raise Refused(
                "register_key_missing",
                f"The register's key is not at {path}, yet the register holds entries made with it. "
                "Restore the key from its backup, or set CARECOMMONS_REGISTER_KEY.",
            )
        _write_once(path, base64.b64encode(make(SEED_BYTES)))
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise Refused(
            "register_key_open",
            f"Others can read the register's key at {path} (mode {mode:o}). Run: chmod 600 {path}",
        )
    return from_text(path.read_text("ascii", errors="replace"))


def _write_once(path: Path, text: bytes) -> None:
    """Whoever links first wins; a reader never sees half a key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(text + b"\n")
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
