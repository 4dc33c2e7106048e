"""How often children leave care or move, by age, time in care and state, and how sure that is.

A rate is drawn towards a multiplicative model where few children tell of it: of the same area when it stands alone, of
all areas together when there are many. Parameter uncertainty: each count of events is drawn again from its Gamma
distribution, and the model is fitted anew. Draw 0 is the estimate itself.

log h[u, a, d, s] = alpha[u, a] + beta[d] + gamma[s] for exits; log m[u, a, d, s, t] = rho[u, a, t] + k[s, t] + g[d] for
moves from s to t; each level ~ Gamma(k, k). Posterior mean of an exit h = (events + k) / (exposure + k / model).
Shapes: B draws, U, A, D, S as in children.stays.tables. Units: a month.
Source: empirical Bayes with Poisson counts; docs/adr/0032 says what else was tried.
"""

from dataclasses import dataclass

import numpy as np

from carecommons.children.stays.tables import Floats, Tables

__all__ = ["Rates", "Strengths", "draw_rates", "drawn_again"]

RATE_MAX = 2.0
"""No rate is more than so many a month: a rate of that kind stands on a handful of days."""
ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Strengths:
    """How many events the model weighs against those that were seen. level_*: of a factor of the model; area_*: of the
    level of an area beside the model of all areas."""

    exits: float = 60.0
    moves: float = 30.0
    level_exits: tuple[float, float, float] = (2.0, 2.0, 20.0)
    level_moves: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0)
    area_exits: float = 20.0
    area_moves: float = 10.0


@dataclass(frozen=True, slots=True)
class Rates:
    """exits (B, U, A, D, S) and moves (B, U, A, D, S, S) a month."""

    exits: Floats
    moves: Floats


def draw_rates(
    tables: Tables, area: int, rng: np.random.Generator, draws: int, *, above: Rates | None, strengths: Strengths
) -> Rates:
    """The rates of one area, draw 0 the estimate. above: those of all areas together, with as many draws; None: the
    area stands alone."""
    exposure = tables.exposure[area][None]
    exits, moves = drawn_again(tables.exits[area], rng, draws), drawn_again(tables.moves[area], rng, draws)
    off = 1 - np.eye(tables.states)
    exposed = exposure[..., None] * off
    if above is None:
        exit_model = _model(exits, exposure, ((1, 2), (3,), (4,)), strengths.level_exits)
        move_model = _model(moves, exposed, ((1, 2, 5), (4,), (3,), (4, 5)), strengths.level_moves)
    else:
        k, whole = strengths.area_exits, (1, 2, 3, 4)
        level = (exits.sum(whole) + k) / ((above.exits * exposure).sum(whole) + k)
        exit_model = above.exits * level[:, None, None, None, None]
        k, part = strengths.area_moves, (1, 2, 3)
        expected = (above.moves * exposed).sum(part, keepdims=True)
        move_model = above.moves * (moves.sum(part, keepdims=True) + k) / (expected + k)
    k = strengths.exits
    left = (exits + k) / (exposure + k / exit_model)
    # Moves are drawn towards the model on the margin of (u, a, s, t); time in care stays multiplicative.
    k, fit = strengths.moves, (move_model * exposed).sum(3, keepdims=True)
    moved = move_model * (moves.sum(3, keepdims=True) + k) / (fit + k) * off
    return Rates(np.minimum(left, RATE_MAX), np.minimum(moved, RATE_MAX))


def drawn_again(counts: Floats, rng: np.random.Generator, draws: int) -> Floats:
    """Gamma draws of counts of events, (B, ...); none where none was seen. Draw 0 is the counts."""
    found = np.zeros((draws, *counts.shape))
    seen = counts > 0
    found[:, seen] = rng.standard_gamma(np.broadcast_to(counts[seen], (draws, int(seen.sum()))))
    found[0] = counts
    return found


def _model(events: Floats, exposure: Floats, factors: tuple[tuple[int, ...], ...], levels: tuple[float, ...]) -> Floats:
    """A multiplicative Poisson model by iterative scaling. factors: the axes that each factor keeps."""
    axes = tuple(range(1, events.ndim))
    mean = (events.sum(axes, keepdims=True) + 0.5) / (exposure.sum(axes, keepdims=True) + 1)
    fit = np.broadcast_to(mean, events.shape).copy()
    scale: list[Floats] = [np.ones(1) for _ in factors]
    for _ in range(ROUNDS):
        for place, keep in enumerate(factors):
            drop = tuple(axis for axis in axes if axis not in keep)
            fit /= scale[place]
            k, expected = levels[place], (fit * exposure).sum(drop, keepdims=True)
            scale[place] = (events.sum(drop, keepdims=True) + k) / (expected + k)
            fit *= scale[place]
    model: Floats = np.minimum(fit, RATE_MAX)
    return model
