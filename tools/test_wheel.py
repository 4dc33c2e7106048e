"""Build the wheel, install it alone in an empty environment, build the demonstration and look at what it serves.

Proves that the wheel carries its templates, data and stylesheets. Uses a scratch folder and a loopback port.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WAIT_SECONDS = 90


def main() -> int:
    scratch = Path(tempfile.mkdtemp(prefix="carecommons-wheel-"))
    try:
        wheel = _build(scratch)
        command = _install(scratch, wheel)
        _demo(scratch, command)
        _serve(scratch, command)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print("The wheel stands alone: it builds the demonstration and serves it with its looks.")
    return 0


def _build(scratch: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(scratch / "dist"), str(ROOT)],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return next((scratch / "dist").glob("*.whl"))


def _install(scratch: Path, wheel: Path) -> Path:
    venv = scratch / "venv"
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    # The same pinned versions, by hash; then the wheel itself and nothing else.
    pins = scratch / "pins.txt"
    pins.write_text((ROOT / "requirements.lock").read_text())
    subprocess.run([sys.executable, "-m", "venv", *([] if not uv else ["--without-pip"]), str(venv)], check=True)
    python = str(venv / "bin" / "python")
    installer = [uv, "pip", "install", "--quiet", "--python", python] if uv else [python, "-m", "pip", "install", "-q"]
    subprocess.run([*installer, "--constraint", str(_versions(pins)), str(wheel)], check=True, cwd=scratch)
    return venv / "bin" / "carecommons"


def _versions(pins: Path) -> Path:
    lines = [line.rstrip(" \\") for line in pins.read_text().splitlines() if "==" in line and not line.startswith(" ")]
    constraints = pins.with_name("versions.txt")
    constraints.write_text("\n".join(lines) + "\n")
    return constraints


def _environment(scratch: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CARECOMMONS_", "DATABASE_URL"))}
    kept.pop("PYTHONPATH", None)
    return kept | {"CARECOMMONS_HOME": str(scratch / "var")}


def _demo(scratch: Path, command: Path) -> None:
    done = subprocess.run(
        [str(command), "demo", "--no-serve", "--json", "--children", "60", "--authorities", "1"],
        check=False, capture_output=True, text=True, cwd=scratch, env=_environment(scratch),
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"The demonstration failed in the empty environment:\n{done.stderr[-4000:]}")
    made = json.loads(done.stdout)
    assert made["decisions"] > 0, made


def _serve(scratch: Path, command: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (scratch / "serve.log").open("w")
    server = subprocess.Popen(
        [str(command), "demo", "--serve-only", "--port", str(port)],
        cwd=scratch, env=_environment(scratch), stdout=log, stderr=log,
    )  # fmt: skip
    try:
        page = _fetch(f"http://127.0.0.1:{port}/", server)
        assert "Care Commons" in page, page[:500]
        assert "invented data" in page.lower(), "the start page does not say that its data is invented"
        helped = _fetch(f"http://127.0.0.1:{port}/help/roles/social-worker/", server)
        assert "What waits for you today" in helped, "the wheel does not carry the manual"
        shot = helped.split('<img src="')[1].split('"')[0]
        assert _size(f"http://127.0.0.1:{port}{shot}") > 2_000, shot
        sheets = [part.split('"')[0] for part in page.split('href="')[1:] if ".css" in part.split('"')[0]]
        assert len(sheets) >= 2, f"the page names {len(sheets)} stylesheets"
        for sheet in sheets:
            style = _fetch(f"http://127.0.0.1:{port}{sheet}", server)
            assert len(style) > 1_000, sheet
    except BaseException:
        print((scratch / "serve.log").read_text()[-4000:], file=sys.stderr)
        raise
    finally:
        server.terminate()
        server.wait(timeout=30)


def _size(address: str) -> int:
    with urllib.request.urlopen(address, timeout=5) as answer:
        return len(answer.read())


def _fetch(address: str, server: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            if time.monotonic() > until or server.poll() is not None:
                raise
            time.sleep(0.3)


if __name__ == "__main__":
    sys.exit(main())
