"""`carecommons forecast`: from files to each 31 March, with what stands beside it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from forecast_drawn import files, invented, write

from carecommons.cli.main import run

KEYS = {
    "date", "area", "category", "median", "low50", "high50", "low80", "high80", "low95", "high95", "naive", "line",
}  # fmt: skip
CATEGORIES = ["fostering", "residential", "supported", "other", "total"]
TODAY = ["--as-at", "2023-03-31"]


@pytest.fixture
def returns(tmp_path: Path) -> Path:
    return write(tmp_path / "returns", files(invented(120, 1), range(2019, 2025)))


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert run(["forecast", "--json", *words]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[str, str]:
    assert run(["forecast", "--json", *words]) == 3
    out = capsys.readouterr()
    error = json.loads(out.out)["error"]
    assert error["behind"]["kind"] in ("law", "physics", "policy choice")
    assert error["message"] in out.err
    return error["code"], error["message"]


def test_rows_hold_each_31_march_area_and_category_and_exactly_what_is_promised(
    returns: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = told(capsys, "--returns", str(returns), *TODAY, "--years", "2")
    assert [(row["date"], row["area"], row["category"]) for row in document["forecast"]] == [
        (day, "all", category) for day in ("2024-03-31", "2025-03-31") for category in CATEGORIES
    ]
    assert all(set(row) == KEYS for row in document["forecast"])
    assert [each["years"] for each in document["backtest"]] == [1, 2, 3]
    for each in document["backtest"]:
        assert set(each["error"]) == {"ours", "naive", "line"}
        assert set(each["coverage"]) == {"50", "80", "95"}
        assert each["naive_wins"] is (each["error"]["naive"] < each["error"]["ours"])
    assert document["seconds"] >= document["cpu_seconds"] * 0.2 > 0
    assert (document["as_at"], document["seed"]) == ("2023-03-31", 1)
    assert "by" not in document


def test_from_a_day_in_autumn_the_next_31_march_is_half_a_year_away(
    returns: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = told(capsys, "--returns", str(returns), "--as-at", "2023-09-30", "--years", "1")
    assert {row["date"] for row in document["forecast"]} == {"2024-03-31"}


def test_returns_of_later_years_change_nothing(returns: Path, capsys: pytest.CaptureFixture[str]) -> None:
    years = [str(returns / str(year)) for year in range(2019, 2024)]
    some, all_ = told(capsys, "--returns", *years, *TODAY), told(capsys, "--returns", str(returns), *TODAY)
    for document in (some, all_):
        del document["seconds"], document["cpu_seconds"]
    assert some == all_


@pytest.mark.parametrize("by", ["sector", "legal_status"])
def test_rows_by_part_say_which_part_and_keep_their_totals(
    by: str, returns: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = told(capsys, "--returns", str(returns), *TODAY, "--years", "1", "--by", by)
    assert document["by"] == by
    assert all(set(row) == KEYS | {"part"} for row in document["forecast"])
    whole = told(capsys, "--returns", str(returns), *TODAY, "--years", "1")["forecast"]
    assert [
        {k: v for k, v in row.items() if k != "part"} for row in document["forecast"] if row["part"] == "all"
    ] == whole


def test_each_area_is_named_by_its_folder_and_all_of_them_are_their_sum(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for n, name in enumerate(("north", "south")):
        write(tmp_path / name, files(invented(60, n), range(2020, 2024)))
    document = told(capsys, "--returns", str(tmp_path), "--each-area", *TODAY, "--years", "1")
    assert [row["area"] for row in document["forecast"]] == ["all"] * 5 + ["north"] * 5 + ["south"] * 5
    assert set(document["children"]) == {"north", "south"}


def test_in_words_it_names_the_interval_the_last_value_the_line_and_its_record(
    returns: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["forecast", "--returns", str(returns), *TODAY, "--years", "1"]) == 0
    said = capsys.readouterr().out
    assert "Children in care, forecast on 2023-03-31: " in said
    assert "2024-03-31  all      fostering" in said
    assert "Tested 1 year ahead: error " in said
    one = str(returns / "2023")
    assert run(["forecast", "--returns", one, *TODAY, "--by", "sector", "--years", "1"]) == 0
    assert "The returns reach back too little to test this forecast on an earlier day." in capsys.readouterr().out


def test_where_the_last_value_was_nearer_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    from carecommons.cli.forecast import _tell
    from carecommons.planning.forecast.made import Made
    from carecommons.planning.forecast.record import TrackRecord

    def record(naive: float) -> TrackRecord:
        return TrackRecord(2, 1, {"ours": 5.0, "naive": naive, "line": 9.0}, {}, {}, {}, 1.0)

    from types import SimpleNamespace

    nothing: Any = SimpleNamespace(areas=[SimpleNamespace()])
    _tell(Made(date(2023, 3, 31), (), ("all",), nothing, (record(4.0), record(6.0)), (10,), 0), None)
    said = capsys.readouterr().out.splitlines()
    assert said[1] == "Tested 2 years ahead: error 5.0 %, last value 4.0 %, line 9.0 %. The last value was nearer."
    assert said[2] == "Tested 2 years ahead: error 5.0 %, last value 6.0 %, line 9.0 %."


def test_refusals_have_a_code_a_ground_and_a_remedy(
    returns: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--returns", str(returns)]
    for years in ("0", "11"):
        assert refused(capsys, *where, *TODAY, "--years", years)[0] == "forecast_years"
    code, message = refused(capsys, *where, "--as-at", "2025-06-30")
    assert (code, "Give the return of the year of that day" in message) == ("returns_too_short", True)
    code, message = refused(capsys, "--returns", str(returns / "2023"), "--as-at", "2022-12-31")
    assert (code, "five are better" in message) == ("returns_too_short", True)
    assert refused(capsys, *where, "--as-at", "2010-03-31")[0] == "nobody_in_care"
    (tmp_path / "empty").mkdir()
    code, message = refused(capsys, "--returns", str(tmp_path / "empty"), *TODAY)
    assert (code, "the returns hold 1 fault, each named with its file" in message) == ("return_faulty", True)
    code, message = refused(capsys, "--returns", str(returns / "2023"), "--each-area", *TODAY)
    assert (code, "holds 0 folders; give one with two areas or more" in message) == ("one_folder_of_areas", True)
    one = write(tmp_path / "lonely" / "north", files(invented(5, 1), (2023,))).parent
    code, message = refused(capsys, "--returns", str(one), "--each-area", *TODAY)
    assert (code, "holds 1 folder; give" in message) == ("one_folder_of_areas", True)
    write(one / "all", files(invented(5, 1), (2023,)))
    assert "An area is named all" in refused(capsys, "--returns", str(one), "--each-area", *TODAY)[1]
    code, message = refused(capsys, "--returns", str(one), str(returns), "--each-area", *TODAY)
    assert "give one folder that holds a folder for each area" in message


def test_what_is_no_day_is_no_use(returns: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in ("2023-02-30", "31/03/2023", "spring"):
        with pytest.raises(SystemExit) as ended:
            run(["forecast", "--returns", str(returns), "--as-at", wrong])
        assert ended.value.code == 2
        assert f"{wrong!r} is no day; write it as 2026-03-31." in capsys.readouterr().err


def test_help_gives_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["forecast", "--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert "Nothing after the day of --as-at is looked at" in said
    assert "--cluster ADDRESS" in said
