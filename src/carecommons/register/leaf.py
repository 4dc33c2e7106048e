"""One entry as the exact bytes that the tree holds, and the sealed parts that only the parties can open.

A leaf is canonical JSON (RFC 8785) of number, kind, month, public fields and commitments. A commitment is
SHA-256(salt || canonical([name, value])) with 32 random bytes of salt, so that nobody can guess the value
by trying, and erasing salt and value leaves a leaf that still verifies and tells nothing.
Units: month is "2026-11", in the time of the place where the register is kept. Hashes are 32 bytes, shown as hex.
"""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import rfc8785

SALT_BYTES = 32
LONDON = ZoneInfo("Europe/London")


def canonical(value: Any) -> bytes:
    """The one way to write `value` as JSON (RFC 8785). Raises ValueError on NaN and on integers of 2**53 or more."""
    return rfc8785.dumps(plain(value))


def plain(value: Any) -> Any:
    """`value` in JSON's own types: ids, days, moments and choices become text; sets are put in order."""
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, UUID | date | datetime):
        return str(value) if isinstance(value, UUID) else value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((plain(part) for part in value), key=canonical)
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    raise TypeError(f"A {type(value).__name__} cannot be written in the register. Pass text, numbers, days or lists.")


def commitment(name: str, value: Any, salt: bytes) -> str:
    """The public fingerprint of a sealed part: SHA-256(salt || canonical([name, value])), hex."""
    return commitment_of_text(name, canonical(value), salt)


def commitment_of_text(name: str, value: bytes, salt: bytes) -> str:
    """The same, of a value that is already written as canonical JSON: an array is its parts between brackets."""
    assert len(salt) == SALT_BYTES
    return hashlib.sha256(b"%b[%b,%b]" % (salt, canonical(name), value)).hexdigest()


def opens(commitment_hex: str, name: str, value: Any, salt: bytes) -> bool:
    """Whether this value and salt are what was sealed under that name."""
    return len(salt) == SALT_BYTES and commitment(name, value, salt) == commitment_hex


def leaf(*, number: int, kind: str, month: str, public: Mapping[str, Any], commitments: Mapping[str, str]) -> bytes:
    """The bytes of one entry in the tree. Entry number n is the leaf with index n - 1."""
    assert number >= 1
    return canonical(
        {
            "number": number,
            "kind": kind,
            "month": month,
            "public": dict(public),
            "commitments": dict(commitments),
        }
    )


def month_of(at: datetime) -> str:
    """The month of a moment, as people in England would say it."""
    assert at.tzinfo is not None
    return at.astimezone(LONDON).strftime("%Y-%m")
