"""Which counts may be printed when several years stand beside each other: children who stay tie the years together.

Of one council, where two years that follow each other are both printed,

    in care on this 31 March = in care on the last 31 March + came into care - left care.

So a small number who left could be worked out from three figures that are each fit to be printed. Here a change of
one child in any of these totals is only thought possible together with what it must change in the others: one child
more who came *and* left; a child who came a year earlier, or left a year later. Everything else is as in `withhold`,
of which this is the same rule over more tables. Moves, and shares of other children, have no such tie.

Source: trust.md promise 5 ("nor together with every earlier table of ours"). Units: children.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from .withhold import NEVER, Costs, Family, Printed, Sheet, Truths, sheet_of

__all__ = ["YearTables", "withhold_years"]


@dataclass(frozen=True, slots=True)
class YearTables:
    """The tables of one year. stock: of children in care on 31 March; starts, ends: of the year; others: untied.

    members: (p, c), the councils of each place that sent this year's return. held: (c,), those that sent it.
    """

    year: int
    stock: Family
    starts: Family
    ends: Family
    others: tuple[Family, ...]
    members: Truths
    held: Truths


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to make up for a change: other totals and the way that each changes; where: (c,) it is a way."""

    where: Truths
    changes: tuple[tuple[Sheet, int], ...]

    def cost(self, step: int) -> Costs:
        cost: Costs = np.where(self.where, 0.0, NEVER)
        for sheet, sign in self.changes:
            cost = cost + sheet.total_cost(sign * step)
        return cost


@dataclass(frozen=True, slots=True)
class _Tied:
    """What must change elsewhere in the chain of years when one total changes by a child."""

    ways: tuple[_Way, ...]
    chain: tuple[Sheet, ...]

    def cost(self, step: int) -> Costs:
        return np.asarray(np.min([way.cost(step) for way in self.ways], axis=0))

    def make_room(self, council: int, step: int) -> None:
        way = min(self.ways, key=lambda each: float(each.cost(step)[council]))
        for sheet, sign in way.changes:
            sheet.make_total_room(council, sign * step)

    def blind_one_more(self, council: int) -> bool:
        """Of the other totals of the chain, the first that still prints something of the council."""
        return any(sheet.blind_here(council) for sheet in self.chain)


@dataclass(frozen=True, slots=True)
class _Made:
    """The sheets of one year. tied: (c,), councils of which the year before is printed too."""

    stock: Sheet
    starts: Sheet
    ends: Sheet
    others: tuple[Sheet, ...]
    tied: Truths

    @property
    def all(self) -> tuple[Sheet, ...]:
        return (self.stock, self.starts, self.ends, *self.others)


def withhold_years(years: Sequence[YearTables], *, threshold: int, round_to: int) -> list[dict[str, Printed]]:
    """Every table of every year, fit to be printed for all places and all years at once; in the order given.

    years: in order of time, the same councils in each. Years that do not follow each other are not tied.
    """
    rule = {"threshold": threshold, "round_to": round_to}
    made = []
    for n, one in enumerate(years):
        before = years[n - 1] if n else None
        follows = before is not None and before.year == one.year - 1
        tied = one.held & before.held if before is not None and follows else np.zeros(len(one.held), np.bool_)
        stock, starts, ends, *others = (
            sheet_of(family, one.members, **rule) for family in (one.stock, one.starts, one.ends, *one.others)
        )
        made.append(_Made(stock, starts, ends, tuple(others), tied))
    _tie(made)
    # What is withheld later only widens what was possible before, so once through is enough.
    for each in made:
        for sheet in each.all:
            sheet.protect_all()
    printed: list[dict[str, Printed]] = []
    for each in made:
        tables: dict[str, Printed] = {}
        for sheet in each.all:
            tables |= sheet.printed_all()
        printed.append(tables)
    return printed


def _tie(made: Sequence[_Made]) -> None:
    chain = tuple(sheet for each in made for sheet in (each.stock, each.starts, each.ends))
    for n, this in enumerate(made):
        after = made[n + 1] if n + 1 < len(made) else None
        free = _Way(~this.tied, ())
        before = [free, _Way(this.tied, ((this.starts, 1),)), _Way(this.tied, ((this.ends, -1),))]
        more, fewer = _later(after, 1, len(this.tied)), _later(after, -1, len(this.tied))
        by_stock = [_Way(this.tied & way.where, ((this.stock, 1), *way.changes)) for way in more]
        by_less = [_Way(this.tied & way.where, ((this.stock, -1), *way.changes)) for way in fewer]
        ways = (
            (this.stock, [_Way(a.where & b.where, (*a.changes, *b.changes)) for a, b in product(before, more)]),
            (this.starts, [free, _Way(this.tied, ((this.ends, 1),)), *by_stock]),
            (this.ends, [free, _Way(this.tied, ((this.starts, 1),)), *by_less]),
        )
        for sheet, found in ways:
            sheet.elsewhere = _Tied(tuple(found), chain)


def _later(after: _Made | None, step: int, councils: int) -> list[_Way]:
    """How the next year makes up for `step` children more at its beginning, so that its own end stays."""
    if after is None:
        return [_Way(np.ones(councils, np.bool_), ())]
    return [
        _Way(~after.tied, ()),
        _Way(after.tied, ((after.starts, -step),)),
        _Way(after.tied, ((after.ends, step),)),
    ]
