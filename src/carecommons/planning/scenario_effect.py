"""What a scenario does to the children expected, and to every possible future of a forecast, under the same seeds.

The model of lives in care is carried on twice with the same draws: as it is, and with the factors of the scenario from
their days on. What lies between is added to each possible future of the forecast, draw by draw; so base and scenario
differ by the change alone. Then limits of places are applied, in every future. Loaded by workers and the command line
alone. Not in it: that fewer or more children also change how widely chance spreads them.
Shapes: B draws, M marks, U, A, D, S as in children.stays.tables; P paths.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from carecommons.children.returns.days import to_day
from carecommons.children.stays.flow import Flow, flow_on
from carecommons.children.stays.lives import Lives
from carecommons.children.stays.tables import AGE_FROM_YEARS, CARE_FROM_DAYS, MONTH_DAYS, Floats

from .forecast.categories import CATEGORIES, by_category
from .forecast.engine import COMING, AreaForecast, Settings, _pooled, edges
from .forecast.expected import _who_comes
from .forecast.made import Made
from .forecast.rates import Rates, draw_rates, drawn_again
from .forecast.starts import draw_starts
from .forecast.streams import stream
from .scenario import FACTORS, Change, limited, limits_at
from .scenario_kernel import carry_starts_by_period, carry_stock_by_period

__all__ = ["Beside", "effect", "effects", "shifted", "under_limits"]

_AGES, _CARE = np.array(AGE_FROM_YEARS), np.array(CARE_FROM_DAYS)


@dataclass(frozen=True, slots=True)
class Beside:
    """The scenario beside the base, of one area. without: children who find no place in a kind of home, on average over
    the possible futures (M, S); full: in how many of 100 futures the limit is reached (M, S)."""

    scenario: AreaForecast
    without: Floats
    full: Floats


def effect(
    flow: Flow, area: int, name: str, marks: Sequence[int], settings: Settings, changes: Sequence[Change], *,
    above: Rates | None = None, slope: Floats | None = None, mix: Floats | float = 0.0,
) -> Floats:  # fmt: skip
    """How many children more or fewer are expected at each mark, by draw: (B, M, S). Draw 0 is the estimate.

    above, slope, mix: what all areas share, where the area does not stand alone (`forecast.engine`).
    """
    factors = [change for change in changes if change.what in FACTORS]
    starts = draw_starts(
        flow.tables.quarterly[area : area + 1], marks[-1], seed=settings.seed, names=(name,), purpose=COMING,
        draws=settings.draws, model=settings.starts, slope=slope,
    )[0]  # fmt: skip
    rng = stream(settings.seed, name, COMING, "rates")
    rates = draw_rates(flow.tables, area, rng, settings.draws, above=above, strengths=settings.strengths)
    who = _who_comes(drawn_again(flow.tables.starts[area] + mix, rng, settings.draws))
    one = _carried(flow, area, rates, starts, who, marks, ())
    other = _carried(flow, area, rates, starts, who, marks, factors)
    return np.asarray(other - one)


def effects(
    lives: Lives, made: Made, settings: Settings, changes: Sequence[Change], councils: Set[str]
) -> Iterator[tuple[AreaForecast, Floats]]:
    """Of each of these councils among those that were forecast together: its forecast, and the effect by draw."""
    day = to_day(made.as_at)
    split = by_category(lives.place, lives.places)
    flow = flow_on(
        lives.spells(split.state, until=day), day, areas=len(made.names), states=len(split.parts), years_back=0
    )
    shared = _pooled(flow, settings, COMING, settings.draws) if flow.areas > 1 else None
    for number, area in enumerate(made.found.areas):
        if area.name in councils:
            yield (
                area,
                effect(
                    flow, number, area.name, made.found.marks, settings, changes,
                    above=shared.rates if shared else None, slope=shared.slope if shared else None,
                    mix=shared.mix if shared else 0.0,
                ),
            )  # fmt: skip


def shifted(base: AreaForecast, found: Floats, width: Mapping[int, float]) -> AreaForecast:
    """The forecast of one area with more or fewer children. found: how many, by draw (B, M, S). width: of the base."""
    paths = np.maximum(base.paths + found[np.arange(len(base.paths)) % len(found)], 0)
    return _with(base, np.maximum(base.median + found[0], 0), paths, width)


def under_limits(
    area: AreaForecast, width: Mapping[int, float], dates: Sequence[date], changes: Sequence[Change]
) -> Beside:
    """The forecast of a place with nobody above the limits of a scenario, in every possible future."""
    median, paths = area.median.copy(), area.paths.copy()
    without, full = np.zeros_like(median), np.zeros_like(median)
    for m, day in enumerate(dates):
        limits = limits_at(changes, day)
        paths[:, m], over = limited(paths[:, m], limits)
        median[m], _ = limited(median[m], limits)
        without[m], full[m] = over.mean(0), (over > 0).mean(0) * 100
    return Beside(_with(area, median, paths, width), without, full)


def _with(base: AreaForecast, median: Floats, paths: Floats, width: Mapping[int, float]) -> AreaForecast:
    off = (paths - median) / width[80]
    low, high = edges(median, off, width)
    low_total, high_total = edges(median.sum(1), off.sum(2), width)
    return replace(
        base, median=median, paths=paths, low=low, high=high, low_total=low_total, high_total=high_total
    )  # fmt: skip


def _carried(
    flow: Flow, area: int, rates: Rates, starts: Floats, who: tuple[Floats, Floats, Floats], marks: Sequence[int],
    factors: Sequence[Change],
) -> Floats:  # fmt: skip
    """Children expected, (B, M, S). starts: (B, U, months)."""
    # Loaded here as everywhere: whoever only reads this file's values loads no compiler.
    from .forecast.kernel import month_matrices

    steps = marks[-1]
    month = [_month_of(change.from_day, flow.day) for change in factors]
    opens = sorted(
        {0, *(each for change, each in zip(factors, month, strict=True) if change.what != "starts" and each < steps)}
    )
    period = np.searchsorted(opens, np.arange(steps), side="right") - 1
    matrices = []
    for first in opens:
        now = [change for change, each in zip(factors, month, strict=True) if each <= first]
        exits, moves = _changed(rates, now)
        matrices.append(month_matrices(np.ascontiguousarray(exits), np.ascontiguousarray(moves)))
    here = slice(*np.searchsorted(flow.stock.area, [area, area + 1]))
    cells = tuple(
        np.ascontiguousarray(each[here], np.int64) for each in (flow.stock.alone, flow.stock.left, flow.stock.months)
    )
    alone, left, share = who
    P, of_month, at = np.ascontiguousarray(np.stack(matrices)), period.astype(np.int64), np.array(marks, np.int64)
    here_still = carry_stock_by_period(
        P, of_month, *cells, np.ascontiguousarray(flow.stock.count[here]), at, _AGES, _CARE, MONTH_DAYS
    )
    come = carry_starts_by_period(
        P, of_month, alone, left, np.ascontiguousarray(share), *_come(starts, factors, month, steps, flow.states), at,
        _AGES, _CARE, MONTH_DAYS,
    )  # fmt: skip
    return np.asarray((here_still + come).transpose(1, 0, 2))


def _month_of(day: date, today: int) -> int:
    """The first month from today in which a change holds: those that began before hold from the first."""
    return max(0, int(np.ceil((to_day(day) - today - 1) / MONTH_DAYS - 0.5)))


def _changed(rates: Rates, factors: Sequence[Change]) -> tuple[Floats, Floats]:
    exits, moves = rates.exits.copy(), rates.moves.copy()
    for change in factors:
        homes = slice(None) if not change.home else CATEGORIES.index(change.home)
        if change.what == "exits":
            exits[..., homes] *= change.size
        elif change.what == "moves":
            to = slice(None) if not change.to else CATEGORIES.index(change.to)
            moves[..., homes, to] *= change.size
    return exits, moves


def _come(
    starts: Floats, factors: Sequence[Change], month: Sequence[int], steps: int, states: int
) -> tuple[Floats, Floats]:
    """How many come at the turns of months, by the first kind of home, (T + 1, B, U, S): half of those of a month at
    its beginning, and half at its end."""
    each = np.repeat(starts[..., None], states, axis=3)  # (B, U, months, S)
    for change, first in zip(factors, month, strict=True):
        if change.what == "starts":
            homes = slice(None) if not change.home else CATEGORIES.index(change.home)
            each[:, :, first:, homes] *= change.size
    half = np.ascontiguousarray(each[:, :, :steps].transpose(2, 0, 1, 3)) / 2
    nobody = np.zeros((1, *half.shape[1:]))
    return np.concatenate([half, nobody]), np.concatenate([nobody, half])
