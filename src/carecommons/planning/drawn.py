"""The drawings of the audit: each a finding in a sentence, with the figures as a table beside it.

The two ledgers never meet in one drawing. What is withheld is hatched and never nought.
"""

from collections.abc import Mapping, Sequence

from carecommons.common.charts import Chart, bars, lines, stacked
from carecommons.common.charts_years import over_years, stacked_years
from carecommons.common.drawing import said

from .audit import Measure, Place, Table
from .ledgers import Needs
from .over_years import Parts, Series
from .supply import Source

FEW = "withheld"
# One hue from no help to constant help; not known stands apart.
LEVEL_KINDS = ("cc-s1", "cc-s2", "cc-s3", "cc-s4", "cc-s5", "cc-d4")
SPECIAL_KIND = "cc-d5"
LEVEL_NAMES = ("Level 0", "Level 1", "Level 2", "Level 3", "Level 4", "Not known")
MONTHS = (
    "April", "May", "June", "July", "August", "September", "October", "November", "December", "January", "February",
    "March",
)  # fmt: skip


def by_line(one: Table, place: Place, number: int = 0) -> Chart:
    """One bar for each line of a table, for one of its places."""
    rows = [pair for pair in one.of(number) if pair[1] != 0]
    return bars(f"{place.name}. {one.finding(number)}", _told(rows), rows, "children", few=FEW)


def levels(needs: Needs) -> Chart:
    """A small stacked bar for each part of life: how many children need how much help."""
    parts = needs.general.parts
    series = {name: [part.table.rows[n].cells[0].value for part in parts] for n, name in enumerate(LEVEL_NAMES)}
    daily = [(part.name, _sum(part.table.rows[3].cells[0].value, part.table.rows[4].cells[0].value)) for part in parts]
    return stacked(
        needs.general.headline,
        "One bar for each part of life, from no more help than most children need to constant help. Children with a "
        f"specialist need are not in it. At level 3 or 4, as far as it is printed: {_told(daily)}",
        [part.name for part in parts], series, "children", head="Part of life", few=FEW, kinds=LEVEL_KINDS,
    )  # fmt: skip


def categories(needs: Needs) -> Chart | None:
    """One bar for each specialist need of which there is somebody; None where no count can be printed."""
    rows = [(each.name, each.cells[0].value) for each in needs.special.categories if each.cells[0].value != 0]
    if not any(value for _, value in rows):
        return None  # nothing but withheld counts: the table says it better
    return bars(
        needs.special.headline,
        f"One bar for each category. A child may be in several, so they have no total. {_told(rows)}",
        rows, "children", head="Category", few=FEW, kind=SPECIAL_KIND,
    )  # fmt: skip


def months(year: int, came: Table, left: Table, moved: Table) -> Chart:
    """Starts, ends and moves month by month."""
    named = (("Came in", came), ("Left", left), ("Moved", moved))
    seen = {row.words for _, part in named for row in part.rows}
    shown = [month for month in MONTHS if month in seen]
    series = {name: [dict(part.first).get(month, 0) for month in shown] for name, part in named}
    totals = ", ".join(f"{name.lower()} {part.total.cells[0].words}" for name, part in named)
    return lines(
        f"In the year to 31 March {year}: {totals}",
        "A line each for children who came into care, left it, and moved. A line breaks where a count is withheld. "
        f"In the whole year: {totals}.",
        [month[:3] for month in shown], series, "children", head="Month", few=FEW,
    )  # fmt: skip


def stability(measure: Measure, places: Sequence[Place]) -> Chart:
    """One indicator, a bar for each place, in the order of the page and never by size: it is no league table."""
    rows = [(place.name, percent) for place, percent in zip(places, measure.percents, strict=True)]
    here = measure.cells[0]
    return bars(
        f"{measure.name}: {here} in {places[0].name}", _told(rows, "%"), rows, "%", head="Place", few=FEW, whole=100.0
    )


def homes(source: Source, place: Place, what: str) -> Chart:
    """Homes of each kind in one place, from one source alone."""
    rows = [(kind.words, float(kind.here.homes)) for kind in source.kinds if kind.here.homes]
    total = f"{source.total.here.homes:,}"
    return bars(f"{what}: {total} homes in {place.name}", _told(rows), rows, "homes", head="Kind", kind="cc-d2")


# ------------------------------------------------------------------------------------- over the years
def series(one: Series, years: Sequence[int]) -> Chart:
    """A panel for each place; a share on one scale, a count each on its own."""
    panels = {line.place: [point.drawn for point in line.points] for line in one.lines}
    return over_years(one.finding, panels, years, one.unit, few=FEW, one_scale=one.unit == "%")


def parts(one: Parts, years: Sequence[int]) -> Chart:
    """In and out of area as parts of a bar; kinds of home as a panel each, on one scale."""
    panels = {line.place: [point.drawn for point in line.points] for line in one.lines}
    if one.code == "area":
        return stacked_years(one.finding, panels, years, "children", few=FEW)
    return over_years(one.finding, panels, years, "children", few=FEW, one_scale=True)


def _told(rows: Sequence[tuple[str, float | None]], unit: str = "") -> str:
    """The main figures, for those who do not see the drawing."""
    return "; ".join(f"{name}: {said(value, unit, FEW)}" for name, value in rows) + "." if rows else "Nobody."


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other


def of_tables(tables: Sequence[Table], places: Sequence[Place], compared: bool) -> Mapping[str, tuple[Chart, ...]]:
    """For each table a drawing of the first place, and of the second where one is compared."""
    shown = range(2 if compared else 1)
    return {one.code: tuple(by_line(one, places[n], n) for n in shown) for one in tables}
