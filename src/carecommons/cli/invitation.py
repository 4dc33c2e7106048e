"""`carecommons invitation`: invite every home alike, and answer for a home; the same acts as the pages."""

import argparse
import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from carecommons.common.days import day_in_london
from carecommons.common.errors import Fault, Faulty, NotFound

from . import say
from .asker import add_token, asker
from .ready import django_ready

if TYPE_CHECKING:
    from carecommons.matching.detail import DetailRecord
    from carecommons.matching.queries import RoundLog
    from carecommons.matching.shortlist import Referral
    from carecommons.people.roles import Person

EPILOG = """Examples:
  carecommons invitation list
  carecommons invitation show V-7KX2M --json
  carecommons invitation ask V-7KX2M "Is there a garden nearby?"
  carecommons invitation offer V-7KX2M offer.json
  carecommons invitation decline V-7KX2M carers "Our night carer is away until January."
  carecommons invitation shortlisted
  carecommons invitation not-right D-7KX2M "A child here is afraid of dogs."
  carecommons invitation send R-4G21Z --narrative words.txt --read
  carecommons invitation notes R-4G21Z
  carecommons invitation log R-4G21Z --json
  carecommons invitation answer R-4G21Z QUESTION "Yes, one nearby."
  carecommons invitation accept R-4G21Z H-2K7QX "Seen at the visit of 3 November, and in the clinician’s letter."
  carecommons invitation close R-4G21Z
  carecommons invitation call-off R-4G21Z "The child can stay."

offer.json: {"answers": {"EMO": "met", ...}, "impact_there": "acceptable", "impact_child": "acceptable",
  "impact_words": "...", "conditions": "", "words": ""}
Each of the twelve needs is met, support, unmet or unknown. Impacts are acceptable, not_acceptable or unknown."""
OFFER = ("answers", "impact_there", "impact_child", "impact_words", "conditions", "words")
LARGEST = 100_000


