"""`carecommons decide`: propose or answer a choice of a home, under a personal token, as on the pages."""

import argparse
import json
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from carecommons.common.errors import Fault, Faulty, NotFound

from . import say
from .asker import add_token, asker
from .ready import django_ready

if TYPE_CHECKING:
    from carecommons.decisions.queries import DecisionRecord, Sheet
    from carecommons.people.roles import Person

EPILOG = """Examples:
  carecommons decide list
  carecommons decide propose --search R-XXXXX --home H-7K2QD --reasons reasons.json --json
  carecommons decide approve ID
  carecommons decide approve ID --satisfied relatives_consulted --satisfied area_authority_notified ...
  carecommons decide approve ID --reviewed-on 2026-11-18
  carecommons decide owes ID
  carecommons decide show ID --json

reasons.json: {"why_chosen": "...", "why_not": {"H-93MXA": "..."}, "wishes_effect": "changed_how",
  "wishes_how": "...", "prevailed": "", "compromise_missing": [], "search_evidence": "",
  "no_round": "asked_otherwise", "no_round_words": "...", "spot_reason": "", "spot_remedy": "",
  "own_order_answer": "", "no_meeting": ""}
wishes_effect is changed_choice, changed_how or did_not_change. Every suitable home that is not chosen is owed
a reason, by its reference or id."""
WORDS = (
    "why_chosen", "wishes_effect", "wishes_how", "prevailed", "search_evidence", "no_round", "no_round_words",
    "spot_reason", "spot_remedy", "own_order_answer", "no_meeting",
)  # fmt: skip
LARGEST = 1_000_000


