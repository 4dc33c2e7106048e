"""`carecommons review`: ask for a review, run it and hear it, under a personal token, as on the pages."""

import argparse
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from . import say
from .asker import add_token, asker
from .ready import django_ready

if TYPE_CHECKING:
    from carecommons.decisions.queries import ReviewRecord
    from carecommons.people.roles import Person

ID = "3f0c9a52-5b0e-4a7e-9a55-0d1f6f0f7c11"
# verb -> what stands after it in its example.
EXAMPLES = {
    "rights": "--json",
    "digests": "--json",
    "mine": "--json",
    "docket": "--json",
    "panels": "--json",
    "ask": f'--decision {ID} --words "The school was not asked." --json',
    "ask-for-home": f'--home {ID} --entry 41 --words "We had a place and nobody asked us."',
    "show": f"{ID} --json",
    "withdraw": f"{ID}",
    "acknowledge": f'{ID} --words "We have it; three people who did not decide look again by 18 December."',
    "panel": f"{ID} --post POST --post POST --post POST",
    "free-seat": f"{ID} --seat SEAT",
    "redirect": f'{ID} --to complaint --words "This is about how somebody was spoken to."',
    "let-go": f'{ID} --words "It is not safe to stay until the review is heard."',
    "remedied": f'{ID} --words "The school was asked, and the plan was changed."',
    "digest": f'{ID} --text "..."',
    "interest": f"{ID}  (none; with --words: what it is, and you leave the panel)",
    "hear": f'{ID} --how came --words "The child, the home and the social worker were heard."',
    "find": f'{ID} --outcome upheld --remedy explain --words-child "..." --words-parties "..."\n'
    '      --duty-words "..." --digest "..."',
    "agree": f"{ID}  (with --dissent: why you do not)",
}
CODES = (
    "Outcomes: upheld, partly, not_upheld. Remedies: none, explain, decide_again, other_home, change_practice, refer."
)
OWN, RUN, SIT = "decisions.see_own_reviews", "decisions.run_review", "decisions.sit_on_panel"


def add(parser: argparse.ArgumentParser) -> None:
    lines = [f"  carecommons review {name} {rest}" for name, rest in EXAMPLES.items()]
    parser.epilog = "\n".join(["Examples:", *lines, "", CODES])
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    _verb(verbs, "rights", "every way to say that something is wrong, with its days", rights)
    _verb(verbs, "digests", "what reviews found, without names, places or days", digests)
    for name, words in (
        ("mine", "the reviews that you asked for"), ("docket", "the reviews of your councils that you may run"),
        ("panels", "the reviews on whose panel you sit"),
    ):  # fmt: skip
        _verb(verbs, name, words, list_)
    asking = _verb(verbs, "ask", "ask that people who did not decide look again", ask)
    asking.add_argument("--decision", required=True, type=UUID, metavar="ID", help="the decision, by its id")
    homes = _verb(verbs, "ask-for-home", "ask for one of your homes", ask_for_home)
    homes.add_argument("--home", required=True, type=UUID, metavar="ID", help="your home, by its id")
    homes.add_argument("--decision", type=UUID, metavar="ID", help="the decision in which it had a part")
    homes.add_argument("--entry", type=int, metavar="N", help="the public number of one for which it was not asked")
    for verb in (asking, homes):
        verb.add_argument("--words", required=True, help="what is not right")
        verb.add_argument("--wants", default="", help="what should happen instead")
        verb.add_argument("--about", default="decision", choices=["decision", "ending"])
    asking.add_argument("--safety", action="store_true", help="somebody may be unsafe: it cannot wait")
    show = _one(verbs, "show", "one review", show_)
    show.set_defaults(act=OWN)
    for name, words, options in STEPS:
        verb = _one(verbs, name, words, do)
        for option, more in options.items():
            verb.add_argument(option, **more)


