"""What the returns say about groups of children: who is in care, what happened in a year, how stable life is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from carecommons.children.flows import _facts, known_years, return_state
from carecommons.children.returns import measures
from carecommons.children.returns.days import to_day, year_end
from carecommons.common.remembered import Remembered
from carecommons.common.suppress import Shown
from carecommons.common.withhold import Table, membership
from carecommons.common.withhold_years import YearTables, withhold_years

from .printing import Broken, Groups, all_of, by_group, print_groups

__all__ = [
    "Counted",
    "Cuts",
    "Figure",
    "Indicators",
    "YearOfCare",
    "indicators",
    "need_in",
    "need_on",
    "year_of_care",
    "years_counted",
]

PART, REST = "part", "rest"
HOMES = "homes"
LIVED = ("starts", "starts_by_need", "ends", "ends_by_reason", "moves", "moves_by_reason")
SHARES = ("many_placements", "long_in_place", "right_first_time", "emergency_starts")


@dataclass(frozen=True, slots=True)
class Figure:
    """A share in per cent; `percent` None when either count is withheld or there is nobody to count."""

    part: Shown
    whole: Shown
    percent: float | None
    words: str


@dataclass(frozen=True, slots=True)
class YearOfCare:
    """What happened in a collection year: starts, moves and ends, by month and why."""

    starts: Broken
    starts_by_need: Broken
    ends: Broken
    ends_by_reason: Broken
    moves: Broken
    moves_by_reason: Broken


@dataclass(frozen=True, slots=True)
class Indicators:
    """The indicators of stability of a collection year (handbook section 3)."""

    many_placements: Figure
    long_in_place: Figure
    right_first_time: Figure
    emergency_starts: Figure


@dataclass(frozen=True, slots=True)
class Counted:
    """All that the returns say of one group in a collection year. need: dimension -> count and parts; with "homes"
    where groups of kinds of home were asked for (`Cuts.homes`)."""

    need: dict[str, Broken]
    lived: YearOfCare
    indicators: Indicators


@dataclass(frozen=True, slots=True)
class Cuts:
    """The numbers of the constitution that say what is counted: whole miles, months, years of age, placements, days.

    homes: groups of kinds of home (code of the return, name) that planning tells apart, counted as "homes"; none: not.
    """

    distance_cut_miles: int
    placements_min: int
    age_max: int
    looked_after_months: int
    same_place_months: int
    first_time_days: int
    homes: tuple[tuple[str, str], ...] = ()


_COUNTED: Remembered[dict[int, dict[str, "Counted"]]] = Remembered(4)


def years_counted(
    years: Mapping[int, Groups], cuts: Cuts, *, threshold: int, round_to: int
) -> dict[int, dict[str, Counted]]:
    """Everything about these collection years, by year and group: need on 31 March, the year, the indicators.

    Tables about the same children are withheld together, and so are years that follow each other
    (`common.withhold_years`): ask for every year and every group that may ever be printed. Kept until any return
    changes: an import is seen at once.
    """
    places = tuple((year, tuple((name, tuple(sorted(codes))) for name, codes in years[year].items())) for year in years)
    key = (return_state(), places, cuts, threshold, round_to)
    return _COUNTED.get(key, lambda: _years_counted(years, cuts, threshold=threshold, round_to=round_to))


def _years_counted(
    years: Mapping[int, Groups], cuts: Cuts, *, threshold: int, round_to: int
) -> dict[int, dict[str, Counted]]:
    ordered = sorted(years)
    facts = _facts(tuple(sorted(known_years({code for year in ordered for code in all_of(years[year])}))))
    told = withhold_years(
        [_year_tables(facts, year, years[year], cuts) for year in ordered], threshold=threshold, round_to=round_to
    )
    return {
        year: {group: _counted(tables) for group, tables in by_group(printed, years[year]).items()}
        for year, printed in zip(ordered, told, strict=True)
    }


def _year_tables(facts: measures.Facts, year: int, groups: Groups, cuts: Cuts) -> YearTables:
    shares = _shares(
        facts, year, placements_min=cuts.placements_min, age_max=cuts.age_max,
        looked_after_months=cuts.looked_after_months, same_place_months=cuts.same_place_months,
        first_time_days=cuts.first_time_days,
    )  # fmt: skip
    need = _tables(measures.need_on(facts, year_end(year), distance_cut_miles=cuts.distance_cut_miles))
    starts, ends, moves = _lived(facts, year)
    held = set(all_of(groups))
    return YearTables(
        year=year,
        stock=need | _homes(facts, year, cuts) | {"many_placements": shares["many_placements"]},
        starts=starts | {"emergency_starts": shares["emergency_starts"]},
        ends=ends,
        others=(moves, *({name: shares[name]} for name in ("long_in_place", "right_first_time"))),
        members=membership([list(codes) for codes in groups.values()], facts.authorities),
        held=np.array([code in held for code in facts.authorities], np.bool_),
    )


def _homes(facts: measures.Facts, year: int, cuts: Cuts) -> dict[str, Table]:
    """Children in care on 31 March by the groups of kinds of home that planning asked for."""
    return _tables({HOMES: measures.homes_on(facts, year_end(year), dict(cuts.homes))}) if cuts.homes else {}


def exact_year(facts: measures.Facts, year: int, cuts: Cuts) -> dict[str, int]:
    """One year's figures of one council, not suppressed: for this room alone."""
    shares = _shares(
        facts, year, placements_min=cuts.placements_min, age_max=cuts.age_max,
        looked_after_months=cuts.looked_after_months, same_place_months=cuts.same_place_months,
        first_time_days=cuts.first_time_days,
    )  # fmt: skip
    lived = {"starts": measures.starts, "ends": measures.ends, "moves": measures.moves}
    counts = {"in_care": len(measures.in_care(facts, year_end(year)))}
    counts |= {name: len(act(facts, year)) for name, act in lived.items()}
    for name, table in shares.items():
        part, rest = (int(n) for n in table.counts.sum(axis=0))
        counts |= {f"{name} part": part, f"{name} whole": part + rest}
    return counts


