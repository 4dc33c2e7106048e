"""Reading, mending and linking five years of returns, beside the old demand model doing its like; and one import.

    .venv/bin/python bench/returns.py                       # 9,600 and 78,000 children, then one import
    .venv/bin/python bench/returns.py FOLDER [FOLDER ...]   # sets of your own: a folder a year in each
    .venv/bin/python bench/returns.py --children 9600 --json

Sets come from `carecommons demo --write-returns` (invented data) and are kept under var/bench. Ours reads all
tables of all years, checks every row, mends and links. Peer: cs-demand-model 0.5.1, which reads headers and
episodes, combines them and adds its columns (`enriched_view`). CPU seconds are those of the whole process,
start and imports included, with its modules compiled by a first start that is not measured; memory is its
highest. The run ends with 1 when ours finds a fault or loses a child.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from peers.memory import PEAK
from peers.venv import BENCH, peer_python

PEER = "cs-demand-model==0.5.1"
SIZES = (9_600, 78_000)
COUNCIL = 900
AUTHORITY = "330"
OURS = """
import json, sys
from pathlib import Path
from carecommons.children.returns.link import link
from carecommons.children.returns.read import read
from carecommons.children.returns.repair import repair
from carecommons.common.intake import OPERATOR, gather
reading = read(gather([Path(sys.argv[1])], OPERATOR))
record = link(repair(reading))
print(json.dumps({"rows": sum(t.rows for t in reading.tables), "faults": len(reading.faults),
                  "children": len(record.children), "episodes": len(record.episodes), "peak": peak_megabytes()}))
"""
THEIRS = """
import json, sys, warnings
warnings.simplefilter("ignore")
from cs_demand_model import Config, DemandModellingDataContainer, fs_datastore
view = DemandModellingDataContainer(fs_datastore(sys.argv[1]), Config()).enriched_view
print(json.dumps({"children": int(view["CHILD"].nunique()), "episodes": len(view), "peak": peak_megabytes()}))
"""
IMPORT = """
import json, sys, time
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4
from carecommons.cli.ready import django_ready
django_ready(migrate=True)
from carecommons.children.actions import import_returns
from carecommons.children.returns.apart import read_within_limits
from carecommons.people.roles import Person, Role
by = Person(role=Role.PLANNER, id=uuid4(), authorities=frozenset({sys.argv[2]}))
started = time.perf_counter()
reading = read_within_limits([Path(sys.argv[1])])
done = import_returns(authority=sys.argv[2], reading=reading, by=by, at=datetime.now(UTC))
print(json.dumps({"seconds": time.perf_counter() - started, "children": done.children, "episodes": done.episodes}))
"""


def main() -> int:
    words = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    words.add_argument("folders", nargs="*", type=Path, help="sets to read: a folder a year in each")
    words.add_argument("--children", type=int, nargs="*", default=None, help="sizes to make when no set is named")
    words.add_argument("--json", action="store_true")
    args = words.parse_args()
    sizes = args.children if args.children is not None else SIZES
    folders = args.folders or [written(size) for size in sizes]
    found: dict[str, Any] = {"sets": [measured(folder) for folder in folders]}
    if not args.folders:
        found["import"] = imported(written(COUNCIL))
    if args.json:
        print(json.dumps(found))
    else:
        print("\n".join(lines(found)))
    return 0 if all(not s["faults"] and s["whole"] for s in found["sets"]) else 1


def written(children: int) -> Path:
    """An invented five-year set of one council with about so many children in care; made once."""
    folder = BENCH / f"returns-{children}"
    if not (folder / "truth.json").exists():
        command = [
            Path(sys.executable).with_name("carecommons"),
            "demo",
            "--write-returns",
            folder,
            "--authorities",
            "1",
        ]
        subprocess.run([*command, "--children", str(children)], check=True, stdout=subprocess.DEVNULL)
    return next(path for path in sorted(folder.iterdir()) if path.is_dir())


def measured(folder: Path) -> dict[str, Any]:
    """Ours and theirs on one set, each in a process of its own, one after the other."""
    ours = process(Path(sys.executable), OURS, str(folder))
    python = peer_python("returns", PEER)
    peer = process(python, THEIRS, str(folder)) if python else None
    # Theirs drops children of whom it has no header; ours may hold more, never fewer.
    whole = peer is None or ours["children"] >= peer["children"]
    return {"folder": str(folder), **ours, "peer": peer, "whole": whole}


def process(python: Path, program: str, *args: str) -> dict[str, Any]:
    """What a program prints, with the CPU seconds and the peak memory of its process."""
    environment = os.environ | {"POLARS_MAX_THREADS": "2"}
    # Of the two environments one may come compiled and the other not: neither is to pay for that.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    imports = [line for line in program.splitlines() if line.startswith(("import ", "from "))]
    subprocess.run([python, "-c", "\n".join(imports)], check=True, capture_output=True, env=environment)
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        child = subprocess.Popen([python, "-c", PEAK + program, *args], stdout=said, env=environment)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise SystemExit(f"The measured process ended with {child.returncode}.")
        said.seek(0)
        answer = json.loads(said.read())
    return answer | {"cpu": used.ru_utime + used.ru_stime, "seconds": time.perf_counter() - started}


def imported(folder: Path) -> dict[str, Any]:
    """One council's five years into a fresh SQLite database, by the real act; reading in its child included."""
    with tempfile.TemporaryDirectory() as scratch:
        environment = os.environ | {
            "CARECOMMONS_HOME": scratch,
            "CARECOMMONS_PROFILE": "local",
            "DATABASE_URL": f"sqlite:///{scratch}/returns.sqlite3",
        }
        done = subprocess.run(
            [sys.executable, "-c", IMPORT, str(folder), AUTHORITY], env=environment, capture_output=True, check=True
        )
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def lines(found: dict[str, Any]) -> list[str]:
    said = []
    for one in found["sets"]:
        peer = one["peer"]
        beside = (
            f"; cs-demand-model 0.5.1: {peer['cpu']:.1f} s CPU, {peer['peak']:,.0f} MB: "
            f"{peer['cpu'] / one['cpu']:.1f} times the time, {peer['peak'] / one['peak']:.1f} times the memory"
            if peer
            else "; cs-demand-model: not measured here"
        )
        said.append(
            f"returns: read, mended and linked {one['rows']:,} rows of {one['children']:,} children "
            f"in {one['cpu']:.2f} s CPU, {one['peak']:,.0f} MB{beside}"
        )
    if done := found.get("import"):
        said.append(
            f"returns: one council's five years ({done['children']:,} children, {done['episodes']:,} episodes) "
            f"imported into SQLite in {done['seconds']:.1f} s"
        )
    return said


if __name__ == "__main__":
    sys.exit(main())
