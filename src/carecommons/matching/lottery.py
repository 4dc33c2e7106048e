"""The draw among equals: anyone with the seed can run it again and find the same order.

lot(home) = SHA-256(seed || the sixteen bytes of the home's id); the smaller comes first.
The seed is committed in the public register when the search opens (commitment = SHA-256(seed)), before anyone
knows which homes will be equal, and is shown with the list. Being shown first means nothing.
"""

import heapq

try:
    # The interpreter's own SHA-256 takes less than half the time of OpenSSL's for 48 bytes; the digest is the same.
    from _sha2 import sha256
except ImportError:
    try:
        from _sha256 import sha256
    except ImportError:
        from hashlib import sha256

from carecommons.provision.homes import Homes

from .gates import Rows
from .rank import Ranking

SEED_BYTES = 32


def commitment(seed: bytes) -> str:
    """What the register shows while the seed is secret."""
    return sha256(seed).hexdigest()


def lot(seed: bytes, home_id: bytes) -> bytes:
    """A home's lot; the smaller comes first among equals."""
    return sha256(seed + home_id).digest()


def draw(seed: bytes, homes: Homes, rows: Rows, number: int | None = None) -> list[int]:
    """Equals in the order of their lots; with `number`, only so many of them."""
    ids = homes.id_bytes
    lots = [(sha256(seed + ids[row]).digest(), row) for row in rows.tolist()]
    drawn = sorted(lots) if number is None or number >= len(lots) else heapq.nsmallest(number, lots)
    return [row for _, row in drawn]


def first(ranking: Ranking, seed: bytes, number: int) -> list[int]:
    """The first `number` shown homes: only the groups that are reached are drawn."""
    found: list[int] = []
    for group in ranking.groups():
        if len(found) >= number:
            break
        found.extend(draw(seed, ranking.homes, group, number - len(found)))
    return found


def drawn_groups(ranking: Ranking, seed: bytes) -> list[list[int]]:
    """Every group of equals, first group first, each in the order of its draw."""
    return [draw(seed, ranking.homes, group) for group in ranking.groups()]
