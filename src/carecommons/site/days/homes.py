"""Homes: evidence that runs out, answers to be accepted, searches that wait for a word, and homes in trouble."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from carecommons.matching.queries import searches_asking
from carecommons.people.may import may_at_all
from carecommons.people.permissions import PERMISSIONS, Reach
from carecommons.people.roles import Person, Role
from carecommons.provision import queries as provision
from carecommons.provision.capability import SPECIALISMS
from carecommons.provision.queries import EvidenceDue, VacancyAsked
from carecommons.provision.showing import STANDING_WORDS
from carecommons.provision.vacancies import Opening

from .addresses import address
from .due import day_words
from .values import Aside, Section, Waiting

EVIDENCE = ("specialism to prove again", "specialisms to prove again")
EVIDENCE_WORDS = {
    "ran_out": ("document has run out", "documents have run out"),
    "runs_out": ("document runs out soon", "documents run out soon"),
    "not_read": ("document waits to be read outside the home", "documents wait to be read outside the home"),
}
ACCEPT = ("home whose answers to accept", "homes whose answers to accept")
WORD = ("search that waits for your word", "searches that wait for your word")
TROUBLE = ("home that may take no child", "homes that may take no child")
SHOWN_MAX = 8


def lines(person: Person, at: datetime) -> Iterator[Waiting]:
    """For a home its own things one by one; for the officer of a hundred homes one line a kind of thing."""
    if _runs_homes(person):
        yield from _evidence_of_mine(person, at)
        yield from _searches(person, at)
    elif may_at_all(person, "provision.verify"):
        yield from _accepting(person, at)
    if person.role is Role.INSPECTOR:
        yield from _in_trouble(person, at)


def _runs_homes(person: Person) -> bool:
    reach = PERMISSIONS["provision.see_homes"].reach.get(person.role)
    return reach is Reach.OWN_PROVIDER


def _evidence_of_mine(person: Person, at: datetime) -> Iterator[Waiting]:
    """One line a specialism of a home, due by the day on which its first document runs out."""
    on = timezone.localdate(at)
    behind: dict[tuple[UUID, str], list[EvidenceDue]] = defaultdict(list)
    for due in provision.evidence_due(person, at=at):
        if due.state != "not_read":
            behind[due.home_id, due.code].append(due)
    for (home, code), documents in behind.items():
        where = address(person, "provision:home", home)
        if where is None:
            continue
        first = min(documents, key=lambda due: due.item.expires_on)
        past = first.state == "ran_out"
        state = "has run out" if past else "runs out soon"
        papers = first.item.document if len(documents) == 1 else f"{len(documents)} documents"
        yield Waiting(
            title=f"{first.home}: evidence of {SPECIALISMS.get(code, code)} {state}",
            why=f"{papers}. "
            + ("Until newer evidence is read, no child is placed for it." if past else "Send newer ones in time."),
            address=where, noun=EVIDENCE, go="Open the home", due_on=first.item.expires_on,
        )  # fmt: skip
    for waiting in provision.levels_waiting(person):
        # Not theirs to do: it stands without a day, so that they know why their answers do not count yet.
        where = address(person, "provision:home", waiting.home_id)
        if where is not None:
            since = day_words(timezone.localdate(waiting.recorded_at), on)
            yield Waiting(
                title=f"{waiting.name}: your answers wait for the council",
                why=f"Given on {since}. Until an officer has accepted them, each counts as unknown.",
                address=where, noun=("answer that the council has", "answers that the council has"),
                due="With them",
            )  # fmt: skip


def _searches(person: Person, at: datetime) -> Iterator[Waiting]:
    """Without their references: the council gives those itself, to the homes that it asks."""
    if not may_at_all(person, "provision.keep_homes"):
        return
    homes = {line.id: line.name for line in provision.homes_seen_by(person, at=at)}
    for home, references in searches_asking(homes).items():
        where = address(person, "matching:newcomer", home)
        if where is not None:
            number = len(references)
            yield Waiting(
                title=f"{homes[home]}: {'a search waits' if number == 1 else f'{number} searches wait'} for your word",
                why="Would living together be right for everybody there? Ask the council for the reference of its "
                "search, then say what you know.",
                address=where, noun=WORD, go="Say what you know",
            )  # fmt: skip


def _accepting(person: Person, at: datetime) -> Iterator[Waiting]:
    on = timezone.localdate(at)
    waiting = provision.levels_waiting(person)
    where = address(person, "provision:home", waiting[0].home_id) if waiting else None
    if waiting and where is not None:
        oldest, others = waiting[0], len(waiting) - 1
        more = "" if not others else f" {others:,} more {'waits' if others == 1 else 'wait'} after it."
        yield Waiting(
            title="Answers of homes wait to be accepted"
            if others
            else f"{oldest.name}: its answers wait to be accepted",
            why=f"The oldest: {oldest.name}, given on {day_words(timezone.localdate(oldest.recorded_at), on)}.{more} "
            "Until then each counts as unknown, and unknown fits no child.",
            address=where, noun=ACCEPT, go="Open the home", number=len(waiting),
        )  # fmt: skip
    yield from _evidence_of_many(person, at)


def _evidence_of_many(person: Person, at: datetime) -> Iterator[Waiting]:
    due = provision.evidence_due(person, at=at)
    page = address(person, "provision:evidence")
    if not due or page is None:
        return
    counted = {state: sum(each.state == state for each in due) for state in EVIDENCE_WORDS}
    said = [f"{number:,} {EVIDENCE_WORDS[state][number > 1]}" for state, number in counted.items() if number]
    yield Waiting(
        title="Evidence behind specialisms asks for somebody",
        why=f"{'; '.join(said)}.", address=page,
        noun=("document to see to", "documents to see to"), number=len(due), go="See each document",
    )  # fmt: skip


def _in_trouble(person: Person, at: datetime) -> Iterator[Waiting]:
    for home_id, reference, name, standing in provision.standings(person, at=at).homes:
        where = address(person, "provision:home", home_id)
        if where is not None:
            yield Waiting(
                title=f"{name} ({reference})", why=f"{STANDING_WORDS[standing]}.", address=where, noun=TROUBLE,
                due="No child",
            )  # fmt: skip


def sections(person: Person, at: datetime) -> Iterator[Section]:
    """For an inspector: the homes whose evidence has run out."""
    if person.role is not Role.INSPECTOR:
        return
    ran_out = provision.evidence_ran_out(person, at=at)
    found = [
        Waiting(f"{name} ({reference})", "Evidence behind one of its specialisms has run out.", where, TROUBLE,
                due="Ran out")
        for home_id, reference, name in ran_out[:SHOWN_MAX]
        if (where := address(person, "provision:home", home_id)) is not None
    ]  # fmt: skip
    yield Section(
        "Evidence that has run out", tuple(found), none="Every specialism’s evidence is in date.",
        more=len(ran_out) - len(found), address=address(person, "provision:homes") or "", link_words="All homes",
    )  # fmt: skip


def vacancies(person: Person, asked: Sequence[VacancyAsked]) -> Iterator[Aside]:
    """How many of the homes that somebody may speak for say that they have a place."""
    where = address(person, "provision:homes")
    if len(asked) < 2 or where is None:
        return
    count = {opening: sum(each.opening is opening for each in asked) for opening in Opening}
    said = [f"{count[Opening.OPEN]:,} of {len(asked):,} homes that you may speak for say that they have a place now."]
    if count[Opening.RAN_OUT]:
        said.append(f"{count[Opening.RAN_OUT]:,} said so too long ago: their word has run out.")
    if count[Opening.NEVER_SAID]:
        said.append(f"{count[Opening.NEVER_SAID]:,} have never said.")
    yield Aside("Places reported open", tuple(said), where, "Open the homes")
