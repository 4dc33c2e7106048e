"""The parts of each kind of home, brought to its forecast: in every possible future they add up to it.

A kind of home is forecast better as a whole than as the sum of thin parts. So the parts say how it is divided, and the
forecast by kind of home says how many there are.
Shapes: P paths, M dates, S parts, C kinds of home.
"""

from dataclasses import replace

import numpy as np

from carecommons.children.stays.spells import Ints
from carecommons.children.stays.tables import Floats

from .engine import AreaForecast, Forecast, edges

__all__ = ["within"]


def within(parts: Forecast, whole: Forecast, category: Ints) -> Forecast:
    """The forecast by part with the totals of the forecast by kind of home. category: the kind of each part (S,)."""
    areas = [
        _brought(one, all_of, category, parts, whole) for one, all_of in zip(parts.areas, whole.areas, strict=True)
    ]
    return replace(parts, areas=tuple(areas))


def divided(whole: Floats, parts: Floats, category: Ints, otherwise: Floats) -> Floats:
    """whole (..., C) divided as parts (..., S) are; where nobody is in any part of a kind, as `otherwise` (S,) are.

    divided[..., s] = whole[..., c] * parts[..., s] / sum of parts over c, with c the kind of s.
    """
    belongs = np.eye(whole.shape[-1])[category]
    share = np.where((parts @ belongs @ belongs.T) > 0, parts, otherwise)
    found: Floats = share / (share @ belongs @ belongs.T) * (whole @ belongs.T)
    return found


def _brought(one: AreaForecast, all_of: AreaForecast, category: Ints, parts: Forecast, whole: Forecast) -> AreaForecast:
    """Intervals are as much wider than the paths, level by level, as those of the parts' own forecast were."""
    ever = one.median.sum(0) + 1e-9  # never nought: a kind in which nobody is expected is divided evenly
    median = divided(all_of.median, one.median, category, ever)
    paths = divided(all_of.paths, one.paths, category, ever)
    low, high = edges(median, (paths - median) / parts.width[80], parts.width)
    return replace(
        one, median=median, paths=paths, low=low, high=high, low_total=all_of.low_total, high_total=all_of.high_total
    )
