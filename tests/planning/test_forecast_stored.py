"""A forecast that is kept: who makes it, what adds up, what is in force, what may not be worked out. Invented data."""

import json
from datetime import date, timedelta

import numpy as np
import pytest
from forecast_stored import CORNWALL, DEVON, KENT, NOON, PLANNER, made, store, three_councils

from carecommons.children import flows
from carecommons.common.errors import NotAllowed, NotFound, NotNow, Refused
from carecommons.common.steps import Stopped
from carecommons.people.roles import Person, Role
from carecommons.planning import queries
from carecommons.planning.actions import keep_forecasts
from carecommons.planning.forecast.engine import Settings
from carecommons.planning.forecast.made import make
from carecommons.planning.foreseen import SEED, added, units, years_in_a_row
from carecommons.planning.models import StoredForecast
from carecommons.register.models import Entry

pytestmark = pytest.mark.django_db
SOUTH_WEST, SOUTH_EAST = "region:South West", "region:South East"


def in_force() -> dict[str, StoredForecast]:
    return {row.place: row for row in StoredForecast.objects.filter(superseded_at__isnull=True)}


def someone(role: Role, *authorities: str) -> Person:
    return Person(role=role, id=PLANNER.id, name="Invented", authorities=frozenset(authorities))


# ------------------------------------------------------------------ the act
def test_one_act_forecasts_a_council_those_that_teach_it_and_what_they_add_up_to() -> None:
    three_councils()
    done = made(f"council:{DEVON}")
    kept = in_force()
    assert {f"council:{DEVON}", f"council:{CORNWALL}", SOUTH_WEST} <= set(kept)
    assert not {f"council:{KENT}", SOUTH_EAST, "nation"} & set(kept)
    assert set(done.places) == set(kept)
    assert {row.run for row in kept.values()} == {kept[SOUTH_WEST].run}
    row = kept[f"council:{DEVON}"]
    assert (row.as_at, row.years, row.made_by, row.made_by_role) == (date(2024, 3, 31), 2, PLANNER.id, "planner")
    assert row.document["dates"] == ["2025-03-31", "2026-03-31"]
    assert row.document["taught_by"] == [DEVON, CORNWALL]
    assert row.returns == flows.return_state([CORNWALL, DEVON])


def test_the_register_tells_day_and_fingerprint_and_neither_council_nor_child() -> None:
    store(DEVON, 80, 1)
    done = made()
    (entry,) = Entry.objects.filter(kind="forecast_made")
    assert entry.id == done.entry_id
    assert json.loads(entry.public) == {"as_at": "2024-03-31", "years": 2, "digest": done.digest}
    assert DEVON not in str(entry.public)


def test_the_same_returns_give_the_same_forecast_and_the_new_one_takes_the_place_of_the_old() -> None:
    store(DEVON, 80, 1)
    first = made()
    second = made(at=NOON + timedelta(days=1))
    assert first.digest == second.digest
    rows = StoredForecast.objects.filter(place=f"council:{DEVON}").order_by("made_at")
    assert [row.superseded_at for row in rows] == [NOON + timedelta(days=1), None]


def test_the_country_is_every_region_and_a_region_made_alone_is_the_same() -> None:
    three_councils()
    alone = {row.place: row.document["forecast"] for row in (made(SOUTH_WEST), in_force())[1].values()}
    done = made("nation")
    assert {"nation", SOUTH_EAST, f"council:{KENT}", *alone} <= set(done.places)
    together = in_force()
    assert all(together[place].document["forecast"] == rows for place, rows in alone.items())


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PLANNER])
def test_nobody_but_a_planner_makes_one(role: Role) -> None:
    store(DEVON, 40, 1)
    with pytest.raises(NotAllowed):
        made(by=someone(role, DEVON))
    assert not StoredForecast.objects.exists()
    assert not Entry.objects.filter(kind="forecast_made").exists()


def test_a_planner_makes_none_of_a_place_without_their_own_council() -> None:
    three_councils()
    for place in (f"council:{KENT}", SOUTH_EAST):
        with pytest.raises(NotAllowed):
            made(place, by=someone(Role.PLANNER, DEVON))
    assert not StoredForecast.objects.exists()


