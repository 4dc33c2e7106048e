"""Invitations: for a home each that it may answer; for officers what homes ask, and rounds that are over."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from carecommons.matching import queries as matching
from carecommons.people.may import may_at_all
from carecommons.people.roles import Person

from .addresses import address
from .values import Waiting

ANSWER = ("invitation to answer", "invitations to answer")
QUESTION = ("question of a home", "questions of homes")
OVER = ("round of invitations to read", "rounds of invitations to read")


def lines(person: Person, at: datetime) -> Iterator[Waiting]:
    """By the day on which the time to answer is over: the same for every home of a round."""
    yield from _of_homes(person, at)
    if may_at_all(person, "matching.invite_homes"):
        yield from _of_officers(person, at)


def _of_homes(person: Person, at: datetime) -> Iterator[Waiting]:
    for line in matching.invitations_of(person, at=at):
        where = address(person, "invitations:one", line.id)
        if line.open and line.state in ("sent", "opened") and where is not None:
            closes = timezone.localtime(line.closes_at)
            yield Waiting(
                title=f"Could {line.home} be right for a child?",
                why=f"Invitation {line.code}. Offer your home, need by need, or say no and why, until {closes:%H:%M} "
                f"on {closes.day} {closes:%B}.",
                address=where, noun=ANSWER, go="Read the invitation", due_on=timezone.localdate(line.closes_at),
            )  # fmt: skip


def _of_officers(person: Person, at: datetime) -> Iterator[Waiting]:
    for asked in matching.questions_for_officers(person, at=at):
        where = address(person, "matching:log", asked.search_id)
        if where is None:
            continue
        if asked.over:
            yield Waiting(
                title=f"Child {asked.child_reference}: the time to answer is over",
                why=f"Homes that offered: {asked.offers}; that declined: {asked.declines}. Look at every home again: "
                "the next list reads what they answered.",
                address=where, noun=OVER, go="Read the answers", due_on=timezone.localdate(asked.closes_at),
                child_id=asked.child_id, act="matching.see_shortlist",
            )  # fmt: skip
        else:
            yield Waiting(
                title=f"Child {asked.child_reference}: a home asks something",
                why="The answer goes to every invited home, and all of them wait for it.",
                address=f"{where}#questions", noun=QUESTION, go="Read the question", number=asked.questions,
                due_on=timezone.localdate(asked.closes_at), child_id=asked.child_id, act="matching.see_shortlist",
            )  # fmt: skip
