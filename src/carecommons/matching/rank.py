"""Every home for one child, in the published order, none hidden, each with the first gate that it failed.

As specialist as necessary, then as local as possible. Homes that pass come first, then those possible only as
a recorded compromise, then those that wait for an answer, then those that stopped. Within the first two the
keys of the criteria are compared in order and never added; equals stay equals and are drawn by lot (lottery.py).
Distance, the law's tests and the child's wishes stand beside and put nothing in order (kept.py).
No price is known in this room (pyproject.toml, contract "price-blind").
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from carecommons.provision.homes import Homes

from .fit import Fit, fit
from .gates import Codes, Rows, able, lawful, together
from .invitation.said import NOTHING_SAID, Said
from .reasons import Reason
from .rules import Rules
from .seeker import Seeker


class Status(IntEnum):
    APPROPRIATE = 0
    COMPROMISE = 1
    WAITING = 2
    STOPPED = 3


DIGIT = 16  # each key is 0 to 12, so that base 16 compares keys in order and never lets one pay for another


@dataclass(frozen=True, eq=False)
class Ranking:
    """What was found for every home, and the order of those that may be shown.

    reason, status: one entry a home; a reason's hundreds are the gate, 0 is none. reached: the rows that passed
    gates 1 and 2, and `fit` their answers, column for column. key: of each reached row; smaller comes first,
    equal keys are equals. more: home -> where its offer says more than was accepted, which does not count.
    """

    homes: Homes
    reason: Codes
    status: NDArray[np.int8]
    reached: Rows
    fit: Fit
    key: NDArray[np.int64]
    more: Mapping[UUID, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def failed_gate(self) -> NDArray[np.int8]:
        """The gate that stopped each home, or for which it is a compromise or waits; 0 where none."""
        return (self.reason // 100).astype(np.int8)

    def groups(self) -> list[Rows]:
        """The shown homes as groups of equals, first group first: rows into `homes`."""
        return [self.reached.take(columns) for columns in self._grouped()]

    def column(self, row: int) -> int:
        """Where a reached row stands in `fit`."""
        return int(np.searchsorted(self.reached, row))

    def _grouped(self) -> list[Rows]:
        shown = np.flatnonzero(self.status.take(self.reached) != Status.STOPPED)
        keys = self.key.take(shown)
        order = np.argsort(keys, kind="stable")
        cuts = np.flatnonzero(np.diff(keys.take(order))) + 1
        return [shown.take(part) for part in np.split(order, cuts) if len(part)]


def rank(child: Seeker, homes: Homes, rules: Rules, said: Said = NOTHING_SAID) -> Ranking:
    """Every home for this child under the rules: its first failed gate, its reason, its place.

    said: what homes answered that were invited for this child, in a round that is over.
    """
    recorded, homes = homes, said.homes(child, homes)
    reason = lawful(child, homes, rules)
    for row in said.declined(homes):
        reason[row] = reason[row] or Reason.DECLINED
    rows = np.flatnonzero(reason == 0)
    unable = able(child, homes, rows)
    reason[rows] = unable
    rows = rows[unable == 0]
    stated = fit(child.levels, homes, rows, rules.support_gap_max)
    answers = said.fit(child, homes, rows, stated)
    needs = _needs_codes(child, answers, rules)
    others = together(child, homes, rows)
    reason[rows] = np.where(_first_is_needs(needs, others), needs, others)
    status = np.full(len(homes), Status.STOPPED, dtype=np.int8)
    status[rows] = _status(needs, others)
    return Ranking(
        homes=homes, reason=reason, status=status,
        reached=rows, fit=answers, key=_key(child, homes, rows, answers, status.take(rows), rules),
        more=said.more(child, recorded, rows, stated),
    )  # fmt: skip


def _needs_codes(child: Seeker, answers: Fit, rules: Rules) -> Codes:
    """Gate 3: 0 where the home is adequate; unknown stands before unmet, for it may yet turn out either way."""
    inadequate = (answers.worst_unmet > rules.worst_unmet_max) | (answers.unmet > rules.unmet_max)
    codes = np.where(inadequate, np.int16(Reason.UNMET), np.int16(0))
    np.copyto(codes, np.int16(Reason.HOME_NOT_KNOWN), where=answers.unknown > 0)
    if any(level is None for level in child.levels):
        codes[:] = Reason.CHILD_NOT_KNOWN
    return codes


def _first_is_needs(needs: Codes, others: Codes) -> NDArray[np.bool_]:
    """Where gate 3 gives the reason.

    Gate 3 stops nothing: it makes a compromise or waits. So a home that gate 5 stops says so, whatever gate 3 found;
    and a home that waits says for what, even where a need is unmet as well.
    """
    waits_for_gate_5 = (needs == Reason.UNMET) & (others == Reason.IMPACT_NOT_KNOWN)
    return (needs != 0) & ~waits_for_gate_5 & (others != Reason.HARMS_THE_GROUP)


def _status(needs: Codes, others: Codes) -> NDArray[np.int8]:
    status = np.full(len(needs), Status.WAITING, dtype=np.int8)
    status[needs == 0] = Status.APPROPRIATE
    status[needs == Reason.UNMET] = Status.COMPROMISE
    status[others == Reason.IMPACT_NOT_KNOWN] = Status.WAITING
    status[others == Reason.HARMS_THE_GROUP] = Status.STOPPED
    return status


def _key(
    child: Seeker, homes: Homes, rows: Rows, answers: Fit, status: NDArray[np.int8], rules: Rules
) -> NDArray[np.int64]:
    """One number a home whose digits are the keys in order: comparing numbers compares the keys one by one.

    After "appropriate or not" comes whether the home exists for a specialism that this child does not need: such
    a home never precedes a fit one (handbook section 7). Homes that wait are in no order: their keys are equal.
    """
    for_others = homes.specialist.take(rows)
    unneeded = (for_others != 0) & ((for_others & np.uint32(child.flags)) == 0)
    values = {"worst_unmet": answers.worst_unmet, "unmet": answers.unmet, "with_support": answers.with_support}
    key = status.astype(np.int64) * DIGIT + ((status == Status.APPROPRIATE) & unneeded)
    for code in rules.order:
        key = key * DIGIT + values[code]
    key = key * DIGIT + unneeded
    key[status >= Status.WAITING] = np.iinfo(np.int64).max
    return key
