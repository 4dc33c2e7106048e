"""The measure of those who decide (G9): how they keep the days of reviews; small counts give nothing away."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carecommons.decisions import actions
from carecommons.decisions.counts import days_kept
from carecommons.decisions.counts.reviews import _shown
from carecommons.decisions.models import Review
from decisions.test_review_acts import OFFICER, WORDS, ask, at, decision, found, robin  # noqa: F401 - the fixtures

RULE = {"threshold": 7, "round_to": 5}


@given(st.integers(0, 60), st.integers(0, 60))
def test_no_small_part_is_shown_or_worked_out_from_the_other(kept, late):
    told = _shown("what", kept, late, **RULE)
    for each, count in ((told.kept, kept), (told.late, late)):
        assert each.value is None or each.value == 0 or each.value % 5 == 0
        if 1 <= count <= 7:
            assert each.value is None
    if told.kept.withheld and kept > 7:
        assert told.late.withheld or late == 0


@pytest.mark.django_db
def test_what_is_late_counts_as_late_while_it_is_still_open(decision, robin, at):  # noqa: F811
    def counted(on):
        return [(each.kept.value, each.late.value) for each in days_kept(on, threshold=0, round_to=1)]

    review_id = ask(decision, robin, at)
    assert counted(at.date()) == [(0, 0), (0, 0), (0, 0)]
    assert counted(at.date() + timedelta(days=5)) == [(0, 1), (0, 0), (0, 0)]
    actions.acknowledge_review(review_id=review_id, words=WORDS, by=OFFICER, at=at)
    assert counted(at.date() + timedelta(days=40)) == [(1, 0), (0, 1), (0, 0)]
    Review.objects.update(remedied_at=datetime(2027, 1, 8, 12, tzinfo=UTC), duty_by=at.date())
    assert counted(at.date() + timedelta(days=60)) == [(1, 0), (0, 1), (0, 1)]
    actions.withdraw_review(review_id=review_id, by=robin, at=at)
    assert counted(at.date() + timedelta(days=60)) == [(0, 0), (0, 0), (0, 0)]