def add(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    _verb(verbs, "list", "what your homes are asked, what closes first before", _list)
    _verb(verbs, "show", "one invitation of your homes", _show, "code")
    _verb(verbs, "ask", "ask the council; every invited home reads the answer", _ask, "code", "words")
    _verb(verbs, "offer", "offer a home, need by need", _offer, "code", "file")
    _verb(verbs, "decline", "say no, and why", _decline, "code", "reason", "words")
    _verb(verbs, "shortlisted", "which children your homes are asked to read more of, under terms", _shortlisted)
    not_right = "say, once your home has read more of a child, that it is not right, and why"
    _verb(verbs, "not-right", not_right, _not_right, "code", "words")
    send = _verb(verbs, "send", "invite every home of a search’s list that could be right", _send, "search")
    send.add_argument("--narrative", type=Path, metavar="FILE", help="words about the child; they are scanned")
    send.add_argument("--note", action="append", default=[], type=UUID, metavar="ID", help="a note that goes on too")
    send.add_argument("--read", action="store_true", help="you have read every word that the scan marks")
    _verb(verbs, "notes", "what those who lived with the child say the next home must know", _notes, "search")
    _verb(verbs, "log", "who was invited, what they asked and answered", _log, "search")
    answer = _verb(verbs, "answer", "answer a question, to every invited home", _answer, "search", "question", "words")
    answer.add_argument("--read", action="store_true", help="you have read every word that the scan marks")
    beyond = "accept for a child what a home says beyond what was accepted of it"
    _verb(verbs, "accept", beyond, _accept, "search", "home", "words")
    _verb(verbs, "close", "end a round that is over", _close, "search")
    _verb(verbs, "call-off", "take every invitation back, and say why", _call_off, "search", "words")


def _verb(verbs: Any, name: str, words: str, run: Any, *given: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = verbs.add_parser(
        name, help=words, description=words, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for each in given:
        parser.add_argument(each, metavar=each.upper())
    parser.add_argument("--json", action="store_true", help="print exactly one JSON document")
    add_token(parser)
    parser.set_defaults(run=run)
    return parser


# ------------------------------------------------------------------------------------------------------- for a home
def _list(args: argparse.Namespace) -> int:
    django_ready(migrate=True)
    from carecommons.matching.queries import invitations_of, with_outcomes
    from carecommons.people.may import check_may_at_all

    by = asker(args)
    check_may_at_all(by, "matching.see_invitation")
    now = datetime.now(UTC)
    lines = with_outcomes(invitations_of(by, at=now), by=by, at=now)
    if args.json:
        say.document({"invitations": [asdict(line) for line in lines]})
        return say.DONE
    for line in lines:
        say.line(f"{line.code}  {line.home}  answer by {line.closes_at:%d %B %H:%M} UTC  {line.state_words}")
    say.aside(say.number(len(lines), "invitation"))
    return say.DONE


def _show(args: argparse.Namespace) -> int:
    django_ready(migrate=True)
    from carecommons.matching.actions import note_opened

    by, now = asker(args), datetime.now(UTC)
    found = _invitation_of(args.code, by, now)
    note_opened(invitation_id=found, by=by, at=now)
    return _tell(args, found, by)


def _ask(args: argparse.Namespace) -> int:
    django_ready(migrate=True)
    from carecommons.matching.actions import ask_question

    by, now = asker(args), datetime.now(UTC)
    found = _invitation_of(args.code, by, now)
    ask_question(invitation_id=found, words=args.words, by=by, at=now)
    return _tell(args, found, by)


def _offer(args: argparse.Namespace) -> int:
    django_ready(migrate=True)
    from carecommons.matching.actions import answer_invitation

    by, now = asker(args), datetime.now(UTC)
    found = _invitation_of(args.code, by, now)
    answer_invitation(invitation_id=found, offers=True, by=by, at=now, **_offered(Path(args.file)))
    return _tell(args, found, by)


def _decline(args: argparse.Namespace) -> int:
    django_ready(migrate=True)
    from carecommons.matching.actions import answer_invitation

    by, now = asker(args), datetime.now(UTC)
    found = _invitation_of(args.code, by, now)
    answer_invitation(invitation_id=found, offers=False, reason=args.reason, reason_words=args.words, by=by, at=now)
    return _tell(args, found, by)


def _shortlisted(args: argparse.Namespace) -> int:
    """The lists that the homes of the asker stand on; nothing of a child is told, so nobody looked."""
    by = _for_a_home(args, "matching.see_detail")
    from carecommons.matching.queries import details_for

    found = details_for(by)
    if args.json:
        say.document({"shortlisted": [_shortlisted_as(each) for each in found]})
        return say.DONE
    for each in found:
        say.line(f"{each.code}  {each.home_name}  asked {each.asked_at:%d %B}  {each.words}")
    say.aside(say.number(len(found), "shortlist"))
    return say.DONE


def _not_right(args: argparse.Namespace) -> int:
    by = _for_a_home(args, "matching.answer_terms")
    from carecommons.matching.actions import say_not_right
    from carecommons.matching.queries import detail, details_for

    now, wanted = datetime.now(UTC), args.code.strip().upper()
    found = next((each for each in details_for(by) if each.code == wanted), None)
    if found is None:
        raise NotFound()
    say_not_right(detail_id=found.id, words=args.words, by=by, at=now)
    if args.json:
        say.document(_shortlisted_as(detail(found.id, on=day_in_london(now))))
    else:
        say.line(f"{found.code}  {found.home_name}: you said no. You read no more of this child.")
    return say.DONE


def _for_a_home(args: argparse.Namespace, act: str) -> "Person":
    django_ready(migrate=True)
    from carecommons.people.may import check_may_at_all

    by = asker(args)
    check_may_at_all(by, act)
    return by


def _shortlisted_as(found: "DetailRecord") -> dict[str, str]:
    """Where a home stands with one child; the words about the child are read on the page, each time as a look."""
    return {
        "code": found.code, "home": found.home_name, "state": found.state, "because": found.revoked_because,
        "asked_at": found.asked_at.isoformat(), "why_not": found.why_not,
    }  # fmt: skip


def _invitation_of(code: str, by: "Person", now: datetime) -> UUID:
    """The invitation with this code among those of the asker's homes. Raises NotFound."""
    from carecommons.matching.queries import invitations_of
    from carecommons.people.may import check_may_at_all

    check_may_at_all(by, "matching.see_invitation")
    for line in invitations_of(by, at=now):
        if line.code == code.strip().upper():
            return line.id
    raise NotFound()


def _tell(args: argparse.Namespace, found: UUID, by: "Person") -> int:
    from carecommons.matching.queries import invitation

    sheet = invitation(found, by=by, at=datetime.now(UTC))
    if args.json:
        say.document(asdict(sheet))
        return say.DONE
    say.line(f"{sheet.line.code}  {sheet.line.home}: {sheet.line.state_words}")
    for line in sheet.lines:
        say.line(f"  {line.heading}: {line.words}")
    for question in sheet.questions:
        say.line(f"  Asked: {question.words or '(not shown)'}  Answer: {question.answer or 'not yet'}")
    return say.DONE


def _offered(path: Path) -> dict[str, Any]:
    try:
        given = json.loads(path.read_text(encoding="utf-8")[:LARGEST])
    except (OSError, ValueError) as wrong:
        raise _unreadable(path, "It cannot be read as JSON.") from wrong
    texts = isinstance(given, dict) and all(isinstance(given.get(name, ""), str) for name in OFFER[1:])
    if not texts or set(given) - set(OFFER) or not _words_only(given.get("answers", {})):
        raise _unreadable(path, f"It is one object of {', '.join(OFFER)}; answers is an object of words.")
    return dict(given)


def _words_only(answers: object) -> bool:
    return isinstance(answers, dict) and all(isinstance(each, str) for each in answers.values())


def _unreadable(path: Path, why: str) -> Faulty:
    return Faulty("reasons_unreadable", f"The offer was not read. {why}", [Fault(path.name, 0, "", "not_offer", why)])


# -------------------------------------------------------------------------------------------------- for the council
def _send(args: argparse.Namespace) -> int:
    django_ready(migrate=True)
    from carecommons.matching.actions import open_round

    by, found = _search(args, "matching.invite_homes")
    try:
        words = args.narrative.read_text(encoding="utf-8")[:LARGEST] if args.narrative else ""
    except (OSError, ValueError) as wrong:
        raise _unreadable(args.narrative, "It cannot be read as text.") from wrong
    open_round(referral_id=found.id, narrative=words, notes=args.note, read=args.read, by=by, at=datetime.now(UTC))
    return _tell_rounds(args, found, by)


def _notes(args: argparse.Namespace) -> int:
    """The notes that go on, each with its id for `send --note` and with what in it could tell who the child is."""
    django_ready(migrate=True)
    from carecommons.children.doors import open_child
    from carecommons.matching.queries import notes_to_send, referral

    by, now = asker(args), datetime.now(UTC)
    found = referral(args.search)
    open_child(person=by, child_id=found.child_id, act="matching.invite_homes", purpose="To invite homes", at=now)
    notes = notes_to_send(found, day_in_london(now))
    if args.json:
        lines = [
            {"id": str(note.id), "words": note.words, "said_by_role": note.said_by_role, "marked": list(note.marked)}
            for note in notes
        ]
        say.document({"notes": lines})
        return say.DONE
    for note in notes:
        say.line(f"{note.id}  {note.words}")
        if note.marked:
            say.line(f"    Read these words, or leave the note out: {', '.join(note.marked)}")
    if not notes:
        say.line("No note for the next home goes on.")
    return say.DONE


def _log(args: argparse.Namespace) -> int:
    django_ready(migrate=True)
    by, found = _search(args, "matching.see_shortlist")
    return _tell_rounds(args, found, by)


def _answer(args: argparse.Namespace) -> int:
    django_ready(migrate=True)
    from carecommons.matching.actions import answer_question

    by, found = _search(args, "matching.invite_homes")
    try:
        question = UUID(args.question)
    except ValueError:
        raise NotFound() from None
    answer_question(question_id=question, answer=args.words, read=args.read, by=by, at=datetime.now(UTC))
    return _tell_rounds(args, found, by)


def _accept(args: argparse.Namespace) -> int:
    django_ready(migrate=True)
    from carecommons.matching.actions import accept_reply
    from carecommons.matching.queries import log_of

    by, found = _search(args, "matching.accept_reply")
    now, wanted = datetime.now(UTC), args.home.strip().upper()
    lines = [home for each in log_of(found, at=now) for home in each.homes if home.reply and home.reference == wanted]
    line = next((home for home in lines if home.more), next(iter(lines), None))
    if line is None or line.reply is None:
        raise NotFound()
    accept_reply(
        invitation_id=line.invitation_id, version=line.reply.version, rests_on=args.words, by=by, at=now
    )  # fmt: skip
    return _tell_rounds(args, found, by)


def _close(args: argparse.Namespace) -> int:
    django_ready(migrate=True)
    from carecommons.matching.actions import close_round

    by, found = _search(args, "matching.invite_homes")
    close_round(round_id=_newest(found).id, by=by, at=datetime.now(UTC))
    return _tell_rounds(args, found, by)


def _call_off(args: argparse.Namespace) -> int:
    django_ready(migrate=True)
    from carecommons.matching.actions import call_off_round

    by, found = _search(args, "matching.invite_homes")
    call_off_round(round_id=_newest(found).id, reason=args.words, by=by, at=datetime.now(UTC))
    return _tell_rounds(args, found, by)


def _search(args: argparse.Namespace, act: str) -> tuple["Person", "Referral"]:
    from carecommons.children.doors import reach_child
    from carecommons.matching.queries import referral

    by = asker(args)
    found = referral(args.search)
    reach_child(person=by, child_id=found.child_id, act=act)
    return by, found


def _newest(found: "Referral") -> "RoundLog":
    from carecommons.matching.queries import rounds_of

    rounds = rounds_of(found.id, at=datetime.now(UTC))
    if not rounds:
        raise NotFound()
    return rounds[0]


def _tell_rounds(args: argparse.Namespace, found: "Referral", by: "Person") -> int:
    from carecommons.children.doors import open_child
    from carecommons.matching.queries import log_of

    now = datetime.now(UTC)
    open_child(person=by, child_id=found.child_id, act="matching.see_shortlist", purpose="Reading a search log", at=now)
    rounds = log_of(found, at=now)
    if args.json:
        say.document({"rounds": [asdict(each) for each in rounds]})
        return say.DONE
    for each in rounds:
        say.line(f"Round {each.number}: {each.state}, until {each.closes_at:%d %B %H:%M} UTC")
        for home in each.homes:
            say.line(f"  {home.reference}  {home.home}: {home.state_words}")
            if home.accepted:
                say.line(f"    accepted for this child: {', '.join(home.accepted.parts)}. {home.accepted.rests_on}")
            if home.more:
                say.line(f"    says more than was accepted of it, so it does not count: {', '.join(home.more)}")
        for question in each.questions:
            say.line(f"  {question.id}  {question.words}  {question.answer or 'not answered'}")
    if not rounds:
        say.line("No home has been invited for this search.")
    return say.DONE
