"""Every kind of page, in every role that reaches it, at three widths: `make walk`.

    .venv/bin/python tools/walk_pages.py                              all roles, two processes
    .venv/bin/python tools/walk_pages.py --roles "public,young person"   only these
    .venv/bin/python tools/walk_pages.py --at http://127.0.0.1:8000      a demonstration that is running already

A page counts once a role and kind of address (/children/*/needs/): a look is one page at one width. Each look asks axe
for faults and whether anything scrolls sideways; each page is weighed as production sends it, and must fetch
nothing from elsewhere, be refused nothing by its content security policy, and have a title, a language and one h1.
The demonstration is built in var/walk unless one is there. What was found is written to var/walk/walk.json; the run
ends with 1 when anything was wrong. `make check` walks less: each kind of page in the first role that reaches it.
"""

import argparse
import json
import multiprocessing
import os
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests")]

from playwright.sync_api import Page, sync_playwright  # noqa: E402

from browser.checks import (  # noqa: E402
    WEIGHT_MAX,
    Heard,
    Traffic,
    as_on_a_first_visit,
    axe_says,
    bring_axe,
    hear,
    inline_faults,
    policy_reports,
    sideways,
    too_wide,
    watch,
)
from browser.crawl import reachable, roles_offered, sign_in  # noqa: E402
from browser.house import build, launched, served  # noqa: E402

WIDTHS = (375, 768, 1280)
PUBLIC = "public"
STARTS = {PUBLIC: ["/", "/account/login/", "/no-such-page/"]}
MISSING = "/no-such-page/"


@dataclass
class Seen:
    """One page in one role: what was counted, and everything that was wrong."""

    role: str
    kind: str
    address: str
    weight: int = 0
    looks: int = 0
    axe: int = 0
    reports: int = 0
    elsewhere: int = 0
    faults: list[str] = field(default_factory=list)


def main() -> int:
    words = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    words.add_argument("--roles", help="only these, by the names on the start page, between commas (all)")
    words.add_argument("--widths", default=",".join(map(str, WIDTHS)), help="in pixels, between commas")
    words.add_argument("--processes", type=int, default=2, help="roles walked at once (2)")
    words.add_argument("--home", type=Path, default=ROOT / "var" / "walk", help="where the demonstration is or comes")
    words.add_argument("--at", help="the address of one that is running already")
    words.add_argument("--json", type=Path, help="where to write what was found (walk.json in --home)")
    args = words.parse_args()
    began = time.monotonic()
    widths = [int(width) for width in args.widths.split(",")]
    with house(args.home, args.at) as base:
        roles = chosen(offered(base), args.roles)
        tasks = [(base, role, widths) for role in roles]
        with multiprocessing.get_context("spawn").Pool(args.processes) as pool:
            seen = [page for pages in pool.imap_unordered(walk_role, tasks, chunksize=1) for page in pages]
    figures = {**figures_of(seen, widths), "minutes": round((time.monotonic() - began) / 60, 1)}
    written = args.json or args.home / "walk.json"
    written.parent.mkdir(parents=True, exist_ok=True)
    written.write_text(json.dumps({"figures": figures, "pages": [asdict(page) for page in seen]}, indent=1))
    print("\n".join(f"{page.role} {page.kind}\n    " + "\n    ".join(page.faults) for page in seen if page.faults))
    print(", ".join(f"{value:,} {name}" for name, value in figures.items()))
    return 1 if any(page.faults for page in seen) else 0


@contextmanager
def house(home: Path, running: str | None) -> Iterator[str]:
    """The address of a demonstration: one that is running, or the one in this folder, built first if need be."""
    if running:
        yield running.rstrip("/")
        return
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    book = ROOT / "var" / "postcodes.book"
    if not (home / "demo.json").exists():
        home.mkdir(parents=True, exist_ok=True)
        if book.exists():
            shutil.copyfile(book, home / book.name)
        build(home)
    with served(home) as address:
        yield address


def offered(base: str) -> list[str]:
    """The public, and every role that the start page offers, those with most pages first."""
    with sync_playwright() as playwright:
        browser = launched(playwright)
        roles = roles_offered(browser.new_page(), base)
        browser.close()
    return [PUBLIC, *roles]


