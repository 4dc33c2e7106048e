"""From the flow of one or many areas to a forecast of each, with intervals, paths and the record of its past.

One area stands on its own returns; many draw what they share from all of them together, with common draws, so that the
sum over areas is as unsure as it should be. What is shared is made once; the rest is done in batches of areas, here or
elsewhere, and no draw depends on where: each has a stream that its area's name alone decides.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from carecommons.children.stays.flow import Flow
from carecommons.children.stays.tables import Floats

from .combine import LEVELS, Candidates, Leaning, Tested, intervals, straight_line, teaching, weigh
from .expected import expected
from .rates import Rates, Strengths, draw_rates
from .starts import StartsModel, draw_starts
from .streams import stream

__all__ = ["AreaForecast", "Forecast", "Settings", "Spread", "edges", "forecast", "in_this_process", "summed"]

Spread = Callable[[Callable[[Any], Any], Sequence[Any]], list[Any]]
"""How work is done for each of many batches: the answers in the order of the batches."""
BATCH = 16
"""Areas in a batch: one area is too little work to send anywhere."""
COMING, ANY = "forecast", "any"
WIDE_STARTS = StartsModel(slope_sd=(0.03, 0.06))
"""Of all areas together: their common trend is theirs to tell, so it is held less tightly than that of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """paths: possible futures; draws: of the rates; tested_draws: of the rates in the past. mix_above: how many
    children of all areas stand beside those of an area where it is asked who comes."""

    seed: int
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
    not rounded and as wide as the 80 % level; ages: expected at each mark by band of age (M, G, S)."""

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
    """areas in the order of their names as given. marks: months ahead. weights of cohort, naive, line; width by level.
    tested: what was forecast at earlier days for days that have come."""

    marks: tuple[int, ...]
    areas: tuple[AreaForecast, ...]
    weights: tuple[float, float, float]
    width: Mapping[int, float]
    tested: tuple[Tested, ...]


def in_this_process(work: Callable[[Any], Any], batches: Sequence[Any]) -> list[Any]:
    """One batch after another."""
    return [work(each) for each in batches]


def forecast(
    now: Flow, past: Sequence[Flow], names: tuple[str, ...], marks: Sequence[int], settings: Settings, *,
    long_past: Sequence[Flow] = (), spread: Spread = in_this_process,
) -> Forecast:  # fmt: skip
    """The forecast of each area, with weights and widths that the past teaches.

    marks: whole months from the day of `now`, at least 1, rising. past: the flow as known on the same day of earlier
    years. long_past: of years whose test is told and teaches nothing, because little was known then.
    """
    earlier = [
        _batches(each, names, _marks_to(now, each), settings, f"backtest {_years(now, each)}")
        for each in (*past, *long_past)
    ]
    coming = _batches(now, names, tuple(marks), settings, COMING)
    found = spread(_candidates, [batch for each in (*earlier, coming) for batch in each])
    several = [[one for each in found[n : n + len(coming)] for one in each] for n in range(0, len(found), len(coming))]
    flows = [(flow, True) for flow in past] + [(flow, False) for flow in long_past]
    tested = tuple(
        one
        for (flow, teaches), made in zip(flows, several[:-1], strict=True)
        for one in _tested(flow, now, made, teaches=teaches)
    )
    weights = weigh(teaching(tested), settings.leaning)
    width = intervals(teaching(tested), weights, settings.leaning)
    rest = [
        _Rest(batch.names, tuple(several[-1][n * BATCH : (n + 1) * BATCH]), weights, width, settings)
        for n, batch in enumerate(coming)
    ]
    areas = tuple(area for each in spread(_areas, rest) for area in each)
    return Forecast(tuple(marks), areas, (float(weights[0]), float(weights[1]), float(weights[2])), width, tested)


def summed(name: str, found: Forecast) -> AreaForecast:
    """All areas as one: in each possible future the sum of theirs."""
    several = found.areas
    median = np.sum([each.median for each in several], 0)
    paths = np.sum([each.paths for each in several], 0)
    off = (paths - median) / found.width[80]
    low, high = edges(median, off, found.width)
    low_total, high_total = edges(median.sum(1), off.sum(2), found.width)
    return AreaForecast(
        name, median, np.sum([each.naive for each in several], 0), np.sum([each.line for each in several], 0),
        low, high, low_total, high_total, paths, np.sum([each.ages for each in several], 0),
    )  # fmt: skip


def edges(centre: Floats, off: Floats, width: Mapping[int, float]) -> tuple[dict[int, Floats], dict[int, Floats]]:
    """The low and the high end of each level, each level within the next and the centre within them all.

    off: distances from the centre in each possible future, as wide as the model says; width: how many times as wide.
    """
    low, high = {}, {}
    least, most = centre, centre
    for level in LEVELS:
        under, over = np.percentile(off, [50 - level / 2, 50 + level / 2], axis=0) * width[level]
        least, most = np.minimum(least, np.maximum(centre + under, 0)), np.maximum(most, centre + over)
        low[level], high[level] = least, most
    return low, high


# ------------------------------------------------------------------------------------- what is shared
@dataclass(frozen=True, slots=True)
class _Above:
    """What all areas share: rates by draw, slope of starts (B, U), and the mix of who comes (U, 216, S)."""

    rates: Rates
    slope: Floats
    mix: Floats


def _pooled(flow: Flow, settings: Settings, purpose: str, draws: int) -> _Above:
    whole = flow.tables.together()
    rng = stream(settings.seed, "", purpose, "all")
    ahead = draw_starts(
        whole.quarterly, 24, seed=settings.seed, names=("",), purpose=purpose, draws=draws, model=WIDE_STARTS
    )[0]
    slope = np.log(ahead[:, :, 12:].mean(2) / ahead[:, :, :12].mean(2))
    mix = whole.starts[0] / np.maximum(whole.starts[0].sum((1, 2), keepdims=True), 1) * settings.mix_above
    return _Above(draw_rates(whole, 0, rng, draws, above=None, strengths=settings.strengths), slope, mix)


# ------------------------------------------------------------------------------------- batches of areas
@dataclass(frozen=True, slots=True)
class _Batch:
    """Some areas, with all that is wanted to forecast them from one day."""

    flow: Flow
    names: tuple[str, ...]
    marks: tuple[int, ...]
    settings: Settings
    purpose: str
    above: _Above | None

    @property
    def draws(self) -> int:
        return _draws(self.settings, self.purpose)


@dataclass(frozen=True, slots=True)
class _Rest:
    """Some areas, with what was found of each and what the past says of all."""

    names: tuple[str, ...]
    found: tuple[tuple[Candidates, Floats], ...]
    weights: Floats
    width: Mapping[int, float]
    settings: Settings


def _draws(settings: Settings, purpose: str) -> int:
    return settings.draws if purpose == COMING else settings.tested_draws


def _batches(
    flow: Flow, names: tuple[str, ...], marks: tuple[int, ...], settings: Settings, purpose: str
) -> list[_Batch]:
    above = _pooled(flow, settings, purpose, _draws(settings, purpose)) if flow.areas > 1 else None
    return [
        _Batch(flow.part(slice(first, first + BATCH)), names[first : first + BATCH], marks, settings, purpose, above)
        for first in range(0, len(names), BATCH)
    ]


def _candidates(batch: _Batch) -> list[tuple[Candidates, Floats]]:
    """Of each area, with the mean by age (M, G, S)."""
    flow, above, settings, purpose = batch.flow, batch.above, batch.settings, batch.purpose
    # What is drawn in the past makes nobody's paths, and widths are shared by all: there all draw alike, so that no
    # area's name changes a digit of another.
    names = batch.names if purpose == COMING else (ANY,) * len(batch.names)
    starts = draw_starts(
        flow.tables.quarterly, batch.marks[-1], seed=settings.seed, names=names, purpose=purpose,
        draws=batch.draws, model=settings.starts, slope=above.slope if above else None,
    )  # fmt: skip
    at = np.array(batch.marks)
    line = straight_line(flow.history, at / 12)
    found = []
    for place, name in enumerate(names):
        rng = stream(settings.seed, name, purpose, "rates")
        rates = draw_rates(
            flow.tables, place, rng, batch.draws, above=above.rates if above else None, strengths=settings.strengths
        )
        made = expected(flow.tables, place, flow.stock, rates, starts[place], at, rng, mix=above.mix if above else 0.0)
        naive = np.repeat(flow.history[place, -1:], len(at), 0)
        found.append((Candidates(made.by_state, made.chance, naive, line[place]), made.mean[0]))
    return found


def _areas(rest: _Rest) -> list[AreaForecast]:
    return [
        _area(name, each, ages, rest.weights, rest.width, rest.settings)
        for name, (each, ages) in zip(rest.names, rest.found, strict=True)
    ]


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
    low, high = edges(centre, off, width)
    low_total, high_total = edges(centre.sum(1), off.sum(2), width)
    paths = np.maximum(centre + off * width[80], 0)
    return AreaForecast(name, centre, found.naive, found.line, low, high, low_total, high_total, paths, ages)


# ------------------------------------------------------------------------------------- the past
def _years(now: Flow, past: Flow) -> int:
    return round((now.day - past.day) / 365.25)


def _marks_to(now: Flow, past: Flow) -> tuple[int, ...]:
    return tuple(12 * each for each in range(1, _years(now, past) + 1))


def _tested(past: Flow, now: Flow, found: Sequence[tuple[Candidates, Floats]], *, teaches: bool) -> list[Tested]:
    """The forecast made at an earlier day against what came by `now`."""
    ahead = _years(now, past)
    return [
        Tested(
            years=each + 1, origin=past.day,
            cohort=np.stack([one.cohort[0, each] for one, _ in found]),
            naive=np.stack([one.naive[each] for one, _ in found]),
            line=np.stack([one.line[each] for one, _ in found]),
            sd=np.stack([one.sd[each] for one, _ in found]),
            truth=now.history[:, each - ahead], teaches=teaches,
        )
        for each in range(ahead)
    ]  # fmt: skip