def add(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EPILOG
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    proposing = _verb(verbs, "propose", "propose a home of the list, with reasons")
    proposing.add_argument("--search", required=True, metavar="R-XXXXX", help="the search, by its reference or id")
    proposing.add_argument("--home", required=True, metavar="H-XXXXX", help="the home, by its reference or id")
    proposing.add_argument("--reasons", required=True, metavar="FILE", help="the reasons as JSON; - reads stdin")
    proposing.set_defaults(run=propose)
    listing = _verb(verbs, "list", "the choices within your reach, newest first, with their ids")
    listing.set_defaults(run=list_)
    for name, words, run in (
        ("approve", "approve a choice: the place is taken and the decision recorded", approve),
        ("owes", "what the approval of a choice owes: facts to be satisfied of, and a review before the move", owes),
        ("show", "show a decision with its reasons", show),
    ):
        verb = _verb(verbs, name, words)
        verb.add_argument("decision", type=UUID, metavar="ID", help="the decision, by its id")
        verb.set_defaults(run=run)
        if name == "approve":
            verb.add_argument(
                "--satisfied", action="append", default=[], metavar="CODE",
                help="of what you are satisfied; `owes` lists what the law asks for",
            )  # fmt: skip
            verb.add_argument(
                "--reviewed-on", type=_day, metavar="DAY",
                help="the review that weighed a move out of a placement, as 2026-11-18",
            )  # fmt: skip
            verb.add_argument(
                "--no-review", default="", metavar="WORDS",
                help="where there was none: who is in danger, and why it could not wait",
            )  # fmt: skip


def _verb(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, words: str
) -> argparse.ArgumentParser:
    form = argparse.RawDescriptionHelpFormatter
    parser = verbs.add_parser(name, help=words, description=words, epilog=EPILOG, formatter_class=form)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    add_token(parser)
    return parser


def propose(args: argparse.Namespace) -> int:
    """Put a choice to the person who must approve it."""
    django_ready(migrate=True)
    from carecommons.children.doors import reach_child
    from carecommons.common.again import again
    from carecommons.decisions import actions
    from carecommons.decisions.queries import sheet
    from carecommons.matching.queries import referral
    from carecommons.people.may import check_may

    person, now = asker(args), datetime.now(UTC)
    given = _read(args.reasons)
    search = referral(args.search)
    reach_child(person=person, child_id=search.child_id, act="decisions.propose")
    found = sheet(search.id, at=now)
    check_may(person, "decisions.propose", found.subject)
    why_not = {_home(found, home): words for home, words in given["why_not"].items()}
    decision_id = again(
        lambda: actions.propose(
            referral_id=search.id, home_id=_home(found, args.home), by=person, at=now,
            compromise_missing=given["compromise_missing"], why_not=why_not,
            **{name: given[name] for name in WORDS},
        )
    )  # fmt: skip
    _open(person, search.child_id, act="decisions.propose", purpose="to choose a home", at=now)
    return _say(args, decision_id)


def list_(args: argparse.Namespace) -> int:
    """The choices that this person may read; each child named can read that the list was read."""
    django_ready(migrate=True)
    from carecommons.decisions.queries import made
    from carecommons.people.actions import record_look
    from carecommons.people.may import check_may_at_all
    from carecommons.people.roles import Role

    person, now = asker(args), datetime.now(UTC)
    check_may_at_all(person, "decisions.see_decision")
    lines = () if person.role is Role.PARENT else made(person)
    for child_id in {line.child_id for line in lines} if person.role is not Role.CHILD else ():
        record_look(
            person=person,
            child_id=child_id,
            act="decisions.see_decision",
            purpose="to read a list of decisions",
            at=now,
        )
    if args.json:
        say.document([asdict(line) for line in lines])
    else:
        for line in lines:
            say.line(f"{line.id}  {line.child_reference}  {line.state:<9}  {line.home_name}, from {line.from_day}")
        say.aside(say.number(len(lines), "choice"))
    return say.DONE


def approve(args: argparse.Namespace) -> int:
    """Put a choice in force."""
    django_ready(migrate=True)
    from carecommons.common.again import again
    from carecommons.decisions import actions

    person = asker(args)
    now = datetime.now(UTC)
    again(
        lambda: actions.approve(
            decision_id=args.decision, satisfied=args.satisfied, reviewed_on=args.reviewed_on,
            no_review=args.no_review, by=person, at=now,
        )
    )  # fmt: skip
    return _show(args, person)


def owes(args: argparse.Namespace) -> int:
    """Print what the approval of a choice owes, by the facts of today; the look is written down."""
    django_ready(migrate=True)
    from carecommons.decisions.approvals import FACTS
    from carecommons.decisions.queries import approval_before, decision, review_before
    from carecommons.decisions.state import check_waiting
    from carecommons.people.may import check_may

    person, now = asker(args), datetime.now(UTC)
    found = decision(args.decision)
    check_may(person, "decisions.approve", found.subject)
    check_waiting(found.state)
    _open(person, found.child_id, act="decisions.approve", purpose="to read a decision", at=now)
    owed, before = approval_before(found.id, at=now), review_before(found.id, at=now)
    if args.json:
        say.document({
            "approver_needed": owed.role.value, "satisfied_of": list(owed.facts), "because": list(owed.why_facts),
            "review_owed": [law.value for law in before.owed] if before.lacks else [],
            "review_of": str(before.placement_id) if before.placement_id else None,
            "reviews": [str(day) for day in before.days],
        })  # fmt: skip
        return say.DONE
    say.line(owed.words)
    for code in owed.facts:
        say.line(f"  {code}: {FACTS[code]}")
    if before.lacks:
        say.line(f"A review comes first. {before.words}")
        say.line(f"  On record for placement {before.placement_id}: {', '.join(map(str, before.days)) or 'none'}")
    return say.DONE


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("write the day as 2026-11-18") from None


def show(args: argparse.Namespace) -> int:
    """Show a decision; the look is written down as on the page."""
    django_ready(migrate=True)
    return _show(args, asker(args))


def _show(args: argparse.Namespace, person: "Person") -> int:
    from carecommons.children.doors import reach_child
    from carecommons.decisions.queries import decision
    from carecommons.decisions.state import State
    from carecommons.people.roles import Role

    found = decision(args.decision)
    reach_child(person=person, child_id=found.child_id, act="decisions.see_decision")
    if person.role is Role.PARENT or (person.role in (Role.CHILD, Role.ADVOCATE) and found.state is not State.APPROVED):
        raise NotFound()
    _open(person, found.child_id, act="decisions.see_decision", purpose="to read a decision", at=datetime.now(UTC))
    return _say(args, args.decision)


def _open(person: "Person", child_id: UUID, *, act: str, purpose: str, at: datetime) -> None:
    from carecommons.children.doors import open_child

    open_child(person=person, child_id=child_id, act=act, purpose=purpose, at=at)


def _say(args: argparse.Namespace, decision_id: UUID) -> int:
    from carecommons.decisions.queries import decision

    found = decision(decision_id)
    if args.json:
        told = {str(home): words for home, words in found.to_homes.items()}
        say.document(asdict(found) | {"to_homes": told})
    else:
        _tell(found)
    return say.DONE


def _tell(found: "DecisionRecord") -> None:
    say.line(f"{found.state.capitalize()}: {found.home_name} ({found.home_reference}), from {found.from_day}")
    say.line(f"Why: {found.why_chosen}")
    for each in found.reasons:
        say.line(f"Why not {each.names}: {each.why}")
    say.line(f"Approval: {found.approver_words}")
    if found.spot:
        say.line(f"Spot purchase: {found.spot_reason} What is done about it: {found.spot_remedy}")
    if found.compromise:
        say.line(f"Compromise; missing: {', '.join(found.missing)}")
    if found.entry_id:
        number = found.entry_number
        say.line(f"Register entry: {number if number is not None else 'recorded, not yet numbered'}")
    say.aside(f"Decision {found.id}")


def _home(found: "Sheet", named: str) -> UUID:
    """The home of the list with this reference or id; a home that is not on the list stays what it is."""
    for home_id, home in found.shown.items():
        if named.strip().upper() == home.reference or named.strip().lower() == str(home_id):
            return home_id
    try:
        return UUID(named)
    except ValueError:
        raise NotFound(
            "home_not_on_list", f"'{named}' is not a home of this list. `carecommons shortlist show` prints the list."
        ) from None


def _read(name: str) -> dict[str, Any]:
    """The reasons from a file or stdin, each of its kind; what is left out is empty."""
    try:
        text = sys.stdin.read(LARGEST) if name == "-" else Path(name).read_text(encoding="utf-8")[:LARGEST]
        given = json.loads(text)
    except (OSError, ValueError) as wrong:
        raise _unreadable(name, f"It cannot be read as JSON: {_why_unread(wrong)}.") from wrong
    if not isinstance(given, dict):
        raise _unreadable(name, "It must be one JSON object.")
    given = {"why_not": {}, "compromise_missing": [], **dict.fromkeys(WORDS, ""), **given}
    if unknown := sorted(set(given) - {*WORDS, "why_not", "compromise_missing"}):
        raise _unreadable(name, f"Nobody reads these: {', '.join(unknown)}.")
    texts = [*(given[each] for each in WORDS)]
    if isinstance(given["why_not"], dict) and isinstance(given["compromise_missing"], list):
        texts += [*given["why_not"].values(), *given["compromise_missing"]]
        if all(isinstance(each, str) for each in texts):
            return given
    raise _unreadable(name, "Each reason is a text, why_not is an object of texts, compromise_missing a list of texts.")


def _why_unread(wrong: Exception) -> str:
    """What is wrong with the file, without the numbers of the operating system."""
    return (wrong.strerror or "it cannot be opened").lower() if isinstance(wrong, OSError) else str(wrong)


def _unreadable(name: str, why: str) -> Faulty:
    return Faulty("reasons_unreadable", f"The reasons were not read. {why}", [Fault(name, 0, "", "not_reasons", why)])
