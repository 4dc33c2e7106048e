"""How the parts of a forecast are weighed, and how wide its intervals are, by what the past says of them.

At earlier days the same forecast is made from what was known then, beside the last value and the straight line.
Weights: convex, by least squares of standardised errors, drawn towards a default that leans on the cohort model.
Intervals: at each level the errors' own quantile over the model's, drawn towards 1 (conformal with few errors).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from carecommons.children.stays.tables import Floats

__all__ = ["LEVELS", "Candidates", "Leaning", "Tested", "half_width", "intervals", "straight_line", "teaching", "weigh"]

LEVELS = (50, 80, 95)
_Z = {50: 0.6744897502, 80: 1.2815515655, 95: 1.9599639845}
_STEPS = 20
_WHOLE_CHILDREN = 1 / 12
"""The variance of what is rounded to a whole number: no kind of home is forecast more surely than that."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Of one area: cohort (B, M, S) by draw, chance (M*S, M*S), naive and line (M, S)."""

    cohort: Floats
    chance: Floats
    naive: Floats
    line: Floats

    @property
    def sd(self) -> Floats:
        """Of chance, of what is not known of the rates, and of counting in whole children, (M, S)."""
        sd: Floats = np.sqrt(np.diag(self.chance).reshape(self.naive.shape) + self.cohort.var(0) + _WHOLE_CHILDREN)
        return sd


@dataclass(frozen=True, slots=True)
class Tested:
    """What was forecast at an earlier day for a date that has come: all (K, S). years: how far ahead. teaches:
    whether weights and widths heed it."""

    years: int
    origin: int
    cohort: Floats
    naive: Floats
    line: Floats
    sd: Floats
    truth: Floats
    teaches: bool = True

    def mixed(self, weights: Floats) -> Floats:
        """What these weights would have forecast."""
        mixed: Floats = weights[0] * self.cohort + weights[1] * self.naive + weights[2] * self.line
        return mixed


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
    line: Floats = np.maximum(history.mean(1)[:, None] + slope[:, None] * ahead[None, :, None], 0)
    return line


def teaching(tested: Sequence[Tested]) -> tuple[Tested, ...]:
    """Those of the tests that weights and widths heed."""
    return tuple(each for each in tested if each.teaches)


def weigh(tested: Sequence[Tested], leaning: Leaning) -> Floats:
    """Weights of cohort, naive and line, adding to 1."""
    default = np.array(leaning.default)
    if not tested:
        return default
    # Weights add to 1, so the error of a mixture is the mixture of errors.
    errors = np.concatenate(
        [
            np.stack([((guess - each.truth) / each.sd).ravel() for guess in (each.cohort, each.naive, each.line)], 1)
            for each in tested
        ]
    )
    grid = np.array([(i, j, _STEPS - i - j) for i in range(_STEPS + 1) for j in range(_STEPS + 1 - i)]) / _STEPS
    loss: Floats = np.einsum("gi,ij,gj->g", grid, errors.T @ errors, grid) / 2
    apart = np.mean((errors[:, 0] - errors[:, 1]) ** 2 + 1)
    loss += leaning.strength * ((grid - default) ** 2).sum(1) * apart
    best: Floats = grid[np.argmin(loss)]
    return best


def intervals(tested: Sequence[Tested], weights: Floats, leaning: Leaning) -> Mapping[int, float]:
    """How many times the model's own width each level is."""
    if not tested:
        return dict.fromkeys(LEVELS, leaning.width)
    errors = np.concatenate([np.abs((each.mixed(weights) - each.truth) / each.sd).ravel() for each in tested])
    alike = len(errors) / 2  # the errors of one day go together
    k = leaning.width_strength
    found = {}
    for level in LEVELS:
        seen = np.quantile(errors, min(1.0, level / 100 * (1 + 1 / len(errors)))) / _Z[level]
        found[level] = float((k * leaning.width + alike * seen) / (k + alike))
    return found


def half_width(level: int, width: Mapping[int, float]) -> float:
    """Half of an interval, in standard deviations."""
    return _Z[level] * width[level]
