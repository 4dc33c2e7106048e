"""A planner sends a return and follows its job in a real browser; stops another; and without scripts looks again."""

from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django_tasks import default_task_backend
from django_tasks_db.models import DBTaskResult
from jobs_made import GOOD, WRONG, work
from playwright.sync_api import BrowserContext, Page, expect

from browser.checks import page_faults
from carecommons.people.roles import Role
from carecommons.site.jobs.folder import Folder
from carecommons.site.models import Job

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("jobs")]
Window = Callable[..., BrowserContext]


@pytest.fixture(autouse=True)
def queue(settings: Any, tmp_path: Path) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.HOME = tmp_path
    assert default_task_backend.supports_get_result


@pytest.fixture
def signed_in(live_server: Any, window: Window, client_as: Any) -> Callable[..., Page]:
    """signed_in() -> a page of a planner of Kent."""

    def enter(**options: Any) -> Page:
        client = client_as(Role.PLANNER, authority="886")
        context = window(**options)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
        return context.new_page()

    return enter


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A worker that goes on only when it is told to: wait(words), then let_go()."""

    class Worker:
        def __init__(self) -> None:
            self.at, self.go_on, self.words = Event(), Event(), ""
            self.thread: Thread | None = None

        def start(self, until: str) -> None:
            self.words = until
            self.thread = Thread(target=self._run)
            self.thread.start()
            assert self.at.wait(60), f"it never said: {until}"

        def let_go(self) -> None:
            self.go_on.set()
            if self.thread is not None:
                self.thread.join(60)

        def _run(self) -> None:
            try:
                work()
            finally:
                connection.close()

    one = Worker()
    whole = Folder.step

    def step(self: Folder, words: str, done: int = 0, total: int = 0) -> None:
        whole(self, words, done, total)
        if words == one.words and not one.at.is_set():
            one.at.set()
            one.go_on.wait(60)
            whole(self, words, done, total)

    monkeypatch.setattr(Folder, "step", step)
    yield one
    one.let_go()


def send(page: Page, base: str, content: bytes = GOOD) -> None:
    page.goto(base + "/returns/")
    page.get_by_label("Files of the return").set_input_files(
        {"name": "episodes.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Check and store").click()
    page.wait_for_url("**/jobs/*/")


def listening(page: Page) -> list[str]:
    """What the browser refused: nothing, under a strict content security policy."""
    said: list[str] = []
    page.on("console", lambda each: said.append(each.text) if each.type == "error" else None)
    return said


def test_a_return_is_sent_followed_and_its_result_read(live_server, signed_in, worker) -> None:
    page = signed_in()
    errors, wrong = listening(page), []
    send(page, live_server.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Store a return")
    expect(page.get_by_text("Waiting for its turn").first).to_be_visible()
    wrong += page_faults(page, "job_waiting")
    worker.start("Reading the files")
    page.locator("#progress").get_by_text("Running: Reading the files").wait_for(timeout=20_000)
    expect(page.get_by_role("progressbar", name="How far it is")).to_be_visible()
    wrong += page_faults(page, "job_running")
    worker.let_go()
    page.get_by_role("heading", name="It is stored").wait_for(timeout=20_000)
    expect(page.get_by_text("2026 episodes: 2 rows added")).to_be_visible()
    wrong += page_faults(page, "job_done")
    page.get_by_role("link", name="Your jobs").last.click()
    expect(page.get_by_role("cell", name="Done")).to_be_visible()
    wrong += page_faults(page, "jobs")
    assert not errors
    assert not wrong, "\n".join(wrong)


def test_another_is_stopped_while_it_runs(live_server, signed_in, worker) -> None:
    page = signed_in()
    errors = listening(page)
    send(page, live_server.url)
    worker.start("Reading the files")
    page.locator("#progress").get_by_text("Running").wait_for(timeout=20_000)
    page.get_by_role("button", name="Stop it").click()
    page.get_by_text("It stops at its next step.").wait_for()
    wrong = page_faults(page, "job_stopping")
    worker.let_go()
    page.get_by_text("Nothing of it was stored").wait_for(timeout=20_000)
    wrong += page_faults(page, "job_stopped")
    assert Job.objects.get().state == "cancelled"
    assert not errors
    assert not wrong, "\n".join(wrong)


def test_without_scripts_the_page_is_looked_at_again(live_server, signed_in) -> None:
    page = signed_in(java_script_enabled=False)
    send(page, live_server.url, WRONG)
    expect(page.get_by_text("Waiting for its turn").first).to_be_visible()
    work()
    page.get_by_role("link", name="look again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing was stored: 1 row or file needs mending")
    expect(page.get_by_text("episodes.csv, row 2, DECOM")).to_be_visible()
    assert not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists()
