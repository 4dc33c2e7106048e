"""The tree that ties every entry to one root, so that nothing can be altered, dropped or moved unseen.

Source: RFC 6962 section 2.1 (RFC 9162 section 2.1): leaf = SHA-256(0x00 || data), node = SHA-256(0x01 ||
left || right), a tree of n leaves split at the largest power of two below n. Subtree proofs: IETF draft
"Merkle Tree Certificates" (plants). verify.py checks what this module proves.
Units: hashes are 32 bytes; sizes and indexes count leaves from 0; a subtree is [start, end).
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence

Hash = bytes
HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256().digest()

# Node(level, index) is the root of the 2**level leaves that begin at index * 2**level, all of them present.
Node = Callable[[int, int], Hash]


def leaf_hash(data: bytes) -> Hash:
    """SHA-256(0x00 || data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: Hash, right: Hash) -> Hash:
    """SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[Hash]) -> Hash:
    """The root over a power of two of hashes, side by side."""
    assert hashes
    assert len(hashes) & (len(hashes) - 1) == 0
    while len(hashes) > 1:
        hashes = [node_hash(hashes[i], hashes[i + 1]) for i in range(0, len(hashes), 2)]
    return hashes[0]


class Frontier:
    """The right-hand edge of a growing tree: enough to append and to know the root, in log2(size) hashes."""

    def __init__(self) -> None:
        self.size = 0
        self._edge: list[Hash] = []  # roots of the full subtrees, largest first, one for each bit of size

    def append(self, leaf: Hash) -> None:
        carry, bits = leaf, self.size
        while bits & 1:
            carry, bits = node_hash(self._edge.pop(), carry), bits >> 1
        self._edge.append(carry)
        self.size += 1

    def root(self) -> Hash:
        if not self._edge:
            return EMPTY_ROOT
        root = self._edge[-1]
        for left in reversed(self._edge[:-1]):
            root = node_hash(left, root)
        return root


class Tree:
    """A whole tree in memory: append a leaf's hash, read any full node."""

    def __init__(self, leaves: Iterable[Hash] = ()) -> None:
        self._levels: list[list[Hash]] = [[]]
        for leaf in leaves:
            self.append(leaf)

    @property
    def size(self) -> int:
        return len(self._levels[0])

    def append(self, leaf: Hash) -> None:
        self._levels[0].append(leaf)
        for level, row in enumerate(self._levels):
            if len(row) & 1:
                return
            if level + 1 == len(self._levels):
                self._levels.append([])
            self._levels[level + 1].append(node_hash(row[-2], row[-1]))

    def node(self, level: int, index: int) -> Hash:
        return self._levels[level][index]


def root(size: int, node: Node) -> Hash:
    """The root of the first `size` leaves."""
    return range_root(0, size, node) if size else EMPTY_ROOT


def range_root(start: int, end: int, node: Node) -> Hash:
    """The root over the leaves [start, end), which must be a subtree (see is_subtree)."""
    width = end - start
    if width & (width - 1) == 0:
        level = width.bit_length() - 1
        return node(level, start >> level)
    middle = start + _split(width)
    return node_hash(range_root(start, middle, node), range_root(middle, end, node))


def is_subtree(start: int, end: int) -> bool:
    """Whether [start, end) can be a subtree: not empty, and start divisible by its width rounded up to 2**k."""
    return 0 <= start < end and start % (1 << (end - start - 1).bit_length()) == 0


def inclusion(index: int, size: int, node: Node) -> tuple[Hash, ...]:
    """The hashes that lead from leaf `index` to the root of the first `size` leaves, lowest first."""
    return subtree_inclusion(index, 0, size, node)


def subtree_inclusion(index: int, start: int, end: int, node: Node) -> tuple[Hash, ...]:
    """The hashes that lead from leaf `index` to the root of the subtree [start, end), lowest first."""
    assert is_subtree(start, end)
    assert start <= index < end
    path: list[Hash] = []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(range_root(middle, end, node))
            end = middle
        else:
            path.append(range_root(start, middle, node))
            start = middle
    return tuple(reversed(path))


def consistency(old: int, new: int, node: Node) -> tuple[Hash, ...]:
    """The hashes that show the first `old` leaves unchanged at the head of the first `new`. 0 < old <= new."""
    return subtree_consistency(0, old, new, node)


def subtree_consistency(start: int, end: int, size: int, node: Node) -> tuple[Hash, ...]:
    """The hashes that show the subtree [start, end) unchanged inside the first `size` leaves, lowest first."""
    assert is_subtree(start, end)
    assert end <= size
    path: list[Hash] = []
    low, high, known = 0, size, True
    while (low, high) != (start, end):
        middle = low + _split(high - low)
        if end <= middle:
            path.append(range_root(middle, high, node))
            high = middle
        else:
            path.append(range_root(low, middle, node))
            if start < middle:  # the subtree lies on both sides, so it begins where this part does
                start, known = middle, False
            low = middle
    if not known:
        path.append(range_root(low, high, node))
    return tuple(reversed(path))


def _split(width: int) -> int:
    """The largest power of two below `width`."""
    return 1 << ((width - 1).bit_length() - 1)
