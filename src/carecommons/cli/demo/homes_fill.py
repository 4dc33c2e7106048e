"""Enter the invented homes in the local register, through the real acts. Invented data."""

import random
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from carecommons.people.roles import Role
from carecommons.provision.actions import (
    add_agreement,
    add_homes,
    add_owner,
    add_provider,
    note_impact,
    report_vacancy,
    take_place,
    verify_provider,
)
from carecommons.provision.capability import DOMAIN_CODES, Capability, DomainAnswer, Evidence
from carecommons.provision.entry import HomeEntry
from carecommons.provision.homes import Terms

from .area import Area
from .homes_made import HomeMade, HomesMade
from .people_made import Cast

LEGAL_FORMS = {"local_authority": "council", "private": "company", "charity": "charity"}
# What a kind of home tends to meet alone; with support it reaches about one level more.
MEETS = {
    "foster_household": 1.9, "childrens_home": 2.6, "secure_childrens_home": 3.4,
    "special_school_registered_as_home": 2.8, "supported_accommodation": 1.6, "connected_person": 1.8,
}  # fmt: skip
CLAIMS = {
    "childrens_home": ("SP-TRA", "SP-ASD", "SP-CCE", "SP-CSE", "SP-SH", "SP-LDD"),
    "foster_household": ("SP-ASD", "SP-LDD", "SP-PHY", "SP-MED", "SP-TRAF"),
    "special_school_registered_as_home": ("SP-ASD", "SP-LDD"),
    "secure_childrens_home": ("SP-SEC", "SP-VIO"),
    "supported_accommodation": ("SP-TRAF", "SP-SUB"),
}
CLAIMING_SHARE = {"childrens_home": 0.9, "foster_household": 0.2}
EVIDENCED_SHARE = 0.45
# Of the places where none of our children lives: how many are open. Others live in the rest, or it rests.
OPEN_SHARE = {"foster_household": 0.13, "childrens_home": 0.22, "supported_accommodation": 0.2}
CULTURES = ("Islam", "Christianity", "Punjabi", "Urdu", "Polish", "Arabic", "Kurdish", "Somali", "Hinduism")
LANGUAGE_CULTURES = ("Urdu", "Arabic", "Kurdish", "Polish")


@dataclass
class Entered:
    """Ids in the register: `homes[i]` is the home made as number i; kin homes are keyed by the child's key."""

    homes: dict[int, UUID]
    providers: dict[int, UUID]


def enter_homes(
    made: HomesMade, area: Area, cast: Cast, *, at: datetime, today: date, rng: random.Random,
    draw: Callable[[int], bytes],
) -> Entered:  # fmt: skip
    """Owners, providers (verified) and every home with its terms, levels, capabilities and evidence.

    today: the demonstration's own day, before which homes were restricted and documents issued.
    """
    providers: dict[int, UUID] = {}
    for index, maker in enumerate(made.providers):
        kept_by = maker.authority or area.codes[0]
        officer = cast.at[kept_by][Role.PLACEMENT_OFFICER]
        owner = add_owner(
            name=maker.name, legal_form=LEGAL_FORMS[maker.legal_form], kept_by=kept_by, by=officer, at=at, draw=draw
        )
        providers[index] = add_provider(
            name=maker.name, sector=maker.sector, kept_by=kept_by, by=officer, at=at, owner_id=owner, draw=draw
        )
        verify_provider(provider_id=providers[index], on=at.date(), by=officer, at=at)
    homes: dict[int, UUID] = {}
    for code in area.codes:
        own = [(index, home) for index, home in enumerate(made.homes) if home.spot.authority == code]
        entries = [_entry(home, providers[home.provider], code, at.date(), today, rng) for _, home in own]
        ids = add_homes(entries=entries, by=cast.at[code][Role.PLACEMENT_OFFICER], at=at, draw=draw)
        homes.update(zip((index for index, _ in own), ids, strict=True))
    _agree(made, area, cast, providers, at, rng, draw)
    return Entered(homes, providers)


def _agree(
    made: HomesMade, area: Area, cast: Cast, providers: dict[int, UUID], at: datetime, rng: random.Random,
    draw: Callable[[int], bytes],
) -> None:  # fmt: skip
    for index, maker in enumerate(made.providers):
        if maker.sector != "council" and rng.random() < 0.6:
            code = rng.choice(area.codes)
            add_agreement(
                provider_id=providers[index], authority=code, from_day=date(at.year - 1, 4, 1),
                to_day=date(at.year + 3, 3, 31), slots=rng.randint(2, 12),
                by=cast.at[code][Role.PLACEMENT_OFFICER], at=at, draw=draw,
            )  # fmt: skip


