"""How the parts of a forecast are weighed, and how wide its intervals are, by what the past says of them.

At earlier days the same forecast is made from what was known then, beside the last value and the straight line.
Weights: convex, by least squares of standardised errors, drawn towards a default that leans on the cohort model.
Intervals: at each level the errors' own quantile over the model's, drawn towards 1 (conformal with few errors).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from carecommons.children.stays.tables import Floats

__all__ = ["LEVELS", "Candidates", "Leaning", "Tested", "half_width", "intervals", "straight_line", "weigh"]

LEVELS = (50, 80, 95)
_Z = {50: 0.6744897502, 80: 1.2815515655, 95: 1.9599639845}
_STEPS = 20


@dataclass(frozen=True, slots=True)
class Candidates:
    """Of one area: cohort (B, M, S) by draw, chance (M*S, M*S), naive and line (M, S)."""

    cohort: Floats
    chance: Floats
    naive: Floats
    line: Floats

    @property
    def sd(self) -> Floats:
        """Of chance and of what is not known of the rates, (M, S)."""
        return np.sqrt(np.diag(self.chance).reshape(self.naive.shape) + self.cohort.var(0))


@dataclass(frozen=True, slots=True)
class Tested:
    """What was forecast at an earlier day for a date that has come: all (K, S). years: how far ahead."""

    years: int
    origin: int
    cohort: Floats
    naive: Floats
    line: Floats
    sd: Floats
    truth: Floats


@dataclass(frozen=True, slots=True)
class Leaning:
    """default: weights of cohort, naive and line when nothing was tested; strength: how many errors it counts as.

    width: how many times the model's own width an interval is when nothing was tested. 1.1 was measured on generated
    returns (bench/forecast.py): the model knows nothing of a change of rules, and every year has some.
    """

    default: tuple[float, float, float] = (0.9, 0.1, 0.0)
    strength: float = 40.0
    width: float = 1.1
    width_strength: float = 30.0


def straight_line(history: Floats, years: Floats) -> Floats:
    """Least squares through yearly values (K, Y, S), carried on: (K, M, S), never below nought."""
    number = history.shape[1]
    t = np.arange(number) - (number - 1) / 2
    slope = np.einsum("y,kys->ks", t, history) / (t @ t) if number > 1 else np.zeros_like(history[:, 0])
    ahead = (number - 1) / 2 + years
    return np.maximum(history.mean(1)[:, None] + slope[:, None] * ahead[None, :, None], 0)


def weigh(tested: Sequence[Tested], leaning: Leaning) -> Floats:
    """Weights of cohort, naive and line, adding to 1."""
    default = np.array(leaning.default)
    if not tested:
        return default
    found = np.concatenate([np.stack([(each.cohort / each.sd).ravel(), (each.naive / each.sd).ravel(), (each.line / each.sd).ravel()], 1) for each in tested])
    truth = np.concatenate([(each.truth / each.sd).ravel() for each in tested])
    grid = np.array([(i, j, _STEPS - i - j) for i in range(_STEPS + 1) for j in range(_STEPS + 1 - i)]) / _STEPS
    loss = _loss(found, truth, grid) / 2
    loss += leaning.strength * ((grid - default) ** 2).sum(1) * np.mean((found[:, 0] - found[:, 1]) ** 2 + 1)
    return grid[np.argmin(loss)]


def _loss(found: Floats, truth: Floats, grid: Floats) -> Floats:
    """Sum of squared errors of each mixture, by way of the second moments."""
    errors = found - truth[:, None]  # weights add to 1, so the mixture's error is the mixture of errors
    return np.einsum("gi,ij,gj->g", grid, errors.T @ errors, grid)


def intervals(tested: Sequence[Tested], weights: Floats, leaning: Leaning) -> Mapping[int, float]:
    """How many times the model's own width each level is."""
    if not tested:
        return dict.fromkeys(LEVELS, leaning.width)
    w = weights
    errors = np.concatenate(
        [np.abs((w[0] * each.cohort + w[1] * each.naive + w[2] * each.line - each.truth) / each.sd).ravel() for each in tested]
    )
    alike = len(errors) / 2  # the errors of one day go together
    k = leaning.width_strength
    return {
        level: float((k * leaning.width + alike * np.quantile(errors, min(1.0, level / 100 * (1 + 1 / len(errors)))) / _Z[level]) / (k + alike))
        for level in LEVELS
    }


def half_width(level: int, width: Mapping[int, float]) -> float:
    """Half of an interval, in standard deviations."""
    return _Z[level] * width[level]
