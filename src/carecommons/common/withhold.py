"""Which counts of children may be printed side by side, for councils and for every place that they add up to.

The tables of a family tell of the same children, so they share one total. A count from 1 to a threshold is
withheld; the rest is rounded; and more is withheld until this holds for every withheld count of a council:

    one child more or fewer on that line, and as many fewer or more on another or in the total, and every printed
    figure would stay what it is,

so that the count cannot be worked out, neither across the page, nor down it, nor by subtracting places from the
places that hold them, even by someone who knows every other council's figures exactly. Such a change is looked for
in one council at a time and must leave every place unchanged; where there is none, the figures that would give it
away are withheld too, the fewest and smallest first. What is withheld for whichever reason is said in one word.

Source: handbook section 6, trust.md promise 5. Units: children. Threshold and rounding are arguments.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from .suppress import Shown

Counts = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]
Costs = npt.NDArray[np.float64]

WITHHELD = Shown(None, "withheld")
ALL = "All"
NEVER = 1e6
"""More than any number of figures that might have to be withheld: the change cannot be made at all."""
EPSILON = 1e-7


@dataclass(frozen=True, slots=True)
class Table:
    """Counts (c, l) of children by council and line. within: what is told about the children of one line alone."""

    labels: tuple[str, ...]
    counts: Counts
    within: Mapping[str, "Family"] = field(default_factory=dict)


Family = Mapping[str, Table]
"""Tables about the same children, by name. Names are unique in the whole tree of families."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One table as it may be printed: places in the order asked for, lines by label."""

    total: tuple[Shown, ...]
    lines: dict[str, tuple[Shown, ...]]


def withhold(family: Family, members: Truths, *, threshold: int, round_to: int) -> dict[str, Printed]:
    """Every table of the family, fit to be printed for all places at once.

    members: (p, c), which councils each place holds. Print nothing about another set of places beside it.
    """
    top = sheet_of(family, members, threshold=threshold, round_to=round_to)
    top.protect_all()
    return top.printed_all()


def sheet_of(family: Family, members: Truths, *, threshold: int, round_to: int) -> "Sheet":
    """The family as one sheet in the making, its small counts withheld and not yet guarded."""
    # Each council is guarded as if it were printed itself, whether it is or not.
    every = np.vstack([np.eye(members.shape[1], dtype=np.bool_), members])
    first = next(iter(family.values()))
    whole = first.counts.sum(axis=1, dtype=np.int64)[:, None]
    top = Sheet(ALL, Table((ALL,), whole, {ALL: family}), _Rule(threshold, round_to, every))
    for sheet in top.tree():
        sheet.check_totals()
        sheet.never_one_alone()
    return top


class Elsewhere(Protocol):
    """What must change outside a family when its total changes by one child (`withhold_years`)."""

    def cost(self, step: int) -> Costs:
        """(c,): how many printed figures that would change; NEVER where it cannot be."""

    def make_room(self, council: int, step: int) -> None:
        """Withhold the figures that it would change, the cheapest way."""

    def blind_one_more(self, council: int) -> bool:
        """Print nothing of one more place; False when nothing is printed any more."""


