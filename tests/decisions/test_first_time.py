"""Right first time: what lasted, what ended as planned, what was no move, and what cannot be told yet (B12)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carecommons.children.returns.tables import codes
from carecommons.constitution.parameters import whole
from carecommons.decisions.first_time import PLANNED, TEMPORARY, Spell, counted, joined, right_first_time

DAYS = whole("first_time_right_days", date(2026, 11, 20))
BEGAN = date(2026, 1, 5)
SPELL = Spell("Alder", BEGAN, None)


def after(days: int) -> date:
    return BEGAN + timedelta(days=days)


LATER = after(400)


def right(spell: Spell, known_until: date = LATER) -> bool | None:
    return right_first_time(spell, days=DAYS, known_until=known_until)


def test_what_is_published_is_half_a_year():
    assert DAYS == 182


@pytest.mark.parametrize(
    ("spell", "told"),
    [
        (SPELL, True),
        (replace(SPELL, ended_on=after(182), reason="CREQB"), True),
        (replace(SPELL, ended_on=after(181), reason="CREQB"), False),
        (replace(SPELL, ended_on=after(181), reason=""), False),
        (replace(SPELL, ended_on=after(30), reason="CARPL"), True),
        (replace(SPELL, ended_on=after(30), reason="E4A"), True),
        (replace(SPELL, ended_on=after(30), reason="STAND"), False),
        (replace(SPELL, ended_on=after(42), planned_until=after(42)), True),
        (replace(SPELL, ended_on=after(41), planned_until=after(42)), False),
        (replace(SPELL, compromise=True), False),
        (replace(SPELL, compromise=True, ended_on=after(30), reason="CARPL"), False),
    ],
)
def test_lasted_or_ended_as_planned_and_no_compromise(spell: Spell, told: bool):
    assert right(spell) is told


def test_what_is_not_half_a_year_old_cannot_be_told_yet():
    assert right(SPELL, known_until=after(181)) is None
    assert right(SPELL, known_until=after(182)) is True


def test_an_end_that_lies_ahead_has_not_happened_yet():
    assert right(replace(SPELL, ended_on=after(100), reason="CREQB"), known_until=after(50)) is None


@pytest.mark.parametrize("kind", sorted(TEMPORARY))
def test_a_temporary_stay_from_which_the_child_comes_back_is_no_move(kind: str):
    spells = [
        replace(SPELL, ended_on=after(60), reason="OTHER"), Spell("Hospital", after(60), after(70), kind=kind),
        Spell("Alder", after(70), None),
    ]  # fmt: skip
    (one,) = joined(spells)
    assert (one.began, one.ended_on) == (BEGAN, None)
    assert counted([one], days=DAYS, known_until=after(400)) == (1, 1)


def test_a_temporary_stay_from_which_the_child_goes_elsewhere_was_a_move():
    spells = [
        replace(SPELL, ended_on=after(60), reason="OTHER"), Spell("Hospital", after(60), after(70), kind="T1"),
        Spell("Birch", after(70), None),
    ]  # fmt: skip
    assert [each.home for each in joined(spells)] == ["Alder", "Birch"]
    assert counted(joined(spells), days=DAYS, known_until=after(400)) == (1, 2)


@pytest.mark.parametrize("status", ["V3", "V4"])
def test_short_breaks_are_left_out(status: str):
    assert joined([replace(SPELL, legal_status=status)]) == ()


def test_planned_ends_are_codes_of_the_statutory_return():
    known = {*codes("episodes", "REC"), *codes("episodes", "REASON_PLACE_CHANGE")}
    assert known >= PLANNED
    assert "CREQB" not in PLANNED


SPELLS = st.builds(
    Spell, home=st.sampled_from(["Alder", "Birch"]), began=st.integers(0, 300).map(after),
    ended_on=st.none() | st.integers(301, 600).map(after), reason=st.sampled_from(["", "CARPL", "CREQB", "E4A"]),
    compromise=st.booleans(), kind=st.sampled_from(["", "T1"]),
)  # fmt: skip


@given(st.lists(SPELLS, max_size=6))
def test_the_order_in_which_stays_were_written_down_changes_nothing(spells: list[Spell]):
    assert len(joined(spells)) <= len(spells)
    right_, all_ = counted(joined(spells), days=DAYS, known_until=after(700))
    assert 0 <= right_ <= all_ <= len(spells)


@given(SPELLS)
def test_a_compromise_is_never_right_and_dropping_the_mark_never_makes_it_worse(spell: Spell):
    assert right(replace(spell, compromise=True)) is False
    assert right(replace(spell, compromise=False)) in (True, False, None)
