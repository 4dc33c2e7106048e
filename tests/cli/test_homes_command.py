"""`carecommons homes` as people type it: one document on stdout, everything else on stderr, exit codes."""

import json
from pathlib import Path

import pytest

from carecommons.cli.main import run
from carecommons.people.roles import Role
from carecommons.provision.models import Release
from shared import SHARED, needs_shared

LIST = """Provider level as at 31 March 2025
URN,Provision type,Local authority,Sector,Places
2600001,Children's home,Devon,Private,4
2600002,Children's Home,Powys,Private,{places}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(LIST.format(places=3))
    return path


def test_check_prints_exactly_one_document(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["homes", "check", str(file), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["as_at"] == "2025-03-31"
    assert (found["providers"], found["by_type"], found["places"]) == (2, {"childrens_home": 2}, {"childrens_home": 7})
    assert found["by_sector"] == {"private": 2}
    assert found["unmatched_authorities"] == ["Powys"]
    assert (found["faults"], found["accepted"]) == ([], True)


def test_check_speaks_to_people_too(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["homes", "check", str(file)]) == 0
    assert "list.csv: 2 providers as at 2025-03-31" in capsys.readouterr().out


def test_check_of_a_faulty_list_names_the_row_and_ends_three(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(LIST.format(places="six"))
    assert run(["homes", "check", str(file), "--json"]) == 3
    found = json.loads(capsys.readouterr().out)
    assert found["accepted"] is False
    assert [(f["row"], f["column"], f["code"]) for f in found["faults"]] == [(4, "places", "places_not_number")]
    assert run(["homes", "check", str(file)]) == 3
    assert "row 4 places" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "not_a_list"), (b"\x89PNG\r\n\x1a\n", "not_a_list"), (b"hello\nworld", "no_list")]
)
def test_check_of_what_is_no_list_is_a_document_with_its_faults(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, code: str
) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    assert run(["homes", "check", str(path), "--json"]) == 3
    found = json.loads(capsys.readouterr().out)
    assert (found["providers"], found["accepted"]) == (0, False)
    assert [fault["code"] for fault in found["faults"]] == [code]
    assert found["error"]["code"] == code


def test_check_of_a_missing_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["homes", "check", str(tmp_path / "none.csv"), "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "no_such_file"


def test_a_day_that_is_no_day_is_a_usage_error(file: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["homes", "check", str(file), "--as-at", "31/03/2025"])
    assert ended.value.code == 2


@pytest.mark.django_db
def test_import_stores_under_a_token_and_the_second_time_says_unchanged(
    file: Path,
    person,
    token_for,
    capsys: pytest.CaptureFixture[str],  # type: ignore[no-untyped-def]
) -> None:
    token = token_for(person(Role.PLANNER, authority="878"))
    assert run(["homes", "import", str(file), "--token", token, "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert (first["unchanged"], first["replaced"], first["providers"]) == (False, False, 2)
    assert run(["homes", "import", str(file), "--token", token, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unchanged"] is True
    file.write_text(LIST.format(places=5))
    assert run(["homes", "import", str(file), "--token", token, "--json"]) == 0
    third = json.loads(capsys.readouterr().out)
    assert third["replaced"] is True
    assert third["changes"]["changed"] == [{"urn": "2600002", "fields": ["places"]}]
    assert Release.objects.count() == 1


@pytest.mark.django_db
def test_import_without_a_token_or_permission_is_refused_and_stores_nothing(
    file: Path,
    person,
    token_for,
    capsys: pytest.CaptureFixture[str],  # type: ignore[no-untyped-def]
) -> None:
    assert run(["homes", "import", str(file), "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "token_needed"
    token = token_for(person(Role.SOCIAL_WORKER, authority="878"))
    assert run(["homes", "import", str(file), "--token", token, "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "not_allowed"
    assert not Release.objects.exists()


@pytest.mark.django_db
def test_import_of_a_faulty_list_stores_nothing_and_names_the_faults(
    file: Path,
    person,
    token_for,
    capsys: pytest.CaptureFixture[str],  # type: ignore[no-untyped-def]
) -> None:
    file.write_text(LIST.format(places="six"))
    token = token_for(person(Role.PLANNER, authority="878"))
    assert run(["homes", "import", str(file), "--token", token, "--json"]) == 3
    error = json.loads(capsys.readouterr().out)["error"]
    assert (error["code"], error["faults"][0]["row"]) == ("list_faulty", 4)
    assert not Release.objects.exists()


@needs_shared
def test_the_list_of_2025_is_checked_from_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["homes", "check", str(SHARED / "ofsted" / "provider_at_march_2025.ods"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["providers"], found["places"]["childrens_home"], found["outside_england"]) == (5600, 14275, 4)
