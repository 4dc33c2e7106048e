"""The pages of planning."""

from .answering import answering
from .need import audit
from .officers import officers
from .quality import changes, repairs, trends
from .statistics import statistics

__all__ = ["answering", "audit", "changes", "officers", "repairs", "statistics", "trends"]
