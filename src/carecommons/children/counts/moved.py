"""How a council's figures moved between two imports: kept exact beside each import, told only as it may be printed.

What the figures are: children in care on 31 March, starts, ends and moves of each year, and the shares of stability.
Before and after are each guarded as a series of years (`common.withhold_years`); a figure of before is printed only
where the same figure of now is printed too.
"""

from collections.abc import Mapping
from datetime import date

import numpy as np

from carecommons.children.flows import _facts, known_years
from carecommons.common.withhold import Printed, Table
from carecommons.common.withhold_years import YearTables, withhold_years
from carecommons.constitution.parameters import whole

from .printing import Broken
from .returns import PART, REST, SHARES, Cuts, exact_year, figure

__all__ = ["After", "exact_after", "told_before"]

After = Mapping[str, Mapping[str, int]]
"""year -> figure -> count. Of a share: "name part" and "name whole"."""
TOTALS = ("in_care", "starts", "ends", "moves")


def exact_after(authority: str, on: date) -> dict[str, dict[str, int]]:
    """The figures of a council as it stands, by year, exact: for the import's own row alone, never shown as it is."""
    cuts = Cuts(
        distance_cut_miles=whole("distance_statistics_miles", on),
        placements_min=whole("ni62_placements_min", on),
        age_max=whole("ni63_age_max", on),
        looked_after_months=whole("ni63_looked_after_months", on),
        same_place_months=whole("ni63_same_place_months", on),
        first_time_days=whole("first_time_right_days", on),
    )
    facts = _facts([authority])
    years = known_years([authority]).get(authority, ())
    return {str(year): exact_year(facts, year, cuts) for year in years}


def told_before(after: After, *, threshold: int, round_to: int) -> dict[int, dict[str, str]]:
    """What an earlier state may say, in words: year -> figure -> a count or a percentage."""
    years = sorted(int(year) for year in after)
    tables = [_tables(year, after[str(year)]) for year in years]
    printed = withhold_years(tables, threshold=threshold, round_to=round_to)
    return {year: _told(each) for year, each in zip(years, printed, strict=True)}


def _tables(year: int, exact: Mapping[str, int]) -> YearTables:
    def one(name: str) -> dict[str, Table]:
        return {name: Table((name,), np.array([[exact[name]]], np.int64))}

    def shared(name: str) -> dict[str, Table]:
        part, all_ = exact[f"{name} part"], exact[f"{name} whole"]
        return {name: Table((PART, REST), np.array([[part, all_ - part]], np.int64))}

    apart = (one("moves"), shared("long_in_place"), shared("right_first_time"))
    every = np.ones((1, 1), np.bool_)
    return YearTables(
        year, one("in_care") | shared("many_placements"), one("starts") | shared("emergency_starts"), one("ends"),
        apart, every, every[0],
    )  # fmt: skip


def _told(printed: Mapping[str, Printed]) -> dict[str, str]:
    counts = {name: printed[name].total[0].words for name in TOTALS}
    return counts | {name: _share(printed[name]) for name in SHARES}


def _share(printed: Printed) -> str:
    return figure(Broken(printed.total[0], {label: line[0] for label, line in printed.lines.items()})).words
