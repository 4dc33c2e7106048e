"""What changed since the last return of a council: rows, figures, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from carecommons.children import counts as need
from carecommons.common.errors import NotFound
from carecommons.people.roles import ROLE_NAMES, Person, Role

from ..audit import Place
from ..quality import NEW_YEAR, FigureMoved, RowsMoved, headline, why
from .asked import Asked, across_councils, asked
from .audited import measures
from .over_years import COUNTS

__all__ = ["Changed", "Import", "changed"]


@dataclass(frozen=True, slots=True)
class Import:
    """One import that is kept: its number among the council's, the day, who by office, and the years that were new."""

    number: int
    on: date
    by: str
    years_new: tuple[int, ...]
    tables: int


@dataclass(frozen=True, slots=True)
class Changed:
    """The newest import of a council beside the one before. rows and figures are empty where there is none before."""

    place: Place
    choices: tuple[Place, ...]
    headline: str
    imports: tuple[Import, ...]
    rows: tuple[RowsMoved, ...]
    figures: tuple[FigureMoved, ...]
    threshold: int

    @property
    def first(self) -> bool:
        """Nothing came before the newest import."""
        return len(self.imports) < 2

    @property
    def moved(self) -> tuple[FigureMoved, ...]:
        return tuple(each for each in self.figures if each.moved)


@across_councils
def changed(*, place: str | None, by: Person, at: datetime) -> Changed:
    """For one council. Raises as `audit` does, and NotFound("not_a_council") for wider places."""
    ask = asked(place=place, other=None, by=by, at=at)
    if ask.place.kind != "council":
        raise NotFound(
            "not_a_council",
            f"What changed is told council by council, because each sends its own return. {ask.place.name} is a "
            f"{ask.place.kind}: choose one of its councils.",
        )
    told = need.imports_told(ask.place.councils[0], **ask.rule)
    newest = told[0] if len(told) > 1 else None
    rows = _rows(newest) if newest else ()
    figures = _figures(ask, newest, rows) if newest else ()
    return Changed(
        place=ask.place, choices=tuple(each for each in ask.choices if each.kind == "council"),
        headline=headline(figures, rows), imports=tuple(_import(each) for each in told), rows=rows, figures=figures,
        threshold=ask.rule["threshold"],
    )  # fmt: skip


def _rows(newest: need.ImportTold) -> tuple[RowsMoved, ...]:
    return tuple(
        RowsMoved(
            each.year, each.table, each.added, each.removed, each.changed,
            why(each.year, newest.years_new, is_new=each.is_new),
        )
        for each in newest.rows
    )  # fmt: skip


def _import(told: need.ImportTold) -> Import:
    return Import(told.number, told.on, ROLE_NAMES[Role(told.by_role)], told.years_new, len(told.rows))


def _figures(ask: Asked, newest: need.ImportTold, rows: tuple[RowsMoved, ...]) -> tuple[FigureMoved, ...]:
    """Every figure of every year that was held before, before and now: a figure of before only where now is printed."""
    because = {row.year: row.why for row in rows}
    names = {code: name for code, name, _, _ in COUNTS} | {
        each.code: each.name for each in measures([], ask.cuts, ask.on)
    }
    found = []
    for year, before in sorted(newest.before.items(), reverse=True):
        now = _now(ask.counted()[year][ask.place.code])
        for code, name in names.items():
            printed = "withheld" not in (now[code], before[code])
            was = before[code] if printed else "withheld"
            # A year may also move because a later return says how an episode of it went on.
            reason = because.get(year, NEW_YEAR)
            found.append(FigureMoved(year, code, name, was, now[code], printed and was != now[code], reason))
    return tuple(found)


def _now(counted: need.Counted) -> Mapping[str, str]:
    shares = {code: getattr(counted.indicators, code).words for code in need.SHARES}
    return {code: get(counted).total.words for code, _, _, get in COUNTS} | shares
