"""The pages of planning."""

from .ahead import forecast
from .answering import answering
from .need import audit
from .officers import officers
from .quality import changes, repairs, trends

__all__ = ["answering", "audit", "changes", "forecast", "officers", "repairs", "trends"]
