"""The paths that need is read from: a forecast where there is one, else the children in care now.

This is the one place where a forecast that is kept here comes in. Nothing that the web process loads makes one.
"""

import numpy as np

from carecommons.children import flows

from ..forecast.categories import by_category
from ..strata import AGES, KINDS, Paths, band_of

__all__ = ["NUMBER", "SEED", "paths_of", "today"]

NUMBER = 1000
SEED = 1
"""Of the draws of who needs what: the same question has the same answer, whoever asks."""


def paths_of(council: str, *, given: Paths | None, age_max: int) -> Paths:
    """given: a forecast that was made for this question. None: no forecast was made yet, so today's children stand."""
    return today(council, age_max=age_max) if given is None else given


def today(council: str, *, age_max: int) -> Paths:
    """Children in care on the last day of the newest return, the same on every path."""
    found = flows.placements((council,))
    years = (found.age_months + found.days * 12 / 365.25) // 12
    known = found.age_months >= 0
    here = found.running & (~known | (years <= age_max))
    codes, number = np.unique(found.place[here], return_inverse=True)
    kind = by_category(number.astype(np.int32), tuple(str(code) for code in codes)).state if len(codes) else number
    band = np.array([band_of(int(each)) for each in years[here]], np.int64)
    ages = np.zeros((len(AGES), len(KINDS)))
    told = known[here]
    np.add.at(ages, (band[told], kind[told]), 1)
    children = np.bincount(kind, minlength=len(KINDS)).astype(np.float64)
    return Paths(found.known_until, (found.known_until,), np.tile(children, (NUMBER, 1, 1)), ages[None], forecast=False)
