"""How long the pages take and what they weigh, beside a bare Django view that fills in a template of 1 kB.

    .venv/bin/python bench/pages.py                          five roles, every kind of page that each reaches
    .venv/bin/python bench/pages.py --roles planner --each   one role, a line for each page
    .venv/bin/python bench/pages.py --times 50 --json

The demonstration as `make demo` builds it, in var/bench-pages unless --home names one: invented data. Django's own
test client, through every middleware of ours and every look that is written; no network and no browser. Each page
is fetched once before it is measured, and that first visit is told apart. The bare view has the same client and
no middleware, no session and no database, in a process of its own in the same run: so much is Django's own.
The run ends with 1 when any page's p95 is over 150 ms or its words, packed, weigh more than 300 kB.
"""

import argparse
import gzip
import json
import math
import os
import statistics
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests")]

MILLISECONDS_MAX, BYTES_MAX = 150.0, 300_000
ROLES = "public,child,social_worker,placement_officer,planner"
BARE = """
import json, sys
from django.conf import settings
settings.configure(SECRET_KEY="x", ALLOWED_HOSTS=["testserver"], ROOT_URLCONF="__main__", MIDDLEWARE=[],
                   TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {
                   "loaders": [("django.template.loaders.locmem.Loader", {"bare.html": sys.argv[1]})]}}])
import django
django.setup()
from django.shortcuts import render
from django.test import Client
from django.urls import path
urlpatterns = [path("", lambda request: render(request, "bare.html", {"words": "Care Commons"}))]
sys.path[:0] = [sys.argv[2]]
from pages import taken
client = Client()
print(json.dumps(taken(lambda: client.get("/"), int(sys.argv[3]))))
"""
KILOBYTE = "<!DOCTYPE html><html lang=en><title>{{ words }}</title><p>{{ words }}" + 190 * " word" + "</html>"


def main() -> int:
    words = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    words.add_argument("--home", type=Path, default=ROOT / "var" / "bench-pages")
    words.add_argument("--roles", default=ROLES, help=f"names of roles, between commas ({ROLES})")
    words.add_argument("--times", type=int, default=20, help="visits of each page (20)")
    words.add_argument("--each", action="store_true", help="a line for each page as well")
    words.add_argument("--json", action="store_true")
    args, _ = words.parse_known_args()
    demonstration(args.home)
    pages = [page for role in args.roles.split(",") for page in pages_of(role, args.times)]
    found = {"pages": pages, "bare": bare(10 * args.times)}
    if args.json:
        print(json.dumps(found))
    else:
        if args.each:
            print("\n".join(line(page) for page in sorted(pages, key=lambda page: -page["p95_ms"])))
        print(sentence(found))
    late = [page for page in pages if page["p95_ms"] > MILLISECONDS_MAX or page["packed"] > BYTES_MAX]
    print("\n".join(f"over the line: {line(page)}" for page in late), end="\n" if late else "", file=sys.stderr)
    return 1 if late else 0


def demonstration(home: Path) -> None:
    """Load the demonstration in this folder, built first if it is not there."""
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {"CARECOMMONS_HOME": str(home.resolve()), "CARECOMMONS_PROFILE": "demo", "CARECOMMONS_DEMO": "1"}
    if not (home / "demo.json").exists():
        home.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "carecommons.cli.main", "demo", "--no-serve", "--json"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    from carecommons.cli.ready import django_ready
    from carecommons.cli.serve import gather_static_files

    django_ready()
    gather_static_files()
    # As the web process is after it has started: every page loaded, and what stays for good left to itself.
    from carecommons.site import wsgi

    assert wsgi.application


