"""How many children will come into care in each month, apart for those who come alone.

log quarterly starts = level + slope * t + a yearly wave + a random walk, as a Gaussian process with the counts' own
noise; whether the rate wanders at all, and how much, by marginal likelihood. The slope is drawn towards nought, or
towards that of all areas together: a council's five years say little of its own trend.
Units: t in years from the day of the forecast; starts a month.
"""

from dataclasses import dataclass

import numpy as np

from carecommons.children.stays.tables import Floats

from .streams import stream

__all__ = ["StartsModel", "draw_starts"]


@dataclass(frozen=True, slots=True)
class StartsModel:
    """slope_sd: of the slope a year, of children with family in reach and of those alone. wave_sd: of the yearly wave.
    walks: sizes of the random walk a quarter that are weighed. level_variance: of the log level."""

    slope_sd: tuple[float, float] = (0.015, 0.03)
    wave_sd: float = 0.05
    walks: tuple[float, ...] = (0.0, 0.03)
    walk_scale: float = 0.015
    level_variance: float = 0.5


def draw_starts(
    quarterly: Floats, months: int, *, seed: int, names: tuple[str, ...], purpose: str, draws: int, model: StartsModel,
    slope: Floats | None = None,
) -> Floats:  # fmt: skip
    """Expected starts in each coming month, (K, B, U, months). quarterly: (K, U, Q). slope: (B, U) of all areas."""
    areas, groups, past = quarterly.shape
    quarters = -(-months // 3)
    t = (np.arange(past + quarters) - past + 0.5) / 4
    slope = np.zeros((draws, groups)) if slope is None else slope
    turn = 2 * np.pi * t[:, None] + np.array([0, np.pi / 2])
    wave = model.wave_sd**2 * (np.sin(turn) @ np.sin(turn).T)
    walk = np.minimum.outer(t - t[0], t - t[0]) * 4
    found = np.empty((areas, draws, groups, quarters))
    picks, normals = _draws(seed, names, purpose, draws, groups, quarters)
    for u in range(groups):
        counts = quarterly[:, u]
        base = np.maximum(counts.mean(1), 0.1)
        y = np.log((counts + base[:, None]) / (2 * base[:, None])) * 2 - slope[0, u] * t[:past]
        smooth = model.level_variance + model.slope_sd[u] ** 2 * np.outer(t, t) + wave
        means, roots, weights = [], [], []
        for size in model.walks:
            mean, root, likely = _posterior(smooth + size**2 * walk, y, 1 / base, past)
            means.append(mean)
            roots.append(root)
            weights.append(likely - size / model.walk_scale)
        chances = np.exp(np.array(weights) - np.max(weights, axis=0))
        chances /= chances.sum(0)
        picked = (picks[:, :, u, None] > np.cumsum(chances, axis=0).T[:, None, :]).sum(-1)
        for size in range(len(model.walks)):
            area, draw = np.nonzero(picked == size)
            off = np.einsum("nq,nqp->np", normals[area, draw, u], roots[size][area])
            found[area, draw, u] = means[size][area] + off
        found[:, 0, u] = np.einsum("wk,wkq->kq", chances, np.array(means))
        found[:, :, u] = np.exp(found[:, :, u] + slope[:, u, None] * t[past:]) * base[:, None, None] / 3
    return found.repeat(3, axis=3)[..., :months]


def _draws(
    seed: int, names: tuple[str, ...], purpose: str, draws: int, groups: int, quarters: int
) -> tuple[Floats, Floats]:
    """For each area from its own stream: which walk, from 0 to 1 (K, B, U), and normals (K, B, U, quarters)."""
    picks, normals = np.empty((len(names), draws, groups)), np.empty((len(names), draws, groups, quarters))
    for place, name in enumerate(names):
        rng = stream(seed, name, purpose, "starts")
        picks[place] = rng.random((draws, groups))
        normals[place] = rng.standard_normal((draws, groups, quarters))
    return picks, normals


def _posterior(kernel: Floats, y: Floats, noise: Floats, past: int) -> tuple[Floats, Floats, Floats]:
    """Of each area: mean (K, q), a root of the covariance (K, q, q) and the log marginal likelihood (K,)."""
    seen = kernel[:past, :past] + noise[:, None, None] * np.eye(past)
    lower = np.linalg.cholesky(seen)
    z = np.linalg.solve(lower, y[..., None])
    across = np.linalg.solve(lower, np.broadcast_to(kernel[:past, past:], (len(y), past, kernel.shape[0] - past)))
    mean = (across.transpose(0, 2, 1) @ z)[..., 0]
    spread = kernel[past:, past:] - across.transpose(0, 2, 1) @ across
    value, vector = np.linalg.eigh(spread)
    root = (vector * np.sqrt(np.maximum(value, 0))[:, None, :]).transpose(0, 2, 1)
    likely = -0.5 * (z[..., 0] ** 2).sum(1) - np.log(np.diagonal(lower, axis1=1, axis2=2)).sum(1)
    return mean, root, likely
