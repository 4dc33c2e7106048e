"""A real browser on a real server; skipped, loudly, where there is no Chromium."""

import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from browser.checks import chromium
from browser.house import build, launched, served

HERE = os.path.dirname(__file__)
ROOT = Path(__file__).resolve().parents[2]
# What a page is expected to show it may show a while after the press that leads to it, on a machine with other work.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if str(item.path).startswith(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if chromium() is None:
        words = "NO BROWSER: looks and accessibility were NOT tested. Install chromium or name one in $CHROMIUM."
        warnings.warn(words, stacklevel=1)
        pytest.skip(words)
    # Playwright's own event loop runs in this thread, and Django would refuse its database calls beside it.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        opened = launched(playwright)
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
    build(home, "--children", "80", "--authorities", "2", "--seed", "7")
    with served(home) as address:
        yield address
