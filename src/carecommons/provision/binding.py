"""Which of a home's recorded registrations or approvals binds on a day.

Rows are only added: a change, a correction and a cancellation are each a new row, and what was recorded last is what
the council knows. So the row that was recorded last counts, among those that have begun; a renewal recorded ahead waits
for its first day. A cancellation, suspension, restriction or judgement that is recorded under the number of the row
that counts binds even where its row has not begun: nobody lives in a cancelled home because a form named a later day.

Where a home changes to another number, the new registration is recorded after the old one is cancelled.
Source: Care Standards Act 2000 part 2 (cancelling, suspending, restricting); handbook section 7.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from .homes import Terms

__all__ = ["terms_on"]


def terms_on(recorded: Sequence[Terms], on: date) -> Terms | None:
    """The terms that bind on a day. recorded: in the order in which they were written down.

    Before the first has begun, the one recorded last: it is not in force yet. None where nothing is recorded.
    """
    if not recorded:
        return None
    begun = [number for number, each in enumerate(recorded) if each.from_day is not None and each.from_day <= on]
    counts = begun[-1] if begun else len(recorded) - 1
    chosen = recorded[counts]
    for later in _said_since(recorded[counts + 1 :], chosen):
        chosen = _bound_by(chosen, later, on)
    return chosen


def _said_since(rows: Sequence[Terms], chosen: Terms) -> list[Terms]:
    """What was recorded since under the same number; a row is corrected by a later one of the same first day."""
    by_first_day = {each.from_day: each for each in rows if _number(each) == _number(chosen)}
    return list(by_first_day.values())


def _bound_by(chosen: Terms, later: Terms, on: date) -> Terms:
    """`chosen` with every bar that `later` records and that stands on the day."""
    if _stands(later.cancelled_on, None, on):
        chosen = replace(chosen, cancelled_on=later.cancelled_on)
    if _stands(later.suspended_from, later.suspended_to, on):
        chosen = replace(chosen, suspended_from=later.suspended_from, suspended_to=later.suspended_to)
    if _stands(later.restricted_from, later.restricted_to, on):
        chosen = replace(chosen, restricted_from=later.restricted_from, restricted_to=later.restricted_to)
    if _stands(later.inadequate_since, None, on):
        chosen = replace(chosen, inadequate_since=later.inadequate_since)
    return chosen


def _stands(first: date | None, last: date | None, on: date) -> bool:
    return first is not None and first <= on and (last is None or on <= last)


def _number(terms: Terms) -> str:
    return "".join(terms.number.split()).casefold()
