"""`carecommons postcodes`: build the lookup file and the map outlines once; look a postcode up."""

import argparse
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from carecommons.common import boundaries, postcodes, postcodes_source
from carecommons.common.places import authorities

from . import say


def add(parser: argparse.ArgumentParser) -> None:
    """The verbs of `carecommons postcodes`."""
    parser.epilog = 'Example: carecommons postcodes build && carecommons postcodes find "EX4 3QJ"'
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    make = verbs.add_parser(
        "build",
        help="write the lookup and the outlines into CARECOMMONS_HOME",
        epilog="Example: carecommons postcodes build",
    )
    make.add_argument("--json", action="store_true", help="print one JSON document")
    make.set_defaults(run=build)
    seek = verbs.add_parser(
        "find",
        help="where postcodes lie and whose they are",
        epilog='Example: carecommons postcodes find "EX4 3QJ" --json',
    )
    seek.add_argument("postcodes", nargs="+", metavar="POSTCODE")
    seek.add_argument("--json", action="store_true", help="print one JSON document")
    seek.set_defaults(run=find)


def home_folder() -> Path:
    """Where the product keeps its files: CARECOMMONS_HOME, or ./var."""
    return Path(os.environ.get("CARECOMMONS_HOME", "var")).resolve()


def build(args: argparse.Namespace) -> int:
    """Write both files, or neither; then say what the map shows that the table of councils does not."""
    home = home_folder()
    with _workshop(home) as bench:
        with say.progress("Reading postcodes", len(postcodes_source.shard_paths())) as advance:
            book = postcodes.build(bench / postcodes.NAME, advance)
        with say.progress("Drawing outlines", 4) as advance:
            opened = postcodes.PostcodeBook.open(bench / postcodes.NAME)
            drawn = boundaries.build(bench / boundaries.NAME, opened, advance)
        for name in (postcodes.NAME, boundaries.NAME):
            os.replace(bench / name, home / name)
    compared = drawn.comparison
    if args.json:
        say.document({
            "postcodes": book.postcodes, "without_position": book.without_position, "source": book.source,
            "lookup": str(home / postcodes.NAME), "lookup_bytes": (home / postcodes.NAME).stat().st_size,
            "outlines": str(home / boundaries.NAME), "outlines_bytes": drawn.bytes, "areas": drawn.areas,
            "adjacency": {
                "agreed": len(compared.agreed), "unseen": _named(compared.unseen),
                "across_water": _named(compared.across_water), "unlisted": _named(compared.unlisted),
            },
        })  # fmt: skip
        return say.DONE
    say.line(f"{book.postcodes:,} postcodes ({book.without_position:,} without a position) from {book.source}")
    say.line(f"  lookup    {home / postcodes.NAME}")
    say.line(f"  outlines  {home / boundaries.NAME}: {drawn.areas} councils, {drawn.bytes / 1000:.0f} kB")
    say.line(f"Borders: {len(compared.agreed)} of the table of councils are seen on the map.")
    _differences("In the table, too short to be seen on the map", compared.unseen)
    _differences("On the map across narrow water; the table has them as near, not adjoining", compared.across_water)
    _differences("On the map only: look at these before trusting either", compared.unlisted)
    return say.DONE


def find(args: argparse.Namespace) -> int:
    """Position and council of each postcode; unknown ones are said to be so, and are no refusal."""
    book = postcodes.PostcodeBook.open(home_folder() / postcodes.NAME)
    councils = authorities(boundaries.AS_AT)
    answers = []
    for asked in args.postcodes:
        place = book.one(asked)
        council = councils.get(place.authority) if place else None
        answers.append({
            "asked": asked, "found": place is not None, "postcode": place.postcode if place else None,
            "easting": place.easting if place and place.easting >= 0 else None,
            "northing": place.northing if place and place.northing >= 0 else None,
            "authority": council.dfe_code if council else None, "gss_code": council.gss_code if council else None,
            "name": council.name if council else None, "region": council.region if council else None,
        })  # fmt: skip
    if args.json:
        say.document({"source": book.source, "postcodes": answers})
        return say.DONE
    for answer in answers:
        say.line(_sentence(answer))
    return say.DONE


def _sentence(answer: dict[str, object]) -> str:
    if not answer["found"]:
        return (
            f"{answer['asked']}: not in the directory. Check the spelling; very new postcodes come with the next one."
        )
    where = f"{answer['easting']} {answer['northing']}" if answer["easting"] is not None else "no position"
    whose = f"{answer['name']} ({answer['authority']}), {answer['region']}" if answer["authority"] else "not in England"
    return f"{answer['postcode']}: {where}, {whose}"


def _named(pairs: tuple[boundaries.Pair, ...]) -> list[dict[str, str]]:
    councils = authorities(boundaries.AS_AT)
    return [
        {"one": one, "one_name": councils[one].name, "other": other, "other_name": councils[other].name}
        for one, other in pairs
    ]


def _differences(title: str, pairs: tuple[boundaries.Pair, ...]) -> None:
    if pairs:
        say.line(f"  {title}:")
        for pair in _named(pairs):
            say.line(f"    {pair['one_name']} and {pair['other_name']}")


@contextmanager
def _workshop(home: Path) -> Iterator[Path]:
    """A folder beside the final files, gone afterwards whatever happens; a polite kill counts as a cancel."""

    def cancelled(signum: int, frame: object) -> None:
        raise KeyboardInterrupt

    home.mkdir(parents=True, exist_ok=True)
    bench = home / f".postcodes-{os.getpid()}"
    before = signal.signal(signal.SIGTERM, cancelled)
    try:
        bench.mkdir(exist_ok=True)
        yield bench
    finally:
        shutil.rmtree(bench, ignore_errors=True)
        signal.signal(signal.SIGTERM, before)
