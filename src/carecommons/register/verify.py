"""Checking proofs: what a stranger runs. Nothing here needs the register, its database or its key.

Source: RFC 9162 sections 2.1.3.2 and 2.1.4.2; subtree forms from the IETF draft "Merkle Tree Certificates".
A proof is a tuple of 32-byte hashes, lowest first. Each function answers True or False and never raises.
"""

from collections.abc import Sequence

from .tree import EMPTY_ROOT, HASH_BYTES, Hash, is_subtree, node_hash


def included(*, leaf: Hash, index: int, size: int, root: Hash, proof: Sequence[Hash]) -> bool:
    """Whether `leaf` stands at `index` in the tree of `size` leaves that has this root."""
    return subtree_included(leaf=leaf, index=index, start=0, end=size, root=root, proof=proof)


def subtree_included(*, leaf: Hash, index: int, start: int, end: int, root: Hash, proof: Sequence[Hash]) -> bool:
    """Whether `leaf` stands at `index` in the subtree [start, end) that has this root."""
    if not is_subtree(start, end) or not start <= index < end or not _whole([leaf, *proof]):
        return False
    at, last, found = index - start, end - start - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(step, found)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, step)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def consistent(*, old: int, new: int, old_root: Hash, new_root: Hash, proof: Sequence[Hash]) -> bool:
    """Whether the tree of `old` leaves is the head of the tree of `new` leaves. Needs 0 < old <= new."""
    if old == 0:  # a proof from an empty tree would show nothing
        return False
    return subtree_consistent(start=0, end=old, size=new, sub_root=old_root, root=new_root, proof=proof)


def subtree_consistent(*, start: int, end: int, size: int, sub_root: Hash, root: Hash, proof: Sequence[Hash]) -> bool:
    """Whether the subtree [start, end) with `sub_root` is part of the tree of `size` leaves with `root`."""
    if start == end:  # the draft lets an empty subtree stand anywhere in the tree, with nothing to prove
        return 0 <= end <= size and not proof and sub_root == EMPTY_ROOT
    if not is_subtree(start, end) or end > size or not _whole(proof):
        return False
    first, last, top = _climb_to_common_level(start, end - 1, size - 1)
    steps = list(proof)
    if first != last and not steps:
        return False
    # When the subtree is itself one full node, its root is where the climb begins; else the proof says where.
    found = sub_found = sub_root if first == last else steps.pop(0)
    for step in steps:
        if top == 0:
            return False
        if last & 1 or last == top:
            if first < last:
                sub_found = node_hash(step, sub_found)
            found = node_hash(step, found)
            while not last & 1:
                first, last, top = first >> 1, last >> 1, top >> 1
        else:
            found = node_hash(found, step)
        first, last, top = first >> 1, last >> 1, top >> 1
    return top == 0 and sub_found == sub_root and found == root


def _climb_to_common_level(first: int, last: int, top: int) -> tuple[int, int, int]:
    """The lowest level at which a proof can begin: above the part that subtree and tree have in common."""
    ends_with_tree = last == top
    while first != last and (ends_with_tree or last & 1):
        first, last, top = first >> 1, last >> 1, top >> 1
    return first, last, top


def _whole(hashes: Sequence[Hash]) -> bool:
    # Roots are compared, not measured: a root of the wrong length simply equals nothing.
    return all(len(part) == HASH_BYTES for part in hashes)
