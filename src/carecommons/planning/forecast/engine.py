"""From the flow of one or many areas to a forecast of each, with intervals, paths and the record of its past.

One area stands on its own returns; many draw what they share from all of them together, with common draws, so that the
sum over areas is as unsure as it should be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from carecommons.children.stays.flow import Flow
from carecommons.children.stays.tables import Floats

from .combine import LEVELS, Candidates, Leaning, Tested, intervals, straight_line, weigh
from .expected import AGES_TOLD, expected
from .rates import Rates, Strengths, draw_rates
from .starts import StartsModel, draw_starts
from .streams import stream

__all__ = ["AreaForecast", "Forecast", "Settings", "forecast"]


@dataclass(frozen=True, slots=True)
class Settings:
    """seed; paths: possible futures; draws: of the rates; tested_draws: of the rates in the past."""

    seed: int = 1
    paths: int = 1000
    draws: int = 20
    tested_draws: int = 8
    strengths: Strengths = field(default_factory=Strengths)
    starts: StartsModel = field(default_factory=StartsModel)
    leaning: Leaning = field(default_factory=Leaning)
    mix_above: float = 30.0


@dataclass(frozen=True, slots=True)
class AreaForecast:
    """Of one area. median, naive, line (M, S); low and high by level (M, S), of all together (M,); paths (paths, M, S),
    not yet rounded and with the width of the 80 % level; ages: expected at each mark by band of age (M, G, S)."""

    name: str
    median: Floats
    naive: Floats
    line: Floats
    low: Mapping[int, Floats]
    high: Mapping[int, Floats]
    low_total: Mapping[int, Floats]
    high_total: Mapping[int, Floats]
    paths: Floats
    ages: Floats


@dataclass(frozen=True, slots=True)
class Forecast:
    """areas in the order of their names as given. marks: months ahead. weights of cohort, naive, line; width by level."""

    marks: tuple[int, ...]
    areas: tuple[AreaForecast, ...]
    weights: tuple[float, float, float]
    width: Mapping[int, float]
    tested: tuple[Tested, ...]


@dataclass(frozen=True, slots=True)
class _Above:
    """What all areas share: rates by draw, slope of starts (B, U), and the mix of who comes (U, 216, S)."""

    rates: Rates
    slope: Floats
    mix: Floats


def forecast(
    now: Flow, past: Sequence[Flow], names: tuple[str, ...], marks: Sequence[int], settings: Settings
) -> Forecast:
    """marks: whole months from the day of `now`, rising. past: the flow as known on the same day of earlier years."""
    tested = tuple(each for flow in past for each in _test(flow, now, names, settings))
    weights = weigh(tested, settings.leaning)
    width = intervals(tested, weights, settings.leaning)
    found = _candidates(now, names, marks, settings, "forecast", settings.draws)
    areas = tuple(
        _area(name, each, ages, weights, width, settings) for name, (each, ages) in zip(names, found, strict=True)
    )
    return Forecast(tuple(marks), areas, (float(weights[0]), float(weights[1]), float(weights[2])), width, tested)


def _candidates(
    flow: Flow, names: tuple[str, ...], marks: Sequence[int], settings: Settings, purpose: str, draws: int
) -> list[tuple[Candidates, Floats]]:
    """Of each area, with the mean by age (M, G, S)."""
    above = _pooled(flow, settings, purpose, draws) if flow.areas > 1 else None
    starts = draw_starts(
        flow.tables.quarterly, marks[-1], seed=settings.seed, names=names, purpose=purpose, draws=draws,
        model=settings.starts, slope=above.slope if above else None,
    )  # fmt: skip
    years, at = np.array(marks) / 12, np.array(marks)
    line = straight_line(flow.history, years)
    found = []
    for place, name in enumerate(names):
        rng = stream(settings.seed, name, purpose, "rates")
        rates = draw_rates(
            flow.tables, place, rng, draws, above=above.rates if above else None, strengths=settings.strengths
        )
        made = expected(
            flow.tables, place, flow.stock, rates, starts[place], at, rng, mix=above.mix if above else 0.0
        )
        naive = np.broadcast_to(flow.history[place, -1], line[place].shape)
        found.append((Candidates(made.by_state, made.chance, naive, line[place]), made.mean[0]))
    return found


def _pooled(flow: Flow, settings: Settings, purpose: str, draws: int) -> _Above:
    whole = flow.tables.together()
    rng = stream(settings.seed, "", purpose, "all")
    wide = StartsModel(slope_sd=(0.03, 0.06))
    ahead = draw_starts(
        whole.quarterly, 24, seed=settings.seed, names=("",), purpose=purpose, draws=draws, model=wide
    )[0]
    slope = np.log(ahead[:, :, 12:].mean(2) / ahead[:, :, :12].mean(2))
    mix = whole.starts[0] / np.maximum(whole.starts[0].sum((1, 2), keepdims=True), 1) * settings.mix_above
    return _Above(draw_rates(whole, 0, rng, draws, above=None, strengths=settings.strengths), slope, mix)


def _test(flow: Flow, now: Flow, names: tuple[str, ...], settings: Settings) -> list[Tested]:
    """The forecast made at an earlier day against what came by `now`."""
    ahead = round((now.day - flow.day) / 365.25)
    marks = [12 * each for each in range(1, ahead + 1)]
    found = _candidates(flow, names, marks, settings, f"backtest {ahead}", settings.tested_draws)
    return [
        Tested(
            years=each + 1, origin=flow.day,
            cohort=np.stack([one.cohort[0, each] for one, _ in found]),
            naive=np.stack([one.naive[each] for one, _ in found]),
            line=np.stack([one.line[each] for one, _ in found]),
            sd=np.stack([one.sd[each] for one, _ in found]),
            truth=now.history[:, each - ahead],
        )
        for each in range(ahead)
    ]  # fmt: skip


def _area(
    name: str, found: Candidates, ages: Floats, weights: Floats, width: Mapping[int, float], settings: Settings
) -> AreaForecast:
    marks, states = found.naive.shape
    centre = weights[0] * found.cohort[0] + weights[1] * found.naive + weights[2] * found.line
    value, vector = np.linalg.eigh(found.chance)
    root = vector * np.sqrt(np.maximum(value, 0))
    normals = stream(settings.seed, name, "paths").standard_normal((settings.paths, marks * states))
    drawn = found.cohort[np.arange(settings.paths) % len(found.cohort)] - found.cohort.mean(0)
    off = drawn + (normals @ root.T).reshape(settings.paths, marks, states)
    whole, all_of = off.sum(2), centre.sum(1)
    low, high = _edges(centre, off, width)
    low_total, high_total = _edges(all_of, whole, width)
    paths = np.maximum(centre + off * width[80], 0)
    return AreaForecast(name, centre, found.naive, found.line, low, high, low_total, high_total, paths, ages)


def _edges(centre: Floats, off: Floats, width: Mapping[int, float]) -> tuple[dict[int, Floats], dict[int, Floats]]:
    low, high = {}, {}
    for level in LEVELS:
        under, over = np.percentile(off, [50 - level / 2, 50 + level / 2], axis=0) * width[level]
        low[level], high[level] = np.maximum(centre + under, 0), centre + over
    return low, high
