"""`carecommons demo`: build the invented sub-region and serve it, or only write its returns.

Exit codes as everywhere: 0 done, 1 our fault, 2 usage, 3 refused.
"""

import argparse
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from carecommons.common.errors import Refused

from .. import say

EPILOG = """Examples:
  carecommons demo
  carecommons demo --no-serve --json --children 300 --authorities 3 --seed 7
  carecommons demo --write-returns var/practice --children 2000"""
FIRST_YEAR, LAST_YEAR = 2022, 2026
RETURNED_ON = date(LAST_YEAR, 3, 31)
MARK = "demo.json"
POOL_SIZE = 400
LARGEST = 200_000


def add(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EPILOG
    parser.add_argument("--children", type=_count(1, LARGEST), default=900, help="about how many are in care (900)")
    parser.add_argument("--authorities", type=_count(1, 153), default=6, help="how many neighbouring councils (6)")
    parser.add_argument("--seed", type=_count(0, 2**31), default=1, help="the same seed gives the same world (1)")
    parser.add_argument("--now", type=_moment, help="the moment the world is built as at, as 2026-11-27T09:00 (now)")
    parser.add_argument("--no-serve", action="store_true", help="build, then stop")
    parser.add_argument("--serve-only", action="store_true", help="serve what was built before, changing nothing")
    parser.add_argument("--write-returns", metavar="DIR", type=Path, help="only write linked returns with their truth")
    parser.add_argument("--host", default="127.0.0.1", help="where to serve (127.0.0.1)")
    parser.add_argument("--port", type=_count(1, 65_535), default=8000, help="on which port (8000)")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run)


def _count(low: int, high: int) -> Any:
    def whole(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number") from None
        if not low <= number <= high:
            raise argparse.ArgumentTypeError(f"{number} is not between {low:,} and {high:,}")
        return number

    return whole


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a moment such as 2026-11-27T09:00") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if moment > datetime.now(UTC):
        raise argparse.ArgumentTypeError(f"{text} has not come yet; nothing is decided in the future")
    return moment.astimezone(UTC)


class Stages:
    """Seconds by stage, and words about them on stderr."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str, words: str) -> Iterator[None]:
        begun = perf_counter()
        say.aside(f"{words} ...")
        yield
        self.seconds[name] = round(perf_counter() - begun, 2)


def run(args: argparse.Namespace) -> int:
    """Build, and serve unless told not to."""
    os.environ.setdefault("CARECOMMONS_PROFILE", "demo")
    if args.write_returns:
        return _write_only(args)
    from ..ready import django_ready

    django_ready()
    if not args.serve_only:
        from .build import build

        made = build(
            children=args.children, authorities=args.authorities, seed=args.seed, now=args.now or datetime.now(UTC)
        )
        if args.json:
            say.document(made)
        else:
            _tell(made)
    if args.no_serve:
        return say.DONE
    return _serve(args)


def _tell(made: dict[str, Any]) -> None:
    say.line("Invented data. No child, home or decision in it is real.")
    for name in ("children", "homes", "referrals", "decisions", "register_entries"):
        say.line(f"  {made[name]:>6,}  {name.replace('_', ' ')}")
    say.line(f"  built in {made['seconds']['total']} seconds")
    say.line("Sign in on the start page, one click a role:")
    for role, address in made["sign_ins"].items():
        say.line(f"  {role:<30} {address}")


def _serve(args: argparse.Namespace) -> int:
    from django.conf import settings

    note = settings.HOME / MARK
    if not note.exists() or json.loads(note.read_text(encoding="utf-8"))["made"].get("unfinished"):
        raise Refused("no_demo", "There is no demonstration here yet. Build one with: carecommons demo")
    from ..serve import address_of, gather_static_files, serve

    gather_static_files()
    say.aside(f"Open {address_of(args.host, args.port)} (Ctrl-C stops)")
    return serve(host=args.host, port=args.port)


def _write_only(args: argparse.Namespace) -> int:
    from .area import make_area
    from .homes_made import make_homes
    from .lookup import postcode_book
    from .process import make_lives
    from .returns_files import write_returns

    home = Path(os.environ.get("CARECOMMONS_HOME", "var")).resolve()
    area = make_area(args.authorities, seed=args.seed, on=RETURNED_ON, postcodes=postcode_book(home), pool=POOL_SIZE)
    homes = make_homes(area, children=args.children, seed=args.seed)
    with say.progress("Writing returns", len(area.codes) * (LAST_YEAR - FIRST_YEAR + 1)) as advance:
        lives = make_lives(
            area, homes, children=args.children, first_year=FIRST_YEAR, last_year=LAST_YEAR, seed=args.seed
        )
        truth = write_returns(
            lives, args.write_returns, authorities=area.codes, first_year=FIRST_YEAR, last_year=LAST_YEAR,
            seed=args.seed, advance=advance,
        )  # fmt: skip
    if args.json:
        say.document({"folder": str(args.write_returns), "truth": truth})
    else:
        say.line(
            f"Invented returns of {len(lives):,} children in {args.write_returns}, with their truth in truth.json."
        )
    return say.DONE


def mark(home: Path, made: dict[str, Any]) -> None:
    """Leave a note that this folder holds a demonstration: it may be rebuilt, and its pages say so."""
    note = {"note": "Invented data. No child, home or decision here is real.", "made": made}
    part = home / f".{MARK}.part"
    part.write_text(json.dumps(note, indent=1, default=str), encoding="utf-8")
    part.replace(home / MARK)
