"""Stored returns of invented councils whose forecasts are kept. No real child, ever."""

from datetime import UTC, datetime
from uuid import uuid4

from forecast_drawn import files, invented
from returns_drawn import reading

from carecommons.children.actions import import_returns
from carecommons.people.roles import Person, Role
from carecommons.planning.actions import ForecastMade, make_forecast

DEVON, CORNWALL, KENT = "878", "908", "886"
NOON = datetime(2024, 11, 20, 12, tzinfo=UTC)
PLANNER = Person(role=Role.PLANNER, id=uuid4(), name="Invented", authorities=frozenset({DEVON, CORNWALL, KENT}))


def store(authority: str, children: int, seed: int, *, since: int = 2021, until: int = 2024) -> None:
    """The returns of so many invented children who come into care over the years."""
    what = files(invented(children, seed, first=since - 4, last=until), range(since, until + 1))
    import_returns(authority=authority, reading=reading(*what), by=PLANNER, at=NOON, confirmed_ours=True)


def three_councils() -> None:
    store(DEVON, 260, 1)
    store(CORNWALL, 150, 2)
    store(KENT, 90, 3)


def made(place: str | None = None, *, years: int = 2, by: Person = PLANNER, **more) -> ForecastMade:
    return make_forecast(place=place, year=more.pop("year", None), years=years, by=by, at=more.pop("at", NOON), **more)