def pages_of(role: str, times: int) -> list[dict[str, Any]]:
    """Every kind of page that a role reaches by links, measured."""
    from django.test import Client

    from browser.crawl import kind_of, links

    client = Client()
    starts = ["/", "/account/login/"]
    if role != "public":
        enter(client, role)
        starts = ["/me/", "/account/"]
    queue, met, pages = deque(starts), set(), []
    while queue:
        address = queue.popleft()
        if kind_of(address) in met:
            continue
        met.add(kind_of(address))
        began = time.perf_counter()
        answer = client.get(address)
        first = (time.perf_counter() - began) * 1000
        if answer.status_code in (301, 302):
            queue.appendleft(answer["Location"])
        if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
            continue
        html = answer.content
        queue.extend(
            link.removeprefix("http://testserver") for link in links(html.decode(), f"http://testserver{address}")
        )
        pages.append({
            "role": role, "kind": kind_of(address), "first_ms": first, "plain": len(html),
            "packed": len(gzip.compress(html, 6)), **taken(lambda at=address: client.get(at), times),
        })  # fmt: skip
    return pages


def enter(client: Any, role: str) -> None:
    """Sign in as one of the demonstration's people, as its start page does."""
    from carecommons.people.models import Account

    account = Account.objects.get(is_demo=True, posts__role=role, posts__ended_at__isnull=True, is_active=True)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["signed_in_by"] = "demo"
    session.save()


def taken(act: Callable[[], object], times: int) -> dict[str, float]:
    """Milliseconds of the clock and of the processor: the middle of all visits, and the one that 95 in 100 undercut."""
    act()
    wall, cpu = [], []
    for _ in range(times):
        began, worked = time.perf_counter(), time.process_time()
        act()
        cpu.append((time.process_time() - worked) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
    return {
        "p50_ms": statistics.median(wall), "p95_ms": at(wall, 0.95),
        "cpu_p50_ms": statistics.median(cpu), "cpu_p95_ms": at(cpu, 0.95),
    }  # fmt: skip


def at(values: Sequence[float], share: float) -> float:
    """The smallest value that this share of the values does not exceed."""
    return sorted(values)[math.ceil(share * len(values)) - 1]


def bare(times: int) -> dict[str, float]:
    """The bare view, measured alike, in a process of its own."""
    command = [sys.executable, "-c", BARE, KILOBYTE, str(Path(__file__).parent), str(times)]
    answer: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return answer


def line(page: Mapping[str, Any]) -> str:
    return (
        f"{page['role']:<18} {page['kind']:<38} p50 {page['p50_ms']:6.1f} ms, p95 {page['p95_ms']:6.1f} ms, "
        f"processor {page['cpu_p50_ms']:6.1f} and {page['cpu_p95_ms']:6.1f} ms, first {page['first_ms']:7.1f} ms, "
        f"{page['packed']:>7,} bytes packed, {page['plain']:>9,} plain"
    )


def sentence(found: Mapping[str, Any]) -> str:
    pages, beside = found["pages"], found["bare"]
    middle = {name: statistics.median(page[name] for page in pages) for name in ("p50_ms", "cpu_p50_ms", "packed")}
    slow, heavy, first = (max(pages, key=lambda page: page[name]) for name in ("p95_ms", "packed", "first_ms"))
    return "; ".join((
        f"{len(pages)} pages in {len({page['role'] for page in pages})} roles: the middle page p50 "
        f"{middle['p50_ms']:.1f} ms ({middle['cpu_p50_ms']:.1f} ms of processor), {middle['packed']:,.0f} bytes packed",
        f"the slowest, {slow['kind']} for {slow['role']}, p50 {slow['p50_ms']:.0f} and p95 {slow['p95_ms']:.0f} ms "
        f"(at most {MILLISECONDS_MAX:.0f})",
        f"the heaviest, {heavy['kind']}, {heavy['packed']:,} bytes packed, {heavy['plain']:,} plain "
        f"(at most {BYTES_MAX:,})",
        f"the slowest first visit, {first['kind']}, {first['first_ms']:.0f} ms",
        f"a bare Django view of 1 kB: p50 {beside['p50_ms']:.2f}, p95 {beside['p95_ms']:.2f} ms, so that the middle "
        f"page takes {middle['p50_ms'] / beside['p50_ms']:.0f} times as long",
    ))  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
