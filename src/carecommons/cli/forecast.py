"""`carecommons forecast`: children in care by kind of home in the years that come, straight from files."""

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from carecommons.common.errors import Refused

from . import say

if TYPE_CHECKING:
    from carecommons.children.stays.lives import Lives
    from carecommons.planning.forecast.engine import Spread
    from carecommons.planning.forecast.made import Made, Parts

YEARS, SEED = 3, 1
SPLITS = ("sector", "legal_status")
EPILOG = """Examples:
  carecommons forecast --returns returns/2022 returns/2023 --as-at 2023-03-31 --json
  carecommons forecast --returns returns --as-at 2026-03-31 --years 5 --by sector
  carecommons forecast --returns councils --each-area --as-at 2026-03-31 --json --cluster tcp://10.0.0.5:8786
Nothing after the day of --as-at is looked at, even where the files hold it. Nothing is stored."""


def add(parser: argparse.ArgumentParser) -> None:
    """The options of `carecommons forecast`."""
    parser.epilog, parser.formatter_class = EPILOG, argparse.RawDescriptionHelpFormatter
    parser.add_argument(
        "--returns", type=Path, nargs="+", required=True, metavar="PATH",
        help="folders, CSV files, a ZIP or an XML of the statutory return; five years are good, one the least",
    )  # fmt: skip
    parser.add_argument(
        "--as-at", type=day_typed, required=True, metavar="DAY", help="the day of the forecast, as 2026-03-31"
    )
    parser.add_argument("--years", type=int, default=YEARS, metavar="N", help=f"years ahead, 1 to 10 (default {YEARS})")
    parser.add_argument("--by", choices=SPLITS, help="split each kind of home: by who runs it, or by legal status")
    parser.add_argument("--seed", type=int, default=SEED, metavar="N", help=f"of the random draws (default {SEED})")
    parser.add_argument(
        "--each-area", action="store_true",
        help="each folder inside the one given is an area of its own, named by it: they teach one another",
    )  # fmt: skip
    parser.add_argument("--cluster", metavar="ADDRESS", help="do the work on the Dask scheduler there: the same answer")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read, forecast, tell."""
    from carecommons.planning.forecast.categories import SPLITS
    from carecommons.planning.forecast.engine import Settings
    from carecommons.planning.forecast.made import make, make_parts
    from carecommons.planning.forecast.report import document

    began, cpu = time.perf_counter(), time.process_time()
    names, lives = (
        _areas(args.returns, args.as_at) if args.each_area else (("all",), lives_from(args.returns, args.as_at))
    )
    settings = Settings(seed=args.seed)
    with _spread(args.cluster) as spread:
        made = make(lives, names, args.as_at, args.years, settings, spread=spread)
        parts = make_parts(lives, made, SPLITS[args.by], settings, spread=spread) if args.by else None
    if args.json:
        spent = {"seconds": time.perf_counter() - began, "cpu_seconds": time.process_time() - cpu}
        told = document(made, parts) | {"seed": args.seed} | ({"by": args.by} if args.by else {})
        say.document(told | {name: round(value, 3) for name, value in spent.items()})
    else:
        _tell(made, parts)
    return say.DONE


@contextmanager
def _spread(address: str | None) -> Iterator["Spread"]:
    """How the work is done: in this process, or on the cluster at an address."""
    if address is None:
        from carecommons.planning.forecast.engine import in_this_process

        yield in_this_process
    else:
        from carecommons.planning.forecast.cluster import cluster

        with cluster(address) as spread:
            yield spread


def lives_from(paths: list[Path], as_at: date) -> "Lives":
    """The lives in care that these files tell of, as known on a day."""
    from carecommons.children.returns.days import to_day
    from carecommons.children.returns.known import read_known_on
    from carecommons.children.stays.lives import lives_of
    from carecommons.common.intake import OPERATOR, gather

    return lives_of(read_known_on(gather(paths, OPERATOR), to_day(as_at)))


def _areas(paths: list[Path], as_at: date) -> tuple[tuple[str, ...], "Lives"]:
    from carecommons.children.stays.lives import together

    if len(paths) != 1 or not paths[0].is_dir():
        raise Refused("one_folder_of_areas", "With --each-area give one folder that holds a folder for each area.")
    folders = sorted((each for each in paths[0].iterdir() if each.is_dir()), key=lambda each: each.name)
    if len(folders) < 2:
        held = say.number(len(folders), "folder")
        raise Refused("one_folder_of_areas", f"{paths[0]} holds {held}; give one with two areas or more.")
    if any(each.name == "all" for each in folders):
        raise Refused(
            "one_folder_of_areas", "An area is named all, which is the name of all of them. Name its folder anew."
        )
    found = []
    with say.progress("Reading", len(folders)) as advance:
        for folder in folders:
            found.append(lives_from([folder], as_at))
            advance()
    return tuple(each.name for each in folders), together(found)


def _tell(made: "Made", parts: "Parts | None") -> None:
    from carecommons.planning.forecast.report import rows

    say.line(f"Children in care, forecast on {made.as_at}: {sum(made.children):,} were in care on that day.")
    for row in rows(made, parts):
        part = f" {row['part']:<15}" if parts else ""
        say.line(
            f"{row['date']}  {row['area']:<8} {row['category']:<12}{part}{row['median']:>9,.1f}   80 %: "
            f"{row['low80']:,.1f} to {row['high80']:,.1f}   last value {row['naive']:,.1f}   line {row['line']:,.1f}"
        )
    for each in made.record:
        said = " The last value was nearer." if each.naive_wins else ""
        ours, naive, line = (each.error[name] for name in ("ours", "naive", "line"))
        ahead = say.number(each.years, "year")
        say.line(f"Tested {ahead} ahead: error {ours:.1f} %, last value {naive:.1f} %, line {line:.1f} %.{said}")
    if not made.record:
        say.line("The returns reach back too little to test this forecast on an earlier day.")


def day_typed(typed: str) -> date:
    """A day as it is typed after an option."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{typed!r} is no day; write it as 2026-03-31.") from None
