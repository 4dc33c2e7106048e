"""A demonstration in a folder of its own, built and served by the real command: for browser tests and for the walk."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from browser.checks import chromium

COMMAND = [sys.executable, "-m", "carecommons.cli.main"]


def launched(playwright: Playwright) -> Browser:
    """The system's browser, drawing letters alike everywhere."""
    return playwright.chromium.launch(
        executable_path=chromium(), args=["--no-sandbox", "--disable-dev-shm-usage", "--font-render-hinting=none"]
    )


def surroundings(home: Path) -> dict[str, str]:
    """This process's environment, with nothing in it that leads to another house."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CARECOMMONS_", "DATABASE_"))}
    return {**kept, "CARECOMMONS_HOME": str(home), "CARECOMMONS_PROFILE": "demo"}


def build(home: Path, *world: str) -> None:
    """Build a demonstration there; world: arguments of `carecommons demo`."""
    home.mkdir(parents=True, exist_ok=True)
    subprocess.run([*COMMAND, "demo", "--no-serve", *world], env=surroundings(home), check=True, timeout=600)


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The address at which the demonstration in this folder is open, until the end of the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([*COMMAND, "serve", "--port", str(port)], env=surroundings(home), start_new_session=True)
    try:
        yield _when_open(f"http://127.0.0.1:{port}", server)
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


def _when_open(address: str, server: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        assert server.poll() is None, f"the server ended with {server.returncode}"
        try:
            with urllib.request.urlopen(address, timeout=5):
                return address
        except OSError:
            time.sleep(0.3)
    raise AssertionError("the server did not open its doors within 90 seconds")
