"""A real browser on a real server; skipped, loudly, where there is no Chromium."""

import os
import warnings
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from browser.checks import chromium

HERE = os.path.dirname(__file__)


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
