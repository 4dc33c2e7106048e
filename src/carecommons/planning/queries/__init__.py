"""What planners may read, as values: need and provision of one year, over the years, what comes, and how
good the data are."""

from .answering import answering
from .asked import NoReturns
from .audited import Audit, audit
from .changed import Changed, changed
from .forecasting import MAKE, Computed, computed_forecasts, council_of
from .forecasts import SEE_FORECAST, ForecastSeen, forecast_seen
from .mended import Mended, mended
from .officers import OfficersAnswer, officers
from .over_years import Trends, trends
from .scenarios import Compared, scenario_beside

__all__ = [
    "MAKE", "SEE_FORECAST", "Audit", "Changed", "Compared", "Computed", "ForecastSeen", "Mended", "NoReturns",
    "OfficersAnswer", "Trends", "answering", "audit", "changed", "computed_forecasts", "council_of", "forecast_seen",
    "mended", "officers", "scenario_beside", "trends",
]  # fmt: skip
