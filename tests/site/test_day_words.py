"""A day by which something is due, the order of the page and its title: in plain values."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from carecommons.site.days.due import dated, day_words, next_working_day, old_words, working_days, working_days_after
from carecommons.site.days.titles import NOTHING, counted, title_of
from carecommons.site.days.values import Day, Section, Waiting, in_order

FRIDAY = date(2026, 11, 20)
HOME, OUTCOME = ("home to find", "homes to find"), ("outcome to review", "outcomes to review")


def waiting(due_on: date | None, noun: tuple[str, str] = HOME, **more) -> Waiting:
    return dated(Waiting("t", "w", "/", noun, due_on=due_on, **more), FRIDAY)


@pytest.mark.parametrize(
    ("due_on", "kind", "due", "below"),
    [
        (date(2026, 11, 17), "overdue", "Overdue", "was due 17\u00a0Nov, 3 working days ago"),
        (date(2026, 11, 19), "overdue", "Overdue", "was due 19\u00a0Nov, 1 working day ago"),
        (date(2024, 11, 19), "overdue", "Overdue", "was due 19\u00a0Nov 2024"),  # too long ago to count
        (date(2026, 11, 20), "now", "Today", ""),
        (date(2026, 11, 22), "soon", "22\u00a0Nov", "before the next working day"),
        (date(2026, 11, 23), "soon", "23\u00a0Nov", "1 working day"),
        (date(2026, 11, 27), "soon", "27\u00a0Nov", "5 working days"),
        (date(2026, 11, 30), "later", "30\u00a0Nov", "6 working days"),
        (date(2026, 12, 29), "later", "29\u00a0Dec", "25 working days"),  # Christmas and Boxing Day are none
        (None, "plain", "No day set", ""),
    ],
)
def test_a_day_is_said_and_counted_in_working_days(due_on, kind, due, below) -> None:
    line = waiting(due_on)
    assert (line.kind, line.due, line.due_below) == (kind, due, below)


@pytest.mark.parametrize(("due_on", "kind"), [(date(2999, 1, 1), "later"), (date(1900, 1, 1), "overdue")])
def test_a_day_beyond_the_known_bank_holidays_stands_without_a_count(due_on, kind) -> None:
    line = waiting(due_on)
    assert line.kind == kind
    assert str(due_on.year) in line.due + line.due_below
    assert "working" not in line.due_below
    assert working_days(FRIDAY, due_on) is None
    assert working_days_after(due_on, 2) is None
    assert old_words(due_on, FRIDAY) == ""
    assert next_working_day(due_on) is None
    assert title_of([waiting(date(2999, 1, 1))], FRIDAY).endswith("by 1\u00a0January 2999")


def test_on_a_day_without_work_the_next_working_day_is_named() -> None:
    assert next_working_day(FRIDAY) is None
    assert next_working_day(date(2026, 11, 21)) == date(2026, 11, 23)
    assert next_working_day(date(2026, 12, 25)) == date(2026, 12, 29)


def test_how_old_a_thing_is() -> None:
    assert old_words(FRIDAY, FRIDAY) == "came today"
    assert old_words(date(2026, 11, 19), FRIDAY) == "1 working day old"
    assert old_words(date(2026, 11, 13), FRIDAY) == "5 working days old"
    assert day_words(date(2027, 1, 4), FRIDAY) == "4\u00a0January 2027"


def test_what_is_overdue_stands_first_and_what_has_no_day_last() -> None:
    days = [None, date(2026, 12, 1), date(2026, 11, 20), date(2026, 11, 2), date(2026, 11, 10), date(2026, 11, 23)]
    found = in_order([waiting(day) for day in days])
    assert [line.due_on for line in found] == [
        date(2026, 11, 2), date(2026, 11, 10), date(2026, 11, 20), date(2026, 11, 23), date(2026, 12, 1), None,
    ]  # fmt: skip


def test_the_title_counts_what_is_overdue_first() -> None:
    late, today, later = date(2026, 11, 2), FRIDAY, date(2026, 11, 25)
    assert title_of([], FRIDAY) == NOTHING
    assert title_of([waiting(late, OUTCOME), waiting(late, OUTCOME)], FRIDAY) == "Overdue: 2 outcomes to review"
    both = [waiting(late, OUTCOME), waiting(today), waiting(later)]
    assert title_of(both, FRIDAY) == (
        "Overdue: one outcome to review. For today: one home to find. Everything else can wait"
    )
    assert title_of([waiting(later), waiting(later)], FRIDAY) == (
        "Nothing is due today. Next: 2 homes to find, by 25\u00a0November"
    )
    assert title_of([waiting(None)], FRIDAY) == "One home to find waits for you"
    assert title_of([waiting(None), waiting(None)], FRIDAY) == "2 homes to find wait for you"


def test_of_many_kinds_of_things_the_title_names_two() -> None:
    lines = [waiting(None, noun) for noun in (HOME, OUTCOME, ("a", "as"), ("b", "bs"))]
    assert counted(lines) == "one home to find, one outcome to review and 2 other things"
    several = replace(waiting(None), number=9)
    assert counted([several]) == "9 homes to find"
    assert title_of([several], FRIDAY) == "9 homes to find wait for you"
    assert counted(lines[:3]) == "one home to find, one outcome to review and one other thing"


def test_a_child_on_several_lines_is_named_once_and_nobody_beyond_the_page() -> None:
    one, two = uuid4(), uuid4()
    line = waiting(None, child_id=one, act="children.see_caseload")
    below = replace(line, child_id=two, act="decisions.see_decision")
    day = Day("t", line, (line,), 3, "", (Section("s", (below, line)),), (), "")
    assert day.children_named == ((one, "children.see_caseload"), (two, "decisions.see_decision"))
