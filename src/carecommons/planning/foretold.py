"""A kept forecast as it may be shown: withheld where today's count is, rounded everywhere, in plain words.

The last value carried on *is* today's count. So where the audit withholds how many children live in a kind of home
today, every number of that kind of home is withheld here. What is shown is rounded as counts of children are.
Source: trust.md promise 5; `common.suppress` and `common.withhold` for the rule itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from carecommons.common.suppress import Shown, show
from carecommons.common.withhold import WITHHELD

from .forecast.categories import CATEGORIES, TOTAL
from .forecast.combine import LEVELS
from .subtracting import closed

__all__ = ["KINDS", "NOT_KNOWN", "Ahead", "Counts", "Kind", "Tested", "Told", "printed", "told", "whole_lines"]

KINDS: dict[str, str] = {
    TOTAL: "All children in care",
    "fostering": "In foster families",
    "residential": "In children's homes and other residential homes",
    "supported": "In supported accommodation",
    "other": "Elsewhere: with parents, placed for adoption, in secure homes and others",
}
"""What is forecast, in the order of the page: all children first."""
WHOLE: dict[str, tuple[str, ...]] = {
    "fostering": ("Foster care with a relative or friend", "Foster care with another carer"),
    "supported": ("Supported or independent living",),
}
"""Kinds of home that the audit tells line by line: these lines are all of it."""
NOT_KNOWN = (
    "Changes of law or of practice that nothing in the returns shows yet. Every few years there is one.",
    "A shock that meets all councils at once, such as a closed border or an epidemic.",
    "Homes that open or close, and carers who come or go: it says who will need a home, not where one will be.",
    "Why children come into care. Starts go on as the last years went, with their seasons and with what is not known "
    "of them.",
    "Single children. It is made of counts, and says nothing of any child.",
)


@dataclass(frozen=True, slots=True)
class Ahead:
    """One date of one kind of home. low, high: by level, 50, 80 and 95."""

    day: date
    median: Shown
    low: Mapping[int, Shown]
    high: Mapping[int, Shown]
    line: Shown

    def between(self, level: int) -> str:
        """An interval in words."""
        low, high = self.low[level], self.high[level]
        if low.words == high.words:
            return low.words
        return f"up to {high.words}" if low.withheld else f"{low.words} to {high.words}"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of home. naive: the last value, which is today's count; past: by year, None where it is withheld."""

    code: str
    name: str
    naive: Shown
    past: tuple[tuple[int, int | None], ...]
    ahead: tuple[Ahead, ...]

    @property
    def withheld(self) -> bool:
        return self.naive.withheld

    @property
    def finding(self) -> str:
        """The kind of home in a sentence."""
        last = self.ahead[-1]
        if self.withheld:
            return f"{self.name}: withheld, because today's count is too small or would give a small one away"
        return f"{self.name}: {self.naive.words} now, {last.between(80)} on {last.day.day} {last.day:%B %Y}"


@dataclass(frozen=True, slots=True)
class Tested:
    """The track record so many years ahead. Errors in %: ours, of the last value, of the line; coverage in % by level.

    by_kind: by kind of home, only where every count behind it may be printed.
    """

    years: int
    error: Mapping[str, float | None]
    total: Mapping[str, float | None]
    coverage: Mapping[int, float | None]
    by_kind: tuple[tuple[str, Mapping[str, float | None]], ...]
    naive_wins: bool
    naive_wins_total: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A forecast as it may be shown."""

    as_at: date
    kinds: tuple[Kind, ...]
    record: tuple[Tested, ...]
    councils: tuple[str, ...]
    taught_by: tuple[str, ...]
    weights: Mapping[str, float]

    @property
    def headline(self) -> str:
        """One plain sentence."""
        whole = self.kinds[0]
        if whole.withheld:
            return "Too few children to print a forecast"
        last = whole.ahead[-1]
        low, high, now = last.low[80], last.high[80], whole.naive
        when = f"{last.day:%B %Y}"
        if low.value is not None and now.value is not None and low.value > now.value:
            return f"{now.words} children in care now. By {when} there will likely be more: {last.between(80)}"
        if high.value is not None and now.value is not None and high.value < now.value:
            return f"{now.words} children in care now. By {when} there will likely be fewer: {last.between(80)}"
        return f"{now.words} children in care now. By {when} likely {last.between(80)}"

    @property
    def naive_wins(self) -> bool:
        """Whether the last value was nearer at any horizon that was tested."""
        return any(each.naive_wins for each in self.record)


def whole_lines(kind: str, parts: Mapping[str, Shown]) -> bool:
    """Whether every line of the audit that a kind of home is made of is printed. parts: the audit's kinds of home."""
    return not any(parts[line].withheld for line in WHOLE.get(kind, ()) if line in parts)