def chosen(roles: Sequence[str], names: str | None) -> list[str]:
    """The roles that were asked for; a name that nobody offers ends the run before it begins."""
    if names is None:
        return list(roles)
    wanted = [name.strip().lower() for name in names.split(",")]
    by_name = {role.lower(): role for role in roles}
    if strange := [name for name in wanted if name not in by_name]:
        raise SystemExit(f"No such role: {', '.join(strange)}. There are: {', '.join(roles)}.")
    return [by_name[name] for name in wanted]


def walk_role(task: tuple[str, str, Sequence[int]]) -> list[Seen]:
    """Every kind of page that one role reaches by links, looked at one after another in one window."""
    base, role, widths = task
    began = time.monotonic()
    with sync_playwright() as playwright:
        browser = launched(playwright)
        page = browser.new_context(reduced_motion="reduce", viewport={"width": widths[0], "height": 900}).new_page()
        as_on_a_first_visit(page)
        heard, traffic = hear(page), watch(page, base)
        page.goto(base)
        if role != PUBLIC:
            sign_in(page, base, role)
        found = reachable(page, STARTS.get(role, [page.url, "/me/", "/account/"]), set())
        addresses = {address: kind for kind, address in reversed(found.items())}  # a kind that leads on is one page
        seen = [
            look_at(page, Seen(role, kind, address), heard, traffic, widths)
            for address, kind in reversed(addresses.items())
        ]
        browser.close()
    faulty = sum(1 for each in seen if each.faults)
    said = f"{role}: {len(seen)} pages, {faulty} with faults, {time.monotonic() - began:.0f} s"
    print(said, file=sys.stderr, flush=True)
    return seen


def look_at(page: Page, seen: Seen, heard: Heard, traffic: Traffic, widths: Sequence[int]) -> Seen:
    """Open one page once, and look at it at every width."""
    heard.forget()
    traffic.answers.clear()
    answer = page.goto(seen.address)
    status = answer.status if answer else 0
    html = answer.text() if answer else ""
    seen.faults += plain_faults(page, status, wanted=404 if seen.address.endswith(MISSING) else 200)
    bring_axe(page)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        if (over := sideways(page)) > 0:
            seen.faults.append(f"{width} px: {over} px too wide: {too_wide(page)}")
        found = axe_says(page)
        seen.axe += len(found)
        seen.looks += 1
        seen.faults += [f"{width} px: {line}" for line in found]
    reports = policy_reports(page)
    seen.reports, seen.elsewhere = len(reports), len(traffic.elsewhere)
    seen.faults += [f"policy: {report}" for report in reports]
    seen.faults += [f"from elsewhere: {found}" for found in traffic.elsewhere]
    seen.faults += inline_faults(html)
    if status == 200:  # a page that is missing on purpose is told of in the console
        seen.faults += [f"console: {line}" for line in heard.said] + traffic.broken
    sizes = traffic.sizes(page)
    seen.weight = sum(sizes.values())
    if seen.weight > WEIGHT_MAX:
        seen.faults.append(f"weighs {seen.weight:,} bytes, most of it {max(sizes, key=lambda each: sizes[each])}")
    return seen


def plain_faults(page: Page, status: int, *, wanted: int) -> list[str]:
    """What must be so on any page, whatever is on it."""
    title, language, headings = page.evaluate(
        "[document.title, document.documentElement.lang, document.querySelectorAll('h1').length]"
    )
    faults = [] if status == wanted else [f"answers {status}"]
    faults += [] if title.strip() else ["no title"]
    faults += [] if language else ["no language"]
    return faults + ([] if headings == 1 else [f"{headings} h1 headings instead of one"])


def figures_of(seen: Sequence[Seen], widths: Sequence[int]) -> dict[str, int]:
    """The figures of the whole walk."""
    sums = Counter({name: sum(getattr(each, name) for each in seen) for name in ("looks", "axe", "reports")})
    return {
        "pages in their roles": len(seen),
        "kinds of page": len({each.kind for each in seen}),
        "roles": len({each.role for each in seen}),
        "widths": len(widths),
        "looks": sums["looks"],
        "axe faults": sums["axe"],
        "policy reports": sums["reports"],
        "outside requests": sum(each.elsewhere for each in seen),
        "pages with a fault": sum(1 for each in seen if each.faults),
        "bytes of the heaviest": max((each.weight for each in seen), default=0),
    }


if __name__ == "__main__":
    sys.exit(main())
