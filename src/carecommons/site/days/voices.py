"""For an advocate and a parent: what was decided, until when it may be asked again, and what each young person said."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone

from carecommons.children.queries import children_named, children_today, threads_waiting, wishes_of
from carecommons.children.wishes import standing
from carecommons.constitution.parameters import whole
from carecommons.decisions import queries as decisions
from carecommons.decisions.queries import DecisionLine
from carecommons.people.roles import Person, Role

from .addresses import address
from .due import day_words, working_days_after
from .values import Section, Waiting

SEE = "decisions.see_decision"
TO_READ = ("decision that can still be looked at again", "decisions that can still be looked at again")
CHILD = ("young person", "young people")
HELP = ("young person who asks for help", "young people who ask for help")
MESSAGE = ("private message to answer", "private messages to answer")
WORDS_SHOWN = 160


def lines(person: Person, at: datetime) -> Iterator[Waiting]:
    """What children ask of their advocate, due today; then decisions whose time for asking for a review still runs."""
    yield from _asked_of_advocate(person, at)
    if person.role not in (Role.PARENT, Role.ADVOCATE):
        return
    on = timezone.localdate(at)
    for line in decisions.made(person):
        until = _review_until(line)
        where = address(person, "decisions:one", line.id)
        if where is None or until is None or until < on:
            continue
        whose = "your child" if person.role is Role.PARENT else f"child {line.child_reference}"
        told = day_words(timezone.localdate(line.answered_at), on) if line.answered_at else ""
        yield Waiting(
            title=f"What was decided for {whose}", address=where, noun=TO_READ, go="Read it", due_on=until,
            why=f"Decided on {told}. A review of it can be asked for until {day_words(until, on)}.",
            child_id=line.child_id, act=SEE,
        )  # fmt: skip


def _asked_of_advocate(person: Person, at: datetime) -> Iterator[Waiting]:
    """A no that asks for the advocate, and a message that nobody answered: that there is one (D6), and no word."""
    if person.role is not Role.ADVOCATE:
        return
    on = timezone.localdate(at)
    for each in decisions.advocate_asked(person):
        where = address(person, "decisions:one", each.decision_id)
        if where is not None:
            yield Waiting(
                title=f"Child {each.child_reference} said no to a decision and asks you to help",
                why=f"Said on {day_words(timezone.localdate(each.said_at), on)}. Nobody has answered them yet.",
                address=where, noun=HELP, go="Read it", due_on=on, child_id=each.child_id,
                act="decisions.see_disagreements",
            )  # fmt: skip
    waiting = threads_waiting(person.children)
    named = children_named(waiting)
    for child_id, sent_at in sorted(waiting.items(), key=lambda pair: pair[1]):
        where = address(person, "children:advocate", child_id)
        if where is not None and child_id in named:
            yield Waiting(
                title=f"Child {named[child_id].reference} wrote to you in private",
                why=f"Sent on {day_words(timezone.localdate(sent_at), on)}. You have not answered yet.",
                address=where, noun=MESSAGE, go="Read and answer", due_on=on, child_id=child_id,
                act="children.see_caseload",
            )  # fmt: skip


def sections(person: Person, at: datetime) -> Iterator[Section]:
    """The young people somebody speaks for, each with what they said last and whether a decision is in force."""
    if person.role is not Role.ADVOCATE:
        return
    on = timezone.localdate(at)
    children = children_today(person, on)
    said = wishes_of(child.id for child in children)
    decided = {line.child_id: line for line in reversed(decisions.made(person))}
    found = []
    for child in children:
        where = address(person, "children:record", child.id)
        if where is None:
            continue
        last = next((wish for wish in standing(said.get(child.id, ())) if not wish.unsaid), None)
        words = f"Said on {day_words(last.said_on, on)}: “{_short(last.words)}”" if last else "Nothing is recorded yet."
        found.append(
            Waiting(
                title=f"Child {child.reference}, aged {child.age}", 
                why=f"{words} {_decided(decided.get(child.id), on)}", address=where,
                noun=CHILD, due="Speaks" if last else "Ask", child_id=child.id,
                act="children.see_caseload",
            )
        )  # fmt: skip
    yield Section(
        "The young people you speak for",
        tuple(found),
        none="You speak for nobody here yet.",
        headline=_speaks(len(found)),
    )


def _speaks(number: int) -> str:
    if not number:
        return ""
    return f"You speak for {'one young person' if number == 1 else f'{number:,} young people'}; nothing is due"


def _decided(line: DecisionLine | None, on: date) -> str:
    if line is None:
        return "No decision is in force."
    if line.move_waits:
        return f"A decision is in force: {line.home_name}. The move waits."
    return f"A decision is in force: {line.home_name}, from {day_words(line.from_day, on)}."


def _review_until(line: DecisionLine) -> date | None:
    if line.answered_at is None:
        return None
    decided = timezone.localdate(line.answered_at)
    return working_days_after(decided, whole("review_request_working_days", decided))


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= WORDS_SHOWN else f"{plain[:WORDS_SHOWN].rsplit(' ', 1)[0]} …"
