"""The forecast of a place that is in force, as planners see it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from carecommons.children import flows
from carecommons.common.walls import seeing_all
from carecommons.people.may import check_may, may
from carecommons.people.roles import Person, Subject

from ..audit import Place
from ..foreseen import METHOD
from ..foretold import Told, told
from ..models import StoredForecast
from .asked import Asked, asked
from .forecasting import MAKE, printed_in, read_for

__all__ = ["SEE_FORECAST", "ForecastSeen", "Kept", "forecast_seen"]

SEE_FORECAST = "planning.see_forecast"


@dataclass(frozen=True, slots=True)
class Kept:
    """How a forecast was made. same_returns: the returns have not changed since."""

    id: UUID
    made_at: datetime
    years: int
    seed: int
    method: str
    criteria_version: int | None
    returns: str
    same_returns: bool
    same_method: bool


@dataclass(frozen=True, slots=True)
class ForecastSeen:
    """Of one place. told, kept: None where nobody has made one yet. may_make: whether this person may make a new one.

    years: collection years as at whose 31 March one can be made, newest first.
    """

    place: Place
    places: tuple[Place, ...]
    choices: tuple[Place, ...]
    told: Told | None
    kept: Kept | None
    may_make: bool
    years: tuple[int, ...]
    threshold: int

    @property
    def headline(self) -> str:
        return self.told.headline if self.told else f"No forecast of {self.place.name} has been made yet"


def forecast_seen(*, place: str | None, by: Person, at: datetime) -> ForecastSeen:
    """place None: the person's own council where it has a return, else the first that has.

    Raises NotAllowed, NoReturns, NotFound("place_unknown"), NotFound("no_returns_here").
    """
    check_may(by, SEE_FORECAST)
    with seeing_all("a forecast is shown beside counts of every council, suppressed together"):
        ask = asked(place=place, other=None, by=by, at=at)
        row = StoredForecast.objects.filter(place=ask.place.code, superseded_at__isnull=True).first()
        shown = None
        if row is not None:
            shown = told(row.document, printed_in(ask, row.as_at.year)[ask.place.code], **ask.rule)
    own = by.authorities.intersection(ask.place.councils)
    return ForecastSeen(
        place=ask.place, places=ask.places, choices=ask.choices, told=shown,
        kept=_kept(row, ask) if row else None,
        may_make=any(may(by, MAKE, Subject(authority=code)) for code in own),
        years=tuple(year for year in reversed(ask.years) if ask.on >= date(year, 3, 31)),
        threshold=ask.rule["threshold"],
    )  # fmt: skip


def _kept(row: StoredForecast, ask: Asked) -> Kept:
    return Kept(
        id=row.id, made_at=row.made_at, years=row.years, seed=row.seed, method=row.method,
        criteria_version=row.criteria_version, returns=row.returns,
        same_returns=row.returns == flows.return_state(read_for(ask, ask.place)), same_method=row.method == METHOD,
    )  # fmt: skip
