"""Choices of a home that wait for this person's answer, and their own that came back."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone

from carecommons.constitution.parameters import whole
from carecommons.decisions import queries as decisions
from carecommons.people.may import may_at_all
from carecommons.people.roles import ROLE_NAMES, Person

from .addresses import address
from .due import day_words, old_words, working_days, working_days_after
from .values import Waiting

SEE = "decisions.see_decision"
TO_APPROVE = ("choice to approve", "choices to approve")
NOTICE_FIRST = ("notice to send before an approval", "notices to send before an approval")
CAME_BACK = ("choice that came back", "choices that came back")


def lines(person: Person, at: datetime) -> Iterator[Waiting]:
    """The choices that wait for approval, each due soon after it was proposed and never after the move itself."""
    on = timezone.localdate(at)
    for line in decisions.waiting_for(person):
        where = address(person, "decisions:one", line.id)
        proposed_on = timezone.localdate(line.proposed_at)
        due = working_days_after(proposed_on, whole("approval_working_days", on))
        if where is None:
            continue
        old = old_words(proposed_on, on)
        yield Waiting(
            title=f"Child {line.child_reference}: a home has been chosen and waits for you",
            why=f"{line.home_name}, from {day_words(line.from_day, on)}. Chosen by a "
            f"{ROLE_NAMES[line.proposed_by_role]}{f'; {old}' if old else ''}."
            + (" Recorded as a compromise: read what was missing." if line.compromise else ""),
            address=where, noun=TO_APPROVE, go="Read it and answer", due_on=min(due or line.from_day, line.from_day),
            first=_soon(line.from_day, on),
            child_id=line.child_id, act=SEE,
        )  # fmt: skip
    yield from _told_first(person, at)
    yield from _came_back(person, at)


def _told_first(person: Person, at: datetime) -> Iterator[Waiting]:
    """The notice that comes before an approval, for those who send it: nobody can approve before it is recorded."""
    if not may_at_all(person, "decisions.send_notice"):
        return
    on = timezone.localdate(at)
    for each in decisions.first_to_tell(person.authorities, at=at):
        where = address(person, "decisions:notice", each.decision_id, each.notice.kind.code)
        if where is not None:
            to = each.notice.kind.to
            yield Waiting(
                title=f"Child {each.child_reference}: tell {to[0].lower()}{to[1:]}",
                why=f"{each.home_name} is chosen, and cannot be approved before. The notice is made for you: send it, "
                "and record the day.",
                address=where, noun=NOTICE_FIRST, go="Open the notice", due_on=min(each.notice.due_on, on),
                child_id=each.child_id, act=SEE,
            )  # fmt: skip


def _soon(day: date, on: date) -> bool:
    """Whether a child is to move so soon that the answer comes before everything else."""
    left = working_days(on, day)
    return left is not None and left <= whole("day_soon_working_days", on)


def _came_back(person: Person, at: datetime) -> Iterator[Waiting]:
    on = timezone.localdate(at)
    for line in decisions.sent_back(person):
        where = address(person, "decisions:one", line.id)
        if where is None:
            continue
        told = f" Sent back on {day_words(timezone.localdate(line.answered_at), on)}." if line.answered_at else ""
        yield Waiting(
            title=f"Child {line.child_reference}: your choice was sent back",
            why=f"{line.home_name}, wanted from {day_words(line.from_day, on)}.{told} Your words are kept for the next "
            "choice.",
            address=where, noun=CAME_BACK, go="Read why", due_on=line.from_day, child_id=line.child_id, act=SEE,
        )  # fmt: skip