TEXT: dict[str, Any] = {"required": True, "help": "in a sentence or more"}
READ = {"--read": {"action": "store_true", "help": "you have read each word that may say who or where, and none does"}}
# verb -> what it does and what it takes; the acts stand in ACTS.
STEPS: tuple[tuple[str, str, dict[str, dict[str, Any]]], ...] = (
    ("withdraw", "take back a review that you asked for", {"--words": {"default": ""}}),
    ("acknowledge", "tell who asked that you have it", {"--words": TEXT, **READ}),
    ("panel", "name who hears it, by their posts", {"--post": {"action": "append", "type": UUID, "required": True}}),
    ("free-seat", "make free the seat of a member whose post has ended, or who is silent", {
        "--seat": {"type": UUID, "required": True, "metavar": "ID", "help": "the seat, by its id: see docket --json"},
    }),
    ("redirect", "send on what a panel cannot settle", {
        "--to": {"required": True, "help": "complaint, court, safeguarding or regulator"}, "--words": TEXT, **READ,
    }),
    ("let-go", "let a held move go on, and say why it is not safe to wait", {"--words": TEXT}),
    ("remedied", "say what was done of what was found", {"--words": TEXT, **READ}),
    ("digest", "publish the digest, after a scan", {"--text": {"required": True}, **READ}),
    ("interest", "say that you have no interest, or with words that you have one", {"--words": {"default": ""}}),
    ("hear", "write down that it was heard", {
        "--how": {"required": True, "help": "came, advocate, written, did_not_want or could_not"}, "--words": TEXT,
    }),
    ("find", "write a finding for the panel", {
        "--outcome": {"required": True}, "--remedy": {"required": True}, "--words-child": TEXT,
        "--words-parties": TEXT, "--duty-words": {"default": ""}, "--digest": TEXT,
        **READ,
    }),
    ("agree", "say that you agree with the finding that waits", {
        "--dissent": {"default": "", "help": "why you do not agree"},
    }),
)  # fmt: skip


def _acts() -> dict[str, tuple[Callable[..., Any], Callable[[argparse.Namespace], dict[str, Any]], str]]:
    """verb -> its act, what the act takes from the command, and as whom its result is read."""
    from carecommons.decisions import actions as act

    def words(args: argparse.Namespace) -> dict[str, Any]:
        return {"words": args.words}

    def told(args: argparse.Namespace) -> dict[str, Any]:
        return {"words": args.words, "read": args.read}

    return {
        "withdraw": (act.withdraw_review, words, OWN),
        "acknowledge": (act.acknowledge_review, told, RUN),
        "panel": (act.name_panel, lambda args: {"posts": args.post}, RUN),
        "free-seat": (act.free_seat, lambda args: {"seat_id": args.seat}, RUN),
        "redirect": (act.redirect_review, lambda args: {"to": args.to, **told(args)}, RUN),
        "let-go": (act.let_move_go, words, RUN),
        "remedied": (act.remedy_done, told, RUN),
        "digest": (act.release_digest, lambda args: {"text": args.text, "read": args.read}, RUN),
        "interest": (act.declare_interest, lambda args: {"interest": bool(args.words), "words": args.words}, ""),
        "hear": (act.hear_review, lambda args: {"how": args.how, "words": args.words}, SIT),
        "find": (
            act.write_finding,
            lambda args: {
                "outcome": args.outcome, "remedy": args.remedy, "words_child": args.words_child,
                "words_parties": args.words_parties, "duty_words": args.duty_words, "digest": args.digest,
                "read": args.read,
            },
            SIT,
        ),
        "agree": (act.agree_finding, lambda args: {"agrees": not args.dissent, "words": args.dissent}, SIT),
    }  # fmt: skip


def _verb(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, words: str, run: Callable[..., int]
) -> argparse.ArgumentParser:
    form = argparse.RawDescriptionHelpFormatter
    example = f"Example: carecommons review {name} {EXAMPLES[name]}"
    parser = verbs.add_parser(
        name, help=words, description=words, formatter_class=form,
        epilog=f"{example}\n\n{CODES}" if name == "find" else example,
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run)
    if name not in ("rights", "digests"):
        add_token(parser)
    return parser


def _one(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, words: str, run: Callable[..., int]
) -> argparse.ArgumentParser:
    parser = _verb(verbs, name, words, run)
    parser.add_argument("review", type=UUID, metavar="ID", help="the review, by its id")
    return parser


