"""What is expected of one area at each date, and how far chance alone spreads it.

Expected = children of today carried on + children still to come, by the lag since they came. Spread by chance: those of
today multinomial, those to come Poisson; exact over dates and states, so no child is thrown a die for a thousand times.
Shapes: B draws, M marks, G bands of age, S states.
"""

from dataclasses import dataclass

import numpy as np

from carecommons.children.stays.spells import Ints
from carecommons.children.stays.tables import AGE_FROM_YEARS, CARE_FROM_DAYS, MONTH_DAYS, Floats, Stock, Tables

from .rates import Rates, drawn_again

__all__ = ["AGES_TOLD", "Expected", "expected"]

AGES_TOLD = (0.0, 5.0, 10.0, 16.0)
_AGES, _CARE, _TOLD = np.array(AGE_FROM_YEARS), np.array(CARE_FROM_DAYS), np.array(AGES_TOLD)
LEAST_SHARE = 1e-6


@dataclass(frozen=True, slots=True)
class Expected:
    """mean (B, M, G, S), draw 0 the estimate; chance (M * S, M * S), the covariance of the sums over ages."""

    mean: Floats
    chance: Floats

    @property
    def by_state(self) -> Floats:
        """(B, M, S)."""
        found: Floats = self.mean.sum(2)
        return found


def expected(
    tables: Tables, area: int, now: Stock, rates: Rates, starts: Floats, marks: Floats, rng: np.random.Generator,
    *, mix: Floats | float = 0.0,
) -> Expected:  # fmt: skip
    """What is expected of one area, and its spread by chance.

    starts: expected in each month, (B, U, months). marks: whole months from today, rising. mix: children who came
    elsewhere, (U, 216, S), that stand beside those of this area. A group of whom nobody ever came is not expected.
    """
    # Loaded here: whoever only shows what was forecast, as the pages do, loads no compiler.
    from .kernel import carry_starts, carry_stock, month_matrices, spread_stock

    states, draws = tables.states, rates.exits.shape[0]
    marks = np.ascontiguousarray(marks, np.int64)
    P = month_matrices(np.ascontiguousarray(rates.exits), np.ascontiguousarray(rates.moves))
    here = slice(*np.searchsorted(now.area, [area, area + 1]))
    cells = tuple(np.ascontiguousarray(each[here], np.int64) for each in (now.alone, now.left, now.months))
    count = np.ascontiguousarray(now.count[here])
    mean = carry_stock(P, *cells, count, marks, _AGES, _CARE, _TOLD, MONTH_DAYS)
    alone, left, come = _who_comes(drawn_again(tables.starts[area] + mix, rng, draws))
    lag = carry_starts(P, alone, left, come, int(marks[-1]), _AGES, _CARE, _TOLD, MONTH_DAYS)
    middle = (lag[1:] + lag[:-1]) / 2  # of who came in the j-th month before the date
    new = np.stack([np.einsum("bum,mbugs->bgs", starts[:, :, :m], middle[:m][::-1]) for m in marks])
    mean = (mean + new).transpose(1, 0, 2, 3)
    chance, between = spread_stock(P[0], *cells, count, marks, _AGES, _CARE, MONTH_DAYS)
    _add_fresh(chance, between, new[:, 0].sum(1))
    size = len(marks) * states
    return Expected(mean, chance.reshape(size, size))


def _who_comes(drawn: Floats) -> tuple[Ints, Ints, Floats]:
    """The cells in which children come: alone (n,), months to the 18th birthday (n,), shares (n, B, S) that add to 1
    over the cells of a group. drawn: starts, (B, U, 216, S)."""
    every = drawn.sum((2, 3), keepdims=True)
    share = drawn / np.where(every > 0, every, 1)
    alone, left = np.nonzero(share[0].sum(-1) > LEAST_SHARE)
    return (
        alone.astype(np.int64),
        left.astype(np.int64) + 1,
        np.ascontiguousarray(share[:, alone, left].transpose(1, 0, 2)),
    )


def _add_fresh(chance: Floats, between: Floats, fresh: Floats) -> None:
    """Add to the covariance (M, S, M, S) those still to come, who are Poisson: as many as expected at a mark (M, S),
    and of them at a later mark as many as the mean child of today goes from state to state meanwhile, (M, S, S)."""
    for g in range(len(fresh)):
        there = np.diag(fresh[g])
        chance[g, :, g] += there
        for h in range(g + 1, len(fresh)):
            there = there @ between[h]
            chance[g, :, h] += there
            chance[h, :, g] += there.T
