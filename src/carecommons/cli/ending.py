"""`carecommons ending`: notice, the meeting that tries to save a home, ends, and what comes after, as on the pages."""

import argparse
import json
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from carecommons.common.days import day_in_london
from carecommons.common.errors import Fault, Faulty

from . import say
from .asker import add_token, asker
from .ready import django_ready

if TYPE_CHECKING:
    from carecommons.people.roles import Person

ID = "3f0c9a52-5b0e-4a7e-9a55-0d1f6f0f7c11"
# verb -> what stands after it in its example.
EXAMPLES = {
    "list": "--json",
    "show": f"{ID} --json",
    "give": f'{ID} --reason CREQB --words "..." --tried "..." --ends-on 2026-12-29',
    "tell": f'{ID} --on 2026-12-01 --words "You will move after the holidays, and school stays the same."',
    "take-back": f'{ID} --words "They can stay: help comes twice a week."',
    "no": f'{ID} --words "I want to stay. My friends are here."',
    "meeting": f"{ID} --file meeting.json",
    "end": f'{ID} --on 2026-12-29 --care-ends X1 --change CREQB --led-by carer --words "..."',
    "why": f'{ID} --care-ends X1 --change CREQB --led-by carer --words "..."',
    "read-notice": f'{ID} --words "The review is held on 4 December."',
    "read-end": f'{ID} --words "The review was held on the next day."',
    "was": f'{ID} --good "The garden." --hard "The long way to school."',
    "asked": f'{ID} --words "Asked twice. She did not want to say."',
    "belongings": f'{ID} --there asked_child --missing "A blue coat: the home sends it on."',
    "note": f'{ID} --words "Leave the landing light on at night."',
    "eighteen": f'{ID} --choice staying_put --wants "To stay here." --words "The carers have agreed."',
    "early": "--json",
}
MEETING = """meeting.json: {"held_on": "2026-12-03", "there": ["carer", "social_worker"], "child_there": "child",
  "would_change": "...", "tasks": [{"what": "...", "who": "...", "by_day": "2026-12-10"}], "outcome": "met"}"""
LARGEST = 1_000_000
NOTICE, PLACEMENT = "the notice, by its id", "the placement, by its id"


def add(parser: argparse.ArgumentParser) -> None:
    lines = [f"  carecommons ending {name} {rest}" for name, rest in EXAMPLES.items()]
    parser.epilog = "\n".join(["Examples:", *lines, "", MEETING])
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    _verb(verbs, "list", "the open notices within your reach", list_)
    _verb(verbs, "show", "a notice and what became of it", show, NOTICE)
    give = _verb(verbs, "give", "give notice that a stay is to end", give_notice, PLACEMENT)
    _words(give, "reason", "words", "tried")
    give.add_argument("--ends-on", type=_day, required=True, metavar="YYYY-MM-DD", help="the last day")
    give.add_argument("--at-once", default="", metavar="WORDS", help="why it cannot wait the agreed days")
    _review(give)
    _words(_dated(_verb(verbs, "tell", "write down what a child was told", tell, NOTICE)), "words")
    _words(_verb(verbs, "take-back", "take a notice back: the child stays", take_back, NOTICE), "words")
    _words(_verb(verbs, "no", "a child says no to a notice", refuse, NOTICE), "words")
    held = _verb(verbs, "meeting", "record a meeting after a notice", meeting, NOTICE)
    held.add_argument("--file", required=True, metavar="FILE", help="the record as JSON; - reads stdin")
    _why(_dated(_verb(verbs, "end", "a child leaves the place where they live", end, "the child, by their id")))
    _why(_verb(verbs, "why", "say why a placement ended that a move ended", why, PLACEMENT))
    for what in ("notice", "end"):
        says = f"answer the {what} that had no review before it"
        _words(_verb(verbs, f"read-{what}", says, read, f"the {what}, by its id"), "words")
    was = _verb(verbs, "was", "a child says how a home was", how_it_was, PLACEMENT)
    for name in ("good", "hard", "next-home", "with-whom"):
        was.add_argument(f"--{name}", default="", metavar="WORDS")
    was.add_argument("--nothing", action="store_true", help="the child does not want to say anything")
    _words(_verb(verbs, "asked", "a child was asked, and did not want to say", asked, PLACEMENT), "words")
    things = _verb(verbs, "belongings", "say what goes with a child", belongings, PLACEMENT)
    things.add_argument("--there", action="append", default=[], metavar="CODE", help="what is so; a refusal lists them")
    things.add_argument("--missing", default="", metavar="WORDS", help="what is missing, and who puts it right")
    _words(_verb(verbs, "note", "say what the next home must know", note, PLACEMENT), "words")
    after = _verb(verbs, "eighteen", "say where somebody lives after 18", eighteen, PLACEMENT)
    _words(after, "choice", "wants", "words")
    after.add_argument("--care-ends", default="", metavar="REC", help="how care ended, on or after the birthday")
    _verb(verbs, "early", "early ends by provider, suppressed", early)