def test_who_lost_the_council_meanwhile_keeps_nothing() -> None:
    store(DEVON, 40, 1)
    found = queries.computed_forecasts(place=None, year=None, years=1, by=PLANNER, at=NOON)
    with pytest.raises(NotAllowed):
        keep_forecasts(found=found, by=someone(Role.PLANNER, KENT), at=NOON)
    assert not StoredForecast.objects.exists()


def test_without_returns_or_with_other_years_nothing_is_made() -> None:
    with pytest.raises(NotFound, match="No return has been imported"):
        made()
    store(DEVON, 40, 1)
    with pytest.raises(NotFound, match="end in 2021, 2022, 2023, 2024"):
        made(year=2019)
    with pytest.raises(NotFound, match="No return of Kent"):
        made(f"council:{KENT}")
    with pytest.raises(Refused, match="1 to 10 years"):
        made(years=11)
    with pytest.raises(NotNow, match="31 March that is over"):
        made(at=NOON.replace(year=2020))
    assert not StoredForecast.objects.exists()


def test_a_step_that_raises_leaves_nothing() -> None:
    store(DEVON, 40, 1)
    said: list[str] = []

    def step(words: str, done: int = 0, total: int = 0) -> None:
        said.append(words)
        if words == "Adding up":
            raise Stopped

    with pytest.raises(Stopped):
        made(step=step)
    assert said[0] == "Reading the returns"
    assert "Forecasting, batch by batch" in said
    assert not StoredForecast.objects.exists()


def test_a_council_that_did_not_send_the_year_is_left_out_and_named() -> None:
    store(DEVON, 120, 1)
    store(CORNWALL, 60, 2, until=2023)
    done = made(f"council:{DEVON}")
    assert done.left_out == (CORNWALL,)
    assert in_force()[SOUTH_WEST].document["councils"] == [DEVON]
    assert made(f"council:{DEVON}", year=2023).left_out == ()


# ------------------------------------------------------------------ adding up
def test_it_adds_up_in_every_path_and_in_the_medians() -> None:
    three_councils()
    areas, widths = [], []
    for names in ((DEVON, CORNWALL), (KENT,)):
        one = make(flows.lives(names), names, date(2024, 3, 31), 2, Settings(seed=SEED))
        areas += one.found.areas
        widths += [one.found.width] * len(names)
    whole = added("nation", areas, widths)
    np.testing.assert_allclose(whole.paths, np.sum([each.paths for each in areas], 0))
    np.testing.assert_allclose(whole.median, np.sum([each.median for each in areas], 0))
    np.testing.assert_allclose(whole.naive, np.sum([each.naive for each in areas], 0))
    assert all(
        (whole.low[level] <= whole.median).all() and (whole.median <= whole.high[level]).all() for level in (50, 80, 95)
    )
    made("nation")
    kept = in_force()

    def medians(place: str) -> dict[tuple[str, str], float]:
        rows = kept[place].document["forecast"]
        return {(row["date"], row["category"]): row["median"] for row in rows}

    nation, south_west = medians("nation"), medians(SOUTH_WEST)
    devon, cornwall, kent = (medians(f"council:{code}") for code in (DEVON, CORNWALL, KENT))
    for key in nation:
        assert south_west[key] == pytest.approx(devon[key] + cornwall[key], abs=0.11)
        assert nation[key] == pytest.approx(south_west[key] + kent[key], abs=0.16)


def test_one_that_is_alone_keeps_its_own_intervals_and_takes_the_name() -> None:
    store(DEVON, 80, 1)
    one = make(flows.lives([DEVON]), (DEVON,), date(2024, 3, 31), 1, Settings(seed=SEED)).found
    whole = added("region", one.areas, [one.width])
    assert whole.name == "region"
    assert whole.low is one.areas[0].low


def test_who_teaches_whom() -> None:
    sent = {"1": (2020, 2021, 2022), "2": (2020, 2022), "3": (2021, 2022), "4": (2021,), "5": (2021, 2022)}
    regions = {"1": "N", "2": "N", "3": "N", "4": "N", "5": "S"}
    found = {(unit.councils, unit.since) for unit in units(sent, regions, 2022)}
    assert found == {(("1",), 2020), (("3",), 2021), (("2",), 2022), (("5",), 2021)}
    assert years_in_a_row((2019, 2021, 2022), 2022) == (2021, 2022)
    assert years_in_a_row((2019,), 2022) == ()
