"""By when a child who said no is answered: before they move, where they ask that the move waits.

Source: handbook C4 (a right of review for the child): an answer that comes after the move answers nothing. Units: days.
"""

from datetime import date, timedelta

from carecommons.common.days import add_working_days, is_working_day


def answer_by(*, said_on: date, usual_working_days: int, before_move_on: date | None) -> date:
    """The last day on which an answer is in time.

    before_move_on: the day of a move that the child asks to wait; None where there is none. The answer is then due on
    the last working day before it, and on the day on which the child said it where none is left.
    answer_by = max(said_on, min(said_on + usual, last working day before the move)).
    """
    usual = add_working_days(said_on, usual_working_days)
    if before_move_on is None or before_move_on <= said_on:
        return usual
    return max(said_on, min(usual, _working_day_before(before_move_on)))


def _working_day_before(day: date) -> date:
    before = day - timedelta(days=1)
    return before if is_working_day(before) else add_working_days(before, -1)
