"""The peer of bench/shortlist.py: the rules of matching written a second time, one home at a time.

It reads plain facts, never the arrays, so that the engine can be held equal to it home by home
(tests/matching/test_rank.py). The homes and children are invented: shares as in English provision, nothing real.
"""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from carecommons.matching.reasons import Reason
from carecommons.matching.rules import Rules
from carecommons.matching.seeker import Seeker
from carecommons.provision.capability import (
    DOMAIN_CODES,
    SPECIALISM_BIT,
    SPECIALISMS,
    Capability,
    DomainAnswer,
    Evidence,
)
from carecommons.provision.homes import FAMILY_KINDS, HomeFacts, Impact, Opening, Standing

ON = date(2026, 11, 20)
AREAS = tuple(str(code) for code in range(301, 454))
RULES = Rules(
    version=1, order=("worst_unmet", "unmet", "with_support"), worst_unmet_max=0, unmet_max=0,
    age_without_care_min=16, secure_age_min=13, foster_children_max=3, support_gap_max=1, near_home_miles=20,
    school_travel_miles=8, law_tests=("near_home", "school", "siblings", "disability", "area"),
)  # fmt: skip
STAYS = ((), ("short_term",), ("long_term", "short_term"), ("short_break",))
ACCESS_WORDS = ("step_free", "wheelchair", "hoist")
KIND_SHARES = {
    "foster_household": 0.80, "childrens_home": 0.08, "supported_accommodation": 0.06, "connected_person": 0.04,
    "special_school_registered_as_home": 0.01, "secure_childrens_home": 0.005, "other_arrangement": 0.005,
}  # fmt: skip


# ---------------------------------------------------------------- invented homes and children


def invented_homes(number: int, dice: random.Random) -> list[HomeFacts]:
    """Homes in the shares of English provision: most are foster households, and most are full."""
    kinds = dice.choices(list(KIND_SHARES), weights=list(KIND_SHARES.values()), k=number)
    return [invented_home(kind, dice) for kind in kinds]


def invented_home(kind: str, dice: random.Random) -> HomeFacts:
    supported = kind == "supported_accommodation"
    age_min = 16 if supported else dice.choice((0, 0, 0, 5, 8, 11))
    places = dice.randint(1, 3)
    living = dice.choices((places, places - 1), weights=(8, 2))[0]
    standing = dice.choices(
        (Standing.LAWFUL, Standing.SUSPENDED, Standing.RESTRICTED, Standing.NOT_VERIFIED, Standing.NOT_IN_FORCE),
        weights=(94, 1, 2, 2, 1),
    )[0]
    is_open = dice.choices(tuple(Opening), weights=(18, 60, 15, 7))[0]
    return HomeFacts(
        id=UUID(int=dice.getrandbits(128), version=4), reference=f"H-{dice.getrandbits(25):05X}", kind=kind,
        authority=dice.choice(AREAS), standing=Standing.UNREGISTERED if kind == "other_arrangement" else standing,
        opening=is_open, free=max(1, places - living) if is_open is Opening.OPEN else 0, living=living,
        easting=dice.randint(100_000, 650_000), northing=dice.randint(50_000, 600_000), age_min=age_min,
        age_max=17 if age_min or dice.random() < 0.6 else dice.choice((4, 8, 12)),
        sexes=dice.choices(("any", "M", "F"), weights=(8, 1, 1))[0],
        stays=dice.choice(STAYS) if kind == "foster_household" else (),
        exempt=dice.random() < 0.05, answers=tuple(invented_answer(dice) for _ in DOMAIN_CODES),
        capabilities=invented_capabilities(dice, specialist="home" in kind and dice.random() < 0.3),
        access=None if dice.random() < 0.3 else frozenset(dice.sample(ACCESS_WORDS, dice.randint(0, 2))),
        impact=dice.choices((Impact.UNKNOWN, Impact.ACCEPTABLE, Impact.NOT_ACCEPTABLE), weights=(6, 3, 1))[0],
        named=frozenset({UUID(int=dice.getrandbits(128), version=4)}) if kind in FAMILY_KINDS else frozenset(),
        residents=frozenset(UUID(int=dice.getrandbits(128), version=4) for _ in range(living)),
    )  # fmt: skip


def invented_answer(dice: random.Random) -> DomainAnswer:
    if dice.random() < 0.01:
        return DomainAnswer(None, None)
    alone = dice.choices((1, 2, 3, 4), weights=(10, 40, 40, 10))[0]
    return DomainAnswer(alone, None if dice.random() < 0.02 else min(4, alone + dice.choice((0, 1, 1, 2))))


def invented_capabilities(dice: random.Random, *, specialist: bool) -> tuple[Capability, ...]:
    codes = dice.sample(list(SPECIALISMS), dice.choice((0, 0, 1, 1, 2, 4)))
    return tuple(Capability(code, ON - timedelta(days=900), specialist, invented_evidence(dice)) for code in codes)


