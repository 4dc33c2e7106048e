"""Forecast of children in care: how near, how sure, how fast; the last value, the line and an older model beside it.

    .venv/bin/python bench/forecast.py                            # 100 councils of 900, 20 of 9,600, one run, England
    .venv/bin/python bench/forecast.py --small 300 --large 0      # more or fewer invented sets
    .venv/bin/python bench/forecast.py --small 5 --large 0 --peer 2 --no-speed --json

Sets are invented by bench/invented/lives.py, whose process is written there: five returns to 31 March 2023, and what
came on 31 March 2024, 2025 and 2026. Error: mean of |forecast - truth| / truth over four kinds of home and three
years, in %; three sets resolve nothing, so the standard error stands beside each mean. Peer: cs-demand-model 0.5.1, its
rates of the last 24 months carried on day by day, in the same four kinds of home; the regional model, a second peer, is
in no package index and is not run here. CPU seconds are of a fresh process after its imports: returns read, joined,
tested on the past, 1,000 paths for three years. Memory is the most that the process ever held, imports included.
"""

import argparse
import json
import math
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from invented.lives import FIRST_RETURN, Lives, lived, write_returns
from peers.venv import BENCH, peer_python
from returns import PEER, process

from carecommons.children.returns.days import to_day
from carecommons.children.returns.known import read_known_on
from carecommons.children.stays.lives import lives_of
from carecommons.common.intake import OPERATOR, gather
from carecommons.planning.forecast.engine import Settings
from carecommons.planning.forecast.made import make

AS_AT = date(2023, 3, 31)
TRUTHS = tuple(date(year, 3, 31) for year in (2024, 2025, 2026))
YEARS = range(FIRST_RETURN, AS_AT.year + 1)
ENGLAND = 153
LIMIT_ONE, LIMIT_ENGLAND, LIMIT_MEGABYTES = 0.35, 4.0, 500
ONE = """
import json, sys, time
from datetime import date
from pathlib import Path
from carecommons.children.returns.days import to_day
from carecommons.children.returns.known import read_known_on
from carecommons.children.stays.lives import lives_of
from carecommons.common.intake import OPERATOR, gather
from carecommons.planning.forecast.engine import Settings
from carecommons.planning.forecast.made import make
from carecommons.planning.forecast import kernel
began, as_at = time.process_time(), date(2023, 3, 31)
lives = lives_of(read_known_on(gather([Path(sys.argv[1])], OPERATOR), to_day(as_at)))
made = make(lives, ("all",), as_at, 3, Settings(seed=1))
print(json.dumps({"children": made.children[0], "cpu_after_import": time.process_time() - began,
                  "peak": peak_megabytes()}))
"""
MANY = """
import json, sys, time
from datetime import date
from pathlib import Path
import numpy as np
from carecommons.children.returns.days import to_day
from carecommons.children.returns.known import read_known_on
from carecommons.children.stays.lives import lives_of
from carecommons.common.intake import OPERATOR, gather
from carecommons.planning.forecast.engine import Settings, summed
from carecommons.planning.forecast.made import make
from carecommons.planning.forecast import kernel
began, as_at, areas = time.process_time(), date(2023, 3, 31), int(sys.argv[2])
record = read_known_on(gather([Path(sys.argv[1])], OPERATOR), to_day(as_at))
lives = lives_of(record, np.arange(len(record.children), dtype=np.int32) % areas)
del record
read = time.process_time() - began
made = make(lives, tuple(f"area{n:03}" for n in range(areas)), as_at, 3, Settings(seed=1))
summed("all", made.found)
print(json.dumps({"children": sum(made.children), "areas": areas, "read": read,
                  "cpu_after_import": time.process_time() - began, "peak": peak_megabytes()}))
"""
THEIRS = """
import json, sys, warnings
warnings.simplefilter("ignore")
import pandas as pd
from datetime import date
from cs_demand_model import Config, DemandModellingDataContainer, ModelPredictor, PopulationStats, fs_datastore
config = Config()
view = DemandModellingDataContainer(fs_datastore(sys.argv[1]), config).enriched_view
stats = PopulationStats(view, config)
day = pd.Timestamp(2023, 3, 31)
came = ModelPredictor.from_model(stats, day - pd.DateOffset(months=24), day).predict(1096)
kinds = ("FOSTERING", "RESIDENTIAL", "SUPPORTED", "OTHER")
days = [came.iloc[at - 1] for at in (366, 731, 1096)]
said = [[float(sum(n for (age, kind), n in each.items() if kind == one)) for one in kinds] for each in days]
print(json.dumps({"median": said, "peak": peak_megabytes()}))
"""


@dataclass
class Errors:
    """Of many sets: mean errors (n,) by who forecast, errors by year and kind of home (n, 3, 4), what was covered."""

    ours: list[float]
    naive: list[float]
    line: list[float]
    peer: list[float]
    by_kind: list[Any]
    covered: list[dict[int, float]]


def main() -> int:
    words = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    words.add_argument("--small", type=int, default=100, metavar="N", help="councils of about 900 children")
    words.add_argument("--large", type=int, default=20, metavar="N", help="councils of about 9,600 children")
    words.add_argument("--peer", type=int, default=3, metavar="N", help="small councils on which the peer runs too")
    words.add_argument("--no-speed", action="store_true", help="leave out time and memory")
    words.add_argument("--json", action="store_true")
    args = words.parse_args()
    said: list[str] = []
    found: dict[str, Any] = {}
    for size, number, peers in ((900, args.small, args.peer), (9_600, args.large, 0)):
        if number:
            found[str(size)] = told = summary(errors(size, number, peers))
            said += accuracy_lines(size, told)
    if not args.no_speed:
        found["one"], found["england"] = speed(900, ONE), speed(78_000, MANY, str(ENGLAND))
        said += speed_lines(found["one"], found["england"])
    print(json.dumps(found) if args.json else "\n".join(said))
    return 0


