"""What young people disagree with, and who owes them an answer in words, by when."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from carecommons.decisions import queries as decisions
from carecommons.people.roles import Person

from .addresses import address
from .due import day_words
from .values import Waiting

NOUN = ("young person to answer", "young people to answer")


def lines(person: Person, at: datetime) -> Iterator[Waiting]:
    """Each disagreement that waits for this person's answer, due on the day that the young person was told.

    One that asks a move to wait stands before everything else until it is answered: the child cannot move on without.
    """
    on = timezone.localdate(at)
    for each in decisions.disagreements_waiting(person):
        where = address(person, "decisions:answer", each.id)
        if where is None:
            continue
        yield Waiting(
            title=f"Child {each.child_reference} does not agree with a decision",
            why="Read what they say, and answer them in words."
            + (" They want the move to wait." if each.move_should_wait else "")
            + (f" The move is planned for {day_words(each.move_on, on)}: answer before it." if each.move_on else ""),
            address=where, noun=NOUN, go="Read it and answer", due_on=each.answer_by, child_id=each.child_id,
            act="decisions.see_disagreements", first=each.move_on is not None,
        )  # fmt: skip
