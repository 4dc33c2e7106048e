"""The signed root of the register at one size: what an outsider keeps, so that history cannot be rewritten.

Source: C2SP tlog-checkpoint (three lines: name, size, root in base64) inside a C2SP signed-note (a blank
line, then one line a signature: em dash, name, base64 of key id and Ed25519 signature). Witnesses add lines
of their own below ours.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from carecommons.common.errors import Refused

from .tree import HASH_BYTES, Hash

ED25519 = b"\x01"


@dataclass(frozen=True, slots=True)
class Note:
    """A checkpoint as read: `body` is the text that was signed, `signatures` are (name, key id, signature)."""

    name: str
    size: int
    root: Hash
    body: str
    signatures: tuple[tuple[str, bytes, bytes], ...]


def sign(*, name: str, size: int, root: Hash, key: Ed25519PrivateKey) -> str:
    """The signed checkpoint, as text to keep and to publish."""
    assert len(root) == HASH_BYTES
    assert size >= 0
    assert _is_name(name), name
    body = f"{name}\n{size}\n{base64.b64encode(root).decode()}\n"
    signature = base64.b64encode(_key_id(name, key.public_key().public_bytes_raw()) + key.sign(body.encode()))
    return f"{body}\n— {name} {signature.decode()}\n"


def read(text: str) -> Note:
    """Read a signed checkpoint; the signature is checked by `signed_by`. Raises Refused when it is not one."""
    body, blank, tail = text.rpartition("\n\n")
    lines = (body + "\n").split("\n")
    try:
        if not blank or not tail.endswith("\n") or len(lines) < 4 or not _is_name(lines[0]):
            raise ValueError
        if not (lines[1].isascii() and lines[1].isdigit()) or str(int(lines[1])) != lines[1]:
            raise ValueError
        root = base64.b64decode(lines[2], validate=True)
        signatures = tuple(_signature(line) for line in tail[:-1].split("\n"))
        if len(root) != HASH_BYTES:
            raise ValueError
    except (ValueError, binascii.Error):
        raise Refused(
            "checkpoint_unreadable",
            "This is not a signed checkpoint: it must hold a name, a size and a root, an empty line, and a signature. "
            "Save one with: carecommons register checkpoint",
        ) from None
    return Note(lines[0], int(lines[1]), root, body + "\n", signatures)


def signed_by(note: Note, public_key: bytes) -> bool:
    """Whether the owner of this Ed25519 key signed the note under the note's own name."""
    wanted = _key_id(note.name, public_key)
    for name, key_id, signature in note.signatures:
        if (name, key_id) != (note.name, wanted):
            continue
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(signature, note.body.encode())
        except InvalidSignature:
            return False
        return True
    return False


def verifier(name: str, public_key: bytes) -> str:
    """The public key as others write it down: name+key id+base64 of the key (C2SP signed-note)."""
    return f"{name}+{_key_id(name, public_key).hex()}+{base64.b64encode(ED25519 + public_key).decode()}"


def _key_id(name: str, public_key: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public_key).digest()[:4]


def _signature(line: str) -> tuple[str, bytes, bytes]:
    dash, name, value = line.split(" ")
    decoded = base64.b64decode(value, validate=True)
    if dash != "—" or not _is_name(name) or len(decoded) < 5:
        raise ValueError
    return name, decoded[:4], decoded[4:]


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(letter.isspace() for letter in name)
