"""A relative approved for a time with whom a child lives, and one who is being assessed. Invented data."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from carecommons.common.days import day_in_london
from carecommons.matching.actions import approve_for_a_time, assess_relative
from carecommons.people.roles import Role
from carecommons.provision.actions import add_homes

from ..children_fill import Opened
from ..family_fill import family_home
from .world import World

ASSESSOR: dict[str, Any] = {
    "assessor": "Social worker", "training": "Assessing family and friends, two days, 2025",
    "experience": "Eleven such assessments",
}  # fmt: skip


def aunt_for_a_time(world: World, one: Opened, *, at: datetime) -> UUID:
    """An aunt is assessed, her home is entered for this child, and she is approved for a time: the id of her home."""
    found = assess_relative(
        child_id=one.id, relation="aunt_or_uncle", outcome="viable", assessed_on=day_in_london(at),
        words="Visited twice. She knows the child well, and could have them with help at weekends. Invented data.",
        by=world.staff(Role.SOCIAL_WORKER), at=at, **ASSESSOR,
    )  # fmt: skip
    spot = world.rng.choice(world.area.spots[world.code])
    entry, _ = family_home("connected_person", [one.id], world.code, spot, at.date(), world.rng)
    (home,) = add_homes(
        entries=[replace(entry, name="Aunt’s home")], by=world.staff(Role.PLACEMENT_OFFICER), at=at,
        draw=world.rng.randbytes,
    )  # fmt: skip
    approve_for_a_time(
        assessment_id=found, home_id=home, from_day=day_in_london(at), by=world.staff(Role.NOMINATED_OFFICER), at=at,
        because="The child cannot wait for the full assessment: the present home ends, and she is whom they know.",
    )  # fmt: skip
    world.told.relatives_assessed += 1
    world.told.approved_for_a_time += 1
    return home


def grandmother_is_asked(world: World, one: Opened, at: datetime) -> None:
    """A grandmother is being assessed: more must be found out first."""
    assess_relative(
        child_id=one.id, relation="grandparent", outcome="find_out", assessed_on=day_in_london(at),
        words="Visited once. She would like to. Her health and the second bedroom are still to be looked at.",
        by=world.staff(Role.SOCIAL_WORKER), at=at, **ASSESSOR,
    )  # fmt: skip
    world.told.relatives_assessed += 1
