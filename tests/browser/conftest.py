"""A real browser on a real server; skipped, loudly, where there is no Chromium."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from browser.checks import chromium

HERE = os.path.dirname(__file__)
ROOT = Path(__file__).resolve().parents[2]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if str(item.path).startswith(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        words = "NO BROWSER: looks and accessibility were NOT tested. Install chromium or name one in $CHROMIUM."
        warnings.warn(words, stacklevel=1)
        pytest.skip(words)
    # Playwright's own event loop runs in this thread, and Django would refuse its database calls beside it.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage", "--font-render-hinting=none"]
        )
        yield opened
        opened.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """window(java_script_enabled=False, ...) -> a fresh browser window, closed at the end."""
    opened: list[BrowserContext] = []

    def make(**settings: object) -> BrowserContext:
        settings.setdefault("viewport", {"width": 1280, "height": 900})
        settings.setdefault("reduced_motion", "reduce")
        opened.append(browser.new_context(**settings))  # type: ignore[arg-type]
        return opened[-1]

    yield make
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def house(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small demonstration, built and served by the real command in a folder of its own.

    $CARECOMMONS_LOOK_AT names one that is running already, to look at pages again and again.
    """
    if running := os.environ.get("CARECOMMONS_LOOK_AT"):
        yield running.rstrip("/")
        return
    home = tmp_path_factory.mktemp("house")
    book = ROOT / "var" / "postcodes.book"
    if book.exists():
        shutil.copyfile(book, home / book.name)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CARECOMMONS_", "DATABASE_"))}
    env = {**kept, "CARECOMMONS_HOME": str(home), "CARECOMMONS_PROFILE": "demo"}
    command = [sys.executable, "-m", "carecommons.cli.main"]
    world = ["--children", "80", "--authorities", "2", "--seed", "7"]
    subprocess.run([*command, "demo", "--no-serve", *world], env=env, check=True, timeout=300)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    served = subprocess.Popen([*command, "serve", "--port", str(port)], env=env, start_new_session=True)
    try:
        yield _when_open(f"http://127.0.0.1:{port}", served)
    finally:
        served.send_signal(signal.SIGINT)
        try:
            served.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(served.pid, signal.SIGKILL)


def _when_open(address: str, served: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        assert served.poll() is None, f"the server ended with {served.returncode}"
        try:
            with urllib.request.urlopen(address, timeout=5):
                return address
        except OSError:
            time.sleep(0.3)
    raise AssertionError("the server did not open its doors within 90 seconds")
