"""The tree against the definition in RFC 6962, hand-computed hashes, and all 518 public vectors."""

import base64
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carecommons.register import tiles, tree, verify
from carecommons.register.tree import EMPTY_ROOT, Frontier, Tree, leaf_hash, node_hash
from shared import SHARED

VECTORS = SHARED / "merkle" / "testdata"
needs_vectors = pytest.mark.skipif(not VECTORS.exists(), reason="the public vectors are not beside this clone")

# The eight leaves of the reference tree (RFC 6962's own test program), and its root.
EIGHT = [bytes.fromhex(h) for h in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")]  # fmt: skip
EIGHT_ROOT = base64.b64decode("XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=")


def definition(leaves):
    """MTH(D[n]) exactly as RFC 6962 section 2.1 writes it."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + definition(leaves[:k]) + definition(leaves[k:])).digest()


def _leaves(size):
    return [b"leaf %d" % i for i in range(size)]


def _tree(size):
    return Tree(leaf_hash(leaf) for leaf in _leaves(size))


def test_the_hashes_are_those_of_the_standard():
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert leaf_hash(b"L123456").hex() == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
    joined = node_hash(b"N123", b"N456").hex()
    assert joined == "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"


def test_the_reference_tree_of_eight_leaves_has_its_published_root():
    hashes = [leaf_hash(leaf) for leaf in EIGHT]
    whole = Tree(hashes)
    edge = Frontier()
    for each in hashes:
        edge.append(each)
    assert tree.root(8, whole.node) == edge.root() == tree.fold(hashes) == EIGHT_ROOT


def test_three_leaves_by_hand():
    a, b, c = (leaf_hash(x) for x in (b"a", b"b", b"c"))
    ab = node_hash(a, b)
    node = Tree([a, b, c]).node
    assert tree.root(3, node) == node_hash(ab, c)
    assert tree.inclusion(0, 3, node) == (b, c)
    assert tree.inclusion(1, 3, node) == (a, c)
    assert tree.inclusion(2, 3, node) == (ab,)
    assert tree.consistency(1, 3, node) == (b, c)
    assert tree.consistency(2, 3, node) == (c,)
    assert tree.consistency(3, 3, node) == ()


def test_an_empty_tree_has_the_root_of_nothing():
    assert Frontier().root() == tree.root(0, Tree().node) == EMPTY_ROOT


@given(size=st.integers(1, 300))
def test_root_is_what_the_definition_says(size):
    edge = Frontier()
    for leaf in _leaves(size):
        edge.append(leaf_hash(leaf))
    assert edge.root() == tree.root(size, _tree(size).node) == definition(_leaves(size))
    assert edge.size == size


@given(data=st.data(), size=st.integers(1, 200))
def test_every_inclusion_proof_verifies_and_only_for_its_own_leaf_place_and_size(data, size):
    index = data.draw(st.integers(0, size - 1))
    node = _tree(size).node
    proof = tree.inclusion(index, size, node)
    leaf, root = leaf_hash(_leaves(size)[index]), tree.root(size, node)
    facts = dict(leaf=leaf, index=index, size=size, root=root, proof=proof)
    assert verify.included(**facts)
    assert not verify.included(**{**facts, "index": index + 1})
    assert not verify.included(**{**facts, "leaf": leaf_hash(b"forged")})
    assert not verify.included(**{**facts, "root": leaf_hash(b"forged")})
    assert not verify.included(**{**facts, "proof": (*proof, leaf)})
    if proof:
        assert not verify.included(**{**facts, "proof": proof[:-1]})
        assert not verify.included(**{**facts, "proof": (*proof[:-1], proof[-1][:31])})


@given(data=st.data(), new=st.integers(1, 200))
def test_every_consistency_proof_verifies_and_a_rewritten_leaf_breaks_it(data, new):
    old = data.draw(st.integers(1, new))
    node = _tree(new).node
    proof = tree.consistency(old, new, node)
    facts = dict(old=old, new=new, old_root=definition(_leaves(old)), new_root=definition(_leaves(new)), proof=proof)
    assert verify.consistent(**facts)
    rewritten = [*_leaves(old)[:-1], b"another"]
    assert not verify.consistent(**{**facts, "old_root": definition(rewritten)})
    assert not verify.consistent(**{**facts, "proof": (*proof, EMPTY_ROOT)})


@given(data=st.data(), size=st.integers(1, 150))
def test_every_subtree_proof_verifies(data, size):
    start = data.draw(st.integers(0, size - 1))
    end = data.draw(st.integers(start + 1, size).filter(lambda end: tree.is_subtree(start, end)))
    index = data.draw(st.integers(start, end - 1))
    node, root, sub_root = _tree(size).node, definition(_leaves(size)), definition(_leaves(size)[start:end])
    inside = tree.subtree_inclusion(index, start, end, node)
    leaf = leaf_hash(_leaves(size)[index])
    assert verify.subtree_included(leaf=leaf, index=index, start=start, end=end, root=sub_root, proof=inside)
    within = tree.subtree_consistency(start, end, size, node)
    assert verify.subtree_consistent(start=start, end=end, size=size, sub_root=sub_root, root=root, proof=within)


@given(batches=st.lists(st.integers(0, 700), max_size=5))
def test_tiles_hold_the_same_tree_as_memory_however_it_was_filled(batches):
    rows: dict[tuple[int, int], bytes] = {}

    def read(level, index):
        return rows.get((level, index), b"")

    hashes = [leaf_hash(leaf) for leaf in _leaves(sum(batches))]
    size = 0
    for batch in batches:
        rows |= tiles.grow(size, hashes[size : size + batch], read)
        size += batch
    whole = Tree(hashes)
    for level in range(size.bit_length()):
        for index in range(0, size >> level, 37):
            assert tiles.node(read, level, index) == whole.node(level, index)


def test_a_shortened_tile_is_noticed_not_misread():
    hashes = [leaf_hash(leaf) for leaf in _leaves(10)]
    short = b"".join(hashes[:9])
    with pytest.raises(LookupError):
        tiles.grow(10, [EMPTY_ROOT], lambda level, index: short)
    with pytest.raises(LookupError):
        tiles.node(lambda level, index: short, 1, 4)


# ---- the 518 public vectors

FOLDERS = ("inclusion", "consistency", "subtreeinclusion", "subtreeconsistency")


def _vectors(folder):
    return sorted((VECTORS / folder).rglob("*.json"))


def _read(path):
    raw = json.loads(path.read_text())
    decode = lambda text: base64.b64decode(text or "")  # noqa: E731
    proof = [decode(step) for step in raw.get("proof") or ()]
    return raw, proof, decode


@needs_vectors
def test_the_vectors_are_all_there():
    assert sum(len(_vectors(folder)) for folder in FOLDERS) == 518


def _answer(folder, raw, proof, decode):
    if folder == "inclusion":
        return verify.included(leaf=decode(raw["leafHash"]), index=raw["leafIdx"], size=raw["treeSize"],
                               root=decode(raw["root"]), proof=proof)  # fmt: skip
    if folder == "consistency":
        return verify.consistent(old=raw["size1"], new=raw["size2"], old_root=decode(raw["root1"]),
                                 new_root=decode(raw["root2"]), proof=proof)  # fmt: skip
    if folder == "subtreeinclusion":
        return verify.subtree_included(leaf=decode(raw["leafHash"]), index=raw["leafIdx"], start=raw["start"],
                                       end=raw["end"], root=decode(raw["root"]), proof=proof)  # fmt: skip
    return verify.subtree_consistent(start=raw["start"], end=raw["end"], size=raw["size"],
                                     sub_root=decode(raw["root1"]), root=decode(raw["root2"]), proof=proof)  # fmt: skip


@needs_vectors
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_public_vector_is_answered_as_it_asks(folder):
    wrong, accepted = [], 0
    for path in _vectors(folder):
        raw, proof, decode = _read(path)
        answer = _answer(folder, raw, proof, decode)
        accepted += answer
        if answer == raw["wantErr"]:
            wrong.append(f"{path.relative_to(VECTORS)}: {raw['desc']}")
    assert wrong == []
    assert accepted >= 6
