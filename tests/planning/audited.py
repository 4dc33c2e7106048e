"""Invented returns of three councils, stored through the real import. Invented data: no real child, ever."""

from datetime import UTC, datetime
from uuid import uuid4

from carecommons.children.actions import import_returns
from carecommons.people.roles import Person, Role
from children.returns_drawn import EPISODES, HEADER, episode, head, reading, table

DEVON, CORNWALL, KENT, OLDHAM = "878", "908", "886", "353"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PLANNER = Person(role=Role.PLANNER, id=uuid4(), name="Invented", authorities=frozenset({DEVON, CORNWALL, KENT, OLDHAM}))


def store(authority, number, *, homes=3, year=2026, since=2025):
    """A return of `number` children in care since May `since`, `homes` of them in a children's home."""
    lines = [
        episode(str(n), start=f"01/05/{since}", place="K2" if n < homes else "U6",
                provider="PR4" if n < homes else "PR1", need="N2" if n % 5 == 0 else "N1")
        for n in range(number)
    ]  # fmt: skip
    heads = [head(str(n), sex="1" if n % 3 else "2", born=f"02/03/{2010 + n % 12}") for n in range(number)]
    files = ((f"{year}/episodes.csv", table(EPISODES, *lines)), (f"{year}/header.csv", table(HEADER, *heads)))
    return import_returns(authority=authority, reading=reading(*files), by=PLANNER, at=NOON)


def three_councils():
    store(DEVON, 40)
    store(CORNWALL, 25, homes=9)
    store(KENT, 60, homes=20)
