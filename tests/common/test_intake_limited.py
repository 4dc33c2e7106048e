"""A child process that reads hostile files may fail in every way there is, and nothing happens to us."""

import time
from pathlib import Path

import intake_children as children
import pytest

from carecommons.common.errors import Faulty, NotFound
from carecommons.common.intake import run_limited

ROOM = 600_000_000


def run(function, *args, seconds: int = 20, memory_bytes: int = ROOM):  # type: ignore[no-untyped-def]
    return run_limited(function, *args, seconds=seconds, memory_bytes=memory_bytes)


def test_the_value_comes_back() -> None:
    assert run(children.add, 2, 3) == 5


def test_a_refusal_in_the_child_is_our_refusal_with_all_its_faults() -> None:
    with pytest.raises(Faulty) as caught:
        run(children.refuse)
    assert (caught.value.code, str(caught.value), caught.value.facts) == ("return_faulty", "Two faults.", {"of": 2})
    assert [(f.file, f.row, f.code) for f in caught.value.faults] == [("a.csv", 3, "date_impossible")]
    with pytest.raises(NotFound):
        run(children.find_nothing)


def test_a_crash_is_a_refusal_that_quotes_nothing_of_the_file() -> None:
    with pytest.raises(Faulty) as caught:
        run(children.crash_with_a_name)
    assert caught.value.code == "parse_failed"
    assert "Alice" not in str(caught.value)
    assert "KeyError" in str(caught.value)


@pytest.mark.parametrize("function", [children.spin, children.swell])
def test_a_child_that_outgrows_its_limits_is_stopped(function) -> None:  # type: ignore[no-untyped-def]
    begun = time.monotonic()
    with pytest.raises(Faulty) as caught:
        run(function, seconds=1)
    assert caught.value.code == "parse_limit"
    assert time.monotonic() - begun < 20


def test_a_child_that_only_waits_is_stopped_too(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = time.monotonic()
    with pytest.raises(Faulty) as caught:
        run(children.sleep, seconds=0)
    assert caught.value.code == "parse_limit"
    assert time.monotonic() - begun < 20


def test_a_child_that_dies_is_a_refusal() -> None:
    with pytest.raises(Faulty) as caught:
        run(children.die)
    assert caught.value.code == "parse_failed"


def test_a_child_can_leave_no_file_behind(tmp_path: Path) -> None:
    assert run(children.write, str(tmp_path)) == "could not write"
    assert list(tmp_path.iterdir()) == []


def test_what_a_library_prints_does_not_spoil_the_answer() -> None:
    assert run(children.print_noise) == "quiet"


def test_a_child_cannot_make_us_act() -> None:
    with pytest.raises(Faulty) as caught:
        run(children.send_an_act)
    assert caught.value.code == "parse_failed"


def test_a_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARECOMMONS_SECRET_KEY", "s")
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@h/d")
    monkeypatch.setenv("CARECOMMONS_TOKEN", "cc_x")
    assert run(children.secrets_seen) == []


def test_whoever_watches_ends_the_child_by_raising() -> None:
    looked: list[int] = []

    class Enough(Exception):
        pass

    def watch() -> None:
        looked.append(len(looked))
        if len(looked) == 3:
            raise Enough

    with pytest.raises(Enough):
        run_limited(children.sleep, seconds=600, memory_bytes=ROOM, watch=watch)  # would sleep for a minute
    assert looked == [0, 1, 2]


def test_a_child_that_is_watched_answers_and_is_limited_like_any_other() -> None:
    looked: list[bool] = []
    watched = {"memory_bytes": ROOM, "watch": lambda: looked.append(True)}
    assert run_limited(children.add, 2, 3, seconds=20, **watched) == 5
    with pytest.raises(Faulty) as caught:
        run_limited(children.spin, seconds=1, **watched)
    assert caught.value.code == "parse_limit"
    assert looked
