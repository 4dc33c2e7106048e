"""`carecommons referral prevented ...` and `carecommons relatives ...`: what comes before a search."""

import argparse
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from . import say
from .asker import add_token, asker
from .ready import django_ready

PARTS = 4
ID = "3f0c9a52-5b0e-4a7e-9a55-0d1f6f0f7c11"
EXAMPLES = {
    "show": "C-7K4QX --json",
    "assess": 'C-7K4QX aunt_or_uncle viable "She knows her well, and has a room." --on 2026-11-20 '
    '--assessor "Social worker" --training "Two days, 2025" --experience "Eleven such assessments"',
    "approve": f'{ID} 8f2b7c10-0f5d-4a0e-8a55-2c1f6f0f7c22 "She can have her from tonight." --from 2026-11-20',
    "longer": f'{ID} "The full assessment is nearly done." --most-appropriate-on 2027-03-01 '
    "--panel-asked-on 2027-02-20 --reviewer-told-on 2027-03-01",
    "close": f'{ID} in_full "Approved in full on 2 March." --panel-recommended-on 2027-02-20 --decided-on 2027-03-02',
}
TRIED = "WHAT | BY WHOM | YYYY-MM-DD | WHAT CAME OF IT"


def add_prevented(verbs: Any) -> None:
    """The verb of `referral`: what was tried before a search that nobody planned."""
    words = "record what lay behind a search, and what was tried before it"
    parser: argparse.ArgumentParser = verbs.add_parser(
        "prevented", help=words, description=words,
        epilog="Example: carecommons referral prevented R-4G21Z help_for_carer "
        '--tried "Evenings of help | Family support | 2026-10-02 | It held for three weeks"',
    )  # fmt: skip
    parser.add_argument("search", metavar="SEARCH", help="the search's reference, such as R-4G21Z")
    parser.add_argument("root_cause", metavar="CAUSE", help="help_for_carer, needs_grew, home_ends, not_known, ...")
    parser.add_argument("--tried", action="append", default=[], type=_tried, metavar=f'"{TRIED}"', help="once for each")
    parser.add_argument("--nothing-because", default="", metavar="REASON", help="why nothing could be tried")
    _ends(parser, _prevented)


def add(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Example: carecommons relatives show C-7K4QX --json"
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    show = _verb(verbs, "show", "the relatives and friends of a child who were asked, and approvals for a time")
    show.add_argument("child", metavar="CHILD", help="the child's reference, such as C-7K4QX")
    _ends(show, _show)
    assess = _verb(verbs, "assess", "record whether a relative or friend could care for a child")
    assess.add_argument("child", metavar="CHILD")
    assess.add_argument("relation", metavar="RELATION", help="grandparent, aunt_or_uncle, family_friend, ...")
    assess.add_argument("outcome", choices=["viable", "not_viable", "find_out"])
    assess.add_argument("words", metavar="WORDS", help="what was looked at, and why this is the answer")
    assess.add_argument("--assessor", required=True, metavar="ROLE", help="in which role the assessor works")
    assess.add_argument("--training", required=True, help="their training for this; “None yet” is an answer")
    assess.add_argument("--experience", required=True, help="their experience of this work")
    assess.add_argument("--on", required=True, type=_day, metavar="YYYY-MM-DD")
    assess.add_argument("--follows", type=UUID, default=None, metavar="ID", help="the earlier look at this person")
    _ends(assess, _assess)
    approve = _verb(verbs, "approve", "approve a relative or friend for a time (reg 24)")
    approve.add_argument("assessment", type=UUID, metavar="ASSESSMENT", help="the id that `show --json` gives")
    approve.add_argument("home", type=UUID, metavar="HOME", help="the id of their home")
    approve.add_argument("because", metavar="REASON")
    approve.add_argument("--from", dest="from_day", required=True, type=_day, metavar="YYYY-MM-DD")
    _ends(approve, _approve)
    longer = _verb(verbs, "longer", "make an approval for a time longer, once (reg 25)")
    longer.add_argument("approval", type=UUID, metavar="APPROVAL")
    longer.add_argument("because", metavar="REASON")
    for name, words in (
        ("most-appropriate", "when it was considered that this is still the most appropriate home"),
        ("panel-asked", "when the fostering panel was asked for its views"),
        ("reviewer-told", "when the independent reviewing officer was told"),
    ):
        longer.add_argument(f"--{name}-on", type=_day, default=None, metavar="YYYY-MM-DD", help=f"{words}: owed")
    _ends(longer, _longer)
    close = _verb(verbs, "close", "say how an approval for a time ended")
    close.add_argument("approval", type=UUID, metavar="APPROVAL")
    close.add_argument("how", choices=["in_full", "ended"])
    close.add_argument("because", metavar="REASON")
    for name, words in (
        ("panel-recommended", "when the fostering panel recommended that they be approved in full"),
        ("decided", "when that was decided, after the panel"),
    ):
        close.add_argument(f"--{name}-on", type=_day, default=None, metavar="YYYY-MM-DD", help=f"{words}: owed in full")
    _ends(close, _close)


def _verb(verbs: Any, name: str, words: str) -> argparse.ArgumentParser:
    example = f"Example: carecommons relatives {name} {EXAMPLES[name]}"
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=words, description=words, epilog=example)
    return parser


