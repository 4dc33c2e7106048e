"""The track record of a forecast: how it would have done at earlier days, beside the last value and the line.

At each earlier day the weights and widths are those that the other days teach, so that no day marks its own work.
Error: mean of |forecast - truth| / truth over areas and kinds of home with somebody in them, in %. Coverage: how often
the interval held the truth, in %. WIS: the weighted interval score over three levels, as % of the truth (Bracher and
others 2021); smaller is better.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from carecommons.children.stays.tables import Floats

from .combine import LEVELS, Leaning, Tested, half_width, intervals, teaching, weigh

__all__ = ["TrackRecord", "track_record"]

NAMES = ("ours", "naive", "line")


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """One horizon. error: by name, over kinds of home; total: the same of all children together. days: how many."""

    years: int
    days: int
    error: Mapping[str, float]
    total: Mapping[str, float]
    by_state: Mapping[str, tuple[float, ...]]
    coverage: Mapping[int, float]
    wis: float

    @property
    def naive_wins(self) -> bool:
        """Whether the last value, carried on, was nearer to what came."""
        return self.error["naive"] < self.error["ours"]


def track_record(tested: Sequence[Tested], leaning: Leaning) -> tuple[TrackRecord, ...]:
    """By horizon, nearest first; nothing where no earlier day could be tested."""
    found = []
    for years in sorted({each.years for each in tested}):
        rows = [each for each in tested if each.years == years]
        made = [_made(each, tested, leaning) for each in rows]
        found.append(_summed(years, rows, made))
    return tuple(found)


def _made(one: Tested, tested: Sequence[Tested], leaning: Leaning) -> tuple[Floats, Mapping[int, float]]:
    others = [each for each in teaching(tested) if each.origin != one.origin]
    weights = weigh(others, leaning)
    return one.mixed(weights), intervals(others, weights, leaning)


def _summed(years: int, rows: Sequence[Tested], made: Sequence[tuple[Floats, Mapping[int, float]]]) -> TrackRecord:
    truth = np.stack([each.truth for each in rows])
    guesses = {
        "ours": np.stack([middle for middle, _ in made]), "naive": np.stack([each.naive for each in rows]),
        "line": np.stack([each.line for each in rows]),
    }  # fmt: skip
    off = [np.abs(middle - each.truth) / each.sd for each, (middle, _) in zip(rows, made, strict=True)]
    inside = {
        level: float(np.mean([off[n] <= half_width(level, width) for n, (_, width) in enumerate(made)]) * 100)
        for level in LEVELS
    }
    scores = [_wis(each, *how)[each.truth > 0] for each, how in zip(rows, made, strict=True)]
    return TrackRecord(
        years=years, days=len(rows), error={name: _error(guess, truth) for name, guess in guesses.items()},
        total={name: _error(guess.sum(-1), truth.sum(-1)) for name, guess in guesses.items()},
        by_state={
            name: tuple(_error(guess[..., s], truth[..., s]) for s in range(truth.shape[-1]))
            for name, guess in guesses.items()
        },
        coverage=inside, wis=float(np.mean(np.concatenate(scores))) if any(map(len, scores)) else float("nan"),
    )  # fmt: skip


def _error(guess: Floats, truth: Floats) -> float:
    """The mean error in % of the truth, where there was anybody; NaN where there never was."""
    some = truth > 0
    return float(np.mean(np.abs(guess - truth)[some] / truth[some]) * 100) if some.any() else float("nan")


def _wis(one: Tested, middle: Floats, width: Mapping[int, float]) -> Floats:
    score = np.abs(one.truth - middle) / 2
    for level in LEVELS:
        alpha, half = 1 - level / 100, half_width(level, width) * one.sd
        outside = np.maximum(np.abs(one.truth - middle) - half, 0)
        score = score + alpha / 2 * (2 * half + 2 / alpha * outside)
    return score / (len(LEVELS) + 0.5) / np.maximum(one.truth, 1) * 100
