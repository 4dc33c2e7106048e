"""Emergencies: the stay to be reviewed, the confirmation that waits for an approver, and what is owed by when."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from carecommons.decisions import queries as decisions
from carecommons.decisions.approvals import may_approve
from carecommons.decisions.emergency import Phase
from carecommons.decisions.queries import EmergencyRecord
from carecommons.people.may import may, may_at_all
from carecommons.people.roles import Person

from .addresses import address
from .due import day_words
from .values import Waiting

SEE = "decisions.see_emergencies"
REVIEW = ("emergency stay to review", "emergency stays to review")
CONFIRM = ("emergency to confirm", "emergencies to confirm")
OWED = ("thing owed after an emergency", "things owed after an emergency")


def lines(person: Person, at: datetime) -> Iterator[Waiting]:
    """By the day of each: a stay that ran out stands before everything else."""
    if not may_at_all(person, SEE):
        return
    for found in decisions.emergencies(person, SEE, at=at):
        where = address(person, "decisions:emergency", found.id)
        if where is not None:
            yield from _review(person, found, where, at)
            yield from _owed(person, found, where, at)


def _review(person: Person, found: EmergencyRecord, where: str, at: datetime) -> Iterator[Waiting]:
    if found.phase not in (Phase.PLACED, Phase.LATE):
        return
    late = found.phase is Phase.LATE
    reviews = bool(may(person, "decisions.review_emergency", found.subject))
    if not reviews and not late:  # those who cannot review it are told when nobody did
        return
    on, until, last = timezone.localdate(at), timezone.localtime(found.until), timezone.localdate(found.until)
    ended = "It ran out" if late else "It runs out"
    yield Waiting(
        title=f"Child {found.child_reference}: an emergency stay {'has run out' if late else 'is to be reviewed'}",
        why=f"{ended} at {until:%H:%M} on {day_words(last, on)}. "
        + (_to_say(found, person, at) if reviews else "An approver or the reviewing officer must review it."),
        address=where, noun=REVIEW, go="Review it" if reviews else "Read it", due_on=last, first=late,
        child_id=found.told.child_id, act=SEE,
    )  # fmt: skip


def _to_say(found: EmergencyRecord, person: Person, at: datetime) -> str:
    if found.may_go_on(person.id, at=at):
        return "Say whether it goes on, and why."
    if found.times_left:
        return "You may not let it go on: record that it ends, or ask somebody else to review it."
    return "It may not go on by review any more: choose a home from the full search."


def _owed(person: Person, found: EmergencyRecord, where: str, at: datetime) -> Iterator[Waiting]:
    to_do = found.to_do
    if not to_do:
        return
    choice = found.choice
    if [item.code for item in to_do] == ["confirmed"] and choice is not None:
        answers = may(person, "decisions.approve", found.subject) and may_approve(person.role, choice.approver_needed)
        if answers and choice.proposed_by != person.id:
            yield Waiting(
                title=f"Child {found.child_reference}: a choice made at night waits for its confirmation",
                why="The full reasons, the notices and the plan are there. Read them, and confirm.",
                address=where, noun=CONFIRM, go="Read and confirm", due_on=to_do[0].due_on,
                child_id=found.told.child_id, act=SEE,
            )  # fmt: skip
        return
    # The plan and the notices stand on the day beside their placement (placements.py).
    mine = [item for item in to_do if item.code in ("family", "wishes", "reasons")]
    if mine and may(person, "decisions.keep_trail", found.subject):
        first = min(mine, key=lambda item: item.due_on)
        yield Waiting(
            title=f"Child {found.child_reference}: owed after the emergency",
            why="; ".join(item.owed.words for item in mine) + ".",
            address=where, noun=OWED, go="Do what is owed", due_on=first.due_on, number=len(mine),
            child_id=found.told.child_id, act=SEE,
        )  # fmt: skip
