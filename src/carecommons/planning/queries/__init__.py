"""What planners may read, as values: need and provision of one year, over the years, how good the data are, and the gap
between need and usable places in two ledgers."""

from .answering import answering
from .asked import NoReturns
from .audited import Audit, audit
from .changed import Changed, changed
from .mended import Mended, mended
from .officers import OfficersAnswer, officers
from .over_years import Trends, trends
from .specialist import SpecialistAnswer, specialist
from .statistics import Held, Statistics, public_forecast, public_series, statistics
from .sufficiency import SufficiencyAnswer, sufficiency

__all__ = [
    "Audit", "Changed", "Held", "Mended", "NoReturns", "OfficersAnswer", "SpecialistAnswer", "Statistics",
    "SufficiencyAnswer", "Trends", "answering", "audit", "changed", "mended", "officers", "public_forecast",
    "public_series", "specialist", "statistics", "sufficiency", "trends",
]  # fmt: skip
