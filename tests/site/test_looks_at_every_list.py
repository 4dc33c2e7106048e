"""Whoever is shown a list of children has looked at each of them, once, and at nobody else."""

import ast
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

import walk_world
from carecommons.children.queries import find_child
from carecommons.people.models import Look
from carecommons.people.roles import Role
from carecommons.provision.models import Resident
from walk_world import KENT

SOURCE = Path(__file__).resolve().parents[2] / "src" / "carecommons"
REFERENCE = re.compile(r"\bC-[0-9A-Z]{5}\b")


@dataclass(frozen=True)
class Door:
    """One address that lists children, who opens it, which of the two invented children it shows, and its file."""

    address: str
    role: Role
    shows: frozenset[str]
    file: str


SEARCHED, OTHER = "C-7K4QX", "C-8M3RD"  # a home is proposed for the first; for the second nobody looks yet
BOTH, FIRST, SECOND = frozenset({SEARCHED, OTHER}), frozenset({SEARCHED}), frozenset({OTHER})
DOORS = (
    Door("/children/", Role.SOCIAL_WORKER, BOTH, "children/views/caseload.py"),
    Door("/api/v1/children/", Role.SOCIAL_WORKER, BOTH, "children/api.py"),
    Door("/searches/", Role.SOCIAL_WORKER, FIRST, "matching/views/searches.py"),
    Door("/searches/new/", Role.SOCIAL_WORKER, SECOND, "matching/views/searches.py"),
    Door("/api/v1/matching/searches", Role.SOCIAL_WORKER, FIRST, "matching/api/searches.py"),
    Door("/decisions/", Role.TEAM_MANAGER, FIRST, "decisions/views/made.py"),
    Door("/api/v1/decisions/", Role.SOCIAL_WORKER, FIRST, "decisions/api/choices.py"),
    Door("/api/v1/decisions/waiting", Role.TEAM_MANAGER, FIRST, "decisions/api/choices.py"),
    Door("/placements/to-take-up/", Role.SOCIAL_WORKER, SECOND, "decisions/views/taken_up.py"),
    Door("/api/v1/decisions/placements/to-take-up", Role.SOCIAL_WORKER, SECOND, "decisions/api/taken_up.py"),
    Door("/me/", Role.TEAM_MANAGER, BOTH, "site/days/doors.py"),
    Door("/me/day/", Role.SOCIAL_WORKER, BOTH, "site/days/doors.py"),
    Door("/me/", Role.REVIEWING_OFFICER, frozenset(), "site/days/doors.py"),
    Door("/me/day/all/", Role.SOCIAL_WORKER, BOTH, "site/days/doors.py"),
    Door("/api/v1/me/waiting", Role.TEAM_MANAGER, BOTH, "site/days/doors.py"),
    Door("/api/v1/me/day", Role.TEAM_MANAGER, BOTH, "site/days/doors.py"),
)


@pytest.fixture
def children(db) -> dict[str, UUID]:
    """reference -> id of two children of one council; a home is chosen for the first; the second lives in one."""
    at = datetime.now(UTC) - timedelta(hours=1)
    found = walk_world.search(at=at)
    walk_world.choose(found)
    other = walk_world.add_child(reference=OTHER, at=at)
    lived_in = walk_world.add_home("Cedar", at=at)  # where the second lives, by the register of homes alone
    Resident.objects.create(home_id=lived_in, place=1, resident=other, from_day=date(2026, 3, 2), recorded_at=at)
    assert find_child(found.child).reference == SEARCHED
    return {SEARCHED: found.child, OTHER: other}


@pytest.mark.parametrize("door", DOORS, ids=[door.address for door in DOORS])
def test_the_children_shown_are_the_children_looked_at(door, children, person, client_for, token_for) -> None:
    who = person(door.role, authority=KENT)
    if door.address.startswith("/api/"):
        answer = client_for(who).get(door.address, headers={"authorization": f"Bearer {token_for(who)}"})
    else:
        answer = client_for(who).get(door.address)
    assert answer.status_code == 200
    shown = set(REFERENCE.findall(answer.content.decode()))
    looked = list(Look.objects.filter(account_id=who.id).values_list("child_id", flat=True))
    assert shown == door.shows
    assert sorted(looked) == sorted(children[each] for each in shown)  # each once


# Each counted look by look elsewhere: beside one child or one home in a file of its own, and the lists of emergencies,
# lives, reviews and what was written to a child's homes among every address in test_every_read_is_one_look.py here.
ELSEWHERE = {
    "children/views/kin.py",  # tests/children/test_kin_and_secure.py
    "provision/doors.py",  # tests/provision/test_family_homes.py
    "site/posts.py",  # tests/site/test_told_apart.py
    *("site/finding.py", "site/notices/views.py", "decisions/api/emergencies.py", "decisions/views/emergencies.py"),
    *("decisions/api/living.py", "decisions/views/living.py"),
    *("decisions/api/reviews.py", "decisions/views/reviews.py", "decisions/views/reviews_run.py"),
}


def test_every_place_that_writes_looks_for_a_list_is_walked_here() -> None:
    found = set()
    for path in SOURCE.rglob("*.py"):
        for loop in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(loop, ast.For):
                called = [getattr(n.func, "id", "") for n in ast.walk(loop) if isinstance(n, ast.Call)]
                if "record_look" in called:
                    found.add(str(path.relative_to(SOURCE)))
    assert {each for each in found if not each.startswith("cli/")} == {door.file for door in DOORS} | ELSEWHERE
