"""Measured change over time, in words (handbook A3): each part of life against itself, and nothing added."""

from dataclasses import replace
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from carecommons.children.changes import compare, course
from carecommons.children.needs import DOMAINS, Profile
from children.children_made import AUTISM, TODAY, ratings, strengths

LEVELS = st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=12, max_size=12)
CHILD = uuid4()
OPPOSITE = {
    "less": "more", "more": "less", "same": "same", "unknown": "unknown", "now_known": "not_known_now",
    "not_known_now": "now_known",
}  # fmt: skip


def version(number: int, levels, **more) -> Profile:
    return Profile(version=number, child_id=CHILD, assessed_on=TODAY, ratings=ratings(*levels), **more)


def test_a_change_is_said_in_words():
    before = version(1, (4, 3, 3, None, 2, 0, None))
    now = version(2, (3, 3, 2, 1, None, 1, None))
    said = {change.name: change.words for change in compare(before, now).changes}
    assert said["Feelings"] == "Was 4, now 3: needs less help."
    assert said["Trust in adults"] == "3, as before."
    assert said["Staying safe"] == "Was unknown, now 1."
    assert said["Health"] == "Was 2, now unknown."
    assert said["Learning and talking"] == "Was 0, now 1: needs more help."
    assert said["School"] == "Still unknown."


def test_the_headline_counts_parts_of_life_and_never_levels():
    before, now = version(1, (4, 4, 4, 4)), version(2, (0, 0, 3, 4))
    assert compare(before, now).headline == "Three parts of life need less help, none needs more."
    assert compare(now, before).headline == "No parts of life need less help, three need more."
    assert compare(before, before).headline == "All twelve parts of life are as they were."
    learned = compare(version(1, (None, 1)), version(2, (2, 0)))
    assert learned.headline == "One part of life needs less help, none needs more. One that was unknown is known now."


def test_strengths_that_grew_and_specialist_needs_that_began_or_ended_are_named():
    before = version(1, (1,), strengths=tuple(replace(each, state="unknown") for each in strengths()))
    now = version(2, (1,), strengths=strengths(), flags=(AUTISM,))
    found = compare(before, now)
    assert found.strengths_begun == ("Trust in adults: Asks one teacher for help", "Friends: Keeps two close friends")
    assert found.flags_begun == ("Autism",)
    assert compare(now, before).flags_ended == ("Autism",)


@given(LEVELS)
def test_a_version_compared_with_itself_shows_no_change(levels):
    found = compare(version(1, levels), version(1, levels))
    assert not found.parts("less", "more", "now_known", "not_known_now")
    assert found.headline == "All twelve parts of life are as they were."


@given(LEVELS, LEVELS)
def test_turned_round_every_change_is_its_opposite(first, second):
    forth, back = compare(version(1, first), version(2, second)), compare(version(2, second), version(1, first))
    assert [OPPOSITE[change.direction] for change in forth.changes] == [change.direction for change in back.changes]


@given(LEVELS, LEVELS)
def test_all_twelve_are_said_once_in_order_and_unknown_is_never_less_or_more(first, second):
    found = compare(version(1, first), version(2, second))
    assert [change.domain for change in found.changes] == [domain.code for domain in DOMAINS]
    for change in found.changes:
        if change.before is None or change.now is None:
            assert change.direction in ("now_known", "not_known_now", "unknown")


@given(LEVELS, LEVELS, st.integers(0, 11))
def test_one_part_never_moves_what_is_said_of_another(first, second, place):
    other = [*second]
    other[place] = None if second[place] is not None else 4
    one, two = compare(version(1, first), version(2, second)), compare(version(1, first), version(2, other))
    for number, (left, right) in enumerate(zip(one.changes, two.changes, strict=True)):
        assert (left == right) or number == place


def test_the_course_of_one_part_is_newest_first_with_the_child_s_own_view():
    old, new = version(1, (3,)), version(2, (2,))
    own = replace(new, ratings=(replace(new.ratings[0], own_level=4), *new.ratings[1:]))
    assert [(made.version, level, said) for made, level, said in course([own, old], "EMO")] == [(2, 2, 4), (1, 3, None)]
