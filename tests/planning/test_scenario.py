"""What a scenario changes, and that nothing else does: the same seeds, nobody vanishes. Invented children."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from forecast_drawn import files, invented, lives

from carecommons.children.returns.days import to_day
from carecommons.children.stays.flow import Flow, flow_on
from carecommons.common.errors import Faulty
from carecommons.planning.forecast.categories import CATEGORIES, by_category
from carecommons.planning.forecast.engine import COMING, Settings, forecast
from carecommons.planning.forecast.expected import expected
from carecommons.planning.forecast.rates import draw_rates
from carecommons.planning.forecast.starts import draw_starts
from carecommons.planning.forecast.streams import stream
from carecommons.planning.foretold import KINDS
from carecommons.planning.scenario import (
    FACTORS,
    Change,
    changes_from,
    check_changes,
    in_words,
    limited,
    limits_at,
)
from carecommons.planning.scenario_effect import (
    _carried,
    _who_comes,
    drawn_again,
    effect,
    shifted,
    under_limits,
)

TODAY, MARKS = date(2024, 3, 31), (12, 24)
DATES = (date(2025, 3, 31), date(2026, 3, 31))
SETTINGS = Settings(seed=1, paths=200, draws=6)
FOSTERING, RESIDENTIAL, SUPPORTED, OTHER = range(4)


def change(what: str, size: float, *, day: date = date(2024, 4, 1), home: str = "", to: str = "") -> Change:
    return Change(what, day, size, home, to, "an assumption", "policy", "the council")


@pytest.fixture(scope="module")
def flow() -> Flow:
    found = lives(files(invented(240, 3, first=2016, last=2024), range(2020, 2025)), TODAY)
    split = by_category(found.place, found.places)
    return flow_on(found.spells(split.state, until=to_day(TODAY)), to_day(TODAY), areas=1, states=4, years_back=4)


def of(flow: Flow, *changes: Change):
    return effect(flow, 0, "all", MARKS, SETTINGS, changes)


def test_without_factors_it_is_the_forecasts_own_model(flow) -> None:
    starts = draw_starts(
        flow.tables.quarterly, 24, seed=1, names=("all",), purpose=COMING, draws=6, model=SETTINGS.starts
    )[0]  # fmt: skip
    rng, again = stream(1, "all", COMING, "rates"), stream(1, "all", COMING, "rates")
    rates = draw_rates(flow.tables, 0, rng, 6, above=None, strengths=SETTINGS.strengths)
    draw_rates(flow.tables, 0, again, 6, above=None, strengths=SETTINGS.strengths)
    whole = expected(flow.tables, 0, flow.stock, rates, starts, np.array(MARKS), rng).by_state
    who = _who_comes(drawn_again(flow.tables.starts[0] + 0.0, again, 6))
    np.testing.assert_allclose(_carried(flow, 0, rates, starts, who, MARKS, ()), whole, rtol=1e-9)


def test_a_change_after_the_last_date_changes_nothing_and_no_change_is_nought(flow) -> None:
    assert not of(flow).any()
    assert not of(flow, change("exits", 2.0, day=date(2026, 4, 1)), change("starts", 0.5, day=date(2027, 1, 1))).any()


def test_fewer_starts_are_fewer_children_and_the_more_so_the_longer(flow) -> None:
    found = of(flow, change("starts", 0.8)).sum(2)
    assert (found < 0).all()
    assert (found[:, 1] < found[:, 0]).all()
    np.testing.assert_allclose(of(flow, change("starts", 0.6)).sum(2), 2 * found, rtol=1e-9)
    later = of(flow, change("starts", 0.8, day=date(2025, 4, 1))).sum(2)
    assert not later[:, 0].any()
    assert (found[:, 1] < later[:, 1]).all()


def test_starts_of_one_kind_of_home_first_are_most_felt_there(flow) -> None:
    found = of(flow, change("starts", 0.5, home="residential"))[0, 0]
    assert np.argmin(found) == RESIDENTIAL


def test_leaving_sooner_is_fewer_children_and_leaving_later_more(flow) -> None:
    assert (of(flow, change("exits", 1.5)).sum(2) < 0).all()
    assert (of(flow, change("exits", 0.5)).sum(2) > 0).all()


def test_fewer_moves_from_families_to_homes_leave_more_children_in_families(flow) -> None:
    found = of(flow, change("moves", 0.0, home="fostering", to="residential"))
    assert (found[..., FOSTERING] > 0).all()
    assert (found[..., RESIDENTIAL] < 0).all()


def test_base_and_scenario_differ_by_the_change_alone(flow) -> None:
    base = forecast(flow, (), ("all",), MARKS, SETTINGS)
    same = under_limits(shifted(base.areas[0], of(flow), base.width), base.width, DATES, ()).scenario
    np.testing.assert_allclose(same.paths, base.areas[0].paths)
    np.testing.assert_allclose(same.median, base.areas[0].median)
    fewer = shifted(base.areas[0], of(flow, change("starts", 0.7)), base.width)
    assert (fewer.paths.sum(2) < base.areas[0].paths.sum(2)).all()
    assert ((fewer.low[80] <= fewer.median) & (fewer.median <= fewer.high[80])).all()


def test_where_a_cap_binds_children_live_elsewhere_and_nobody_vanishes(flow) -> None:
    base = forecast(flow, (), ("all",), MARKS, SETTINGS).areas[0]
    width = {50: 1.1, 80: 1.1, 95: 1.1}
    places = float(np.floor(base.median[0, RESIDENTIAL] / 2))
    changes = (change("places", places, home="residential", to="fostering"),)
    found = under_limits(base, width, DATES, changes)
    assert found.scenario.paths[..., RESIDENTIAL].max() <= places
    np.testing.assert_allclose(found.scenario.paths.sum(2), base.paths.sum(2))
    assert (found.without[:, RESIDENTIAL] > 0).all()
    assert (found.full[:, RESIDENTIAL] > 90).all()
    assert not found.without[:, SUPPORTED].any()


def test_limits_on_a_day() -> None:
    changes = (
        change("places", 10, home="residential", to="other"),
        change("more_places", 4, day=date(2025, 1, 1), home="residential"),
        change("more_places", -20, day=date(2026, 1, 1), home="residential"),
    )  # fmt: skip
    said = [[(limit.home, limit.places, limit.instead) for limit in limits_at(changes, day)] for day in
            (date(2024, 3, 31), date(2024, 4, 1), date(2025, 1, 1), date(2026, 1, 1))]  # fmt: skip
    assert said == [[], [(1, 10, 3)], [(1, 14, 3)], [(1, 0, 3)]]


def test_limits_are_taken_in_their_order() -> None:
    full = (change("places", 5, home="residential", to="fostering"), change("places", 6, home="fostering", to="other"))
    limits = limits_at(full, TODAY.replace(year=2025))
    found, over = limited(np.array([4.0, 9.0, 1.0, 2.0]), limits)
    assert found.tolist() == [6.0, 5.0, 1.0, 4.0]
    assert over.tolist() == [2.0, 4.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"what": "weather"}, "what"), ({"size": 6.0}, "size"), ({"size": -0.1}, "size"), ({"home": "castle"}, "home"),
        ({"what": "places", "size": 5, "home": ""}, "home"), ({"what": "places", "size": 5, "home": "other"}, "to"),
        ({"what": "places", "size": -5, "home": "other", "to": "fostering"}, "size"),
        ({"what": "more_places", "size": 3, "home": "other"}, "home"), ({"what": "moves", "to": "castle"}, "to"),
        ({"label": "fashion"}, "label"), ({"chosen_by": " "}, "chosen_by"), ({"source": ""}, "source"),
        ({"source": "x" * 301}, "source"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_named(wrong, where) -> None:
    with pytest.raises(Faulty) as refused:
        check_changes((replace(change("exits", 1.0), **wrong),))
    assert where in {fault.column for fault in refused.value.faults}


def test_a_scenario_changes_something_and_law_needs_nobody_who_chose_it() -> None:
    with pytest.raises(Faulty, match="mend what is named"):
        check_changes(())
    check_changes((replace(change("exits", 1.0), label="law", chosen_by=""),))


def test_changes_are_kept_as_they_were_and_said_in_words() -> None:
    made = (change("moves", 0.5, home="fostering", to="residential"), change("more_places", -3, home="other"))
    assert changes_from([each.as_dict() for each in made]) == made
    assert in_words(made[1], KINDS).startswith("From 1 April 2024, 3 places fewer elsewhere")
    assert {what for what in FACTORS} < {"starts", "exits", "moves", "places"}
    assert set(CATEGORIES) < set(KINDS)
