"""What is remembered is found under its whole key, and never under another."""

import pytest

from carecommons.common.remembered import Remembered


def test_the_same_key_makes_once_and_another_key_makes_anew():
    made = []
    kept = Remembered(2)
    make = lambda: made.append(1) or len(made)  # noqa: E731
    assert [kept.get("a", make), kept.get("a", make), kept.get("b", make)] == [1, 1, 2]


def test_the_least_lately_used_goes_first():
    kept = Remembered(2)
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda key=key: key.upper())
    assert kept.get("a", lambda: "new") == "A"
    assert kept.get("b", lambda: "new") == "new"


def test_an_error_is_passed_on_and_not_kept():
    kept = Remembered(1)
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: 1 / 0)
    assert kept.get("a", lambda: 2) == 2