def _ends(parser: argparse.ArgumentParser, run: Any) -> None:
    parser.add_argument("--json", action="store_true", help="print exactly one JSON document")
    add_token(parser)
    parser.set_defaults(run=run)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no day; write it as 2026-12-04") from None


def _tried(text: str) -> tuple[str, str, date, str]:
    parts = [part.strip() for part in text.split("|")]
    if len(parts) != PARTS:
        raise argparse.ArgumentTypeError(f'write four parts: "{TRIED}"')
    what, by_whom, day, came_of = parts
    return what, by_whom, _day(day), came_of


def _done(args: argparse.Namespace, document: dict[str, object], words: str) -> int:
    if args.json:
        say.document(document)
    else:
        say.line(words)
    return say.DONE


def _prevented(args: argparse.Namespace) -> int:
    django_ready()
    from carecommons.matching.actions import record_prevention
    from carecommons.matching.prevention import Tried
    from carecommons.matching.queries import see_referral

    by, now = asker(args), datetime.now(UTC)
    found = see_referral(args.search, by=by)
    made = record_prevention(
        referral_id=found.id, root_cause=args.root_cause, tried=[Tried(*each) for each in args.tried],
        nothing_because=args.nothing_because, by=by, at=now,
    )  # fmt: skip
    return _done(args, {"id": str(made)}, "Recorded.")


def _show(args: argparse.Namespace) -> int:
    django_ready()
    from carecommons.children.doors import open_child
    from carecommons.children.queries import find_child
    from carecommons.matching.queries import approvals_of, assessments_of

    by, now = asker(args), datetime.now(UTC)
    child = open_child(
        person=by, child_id=find_child(args.child).id, act="matching.see_relatives",
        purpose="Reading which relatives and friends were asked", at=now,
    )  # fmt: skip
    found, approvals = assessments_of(child.id), approvals_of(child.id)
    if args.json:
        say.document(
            {"assessments": [asdict(each) for each in found], "approvals": [asdict(each) for each in approvals]}
        )
        return say.DONE
    for each in found:
        say.line(f"{each.assessed_on}  {each.relation_words}: {each.outcome_words.lower()}")
        say.line(f"    {each.assessor}. Training: {each.training}. Experience: {each.experience}")
    for approval in approvals:
        over = "" if approval.under_way else f" on {approval.closed_on}; approved for a time"
        days = f"{approval.from_day} to {approval.ran_to}"
        say.line(f"{approval.home_name}: {approval.words.lower()}{over}, {days}")
        if approval.panel_asked_on:
            say.line(
                f"    Most appropriate: {approval.most_appropriate_on}. Panel asked: {approval.panel_asked_on}. "
                f"Reviewing officer told: {approval.reviewer_told_on}"
            )
        if approval.decided_on:
            say.line(f"    Panel recommended: {approval.panel_recommended_on}. Decided: {approval.decided_on}")
    if not found:
        say.line("No relative or friend was looked at yet.")
    return say.DONE


def _assess(args: argparse.Namespace) -> int:
    django_ready()
    from carecommons.children.doors import reach_child
    from carecommons.children.queries import find_child
    from carecommons.matching.actions import assess_relative

    by, now = asker(args), datetime.now(UTC)
    child = reach_child(person=by, child_id=find_child(args.child).id, act="matching.assess_relative")
    made = assess_relative(
        child_id=child.id, relation=args.relation, outcome=args.outcome, words=args.words, assessor=args.assessor,
        training=args.training, experience=args.experience, assessed_on=args.on, follows=args.follows, by=by, at=now,
    )  # fmt: skip
    return _done(args, {"id": str(made)}, f"Recorded: {made}")


def _approve(args: argparse.Namespace) -> int:
    django_ready()
    from carecommons.matching.actions import approve_for_a_time

    made = approve_for_a_time(
        assessment_id=args.assessment, home_id=args.home, from_day=args.from_day, because=args.because,
        by=asker(args), at=datetime.now(UTC),
    )  # fmt: skip
    return _done(args, {"id": str(made)}, f"Approved for a time: {made}")


def _longer(args: argparse.Namespace) -> int:
    django_ready()
    from carecommons.matching.actions import extend_approval

    to_day = extend_approval(
        approval_id=args.approval, because=args.because, most_appropriate_on=args.most_appropriate_on,
        panel_asked_on=args.panel_asked_on, reviewer_told_on=args.reviewer_told_on, by=asker(args),
        at=datetime.now(UTC),
    )  # fmt: skip
    return _done(args, {"to_day": to_day.isoformat()}, f"It runs to {to_day} now. The law allows no second time.")


def _close(args: argparse.Namespace) -> int:
    django_ready()
    from carecommons.matching.actions import close_approval

    close_approval(
        approval_id=args.approval, in_full=args.how == "in_full", because=args.because,
        panel_recommended_on=args.panel_recommended_on, decided_on=args.decided_on, by=asker(args),
        at=datetime.now(UTC),
    )  # fmt: skip
    return _done(args, {"closed": args.how}, "Recorded.")
