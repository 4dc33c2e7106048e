"""Public statistics stored: whole or not at all, once, release beside release, by those who may, read by everybody."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from statistics_made import CENSUS, CENSUS_ROWS, council, small, table, tool

from carecommons.cli.main import run
from carecommons.common.errors import Faulty, NotAllowed, NotAppropriate, Refused
from carecommons.people.roles import ANYONE, Role
from carecommons.planning import queries
from carecommons.planning.actions import import_statistics
from carecommons.planning.models import Figure, StatisticRelease
from carecommons.planning.public import read_files
from carecommons.register.models import Entry

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)


def read(*files):
    return read_files([(f"table_{at}_2025-26.csv", data) for at, data in enumerate(files)])


@pytest.fixture
def planner(person):
    return person(Role.PLANNER, authority="878")


def stored(by, *files):
    return import_statistics(readings=read(*files), by=by, at=NOW)


def test_a_file_is_stored_with_its_release_day_fingerprint_signs_and_an_entry_in_the_register(planner) -> None:
    [done] = stored(planner, small())
    assert (done.source, done.release) == ("cla_numbers", 2024)
    assert (done.unchanged, done.replaced, done.changed) == (False, False, None)
    row = StatisticRelease.objects.get()
    assert (row.rows, row.figures_count, row.symbols_count, str(row.as_at)) == (14, 42, 2, "2024-03-31")
    assert row.sha256 == read(small())[0].statistic.sha256
    assert Figure.objects.get(area="878", measure="number").value == Decimal(700)
    suppressed = Figure.objects.get(area="801", measure="number")
    assert (suppressed.value, suppressed.symbol) == (None, "c")
    entry = Entry.objects.get(id=done.entry_id)
    assert json.loads(entry.public) == {"as_at": "2024-03-31", "figures": 42, "digest": row.sha256}


def test_the_same_file_again_changes_nothing(planner) -> None:
    stored(planner, small())
    before = Entry.objects.count(), StatisticRelease.objects.get().id
    [again] = stored(planner, small())
    assert (again.unchanged, again.entry_id) == (True, None)
    assert (Entry.objects.count(), StatisticRelease.objects.get().id) == before


def test_a_corrected_file_replaces_its_release_and_a_newer_release_stands_beside_it(planner) -> None:
    stored(planner, small())
    [corrected] = stored(planner, small("701"))
    assert (corrected.replaced, corrected.changed) == (True, 1)
    stored(planner, table(council(2025, "878", "Devon", "E10000008", "710")))
    assert [row.release for row in StatisticRelease.objects.filter(source="cla_numbers")] == [2025, 2024]
    found = {each.year: each.looked_after.number for each in queries.public_series(by=ANYONE, at=NOW, area="878")}
    assert found == {2024: 701, 2025: 710}


def test_operators_may_and_nobody_else_but_planners(person, planner) -> None:
    stored(person(Role.OPERATOR), small())
    for role in (Role.SOCIAL_WORKER, Role.DIRECTOR, Role.PROVIDER_MANAGER, Role.AUDITOR):
        with pytest.raises(NotAllowed):
            stored(person(role, authority="878"), small("5"))
    assert StatisticRelease.objects.count() == 1


def test_nothing_is_half_stored(planner) -> None:
    with pytest.raises(Faulty) as refused:
        stored(planner, small(), tool([("LACnum", "2025", "878", "many")]))
    assert (refused.value.code, [fault.row for fault in refused.value.faults]) == ("statistics_faulty", [2])
    with pytest.raises(Refused) as twice:
        stored(planner, small(), small("5"))
    assert twice.value.code == "statistics_twice"
    with pytest.raises(Refused) as future:
        stored(
            planner,
            small(),
            table(council(2031, "878", "Devon", "E10000008", "7")),
        )
    assert future.value.code == "statistics_of_the_future"

    def stop(words, done=0, whole=0):
        if "register" in words:
            raise Refused("cancelled", "Stopped.")

    with pytest.raises(Refused, match="Stopped"):
        import_statistics(readings=read(small()), by=planner, at=NOW, step=stop)
    assert not StatisticRelease.objects.exists()
    assert not Figure.objects.exists()


def test_a_census_of_children_is_never_stored_as_a_public_statistic(planner) -> None:
    with pytest.raises(NotAppropriate) as refused:
        stored(planner, table(*CENSUS_ROWS, heading=CENSUS).replace(b"Direct Award / Spot Purchase", b"Remand"))
    assert refused.value.code == "not_public"
    assert not StatisticRelease.objects.exists()


def test_the_database_holds_a_number_or_a_sign_and_never_both_or_neither(planner) -> None:
    stored(planner, small())
    row = StatisticRelease.objects.get()
    for value, symbol in ((None, ""), (Decimal(3), "c")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Figure.objects.create(
                statistic=row, area="879", year=2024, measure="number", parts="looked_after", value=value, symbol=symbol
            )


def test_the_page_is_for_everybody_and_tells_dates_rows_signs_and_licence(client, planner) -> None:
    page = client.get("/audit/statistics/").content.decode()
    assert "Nothing is held yet" in page
    stored(planner, small())
    page = client.get("/audit/statistics/").content.decode()
    for words in (
        "Children looked after, starting and ceasing, by council", "31 March 2024", "42", "2 “c”",
        "suppressed, so that nobody can be recognised", "Open Government Licence v3.0", "Department for Education",
        StatisticRelease.objects.get().sha256,
    ):  # fmt: skip
        assert words in page, words


def test_the_api_tells_the_same_and_the_series(client, planner) -> None:
    stored(planner, small())
    told = client.get("/api/v1/planning/statistics").json()
    assert [(each["source"], each["signs"]) for each in told["held"]] == [("cla_numbers", {"c": 2})]
    assert told["licence"] == "Open Government Licence v3.0"
    [devon] = client.get("/api/v1/planning/statistics/series?area=878").json()["series"]
    assert devon["looked_after"] == {"number": 700.0, "symbol": "", "source": "cla_numbers", "release": 2024}
    refused = client.get("/api/v1/planning/statistics/forecast?years=1")
    assert (refused.status_code, refused.json()["code"]) == (422, "no_series")


def test_the_forecast_from_what_is_held_is_that_from_the_file(client, planner, tmp_path, capsys) -> None:
    rows = [
        ("LACnum", str(year), code, str(400 + 10 * at + (year * 7 + at * 3) % 11))
        for year in range(2018, 2026) for at, code in enumerate(("878", "801", "802", "803"))
    ]  # fmt: skip
    stored(planner, tool(rows))
    path = tmp_path / "tool.csv"
    path.write_bytes(tool(rows))
    assert run(["statistics", "forecast", str(path), "--years", "2", "--area", "878", "--json"]) == 0
    of_file = json.loads(capsys.readouterr().out)
    dates = [(row["date"], row["category"]) for row in of_file["forecast"]]
    assert dates == [("2026-03-31", "total"), ("2027-03-31", "total")]
    assert client.get("/api/v1/planning/statistics/forecast?years=2&area=878").json() == of_file
    assert run(["statistics", "forecast", str(path), "--years", "2"]) == 0
    assert "the last value is the forecast" in capsys.readouterr().out


def test_the_command_checks_imports_and_lists(person, planner, token_for, tmp_path, capsys) -> None:
    path, other = tmp_path / "numbers.csv", tmp_path / "other.csv"
    path.write_bytes(small())
    other.write_bytes(b"hello,world\n1,2")
    assert run(["statistics", "check", str(path), "--json"]) == 0
    [found] = json.loads(capsys.readouterr().out)["files"]
    assert (found["source"], found["cells"], found["symbols"]) == ("cla_numbers", 42, {"c": 2})
    assert run(["statistics", "check", str(path), str(other), "--json"]) == 3
    both = json.loads(capsys.readouterr().out)
    assert ([each["accepted"] for each in both["files"]], both["accepted"]) == ([True, False], False)
    assert run(["statistics", "check", str(path)]) == 0
    assert "England 900, sum of councils 700 (1 without a number)" in capsys.readouterr().out
    assert run(["statistics", "import", str(path), "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "token_needed"
    token = token_for(planner)
    assert run(["statistics", "import", str(path), "--token", token, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"][0]["unchanged"] is False
    assert run(["statistics", "import", str(path), "--token", token]) == 0
    assert "already here, the same file" in capsys.readouterr().out
    assert run(["statistics", "list", "--json"]) == 0
    assert [each["release"] for each in json.loads(capsys.readouterr().out)["held"]] == [2024]


def test_a_reading_of_another_day_is_kept_as_given(planner) -> None:
    [reading] = read(small())
    import_statistics(readings=(reading,), by=planner, at=NOW)
    moved = replace(reading, statistic=replace(reading.statistic, as_at=datetime(2024, 4, 1, tzinfo=UTC).date()))
    [done] = import_statistics(readings=(moved,), by=planner, at=NOW)
    assert (done.replaced, done.changed) == (True, 0)
