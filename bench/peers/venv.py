"""An environment of its own for each peer, made once under var/bench, so that ours stays as it is."""

import subprocess
import sys
import venv
from pathlib import Path

BENCH = Path(__file__).resolve().parents[2] / "var" / "bench"


def peer_python(name: str, *packages: str) -> Path | None:
    """The Python of the environment `name` that holds `packages`; None, said aloud, when it cannot be made."""
    folder = BENCH / name
    python = folder / "bin" / "python"
    ready = folder / "ready"
    if not ready.exists():
        print(f"Making an environment for the peer: {', '.join(packages)}", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        made = subprocess.run([python, "-m", "pip", "install", "-q", *packages], capture_output=True, text=True)
        if made.returncode:
            print("peer not measured: its packages cannot be installed here", file=sys.stderr)
            return None
        ready.write_text("\n".join(packages))
    return python
