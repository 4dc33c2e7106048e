"""What public statistics are held, and the series and the forecast that they make. Public: no figure names a child."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from carecommons.people.may import check_may
from carecommons.people.roles import Person
from carecommons.planning.models import Figure, StatisticRelease

from ..forecast.public import PublicForecast, make
from ..public.mappings import LICENCE, Source, sign_words, sources
from ..public.series import AreaYear, asked, series

__all__ = ["Held", "Statistics", "public_forecast", "public_series", "statistics"]

READ = "site.read_public"


@dataclass(frozen=True, slots=True)
class Held:
    """One stored release. signs: how often each sign stands in place of a number."""

    source: str
    title: str
    publisher: str
    publication: str
    about: str
    rounding: str
    attribution: str
    release: int
    as_at: date
    imported_at: datetime
    sha256: str
    rows: int
    figures: int
    signs: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Statistics:
    """Everything that is held, the newest release of a source first; and what could be held."""

    held: tuple[Held, ...]
    known: tuple[tuple[str, str], ...]
    sign_words: Mapping[str, str]
    licence: str


def statistics(*, by: Person, at: datetime) -> Statistics:
    """The stored releases with their days, rows, signs and licence."""
    check_may(by, READ)
    signs: dict[object, Counter[str]] = {}
    counted = (
        Figure.objects.filter(~Q(symbol="")).order_by().values("statistic_id", "symbol").annotate(number=Count("id"))
    )
    for row in counted:
        signs.setdefault(row["statistic_id"], Counter())[row["symbol"]] = row["number"]
    held = tuple(
        _held(row, sources()[row.source], signs.get(row.id, Counter())) for row in StatisticRelease.objects.all()
    )
    return Statistics(
        held=held, known=tuple((each.title, each.publisher) for each in sources().values() if each.public),
        sign_words={sign: sign_words()[sign] for sign in sorted({sign for each in held for sign in each.signs})},
        licence=LICENCE,
    )  # fmt: skip


def public_series(*, by: Person, at: datetime, area: str | None = None) -> tuple[AreaYear, ...]:
    """Children looked after, starts, ends and the mix of placements, by area and year, from what is held."""
    check_may(by, READ)
    rows = []
    for each in asked():
        found = Figure.objects.filter(statistic__source=each.source, measure=each.measure, parts=each.parts)
        if area is not None:
            found = found.filter(area=area)
        rows += [
            (each.what, each.place, each.source, release, place, year, None if value is None else float(value), symbol)
            for release, place, year, value, symbol in found.order_by().values_list(
                "statistic__release", "area", "year", "value", "symbol"
            )
        ]
    return series(rows)


def public_forecast(*, years: int, by: Person, at: datetime) -> PublicForecast:
    """The forecast of the national view from what is held. Raises what `make` raises."""
    return make(public_series(by=by, at=at), years=years)


def _held(row: StatisticRelease, source: Source, signs: Counter[str]) -> Held:
    return Held(
        source=row.source, title=source.title, publisher=source.publisher, publication=source.publication,
        about=source.about, rounding=source.rounding, attribution=source.attribution, release=row.release,
        as_at=row.as_at, imported_at=row.imported_at, sha256=row.sha256, rows=row.rows, figures=row.figures_count,
        signs=dict(sorted(signs.items())),
    )  # fmt: skip