def _counted(tables: dict[str, Broken]) -> Counted:
    return Counted(
        need={name: tables[name] for name in (*measures.DIMENSIONS, *({HOMES} & set(tables)))},
        lived=YearOfCare(**{name: tables[name] for name in LIVED}),
        indicators=Indicators(**{name: figure(tables[name]) for name in SHARES}),
    )


def need_on(
    day: date, groups: Groups, *, distance_cut_miles: int, threshold: int, round_to: int
) -> dict[str, dict[str, Broken]]:
    """Children in care at the end of a day: group -> dimension -> count and parts.

    Dimensions: age_band, sex, ethnicity, unaccompanied, legal_status, need, place, provider, area, distance.
    """
    facts = _facts(all_of(groups))
    family = _tables(measures.need_on(facts, to_day(day), distance_cut_miles=distance_cut_miles))
    return print_groups([family], groups, facts.authorities, threshold=threshold, round_to=round_to)


def need_in(
    year: int, groups: Groups, *, distance_cut_miles: int, threshold: int, round_to: int
) -> dict[str, dict[str, Broken]]:
    """Children in care at any time in the collection year that ends on 31 March `year`: as `need_on`."""
    facts = _facts(all_of(groups))
    family = _tables(measures.need_in(facts, year, distance_cut_miles=distance_cut_miles))
    return print_groups([family], groups, facts.authorities, threshold=threshold, round_to=round_to)


def year_of_care(year: int, groups: Groups, *, threshold: int, round_to: int) -> dict[str, YearOfCare]:
    """Starts, moves and ends of a collection year, by group."""
    facts = _facts(all_of(groups))
    families = _lived(facts, year)
    told = print_groups(families, groups, facts.authorities, threshold=threshold, round_to=round_to)
    return {group: YearOfCare(**tables) for group, tables in told.items()}


def indicators(
    year: int,
    groups: Groups,
    *,
    placements_min: int,
    age_max: int,
    looked_after_months: int,
    same_place_months: int,
    first_time_days: int,
    threshold: int,
    round_to: int,
) -> dict[str, Indicators]:
    """NI62, NI63, right-first-time and starts in an emergency, by group."""
    facts = _facts(all_of(groups))
    shares = _shares(
        facts, year, placements_min=placements_min, age_max=age_max, looked_after_months=looked_after_months,
        same_place_months=same_place_months, first_time_days=first_time_days,
    )  # fmt: skip
    families = [{name: table} for name, table in shares.items()]
    told = print_groups(families, groups, facts.authorities, threshold=threshold, round_to=round_to)
    return {group: Indicators(**{name: figure(tables[name]) for name in SHARES}) for group, tables in told.items()}


# ------------------------------------------------------------------------------------- tables about the same children
def _tables(cubes: dict[str, measures.Cube]) -> dict[str, Table]:
    return {name: Table(cube.labels, cube.counts) for name, cube in cubes.items()}


def _lived(facts: measures.Facts, year: int) -> tuple[dict[str, Table], ...]:
    """Starts, ends and moves of the year: each by month and by why, which share their total."""
    begun, ended, moved = (act(facts, year) for act in (measures.starts, measures.ends, measures.moves))
    return (
        _tables({
            "starts": measures.by_month(facts, begun, facts.start[begun]),
            "starts_by_need": measures.by_code(facts, begun, facts.need[begun], "CIN"),
        }),
        _tables({
            "ends": measures.by_month(facts, ended, facts.end[ended]),
            "ends_by_reason": measures.by_code(facts, ended, facts.ended[ended], "REC"),
        }),
        _tables({
            "moves": measures.by_month(facts, moved, facts.end[moved]),
            "moves_by_reason": measures.by_code(facts, moved, facts.moved[moved], "REASON_PLACE_CHANGE"),
        }),
    )  # fmt: skip


def _shares(
    facts: measures.Facts,
    year: int,
    *,
    placements_min: int,
    age_max: int,
    looked_after_months: int,
    same_place_months: int,
    first_time_days: int,
) -> dict[str, Table]:
    years: Sequence[int] = [known[-1] for known in known_years(facts.authorities).values()]
    until = year_end(max(years)) if years else year_end(year)
    shares = {
        "many_placements": measures.many_placements(facts, year, at_least=placements_min),
        "long_in_place": measures.long_in_place(
            facts, year, age_max=age_max, looked_after_months=looked_after_months, same_place_months=same_place_months
        ),
        "right_first_time": measures.right_first_time(facts, year, days=first_time_days, known_until=until),
        "emergency_starts": measures.emergency_starts(facts, year),
    }
    return {
        name: Table((PART, REST), np.stack([share.part, share.whole - share.part], axis=1))
        for name, share in shares.items()
    }


def figure(broken: Broken) -> Figure:
    """A share whose part, whole and remainder are all fit to be shown; otherwise no percentage."""
    part, rest, whole = broken.parts[PART], broken.parts[REST], broken.total
    if whole.value == 0:
        return Figure(part, whole, None, "nobody to count")
    if part.value is None or rest.withheld or whole.value is None:
        return Figure(part, whole, None, "withheld")
    # From the rounded counts, so that the percentage gives away no more than they do.
    percent = round(100 * min(part.value, whole.value) / whole.value, 1)
    return Figure(part, whole, percent, f"{percent:g} %")
