"""What planners may read, as values: need and provision of one year, over the years, and how good the data are."""

from .answering import answering
from .asked import NoReturns
from .audited import Audit, audit
from .changed import Changed, changed
from .mended import Mended, mended
from .officers import OfficersAnswer, officers
from .over_years import Trends, trends
from .statistics import Held, Statistics, public_forecast, public_series, statistics

__all__ = [
    "Audit", "Changed", "Held", "Mended", "NoReturns", "OfficersAnswer", "Statistics", "Trends", "answering", "audit",
    "changed", "mended", "officers", "public_forecast", "public_series", "statistics", "trends",
]  # fmt: skip