def errors(size: int, number: int, peers: int) -> Errors:
    """Each set is invented, written as returns, read again as they were known on the day, and forecast."""
    found = Errors([], [], [], [], [], [])
    python = peer_python("returns", PEER) if peers else None
    for seed in range(number):
        with tempfile.TemporaryDirectory() as scratch:
            lives = lived(size, seed)
            folder = write_returns(lives, Path(scratch), YEARS, seed)
            score(lives, folder, found)
            if python and seed < peers:
                said = process(python, THEIRS, str(folder))
                found.peer.append(float(off(lives)(np.array(said["median"])).mean()))
    return found


def off(lives: Lives) -> Callable[[Any], Any]:
    truth = np.stack([lives.counted(day) for day in TRUTHS])
    return lambda guess: np.abs(guess - truth) / truth * 100


def score(lives: Lives, folder: Path, found: Errors) -> None:
    known = lives_of(read_known_on(gather([folder], OPERATOR), to_day(AS_AT)))
    area = make(known, ("all",), AS_AT, len(TRUTHS), Settings(seed=1)).found.areas[0]
    truth, miss = np.stack([lives.counted(day) for day in TRUTHS]), off(lives)
    for who, guess in ((found.ours, area.median), (found.naive, area.naive), (found.line, area.line)):
        who.append(float(miss(guess).mean()))
    found.by_kind.append(miss(area.median))
    inside = {level: (area.low[level] <= truth) & (truth <= area.high[level]) for level in (50, 80, 95)}
    found.covered.append({level: float(there.mean() * 100) for level, there in inside.items()})


def summary(found: Errors) -> dict[str, Any]:
    n = len(found.ours)
    told: dict[str, Any] = {"sets": n}
    for name in ("ours", "naive", "line"):
        values = getattr(found, name)
        told[name] = {"error": float(np.mean(values)), "standard_error": float(np.std(values) / math.sqrt(n))}
    told["coverage"] = {str(level): float(np.mean([each[level] for each in found.covered])) for level in (50, 80, 95)}
    kinds = np.mean(found.by_kind, axis=(0, 1))
    told["by_kind"] = dict(zip(("fostering", "residential", "supported", "other"), kinds.tolist(), strict=True))
    if found.peer:
        m = len(found.peer)
        told["peer"] = {"sets": m, "error": float(np.mean(found.peer))}
        told["peer"] |= {name: float(np.mean(getattr(found, name)[:m])) for name in ("ours", "naive", "line")}
    return told


def accuracy_lines(size: int, told: dict[str, Any]) -> list[str]:
    mean = {
        name: f"{told[name]['error']:.2f} % (+-{told[name]['standard_error']:.2f})"
        for name in ("ours", "naive", "line")
    }
    cover = told["coverage"]
    said = [
        f"forecast: {told['sets']} councils of about {size:,} children, four kinds of home, three years: error "
        f"{mean['ours']}; last value {mean['naive']}; line {mean['line']}; 50, 80 and 95 % intervals cover "
        f"{cover['50']:.0f}, {cover['80']:.0f} and {cover['95']:.0f} %"
    ]
    kinds = "; ".join(f"{kind} {error:.1f} %" for kind, error in told["by_kind"].items())
    said.append(f"forecast: of these, by kind of home: {kinds}")
    if peer := told.get("peer"):
        said.append(
            f"forecast: {peer['sets']} of them (which resolve little) beside {PEER.replace('==', ' ')}: error "
            f"{peer['ours']:.1f} %, theirs {peer['error']:.1f} %, last value {peer['naive']:.1f} %, "
            f"line {peer['line']:.1f} %"
        )
    return said


def speed(size: int, program: str, *args: str) -> dict[str, Any]:
    """One set in a process of its own, which is not the first on this machine to load the compiled loops."""
    folder = BENCH / f"forecast-{size}"
    if not (folder / "2023" / "uasc.csv").exists():
        write_returns(lived(size, 1), folder, YEARS, 1)
    return process(Path(sys.executable), program, str(folder), *args)


def speed_lines(one: dict[str, Any], england: dict[str, Any]) -> list[str]:
    spent, all_of = one["cpu_after_import"], england["cpu_after_import"]
    return [
        f"forecast: a council of {one['children']:,} children, read, tested on the past, 1,000 paths, three years: "
        f"{spent:.2f} s CPU after import, {one['peak']:,.0f} MB (limit {LIMIT_ONE} s: {spent / LIMIT_ONE:.2f} of it)",
        f"forecast: England, {england['children']:,} children in {england['areas']} areas: {all_of:.2f} s CPU after "
        f"import, {england['read']:.2f} s of it reading, {england['peak']:,.0f} MB (limits {LIMIT_ENGLAND:.0f} s and "
        f"{LIMIT_MEGABYTES} MB: {all_of / LIMIT_ENGLAND:.2f} and {england['peak'] / LIMIT_MEGABYTES:.2f} of them)",
    ]


if __name__ == "__main__":
    sys.exit(main())
