"""The register at a million entries: durable appends, and the time of a proof, beside pymerkle in its own process.

    .venv/bin/python bench/register.py
    .venv/bin/python bench/register.py --entries 100000 --json

Ours: each act in a transaction of its own (SQLite, WAL, synchronous=FULL), then the sequencer in batches of
1,000; a proof in memory is the heart's, a proof in the database is `queries.proof`, which reads the entry and
its tiles and checks the answer. Peer: one append at a time and in bulk, and `prove_inclusion`.
The run ends with 1 when a proof does not lead to the root, or when the two trees' roots differ.
"""

import argparse
import hashlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from peers.venv import peer_python

PACKAGE = "pymerkle==7.0.0"
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
PEER = """
import json, random, statistics, sys, time
from pymerkle import SqliteTree
folder, entries, proofs, acts = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
alone = SqliteTree(folder + "/alone.db")
alone.con.execute("PRAGMA synchronous=FULL")
started = time.perf_counter()
for n in range(acts):
    alone.append_entry(b"entry %d" % n)
appended = acts / (time.perf_counter() - started)
alone.close()
tree = SqliteTree(folder + "/bulk.db")
tree.append_entries(b"entry %d" % n for n in range(entries))
dice, taken = random.Random(7), []
for _ in range(proofs):
    index = dice.randrange(1, entries + 1)
    started = time.perf_counter()
    tree.prove_inclusion(index, entries)
    taken.append(time.perf_counter() - started)
print(json.dumps({"appends": appended, "proof_ms": statistics.median(taken) * 1000,
                  "first_proof_ms": taken[0] * 1000, "root": tree.get_state(entries).hex()}))
"""


def main() -> int:
    words = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    words.add_argument("--entries", type=int, default=1_000_000)
    words.add_argument("--acts", type=int, default=300, help="appends, each in a transaction of its own")
    words.add_argument("--proofs", type=int, default=200)
    words.add_argument("--json", action="store_true")
    args = words.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        peer = _peer(scratch, args)
        _own_database(scratch)
        found: dict[str, Any] = {"entries": args.entries, **_appends(args.acts)}
        memory, same_root = _memory(args.entries, args.proofs, peer)
        found |= memory | _database(args.entries, args.proofs)
    found["peer"] = peer
    found["same_root"] = same_root
    if args.json:
        print(json.dumps(found))
    else:
        print(_line(found))
    return 0 if same_root else 1


def _line(found: dict[str, Any]) -> str:
    peer = found["peer"]
    beside = (
        f"; pymerkle: {peer['appends']:,.0f} durable appends/s, proof {peer['proof_ms']:,.2f} ms "
        f"(its first {peer['first_proof_ms']:,.0f} ms)"
        if peer
        else "; pymerkle: not measured here"
    )
    return (
        f"register: {found['acts_s']:,.0f} durable acts/s queued, {found['sealed_s']:,.0f} entries/s sealed; at "
        f"{found['entries']:,} entries a proof takes {found['memory_us']:,.0f} us in memory and "
        f"{found['database_ms']:,.2f} ms in the database (entry read and proof checked), "
        f"{found['memory_appends_s']:,.0f} appends/s in memory{beside}"
    )


def _own_database(scratch: str) -> None:
    os.environ |= {
        "CARECOMMONS_HOME": scratch,
        "CARECOMMONS_PROFILE": "local",
        "DATABASE_URL": f"sqlite:///{scratch}/register.sqlite3",
    }
    from carecommons.cli.ready import django_ready

    django_ready()
    from django.core.management import call_command

    call_command("migrate", "register", verbosity=0)


def _appends(acts: int) -> dict[str, float]:
    from carecommons.register import actions

    def act() -> None:
        actions.record(
            kind="decision", public=PUBLIC, sealed={"child": UUID(int=1), "home": "H-00000"},
            by_id=None, by_role="team_manager", at=AT,
        )  # fmt: skip

    act()
    queued = _seconds(lambda: [act() for _ in range(acts)])
    sealed = _seconds(lambda: actions.integrate(at=AT, at_most=acts + 1))
    return {"acts_s": acts / queued, "sealed_s": (acts + 1) / sealed}


