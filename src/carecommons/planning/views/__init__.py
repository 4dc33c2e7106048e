"""The pages of planning."""

from .ahead import forecast
from .answering import answering
from .gap import specialist, specialist_csv, sufficiency, sufficiency_csv
from .need import audit
from .officers import officers
from .quality import changes, repairs, trends
from .statistics import statistics

__all__ = [
    "answering", "audit", "changes", "forecast", "officers", "repairs", "specialist", "specialist_csv", "statistics",
    "sufficiency", "sufficiency_csv", "trends",
]  # fmt: skip
