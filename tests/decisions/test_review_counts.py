"""The measure of those who decide (G9): how they keep the days of reviews; small counts give nothing away."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from carecommons.constitution.queries import whole
from carecommons.decisions import actions
from carecommons.decisions.counts import days_kept, last_period
from carecommons.decisions.counts.reviews import KEPT, LATE, _shown
from carecommons.decisions.digest import Cell, tellable
from carecommons.decisions.models import Review
from carecommons.decisions.review import About, AskedAs, Outcome, Remedy
from decisions.living_made import over
from decisions.test_review_acts import OFFICER, WORDS, ask, at, decision, found, robin  # noqa: F401 - the fixtures

PERIOD = last_period(date(2026, 11, 20))


@given(st.integers(0, 60), st.integers(0, 60))
def test_no_small_part_is_shown_or_worked_out_from_the_other(kept, late):
    told = _shown("what", [("886", KEPT)] * kept + [("887", LATE)] * late, PERIOD)
    for each, count in ((told.kept, kept), (told.late, late)):
        assert each.value is None or each.value == 0 or each.value % 5 == 0
        if 1 <= count <= 7:
            assert each.value is None
    if told.kept.withheld and kept > 7:
        assert told.late.withheld or late == 0


def test_a_large_number_is_told():
    told = _shown("what", [("886", KEPT)] * 41 + [("886", LATE)] * 22, PERIOD)
    assert (told.kept.value, told.late.value) == (40, 20)


def tallies(days):
    return [(each.kept.value, each.late.value) for each in days]


@pytest.fixture
def all_shown(monkeypatch):
    monkeypatch.setattr(
        "carecommons.decisions.counts.periods.whole", lambda name, on: {"suppression_threshold": 0}.get(name, 1)
    )


@pytest.mark.django_db
def test_what_is_late_counts_as_late_while_it_is_still_open(all_shown, decision, robin, at):  # noqa: F811
    def counted():
        return tallies(days_kept(over(localdate(at))))

    review_id = ask(decision, robin, at)
    assert counted() == [(0, 1), (0, 1), (0, 0)]
    actions.acknowledge_review(review_id=review_id, words=WORDS, by=OFFICER, at=at)
    assert counted() == [(1, 0), (0, 1), (0, 0)]
    Review.objects.update(remedied_at=datetime(2027, 1, 8, 12, tzinfo=UTC), duty_by=localdate(at))
    assert counted() == [(1, 0), (0, 1), (0, 1)]
    actions.withdraw_review(review_id=review_id, by=robin, at=at)
    assert counted() == [(0, 0), (0, 0), (0, 0)]


@pytest.mark.django_db
def test_a_day_is_counted_once_its_quarter_is_over_and_never_moves_afterwards(
    all_shown, decision, robin, at  # noqa: F811
):  # fmt: skip
    """Somebody who reads it every day learns of no review on the day it is asked for, answered or taken back."""
    nothing = [(0, 0), (0, 0), (0, 0)]
    review_id = ask(decision, robin, at)
    assert tallies(days_kept(localdate(at))) == tallies(days_kept(localdate(at) + timedelta(days=8))) == nothing
    first = over(localdate(at))
    read = [tallies(days_kept(first + timedelta(days=each))) for each in (0, 30, 80)]
    actions.withdraw_review(review_id=review_id, by=robin, at=at + timedelta(days=120))
    assert read == [tallies(days_kept(first + timedelta(days=each))) for each in (0, 30, 80)]
    assert read[0] == read[1] == read[2] == [(0, 1), (0, 1), (0, 0)]


# ------------------------------------------------------------------ what stands beside the words of a digest
CELLS = st.builds(
    Cell,
    st.sampled_from(Outcome),
    st.sampled_from(AskedAs),
    st.just(About.DECISION),
    st.just(Remedy.EXPLAIN),
    st.just(1),
)
THRESHOLD = whole("suppression_threshold", PERIOD.to_day)


@given(st.dictionaries(CELLS, st.integers(1, 30)))
def test_whoever_counts_the_lines_of_digests_finds_no_small_number(counts):
    told = tellable(counts, threshold=THRESHOLD)
    assert all(counts[cell] > THRESHOLD for cell in told)
    for group in ([*counts], *([cell for cell in counts if cell.outcome is each] for each in Outcome)):
        if told & {*group}:
            rest = sum(counts[cell] for cell in group if cell not in told)
            assert rest == 0 or rest > THRESHOLD


@given(st.dictionaries(CELLS, st.integers(THRESHOLD + 1, 30)))
def test_where_no_cell_is_small_every_line_tells(counts):
    assert tellable(counts, threshold=THRESHOLD) == frozenset(counts)


def test_few_that_are_left_over_silence_the_smallest_that_could_tell():
    one, two, three = (Cell(Outcome.UPHELD, each, About.DECISION, Remedy.EXPLAIN, 1) for each in [*AskedAs][:3])
    assert tellable(Counter({one: 20, two: 9, three: 3}), threshold=THRESHOLD) == {one}
    assert tellable(Counter({one: 20, three: 3}), threshold=THRESHOLD) == frozenset()
