"""Early notice is counted by provider: small counts and their rests are withheld, and a share has its interval."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from carecommons.decisions.early import Lasted, early_lines, interval

ALDER, BIRCH = UUID(int=1), UUID(int=2)


def stays(number: int, early: int, provider: UUID = ALDER, name: str = "Alder") -> list[Lasted]:
    return [Lasted(provider, name, early=each < early) for each in range(number)]


@given(whole=st.integers(1, 500), share=st.floats(0, 1))
def test_the_interval_holds_the_share_and_stays_between_nothing_and_all(whole, share):
    part = round(whole * share)
    low, high = interval(part, whole)
    assert 0 <= low <= part / whole + 1e-9
    assert part / whole - 1e-9 <= high <= 1


def test_more_stays_make_a_narrower_interval():
    widths = [high - low for low, high in (interval(number // 4, number) for number in (20, 80, 320))]
    assert widths == sorted(widths, reverse=True)


@given(number=st.integers(0, 60), early=st.integers(0, 60))
def test_no_count_of_one_to_seven_is_shown_and_none_is_left_as_a_rest(number, early):
    early = min(early, number)
    for line in early_lines(stays(number, early), threshold=7, round_to=5):
        shown = [each.value for each in (line.stays, line.early) if each.value is not None]
        assert all(value == 0 or value >= 5 for value in shown)
        assert all(value % 5 == 0 for value in shown)
        small = any(1 <= each <= 7 for each in (number, early, number - early))
        assert line.low is None or not small
        if 1 <= number - early <= 7:
            assert line.early.value is None


def test_each_provider_has_a_line_by_name_and_none_is_ranked():
    found = early_lines([*stays(40, 20, BIRCH, "Birch"), *stays(30, 0)], threshold=7, round_to=5)
    assert [line.name for line in found] == ["Alder", "Birch"]
    assert (found[0].stays.value, found[0].early.value, found[0].low) == (30, 0, 0)
    assert found[1].low < 50 < found[1].high
