"""The regulator's workbook of 2025 read into values: our reader beside pandas with odfpy, in one run.

    .venv/bin/python bench/public_list.py [--file provider_at_march_2025.ods] [--json]

Ours: the whole workbook chosen from, checked row by row and normalised. The peer only reads the one sheet of
providers and places into a table, and counts the kinds. Both in processes of their own; processor seconds and
the most memory held. The run ends with 1 when the counts differ or ours takes more than 2 seconds.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from peers.memory import PEAK
from peers.venv import peer_python

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "ofsted" / "provider_at_march_2025.ods"
SECONDS_MAX = 2.0

OURS = """
import json, sys, time
from pathlib import Path
from carecommons.provision.public_list import read_files, summary
path = Path(sys.argv[1])
started = time.process_time()
found = summary(read_files([(path.name, path.read_bytes())]))
print(json.dumps({"seconds": time.process_time() - started, "homes": found["by_type"]["childrens_home"],
                  "providers": found["providers"],
                  "megabytes": peak_megabytes()}))
"""

PEER = """
import json, sys, time
import pandas
started = time.process_time()
table = pandas.read_excel(sys.argv[1], engine="odf", sheet_name="Providers+places_at_31_Mar_2025", header=3)
kinds = table["Provision type"].str.casefold().value_counts()
print(json.dumps({"seconds": time.process_time() - started, "homes": int(kinds["children's home"]),
                  "providers": len(table),
                  "megabytes": peak_megabytes()}))
"""


def main() -> int:
    words = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    words.add_argument("--file", type=Path, default=SHARED)
    words.add_argument("--json", action="store_true")
    args, _ = words.parse_known_args()
    if not args.file.exists():
        print(f"not measured: the regulator's workbook is not at {args.file.name}; give it with --file")
        return 0
    ours = _measured(Path(sys.executable), OURS, args.file)
    python = peer_python("public_list", "pandas==2.3.3", "odfpy==1.4.1")
    peer = _measured(python, PEER, args.file) if python else None
    print(json.dumps({"ours": ours, "peer": peer}) if args.json else _sentence(ours, peer))
    same = peer is None or (ours["homes"], ours["providers"]) == (peer["homes"], peer["providers"])
    return 0 if same and ours["seconds"] <= SECONDS_MAX else 1


def _measured(python: Path, program: str, file: Path) -> dict[str, float]:
    run = subprocess.run([python, "-c", PEAK + program, file], check=True, capture_output=True, text=True)
    answer: dict[str, float] = json.loads(run.stdout)
    return answer


def _sentence(ours: dict[str, float], peer: dict[str, float] | None) -> str:
    said = (
        f"{ours['providers']:,} providers of 2025 from the workbook: {ours['seconds']:.1f} s of processor time, "
        f"{ours['megabytes']:.0f} MB"
    )
    if peer:
        said += f"; pandas with odfpy, one sheet only: {peer['seconds']:.1f} s, {peer['megabytes']:.0f} MB"
    return said


if __name__ == "__main__":
    sys.exit(main())
