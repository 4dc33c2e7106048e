"""Invented paths, profiles and homes for the hearts of the gap. No real child, ever."""

from datetime import date

import numpy as np

from carecommons.children.strata import STRATA
from carecommons.common.places import Level
from carecommons.planning.strata import AGES, FLAG_CODES, KINDS, PARTS, Paths, Profiled
from carecommons.planning.usable import Home

G, S = len(AGES), len(KINDS)
DAY = date(2026, 3, 31)


def paths(children, *, number=200, forecast=True, marks=1):
    """The same number of children of each band and kind on every path. children: (G, S), or one number for all."""
    each = np.broadcast_to(np.asarray(children, float), (G, S))
    return Paths(
        DAY, tuple(date(2027 + n, 3, 31) for n in range(marks)), np.tile(each.sum(0), (number, marks, 1)),
        np.tile(each, (marks, 1, 1)), forecast,
    )  # fmt: skip


def profiled(strata=(0, 0, 0, 0), flags=None, high=None):
    """So many profiled children of each stratum (G1, G2, S, not told) in every band and kind."""
    counts = np.zeros((G, S + 1, len(STRATA)), np.int64)
    counts[:, :S] = strata
    held = np.zeros((G, S + 1, len(FLAG_CODES)), np.int64)
    for code, number in (flags or {}).items():
        held[:, :S, FLAG_CODES.index(code)] = number
    helped = np.zeros((G, S + 1, len(PARTS)), np.int64)
    for code, number in (high or {}).items():
        helped[:, :S, PARTS.index(code)] = number
    return Profiled(counts, held, helped)


def rng(seed=1):
    return np.random.default_rng(seed)


def home(level=Level.SAME, kind="fostering", ages=(0, 17), registered=4, staffed=4, lived_in=2, by_others=0, **more):
    return Home(level, KINDS.index(kind), ages, registered, staffed, lived_in, by_others, **more)
