"""How many children of each need are to be expected: kinds of home and ages from a forecast, needs from the profiled.

Where a child has no current profile the stated proxy is the share among those who have one, of the same kind of home
and age. It is drawn anew on each path: a cell's own count stands beside the share of all profiled, which weighs as much
as `strength` children; that share is drawn too, from its own count and half a child each way (Jeffreys). So few
profiles give wide intervals, and none gives almost nothing known. Strata share a child out: G1, G2, S, and not told.
Specialist needs and parts of life are each by itself: a child may be in several, so they are never added.
Source: handbook section 3A and B7. Shapes: P paths, M marks, G bands of age, S kinds of home.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from carecommons.children.needs import DOMAINS, FLAGS
from carecommons.children.strata import STRATA

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

__all__ = ["AGES", "FLAG_CODES", "KINDS", "PARTS", "Needs", "Paths", "Profiled", "band_of", "needs_of"]

KINDS = ("fostering", "residential", "supported", "other")
"""As the forecast tells them apart (forecast/categories.py)."""
AGES = ((0, 4), (5, 9), (10, 15), (16, 17))
"""First and last year of each band (forecast/expected.py)."""
FLAG_CODES = tuple(FLAGS)
PARTS = tuple(domain.code for domain in DOMAINS)


@dataclass(frozen=True, slots=True)
class Paths:
    """What a forecast says of one council. dates (M,); paths (P, M, S), possible futures; ages (M, G, S), expected.

    forecast False: nothing was forecast; one date, the day up to which children are counted, the same on every path.
    """

    as_at: date
    dates: tuple[date, ...]
    paths: Floats
    ages: Floats
    forecast: bool

    def __post_init__(self) -> None:
        assert self.paths.shape[1:] == (len(self.dates), len(KINDS)), "paths are by date and kind of home"
        assert self.ages.shape == (len(self.dates), len(AGES), len(KINDS)), "ages are by date, band and kind of home"

    @property
    def by_age(self) -> Floats:
        """(P, M, G, S): each path shared over ages as is expected; where nobody is expected, evenly."""
        whole = self.ages.sum(1, keepdims=True)
        share = np.where(whole > 0, self.ages / np.where(whole > 0, whole, 1), 1 / len(AGES))
        found: Floats = self.paths[:, :, None, :] * share[None]
        return found


@dataclass(frozen=True, slots=True)
class Profiled:
    """Children with a current needs profile, counted. strata (G, S + 1, 4), flags (G, S + 1, 21), high (G, S + 1, 12).

    The last kind is "nobody says where they live": they count among all profiled and in no cell. Never rendered.
    """

    strata: Ints
    flags: Ints
    high: Ints

    @property
    def children(self) -> int:
        return int(self.strata.sum())

    def __post_init__(self) -> None:
        for each, lines in ((self.strata, STRATA), (self.flags, FLAG_CODES), (self.high, PARTS)):
            assert each.shape == (len(AGES), len(KINDS) + 1, len(lines)), "profiles are by age, kind of home and line"
        assert (self.flags <= self.strata.sum(2, keepdims=True)).all(), (
            "no need is held by more children than there are"
        )


@dataclass(frozen=True, slots=True)
class Needs:
    """Children expected to need something, on each path. strata (P, M, G, S, 4); flags (P, M, G, 21) in every kind of
    home; high (P, M, 12): help of the high level or more in each part of life, in every kind of home and at any age."""

    dates: tuple[date, ...]
    forecast: bool
    strata: Floats
    flags: Floats
    high: Floats

    def stratum(self, code: str) -> Floats:
        """(P, M, G, S) of one stratum."""
        found: Floats = self.strata[..., STRATA.index(code)]
        return found

    def flag(self, code: str) -> Floats:
        """(P, M, G) of one specialist need."""
        found: Floats = self.flags[..., FLAG_CODES.index(code)]
        return found


def band_of(age: int) -> int:
    """The band of an age in years; those past the last stand in the last."""
    return next((n for n, (_, last) in enumerate(AGES) if age <= last), len(AGES) - 1)


def needs_of(paths: Paths, profiled: Profiled, *, strength: float, rng: np.random.Generator) -> Needs:
    """Who needs what, on each path. strength: how many children the share of all profiled weighs as.

    strata add up to the children of the path, in every cell; flags and high are each by itself.
    """
    assert strength > 0, "without any weight on all profiled an empty cell would have no share"
    number = len(paths.paths)
    children = paths.by_age
    strata = _strata_shares(profiled.strata, number, strength, rng)
    counted = profiled.strata.sum(2)
    return Needs(
        dates=paths.dates, forecast=paths.forecast,
        strata=_shared_out(children, strata, profiled.strata[:, :-1], paths.forecast, rng),
        flags=np.stack(
            [_held(children, profiled.flags[..., n], counted, number, strength, paths.forecast, rng).sum(3)
             for n in range(len(FLAG_CODES))], -1,
        ),
        high=np.stack(
            [_held(children, profiled.high[..., n], counted, number, strength, paths.forecast, rng).sum((2, 3))
             for n in range(len(PARTS))], -1,
        ),
    )  # fmt: skip


# ------------------------------------------------------------------------------------- shares, drawn
def _strata_shares(counts: Ints, number: int, strength: float, rng: np.random.Generator) -> Floats:
    """(P, G, S, 4)."""
    whole = rng.dirichlet(counts.sum((0, 1)) + 0.5, number)
    weight = strength * whole[:, None, None, :] + counts[None, :, :-1]
    drawn = rng.standard_gamma(np.maximum(weight, 1e-9))
    found: Floats = drawn / np.maximum(drawn.sum(-1, keepdims=True), 1e-300)
    return found


def _shared_out(
    children: Floats, shares: Floats, known: Ints, forecast: bool, rng: np.random.Generator
) -> Floats:  # fmt: skip
    """(P, M, G, S, 4): whole children thrown by the shares, then scaled to those of the path, so that parts add up.

    Where nothing was forecast the profiled stand as they are, and only the others are thrown.
    """
    if not forecast:
        sure = np.broadcast_to(known[None, None], (*children.shape, known.shape[-1])).astype(np.float64)
        rest = np.maximum(children - sure.sum(-1), 0)
        thrown = sure + _thrown(rest, shares, rng)
        # More profiles than children in the return: the profiles' shares, on as many as are in care.
        whole = thrown.sum(-1, keepdims=True)
        found: Floats = np.where(whole > 0, thrown / np.where(whole > 0, whole, 1), 0) * children[..., None]
        return found
    return _thrown(children, shares, rng)


def _thrown(children: Floats, shares: Floats, rng: np.random.Generator) -> Floats:
    whole = np.rint(children).astype(np.int64)
    each = np.broadcast_to(shares[:, None], (*children.shape, shares.shape[-1]))
    thrown = rng.multinomial(whole, each / each.sum(-1, keepdims=True))
    some = whole[..., None] > 0
    share = np.where(some, thrown / np.where(some, whole[..., None], 1), each)
    found: Floats = share * children[..., None]
    return found


def _held(
    children: Floats, held: Ints, counted: Ints, number: int, strength: float, forecast: bool,
    rng: np.random.Generator,
) -> Floats:  # fmt: skip
    """(P, M, G, S) of children who have one thing. held, counted: (G, S + 1) of the profiled, with it and in all."""
    with_it, without = float(held.sum()), float(counted.sum() - held.sum())
    whole = rng.beta(with_it + 0.5, without + 0.5, number)[:, None, None]
    own, other = held[None, :, :-1], (counted - held)[None, :, :-1]
    share = rng.beta(np.maximum(strength * whole + own, 1e-9), np.maximum(strength * (1 - whole) + other, 1e-9))
    share = np.broadcast_to(share[:, None], children.shape)
    sure, known = (0, 0) if forecast else (held[:, :-1], counted[:, :-1])
    rest = np.maximum(np.rint(children).astype(np.int64) - known, 0)
    thrown = sure + rng.binomial(rest, share)
    whole_cell = rest + known
    some = whole_cell > 0
    found: Floats = children * np.where(some, thrown / np.where(some, whole_cell, 1), share)
    return found
