"""What was missing is counted for planning: by part of life and level, suppressed, and without any child."""

from datetime import date, timedelta

import pytest

from carecommons.decisions.counts import missing
from carecommons.decisions.gaps import gaps_of
from carecommons.decisions.models import Decision, GapNote
from walk_world import TODAY, choose, search

pytestmark = pytest.mark.django_db


def notes(number, *, domain="EMO", level=2, authority="886", on=TODAY, each=1):
    """So many compromises that missed this, each with `each` notes of it; their decisions are copies of one."""
    first = Decision.objects.first() or Decision.objects.get(id=choose(search()))
    for _ in range(number):
        copy = Decision.objects.get(pk=first.pk)
        copy.pk, copy._state.adding, copy.state = None, True, "withdrawn"
        copy.answered_by, copy.answered_at = copy.proposed_by, copy.proposed_at
        copy.proposal_entry_id = a_new_entry()
        copy.save()
        GapNote.objects.bulk_create(
            GapNote(decision=copy, authority=authority, missing=f"Thing {n}", domain=domain, level=level, noted_on=on)
            for n in range(each)
        )


def a_new_entry():
    from carecommons.register.actions import record
    from walk_world import NOON

    return record(kind="proposal", public={"criteria_version": 1}, sealed={}, by_id=None, by_role="test", at=NOON)


def counted(**changes):
    asked = {"authorities": ["886"], "since": date(2026, 11, 1), "until": date(2026, 11, 30), "on": TODAY, **changes}
    return {row.domain: row for row in missing(**asked)}


def test_twelve_parts_of_life_and_other_things_are_counted_by_level():
    notes(9)
    rows = counted()
    assert len(rows) == 13
    assert [cell.value for cell in rows["EMO"].by_level] == [0, 10, 0, 0]
    assert rows["EMO"].total.value == 10
    assert rows["SOC"].total.value == 0


def test_one_to_seven_are_not_shown():
    notes(3)
    row = counted()["EMO"]
    assert (row.by_level[1].value, row.by_level[1].words, row.total.value) == (None, "1 to 7", None)


def test_one_decision_counts_once_however_much_it_missed():
    notes(8, domain="", each=3)
    assert counted()[""].by_level[1].value == 10


def test_other_councils_and_other_days_are_left_out():
    notes(9, authority="887")
    notes(9, on=TODAY - timedelta(days=60))
    assert counted()["EMO"].total.value == 0
    assert counted(authorities=["886", "887"])["EMO"].total.value == 10


def test_no_word_of_a_person_leaves():
    notes(9)
    assert "Thing" not in str(counted())


def test_a_gap_is_named_once_whether_by_the_person_or_by_the_list():
    gaps = gaps_of(["Feelings", "feelings", "A quiet room", " "], ["Feelings", "Friends"])
    assert [(gap.missing, gap.domain) for gap in gaps] == [
        ("Feelings", "EMO"),
        ("Friends", "SOC"),
        ("A quiet room", ""),
    ]
