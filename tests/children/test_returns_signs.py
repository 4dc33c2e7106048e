"""Signs that cannot be seen: all of them are counted, and no long run without one is missed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carecommons.children.returns.signs import low_signs


@given(st.lists(st.integers(0, 60)), st.integers(1, 40), st.sampled_from([b"\n", b"\r\n", b"\0", b"\x1f"]))
def test_every_low_sign_is_counted_and_no_long_run_is_missed(runs: list[int], within: int, sign: bytes) -> None:
    count, often = low_signs(sign.join(b"a" * run for run in runs), within=within)
    assert count == max(len(runs) - 1, 0) * len(sign)
    if max(runs, default=0) > within:
        assert not often


@pytest.mark.parametrize("before", [0, 1, 50_000, 131_071, 131_072])
def test_a_long_run_is_seen_wherever_it_begins(before: int) -> None:
    lines = b"x" * 99 + b"\n"
    start = (lines * (before // 100 + 1))[:before]
    assert low_signs(start + lines * 3_000, within=32_767)[1]
    assert not low_signs(start + b"y" * 32_768 + lines * 3_000, within=32_767)[1]


def test_a_file_of_short_lines_needs_no_measuring() -> None:
    assert low_signs(b"CHILD,DOB\n" * 100_000, within=32_767) == (100_000, True)
