"""What is due for one person, as a calendar and a reminder may say it: the kind, the day and the reference."""

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta

from carecommons.common.days import add_working_days, is_working_day
from carecommons.common.errors import Refused
from carecommons.constitution.parameters import whole
from carecommons.decisions import queries as decisions
from carecommons.people.may import may_at_all
from carecommons.people.roles import Person

from ..days.living import ACTS
from .ics import Event


def owed_by(person: Person, on: date) -> Iterator[decisions.DueLine]:
    """What is due whose act it is this person's to do."""
    for line in decisions.due_for(person, on):
        if may_at_all(person, ACTS[line.due.kind][0]):
            yield line


def events(person: Person, on: date) -> list[tuple[Event, decisions.DueLine]]:
    """What is due within the published days, and what is overdue, as days of a calendar."""
    until = on + timedelta(days=whole("calendar_ahead_days", on))
    return [
        (Event(_uid(line), line.due.on, f"{line.due.words} due, {line.child_reference}"), line)
        for line in owed_by(person, on)
        if line.due.on <= until
    ]


def due_next(person: Person, on: date) -> int:
    """How many things of this person's must be done by the next working day and not today; 0 on days off."""
    try:
        if not is_working_day(on):
            return 0
        until = add_working_days(on, whole("reminder_working_days", on))
    except Refused:
        return 0
    return sum(on < (line.due.do_by or line.due.on) <= until for line in owed_by(person, on))


def _uid(line: decisions.DueLine) -> str:
    """Random to whoever reads it: made of the placement's id, the kind, and the day from which it is counted."""
    told = f"{line.placement_id}:{line.due.kind}:{line.due.since.isoformat()}"
    return f"{hashlib.sha256(told.encode()).hexdigest()[:32]}@care-commons"
