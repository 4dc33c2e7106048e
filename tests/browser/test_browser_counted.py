"""The counters of the walk see what is planted: a policy that refused something, a request elsewhere, a bare page."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from browser.checks import hear, policy_reports, watch

# One worker builds the house; a second would build it again.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("house")]
ROOT = Path(__file__).resolve().parents[2]
BASE = "http://house.test"
POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' http://elsewhere.test"
WHOLE = "<!DOCTYPE html><html lang=en><title>Whole</title><h1>Whole</h1></html>"
FAULTY = """<!DOCTYPE html><html lang=en><title>Faulty</title><h1 style="color: red">Faulty</h1>
<script>document.title = "Changed"</script><img alt="" src="http://elsewhere.test/seen.svg">
<img alt="" src="http://refused.test/unseen.svg"></html>"""


def served(page: Page, html: str) -> None:
    """Answer for the house with this page under our policy, and for every other with a picture."""

    def answer(route: Route) -> None:
        own = route.request.url.startswith(BASE)
        route.fulfill(
            body=html if own else "<svg xmlns='http://www.w3.org/2000/svg'/>",
            content_type="text/html" if own else "image/svg+xml",
            headers={"Content-Security-Policy": POLICY} if own else {},
        )

    page.route("**/*", answer)


def test_what_the_policy_refuses_and_what_comes_from_elsewhere_is_counted(
    window: Callable[..., BrowserContext],
) -> None:
    page = window().new_page()
    heard, traffic = hear(page), watch(page, BASE)
    served(page, FAULTY)
    page.goto(BASE + "/")
    page.wait_for_function("window.ccReports.length >= 3")
    assert page.title() == "Faulty", "the policy held"
    assert sorted(report.split(" ")[0] for report in policy_reports(page)) == [
        "img-src", "script-src-elem", "style-src-attr",
    ]  # fmt: skip
    assert any("http://refused.test/unseen.svg" in report for report in policy_reports(page))
    assert traffic.elsewhere == ["http://elsewhere.test/seen.svg"]
    assert len(heard.said) >= 3, "the console said so too"


def test_nothing_is_counted_on_a_page_without_fault_and_each_page_begins_anew(
    window: Callable[..., BrowserContext],
) -> None:
    page = window().new_page()
    heard, traffic = hear(page), watch(page, BASE)
    served(page, FAULTY)
    page.goto(BASE + "/")
    page.wait_for_function("window.ccReports.length >= 3")
    page.wait_for_load_state("networkidle")  # a request that is still on its way would fail on the next page
    page.unroute("**/*")
    served(page, WHOLE)
    heard.forget()
    traffic.answers.clear()
    page.goto(BASE + "/whole/")
    assert (policy_reports(page), traffic.elsewhere, heard.said) == ([], [], [])


def test_the_walk_walks_one_role_of_a_house_and_writes_what_it_counted(house: str, tmp_path: Path) -> None:
    written = tmp_path / "walk.json"
    walked = subprocess.run(
        [sys.executable, "tools/walk_pages.py", "--at", house, "--roles", "public", "--widths", "375", "--processes",
         "1", "--json", str(written)], cwd=ROOT, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert walked.returncode == 0, walked.stdout + walked.stderr
    told = json.loads(written.read_text())
    assert told["figures"]["looks"] == told["figures"]["pages in their roles"] == len(told["pages"]) > 10
    assert {"/", "/criteria/", "/register/"} <= {page["kind"] for page in told["pages"]}
    assert "0 axe faults, 0 policy reports, 0 outside requests" in walked.stdout


def test_the_walk_refuses_a_role_that_nobody_offers(house: str) -> None:
    command = [sys.executable, "tools/walk_pages.py", "--at", house, "--roles", "nobody"]
    refused = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert refused.returncode == 1
    assert "No such role: nobody. There are: public," in refused.stderr
