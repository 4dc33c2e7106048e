"""The lives in care of stored returns are those of the files: the same tables, the same forecast. Invented children."""

from dataclasses import fields
from datetime import UTC, date, datetime
from uuid import uuid4

import numpy as np
import pytest
from forecast_drawn import File, files, invented, lives
from returns_drawn import EPISODES, HEADER, episode, head, reading, table

from carecommons.children import flows
from carecommons.children.actions import import_returns
from carecommons.children.returns.days import to_day
from carecommons.children.stays.flow import Flow, flow_on
from carecommons.children.stays.lives import Lives, together
from carecommons.people.roles import Person, Role
from carecommons.planning.forecast.categories import by_sector

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = date(2024, 3, 31)
BY = Person(role=Role.PLANNER, id=uuid4(), name="Invented", authorities=frozenset({"878", "908"}))


def store(authority: str, what: list[File]) -> None:
    import_returns(authority=authority, reading=reading(*what), by=BY, at=NOON, confirmed_ours=True)


def flow(found: Lives, areas: int) -> Flow:
    split = by_sector(found)
    spells = found.spells(split.state, until=to_day(DAY))
    return flow_on(spells, to_day(DAY), areas=areas, states=len(split.parts), years_back=4)


def assert_alike(one: Flow, other: Flow) -> None:
    assert (one.day, one.window) == (other.day, other.window)
    np.testing.assert_array_equal(one.history, other.history)
    for part in ("tables", "stock"):
        mine, theirs = getattr(one, part), getattr(other, part)
        for field in fields(mine):
            np.testing.assert_array_equal(getattr(mine, field.name), getattr(theirs, field.name), err_msg=field.name)


def test_stored_returns_give_the_tables_of_their_files() -> None:
    what = files(invented(60, 5), range(2020, 2025))
    store("878", what)
    assert_alike(flow(flows.lives(["878"]), 1), flow(lives(what, DAY), 1))


def test_several_councils_stand_in_the_order_asked_and_share_the_years_that_all_sent() -> None:
    devon, cornwall = files(invented(40, 6), range(2020, 2025)), files(invented(50, 7), range(2021, 2025))
    store("878", devon)
    store("908", cornwall)
    both = together([lives(cornwall, DAY), lives(devon, DAY)])
    assert_alike(flow(flows.lives(["908", "878"]), 2), flow(both, 2))


def test_an_absence_with_return_belongs_to_the_home_and_to_who_runs_it() -> None:
    lines = [
        episode("1", "01/05/2023", place="K2", provider="PR4", end="01/08/2023", ended="X1", urn="1000001"),
        episode("1", "01/08/2023", "P", place="T0", provider="PR2", end="10/08/2023", ended="X1", urn="1000002"),
        episode("1", "10/08/2023", "P", place="K2", provider="PR4", urn="1000001"),
    ]  # fmt: skip
    what = [("2024/episodes.csv", table(EPISODES, *lines)), ("2024/header.csv", table(HEADER, head("1")))]
    store("878", what)
    stored = flows.lives(["878"])
    assert {stored.places[n] for n in stored.place} == {"K2"}
    assert {stored.providers[n] for n in stored.provider} == {"PR4"}
    assert_alike(flow(stored, 1), flow(lives(what, DAY), 1))


def test_short_breaks_are_left_out_and_a_start_that_is_not_told_is_earlier_care() -> None:
    lines = [episode("1", "01/05/2023", legal="V3"), episode("2", "02/05/2023", "L"), episode("3", "03/05/2023")]
    what = [("2024/episodes.csv", table(EPISODES, *lines)), ("2024/header.csv", table(HEADER, *map(head, "123")))]
    store("878", what)
    found = flows.lives(["878"])
    assert sorted(found.told) == [False, True]
    assert_alike(flow(found, 1), flow(lives(what, DAY), 1))


def test_what_is_known_since_a_later_year_has_its_window_there() -> None:
    store("878", files(invented(20, 8), range(2021, 2025)))
    assert flows.lives(["878"], since=2023).window == to_day(date(2022, 4, 1))


def test_of_councils_without_returns_there_is_nobody() -> None:
    assert len(flows.lives(["878"]).start) == 0


def test_no_id_postcode_or_word_leaves_with_them() -> None:
    store("878", files(invented(20, 8), range(2023, 2025)))
    found = flows.lives(["878"])
    held = {field.name for field in fields(found)}
    assert not held & {"id", "ids", "key", "postcode", "home_post", "urn", "name", "sex", "ethnicity"}
    assert all(len(word) <= 3 for word in (*found.places, *found.providers, *found.statuses))
