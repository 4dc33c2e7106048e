"""Notices, ends and birthdays: who is owed what, by whom, by which working day."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from carecommons.children.queries import carried_waiting, children_named
from carecommons.constitution.queries import whole
from carecommons.decisions import queries as decisions
from carecommons.decisions.queries import AT_HOME, EndNoticeRecord
from carecommons.people.may import may_at_all
from carecommons.people.roles import Person, Role

from .addresses import address
from .due import day_words, working_days_after
from .values import Waiting

NOTICE = ("notice to act on", "notices to act on")
TELL = ("child to speak with about a notice", "children to speak with about a notice")
REVIEW_FIRST = ("review that a move waits for", "reviews that moves wait for")
NO_REVIEW = ("end without a review to answer", "ends without a review to answer")
WHY = ("end without its reasons", "ends without their reasons")
AFTERWARDS = ("child who left and is owed something", "children who left and are owed something")
NOTES = ("note for the next home to read", "notes for the next home to read")
BIRTHDAY = ("birthday that changes what is owed", "birthdays that change what is owed")
CASE = (Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.REVIEWING_OFFICER)
SEE = "decisions.see_notice"


def lines(person: Person, at: datetime) -> Iterator[Waiting]:
    """For those around a child, and for the home that gave notice or was given it."""
    if person.role not in (*CASE, *AT_HOME):
        return
    on = timezone.localdate(at)
    with decisions.as_placed(person, at=at):
        notices = decisions.notices_open(person, at=at)
    for notice in notices:
        yield from _of_notice(person, notice, on)
    if person.role is Role.REVIEWING_OFFICER:
        yield from _reviews_first(person, at)
        yield from _without_review(person, on)
    if person.role in (Role.SOCIAL_WORKER, Role.TEAM_MANAGER):
        yield from _afterwards(person, on)
        yield from _notes(person)
        yield from _birthdays(person, on)


def _of_notice(person: Person, notice: EndNoticeRecord, on: date) -> Iterator[Waiting]:
    """The meeting first; then telling the child; once both are done, the last day under the notice."""
    where = address(person, "decisions:end_notice", notice.id)
    if where is None:
        return
    child = f"Child {notice.child_reference}"
    known: dict[str, Any] = {"address": where, "child_id": notice.child_id, "act": SEE}
    if notice.told_on is None and may_at_all(person, "decisions.tell_notice"):
        yield Waiting(
            title=f"{child} must hear of a notice from a person", noun=TELL, go="Open the notice",
            why="Speak with them before they read of it. After that day their page shows it without you.",
            due_on=notice.tell_by, **known,
        )  # fmt: skip
    said_no = " The child said no." if notice.noes else ""
    if not notice.meetings:
        yield Waiting(
            title=f"{child}: notice for the stay {notice.lives_at}, and no meeting yet", noun=NOTICE,
            go="Open the notice",
            why=f"Meet, and ask what would have to change so that they can stay.{said_no}", due_on=notice.meet_by,
            **known,
        )  # fmt: skip
    else:
        tasks = [task.by_day for task in notice.meetings[-1].tasks]
        yield Waiting(
            title=f"{child}: {notice.state_words[0].lower()}{notice.state_words[1:]}", noun=NOTICE,
            go="Open the notice",
            why=f"The last day under the notice is {day_words(notice.ends_on, on)}.{said_no}",
            due_on=min([*tasks, notice.ends_on]), **known,
        )  # fmt: skip
    if person.role is Role.REVIEWING_OFFICER and notice.emergency and not notice.reviewed_on and not notice.read:
        yield Waiting(
            title=f"{child}: the council gave notice before any review", noun=NO_REVIEW, go="Read why, and answer",
            why="The law asks for a review first, emergencies apart.", due_on=notice.given_on, **known,
        )  # fmt: skip


def _reviews_first(person: Person, at: datetime) -> Iterator[Waiting]:
    """Reviews that come before a move, of which nobody has recorded one: the choice or the move waits for it."""
    on = timezone.localdate(at)
    for each in decisions.reviews_waited_for(person.authorities, at=at):
        where = address(person, "decisions:record_review", each.placement_id)
        if where is not None:
            waits = "The move is approved, and" if each.approved else "The choice waits for its approver, and"
            yield Waiting(
                title=f"Child {each.child_reference}: a review comes before the move {each.to_home}",
                why=f"They live {each.home_name}, and are to move on {day_words(each.from_day, on)}. {waits} none "
                f"of the last {whole('review_before_end_days', on)} days is on record.",
                address=where, noun=REVIEW_FIRST, go="Record the review", due_on=each.from_day,
                child_id=each.child_id, act="decisions.see_placement",
            )  # fmt: skip


def _without_review(person: Person, on: date) -> Iterator[Waiting]:
    moves = decisions.moves_without_review(person.authorities)
    names = children_named(child_id for _decision, child_id, _day in moves) if moves else {}
    for decision_id, child_id, day in moves:
        where = address(person, "decisions:one", decision_id)
        if where is not None:
            yield Waiting(
                title=f"Child {names[child_id].reference}: a move was approved before any review", noun=NO_REVIEW,
                why=f"Approved on {day_words(day, on)}. You answer once the child has moved.", address=where,
                go="Read why", child_id=child_id, act="decisions.see_decision",
            )  # fmt: skip
    for end in decisions.ends_without_review(person.authorities):
        where = address(person, "decisions:read_end", end.id)
        if where is not None:
            yield Waiting(
                title=f"Child {end.child_reference}: the council ended a stay before any review",
                why="The law asks for a review first, emergencies apart.", address=where, noun=NO_REVIEW,
                go="Read why, and answer", due_on=timezone.localdate(end.recorded_at), child_id=end.child_id,
                act="decisions.read_emergency_end",
            )  # fmt: skip


def _afterwards(person: Person, on: date) -> Iterator[Waiting]:
    """Reasons, and what is owed to a child who left: being asked how it was, and their things."""
    for end in decisions.ends_unexplained(person.authorities):
        where = address(person, "decisions:why_ended", end.placement_id)
        if where is not None:
            yield Waiting(
                title=f"Say why the last stay of child {end.child_reference} ended",
                why=f"They moved on {day_words(end.to_day, on)}, and nobody has said why.", address=where, noun=WHY,
                go="Say why", due_on=working_days_after(end.to_day, whole("end_reasons_working_days", end.to_day)),
                child_id=end.child_id, act="provision.take_place",
            )  # fmt: skip
    for end, debrief, things in decisions.left_without(person.authorities):
        where = address(person, "decisions:placement", end.placement_id)
        if where is None or person.role is not Role.SOCIAL_WORKER:
            continue
        asked_by = working_days_after(end.to_day, whole("debrief_working_days", end.to_day))
        owed = [
            words for words, wanted in (("how it was", debrief), ("whether their things went along", things)) if wanted
        ]
        yield Waiting(
            title=f"Child {end.child_reference} left: ask {' and '.join(owed)}",
            why="The child chooses who asks, and may say that they do not want to.", address=where, noun=AFTERWARDS,
            go="Open the stay", due_on=end.to_day if things else asked_by, child_id=end.child_id,
            act="decisions.see_placement",
        )  # fmt: skip


def _notes(person: Person) -> Iterator[Waiting]:
    waiting = carried_waiting(person.authorities)
    names = children_named(each.child_id for each in waiting)
    for child_id in dict.fromkeys(each.child_id for each in waiting):
        where = address(person, "children:carried", child_id)
        if where is not None and child_id in names:
            yield Waiting(
                title=f"Read what the next home must know of child {names[child_id].reference}",
                why="It goes on only once you have read it.", address=where, noun=NOTES, go="Read it",
                child_id=child_id, act="children.answer_carried",
            )  # fmt: skip


def _birthdays(person: Person, on: date) -> Iterator[Waiting]:
    """Planning from 16 and the pathway plan as they come near; and, from six months before 18, the one question."""
    ahead = working_days_after(on, whole("birthdays_ahead_working_days", on)) or on
    for each in decisions.growing_up(person.authorities, on=on):
        where = address(person, "decisions:eighteen", each.placement_id)
        if where is None:
            continue
        known: dict[str, Any] = {
            "address": where,
            "noun": BIRTHDAY,
            "child_id": each.child_id,
            "act": "decisions.decide_at_eighteen",
        }
        adult = each.day_of("eighteen")
        if on >= each.day_of("eighteen_plan") and (each.after is None or on >= adult):
            yield Waiting(
                title=f"Child {each.child_reference}: where will they live after 18?",
                why="Staying put, staying close, moved on or other: the stay does not go on in silence.",
                go="Say what was agreed", due_on=adult, **known,
            )  # fmt: skip
        for code in ("leaving_care", "pathway_plan"):
            found = next(coming for coming in each.coming if coming.code == code)
            if on <= found.on <= ahead:
                yield Waiting(
                    title=f"Child {each.child_reference}: {found.words[0].lower()}{found.words[1:]}",
                    why="Plan with them, and write it into their plan.", go="See what comes", due_on=found.on, **known,
                )  # fmt: skip
