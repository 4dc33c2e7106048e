"""Invented homes and children for the hearts' tests: a lawful, able, open home unless the test says otherwise."""

import sys
from dataclasses import replace
from datetime import date, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from carecommons.matching.rank import Ranking, rank
from carecommons.matching.rules import Rules
from carecommons.matching.seeker import Seeker
from carecommons.provision.capability import Capability, DomainAnswer, Evidence, mask
from carecommons.provision.homes import HomeFacts, Opening, Standing, gather

ON = date(2026, 11, 20)
SEED = bytes(range(32))
RULES = Rules(
    version=1, order=("worst_unmet", "unmet", "with_support"), worst_unmet_max=0, unmet_max=0,
    age_without_care_min=16, secure_age_min=13, foster_children_max=3, support_gap_max=1, near_home_miles=20,
    school_travel_miles=8, law_tests=("near_home", "school", "siblings", "disability", "area"),
)  # fmt: skip
CAN = DomainAnswer(3, 4, "weekly therapist")
LEVELS = (2, 1, 2, 1, 0, 0, 1, 0, 2, 1, 0, 1)  # EMO ATT BEH SAF HEA DEV EDU IDE FAM SOC IND STA


def an_id(name: str) -> UUID:
    return UUID(bytes=uuid5(NAMESPACE_OID, name).bytes, version=4)


CHILD_ID, SIBLING = an_id("child"), an_id("sibling")


def child(**facts: Any) -> Seeker:
    """A girl of 13 of council 301 with ordinary needs and no specialist need; `flags` as codes."""
    flags = mask(facts.pop("flags", ()))
    answers: dict[str, Any] = {
        "id": CHILD_ID, "age_now": 13, "age_then": 13, "sex": "F", "stay": "any", "levels": LEVELS, "flags": flags,
        "authority": "301", "area_levels": {"301": 1, "302": 2, "303": 3, "304": 4}, "home_place": (500_000, 200_000),
    }  # fmt: skip
    return Seeker(**{**answers, **facts})


def home(name: str = "home", **facts: Any) -> HomeFacts:
    """A foster household with one place free that can meet level 3 alone and 4 with support."""
    answers: dict[str, Any] = {
        "id": an_id(name), "reference": f"H-{name[:5].upper()}", "kind": "foster_household", "authority": "301",
        "standing": Standing.LAWFUL, "opening": Opening.OPEN, "free": 1, "answers": (CAN,) * 12,
        "easting": 500_000, "northing": 200_000,
    }  # fmt: skip
    return HomeFacts(**{**answers, **facts})


def levels(*alone: int | None, gain: int = 0) -> tuple[DomainAnswer, ...]:
    """Twelve answers; the last given level is repeated. `gain`: what support adds."""
    given = (*alone, *(alone[-1],) * (12 - len(alone)))
    return tuple(DomainAnswer(level, None if level is None else min(4, level + gain)) for level in given)


def evidence(
    *, expires: date = ON + timedelta(days=90), checked: bool = True, kind: str = "clinical_input"
) -> Evidence:
    issued = expires - timedelta(days=365)
    return Evidence(kind, "A dated letter (invented)", issued, expires, issued if checked else None)


def able_to(code: str, *items: Evidence, specialist: bool = False, whole: bool = True) -> Capability:
    """A claim with each of these documents, in every kind that must stand behind it; `whole` False: as given."""
    kinds = ("staff_qualification", "clinical_input", "outcomes")
    behind = tuple(replace(item, kind=kind) for item in items for kind in kinds) if whole else items
    return Capability(code, ON - timedelta(days=800), specialist, behind)


def ranked(seeker: Seeker, *homes: HomeFacts, rules: Rules = RULES) -> Ranking:
    return rank(seeker, gather(homes, ON), rules)


def reason_of(seeker: Seeker, one: HomeFacts, rules: Rules = RULES) -> int:
    return int(ranked(seeker, one, rules=rules).reason[0])


def bench() -> ModuleType:
    """The bench, where the peer (the same rules in plain Python) is written."""
    path = Path(__file__).resolve().parents[2] / "bench" / "shortlist_peer.py"
    spec = spec_from_file_location("shortlist_peer", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["shortlist_peer"] = module
    spec.loader.exec_module(module)
    return module
