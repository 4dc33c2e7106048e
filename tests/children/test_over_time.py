"""Needs over time and the measured change (A3): each part of life with itself, nothing added up."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from carecommons.children.changes import compare
from carecommons.children.drawings import draw_courses
from carecommons.children.needs import DOMAINS, Profile
from carecommons.children.over_time import Mark, over_time
from carecommons.common import courses
from children.children_made import AUTISM, ratings

CHILD = uuid4()


def version(number: int, on: date, *levels: int | None, own: int | None = None, flags=()) -> Profile:
    rated = tuple(replace(each, own_level=own) for each in ratings(*levels))
    return Profile(number, CHILD, on, rated, flags=flags)


FIRST = version(1, date(2025, 1, 10), 3, None, 1, own=4)
SECOND = version(2, date(2025, 6, 10), 2, None, 3, flags=(AUTISM,))
THIRD = version(3, date(2025, 11, 10), 2, 1, None, flags=(AUTISM,))


def test_each_course_runs_oldest_first_whatever_order_the_versions_come_in():
    found = over_time([THIRD, FIRST, SECOND])
    assert found.versions == ((1, FIRST.assessed_on), (2, SECOND.assessed_on), (3, THIRD.assessed_on))
    assert [each.code for each in found.courses] == [domain.code for domain in DOMAINS]
    assert [point.level for point in found.courses[0].points] == [3, 2, 2]
    assert found.courses[0].words == "3, then 2. The child said 4."
    assert found.courses[1].words == "Unknown, then 1. The child said 4."
    assert found.courses[2].words == "1, then 3, then unknown. The child said 4."


def test_nothing_rated_is_nothing_to_draw():
    assert over_time([]) is None


def test_a_specialist_need_runs_from_its_formulation_to_its_last_day_or_to_the_version_that_no_longer_holds_it():
    assert [(s.code, s.began, s.ended, s.words) for s in over_time([FIRST, SECOND]).spans] == [
        ("SP-ASD", date(2025, 9, 3), None, "stands")
    ]
    ended = replace(THIRD, flags=(replace(AUTISM, ended_on=date(2025, 11, 1)),))
    assert over_time([FIRST, SECOND, ended]).spans[0].ended == date(2025, 11, 1)
    gone = over_time([FIRST, SECOND, replace(THIRD, flags=())]).spans[0]
    assert (gone.ended, gone.words) == (THIRD.assessed_on, "no longer recorded")


def test_a_move_before_the_first_rating_explains_no_change_and_is_left_out():
    before, after = Mark(date(2024, 5, 1), "Came into care"), Mark(date(2025, 5, 1), "Moved")
    assert over_time([FIRST, SECOND], [after, before]).marks == (after,)


def test_the_drawing_breaks_the_line_at_an_unknown_and_says_everything_in_words():
    drawn = draw_courses(over_time([FIRST, SECOND, THIRD], [Mark(date(2025, 5, 1), "Moved")]))
    assert len(drawn.panels) == 12
    broken = drawn.panels[1]
    assert broken.count("cc-ladder__ask") == 2
    assert broken.count("cc-ladder__now") == 1
    line = broken.split('cc-course__line" d="')[1].split('"')[0]
    assert "L" not in line, "no line may lead from an unknown to a level"
    assert "<desc" in broken
    assert "Unknown, then 1. The child said 4." in broken
    assert drawn.panels[0].count("cc-ladder__own") == 1
    assert all(panel.count("cc-course__mark") == 1 for panel in drawn.panels)
    assert drawn.table.rows[1][1:] == ("unknown; the child says 4", "unknown", "1")
    assert "Autism: since 3 September 2025." in drawn.spans
    assert all("style=" not in panel for panel in (*drawn.panels, drawn.spans))


def test_every_course_stands_on_the_same_scale_and_the_same_days():
    whole = {"since": date(2025, 1, 1), "until": date(2025, 12, 31)}
    low = courses.course("A", "", [(date(2025, 1, 1), 1, None)], **whole)
    high = courses.course("B", "", [(date(2025, 12, 31), 4, None)], **whole)
    assert 'cx="32" cy="84"' in low
    assert 'cx="160" cy="30"' in high
    with pytest.raises(AssertionError, match="0 to 4"):
        courses.course("A", "", [(date(2025, 1, 1), 5, None)], **whole)


def test_the_names_in_a_drawing_are_made_safe():
    bar = courses.Bar("<script>", date(2025, 1, 1), None, "a & b")
    drawn = courses.spans("t", "d", [bar], since=date(2025, 1, 1), until=date(2025, 2, 1))
    assert "<script>" not in drawn
    assert "a &amp; b" in drawn


# ------------------------------------------------------------------ the measured change
def test_the_measured_change_is_said_in_words_as_counts_of_parts_of_life():
    found = compare(FIRST, SECOND)
    assert found.counts == {"less": 1, "more": 1, "same": 9, "not_comparable": 1}
    assert found.counted == (
        "Of twelve parts of life, one needs less help, one needs more, nine are as before, "
        "one cannot be compared, because a rating is unknown."
    )
    assert compare(FIRST, FIRST).counted == (
        "Of twelve parts of life, none needs less help, none needs more, eleven are as before, "
        "one cannot be compared, because a rating is unknown."
    )
    assert [each.before for each in found.changed] == [3, 1]
    assert len(found.changed) + len(found.unchanged) == 12


def test_a_change_by_three_levels_counts_like_a_change_by_one_because_levels_are_never_added():
    before = version(1, date(2025, 1, 1), 4, 4, 1)
    small, large = version(2, date(2025, 6, 1), 3, 3, 2), version(2, date(2025, 6, 1), 0, 0, 4)
    assert compare(before, small).counts == compare(before, large).counts
    assert compare(before, small).counted == compare(before, large).counted


def test_no_total_score_or_average_leaves_the_comparison_or_the_course():
    for made in (compare(FIRST, SECOND), over_time([FIRST, SECOND]), draw_courses(over_time([FIRST, SECOND]))):
        names = {name for name in dir(made) if not name.startswith("_")}
        assert not {name for name in names if any(w in name for w in ("total", "score", "sum", "mean", "average"))}
