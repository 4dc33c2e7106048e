"""For an independent reviewing officer: emergency access to judge, decisions of the month, what the records owe.

Source: Children Act 1989 s25B: the officer watches how the council does what it owes each child.
"""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from carecommons.children.queries import children_named, children_today, shared_last
from carecommons.constitution.parameters import whole
from carecommons.decisions import queries as decisions
from carecommons.people import queries as people
from carecommons.people.may import may_at_all
from carecommons.people.roles import ROLE_NAMES, Person, Role

from .addresses import address
from .due import day_words, short_day, working_days_after
from .values import Aside, Section, Waiting

DECIDED = ("decision this month", "decisions this month")
ALERT = ("emergency access to judge", "emergency accesses to judge")
SHARED = ("shared message to read", "shared messages to read")
SEE_SHARED = "children.see_shared_messages"
SHOWN_MAX = 8


def lines(person: Person, at: datetime) -> Iterator[Waiting]:
    """Messages shared with the officer and not read yet; emergency accesses that nobody has judged yet.

    The line of an access names no child: the access does, when it is opened.
    """
    yield from _shared(person, at)
    if not may_at_all(person, "people.judge_emergency"):
        return
    on = timezone.localdate(at)
    for line in people.emergencies_seen_by(person, at=at):
        where = address(person, "emergency", line.id)
        if line.verdict_words or where is None:
            continue
        opened, opened_on = timezone.localtime(line.at), timezone.localdate(line.at)
        yield Waiting(
            title=f"{line.name} opened a child’s record in an emergency", noun=ALERT, go="Judge it", address=where,
            why=f"{line.category_words}, as {line.role_name}, at {opened:%H:%M} on {day_words(opened_on, on)}."
            + (" It is open now." if line.open_now else ""),
            due_on=working_days_after(opened_on, whole("emergency_judged_working_days", on)),
        )  # fmt: skip


def _shared(person: Person, at: datetime) -> Iterator[Waiting]:
    """Children who shared a message after this officer last read theirs: only that there is one (D6), never a word."""
    if not may_at_all(person, SEE_SHARED):
        return
    on = timezone.localdate(at)
    shared = shared_last(person.authorities)
    read = people.last_looks(person, SEE_SHARED, shared)
    new = {child: sent for child, sent in shared.items() if child not in read or read[child] < sent}
    named = children_named(new)
    for child_id, sent_at in sorted(new.items(), key=lambda pair: pair[1]):
        where = address(person, "children:shared", child_id)
        if where is not None and child_id in named:
            yield Waiting(
                title=f"Child {named[child_id].reference} chose to share a message with you",
                why=f"Sent on {day_words(timezone.localdate(sent_at), on)}. You have not read it yet.",
                address=where, noun=SHARED, go="Read it", due_on=on, child_id=child_id, act="children.see_caseload",
            )  # fmt: skip


def sections(person: Person, at: datetime) -> Iterator[Section]:
    if person.role is not Role.REVIEWING_OFFICER:
        return
    on = timezone.localdate(at)
    month = timezone.localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    found, all_of_them = [], decisions.decided_since(person, month)
    for line in all_of_them[:SHOWN_MAX]:
        where = address(person, "decisions:one", line.id)
        if where is not None:
            found.append(
                Waiting(
                    title=f"Child {line.child_reference}: {line.home_name}, "
                    + ("the move waits" if line.move_waits else f"from {day_words(line.from_day, on)}"),
                    why=f"Chosen by a {ROLE_NAMES[line.proposed_by_role]}."
                    + (" Recorded as a compromise: read what was missing." if line.compromise else ""),
                    address=where, noun=DECIDED, child_id=line.child_id, act="decisions.see_decision",
                    due=short_day(timezone.localdate(line.answered_at), on) if line.answered_at else "",
                )
            )  # fmt: skip
    yield Section(
        f"Decided in {on:%B}", tuple(found), none=f"No choice has been put in force in {on:%B} yet.",
        more=len(all_of_them) - len(found), address=address(person, "decisions:list") or "",
        link_words="All decisions",
        headline="" if not all_of_them else f"{len(all_of_them):,} choices were put in force in {on:%B}"
        if len(all_of_them) > 1
        else f"One choice was put in force in {on:%B}",
    )  # fmt: skip


def asides(person: Person, at: datetime) -> Iterator[Aside]:
    if person.role is not Role.REVIEWING_OFFICER:
        return
    on = timezone.localdate(at)
    children = children_today(person, on)
    past = sum(outcome.review_on < on for child in children for outcome in child.outcomes)
    facts = (
        (past, "outcome is past its day", "outcomes are past their day"),
        (sum(not child.asked for child in children), "child has not been asked yet",
         "children have not been asked yet"),
        (sum(child.assessed_on is None for child in children), "child has no needs profile",
         "children have no needs profile"),
    )  # fmt: skip
    lines = tuple(f"{number:,} {one if number == 1 else many}." for number, one, many in facts if number)
    yield Aside(
        "What the records owe", lines or ("Nothing: every child was asked, and no outcome is past its day.",),
        address(person, "children:caseload") or "", "Open the list of children",
    )  # fmt: skip
