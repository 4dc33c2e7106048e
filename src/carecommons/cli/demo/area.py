"""Where the invented sub-region lies: real authorities that adjoin, real postcodes, nobody real in them."""

import random
from dataclasses import dataclass
from datetime import date

from carecommons.common.errors import Refused
from carecommons.common.places import Authority, authorities
from carecommons.common.postcodes import PostcodeBook

# Each has enough neighbours, and neighbours of neighbours; the first is the default.
CENTRES = ("382", "332", "341", "877", "812", "371")
FAR_POOL = 400


@dataclass(frozen=True)
class Spot:
    """A postcode and where it lies: easting and northing in metres, and the authority's DfE code."""

    postcode: str
    easting: int
    northing: int
    authority: str


@dataclass(frozen=True)
class Area:
    """The authorities of the sub-region, and pools of postcodes: in each of them, and far away."""

    codes: tuple[str, ...]
    names: dict[str, str]
    spots: dict[str, tuple[Spot, ...]]
    far: tuple[Spot, ...]


def choose_authorities(number: int, *, seed: int, on: date) -> tuple[str, ...]:
    """`number` authorities that hang together by shared borders, from a centre that the seed chooses.

    Raises Refused("too_many_authorities") when no such set exists (islands end the walk).
    """
    book = authorities(on)
    if not 1 <= number <= len(book):
        raise Refused("too_many_authorities", f"--authorities takes 1 to {len(book)}; {number} was asked for.")
    centre = CENTRES[(seed - 1) % len(CENTRES)]
    chosen, edge = [centre], list(_neighbours(book, centre))
    while len(chosen) < number:
        edge = [code for code in edge if code not in chosen] or [code for code in sorted(book) if code not in chosen]
        chosen.append(edge.pop(0))
        edge += [code for code in _neighbours(book, chosen[-1]) if code not in edge]
    return tuple(chosen)


def _neighbours(book: dict[str, Authority], code: str) -> tuple[str, ...]:
    return tuple(sorted(other for other in book[code].adjoining if other in book))


def make_area(number: int, *, seed: int, on: date, postcodes: PostcodeBook, pool: int) -> Area:
    """Pools of `pool` postcodes in each chosen authority and FAR_POOL elsewhere in England."""
    codes = choose_authorities(number, seed=seed, on=on)
    rng = random.Random(seed)  # noqa: S311 - invented data, not a secret
    book = authorities(on)
    spots = {code: _spots(postcodes, code, pool, rng) for code in codes}
    elsewhere = [code for code in sorted(book) if code not in codes]
    far: list[Spot] = []
    for code in rng.sample(elsewhere, min(40, len(elsewhere))):
        far += _spots(postcodes, code, FAR_POOL // 40, rng)
    return Area(codes, {code: book[code].name for code in codes}, spots, tuple(far))


def _spots(postcodes: PostcodeBook, code: str, number: int, rng: random.Random) -> tuple[Spot, ...]:
    names = postcodes.sample(code, number, rng)
    found = postcodes.find(names)
    return tuple(
        Spot(name, int(e), int(n), code) for name, e, n in zip(names, found.easting, found.northing, strict=True)
    )
