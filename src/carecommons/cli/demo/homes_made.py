"""The invented homes: who runs them, where they are, how many children may live in each.

Invented data. The shares follow the published national picture of 31 March 2025 (Ofsted: mean 3.6 places a
home, five in six homes private) and are the demonstration's own choice, not policy.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from .area import Area, Spot
from .words import AGENCIES, CHARITIES, COMPANIES, FIRST_WORDS, LODGING_FIRMS, SECOND_WORDS


@dataclass(frozen=True)
class ProviderMade:
    """Someone who runs homes. sector: council, private, voluntary."""

    name: str
    sector: str
    legal_form: str
    authority: str = ""
    urn: str = ""


@dataclass(frozen=True)
class HomeMade:
    """One home. `provider` is an index into the providers; `urn` is blank for a council's own fostering."""

    kind: str
    name: str
    urn: str
    provider: int
    spot: Spot
    places: int
    age_min: int
    age_max: int
    sexes: str = "MFU"
    restricted: bool = False


@dataclass(frozen=True)
class HomesMade:
    providers: tuple[ProviderMade, ...]
    homes: tuple[HomeMade, ...]
    by_pool: dict[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)


def make_homes(area: Area, *, children: int, seed: int) -> HomesMade:
    """Foster households (one for two children), children's homes (one for nine), schools, lodgings."""
    rng = random.Random(seed * 7919 + 1)  # noqa: S311 - invented data, not a secret
    names = _names(rng)
    urns = iter(rng.sample(range(1_000_000, 2_999_999), 2_000 + children))
    providers = _providers(area, urns)
    homes: list[HomeMade] = []
    homes += _foster(area, rng, names, providers, round(children * 0.5))
    homes += _childrens_homes(area, rng, names, providers, urns, max(4, round(children / 9)))
    homes += _others(area, rng, names, providers, urns, children)
    pools: dict[tuple[str, str], list[int]] = {}
    for index, home in enumerate(homes):
        pools.setdefault((pool_of(home, providers), home.spot.authority), []).append(index)
    return HomesMade(tuple(providers), tuple(homes), {key: tuple(value) for key, value in pools.items()})


def pool_of(home: HomeMade, providers: list[ProviderMade] | tuple[ProviderMade, ...]) -> str:
    """Which kind of stay a home serves: foster_own, foster_agency, home, secure, school or lodging."""
    if home.kind == "foster_household":
        return "foster_own" if providers[home.provider].sector == "council" else "foster_agency"
    return {
        "childrens_home": "home",
        "secure_childrens_home": "secure",
        "special_school_registered_as_home": "school",
    }.get(home.kind, "lodging")


def _names(rng: random.Random) -> list[str]:
    pairs = [f"{a} {b}" for a in FIRST_WORDS for b in SECOND_WORDS]
    rng.shuffle(pairs)
    return pairs


def _name(names: list[str], used: int) -> str:
    # After the last pair of words, a number is added: names need not be unique, only readable.
    return names[used % len(names)] + ("" if used < len(names) else f" {used // len(names) + 1}")


def _providers(area: Area, urns: Iterator[int]) -> list[ProviderMade]:
    councils = [ProviderMade(f"{area.names[code]} Council", "council", "local_authority", code) for code in area.codes]
    private = [ProviderMade(name, "private", "private") for name in COMPANIES]
    charity = [ProviderMade(name, "voluntary", "charity") for name in CHARITIES]
    agencies = [
        ProviderMade(name, "voluntary" if k == 2 else "private", "charity" if k == 2 else "private",
                     area.codes[k % len(area.codes)], str(next(urns)))
        for k, name in enumerate(AGENCIES)
    ]  # fmt: skip
    lodging = [
        ProviderMade(name, "private", "private", area.codes[k % len(area.codes)], str(next(urns)))
        for k, name in enumerate(LODGING_FIRMS)
    ]
    return councils + private + charity + agencies + lodging


def _group(providers: list[ProviderMade], names: tuple[str, ...]) -> list[int]:
    return [index for index, provider in enumerate(providers) if provider.name in names]


def _foster(
    area: Area, rng: random.Random, names: list[str], providers: list[ProviderMade], number: int
) -> list[HomeMade]:
    agencies = _group(providers, AGENCIES)
    made = []
    for k in range(number):
        code = area.codes[k % len(area.codes)]
        own = rng.random() < 0.58
        low = rng.choice((0, 0, 0, 3, 5, 8))
        made.append(
            HomeMade(
                "foster_household", f"{_name(names, k)} foster family", "",
                area.codes.index(code) if own else rng.choice(agencies), rng.choice(area.spots[code]),
                rng.choices((1, 2, 3), (0.42, 0.40, 0.18))[0], low, 17,
            )
        )  # fmt: skip
    return made


def _childrens_homes(
    area: Area, rng: random.Random, names: list[str], providers: list[ProviderMade], urns: Iterator[int], number: int
) -> list[HomeMade]:
    private, charity = _group(providers, COMPANIES), _group(providers, CHARITIES)
    made = []
    for k in range(number):
        code = rng.choice(area.codes)
        runs = rng.choices(("private", "council", "charity"), (0.80, 0.14, 0.06))[0]
        provider = {"private": rng.choice(private), "council": area.codes.index(code), "charity": rng.choice(charity)}
        low = rng.choice((7, 8, 8, 10, 10, 11, 12, 13))
        made.append(
            HomeMade(
                "childrens_home", _name(names, 600 + k), str(next(urns)), provider[runs], rng.choice(area.spots[code]),
                rng.choices((1, 2, 3, 4, 5, 6), (0.08, 0.20, 0.27, 0.27, 0.12, 0.06))[0], low, 17,
                rng.choices(("MFU", "M", "F"), (0.86, 0.08, 0.06))[0], rng.random() < 0.03,
            )
        )  # fmt: skip
    return made


def _others(
    area: Area, rng: random.Random, names: list[str], providers: list[ProviderMade], urns: Iterator[int], children: int
) -> list[HomeMade]:
    private, lodging = _group(providers, COMPANIES), _group(providers, LODGING_FIRMS)
    made = []
    for k in range(max(2, children // 40)):
        code = area.codes[k % len(area.codes)]
        made.append(
            HomeMade("supported_accommodation", _name(names, 900 + k), str(next(urns)), rng.choice(lodging),
                     rng.choice(area.spots[code]), rng.choice((2, 3, 4, 5, 6)), 16, 17)
        )  # fmt: skip
    for k in range(max(1, children // 300)):
        code = area.codes[k % len(area.codes)]
        made.append(
            HomeMade("special_school_registered_as_home", f"{_name(names, 1000 + k)} School", str(next(urns)),
                     rng.choice(private), rng.choice(area.spots[code]), 12, 8, 17)
        )  # fmt: skip
    made.append(
        HomeMade(
            "secure_childrens_home",
            _name(names, 1100),
            str(next(urns)),
            0,
            rng.choice(area.spots[area.codes[0]]),
            10,
            10,
            17,
        )
    )
    return made
