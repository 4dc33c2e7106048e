"""The `carecommons` command: one noun of the mission each, the same acts and permissions as the pages.

Exit codes: 0 done, 1 our fault, 2 usage, 3 refused. `--json` prints exactly one JSON document on stdout.
"""

import argparse
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import ExitStack

from carecommons import __version__
from carecommons.common.errors import Faulty, Refused

from . import say

NOUNS: dict[str, str] = {
    "returns": "check or import the statutory return (SSDA903)",
    "homes": "the regulator's public list, the map, owners, and documents behind claims",
    "postcodes": "build the postcode lookup and the map outlines",
    "audit": "the audit of need and provision, suppressed",
    "statistics": "public statistics of children in care: check, import, look ahead",
    "gap": "need beside usable places, as two ledgers that are never added",
    "forecast": "children in care in the years that come, with the record of such forecasts",
    "referral": "ask for a home for a child",
    "relatives": "relatives and friends of a child who were asked, and approvals for a time",
    "invitation": "invite every home alike, and answer for a home",
    "shortlist": "the homes that could be right, each with its reasons",
    "decide": "propose or approve a choice, with reasons",
    "ending": "notice, the meeting after it, the end of a stay, and what comes after",
    "living": "what is due for children in their homes, and how it goes",
    "placement": "the start of a placement: its plan, its notices, and that the child came",
    "review": "ask that people who did not decide look again; run and hear it",
    "criteria": "the published rules and numbers, and publishing them",
    "register": "check the register, prove an entry",
    "keys": "the keys of sealed columns: list, rotate, retire",
    "jobs": "your long work: list, show, cancel; and the worker that does it",
    "people": "accounts, posts and personal tokens",
    "demo": "build and serve an invented sub-region",
    "serve": "run web, sequencer and jobs together",
    "manage": "Django's own commands",
}


def _adder(noun: str, words: Sequence[str]) -> Callable[[argparse.ArgumentParser], None]:  # noqa: C901 - one line a noun
    # Each noun is imported only when it is asked for: `carecommons returns check` never loads the web.
    match noun:
        case "returns":
            from .returns import add
        case "homes":
            from .homes import add
        case "postcodes":
            from .postcodes import add
        case "audit":
            from .audit import add
        case "statistics":
            from .statistics import add
        case "gap":
            from .gap import add
        case "forecast":
            from .forecast_stored import add, asks_for_stored

            if not asks_for_stored(words):
                from .forecast import add
        case "referral":
            from .referral import add
        case "relatives":
            from .before import add
        case "invitation":
            from .invitation import add
        case "shortlist":
            from .shortlist import add
        case "decide":
            from .decide import add
        case "ending":
            from .ending import add
        case "living":
            from .living import add
        case "placement":
            from .placement import add
        case "review":
            from .review import add
        case "criteria":
            from .criteria import add
        case "register":
            from .register import add
        case "keys":
            from .keys import add
        case "jobs":
            from .jobs import add
        case "people":
            from .people import add
        case "demo":
            from .demo import add
        case _:
            from .serve import add
    return add


def run(argv: Sequence[str] | None = None) -> int:
    """Entry point: returns the exit code (the console script passes it on)."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["manage"]:
        from .manage import manage

        return manage(words[1:])
    top = argparse.ArgumentParser(
        prog="carecommons", description=__doc__.split("\n")[0],
        epilog="Example: carecommons returns check var/returns/2026 --json",
    )  # fmt: skip
    top.add_argument("--version", action="version", version=f"carecommons {__version__}")
    nouns = top.add_subparsers(dest="noun", metavar="NOUN", required=True)
    for noun, words_for_people in NOUNS.items():
        sub = nouns.add_parser(
            noun, help=words_for_people, description=words_for_people,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip
        if words[:1] == [noun]:
            _adder(noun, words)(sub)
    args = top.parse_args(words)
    return _answer(args)


def _answer(args: argparse.Namespace) -> int:
    """Run the chosen sub-command; turn refusals into words and exit code 3."""
    as_json = getattr(args, "json", False)
    try:
        with ExitStack() as args.until_answered:  # what a command opens for as long as it runs
            return int(args.run(args) or 0)
    except Refused as refusal:
        return _refused(refusal, as_json=as_json)
    except KeyboardInterrupt:
        say.aside("Cancelled. Nothing was half-stored.")
        return say.OUR_FAULT
    except BrokenPipeError:
        return say.DONE
    except Exception:
        if as_json:
            say.document({"error": {"code": "our_fault", "message": "This is our fault, not yours. See stderr."}})
        say.aside("This is our fault, not yours. Nothing was half-stored. What happened, for whoever mends it:")
        say.aside(_without_personal_data(traceback.format_exc()))
        return say.OUR_FAULT


def _refused(refusal: Refused, *, as_json: bool) -> int:
    """A refusal in words, with every fault and what stands behind it (handbook E17)."""
    from carecommons.constitution.behind import ground_behind

    ground = ground_behind(refusal)
    faults = refusal.faults if isinstance(refusal, Faulty) else ()
    error: dict[str, object] = {"code": refusal.code, "message": str(refusal)}
    if ground:
        error["behind"] = ground.as_dict()
    if isinstance(refusal, Faulty):
        error["faults"] = [fault.as_dict() for fault in faults]
    if as_json:
        say.document({"error": error})
    say.aside(f"Refused ({refusal.code}): {refusal}")
    if ground:
        say.aside(f"  {ground.said}: {ground.words} ({ground.source})")
    for fault in faults[:50]:
        say.aside(f"  {fault.file} row {fault.row} {fault.column}: {fault.message} [{fault.code}]")
    return say.USAGE if refusal.code == "not_safe_to_start" else say.REFUSED


def _without_personal_data(text: str) -> str:
    # Loaded only when something broke: the quick commands never need it.
    from carecommons.site.logs import without_personal_data

    return without_personal_data(text)


def main() -> None:
    sys.exit(run())


if __name__ == "__main__":
    main()
