"""Beside the day of those who answer for how a council searches and chooses: where its figures stand, for everybody."""

from collections.abc import Iterator
from datetime import datetime

from carecommons.people.roles import Person, Role

from .addresses import address
from .values import Aside

ANSWERING = (Role.DIRECTOR, Role.PLANNER)


def asides(person: Person, at: datetime) -> Iterator[Aside]:
    """One line and the way there; no figure, which would stand here without what it means."""
    where = address(person, "planning:officers")
    if person.role in ANSWERING and where is not None:
        yield Aside(
            "What officers must answer for",
            ("How your council searched, asked and chose in the last whole year, beside what homes did.",),
            where, "Read both sides",
        )  # fmt: skip
