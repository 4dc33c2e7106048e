"""A scenario beside the forecast of the same place, from stored returns: long work, never done by a page.

Nothing is kept: two forecasts of the same returns and seed, which differ by the scenario's changes alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from carecommons.children import flows
from carecommons.common.errors import Refused
from carecommons.common.places import authorities
from carecommons.common.steps import Step, quiet
from carecommons.common.suppress import Shown, show
from carecommons.common.walls import seeing_all
from carecommons.common.withhold import WITHHELD
from carecommons.people.roles import Person

from ..audit import Place
from ..forecast.categories import CATEGORIES, TOTAL
from ..forecast.combine import LEVELS
from ..foreseen import SEED, Unit, added, joint_width, units
from ..foretold import KINDS
from ..scenario import Change, check_changes, in_words
from .asked import asked
from .forecasting import council_to_ask_for, newest_over, printed_in, read_for

__all__ = ["Compared", "Side", "scenario_beside"]


@dataclass(frozen=True, slots=True)
class Side:
    """One date of one kind of home, on one side. low, high: by level."""

    median: Shown
    low: Mapping[int, Shown]
    high: Mapping[int, Shown]


@dataclass(frozen=True, slots=True)
class Row:
    """One date of one kind of home. without: children who on average find no place in it; full_percent: in how many of
    100 futures its limit is reached; None where it has no limit or is withheld."""

    day: date
    kind: str
    base: Side
    scenario: Side
    without: Shown | None
    full_percent: int | None


@dataclass(frozen=True, slots=True)
class Compared:
    """A scenario beside the base. changes: each in a sentence, with its source, its label and who chose it."""

    place: Place
    as_at: date
    changes: tuple[tuple[str, str, str, str], ...]
    rows: tuple[Row, ...]


def scenario_beside(
    *, place: str | None, year: int | None, years: int, changes: Sequence[Change], by: Person, at: datetime,
    step: Step = quiet,
) -> Compared:  # fmt: skip
    """What a scenario changes in the forecast of one place.

    Raises as `computed_forecasts`, Faulty("scenario_not_valid"), and Refused("scenario_home_withheld") where a change
    is about a kind of home whose count is withheld: what it does to the others would tell how many there are.
    """
    check_changes(changes)
    with seeing_all("a scenario is made of counts of every council of the regions asked for, and shown suppressed"):
        ask = asked(place=place, other=None, by=by, at=at)
        council_to_ask_for(ask.place, by)
        last = ask.check_year(year) if year else newest_over(ask)
        now = printed_in(ask, last)[ask.place.code]
        _check_printed(changes, now)
        step("Reading the returns")
        regions = {code: council.region for code, council in authorities(ask.on).items()}
        known = {code: ask.known[code] for code in read_for(ask, ask.place)}
        found = units(known, regions, last)
        base, beside, dates = _both(found, set(ask.place.councils), date(last, 3, 31), years, changes, step)
        rows = _rows(base, beside, dates, now, ask.rule)
        return Compared(
            ask.place, date(last, 3, 31),
            tuple((in_words(each, KINDS), each.source, each.label, each.chosen_by) for each in changes), rows,
        )  # fmt: skip


def _check_printed(changes: Sequence[Change], now: Mapping[str, Shown]) -> None:
    named = {home for change in changes for home in (change.home, change.to) if home}
    hidden = sorted(home for home in named if now[home].withheld)
    if hidden:
        raise Refused(
            "scenario_home_withheld",
            f"Today's count of these kinds of home is withheld in this place: {', '.join(hidden)}. A change of one of "
            "them would tell how many there are. Choose a wider place, or change every kind of home alike.",
        )


def _both(
    found: Sequence[Unit], councils: set[str], as_at: date, years: int, changes: Sequence[Change], step: Step
) -> tuple[Any, Any, tuple[date, ...]]:
    """The place without and with the changes, and the dates."""
    # Loaded here: pages load this file too, and no page may ever load what follows.
    from ..forecast.engine import Settings
    from ..forecast.made import make
    from ..scenario_effect import effects, shifted, under_limits

    settings = Settings(seed=SEED)
    without, with_, widths = [], [], []
    dates: tuple[date, ...] = ()
    for unit in found:
        if not councils.intersection(unit.councils):
            continue
        lives = flows.lives(unit.councils, since=unit.since)
        step("Forecasting")
        made = make(lives, unit.councils, as_at, years, settings)
        dates = made.dates
        for number, (area, by_draw) in enumerate(effects(lives, made, settings, changes, councils)):
            step("Changing what the scenario changes", number, len(unit.councils))
            without.append(area)
            with_.append(shifted(area, by_draw, made.found.width))
            widths.append(made.found.width)
    width = joint_width(without, widths)
    base = added("base", without, widths)
    return base, under_limits(added("scenario", with_, widths), width, dates, changes), dates


def _rows(
    base: Any, beside: Any, dates: Sequence[date], now: Mapping[str, Shown], rule: Mapping[str, int]
) -> tuple[Row, ...]:  # fmt: skip
    made = []
    for kind in KINDS:
        hidden = now[kind].withheld
        limits = kind != TOTAL and not hidden and bool(beside.full[:, CATEGORIES.index(kind)].any())
        for m, day in enumerate(dates):
            s = None if kind == TOTAL else CATEGORIES.index(kind)
            made.append(
                Row(
                    day, kind, _side(base, m, s, hidden, rule), _side(beside.scenario, m, s, hidden, rule),
                    show(round(float(beside.without[m, s])), **rule) if limits else None,
                    round(float(beside.full[m, s])) if limits else None,
                )
            )  # fmt: skip
    return tuple(made)


def _side(area: Any, m: int, s: int | None, hidden: bool, rule: Mapping[str, int]) -> Side:
    def shown(value: float) -> Shown:
        return WITHHELD if hidden else show(round(float(value)), **rule)

    if s is None:
        low, high = area.low_total, area.high_total
        return Side(
            shown(area.median[m].sum()), {level: shown(low[level][m]) for level in LEVELS},
            {level: shown(high[level][m]) for level in LEVELS},
        )  # fmt: skip
    return Side(
        shown(area.median[m, s]), {level: shown(area.low[level][m, s]) for level in LEVELS},
        {level: shown(area.high[level][m, s]) for level in LEVELS},
    )  # fmt: skip
