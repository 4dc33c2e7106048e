"""The draw among equals: anyone with the seed can run it again and find the same order.

lot(home) = SHA-256(seed || the sixteen bytes of the home's id); the smaller comes first.
The seed is committed in the public register when the search opens (commitment = SHA-256(seed)), before anyone
knows which homes will be equal, and is shown with the list. Being shown first means nothing.
"""

import hashlib
from collections.abc import Iterator
from itertools import chain

import numpy as np

from carecommons.provision.homes import Homes

from .gates import Rows
from .rank import Ranking

SEED_BYTES = 32


def commitment(seed: bytes) -> str:
    """What the register shows while the seed is secret."""
    return hashlib.sha256(seed).hexdigest()


def lot(seed: bytes, home_id: bytes) -> bytes:
    """A home's lot; the smaller comes first among equals."""
    return hashlib.sha256(seed + home_id).digest()


def draw(seed: bytes, homes: Homes, rows: Rows) -> Rows:
    """Equals in the order of their lots."""
    if len(rows) < 2:
        return rows
    sha256, ids = hashlib.sha256, homes.id_bytes
    lots = sorted((sha256(seed + ids[row]).digest(), row) for row in rows.tolist())
    return np.array([row for _, row in lots], dtype=np.intp)


def drawn(ranking: Ranking, seed: bytes) -> Iterator[Rows]:
    """The groups of equals in order, each drawn only when it is asked for."""
    return (draw(seed, ranking.homes, group) for group in ranking.groups())


def first(ranking: Ranking, seed: bytes, number: int) -> list[int]:
    """The first `number` shown homes: only the groups that are reached are drawn."""
    found: list[int] = []
    for group in drawn(ranking, seed):
        found.extend(group.tolist())
        if len(found) >= number:
            break
    return found[:number]


def whole_order(ranking: Ranking, seed: bytes) -> list[int]:
    """Every shown home, in order."""
    return list(chain.from_iterable(group.tolist() for group in drawn(ranking, seed)))
