"""What planners may read, as values: need and provision of one year, over the years, and how good the data are."""

from .answering import answering
from .asked import NoReturns
from .audited import Audit, audit
from .changed import Changed, changed
from .mended import Mended, mended
from .officers import OfficersAnswer, officers
from .over_years import Trends, trends

__all__ = [
    "Audit", "Changed", "Mended", "NoReturns", "OfficersAnswer", "Trends", "answering", "audit", "changed", "mended",
    "officers", "trends",
]  # fmt: skip