def _entry(home: HomeMade, provider_id: UUID, kept_by: str, entered: date, on: date, rng: random.Random) -> HomeEntry:
    return HomeEntry(
        kind=home.kind, name=home.name, kept_by=kept_by, authority=home.spot.authority, places=home.places,
        provider_id=provider_id, postcode=home.spot.postcode, easting=home.spot.easting, northing=home.spot.northing,
        public_urn=home.urn if home.kind != "supported_accommodation" else "",
        access=frozenset(a for a in ("step_free", "ground_floor_bedroom", "calm_space") if rng.random() < 0.3),
        culture=frozenset(rng.sample(CULTURES, rng.choice((0, 0, 1, 1, 2)))),
        description="Invented data: this home does not exist.",
        opened_on=on - timedelta(days=rng.randint(400, 4000)), terms=_terms(home, on, rng),
        levels=_levels(home.kind, rng), levels_basis="Yearly review with the council, this spring",
        capabilities=_capabilities(home.kind, entered, on, rng), free=home.places,
    )  # fmt: skip


def _terms(home: HomeMade, on: date, rng: random.Random) -> Terms:
    begun = on - timedelta(days=rng.randint(365, 3650))
    return Terms(
        number=home.urn or f"FA-{rng.randint(10_000, 99_999)}", from_day=begun, to_day=None, age_min=home.age_min,
        age_max=home.age_max, sexes="any" if home.sexes == "MFU" else home.sexes, places=home.places,
        restricted_from=on - timedelta(days=20) if home.restricted else None,
        inadequate_since=on - timedelta(days=60) if home.kind == "childrens_home" and rng.random() < 0.02 else None,
    )  # fmt: skip


def _levels(kind: str, rng: random.Random) -> dict[str, DomainAnswer]:
    levels: dict[str, DomainAnswer] = {}
    good = rng.gauss(MEETS[kind], 0.4)
    for domain in DOMAIN_CODES:
        if rng.random() < 0.03:
            continue  # left out: nobody has asked the home yet, and unknown is not nought
        meets = max(0, min(4, round(rng.gauss(good, 0.6))))
        reach = min(4, meets + rng.choice((0, 1, 1, 2)))
        support = rng.choice(("weekly therapist", "outreach teacher", "second carer at weekends", "family worker"))
        levels[domain] = DomainAnswer(meets, reach, support if reach > meets else "")
    return levels


def _capabilities(kind: str, entered: date, on: date, rng: random.Random) -> tuple[Capability, ...]:
    claims = CLAIMS.get(kind, ())
    if not claims or rng.random() > CLAIMING_SHARE.get(kind, 1.0):
        return ()
    chosen = rng.sample(claims, min(len(claims), rng.choice((1, 1, 2, 3))))
    return tuple(
        Capability(code, on - timedelta(days=500), evidence=_evidence(code, entered, on, rng)) for code in chosen
    )


def _evidence(code: str, entered: date, on: date, rng: random.Random) -> tuple[Evidence, ...]:
    if rng.random() > EVIDENCED_SHARE:
        return ()
    renewed = on - timedelta(days=rng.randint(30, 700))
    expires = renewed + timedelta(days=365 * rng.choice((1, 2, 3)))
    issued = min(renewed, entered - timedelta(days=1))  # no paper is entered before it was written
    kinds = (rng.choice(("staff_qualification", "carer_training")), "clinical_input", "outcomes")
    named = f"Invented document for {code}, {issued:%B %Y}"
    return tuple(Evidence(kind, f"{named}: {kind.replace('_', ' ')}", issued, expires, issued) for kind in kinds)


def move_in(
    entered: Entered, residents: list[tuple[int, UUID, date]], made: HomesMade, cast: Cast, *, at: datetime
) -> int:
    """Children who live in these homes already take their places; return how many did."""
    moved = 0
    for index, child, since in residents:
        manager = cast.at[made.homes[index].spot.authority][Role.TEAM_MANAGER]
        take_place(home_id=entered.homes[index], resident=child, from_day=since, by=manager, at=at)
        moved += 1
    return moved


def say_what_is_free(
    entered: Entered, made: HomesMade, living: Mapping[int, int], cast: Cast, *, at: datetime, rng: random.Random,
    open_at: Container[int],
) -> None:  # fmt: skip
    """Each home says what is free now; some places are kept for children of other councils, as in life.

    open_at: homes that keep no place back: those of the people who sign in.
    """
    for index, home_id in entered.homes.items():
        home = made.homes[index]
        left = max(0, home.places - living.get(index, 0))
        share = 1.0 if index in open_at else OPEN_SHARE.get(home.kind, 0.3)
        free = sum(rng.random() < share for _ in range(left))
        officer = cast.at[home.spot.authority][Role.PLACEMENT_OFFICER]
        report_vacancy(home_id=home_id, free=free, by=officer, at=at)
        if free and living.get(index, 0) and rng.random() < (1.0 if index in open_at else 0.95):
            note_impact(
                home_id=home_id,
                answer="acceptable" if rng.random() < 0.9 or index in open_at else "not_acceptable",
                words="Talked through with those who live here and with their social workers.", by=officer, at=at,
            )  # fmt: skip