def rights(args: argparse.Namespace) -> int:
    """Every way that stays open, with its days."""
    django_ready(migrate=True)
    from carecommons.common.days import day_in_london
    from carecommons.decisions.queries import ways_on

    ways = ways_on(day_in_london(datetime.now(UTC)))
    if args.json:
        say.document([asdict(way) for way in ways])
        return say.DONE
    for way in ways:
        say.line(f"{way.name}: {way.what}")
        for line in way.days:
            say.line(f"  {line}")
    return say.DONE


def digests(args: argparse.Namespace) -> int:
    """What everybody may read of findings."""
    django_ready(migrate=True)
    from carecommons.common.days import day_in_london
    from carecommons.decisions.counts import digests as read

    lines = read(day_in_london(datetime.now(UTC)))
    if args.json:
        say.document([asdict(line) for line in lines])
        return say.DONE
    for line in lines:
        say.line(f"{line.period}  {line.outcome_words}. {line.text}" if line.period else line.text)
    say.aside(say.number(len(lines), "digest"))
    return say.DONE


def list_(args: argparse.Namespace) -> int:
    """The reviews that one asked for, may run, or hears; each child named can read that the list was read."""
    django_ready(migrate=True)
    from carecommons.decisions import queries
    from carecommons.people.may import check_may_at_all
    from carecommons.people.roles import Role

    person = asker(args)
    if args.verb == "panels":
        return _panels(args, person)
    act, read = {"mine": (OWN, queries.my_reviews), "docket": (RUN, queries.docket)}[args.verb]
    check_may_at_all(person, act)
    lines = read(person)
    if person.role is not Role.CHILD:
        _look(person, {each.child_id for each in lines if act != OWN or each.asked_as != "home"}, act)
    if args.json:
        say.document([_shown(person, each, act) for each in lines])
        return say.DONE
    for each in lines:
        say.line(f"{each.id}  {each.asked_at:%Y-%m-%d}  {each.state:<12}  finding by {each.finding_by}")
    say.aside(say.number(len(lines), "review"))
    return say.DONE


def _panels(args: argparse.Namespace, person: "Person") -> int:
    """The reviews on whose panel one sits: no child before one has no interest, and none once it is closed."""
    from carecommons.decisions import queries
    from carecommons.decisions.api.reviews import PanelCallOut
    from carecommons.people.may import check_may_at_all

    check_may_at_all(person, SIT)
    calls = queries.panels_of(person)
    _look(person, {each.child_id for each in calls if each.child_id is not None}, SIT)
    if args.json:
        say.document([PanelCallOut.from_orm(each).model_dump(mode="json") for each in calls])
        return say.DONE
    for each in calls:
        say.line(f"{each.review_id}  {each.asked_on}  {each.state:<12}  finding by {each.finding_by}")
    say.aside(say.number(len(calls), "review"))
    return say.DONE


def ask(args: argparse.Namespace) -> int:
    """Ask for a review of a decision in force."""
    django_ready(migrate=True)
    from carecommons.common.again import again
    from carecommons.decisions.actions import ask_review
    from carecommons.decisions.review import About

    person, now = asker(args), datetime.now(UTC)
    made = again(
        lambda: ask_review(
            decision_id=args.decision, words=args.words, wants=args.wants, about=About(args.about),
            safety=args.safety, by=person, at=now,
        )
    )  # fmt: skip
    return _say(args, person, made, OWN)


def ask_for_home(args: argparse.Namespace) -> int:
    """Ask for a review for a home of one's own."""
    django_ready(migrate=True)
    from carecommons.common.again import again
    from carecommons.decisions.actions import ask_review_for_home
    from carecommons.decisions.review import About

    person, now = asker(args), datetime.now(UTC)
    made = again(
        lambda: ask_review_for_home(
            home_id=args.home, decision_id=args.decision, entry_number=args.entry, words=args.words, wants=args.wants,
            about=About(args.about), by=person, at=now,
        )
    )  # fmt: skip
    return _say(args, person, made, OWN)