def invented_evidence(dice: random.Random) -> tuple[Evidence, ...]:
    if dice.random() < 0.4:
        return ()
    issued = ON - timedelta(days=dice.randint(0, 800))
    checked = issued if dice.random() < 0.9 else None
    trained = dice.choice(("staff_qualification", "carer_training"))
    kinds = dice.choices(((trained, "clinical_input", "outcomes"), ("clinical_input", "inspection")), weights=(9, 1))[0]
    whole = [Evidence(kind, "A letter (invented)", issued, issued + timedelta(days=365), checked) for kind in kinds]
    return tuple(whole)


def invented_place(dice: random.Random) -> tuple[int, int, int]:
    return dice.randint(100_000, 650_000), dice.randint(50_000, 600_000), 20


def invented_children(number: int, dice: random.Random, homes: Sequence[HomeFacts]) -> list[Seeker]:
    return [invented_child(dice, homes) for _ in range(number)]


def invented_child(dice: random.Random, homes: Sequence[HomeFacts]) -> Seeker:
    age, own = dice.randint(0, 17), dice.choice(AREAS)
    flags = dice.sample(list(SPECIALISMS), dice.choices((0, 1, 2), weights=(70, 22, 8))[0])
    levels: list[int | None] = dice.choices((0, 1, 2, 3, 4), weights=(30, 28, 25, 13, 4), k=len(DOMAIN_CODES))
    if dice.random() < 0.05:
        levels[dice.randrange(len(levels))] = None
    lives_in = dice.choice(homes).residents
    child_id = min(lives_in) if lives_in else UUID(int=dice.getrandbits(128), version=4)
    return Seeker(
        id=child_id, age_now=age, age_then=min(17, age + dice.randint(0, 1)),
        sex=dice.choice("MFMFMFU"), stay=dice.choice(("any", "any", "long_term", "short_term")), levels=tuple(levels),
        flags=sum(SPECIALISM_BIT[code] for code in flags), authority=own,
        area_levels={code: 1 if code == own else 1 + AREAS.index(code) % 3 + 1 for code in AREAS},
        home_place=(400_000, 300_000),
        siblings=invented_siblings(dice, homes) if dice.random() < 0.1 else (),
        access=frozenset({"step_free"}) if dice.random() < 0.05 else frozenset(),
        avoid_authorities=frozenset(dice.sample(AREAS, 1)) if dice.random() < 0.1 else frozenset(),
        avoid_places=(invented_place(dice),) if dice.random() < 0.1 else (),
    )  # fmt: skip


def invented_siblings(dice: random.Random, homes: Sequence[HomeFacts]) -> tuple[UUID, ...]:
    """One child of a home, or every child of it: only the second lifts the usual limit of a foster household."""
    there = sorted(dice.choice(homes).residents)
    return tuple(there if dice.random() < 0.5 else there[:1])


# ---------------------------------------------------------------- the peer: the same rules, one home at a time

PlainKey = tuple[int, ...]


@dataclass(frozen=True)
class PlainFound:
    """What the peer says of one home: its first reason, its status (0 to 3) and its place before the draw."""

    reason: int
    status: int
    key: PlainKey


def plain_rank(child: Seeker, homes: Sequence[HomeFacts], rules: Rules, on: date) -> list[PlainFound]:
    """The specification in plain Python: reads facts, never the arrays."""
    return [plain_home(child, home, rules, on) for home in homes]


def plain_home(child: Seeker, home: HomeFacts, rules: Rules, on: date) -> PlainFound:
    reason = plain_lawful(child, home, rules) or plain_able(child, home, on)
    if reason:
        return PlainFound(reason, 3, ())
    answers = [
        plain_answer(level, said, rules.support_gap_max) for level, said in zip(child.levels, home.answers, strict=True)
    ]
    impact = home.impact_about.get(child.id, home.impact)
    unmet = [level for level, said in zip(child.levels, answers, strict=True) if said == "unmet"]
    worst = max((level for level in unmet if level), default=0)
    if None in child.levels:
        needs = Reason.CHILD_NOT_KNOWN
    elif "unknown" in answers:
        needs = Reason.HOME_NOT_KNOWN
    else:
        needs = Reason.UNMET if worst > rules.worst_unmet_max or len(unmet) > rules.unmet_max else Reason.NONE
    if impact is Impact.NOT_ACCEPTABLE:
        return PlainFound(int(Reason.HARMS_THE_GROUP), 3, ())
    if impact is Impact.UNKNOWN and home.living and needs in (Reason.NONE, Reason.UNMET):
        needs = Reason.IMPACT_NOT_KNOWN
    status = {Reason.NONE: 0, Reason.UNMET: 1}.get(needs, 2)
    specialisms = {each.code for each in home.capabilities if each.specialist}
    unneeded = int(bool(specialisms) and not any(SPECIALISM_BIT[code] & child.flags for code in specialisms))
    values = {"worst_unmet": worst, "unmet": len(unmet), "with_support": answers.count("support")}
    keys = tuple(values[code] for code in rules.order)
    key = (2,) if status == 2 else (status, unneeded if status == 0 else 0, *keys, unneeded)
    return PlainFound(int(needs), status, key)


