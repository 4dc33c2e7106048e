"""Pin every dependency by hash, for Python 3.11 to 3.13, into requirements.lock. No address enters the file."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    uv = shutil.which("uv") or str(Path(sys.executable).parent / "uv")
    command = [
        uv, "pip", "compile", "pyproject.toml", "--extra", "dev", "--python-version", "3.11", "--universal",
        "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header",
        "--quiet", "--output-file", "requirements.lock",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, check=False)
    if "://" in (ROOT / "requirements.lock").read_text():
        sys.stderr.write("An address stands in requirements.lock; it must not.\n")
        return 1
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
