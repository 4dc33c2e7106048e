"""One child against 60,000 homes, a reason for each: the engine beside the same rules in plain Python.

    .venv/bin/python bench/shortlist.py                     60,000 homes, 400 children, then 5 of them by the peer
    .venv/bin/python bench/shortlist.py --homes 6000 --json

Warm: the arrays are gathered once, as the web process keeps them. A measurement is one child: every home gets
its first failed gate, its reason and its place, and the first 50 are drawn by lot. All of it is invented data.
The peer (shortlist_peer.py) is the specification written a second time, one home at a time; the run ends with 1
unless both found the same reason for every home and the same first 50.
"""

import argparse
import gc
import hashlib
import json
import random
import statistics
import sys
import time
from collections.abc import Mapping, Sequence

from shortlist_peer import ON, RULES, invented_children, invented_homes, plain_first, plain_rank

from carecommons.matching.lottery import first
from carecommons.matching.rank import Ranking, rank
from carecommons.matching.seeker import Seeker
from carecommons.provision.homes import Homes, gather


def one_search(child: Seeker, homes: Homes, seed: bytes) -> Ranking:
    found = rank(child, homes, RULES)
    first(found, seed, 50)
    return found


def measure(homes: Homes, children: Sequence[Seeker], seed: bytes) -> Mapping[str, float]:
    for child in children[:20]:
        one_search(child, homes, seed)
    gc.collect()
    wall, cpu = [], []
    for child in children:
        started, worked = time.perf_counter(), time.thread_time()
        one_search(child, homes, seed)
        cpu.append((time.thread_time() - worked) * 1000)
        wall.append((time.perf_counter() - started) * 1000)
    return {
        "p50_ms": statistics.median(wall),
        "p99_ms": _percentile(wall, 0.99),
        "cpu_p50_ms": statistics.median(cpu),
        "cpu_p99_ms": _percentile(cpu, 0.99),
    }


def _percentile(taken: Sequence[float], share: float) -> float:
    return sorted(taken)[int(share * (len(taken) - 1))]


def main() -> int:
    words = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    words.add_argument("--homes", type=int, default=60_000)
    words.add_argument("--children", type=int, default=400)
    words.add_argument("--peer", type=int, default=5, help="children that the peer ranks as well")
    words.add_argument("--seed", type=int, default=7)
    words.add_argument("--json", action="store_true")
    args = words.parse_args()
    dice = random.Random(args.seed)
    facts = invented_homes(args.homes, dice)
    children = invented_children(args.children, dice, facts)
    seed = hashlib.sha256(b"invented").digest()
    started = time.perf_counter()
    homes = gather(facts, ON)
    gathered = time.perf_counter() - started
    ours = measure(homes, children, seed)
    peer, same = [], True
    for child in children[: args.peer]:
        started = time.perf_counter()
        plain = plain_rank(child, facts, RULES, ON)
        order = plain_first(plain, facts, seed, 50)
        peer.append((time.perf_counter() - started) * 1000)
        found = rank(child, homes, RULES)
        same = same and order == first(found, seed, 50) and [each.reason for each in plain] == found.reason.tolist()
    result = {
        "homes": args.homes, "children": args.children, **{name: round(ms, 2) for name, ms in ours.items()},
        "peer_p50_ms": round(statistics.median(peer), 1) if peer else None, "equal_to_peer": same,
        "gather_s": round(gathered, 2),
    }  # fmt: skip
    if args.json:
        json.dump(result, sys.stdout)
        print()
    else:
        print(
            f"one child against {args.homes:,} homes, a reason for each: p50 {result['p50_ms']} ms, "
            f"p99 {result['p99_ms']} ms (CPU p99 {result['cpu_p99_ms']} ms); "
            f"plain Python p50 {result['peer_p50_ms']} ms; "
            f"equal home by home: {'yes' if same else 'NO'}"
        )
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