def show_(args: argparse.Namespace) -> int:
    """One review: as who asked for it, as a member of its panel, or as who may run it."""
    django_ready(migrate=True)
    from carecommons.decisions import queries

    person = asker(args)
    found = queries.review(args.review)
    if queries.review_is_theirs(found, person):
        return _say(args, person, args.review, OWN)
    sits = any(each.review_id == args.review for each in queries.panels_of(person))
    return _say(args, person, args.review, SIT if sits else RUN)


def do(args: argparse.Namespace) -> int:
    """Take one step of a review."""
    django_ready(migrate=True)
    from carecommons.common.again import again

    act, takes, read_as = _acts()[args.verb]
    person, now = asker(args), datetime.now(UTC)
    again(lambda: act(review_id=args.review, by=person, at=now, **takes(args)))
    if not read_as:
        if args.json:
            say.document({"said": True})
        else:
            say.line("Written down.")
        return say.DONE
    return _say(args, person, args.review, read_as)


def _say(args: argparse.Namespace, person: "Person", review_id: UUID, act: str) -> int:
    from carecommons.common.errors import NotFound
    from carecommons.decisions import queries
    from carecommons.people.may import check_may
    from carecommons.people.roles import Role

    if act == SIT:
        return _say_paper(args, person, review_id)
    found = queries.review(review_id)
    if act == OWN and not queries.review_is_theirs(found, person):
        raise NotFound()
    if act == RUN:
        check_may(person, RUN, found.subject)
        if found not in queries.docket(person):
            raise NotFound()
    if person.role is not Role.CHILD and not (act == OWN and found.asked_as == "home"):
        _look(person, {found.child_id}, act)
    if args.json:
        say.document(_shown(person, found, act))
    else:
        _tell(found, act)
    return say.DONE


def _say_paper(args: argparse.Namespace, person: "Person", review_id: UUID) -> int:
    """What a member of the panel may read now."""
    from carecommons.decisions import queries
    from carecommons.decisions.api.reviews import PanelCallOut, ReviewOut

    paper = queries.panel_paper(review_id, person)
    if paper.review is not None:
        _look(person, {paper.review.child_id}, SIT)
    if args.json:
        shape = PanelCallOut.from_orm(paper.call) if paper.review is None else ReviewOut.from_orm(paper.review)
        say.document(shape.model_dump(mode="json"))
    elif paper.review is not None:
        _tell(paper.review, SIT)
    else:
        say.line(f"{paper.call.state_words}: {paper.call.about_words.lower()}, asked on {paper.call.asked_on:%d %B %Y}")
        say.line(
            "Say first whether you have an interest; then you read the rest." if paper.call.is_open
            else "The review is closed, so the rest is closed to you again."
        )  # fmt: skip
    return say.DONE


def _look(person: "Person", children: "set[UUID]", act: str) -> None:
    from carecommons.people.actions import record_look

    for child_id in sorted(children):
        record_look(
            person=person, child_id=child_id, act=act, purpose="to read reviews", at=datetime.now(UTC)
        )  # fmt: skip


def _shown(person: "Person", found: "ReviewRecord", act: str) -> dict[str, Any]:
    """What this reader is shown: who asked reads what was meant for them, and no name of a child or a panel."""
    from carecommons.decisions.api.reviews import OwnReviewOut, ReviewOut, own_review

    shape = OwnReviewOut(**own_review(person, found)) if act == OWN else ReviewOut.from_orm(found)
    told: dict[str, Any] = shape.model_dump(mode="json")
    return told


def _tell(found: "ReviewRecord", act: str) -> None:
    say.line(f"{found.state_words}: {found.about_words.lower()}, asked on {found.asked_at:%d %B %Y}")
    say.line(f"Acknowledged by {found.acknowledge_by}, found by {found.finding_by}")
    if found.holds:
        say.line("The planned move waits.")
    if found.finding and found.stands:
        say.line(f"{found.finding.outcome_words}. {found.finding.remedy_words}. {found.finding.duty_words}".strip())
        say.line(found.finding.words_parties)
    if act != OWN:
        for seat in found.seats:
            say.line(f"Panel: {seat.name}, {seat.role}: {seat.stands} ({seat.id})")
    say.aside(f"Review {found.id}")
