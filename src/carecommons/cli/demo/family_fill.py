"""Homes with parents, relatives and friends, entered for the children who live there or may. Invented data."""

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from carecommons.people.roles import Person, Role
from carecommons.provision.actions import add_homes, record_terms, take_place
from carecommons.provision.capability import DOMAIN_CODES, DomainAnswer
from carecommons.provision.entry import HomeEntry
from carecommons.provision.homes import Terms

from .area import Spot
from .children_fill import Opened
from .people_made import Cast

WHO = ("Grandmother", "Aunt and uncle", "Older cousin", "Family friends", "Grandparents", "Godmother")
PANEL_BEFORE = timedelta(days=14)
POOLS = {"kin": "connected_person", "parents": "parents"}


def enter_family_homes(
    opened: list[Opened], cast: Cast, *, at: datetime, rng: random.Random, draw: Callable[[int], bytes]
) -> int:
    """A home for each group of brothers and sisters who live with family; they take their places in it."""
    groups: dict[tuple[str, str, int], list[Opened]] = defaultdict(list)
    for one in opened:
        if one.stay.pool in POOLS and one.stay.spot is not None:
            groups[(one.life.authority, one.stay.pool, one.life.group)].append(one)
    for (code, pool, _), living in groups.items():
        spot = living[0].stay.spot
        assert spot is not None
        entry, terms = family_home(POOLS[pool], [one.id for one in living], code, spot, at.date(), rng)
        home = enter(entry, terms, by=cast.at[code][Role.PLACEMENT_OFFICER], at=at, draw=draw)
        for one in living:
            since = date.fromordinal(one.stay.start)
            take_place(home_id=home, resident=one.id, from_day=since, by=cast.at[code][Role.TEAM_MANAGER], at=at)
    return len(groups)


def enter(
    entry: HomeEntry, terms: Terms | None, *, by: Person, at: datetime, draw: Callable[[int], bytes]
) -> UUID:  # fmt: skip
    """Enter one family home, and its full approval where it has one: decided on its first day, after the panel."""
    (home,) = add_homes(entries=[entry], by=by, at=at, draw=draw)
    if terms is not None and terms.from_day is not None:
        record_terms(
            home_id=home, terms=terms, panel_recommended_on=terms.from_day - PANEL_BEFORE, decided_on=terms.from_day,
            by=by, at=at,
        )  # fmt: skip
    return home


def family_home(
    kind: str, named: list[UUID], code: str, spot: Spot, on: date, rng: random.Random
) -> tuple[HomeEntry, Terms | None]:
    """One family home for the children named, and the full approval of relatives and friends."""
    begun = on - timedelta(days=rng.randint(30, 900))
    terms = Terms(
        number=f"CP-{rng.randint(10_000, 99_999)}", from_day=begun, to_day=None, age_min=0, age_max=17,
        sexes="any", places=len(named),
    )  # fmt: skip
    levels = {domain: DomainAnswer(rng.choice((2, 2, 3)), 3, "family support worker") for domain in DOMAIN_CODES}
    entry = HomeEntry(
        kind=kind, name="With parents" if kind == "parents" else rng.choice(WHO), kept_by=code,
        authority=spot.authority, places=len(named), postcode=spot.postcode, easting=spot.easting,
        northing=spot.northing, access=frozenset(), culture=frozenset(),
        description="Invented data: this family does not exist.", named=frozenset(named),
        levels=levels, levels_basis="Assessment of family and friends", free=len(named),
    )  # fmt: skip
    return entry, terms if kind == "connected_person" else None