def plain_lawful(child: Seeker, home: HomeFacts, rules: Rules) -> int:
    there = home.residents | home.coming
    only_siblings = all(each in child.siblings for each in there) and len(there) >= home.living
    wrong = (
        (home.standing is not Standing.LAWFUL, 100 + home.standing),
        (home.kind == "supported_accommodation" and child.age_now < rules.age_without_care_min,
         Reason.UNDER_AGE_WITHOUT_CARE),
        ((home.kind in FAMILY_KINDS or bool(home.named)) and child.id not in home.named, Reason.NAMED_FOR_ANOTHER),
        (home.kind == "secure_childrens_home" and not child.may_be_secure, Reason.SECURE_WITHOUT_AUTHORITY),
        (home.kind == "secure_childrens_home" and child.age_now < rules.secure_age_min and not child.secure_approved,
         Reason.SECURE_TOO_YOUNG),
        (home.authority in child.avoid_authorities, Reason.AVOID_AREA),
        (any(plain_near(home, place) for place in child.avoid_places), Reason.AVOID_PLACE),
        (bool(child.avoid_places) and home.easting == -1, Reason.AVOID_NOT_KNOWN),
        (child.avoid_not_known, Reason.CHILDS_AVOID_NOT_KNOWN),
        (child.age_now < home.age_min, Reason.TOO_YOUNG),
        (child.age_then > home.age_max, Reason.TOO_OLD),
        (child.sex in "MF" and home.sexes not in ("any", child.sex), Reason.SEX),
        (child.sex not in "MF" and home.sexes != "any", Reason.SEX_NOT_KNOWN),
        (not set(home.stays or ("short_term", "long_term", "emergency"))
         & ({child.stay} if child.stay != "any" else {"short_term", "long_term", "emergency"}), Reason.STAY),
        (home.kind == "foster_household" and home.living >= rules.foster_children_max and not home.exempt
         and not only_siblings, Reason.USUAL_LIMIT),
        (child.id in home.residents, Reason.LIVES_THERE),
        (home.opening is not Opening.OPEN, 130 + home.opening),
    )  # fmt: skip
    return next((int(reason) for is_wrong, reason in wrong if is_wrong), 0)


def plain_near(home: HomeFacts, place: tuple[int, int, int]) -> bool:
    easting, northing, miles = place
    square = (home.easting - easting) ** 2 + (home.northing - northing) ** 2
    return home.easting != -1 and square <= (miles * 1609.3) ** 2


def plain_able(child: Seeker, home: HomeFacts, on: date) -> int:
    claimed = {each.code: each for each in home.capabilities}
    for code, bit in SPECIALISM_BIT.items():
        if not child.flags & bit:
            continue
        if code not in claimed:
            return Reason.NOT_CLAIMED
        behind = claimed[code].evidence
        in_date = [item for item in behind if item.issued_on <= on <= item.expires_on]
        if not behind:
            return Reason.CLAIM_ONLY
        read = {item.kind for item in in_date if item.checked_on is not None and item.checked_on <= on}
        if not plain_whole({item.kind for item in behind}):
            return Reason.EVIDENCE_PART
        if not plain_whole({item.kind for item in in_date}):
            return Reason.EVIDENCE_RAN_OUT
        if not plain_whole(read):
            return Reason.UNCHECKED
    if child.access and home.access is None:
        return Reason.ACCESS_NOT_KNOWN
    return Reason.NO_ACCESS if child.access - (home.access or frozenset()) else Reason.NONE


def plain_whole(kinds: set[str]) -> bool:
    """People trained for it, a clinician in the work, and outcomes shown."""
    return bool(kinds & {"staff_qualification", "carer_training"}) and {"clinical_input", "outcomes"} <= kinds


def plain_answer(level: int | None, said: DomainAnswer, gap: int) -> str:
    if level == 0:
        return "none"
    if level is None or said.meets is None:
        return "unknown"
    if said.meets >= level:
        return "met"
    if level - said.meets > gap:
        return "unmet"
    if said.with_support is None:
        return "unknown"
    return "support" if said.with_support >= level else "unmet"


def plain_first(found: Sequence[PlainFound], homes: Sequence[HomeFacts], seed: bytes, number: int) -> list[int]:
    """The first homes in order, equals by lot, written with one sort."""
    shown = [row for row, each in enumerate(found) if each.status != 3]
    lots = {row: hashlib.sha256(seed + homes[row].id.bytes).digest() for row in shown}
    return sorted(shown, key=lambda row: (found[row].key, lots[row]))[:number]
