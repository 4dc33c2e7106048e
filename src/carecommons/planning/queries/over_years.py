"""The returns over all years that are held, place beside place, suppressed across the years as well."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from carecommons.children import counts as need
from carecommons.people.roles import Person

from ..audit import DIMENSIONS, Place, head
from ..over_years import CHILDREN, PERCENT, Line, Parts, Point, Series, axis, counted, said, share
from .asked import Asked, across_councils, asked
from .audited import measures

__all__ = ["Trends", "trends"]

Counted = need.Counted
COUNTS: tuple[tuple[str, str, str, Callable[[Counted], need.Broken]], ...] = (
    ("in_care", "Children in care on 31 March", "At the end of the day, without short breaks.",
     lambda each: each.need["age_band"]),
    ("starts", "Children who came into care in the year", "Periods of care that began.",
     lambda each: each.lived.starts),
    ("ends", "Children who left care in the year", "Periods of care that ended.", lambda each: each.lived.ends),
    ("moves", "Moves from home to home in the year", "A temporary absence with return is no move.",
     lambda each: each.lived.moves),
)  # fmt: skip
PARTS = ("area", "place")


@dataclass(frozen=True, slots=True)
class Trends:
    """Series of counts and of shares, and for the first place (and the one compared) parts of those in care.

    heads: the head of each place's column. years: every year from the first held for any of the places to the last.
    sent: by place, how many councils sent the return of each year. gaps: what is missing, in words.
    """

    places: tuple[Place, ...]
    heads: tuple[str, ...]
    other: Place | None
    choices: tuple[Place, ...]
    years: tuple[int, ...]
    counts: tuple[Series, ...]
    shares: tuple[Series, ...]
    parts: tuple[Parts, ...]
    sent: tuple[tuple[int, ...], ...]
    gaps: tuple[str, ...]
    threshold: int

    @property
    def place(self) -> Place:
        return self.places[0]

    @property
    def headline(self) -> str:
        return self.counts[0].finding


@across_councils
def trends(*, place: str | None, by: Person, at: datetime, other: str | None = None) -> Trends:
    """All years of one place, perhaps beside another. Raises as `audit` does."""
    ask = asked(place=place, other=other, by=by, at=at)
    told = ask.counted()
    shown = ask.places[:2] if ask.other else ask.places[:1]
    years = axis([year for each in shown for year in ask.years_of(each)])
    return Trends(
        places=ask.places, heads=tuple(_head(ask, each, years) for each in ask.places), other=ask.other,
        choices=ask.choices, years=years,
        counts=tuple(
            Series(
                code, title, CHILDREN if code != "moves" else "moves",
                tuple(_line(ask, each, years, told, get) for each in ask.places), words,
            )
            for code, title, words, get in COUNTS
        ),
        shares=_shares(ask, years, told),
        parts=tuple(_parts(ask, each, years, told, code) for each in shown for code in PARTS),
        sent=tuple(tuple(len(ask.sent(each, year)) for year in years) for each in ask.places),
        gaps=_gaps(ask, years), threshold=ask.rule["threshold"],
    )  # fmt: skip


def _head(ask: Asked, place: Place, years: tuple[int, ...]) -> str:
    """The place, and on how many councils its line stands: from fewest to most where that changed over the years."""
    sent = sorted({len(ask.sent(place, year)) for year in years} - {0}) or [0]
    whole = head(place, sent[-1])
    return whole if len(sent) == 1 else whole.replace(f"({sent[-1]} of", f"({sent[0]} to {sent[-1]} of")


Told = Mapping[int, Mapping[str, Counted]]


def _at(ask: Asked, place: Place, year: int, told: Told) -> Counted | None:
    return told[year][place.code] if ask.sent(place, year) else None


def _line(ask: Asked, place: Place, years: tuple[int, ...], told: Told, get: Callable[[Counted], need.Broken]) -> Line:
    found = [(year, _at(ask, place, year, told)) for year in years]
    return Line(place.name, tuple(counted(year, None if each is None else get(each).total) for year, each in found))


def _shares(ask: Asked, years: tuple[int, ...], told: Told) -> tuple[Series, ...]:
    made = []
    for measure in measures([], ask.cuts, ask.on):
        lines = []
        for place in ask.places:
            found = [(year, _at(ask, place, year, told)) for year in years]
            lines.append(Line(place.name, tuple(_share(year, each, measure.code) for year, each in found)))
        made.append(Series(measure.code, measure.name, PERCENT, tuple(lines), measure.definition))
    return tuple(made)


def _share(year: int, found: Counted | None, code: str) -> Point:
    if found is None:
        return share(year, None, None)
    figure: need.Figure = getattr(found.indicators, code)
    return share(year, figure.percent, figure.words)


def _parts(ask: Asked, place: Place, years: tuple[int, ...], told: Told, code: str) -> Parts:
    """Labels of nobody in every year are left out; what is withheld stays."""
    found = [(year, _at(ask, place, year, told)) for year in years]
    labels = next((list(each.need[code].parts) for _, each in found if each is not None), [])
    lines = (
        Line(label, tuple(counted(year, each.need[code].parts[label] if each else None) for year, each in found))
        for label in labels
    )
    kept = tuple(line for line in lines if any(point.held and point.value != 0 for point in line.points))
    return Parts(code, DIMENSIONS[code], place.name, kept)


def _gaps(ask: Asked, years: tuple[int, ...]) -> tuple[str, ...]:
    """Years without a return, and years in which fewer councils sent one than in others."""
    words = []
    for place in ask.places:
        sent = {year: len(ask.sent(place, year)) for year in years}
        none = [year for year in years if not sent[year]]
        fewer = [year for year in years if 0 < sent[year] < max(sent.values(), default=0)]
        if none:
            words.append(f"No return of {place.name} is held for {said(none)}: its lines break there.")
        if fewer:
            words.append(
                f"{place.name} stands on fewer councils in {said(fewer)} than in other years, so a fall or rise "
                "there may be only that."
            )
    return tuple(words)