@dataclass(frozen=True, slots=True)
class Counts:
    """Today's counts of one place as the audit prints them: all children, by kind of home here, and by the audit's own
    kinds of home. councils: those that are counted in it."""

    total: Shown
    homes: Mapping[str, Shown]
    places: Mapping[str, Shown]
    councils: frozenset[str]


def printed(every: Mapping[str, Counts]) -> dict[str, dict[str, Shown]]:
    """Today's count of each kind of home, in every place at once, as it may be printed beside the audit's own lines."""
    shown = {
        place: {TOTAL: one.total} | {kind: one.homes.get(kind, Shown(0, "0")) for kind in CATEGORIES}
        for place, one in every.items()
    }
    hidden = {
        place: {kind for kind, count in kinds.items() if count.withheld or not whole_lines(kind, every[place].places)}
        for place, kinds in shown.items()
    }
    sizes = {place: {kind: count.value or 0 for kind, count in kinds.items()} for place, kinds in shown.items()}
    kept = closed(hidden, {place: one.councils for place, one in every.items()}, sizes, total=TOTAL)
    return {
        place: {kind: WITHHELD if kind in kept[place] else count for kind, count in kinds.items()}
        for place, kinds in shown.items()
    }


def told(document: Mapping[str, Any], now: Mapping[str, Shown], *, threshold: int, round_to: int) -> Told:
    """The document of a place as it may be shown. now: today's count of each kind, as `printed` has it.

    A row whose count was withheld when the forecast was made stays withheld.
    """
    kept = document["printed"]

    def shown(value: float, naive: Shown) -> Shown:
        return WITHHELD if naive.withheld else show(round(value), threshold=threshold, round_to=round_to)

    kinds = []
    for code, name in KINDS.items():
        then = Shown(kept[code]["value"], kept[code]["words"])
        naive = WITHHELD if then.withheld or now[code].withheld else then
        rows = [row for row in document["forecast"] if row["category"] == code]
        ahead = tuple(
            Ahead(
                date.fromisoformat(row["date"]), shown(row["median"], naive),
                {level: shown(row[f"low{level}"], naive) for level in LEVELS},
                {level: shown(row[f"high{level}"], naive) for level in LEVELS}, shown(row["line"], naive),
            )
            for row in rows
        )  # fmt: skip
        past = tuple((int(year), None if naive.withheld else value) for year, value in kept[code]["past"])
        kinds.append(Kind(code, name, naive, past, ahead))
    return Told(
        as_at=date.fromisoformat(document["as_at"]), kinds=tuple(kinds),
        record=tuple(_tested(each, document, round_to) for each in document["backtest"]),
        councils=tuple(document["councils"]), taught_by=tuple(document["taught_by"]), weights=document["weights"],
    )  # fmt: skip


def _tested(record: Mapping[str, Any], document: Mapping[str, Any], round_to: int) -> Tested:
    """Errors of one council alone are rounded so far that they tell a count no better than rounding it does."""
    by_kind, alone = record["error_by_category"], len(document["taught_by"]) == 1

    def rounded(errors: Mapping[str, float | None], size: float | None) -> dict[str, float | None]:
        step = 100 * round_to / max(size or round_to, 1) if alone else 0.0
        return {name: None if value is None else _to_step(value, step) for name, value in errors.items()}

    kept = document["printed"]
    return Tested(
        years=record["years"], error=rounded(record["error"], document["children"]),
        total=rounded(record["error_total"], document["children"]),
        coverage={int(level): value for level, value in record["coverage"].items()},
        by_kind=tuple(
            (KINDS[kind], rounded({name: by_kind[name][kind] for name in by_kind}, kept[kind]["value"]))
            for kind in document["record_kinds"]
        ),
        naive_wins=_nearer(record["error"]), naive_wins_total=_nearer(record["error_total"]),
    )  # fmt: skip


def _to_step(value: float, step: float) -> float:
    return round(round(value / step) * step if step > 0.1 else value, 1)


def _nearer(errors: Mapping[str, float | None]) -> bool:
    naive, ours = errors["naive"], errors["ours"]
    return naive is not None and ours is not None and naive < ours
