"""Random numbers that depend on names alone: not on the order of the work, nor on who does it.

The stream of an area and a purpose is the same in one process, in eight and on a cluster, and adding an area changes
the draws of no other.
"""

from hashlib import sha256

import numpy as np

__all__ = ["stream"]


def stream(seed: int, *names: object) -> np.random.Generator:
    """The generator for these names under a seed."""
    digest = sha256("|".join(str(name) for name in names).encode()).digest()
    words = np.frombuffer(digest, "<u4")
    return np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, *(int(word) for word in words)])))
