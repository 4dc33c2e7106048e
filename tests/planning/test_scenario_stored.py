"""A scenario beside the forecast of a place, from stored returns: who asks, what may be asked, what is told."""

import json
from datetime import date

import pytest
from forecast_stored import CORNWALL, DEVON, KENT, NOON, PLANNER, store
from test_scenario import change

from carecommons.cli.main import run
from carecommons.common.errors import Faulty, NotAllowed, Refused
from carecommons.common.suppress import Shown
from carecommons.people.roles import Person, Role
from carecommons.planning import queries
from carecommons.planning.forecast.categories import CATEGORIES
from carecommons.planning.models import StoredForecast
from carecommons.planning.queries import scenarios

pytestmark = pytest.mark.django_db


def beside(*changes, place=f"council:{DEVON}", by=PLANNER):
    return queries.scenario_beside(place=place, year=None, years=2, changes=changes, by=by, at=NOON)


def total(found, side: str) -> list[int]:
    return [getattr(row, side).median.value for row in found.rows if row.kind == "total"]


def test_the_base_is_the_forecast_and_the_scenario_differs_by_its_change() -> None:
    store(DEVON, 260, 1)
    store(CORNWALL, 150, 2)
    found = beside(change("starts", 0.5))
    assert found.as_at == date(2024, 3, 31)
    assert [row.day.year for row in found.rows[:2]] == [2025, 2026]
    for place in (f"council:{DEVON}", "region:South West"):
        found = beside(change("starts", 0.5), place=place)
        assert all(more > fewer for more, fewer in zip(total(found, "base"), total(found, "scenario"), strict=True))
    assert not StoredForecast.objects.exists()


def test_without_a_change_of_size_both_sides_are_alike() -> None:
    store(DEVON, 200, 1)
    found = beside(change("exits", 1.0))
    assert all(row.base.median == row.scenario.median for row in found.rows)
    ((words, source, label, who),) = found.changes
    assert words == "From 1 April 2024, children leave care 1 times as often, from any home."
    assert (source, label, who) == ("an assumption", "policy", "the council")


def test_a_change_of_a_withheld_kind_of_home_is_refused(monkeypatch) -> None:
    store(DEVON, 200, 1)
    shown = scenarios.printed_in

    def hides(ask, year):
        kept = shown(ask, year)
        return kept | {f"council:{DEVON}": kept[f"council:{DEVON}"] | {"residential": Shown(None, "withheld")}}

    monkeypatch.setattr(scenarios, "printed_in", hides)
    for wrong in (change("exits", 2.0, home="residential"), change("moves", 2.0, home="fostering", to="residential")):
        with pytest.raises(Refused) as refused:
            beside(wrong)
        assert refused.value.code == "scenario_home_withheld"
    found = beside(change("exits", 2.0))
    hidden = [row for row in found.rows if row.kind == "residential"]
    assert {row.base.median.words for row in hidden} | {row.scenario.low[80].words for row in hidden} == {"withheld"}


def test_who_may_not_make_a_forecast_makes_no_scenario() -> None:
    store(DEVON, 60, 1)
    for by in (
        Person(role=Role.DIRECTOR, id=PLANNER.id, name="Invented", authorities=frozenset({DEVON})),
        Person(role=Role.PLANNER, id=PLANNER.id, name="Invented", authorities=frozenset({KENT})),
    ):
        with pytest.raises(NotAllowed):
            beside(change("exits", 2.0), by=by)
    with pytest.raises(Faulty, match="mend what is named"):
        beside()


def test_the_command_tells_with_and_without(person, token_for, monkeypatch, capsys, tmp_path) -> None:
    store(DEVON, 200, 1)
    monkeypatch.setenv("CARECOMMONS_TOKEN", token_for(person(Role.PLANNER, authority=DEVON)))
    file = tmp_path / "fewer.json"
    file.write_text(json.dumps([change("starts", 0.5).as_dict()]))
    asks = ["forecast", "--place", f"council:{DEVON}", "--scenario", str(file), "--years", "1"]
    assert run([*asks, "--json"]) == 0
    assert {row["kind"] for row in json.loads(capsys.readouterr().out)["rows"]} == {"total", *CATEGORIES}
    assert run(asks) == 0
    assert "policy, chosen by the council. Source: an assumption" in capsys.readouterr().out
    file.write_text("{}x")
    assert run([*asks, "--json"]) == 3
    assert "scenario_not_valid" in capsys.readouterr().out