PUBLIC = {"criteria_version": 1, "approver_role": "team_manager", "compromise": False, "review_asked": False}


def _memory(entries: int, proofs: int, peer: dict[str, Any] | None) -> tuple[dict[str, float], bool]:
    from carecommons.register import tree, verify

    leaves = [tree.leaf_hash(b"entry %d" % n) for n in range(entries)]
    whole = tree.Tree()
    appended = _seconds(lambda: [whole.append(leaf) for leaf in leaves])
    root = tree.root(entries, whole.node)
    dice, taken, good = random.Random(7), [], True
    for _ in range(proofs):
        index = dice.randrange(entries)
        started = time.perf_counter()
        path = tree.inclusion(index, entries, whole.node)
        taken.append(time.perf_counter() - started)
        good &= verify.included(leaf=leaves[index], index=index, size=entries, root=root, proof=path)
    good &= peer is None or peer["root"] == root.hex()
    figures = {"memory_us": statistics.median(taken) * 1e6, "memory_appends_s": entries / appended}
    return figures, good


def _database(entries: int, proofs: int) -> dict[str, float]:
    """Fill the tables by hand (stamps are not needed for a proof), seal once, and ask for proofs."""
    from django.db import connection, transaction

    from carecommons.register import actions, leaf, queries, tiles, tree
    from carecommons.register.actions import sequencer
    from carecommons.register.models import Checkpoint, Tile

    begun = Checkpoint.objects.order_by("-size").values_list("size", flat=True).first() or 0
    public = leaf.canonical(PUBLIC).decode()
    commitments = leaf.canonical({"child": hashlib.sha256(b"invented").hexdigest()}).decode()
    tail = f'"month":"2026-11","number":%d,"public":{public}}}'
    size, dice = begun, random.Random(1)
    with transaction.atomic(), connection.cursor() as cursor:
        while size < entries:
            batch = range(size + 1, min(size + 50_000, entries) + 1)
            rows = [(f"{dice.getrandbits(128):032x}", number) for number in batch]
            hashes = [
                tree.leaf_hash((f'{{"commitments":{commitments},"kind":"decision",' + tail % number).encode())
                for number in batch
            ]
            cursor.executemany(
                "INSERT INTO register_entry (id, kind, public, commitments, queued_at, mac) "
                "VALUES (%s, 'decision', %s, %s, '2026-11-20 12:00:00', x'00')",
                [(row, public, commitments) for row, _ in rows],
            )
            cursor.executemany(
                "INSERT INTO register_sealed (number, entry_id, month, leaf_hash, mac) "
                "VALUES (%s, %s, '2026-11', %s, x'00')",
                [(number, row, found) for (row, number), found in zip(rows, hashes, strict=True)],
            )
            for (level, index), row in tiles.grow(size, hashes, queries.read_tile).items():
                Tile.objects.update_or_create(level=level, index=index, defaults={"hashes": row})
            size = batch[-1]
        sequencer._sign(size, AT, before=None)
    numbers, taken = random.Random(7), []
    assert actions.integrate(at=AT) == 0
    for _ in range(proofs):
        number = numbers.randrange(begun + 1, entries + 1)
        started = time.perf_counter()
        assert queries.proof(number).size == entries
        taken.append(time.perf_counter() - started)
    return {"database_ms": statistics.median(taken) * 1000}


def _peer(scratch: str, args: argparse.Namespace) -> dict[str, Any] | None:
    python = peer_python("register", PACKAGE)
    if python is None:
        return None
    folder = Path(scratch) / "peer"
    folder.mkdir()
    command = [python, "-c", PEER, folder, args.entries, args.proofs, min(args.acts, 200)]
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode:
        print(f"peer not measured: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        return None
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _seconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
