"""`carecommons returns`: one document on stdout, words on stderr, and an exit code that tells."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carecommons.cli.main import run
from carecommons.people.roles import Role

EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
GOOD = EPISODES + "1,01/05/2023,S,C2,N1,U6,PR1,01/02/2024,E4A,,,,\n2,2023-05-02,S,C2,N1,U6,PR1,,,,,,\n"
BAD = EPISODES + "1,31/04/2023,S,C2,N1,U6,PR1,01/02/2024,E4A,,,,\n,01/05/2023,S,C2,N1,U6,PR1,,,,,,\n"
KEYS = {"accepted", "unchanged", "children", "episodes", "years", "tables", "repairs", "faults", "skipped", "files"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "2024"
    folder.mkdir()
    (folder / "episodes.csv").write_text(GOOD)
    return folder


def test_check_prints_one_document_and_ends_0(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["returns", "check", str(folder), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert set(report) >= KEYS
    assert (report["accepted"], report["unchanged"], report["children"], report["episodes"]) == (True, False, 2, 2)
    assert (report["years"], report["tables"], report["faults"]) == ([2024], {"episodes": 2}, [])
    (iso,) = [note for note in report["repairs"] if note["kind"] == "dates_iso"]
    assert (iso["count"], iso["examples"]) == (
        1, [{"table": "episodes", "file": "2024/episodes.csv", "row": 3, "column": "DECOM"}],
    )  # fmt: skip


def test_check_in_words_names_the_counts_and_the_doubts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["returns", "check", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "2 children, 2 episodes. Collection years: 2024." in said
    assert "1 x Days written year first were read. (first: 2024/episodes.csv row 3)" in said
    assert "It can be imported." in said


def test_a_faulty_return_ends_3_with_every_fault(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "episodes.csv").write_text(BAD)
    assert run(["returns", "check", str(folder), "--json"]) == 3
    report = json.loads(capsys.readouterr().out)
    assert report["accepted"] is False
    assert [(f["file"], f["row"], f["column"], f["code"]) for f in report["faults"]] == [
        ("2024/episodes.csv", 2, "DECOM", "date_impossible"),
        ("2024/episodes.csv", 3, "CHILD", "no_child"),
    ]
    assert run(["returns", "check", str(folder)]) == 3
    assert "It cannot be imported: 2 faults." in capsys.readouterr().out


def test_an_end_before_its_start_is_named_by_its_row_beside_every_other_fault(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    turned = "3,01/06/2023,S,C2,N1,U6,PR1,01/05/2023,E4A,,,,\n"
    (folder / "episodes.csv").write_text(GOOD + turned + BAD.removeprefix(EPISODES))
    assert run(["returns", "check", str(folder), "--json"]) == 3
    report = json.loads(capsys.readouterr().out)
    assert [(f["row"], f["code"]) for f in report["faults"]] == [
        (4, "end_before_start"), (5, "date_impossible"), (6, "no_child"),
    ]  # fmt: skip
    assert (report["children"], report["episodes"], report["tables"]) == (2, 2, {"episodes": 5})


def test_files_that_cannot_be_taken_in_are_a_document_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bomb = tmp_path / "r.zip"
    bomb.write_bytes(b"PK\x03\x04" + bytes(60))
    assert run(["returns", "check", str(bomb), "--json"]) == 3
    out = capsys.readouterr()
    report = json.loads(out.out)
    assert set(report) >= KEYS
    assert [f["code"] for f in report["faults"]] == ["zip_broken"]
    assert "Make it again, then try again." in out.err
    assert run(["returns", "check", str(tmp_path / "nowhere")]) == 3
    assert "Check the path." in capsys.readouterr().err


def test_help_gives_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["returns", "check", "--help"])
    assert ended.value.code == 0
    assert "Example: carecommons returns check" in capsys.readouterr().out
    with pytest.raises(SystemExit) as wrong:
        run(["returns", "import", "x"])
    assert wrong.value.code == 2


@pytest.mark.django_db
def test_import_without_a_token_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["returns", "import", "--authority", "330", str(folder)]) == 3
    assert "token_needed" in capsys.readouterr().err


@pytest.mark.django_db
def test_import_stores_once_and_says_so(folder: Path, person, token_for, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    token = token_for(person(Role.PLANNER, authority="330", at=datetime.now(UTC)))
    command = ["returns", "import", "--authority", "330", str(folder), "--token", token, "--json"]
    assert run(command) == 0
    first = json.loads(capsys.readouterr().out)
    assert (first["unchanged"], first["stored"]) == (False, {"children": 2, "episodes": 2})
    assert first["changes"] == [{"table": "episodes", "year": 2024, "added": 2, "removed": 0, "changed": 0}]
    assert first["register_entry"]
    assert run(command) == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["unchanged"], again["changes"], again["register_entry"]) == (True, [], None)
    (folder / "episodes.csv").write_text(GOOD.replace("U6", "K2", 1))
    assert run(command[:-1]) == 0
    assert "2024 episodes: 0 rows added, 0 taken away, 1 changed" in capsys.readouterr().out
    (folder / "episodes.csv").write_text(BAD)
    assert run(command) == 3
    report = json.loads(capsys.readouterr().out)
    assert (report["accepted"], len(report["faults"])) == (False, 2)


@pytest.mark.django_db
def test_a_planner_of_another_council_is_refused(
    folder: Path, person, token_for, capsys: pytest.CaptureFixture[str]
) -> None:  # type: ignore[no-untyped-def]
    token = token_for(person(Role.PLANNER, authority="331", at=datetime.now(UTC)))
    assert run(["returns", "import", "--authority", "330", str(folder), "--token", token, "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "not_allowed"


@pytest.mark.django_db
def test_report_names_the_rows_of_ones_own_council_and_writes_them(monkeypatch, capsys, tmp_path, person, token_for):  # type: ignore[no-untyped-def]
    from planning.audited import CORNWALL, DEVON
    from planning.test_quality import send_doubtful

    monkeypatch.setattr("carecommons.cli.ready.django_ready", lambda **_: None)
    send_doubtful(DEVON, 40, doubtful=20)
    send_doubtful(CORNWALL, 30, doubtful=3)
    token = token_for(person(Role.PLANNER, authority=DEVON))
    file = tmp_path / "rows.csv"
    assert run(["returns", "report", "--authority", DEVON, "--csv", str(file), "--token", token]) == 0
    assert "Give the last day" in capsys.readouterr().out
    assert file.read_text().count("end_reason_without_end") == 20
    assert [each.name for each in tmp_path.iterdir()] == ["rows.csv"]
    assert run(["returns", "report", "--authority", DEVON, "--json", "--token", token]) == 0
    assert json.loads(capsys.readouterr().out)["authority"] == DEVON
    assert run(["returns", "report", "--authority", DEVON, "--csv", str(file), "--token", token]) == 3
    assert "was not overwritten" in capsys.readouterr().err
    assert run(["returns", "report", "--authority", CORNWALL, "--token", token]) == 3
