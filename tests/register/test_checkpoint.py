"""Signed checkpoints: the public form, a published example, and every way of spoiling one."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from carecommons.common.errors import Refused
from carecommons.register import checkpoint, keyring, outside

SEED = bytes(range(32))
KEYS = keyring.Keyring(SEED)
NAME = "example.org/register"
ROOT = bytes(range(32, 64))


def _signed(**other):
    return checkpoint.sign(**{"name": NAME, "size": 7, "root": ROOT, "key": KEYS.signing, **other})


def test_a_checkpoint_is_three_lines_an_empty_line_and_a_signature():
    lines = _signed().split("\n")
    assert lines[:4] == [NAME, "7", base64.b64encode(ROOT).decode(), ""]
    assert lines[4].startswith(f"— {NAME} ")
    assert lines[5:] == [""]


def test_the_published_example_of_a_signed_note_verifies():
    """The example in the documentation of Go's sumdb/note, from which C2SP signed-note comes."""
    key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    body = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    signed = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    public = base64.b64decode(key.split("+", 2)[2])[1:]
    raw = base64.b64decode(signed)
    assert checkpoint.verifier("PeterNeumann", public) == key
    note = checkpoint.Note("PeterNeumann", 0, b"", body, (("PeterNeumann", raw[:4], raw[4:]),))
    assert checkpoint.signed_by(note, public)


def test_it_reads_back_and_carries_this_registers_signature_only():
    note = checkpoint.read(_signed())
    assert (note.name, note.size, note.root) == (NAME, 7, ROOT)
    assert checkpoint.signed_by(note, KEYS.public_key)
    assert not checkpoint.signed_by(note, keyring.Keyring(b"x" * 32).public_key)


def test_a_witness_may_add_a_line_and_an_extension_may_follow_the_root():
    witness = Ed25519PrivateKey.from_private_bytes(b"w" * 32)
    line = checkpoint.sign(name="witness.example", size=7, root=ROOT, key=witness).split("\n")[4]
    assert checkpoint.signed_by(checkpoint.read(f"{_signed()}{line}\n"), KEYS.public_key)
    assert checkpoint.read("a/b\n1\n" + base64.b64encode(ROOT).decode() + "\nmore\n\n" + line + "\n").size == 1


@given(place=st.integers(0, len(_signed().encode()) - 1), bit=st.integers(0, 7))
def test_one_bit_changed_anywhere_is_noticed(place, bit):
    spoiled = bytearray(_signed().encode())
    spoiled[place] ^= 1 << bit
    try:
        note = checkpoint.read(spoiled.decode("utf-8", errors="replace"))
    except Refused:
        return
    same = (note.name, note.size, note.root) == (NAME, 7, ROOT)
    # The unused bits at the end of a base64 text may change without changing what was signed.
    assert not checkpoint.signed_by(note, KEYS.public_key) or same


@pytest.mark.parametrize("text", [
    "", "\n", "x", "a\n1\nAAAA\n\n— a AAAAAAAA\n", "a b\n1\n" + "A" * 43 + "=\n\n— a AAAAAAAA\n",
    "a\n01\n" + "A" * 43 + "=\n\n— a AAAAAAAA\n", "a\n-1\n" + "A" * 43 + "=\n\n— a AAAAAAAA\n",
    "a\n1\n" + "A" * 43 + "=\n\n- a AAAAAAAA\n", "a\n1\n" + "A" * 43 + "=\n\n— a AA\n", "a\n1\n" + "A" * 43 + "=\n",
    "a\n²\n" + "A" * 43 + "=\n\n— a AAAAAAAA\n", "a\n1\n" + "A" * 43 + "=\n\n— a AAAAAAAA",
])  # fmt: skip
def test_what_is_not_a_checkpoint_is_refused_in_words(text):
    with pytest.raises(Refused, match="not a signed checkpoint"):
        checkpoint.read(text)


def test_the_key_file_is_made_once_and_only_its_owner_may_read_it(tmp_path):
    path = tmp_path / "home" / "register.key"
    first = keyring.from_file(path, make=lambda size: b"k" * size)
    again = keyring.from_file(path, make=lambda size: b"other" * size)
    assert first.seed == again.seed == b"k" * 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert "k" * 8 not in repr(first)
    path.chmod(0o640)
    with pytest.raises(Refused, match="chmod 600"):
        keyring.from_file(path, make=None)


def test_a_lost_key_is_noticed_not_replaced(tmp_path):
    with pytest.raises(Refused) as refusal:
        keyring.from_file(tmp_path / "register.key", make=None)
    assert refusal.value.code == "register_key_missing"
    for text in ("", "short", "=" * 44, base64.b64encode(b"x" * 31).decode()):
        with pytest.raises(Refused, match="not 32 bytes"):
            keyring.from_text(text)


def test_a_stamp_holds_for_its_own_table_and_facts_only():
    mac = KEYS.stamp("entry", {"kind": "decision"})
    assert KEYS.stamped("entry", {"kind": "decision"}, mac)
    assert not KEYS.stamped("sealed", {"kind": "decision"}, mac)
    assert not KEYS.stamped("entry", {"kind": "criteria"}, mac)
    assert not KEYS.stamped("entry", {"kind": "decision"}, None)
    assert not keyring.Keyring(b"x" * 32).stamped("entry", {"kind": "decision"}, mac)


def test_the_kept_checkpoint_is_replaced_whole_and_can_be_forgotten(tmp_path):
    assert outside.kept(tmp_path) is None
    outside.keep(tmp_path, _signed())
    outside.keep(tmp_path, _signed(size=9))
    assert outside.kept(tmp_path) == _signed(size=9)
    assert [path.name for path in tmp_path.iterdir()] == [outside.FILE]
    assert outside.read_file(tmp_path / outside.FILE).size == 9
    outside.forget(tmp_path)
    outside.forget(tmp_path)
    with pytest.raises(Refused, match="no readable checkpoint"):
        outside.read_file(tmp_path / outside.FILE)