@dataclass(frozen=True, slots=True)
class _Rule:
    threshold: int
    round_to: int
    members: Truths

    def rounded(self, counts: Counts) -> Counts:
        return np.asarray((counts + self.round_to // 2) // self.round_to * self.round_to)

    def small(self, counts: Counts) -> Truths:
        return np.asarray((counts >= 1) & (counts <= self.threshold))


class Sheet:
    """One table in the making. hidden: (p, l) not printed; blind: (p,) where not even a nought is printed."""

    def __init__(self, name: str, table: Table, rule: _Rule) -> None:
        self.name, self.table, self.rule = name, table, rule
        self.counts: Counts = rule.members.astype(np.int64) @ table.counts
        self.hidden: Truths = rule.small(self.counts)
        self.blind: Truths = np.zeros(len(self.counts), np.bool_)
        self.inside = {
            label: [Sheet(each, inner, rule) for each, inner in family.items()]
            for label, family in table.within.items()
        }
        self._costs: dict[int, Costs] = {}
        self.parent: Sheet | None = None
        self.elsewhere: Elsewhere | None = None
        self.line = 0
        self.beside: list[Sheet] = []
        for label, sheets in self.inside.items():
            for sheet in sheets:
                sheet.parent, sheet.line = self, table.labels.index(label)
                sheet.beside = [other for other in sheets if other is not sheet]
            # A handful of children: that none of them is on a line would say too much as well.
            few = rule.small(self.counts[:, table.labels.index(label)])
            for sheet in sheets:
                sheet.make_blind(few)

    def tree(self) -> "list[Sheet]":
        return [self, *(each for sheets in self.inside.values() for sheet in sheets for each in sheet.tree())]

    def protect_all(self) -> None:
        for sheet in self.tree():
            sheet.protect()

    def printed_all(self) -> dict[str, Printed]:
        return {sheet.name: sheet.printed() for sheet in self.tree()[1:]}

    def check_totals(self) -> None:
        for label, sheets in self.inside.items():
            whole = self.table.counts[:, self.table.labels.index(label)]
            for sheet in sheets:
                assert np.array_equal(sheet.table.counts.sum(axis=1), whole), (
                    f"{sheet.name}: another total than {label}"
                )

    def make_blind(self, places: Truths) -> None:
        self.blind |= places
        self.hidden |= places[:, None]
        self._forget()
        for sheets in self.inside.values():
            for sheet in sheets:
                sheet.make_blind(places)

    def never_one_alone(self) -> None:
        """Where one line of a place is withheld, the smallest other that is not nought joins it."""
        for place in np.flatnonzero((self.hidden.sum(axis=1) == 1) & ~self.blind):
            # A line with tables of its own is told in those anyway.
            told = np.array([label in self.inside for label in self.table.labels])
            open_lines = np.flatnonzero(~self.hidden[place] & (self.counts[place] > 0) & ~told)
            if len(open_lines):
                self.hidden[place, open_lines[np.argmin(self.counts[place, open_lines])]] = True

    # -------------------------------------------------------------------------------- the guard
    def protect(self) -> None:
        """Withhold more until every small count of a council could be another one."""
        targets = self.rule.small(self.table.counts)
        while True:
            ways = [(self._by_swap(step), step, self._swap) for step in (1, -1)]
            if not (targets & (np.minimum(ways[0][0], ways[1][0]) > 0)).any():
                return
            ways += [(self._by_total(step), step, self._change_total) for step in (1, -1)]
            least = np.min([cost for cost, _, _ in ways], axis=0)
            open_ = np.argwhere(targets & (least > 0))
            if not len(open_):
                return
            council, line = (int(n) for n in open_[0])
            if least[council, line] >= NEVER:
                found = self.blind_one_more(council)
                assert found, "with everything withheld, one child more or less is never seen"
                continue
            _, step, act = next(way for way in ways if way[0][council, line] == least[council, line])
            act(council, line, step)

    def _by_swap(self, step: int) -> Costs:
        """(c, l): the cost of one child here and one the other way on the cheapest other line; totals stay."""
        there, back = self._cost(step), self._cost(-step)
        if back.shape[1] == 1:
            return np.asarray(there + NEVER)
        order = np.argsort(back, axis=1, kind="stable")
        lowest, second = (np.take_along_axis(back, order[:, n : n + 1], axis=1) for n in (0, 1))
        is_lowest = np.arange(back.shape[1])[None, :] == order[:, :1]
        return np.asarray(there + np.where(is_lowest, second, lowest))

    def _swap(self, council: int, line: int, step: int) -> None:
        self._make_room(council, line, step)
        self._make_room(council, self._way_back(council, line, step), -step)

    def _by_total(self, step: int) -> Costs:
        """(c, l): the cost of one child here, on some line of every other table, and in the total."""
        return np.asarray(self._cost(step) + self._around(step)[:, None])

    def _change_total(self, council: int, line: int, step: int) -> None:
        self._make_room(council, line, step)
        self._make_room_around(council, step)

    def _around(self, step: int) -> Costs:
        """(c,): the cost of one child more or fewer everywhere outside this table when its total changes."""
        cost: Costs = np.zeros(self.rule.members.shape[1])
        if self.parent is not None:
            for sheet in self.beside:
                cost = cost + sheet._cost(step).min(axis=1)
            cost = cost + self.parent._by_line(self.line, step)
        elif self.elsewhere is not None:
            cost = cost + self.elsewhere.cost(step)
        return cost

    def _by_line(self, line: int, step: int) -> Costs:
        """(c,): the cost of one child on a line, but for its own families, and what follows from it."""
        here: Costs = (self.rule.members.T @ self._seen(step))[:, line]
        return here + np.minimum(self._return(line, step), self._around(step))

    def _return(self, line: int, step: int) -> Costs:
        """(c,): the cost of one child the other way on another line."""
        back = np.delete(self._cost(-step), line, axis=1)
        return np.asarray(back.min(axis=1, initial=NEVER))

    def _make_room_around(self, council: int, step: int) -> None:
        if self.parent is None:
            if self.elsewhere is not None:
                self.elsewhere.make_room(council, step)
            return
        for sheet in self.beside:
            sheet._make_room(council, int(np.argmin(sheet._cost(step)[council])), step)
        parent, line = self.parent, self.line
        by_swap = parent._return(line, step)[council] < parent._around(step)[council]
        parent._make_room_here(council, line, step)
        if by_swap:
            parent._make_room(council, parent._way_back(council, line, step), -step)
        else:
            parent._make_room_around(council, step)

    def _way_back(self, council: int, line: int, step: int) -> int:
        back = self._cost(-step)[council].copy()
        back[line] = np.inf
        return int(np.argmin(back))

    def total_cost(self, step: int) -> Costs:
        """(c,): the cost of one child more or fewer in this family as a whole; `make_total_room` makes it."""
        return np.asarray(self._cost(step)[:, 0])

    def make_total_room(self, council: int, step: int) -> None:
        self._make_room(council, 0, step)

    def _cost(self, step: int) -> Costs:
        """(c, l): how many printed figures one child of a council more (or fewer) on a line would change."""
        if step not in self._costs:
            cost: Costs = self.rule.members.T @ self._seen(step)
            for label, sheets in self.inside.items():
                for sheet in sheets:
                    cost[:, self.table.labels.index(label)] += sheet._cost(step).min(axis=1)
            self._costs[step] = cost
        return self._costs[step]

    def _seen(self, step: int) -> Costs:
        """(p, l): 0 nobody sees it, about 1 a printed figure changes, NEVER a nought would come or go."""
        rule, now = self.rule, self.counts
        then = now + step
        same = (now > rule.threshold) & (then > rule.threshold) & (rule.rounded(then) == rule.rounded(now))
        shown = np.where(now == 0, NEVER, np.where(same, 0.0, 1.0 + now * EPSILON))
        possible = np.where(self.blind[:, None], then >= 0, then >= 1)
        # A council's small count stays small, and nobody learns anything from what is withheld and what is not.
        own = (np.arange(len(now)) < rule.members.shape[1])[:, None]
        possible &= ~own | self.blind[:, None] | (now > rule.threshold) | (then <= rule.threshold)
        return np.where(self.hidden, np.where(possible, 0.0, NEVER), shown)

    def _make_room(self, council: int, line: int, step: int) -> None:
        """Withhold the figures that one child more or fewer here would change."""
        self._make_room_here(council, line, step)
        for sheet in self.inside.get(self.table.labels[line], ()):
            sheet._make_room(council, int(np.argmin(sheet._cost(step)[council])), step)

    def _make_room_here(self, council: int, line: int, step: int) -> None:
        changed = self.rule.members[:, council] & (self._seen(step)[:, line] > 0)
        self.hidden[changed, line] = True
        self._forget()

    def _forget(self) -> None:
        """Costs change with what is withheld, here and in the tables that this one stands in."""
        self._costs = {}
        if self.parent is not None:
            self.parent._forget()

    def blind_one_more(self, council: int) -> bool:
        """Print nothing at all for one more place that holds the council: here, around this table, or elsewhere."""
        top = self.top()
        if self.blind_here(council) or top.blind_here(council):
            return True
        return top.elsewhere is not None and top.elsewhere.blind_one_more(council)

    def blind_here(self, council: int) -> bool:
        """Print nothing for the smallest place that holds the council and prints a nought; False if none does."""
        holding = np.flatnonzero(self.rule.members[:, council] & ~self._wholly_blind())
        if not len(holding):
            return False
        one = np.zeros(len(self.blind), np.bool_)
        one[holding[np.argmin(self.counts[holding].sum(axis=1))]] = True
        self.make_blind(one)
        return True

    def top(self) -> "Sheet":
        return self if self.parent is None else self.parent.top()

    def _wholly_blind(self) -> Truths:
        blind = self.blind.copy()
        for sheets in self.inside.values():
            for sheet in sheets:
                blind &= sheet._wholly_blind()
        return blind

    # -------------------------------------------------------------------------------- what is printed
    def printed(self) -> Printed:
        assert self.parent is not None, "the total is printed with its tables"
        asked = slice(self.rule.members.shape[1], None)
        total = [self.parent._shown(place, self.line) for place in range(len(self.counts))[asked]]
        lines = {
            label: tuple(self._shown(place, n) for place in range(len(self.counts))[asked])
            for n, label in enumerate(self.table.labels)
        }
        return Printed(tuple(total), lines)

    def _shown(self, place: int, line: int) -> Shown:
        if self.hidden[place, line]:
            return WITHHELD
        count = int(self.rule.rounded(self.counts[place, line]))
        return Shown(count, f"{count:,}")


def membership(places: Sequence[Sequence[str]], councils: Sequence[str]) -> Truths:
    """(p, c): which councils each place holds, as `withhold` asks for it."""
    held: Any = [[code in place for code in councils] for place in places]
    return np.array(held, np.bool_).reshape(len(places), len(councils))
