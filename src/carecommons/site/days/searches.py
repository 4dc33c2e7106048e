"""Searches for a home that are going on: by the day on which the home is wanted, with what each owes next."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from carecommons.matching import queries as matching
from carecommons.matching.referral import NEXT_STEPS, WHYS
from carecommons.people.may import may_at_all
from carecommons.people.roles import Person

from .addresses import address
from .values import Waiting

TO_FIND = ("home to find", "homes to find")
QUESTION = ("question of a child to a home", "questions of children to homes")


def lines(person: Person, at: datetime) -> Iterator[Waiting]:
    """For those who choose homes. A search whose home is proposed waits for its approver, and stands on their day."""
    if not may_at_all(person, "decisions.propose"):
        return
    seen = [line for line in matching.referrals_seen_by(person) if line.state in ("open", "shortlisted")]
    found = matching.with_next(seen, at)
    for line in found:
        where = address(person, "matching:search", line.id)
        if where is not None:
            yield Waiting(
                title=f"Child {line.child_reference} needs a home",
                why=f"{WHYS[line.why]}. Next: {NEXT_STEPS[line.next][1]}{_until(line)}.",
                address=where, noun=TO_FIND, go="Open the search", due_on=line.wanted_by,
                child_id=line.child_id, act="matching.see_referral",
            )  # fmt: skip
    for search, replies in matching.questions_waiting(found).items():
        line = next(each for each in found if each.id == search)
        where = address(person, "matching:home", search, replies[0].home_id)
        if where is not None:
            visit = any(reply.visit for reply in replies)
            yield Waiting(
                title=f"Child {line.child_reference} {'wants to visit a home' if visit else 'asks a home something'}",
                why="Ask the home, and write down what it says. The child waits for it, and it comes before a choice.",
                address=where, noun=QUESTION, go="Read what they ask", due_on=line.wanted_by, number=len(replies),
                child_id=line.child_id, act="matching.see_referral",
            )  # fmt: skip


def _until(line: matching.SearchLine) -> str:
    """Until when homes may answer, to the minute; "" where none are asked."""
    if line.answer_until is None:
        return ""
    closes = timezone.localtime(line.answer_until)
    return f" at {closes:%H:%M} on {closes.day} {closes:%B}"
