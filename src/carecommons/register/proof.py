"""That an entry is in the register, in a form that a stranger can check without asking us.

The document holds the entry's exact bytes, the steps that lead from its fingerprint to the root of the whole,
and the signed checkpoint with that root. `CHECKER` is the program that a stranger may run, or write anew.
"""

import json
from dataclasses import dataclass
from typing import Any

from . import checkpoint, verify
from .tree import Hash, leaf_hash

FORMAT = "carecommons-register-proof/1"


@dataclass(frozen=True, slots=True)
class Proof:
    """Why entry `number` stands in the register of `size` entries. `leaf` is canonical JSON (leaf.py)."""

    number: int
    leaf: bytes
    size: int
    path: tuple[Hash, ...]
    checkpoint: str
    public_key: str

    @property
    def leaf_hash(self) -> Hash:
        return leaf_hash(self.leaf)

    @property
    def holds(self) -> bool:
        """Whether the steps lead from this entry to the root in the checkpoint."""
        note = checkpoint.read(self.checkpoint)
        return note.size == self.size and verify.included(
            leaf=self.leaf_hash, index=self.number - 1, size=self.size, root=note.root, proof=self.path
        )

    def as_document(self) -> dict[str, Any]:
        """The proof as JSON."""
        return {
            "format": FORMAT,
            "entry": json.loads(self.leaf),
            "leaf": self.leaf.decode(),
            "leaf_hash": self.leaf_hash.hex(),
            "index": self.number - 1,
            "size": self.size,
            "path": [step.hex() for step in self.path],
            "checkpoint": self.checkpoint,
            "public_key": self.public_key,
        }

    def words(self) -> tuple[str, ...]:
        """The proof in plain words, one step a sentence."""
        steps = "1 step" if len(self.path) == 1 else f"{len(self.path)} steps"
        climb = (
            f"It is tied to its neighbours, those to theirs, up to one seal for the whole register. "
            f"That takes {steps} for {self.size:,} entries."
            if self.path
            else "It is the only entry, so its fingerprint is the seal of the whole register."
        )
        return (
            f"Entry {self.number:,} has a fingerprint. Change one letter of it and the fingerprint changes.",
            climb,
            "The seal was signed with the register's key. Anyone who kept a copy of that seal would see a change.",
        )


CHECKER = '''\
"""Check a Care Commons register proof. Needs only Python. Run: python check.py proof.json"""
import base64, hashlib, json, sys

try:
    proof = json.load(open(sys.argv[1], encoding="utf-8"))
    proof["leaf"], proof["index"], proof["size"], proof["path"], proof["checkpoint"], proof["entry"]["number"]
except IndexError:
    sys.exit("Which proof? Run: python check.py proof.json")
except (OSError, ValueError, KeyError, TypeError):
    sys.exit(f"{sys.argv[1]} cannot be read as a proof. Download it again from the entry's page.")
found = hashlib.sha256(b"\\x00" + proof["leaf"].encode()).digest()
at, last = proof["index"], proof["size"] - 1
for step in map(bytes.fromhex, proof["path"]):
    if at % 2 or at == last:
        found = hashlib.sha256(b"\\x01" + step + found).digest()
        while at and at % 2 == 0:
            at, last = at // 2, last // 2
    else:
        found = hashlib.sha256(b"\\x01" + found + step).digest()
    at, last = at // 2, last // 2
seal = proof["checkpoint"].split("\\n")
same_entry = json.loads(proof["leaf"]) == proof["entry"] and proof["entry"]["number"] == proof["index"] + 1
good = same_entry and last == 0 and int(seal[1]) == proof["size"] and base64.b64decode(seal[2]) == found
print("The entry is in the sealed register." if good else "NOT proven: the steps do not lead to the seal.")
sys.exit(0 if good else 3)
'''
