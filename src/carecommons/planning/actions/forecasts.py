"""Making a forecast and keeping it: of a place, of every council in its regions, and of what these add up to."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from carecommons.common.errors import NotNow
from carecommons.common.steps import Step, quiet
from carecommons.constitution.queries import criteria_in_force
from carecommons.people.roles import Person
from carecommons.register.actions import record as record_entry

from ..audit import place_of
from ..foreseen import METHOD, SEED
from ..models import StoredForecast
from ..queries.forecasting import Computed, computed_forecasts, council_to_ask_for

__all__ = ["ForecastMade", "keep_forecasts", "make_forecast"]


@dataclass(frozen=True, slots=True)
class ForecastMade:
    """What was kept. places: every place that has a new forecast in force. entry_id: the register's entry."""

    place: str
    as_at: date
    years: int
    places: tuple[str, ...]
    left_out: tuple[str, ...]
    digest: str
    entry_id: UUID

    def as_dict(self) -> dict[str, object]:
        return {
            "place": self.place, "as_at": self.as_at.isoformat(), "years": self.years, "places": list(self.places),
            "left_out": list(self.left_out), "digest": self.digest, "register_entry": str(self.entry_id),
        }  # fmt: skip


def make_forecast(
    *, place: str | None, year: int | None, years: int, by: Person, at: datetime, step: Step = quiet
) -> ForecastMade:  # fmt: skip
    """Make the forecast of a place from the stored returns, and keep it. Long work: never in a page.

    Raises as `computed_forecasts` does.
    """
    found = computed_forecasts(place=place, year=year, years=years, by=by, at=at, step=step)
    return keep_forecasts(found=found, by=by, at=at)


@transaction.atomic
def keep_forecasts(*, found: Computed, by: Person, at: datetime) -> ForecastMade:
    """Keep forecasts that were made together; those that they take the place of are superseded. Raises NotAllowed."""
    council_to_ask_for(place_of(found.place, timezone.localdate(at)), by)
    places = tuple(found.documents)
    digest = _digest(found)
    StoredForecast.objects.filter(place__in=places, superseded_at__isnull=True).update(superseded_at=at)
    run, version = uuid4(), _criteria_version(timezone.localdate(at))
    StoredForecast.objects.bulk_create(
        StoredForecast(
            run=run, place=place, as_at=found.as_at, years=found.years, seed=SEED, method=METHOD,
            criteria_version=version, returns=found.returns[place], document=document, made_at=at, made_by=by.id,
            made_by_role=by.role.value,
        )
        for place, document in found.documents.items()
    )  # fmt: skip
    entry = record_entry(
        kind="forecast_made",
        public={"as_at": found.as_at.isoformat(), "years": found.years, "digest": digest},
        sealed={"place": found.place, "returns": dict(found.returns), "method": f"{METHOD}, seed {SEED}"},
        by_id=by.id, by_role=by.role.value, at=at,
    )  # fmt: skip
    return ForecastMade(found.place, found.as_at, found.years, places, found.left_out, digest, entry)


def _digest(found: Computed) -> str:
    """The fingerprint of everything that was forecast: the same returns and method give the same."""
    text = json.dumps(found.documents, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _criteria_version(on: date) -> int | None:
    """The rules that were in force; none where none were published, since nothing is decided here."""
    try:
        return criteria_in_force(on).version
    except NotNow:
        return None
