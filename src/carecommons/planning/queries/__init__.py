"""What planners may read, as values: need and provision of one year, over the years, what comes, how good the data are,
and the gap between need and usable places in two ledgers."""

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
from .specialist import SpecialistAnswer, specialist
from .statistics import Held, Statistics, public_forecast, public_series, statistics
from .sufficiency import SufficiencyAnswer, sufficiency

__all__ = [
    "MAKE", "SEE_FORECAST", "Audit", "Changed", "Compared", "Computed", "ForecastSeen", "Held", "Mended", "NoReturns",
    "OfficersAnswer", "SpecialistAnswer", "Statistics", "SufficiencyAnswer", "Trends", "answering", "audit", "changed",
    "computed_forecasts", "council_of", "forecast_seen", "mended", "officers", "public_forecast", "public_series",
    "scenario_beside", "specialist", "statistics", "sufficiency", "trends",
]  # fmt: skip