def _verb(verbs: Any, name: str, words: str, run: Any, of: str = "") -> argparse.ArgumentParser:
    form = argparse.RawDescriptionHelpFormatter
    example = f"Example: carecommons ending {name} {EXAMPLES[name]}"
    parser: argparse.ArgumentParser = verbs.add_parser(
        name, help=words, description=words, formatter_class=form,
        epilog=f"{example}\n\n{MEETING}" if name == "meeting" else example,
    )  # fmt: skip
    if of:
        parser.add_argument("id", type=UUID, metavar="ID", help=of)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    add_token(parser)
    parser.set_defaults(run=run)
    return parser


def _words(parser: argparse.ArgumentParser, *names: str) -> None:
    for name in names:
        parser.add_argument(f"--{name}", required=True, metavar=name.upper())


def _dated(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--on", type=_day, required=True, metavar="YYYY-MM-DD", help="the day")
    return parser


def _review(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reviewed-on", type=_day, metavar="YYYY-MM-DD", help="the review that the council owes first")
    parser.add_argument("--emergency", default="", metavar="WORDS", help="or why it could not wait")


def _why(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--care-ends", required=True, metavar="REC", help="X1 where the child stays in care")
    parser.add_argument("--change", default="", metavar="CODE", help="with X1: why they move (REASON_PLACE_CHANGE)")
    parser.add_argument("--planned", action="store_true", help="it was planned")
    parser.add_argument("--led-by", required=True, choices=["child", "carer", "council", "nobody"])
    parser.add_argument("--words", default="", help="what led to it")
    _review(parser)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a day is written YYYY-MM-DD") from None


# ------------------------------------------------------------------ reading
def list_(args: argparse.Namespace) -> int:
    """The open notices; each child named can read that the list was read."""
    person, at = _asker(args)
    from carecommons.decisions import queries
    from carecommons.people.actions import record_look
    from carecommons.people.may import check_may_at_all

    check_may_at_all(person, "decisions.see_notice")
    with queries.as_placed(person, at=at):
        found = queries.notices_open(person, at=at)
        for child_id in {each.child_id for each in found}:
            record_look(
                person=person, child_id=child_id, act="decisions.see_notice", purpose="to read a list of notices",
                at=at,
            )  # fmt: skip
    if args.json:
        say.document([asdict(each) for each in found])
        return say.DONE
    for each in found:
        say.line(f"{each.id}  {each.child_reference}  {each.state_words}; last day {each.ends_on}")
    say.aside(say.number(len(found), "open notice"))
    return say.DONE


def show(args: argparse.Namespace) -> int:
    """A notice; the look is written down as on the page."""
    person, at = _asker(args)
    from carecommons.decisions import queries
    from carecommons.decisions.doors import open_end_notice

    with queries.as_placed(person, at=at):
        found, _ = open_end_notice(person, args.id, act="decisions.see_notice", purpose="to read a notice", at=at)
    if args.json:
        say.document(asdict(found))
        return say.DONE
    say.line(f"{found.state_words}: {found.child_reference} {found.lives_at}, last day {found.ends_on}")
    say.line(f"Why: {found.reason_words}. {found.words}")
    say.line(f"What was tried: {found.tried}")
    for each in found.noes:
        say.line(f"The child said no: {each.words}")
    for held in found.meetings:
        say.line(f"Meeting of {held.held_on}: {held.would_change}")
    return say.DONE


def early(args: argparse.Namespace) -> int:
    """Early ends by provider, as the page shows them."""
    person, at = _asker(args)
    from carecommons.decisions import counts
    from carecommons.people.doors import behind
    from carecommons.people.may import check_may_at_all

    check_may_at_all(person, "decisions.see_early_ends")
    with behind(person, "decisions.see_early_ends"):
        found = counts.early_ends(on=day_in_london(at))
    period = counts.last_period(day_in_london(at))
    if args.json:
        say.document([{**asdict(period), **asdict(each)} for each in found])
        return say.DONE
    say.line(f"Whole quarters: {period.words}")
    for line in found:
        share = "not shown" if line.low is None else f"{line.low}% to {line.high}%"
        say.line(f"{line.name}: {line.early.words} of {line.stays.words} ended early; {share}")
    say.aside("This opens a conversation. It is no penalty.")
    return say.DONE


# ------------------------------------------------------------------ doing
def give_notice(args: argparse.Namespace) -> int:
    """Give notice, for the home or for the council."""
    return _do(
        args, "give_notice", placement_id=args.id, reason=args.reason, words=args.words, tried=args.tried,
        ends_on=args.ends_on, at_once=args.at_once, reviewed_on=args.reviewed_on, emergency=args.emergency,
    )  # fmt: skip


def tell(args: argparse.Namespace) -> int:
    """Write down what a child was told."""
    return _do(args, "tell_of_notice", notice_id=args.id, words=args.words, told_on=args.on)


def take_back(args: argparse.Namespace) -> int:
    """Take a notice back."""
    return _do(args, "take_notice_back", notice_id=args.id, words=args.words)


def refuse(args: argparse.Namespace) -> int:
    """A child says no."""
    return _do(args, "refuse_notice", notice_id=args.id, words=args.words)


def meeting(args: argparse.Namespace) -> int:
    """Record a meeting, from a file."""
    from carecommons.decisions.ending import Task

    given = _read(args.file)
    tasks = [Task(each["what"], each["who"], date.fromisoformat(each["by_day"])) for each in given.pop("tasks")]
    held_on = date.fromisoformat(given.pop("held_on"))
    return _do(args, "record_meeting", notice_id=args.id, held_on=held_on, tasks=tasks, **given)


def end(args: argparse.Namespace) -> int:
    """A child leaves the place where they live."""
    return _do(args, "end_placement", child_id=args.id, end=_end(args, args.on))


def why(args: argparse.Namespace) -> int:
    """Say why a placement ended."""
    return _do(args, "say_why_ended", placement_id=args.id, end=_end(args, date.min))


def read(args: argparse.Namespace) -> int:
    """The reviewing officer answers what had no review before it."""
    what = args.verb.removeprefix("read-")
    return _do(args, "read_emergency_end", words=args.words, **{f"{what}_id": args.id})


def how_it_was(args: argparse.Namespace) -> int:
    """A child says how a home was."""
    return _do(
        args, "say_how_it_was", placement_id=args.id, good=args.good, hard=args.hard, next_home=args.next_home,
        with_whom=args.with_whom, wanted=not args.nothing,
    )  # fmt: skip


def asked(args: argparse.Namespace) -> int:
    """A child was asked, and did not want to say."""
    return _do(args, "record_no_debrief", placement_id=args.id, words=args.words)


def belongings(args: argparse.Namespace) -> int:
    """What goes with a child."""
    return _do(args, "check_what_goes", placement_id=args.id, there=args.there, missing=args.missing)


def note(args: argparse.Namespace) -> int:
    """What the next home must know."""
    return _do(args, "note_for_next_home", placement_id=args.id, words=args.words)


def eighteen(args: argparse.Namespace) -> int:
    """Where somebody lives after 18."""
    return _do(
        args, "decide_at_eighteen", placement_id=args.id, choice=args.choice, wants=args.wants, words=args.words,
        care_ends=args.care_ends,
    )  # fmt: skip


def _do(args: argparse.Namespace, act: str, **given: Any) -> int:
    """One act of the room under the token's owner; its id where it made something."""
    person, at = _asker(args)
    from carecommons.common.again import again
    from carecommons.decisions import actions, queries

    with queries.as_placed(person, at=at):
        made = again(lambda: getattr(actions, act)(by=person, at=at, **given))
    if args.json:
        say.document({"id": str(made) if made else None})
    else:
        say.line(f"Done{f': {made}' if made else ''}")
    return say.DONE


def _end(args: argparse.Namespace, to_day: date) -> Any:
    from carecommons.decisions.ending import End, LedBy

    return End(
        to_day=to_day, care_ends=args.care_ends, change=args.change, planned=args.planned, led_by=LedBy(args.led_by),
        words=args.words, reviewed_on=args.reviewed_on, emergency=args.emergency,
    )  # fmt: skip


def _asker(args: argparse.Namespace) -> "tuple[Person, datetime]":
    django_ready(migrate=True)
    return asker(args), datetime.now(UTC)


def _read(name: str) -> dict[str, Any]:
    """The record of a meeting from a file or stdin, each part of its kind."""
    empty: dict[str, Any] = {"why_not": "", "child_said": "", "outcome_words": "", "tasks": [], "there": []}
    try:
        text = sys.stdin.read(LARGEST) if name == "-" else Path(name).read_text(encoding="utf-8")[:LARGEST]
        given = empty | dict(json.loads(text))
        days = [given["held_on"], *(each["by_day"] for each in given["tasks"])]
        texts = [*days, given["child_there"], given["would_change"], given["outcome"], given["why_not"]]
        texts += [given["child_said"], given["outcome_words"], *given["there"]]
        texts += [each[part] for each in given["tasks"] for part in ("what", "who")]
        whole = all(isinstance(each, str) for each in texts) and all(date.fromisoformat(day) for day in days)
        unknown = set(given) - {*empty, "held_on", "child_there", "would_change", "outcome"}
    except (OSError, ValueError, TypeError, KeyError) as wrong:
        raise _unreadable(name) from wrong
    if not whole or unknown:
        raise _unreadable(name)
    return given


def _unreadable(name: str) -> Faulty:
    why = "It must be one JSON object with the parts that --help shows, each of its kind."
    return Faulty("reasons_unreadable", f"The record was not read. {why}", [Fault(name, 0, "", "not_reasons", why)])
