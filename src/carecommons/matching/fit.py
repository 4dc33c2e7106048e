"""How a home answers each of the twelve needs: met, met with support, unmet or unknown.

    need 0                                     -> none: nothing more than any good carer gives
    child's level or home's level not known    -> unknown, never met and never unmet
    level <= what the home meets alone         -> met
    level <= what it meets with named support,
      and at most `gap` levels above alone     -> support
    otherwise                                  -> unmet
Source: handbook section 7, stage 3. The domains are compared one by one; nothing is added across them.
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from carecommons.provision.capability import DOMAIN_CODES, LEVEL_MAX, UNKNOWN
from carecommons.provision.homes import Homes


class Answer(IntEnum):
    MET = 0
    SUPPORT = 1
    UNMET = 2
    UNKNOWN = 3
    NONE = 4


ANSWER_CODES = {
    Answer.MET: "met",
    Answer.SUPPORT: "support",
    Answer.UNMET: "unmet",
    Answer.UNKNOWN: "unknown",
    Answer.NONE: "none",
}
SIDE = LEVEL_MAX + 2  # a home's level is -1 (unknown) to 4: six values


@dataclass(frozen=True, eq=False)
class Fit:
    """The answers of some homes. answers: (12, m). The counts are over domains, for comparing in order only.

    worst_unmet: the highest level of need that goes unmet; 0 where none does.
    """

    answers: NDArray[np.int8]
    worst_unmet: NDArray[np.int8]
    unmet: NDArray[np.int8]
    with_support: NDArray[np.int8]
    unknown: NDArray[np.int8]


def answer(*, level: int | None, alone: int, with_support: int, gap: int) -> Answer:
    """How one home answers one need. alone, with_support: levels, -1 unknown."""
    if level == 0:
        return Answer.NONE
    if level is None or alone == UNKNOWN:
        return Answer.UNKNOWN
    if level <= alone:
        return Answer.MET
    if level - alone > gap:
        return Answer.UNMET
    if with_support == UNKNOWN:
        return Answer.UNKNOWN
    return Answer.SUPPORT if level <= with_support else Answer.UNMET


def fit(levels: tuple[int | None, ...], homes: Homes, rows: NDArray[np.intp], gap: int) -> Fit:
    """The answers of the homes in `rows`, all twelve domains."""
    table = _table(levels, gap)
    return fit_of(levels, table.take(homes.levels.take(rows, axis=1) + _offsets()))


def fit_of(levels: tuple[int | None, ...], answers: NDArray[np.int8]) -> Fit:
    """The answers with their counts. answers: (12, m)."""
    unmet = answers == Answer.UNMET
    needed = np.array([level or 0 for level in levels], dtype=np.int8)[:, None]
    return Fit(
        answers=answers,
        worst_unmet=(unmet * needed).max(axis=0, initial=0),
        unmet=_count(unmet),
        with_support=_count(answers == Answer.SUPPORT),
        unknown=_count(answers == Answer.UNKNOWN),
    )


def _count(where: NDArray[np.bool_]) -> NDArray[np.int8]:
    return np.asarray(np.add.reduce(where.view(np.int8), axis=0, dtype=np.int8))


@cache
def _offsets() -> NDArray[np.uint16]:
    """Where each domain's answers begin in the table."""
    return (np.arange(len(DOMAIN_CODES), dtype=np.uint16) * SIDE * SIDE)[:, None]


def _table(levels: tuple[int | None, ...], gap: int) -> NDArray[np.int8]:
    """The answers of twelve domains in one row, at the place that `Homes.levels` gives each pair of levels."""
    return np.concatenate([_row(level, gap) for level in levels])


@cache
def _row(level: int | None, gap: int) -> NDArray[np.int8]:
    """`answer` for every pair of a home's levels."""
    return np.array(
        [
            answer(level=level, alone=alone, with_support=with_support, gap=gap)
            for alone in range(UNKNOWN, LEVEL_MAX + 1)
            for with_support in range(UNKNOWN, LEVEL_MAX + 1)
        ],
        dtype=np.int8,
    )
